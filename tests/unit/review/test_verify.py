"""Whatever is done to the file of a log is found, and the place is told."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from rxcheck.errors import ReviewError, UsageError
from rxcheck.review import database
from rxcheck.review import verify as module
from rxcheck.review.entry import FIELDS, Entry, sealed
from rxcheck.review.log import ReviewLog
from rxcheck.review.verify import Fault, FaultKind, verify
from tests.unit.review.making import draft, filled

PAGE = database.PAGE


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "review.sqlite"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that entries make follows from the entries alone: thousands of verifications need it made once."""
    known: dict[tuple[Entry, ...], bytes] = {}

    def remembered(entries: Iterable[Entry]) -> bytes:
        key = tuple(entries)
        if key not in known:
            known[key] = database.rebuilt(key)
        return known[key]

    monkeypatch.setattr(module, "rebuilt", remembered)


def fault(path: Path, head: str | None = None) -> Fault:
    """The first fault of a log that must have one."""
    proof = verify(path, head)
    assert not proof.proven
    return proof.faults[0]


def tampered(path: Path, *statements: str) -> None:
    """Change the file as somebody who knows SQLite would: the triggers are dropped and made again."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_log_as_written_is_proven(path: Path) -> None:
    entries = filled(path, 40, note="渗透压 " * 300)
    proof = verify(path)
    assert proof.proven and proof.entries == 40
    assert proof.head == f"40:{entries[-1].hash}"
    assert path.stat().st_size > 40 * PAGE / 2  # several levels of pages, and pages that overflow
    for entry in (entries[0], entries[20], entries[-1]):
        assert verify(path, f"{entry.sequence}:{entry.hash}").proven
        assert verify(path, entry.hash).proven


def test_an_empty_log_is_proven_but_not_against_a_head(path: Path) -> None:
    path.touch()
    assert verify(path).proven
    assert fault(path, "a" * 64).kind is FaultKind.HEAD


@pytest.mark.usefixtures("quick")
def test_every_flipped_byte_is_found_and_located(path: Path) -> None:
    """Every byte of the file: header, schema, entries, index, and what no entry uses."""
    filled(path, 3, note="INR clinic 监测")
    data = path.read_bytes()
    assert len(data) == 3 * PAGE
    other = path.with_name("other.sqlite")
    kinds: Counter[FaultKind] = Counter()
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1 << at % 8
        other.write_bytes(altered)
        found = fault(other)
        kinds[found.kind] += 1
        if found.kind is FaultKind.PAGE:
            assert found.byte == at and found.page == at // PAGE + 1
        elif found.page is not None:
            assert found.page == at // PAGE + 1 or found.kind is FaultKind.LENGTH
        else:
            assert found.entry in (1, 2, 3, 4)  # a page that claims one more entry than it has: the fourth
            if found.kind is not FaultKind.UNREADABLE:
                assert found.field in FIELDS
    assert kinds[FaultKind.PAGE] > 2 * PAGE
    assert kinds[FaultKind.FIELD] > 1000


@pytest.mark.usefixtures("quick")
def test_flipped_bytes_of_a_larger_log(path: Path) -> None:
    """Inner pages and pages that overflow, at every 197th byte."""
    filled(path, 30, note="x" * 5000)
    data = path.read_bytes()
    other = path.with_name("other.sqlite")
    for at in range(0, len(data), 197):
        altered = bytearray(data)
        altered[at] ^= 0xFF
        other.write_bytes(altered)
        found = fault(other)
        assert found.byte == at or found.entry is not None or found.page is not None


@pytest.mark.parametrize(
    ("statement", "kind", "entry", "field"),
    [
        ("DELETE FROM entries WHERE sequence = 3", FaultKind.MISSING, 3, None),
        ("UPDATE entries SET note = 'other' WHERE sequence = 3", FaultKind.FIELD, 3, "note"),
        ("UPDATE entries SET decision = 'accepted' WHERE sequence = 1", FaultKind.FIELD, 1, "decision"),
        ("UPDATE entries SET user = 'wang' WHERE sequence = 5", FaultKind.FIELD, 5, "user"),
        ("UPDATE entries SET note = x'ff' WHERE sequence = 2", FaultKind.TYPE, 2, "note"),
        ("UPDATE entries SET note = CAST(x'ff' AS TEXT) WHERE sequence = 2", FaultKind.TYPE, 2, "note"),
    ],
)
def test_changes_in_sql(path: Path, statement: str, kind: FaultKind, entry: int, field: str | None) -> None:
    filled(path, 5)
    tampered(path, statement)
    found = fault(path)
    if found.kind is FaultKind.PAGE:  # making the triggers again has already left its mark on the first page
        assert found.page == 1
        found = unmarked(path)
    assert (found.kind, found.entry, found.field) == (kind, entry, field)


def unmarked(path: Path) -> Fault:
    """The fault of the entries themselves, whatever the first page says."""
    rows = sqlite3.connect(path)
    rows.text_factory = bytes
    entries = []
    for number, row in enumerate(rows.execute(f"{database.SELECT} ORDER BY sequence"), 1):
        entry, wrong = module._entry(row, number)
        if wrong is not None:
            return wrong
        assert entry is not None
        entries.append(entry)
    return module._chain(entries)[0]


def rewritten(path: Path, change: Callable[[list[Entry]], list[Entry]]) -> None:
    """The file that other entries make, as an attacker with this program would write it."""
    entries = change(ReviewLog(path).entries())
    path.write_bytes(loosely(entries))


def loosely(entries: list[Entry]) -> bytes:
    """A log with these rows, whether or not they follow each other; everything else as it should be."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made"
        file.touch()
        connection = database.connect(file, 0)
        database.shape(connection)
        for number, entry in enumerate(entries):
            connection.execute("BEGIN")
            if not number:
                database.create(connection)
                trigger = database.SCHEMA[-1]
                connection.execute("DROP TRIGGER entries_follow")
            database.insert(connection, entry)
            if number == len(entries) - 1:
                connection.execute(trigger)
            connection.execute("COMMIT")
        connection.close()
        data = bytearray(file.read_bytes())
        model = database.rebuilt([sealed(draft(1), 1, "0" * 64)])
        kept = data[24:32], data[92:100]
        data[:PAGE] = model[:PAGE]
        data[24:32], data[92:100] = kept
        return bytes(data)


class TestForgedLogs:
    def test_a_removed_entry(self, path: Path) -> None:
        filled(path, 5)
        rewritten(path, lambda entries: entries[:2] + entries[3:])
        found = fault(path)
        assert (found.kind, found.entry, found.detail) == (FaultKind.MISSING, 3, "3")

    def test_entries_that_changed_places(self, path: Path) -> None:
        from msgspec.structs import replace

        filled(path, 5)

        def swapped(entries: list[Entry]) -> list[Entry]:
            entries[1], entries[2] = replace(entries[2], sequence=2), replace(entries[1], sequence=3)
            return entries

        rewritten(path, swapped)
        places = {(found.entry, found.field) for found in verify(path).faults}
        assert {(2, "sequence"), (3, "sequence")} <= places

    def test_an_edited_entry_with_its_own_hash_made_anew(self, path: Path) -> None:
        from msgspec.structs import replace

        filled(path, 5)

        def edited(entries: list[Entry]) -> list[Entry]:
            forged = sealed(draft(3, note="never said"), 3, entries[1].hash)
            return [*entries[:2], replace(forged, sequence=3), *entries[3:]]

        rewritten(path, edited)
        found = fault(path)
        assert (found.kind, found.entry, found.field) == (FaultKind.LINK, 4, "previous")

    def test_a_chain_made_anew_is_only_found_by_an_earlier_head(self, path: Path) -> None:
        head = filled(path, 5)[3].hash
        path.unlink()
        filled(path, 5, note="forged")
        assert verify(path).proven
        found = fault(path, f"4:{head}")
        assert (found.kind, found.entry, found.detail) == (FaultKind.HEAD, 4, head)

    def test_a_tail_that_was_cut_off_is_only_found_by_an_earlier_head(self, path: Path) -> None:
        head = filled(path, 5)[-1].hash
        rewritten(path, lambda entries: entries[:3])
        assert verify(path).proven
        assert fault(path, f"5:{head}").kind is FaultKind.HEAD
        assert fault(path, head).kind is FaultKind.HEAD

    def test_a_head_at_another_place(self, path: Path) -> None:
        entries = filled(path, 3)
        assert fault(path, f"1:{entries[1].hash}").kind is FaultKind.HEAD


class TestLengths:
    def test_a_truncated_file(self, path: Path) -> None:
        filled(path, 30)
        data = path.read_bytes()
        for size in (1, 50, 99, PAGE - 1, PAGE, PAGE + 1, len(data) - PAGE, len(data) - 1):
            path.write_bytes(data[:size])
            found = fault(path)
            assert found.kind is FaultKind.LENGTH and found.byte == size, size

    @pytest.mark.parametrize("more", [b"\0", b"x" * 10, b"\0" * PAGE])
    def test_appended_bytes(self, path: Path, more: bytes) -> None:
        filled(path, 3)
        size = path.stat().st_size
        path.write_bytes(path.read_bytes() + more)
        found = fault(path)
        assert found.kind is FaultKind.LENGTH and found.byte in (size, size + len(more))


class TestOtherVersionsOfSqlite:
    def test_the_version_in_the_header_must_be_that_of_the_last_entry(self, path: Path) -> None:
        filled(path, 2, sqlite=3031001)
        assert fault(path).byte is not None and 96 <= (fault(path).byte or 0) < 100
        data = bytearray(path.read_bytes())
        data[96:100] = (3031001).to_bytes(4, "big")
        path.write_bytes(data)
        assert verify(path).proven

    def test_another_layout_is_said_to_be_possible(self, path: Path) -> None:
        filled(path, 2, sqlite=3031001)
        data = bytearray(path.read_bytes())
        data[96:100] = (3031001).to_bytes(4, "big")
        data[PAGE + 100] ^= 1  # in a part that no entry uses
        path.write_bytes(data)
        proof = verify(path)
        assert not proof.proven and proof.foreign_layout
        assert proof.faults[0].byte == PAGE + 100

    @pytest.mark.parametrize("at", [43, 97, 2000])
    def test_it_is_no_excuse_for_the_first_page(self, path: Path, at: int) -> None:
        filled(path, 2, sqlite=3031001)
        data = bytearray(path.read_bytes())
        data[96:100] = (3031001).to_bytes(4, "big")
        data[at] ^= 1
        path.write_bytes(data)
        assert not verify(path).proven and not verify(path).foreign_layout

    def test_with_one_version_it_is_no_excuse(self, path: Path) -> None:
        filled(path, 2)
        data = bytearray(path.read_bytes())
        data[PAGE + 100] ^= 1
        path.write_bytes(data)
        assert not verify(path).foreign_layout


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="no such file"):
        verify(tmp_path / "nothing")
    with pytest.raises(ReviewError, match="cannot be read"):
        verify(tmp_path)


def test_a_log_that_others_keep_is_not_called_altered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    filled(path, 2)
    writer = database.connect(path, 0)
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ReviewError, match="others have kept the log for too long"):
        verify(path)
    writer.execute("ROLLBACK")
    writer.close()
    assert verify(path).proven


def test_what_is_no_log(path: Path) -> None:
    path.write_text("patient: {name: x}\n" * 1000)
    found = fault(path)
    assert (found.kind, found.byte) == (FaultKind.PAGE, 0)
    with sqlite3.connect(path.with_name("other")) as other:
        other.execute("CREATE TABLE entries (a)")
    assert fault(path.with_name("other")).page == 1


@pytest.mark.parametrize("head", ["", "5", "5:abc", "x:" + "a" * 64, "a" * 63])
def test_what_is_no_head(path: Path, head: str) -> None:
    filled(path, 1)
    with pytest.raises(UsageError, match="--head is what"):
        verify(path, head)


def test_verifying_leaves_no_copy_behind_and_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(path.parent))
    filled(path, 3)
    before = path.read_bytes()
    verify(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
