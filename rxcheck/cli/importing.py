"""The steps of `rxcheck kb import` and `rxcheck kb corroborate` behind their options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec
import typer
from msgspec import Struct

from rxcheck.cli.output import told_when_refused
from rxcheck.errors import KnowledgeError, Location, UsageError
from rxcheck.kb.corroborate import compare, require_sources, write_comparison
from rxcheck.kb.importers.assemble import Imported, assemble, grades_of
from rxcheck.kb.importers.interface import (
    FrenchNames,
    Importer,
    Names,
    RejectReason,
    SourceFile,
    WrittenNames,
    listed_names,
)
from rxcheck.kb.importers.pairs import OPTIONAL, REQUIRED
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.packs import FORMAT, NAME, REJECTS, Manifest, read_pack, write_pack
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.schema import Interaction
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.report.pack_words import pack_word
from rxcheck.report.plain import no_formula
from rxcheck.sources.text import decode, read_bytes
from rxcheck.terms import Lang


class About(Struct, frozen=True):
    """What the user says of a source."""

    name: str | None
    scale: str
    title: str | None
    edition: str
    licence: str
    source_id: str | None
    interrupts: bool


def columns_called(options: Iterable[str]) -> dict[str, str]:
    """ "grade=level" → {"grade": "level"}.

    Raises:
        UsageError: not of this form, or no column that a list of pairs may have.
    """
    called: dict[str, str] = {}
    for option in options:
        ours, sign, theirs = option.partition("=")
        if not sign or not theirs or ours not in (*REQUIRED, *OPTIONAL):
            raise UsageError(f"--column is written {REQUIRED[0]}=NAME (columns: {', '.join((*REQUIRED, *OPTIONAL))})")
        called[ours] = theirs
    return called


def import_pack(
    reader: Importer, files: Sequence[str], names: str, about: About, output: Path, knowledge: Path | None, lang: Lang
) -> None:
    """Read, resolve, write, and tell what became of every row.

    Raises:
        UsageError: options that do not fit, or the place cannot be written.
        InputError: a file that cannot be read.
        KnowledgeError: the tables are not valid, or know no grades of this scale.
    """
    name = about.name or ""
    if not NAME.fullmatch(name):
        raise UsageError("the name of a pack is lower-case letters, digits and hyphens: --name NAME")
    if names not in ("", "en", "fr"):
        raise UsageError("--names is en or fr")
    folder = knowledge or default_folder()
    compiled = open_compiled(folder)
    tables = load(folder)
    grades = grades_of(tables, about.scale)
    if not grades:
        raise KnowledgeError(f"holds no grades of {about.scale}", Location("rules/source_grades.csv"))
    # A file that is given twice is one: its rows are told apart by file and number.
    once = dict.fromkeys(files)
    read = reader(tuple(SourceFile(file, decode(read_bytes(Path(file), file), file)) for file in once))
    imported = assemble(read, _names(Resolver(compiled.text.index), tables, names), grades)
    manifest = Manifest(
        format=FORMAT,
        name=name,
        scale=about.scale,
        source_id=about.source_id or name,
        title=about.title or name,
        edition=about.edition,
        licence=about.licence,
        interrupts=about.interrupts,
        imported_on=date.today().isoformat(),
        knowledge=f"{compiled.text.edition} {compiled.text.content_hash[:12]}",
        files={},
        counts=msgspec.to_builtins(imported.counts),
    )
    rejects = [
        (no_formula(Path(each.file).name), each.row, no_formula(each.what), each.reason.value, each.pairs)
        for each in imported.rejects
    ]
    with told_when_refused(output):
        write_pack(output, manifest, imported.entries, imported.pairs, rejects)
    _tell(imported, output, lang)


def _names(resolver: Resolver, tables: Knowledge, lang: str) -> Names:
    return FrenchNames(resolver, listed_names(tables, "fr")) if lang == "fr" else WrittenNames(resolver)


def _tell(imported: Imported, output: Path, lang: Lang) -> None:
    counts = imported.counts
    for key in ("rows", "pairs_named", "pack"):
        typer.echo(pack_word(f"import.{key}", lang, **msgspec.to_builtins(counts)))
    if imported.rejects:
        typer.echo(pack_word("import.rejects", lang, file=output / REJECTS), err=True)
        said: Counter[RejectReason] = Counter(each.reason for each in imported.rejects)
        for reason, count in said.most_common():
            lost = sum(each.pairs for each in imported.rejects if each.reason is reason)
            typer.echo("  " + pack_word(f"reject.{reason.value}", lang, n=count, pairs=lost), err=True)


MOST_SHOWN = 20


def corroborate_tables(folders: Sequence[Path], knowledge: Path | None, write: bool, lang: Lang) -> None:
    """Compare, tell, and with `write` edit the tables.

    Raises:
        KnowledgeError: tables or packs that are not valid; a source that the tables do not describe.
        UsageError: the tables cannot be written.
    """
    folder = knowledge or default_folder()
    tables = load(folder)
    packs = [read_pack(place) for place in folders]
    sources = [pack.manifest.source_id for pack in packs]
    for source in sources:
        if sources.count(source) > 1:
            raise UsageError(f"two packs are of the source {source}")
    if write:
        require_sources(tables, packs)
    found = compare(tables, packs)
    if write:  # first, so that a reader of the summary that leaves early costs nothing
        with told_when_refused(folder):
            write_comparison(folder, found)
    rows = len(tables.rows(Interaction))
    for source, touched in found.touched.items():
        typer.echo(pack_word("corroborate.source", lang, source=source, rows=touched, all=rows))
    agreed = len({each.rule_id for each in found.corroborations})
    typer.echo(pack_word("corroborate.agree", lang, n=agreed, more=len(found.newly), fewer=len(found.fewer)))
    differing = len({each.rule_id for each in found.disagreements})
    typer.echo(pack_word("corroborate.differ", lang, n=differing, grades=len(found.disagreements)))
    for each in sorted(found.disagreements, key=lambda each: (-each.pairs, each.rule_id))[:MOST_SHOWN]:
        slots = {"rule": each.rule_id, "source": each.source_id, "other": each.source_action.value}
        more = {"action": each.action.value, "grade": each.grade, "pairs": each.pairs, "known": each.known}
        typer.echo(pack_word("corroborate.example", lang, **slots, **more, example=each.example))
    if not write:
        typer.echo(pack_word("corroborate.dry", lang), err=True)
