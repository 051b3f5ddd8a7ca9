"""The steps of `rxcheck explain --for trainee` behind its options: lessons on pages, and pictures of paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rxcheck.cli.output import told_when_refused
from rxcheck.errors import UsageError
from rxcheck.terms import Audience, Lang

if TYPE_CHECKING:
    from rxcheck.explain.sentences import Page
    from rxcheck.explain.teaching.teacher import Teacher
    from rxcheck.kb.catalogue import Catalogue
    from rxcheck.kb.pair import PairRow

_SVG, _DOT = ".svg", ".dot"


def only_for_trainees(audience: Audience, answers: bool, graph: Path | None) -> None:
    """Refuses options of lessons for others.

    Raises:
        UsageError: an option that needs a lesson, or a picture of another kind.
    """
    if audience is not Audience.TRAINEE and (answers or graph is not None):
        raise UsageError("--answers and --graph go with --for trainee")
    if graph is not None and graph.suffix.lower() not in (_SVG, _DOT):
        raise UsageError("--graph writes .svg or .dot files")


def taught(pages: Sequence[Page], teacher: Teacher) -> list[Page]:
    """Each explanation with its lesson, and each page with the comparison of its findings where there are several."""
    return [
        replace(
            page,
            explanations=tuple(
                replace(each, lesson=teacher.lesson(page.report, each.finding)) for each in page.explanations
            ),
            comparison=teacher.comparison(page.report, [each.finding for each in page.explanations]),
        )
        for page in pages
    ]


def draw_paths(pages: Sequence[Page], teacher: Teacher, catalogue: Catalogue, lang: Lang, file: Path) -> None:
    """One picture for each finding with a path: into `file`, of several into `file-F1`, `file-F2`, …; where several prescriptions
    have some, with the number of the prescription (`file-2-F1`).

    Raises:
        UsageError: no finding has a path, or a file cannot be written.
    """
    from rxcheck.files import write_atomically
    from rxcheck.report.pair_picture import lay_out_row, to_dot, to_svg

    found = list(_paths(pages, teacher))
    if not found:
        raise UsageError("no finding has a path in the graph: there is nothing to draw")
    several = len({number for number, _, _ in found}) > 1
    write = to_svg if file.suffix.lower() == _SVG else to_dot
    for number, finding, row in found:
        name = f"{number}-{finding}" if several else finding
        to = file if len(found) == 1 else file.with_stem(f"{file.stem}-{name}")
        title = " + ".join(catalogue.drug(drug, lang) for drug in (row.object, row.precipitant))
        with told_when_refused(to):
            write_atomically(to, write(lay_out_row(row, catalogue, lang), title))


def _paths(pages: Sequence[Page], teacher: Teacher) -> Iterator[tuple[int, str, PairRow]]:
    """(number of the prescription from 1, id of the finding, its row) of every explained finding with a path."""
    for number, page in enumerate(pages, 1):
        for each in page.explanations:
            row = teacher.path(page.report, each.finding)
            if row is not None:
                yield number, each.finding.id, row
