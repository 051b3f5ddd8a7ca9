"""The steps of `rxcheck drug` behind its options."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rxcheck.cli.output import told_when_refused
from rxcheck.codes import SHAPES, Code
from rxcheck.errors import InputError, Location, StructureError, UsageError
from rxcheck.kb.resolution import Resolution
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import Compiled, open_compiled
from rxcheck.report.interface import RenderOptions
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.kb.catalogue import Catalogue
    from rxcheck.kb.pair import PairCard

_CSV, _JSON = "csv", "json"
_PICTURES = (".svg", ".png")
_QUIET = 2000  # distinct names that are resolved before anybody wonders


def resolved(name: str, resolver: Resolver) -> Resolution:
    """The resolution of a name; a text that is a code of the tables is looked up as one."""
    return _looked_up(name, resolver)[0]


def _looked_up(name: str, resolver: Resolver) -> tuple[Resolution, tuple[Code, ...]]:
    """The resolution of a text, with the codes that it was taken for; none where it is a name."""
    found = resolver.drug(name)
    if found.known:
        return found, ()
    text = name.strip()
    codes = tuple(Code(system, text) for system, shape in SHAPES.items() if shape.fullmatch(text))
    by_code = resolver.drug(name, codes) if codes else found
    return (by_code, codes) if by_code.known else (found, ())


def show_drug(name: str, folder: Path, options: RenderOptions, form: str, stream: TextIO) -> bool:
    """The card of a written name; True when it was understood."""
    from rxcheck.kb.card import CardIndex
    from rxcheck.kb.load import load
    from rxcheck.kb.structure_store import open_structures
    from rxcheck.report.card import CardJson, CardTable, answer

    compiled = open_compiled(folder)
    found = resolved(name, Resolver(compiled.text.index))
    shown = answer(name, found, CardIndex(load(folder), open_structures(folder)))
    catalogue = compiled.text.catalogue()
    if form == _JSON:
        CardJson(catalogue).render(shown, stream)
    else:
        CardTable(catalogue, options).render(shown, stream)
    return found.known


def show_pair(
    names: tuple[str, str], folder: Path, options: RenderOptions, form: str, stream: TextIO, graph: Path | None
) -> bool:
    """Two written names together, and their picture into `graph`; True when both were understood and a row fits them.

    Raises:
        UsageError: one of the names was not understood, with what is near it; the picture cannot be written.
    """
    if graph is not None and graph.suffix.lower() not in _PICTURES:
        raise UsageError("--graph writes .svg or .png files")
    from itertools import product

    from rxcheck.kb.load import load
    from rxcheck.kb.pair import PairIndex
    from rxcheck.model import MedicationLine, Prescription
    from rxcheck.report.pair import PairAnswer, PairJson, PairTable
    from rxcheck.verify import Verifier

    compiled = open_compiled(folder)
    verifier = Verifier(compiled, folder=folder)
    found, codes = zip(*(_looked_up(name, verifier.kb.resolver) for name in names), strict=True)
    for name, resolution in zip(names, found, strict=True):
        if not resolution.known:
            near = ", ".join(each.partition(":")[2] for each in resolution.suggestions) or "-"
            raise UsageError(f"{name!r} is not understood (near names: {near})")
    lines = tuple(
        MedicationLine(str(number), *written) for number, written in enumerate(zip(names, codes, strict=True), 1)
    )
    index = PairIndex(load(folder))
    pairs = dict.fromkeys(
        (one.drug, two.drug) for one, two in product(found[0].ingredients, found[1].ingredients) if one.drug != two.drug
    )
    (report,) = verifier.verify([Prescription("pair", lines)])
    one, two = found
    shared = tuple(sorted(one.drugs & two.drugs))
    answer = PairAnswer(report, tuple(index.card(*pair) for pair in pairs), shared)
    catalogue = compiled.text.catalogue()
    if form == _JSON:
        PairJson(catalogue, options).render(answer, stream)
    else:
        PairTable(catalogue, options).render(answer, stream)
    if graph is not None:
        _draw_pair(answer.cards, catalogue, options.lang, graph)
    return any(card.rows for card in answer.cards)


def _draw_pair(cards: Sequence[PairCard], catalogue: Catalogue, lang: Lang, file: Path) -> None:
    from rxcheck.files import write_bytes_atomically
    from rxcheck.report.pair_picture import lay_out, to_png, to_svg

    is_svg = file.suffix.lower() == ".svg"
    picture = lay_out(cards, catalogue, lang if is_svg else Lang.EN)
    if not picture.boxes:
        raise UsageError("no interaction row fits this pair: there is nothing to draw")
    if is_svg:
        sides = (dict.fromkeys(side) for side in zip(*((card.first, card.second) for card in cards), strict=True))
        data = to_svg(picture, " + ".join(" / ".join(side) for side in sides)).encode()
    else:
        data = to_png(picture)
    with told_when_refused(file):
        write_bytes_atomically(file, data)


def show_structure(smiles: str, folder: Path, options: RenderOptions, form: str, stream: TextIO) -> bool:
    """Which drugs a structure resembles and which groups it holds; never an identification, so never complete.

    Raises:
        UsageError: the SMILES describes no structure.
    """
    from rxcheck.kb.structure_hints import structure_hints
    from rxcheck.report.structure import StructureJson, StructureTable

    compiled = open_compiled(folder)
    hint = structure_hints([smiles], folder)[smiles]
    if hint is None:
        raise UsageError("the structure could not be compared")
    if not hint.readable:
        raise UsageError("the SMILES describes no structure")
    if form == _JSON:
        StructureJson(compiled.text.catalogue()).render(smiles, hint, stream)
    else:
        StructureTable(compiled.text.catalogue(), options).render(smiles, hint, stream)
    return False


def cover_file(file: str, column: str | None, folder: Path, options: RenderOptions, form: str, stream: TextIO) -> bool:
    """The coverage of a column of names; True when every name was understood."""
    from rxcheck.coverage import cover
    from rxcheck.report.coverage import CoverageReport
    from rxcheck.sources.names import read_names
    from rxcheck.sources.text import decode, read_bytes

    shown = "stdin" if file == "-" else file
    data = sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file), shown)
    compiled: Compiled = open_compiled(folder)
    coverage = cover(
        read_names(decode(data, shown), shown, column),
        Resolver(compiled.text.index),
        partial(_watched, lang=options.lang),
    )
    if not coverage.names:
        raise InputError("holds no names", Location(shown))
    report = CoverageReport(compiled.text.catalogue(), options)
    if form == _CSV:
        report.csv(coverage, stream)
    elif form == _JSON:
        report.json(coverage, shown, stream)
    else:
        report.table(coverage, shown, stream)
    return coverage.complete


def _watched(names: Sequence[tuple[str, int]], lang: Lang) -> Iterable[tuple[str, int]]:
    """The names, and how far they are when there are enough to ask for that."""
    if len(names) <= _QUIET:
        return names
    from rxcheck.cli.progress import tracked

    return tracked(names, "resolving", lang)


def draw(name: str | None, smiles: str | None, folder: Path, file: Path, mark: str | None) -> None:
    """Draw a structure into an SVG or PNG file.

    Raises:
        UsageError: another file type, no structure in the tables, an unknown group, a file that cannot be written.
    """
    if file.suffix.lower() not in _PICTURES:
        raise UsageError("--depict writes .svg or .png files")
    from rxcheck.files import write_bytes_atomically
    from rxcheck.kb import structure
    from rxcheck.kb.structure_store import open_structures

    structures = open_structures(folder)
    legend = ""
    if name is not None:
        found = resolved(name, Resolver(open_compiled(folder).text.index))
        known = [item.drug for item in found.ingredients if structures.number(item.drug) is not None]
        if not known:
            raise UsageError("the tables hold no structure of this name")
        # The first ingredient of a combination is its main one.
        number = structures.number(known[0])
        assert number is not None  # noqa: S101
        legend, smiles = known[0], structures.text.smiles[number]
    try:
        molecule = structure.read_smiles(smiles or "")
    except StructureError:
        raise UsageError("the SMILES describes no structure") from None
    marked: tuple[int, ...] = ()
    if mark is not None:
        groups = {group.group_id: group for group in structures.text.groups}
        if mark not in groups:
            raise UsageError(f"no structure group {mark!r} (known: {', '.join(sorted(groups))})")
        pattern = structure.read_smarts(groups[mark].smarts, groups[mark].side_chain)
        marked = structure.shared_atoms(molecule, pattern)
    if file.suffix.lower() == ".svg":
        data = structure.depict(molecule, marked, legend).encode()
    else:
        data = structure.depict_png(molecule, marked, legend)
    with told_when_refused(file):
        write_bytes_atomically(file, data)
