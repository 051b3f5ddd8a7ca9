"""Knowledge packs on disk: another source's grades, imported by a site and kept by it.

A pack is a folder: `pack.json` (what it is, and the hashes of the rest), `entries.csv` (one row per statement of the source),
`pairs.csv` (which pairs of drugs a statement is about) and `rejects.csv` (what of the source is not in the pack).
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from rxcheck.errors import KnowledgeError, Location
from rxcheck.files import write_atomically

try:
    # The same function as hashlib.blake2b, without loading OpenSSL for it.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - interpreters without the C module
    from hashlib import blake2b

FORMAT = 1
MANIFEST, ENTRIES, PAIRS, REJECTS = "pack.json", "entries.csv", "pairs.csv", "rejects.csv"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Text of a source is kept, not judged; but a single cell is not a book.
_LONGEST_CELL = 1_000_000


@contextmanager
def long_cells() -> Iterator[None]:
    """Lets CSV cells be as long as the texts of sources may be, so that what is imported can be read again."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class PackEntry(Struct, frozen=True, kw_only=True):
    """A statement of the source. Routes are words of routes cells for the first and second drug of its pairs (empty: systemic)."""

    entry: int
    grade: str
    routes_a: tuple[str, ...]
    routes_b: tuple[str, ...]
    condition: str
    text: str
    locator: str
    file: str
    row: int


class PackPair(Struct, frozen=True):
    """A pair of drug ids that a statement is about, in the order in which the source names them."""

    drug_a: str
    drug_b: str
    entry: int


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a pack is. `interrupts` is the site's to change: whether findings of this pack alone may interrupt.

    `scale` names the grades in rules/source_grades.csv, `source_id` the source in knowledge/sources.csv if it stands there;
    `files` are the hashes of the other files, `counts` the account of the import.
    """

    format: int
    name: str
    scale: str
    source_id: str
    title: str
    edition: str
    licence: str
    interrupts: bool
    imported_on: str
    knowledge: str
    files: dict[str, str]
    counts: dict[str, int]


class Pack(Struct, frozen=True):
    """A pack as read; `digest` is the hash of all its bytes."""

    manifest: Manifest
    entries: tuple[PackEntry, ...]
    pairs: tuple[PackPair, ...]
    digest: str


class RawPack(Struct, frozen=True):
    """The bytes of a pack whose manifest is sound and whose files are those of the manifest."""

    folder: Path
    manifest: Manifest
    entries: bytes
    pairs: bytes
    digest: str


def write_pack(
    folder: Path,
    manifest: Manifest,
    entries: Iterable[PackEntry],
    pairs: Iterable[PackPair],
    rejects: Iterable[Sequence[object]],
) -> Manifest:
    """Write a pack, whole or not at all; an older one in its place is replaced. Gives the manifest with the hashes.

    Raises:
        OSError: the place cannot be written, or holds something that is no pack (FileExistsError).
    """
    folder = folder.resolve()  # behind a link lies what is replaced, not the link
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(17, "it exists and is no pack", str(folder))
    texts = {
        ENTRIES: _csv(PackEntry.__struct_fields__, (_cells(entry) for entry in entries)),
        PAIRS: _csv(PackPair.__struct_fields__, ((pair.drug_a, pair.drug_b, pair.entry) for pair in pairs)),
        REJECTS: _csv(("file", "row", "what", "reason", "pairs"), rejects),
    }
    manifest = msgspec.structs.replace(manifest, files={name: _hash(text.encode()) for name, text in texts.items()})
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made by mkdir, not as a private temporary folder: who may read a pack is for the site's umask to say.
    new, old = (folder.parent / f".{folder.name}.{os.getpid()}.{word}" for word in ("new", "old"))
    new.mkdir()
    try:
        for name, text in texts.items():
            write_atomically(new / name, text)
        whole = msgspec.json.format(msgspec.json.encode(manifest), indent=2).decode() + "\n"
        write_atomically(new / MANIFEST, whole)
        if folder.exists():
            folder.replace(old)
        try:
            new.replace(folder)
        except BaseException:  # also when somebody stops it here: the older pack must not be lost
            if old.exists():
                old.replace(folder)
            raise
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def open_raw(folder: Path) -> RawPack:
    """The bytes of a pack.

    Raises:
        KnowledgeError: no pack, one of another format, or files that are not those of the manifest.
    """
    where = Location(str(folder / MANIFEST))
    raw = _bytes(folder / MANIFEST, "is no pack: pack.json is missing")
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        detail = error if isinstance(error, msgspec.DecodeError) else type(error).__name__
        raise KnowledgeError(f"is not the manifest of a pack: {detail}", where) from None
    if manifest.format != FORMAT:
        raise KnowledgeError(f"the pack has format {manifest.format}, this program reads {FORMAT}", where)
    if not NAME.fullmatch(manifest.name):
        raise KnowledgeError("the name of a pack is lower-case letters, digits and hyphens", where)
    found = {name: _bytes(folder / name, "the file of the pack is missing") for name in (ENTRIES, PAIRS)}
    for name, data in found.items():
        if manifest.files.get(name) != _hash(data):
            raise KnowledgeError("is not what pack.json says of it: import again", Location(str(folder / name)))
    return RawPack(folder, manifest, found[ENTRIES], found[PAIRS], _hash(raw))


def parse(raw: RawPack) -> Pack:
    """The rows of a pack.

    Raises:
        KnowledgeError: a row is not of the format.
    """
    entries = tuple(
        _entry(raw, line, row) for line, row in _rows(raw, ENTRIES, raw.entries, PackEntry.__struct_fields__)
    )
    known = {str(entry.entry): entry.entry for entry in entries}
    if len(known) < len(entries):
        raise KnowledgeError("an entry stands twice", Location(str(raw.folder / ENTRIES), column="entry"))
    pairs = []
    for line, row in _rows(raw, PAIRS, raw.pairs, PackPair.__struct_fields__):
        if row[2] not in known:
            raise KnowledgeError("the entry is not in entries.csv", Location(str(raw.folder / PAIRS), line, "entry"))
        pairs.append(PackPair(row[0], row[1], known[row[2]]))
    return Pack(raw.manifest, entries, tuple(pairs), raw.digest)


def read_pack(folder: Path) -> Pack:
    """A pack with all its rows.

    Raises:
        KnowledgeError: the folder is no sound pack.
    """
    return parse(open_raw(folder))


def _entry(raw: RawPack, line: int, row: Sequence[str]) -> PackEntry:
    cells: Mapping[str, object] = {
        column: tuple(filter(None, cell.split(";"))) if column.startswith("routes_") else cell
        for column, cell in zip(PackEntry.__struct_fields__, row, strict=True)
    }
    try:
        return msgspec.convert(cells, PackEntry, strict=False)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"is not an entry: {error}", Location(str(raw.folder / ENTRIES), line)) from None


def _rows(raw: RawPack, name: str, data: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    where = str(raw.folder / name)
    try:
        with long_cells():
            rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise KnowledgeError(f"not a readable UTF-8 CSV table ({type(error).__name__})", Location(where)) from None
    if not rows or tuple(rows[0]) != columns:
        raise KnowledgeError(f"columns must be {', '.join(columns)}", Location(where, 1))
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            raise KnowledgeError(f"has {len(row)} cells, the header has {len(columns)}", Location(where, line))
        yield line, row


def _cells(entry: PackEntry) -> list[object]:
    found = [getattr(entry, column) for column in PackEntry.__struct_fields__]
    return [";".join(cell) if isinstance(cell, tuple) else cell for cell in found]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _bytes(path: Path, missing: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise KnowledgeError(missing, Location(str(path))) from None


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
