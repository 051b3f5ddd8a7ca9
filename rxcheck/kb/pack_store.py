"""Packs compiled for the engine, in the cache beside the compiled knowledge: found by the hashes of both."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.kb.compile_codes import ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.kb.packed import read_packed, write_packed
from rxcheck.kb.packs import ENTRIES, FORMAT, MANIFEST, PAIRS, Pack, RawPack, open_raw, parse
from rxcheck.kb.store import Array, Compiled, cache_folder
from rxcheck.kb.tables import TABLE_FILES
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import Route, RouteGroup, Severity

TEXTS = ("locator", "condition", "text")  # of every entry, in this order


class GradeInfo(Struct, frozen=True):
    """A grade in the source's words and what it is mapped to."""

    grade: str
    action: RuleAction
    severity: Severity


class PackText(Struct, frozen=True, kw_only=True):
    """The part of a compiled pack that is text."""

    name: str
    source_id: str
    title: str
    edition: str
    licence: str
    interrupts: bool
    digest: str
    grades: tuple[GradeInfo, ...]


class CompiledPack(Struct, frozen=True):
    """A pack ready to be looked up.

    `key`: sorted low * drugs + high for the codes of each pair of drugs; pair n has the rows `start[n]` to `start[n + 1]`
    of `row_entry` and of `row_low`, `row_high` (bits of the routes on which the drug with the lower and the higher code may
    be given). `entry_grade` is the number of an entry's grade; the texts of entry n are pieces 3n to 3n + 2 of `text_bytes`.
    """

    arrays: dict[str, Array]
    text: PackText

    def words(self, entry: int) -> tuple[str, str, str]:
        """Locator, condition and text of an entry."""
        start = self.arrays["text_start"][entry * len(TEXTS) : entry * len(TEXTS) + len(TEXTS) + 1].tolist()
        data = self.arrays["text_bytes"][start[0] : start[-1]].tobytes()
        locator, condition, text = (
            data[begin - start[0] : end - start[0]].decode() for begin, end in itertools.pairwise(start)
        )
        return locator, condition, text


def open_pack(folder: Path, knowledge: Compiled, tables: Path) -> CompiledPack:
    """A pack compiled for this knowledge, which was made from the tables below `tables`.

    Raises:
        KnowledgeError: no sound pack, a drug that the tables do not know, a grade that rules/source_grades.csv does not.
    """
    raw = open_raw(folder)
    tables_hash = knowledge.text.content_hash
    wanted = f"{FORMAT}-{tables_hash}-{raw.digest}"
    path = cache_folder() / f"pack-{raw.manifest.name}-{raw.digest[:8]}{tables_hash[:8]}.bin"
    cached = read_packed(path, wanted, PackText)
    if cached is None:
        cached = compile_pack(raw, knowledge, tables)
        write_packed(path, *cached, wanted, f"pack-{raw.manifest.name}")
    return CompiledPack(*cached)


def compile_pack(raw: RawPack, knowledge: Compiled, tables: Path) -> tuple[dict[str, Array], PackText]:
    """The arrays and the text of a pack.

    Raises:
        KnowledgeError: as `open_pack`.
    """
    pack, manifest = parse(raw), raw.manifest
    scale = source_grades(tables, manifest.scale)
    codes = {drug: code for code, drug in enumerate(knowledge.text.drugs)}
    used = list(dict.fromkeys(entry.grade for entry in pack.entries))
    place = {entry.entry: number for number, entry in enumerate(pack.entries)}
    for line, entry in enumerate(pack.entries, 2):
        if entry.grade not in scale:
            message = f"the grade {entry.grade} of {manifest.scale} is not in rules/source_grades.csv"
            raise KnowledgeError(message, Location(str(raw.folder / ENTRIES), line, "grade"))
    masks = [(_mask(raw, entry.routes_a), _mask(raw, entry.routes_b)) for entry in pack.entries]
    usual = knowledge.arrays["usual_route"].tolist()
    rows = sorted(_row(raw, line, place, codes, masks, pack, usual) for line in range(len(pack.pairs)))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    fresh = np.ones(len(table), dtype=np.bool_)
    fresh[1:] = table[1:, 0] != table[:-1, 0]
    starts = np.flatnonzero(fresh)
    texts = [words.encode() for entry in pack.entries for words in (entry.locator, entry.condition, entry.text)]
    arrays: dict[str, Array] = {
        "key": table[starts, 0],
        "start": np.append(starts, len(table)).astype(np.int64),
        "row_entry": table[:, 1].astype(np.int32),
        "row_low": table[:, 2].astype(np.int32),
        "row_high": table[:, 3].astype(np.int32),
        "entry_grade": np.array([used.index(entry.grade) for entry in pack.entries], dtype=np.int16),
        "text_start": np.cumsum([0, *map(len, texts)], dtype=np.int64),
        "text_bytes": np.frombuffer(b"".join(texts), dtype=np.uint8),
    }
    return arrays, PackText(
        name=manifest.name,
        source_id=manifest.source_id,
        title=manifest.title,
        edition=manifest.edition,
        licence=manifest.licence,
        interrupts=manifest.interrupts,
        digest=raw.digest,
        grades=tuple(scale[grade] for grade in used),
    )


def source_grades(tables: Path, scale: str) -> dict[str, GradeInfo]:
    """The grades of one scale, from rules/source_grades.csv, which `lint` has passed when the knowledge was compiled.

    Read here because opening a pack must not load all tables.

    Raises:
        KnowledgeError: the table is missing or holds no grade of this scale.
    """
    (name,) = TABLE_FILES["source_grades"]
    try:
        with (tables / name).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["scale"] == scale]
    except OSError:
        raise KnowledgeError("table is missing", Location(name)) from None
    if not rows:
        raise KnowledgeError(f"holds no grades of {scale}", Location(name))
    return {row["grade"]: GradeInfo(row["grade"], RuleAction(row["action"]), Severity(row["severity"])) for row in rows}


def _row(
    raw: RawPack,
    number: int,
    place: dict[int, int],
    codes: dict[str, int],
    masks: list[tuple[int, int]],
    pack: Pack,
    usual: list[int],
) -> tuple[int, int, int, int]:
    pair = pack.pairs[number]
    for column, drug in (("drug_a", pair.drug_a), ("drug_b", pair.drug_b)):
        if drug not in codes:
            message = f"{drug} is not in knowledge/drugs.csv: import the pack again"
            raise KnowledgeError(message, Location(str(raw.folder / PAIRS), number + 2, column))
    first, second, entry = codes[pair.drug_a], codes[pair.drug_b], place[pair.entry]
    routes_first, routes_second = masks[entry]
    # A source that tells no route means the route on which the drug is usually given, too: eye drops, an inhaler.
    routes_first |= 0 if pack.entries[entry].routes_a else usual[first]
    routes_second |= 0 if pack.entries[entry].routes_b else usual[second]
    if first > second:
        first, second, routes_first, routes_second = second, first, routes_second, routes_first
    return first * len(codes) + second, entry, routes_first, routes_second


def _mask(raw: RawPack, words: tuple[str, ...]) -> int:
    """The bits of a routes cell, read as in the tables: blank is systemic, and an unknown route is taken for oral."""
    routes: set[Route] = set()
    for word in words or (RouteGroup.SYSTEMIC.value,):
        if word in RouteGroup._value2member_map_:
            routes |= RouteGroup(word).routes
        elif word in Route._value2member_map_:
            routes.add(Route(word))
        else:
            raise KnowledgeError(f"{word} is no route", Location(str(raw.folder / ENTRIES)))
    return sum(ROUTE_BIT[route] for route in routes) | (UNKNOWN_ROUTE_BIT if Route.ORAL in routes else 0)


__all__ = ["MANIFEST", "CompiledPack", "GradeInfo", "PackText", "compile_pack", "open_pack", "source_grades"]
