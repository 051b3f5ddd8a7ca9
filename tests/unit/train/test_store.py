"""What trainees did, on disk: kept at once, kept apart, and never lost silently."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.errors import TrainingError
from rxcheck.terms import Lang
from rxcheck.train import store as module
from rxcheck.train.records import AttemptState, Plan, Session, SessionKind, SessionState, digest_of
from rxcheck.train.schedule import reviewed
from rxcheck.train.schema import APPLICATION, STEPS, prepare
from rxcheck.train.store import Store, default_path
from rxcheck.train.terms import Topic
from tests.support.training import MARK, NOW, PROBLEM, VERSIONS, case, scored

TRAINING, EXAM = SessionKind.TRAINING, SessionKind.EXAM


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "training.sqlite"


def begun(store: Store, user: str = "ann", kind: SessionKind = TRAINING, cases: int = 2) -> Session:
    store.user(user, NOW)
    made = [case(f"case-{number}") for number in range(cases)]
    return store.begin(user, kind, Plan(cases, 7, Lang.ZH, topics=(Topic.DOSE,)), VERSIONS, NOW, made)


class TestFile:
    def test_it_is_the_owners_alone(self, path: Path) -> None:
        with Store(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_an_existing_mode_is_kept(self, path: Path) -> None:
        Store(path).close()
        path.chmod(0o660)
        Store(path).close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o660

    def test_where_it_lies(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("RXCHECK_TRAIN_DB", raising=False)
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert default_path() == tmp_path / "rxcheck" / "training.sqlite"
        monkeypatch.setenv("RXCHECK_TRAIN_DB", "/srv/x.sqlite")
        assert default_path() == Path("/srv/x.sqlite")

    def test_it_is_not_made_where_something_is_to_be_read(self, path: Path) -> None:
        with pytest.raises(TrainingError, match="does not exist: nobody has trained with it"):
            Store(path, create=False)
        assert not path.exists()

    @pytest.mark.parametrize("damage", ["text", "head", "page", "cut"])
    def test_a_damaged_file_is_told_and_left_as_it_is(self, path: Path, damage: str) -> None:
        with Store(path) as store:
            begun(store, cases=40)
        whole = path.read_bytes()
        path.write_bytes(
            {
                "text": b"not a database at all" * 100,
                "head": b"\0" * 100 + whole[100:],
                "page": whole[:8192] + os.urandom(4096) + whole[12288:],
                "cut": whole[: len(whole) // 2 // 4096 * 4096],
            }[damage]
        )
        before = path.read_bytes()
        with pytest.raises(TrainingError) as told:
            Store(path).close()
        assert "is damaged or is no database: nothing was changed" in told.value.message
        assert path.read_bytes() == before

    def test_a_database_of_another_program_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.sqlite"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE patients (name TEXT)")
        other.close()
        before = path.read_bytes()
        with pytest.raises(TrainingError, match="is a database of another program"):
            Store(path)
        assert path.read_bytes() == before

    def test_one_of_a_newer_version_is_left_alone(self, path: Path) -> None:
        Store(path).close()
        with sqlite3.connect(path) as raw:
            raw.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        raw.close()
        with pytest.raises(TrainingError, match="was made by a newer version"):
            Store(path)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(TrainingError, match="cannot be opened"):
            Store(tmp_path)

    def test_an_older_version_becomes_a_newer_one_with_a_copy_beside_it(self, path: Path) -> None:
        with Store(path) as store:
            begun(store)
        steps = (*STEPS, "ALTER TABLE users ADD COLUMN site TEXT;\nUPDATE users SET site = 'here';\n")
        raw = sqlite3.connect(path, isolation_level=None)
        prepare(raw, path, steps)
        assert raw.execute("SELECT name, site FROM users").fetchall() == [("ann", "here")]
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        raw.close()
        copy = path.with_name("training.sqlite.v1")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        with Store(copy) as old:
            assert old.users() == ("ann",)

    def test_a_step_that_fails_changes_nothing(self, path: Path) -> None:
        with Store(path) as store:
            begun(store)
        raw = sqlite3.connect(path, isolation_level=None)
        with pytest.raises(sqlite3.Error):
            prepare(raw, path, (*STEPS, "ALTER TABLE users ADD COLUMN site TEXT;\nSELECT nonsense;\n"))
        raw.close()
        with Store(path) as store:
            assert store.users() == ("ann",)


class TestUsers:
    def test_a_name_is_one_however_it_is_spaced(self, path: Path) -> None:
        with Store(path) as store:
            assert store.user(" 李  明 ", NOW) == store.user("李 明", NOW) == "李 明"
            assert store.users() == ("李 明",)

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x1b[2Jb", "a\u202eb"])
    def test_what_is_no_name(self, path: Path, name: str) -> None:
        with Store(path) as store, pytest.raises(TrainingError, match="1 to 80 printable characters"):
            store.user(name, NOW)

    def test_a_trainee_who_is_not_there(self, path: Path) -> None:
        with Store(path) as store:
            store.user("ann", NOW)
            with pytest.raises(TrainingError, match=r"there is no trainee bob \(known: ann\)"):
                store.known("bob")


class TestSessions:
    def test_everything_is_read_again_as_it_was_written(self, path: Path) -> None:
        with Store(path) as store:
            session = begun(store)
            first, second = store.attempts(session)
            answered = replace(
                first,
                state=AttemptState.DONE,
                problems=(PROBLEM,),
                marks=(MARK,),
                hints=2,
                seconds=12.5,
                shown=NOW,
                ended=NOW + timedelta(seconds=13),
                scored=scored(5, 7, hints=2),
            )
            saved = store.save(answered, reviewed(None, scored(5, 7), NOW))
        with Store(path) as store:
            assert store.session(session.id) == session == store.open_session("ann", TRAINING)
            assert store.attempts(session) == (saved, second)
            assert saved == replace(answered, revision=1)
            assert set(store.cards("ann")) == {first.case.topic}
            assert saved.digest == digest_of(saved.case)

    def test_a_case_keeps_its_numbers_as_written(self, path: Path) -> None:
        from decimal import Decimal

        own = replace(case("numbers"), rx={"labs": [{"value": Decimal("4.10")}, {"value": 3}]})
        with Store(path) as store:
            session = begun(store, cases=0)
            store.ask(session, [own], "k")
            (kept,) = store.attempts(session)
        assert kept.case == own
        assert str(kept.case.rx["labs"][0]["value"]) == "4.10"

    def test_one_of_a_kind_is_open(self, path: Path) -> None:
        with Store(path) as store:
            first, exam = begun(store), begun(store, kind=EXAM)
            second = begun(store)
            assert store.session(first.id).state is SessionState.LEFT
            assert store.open_session("ann", TRAINING) == second
            assert store.open_session("ann", EXAM) == exam
            assert store.open_session("bob", TRAINING) is None

    def test_a_session_ends_once(self, path: Path) -> None:
        with Store(path) as store:
            session = begun(store)
            ended = store.finish(session, SessionState.DONE, NOW)
            assert store.finish(session, SessionState.LEFT, NOW + timedelta(days=1)) == ended
            with pytest.raises(TrainingError, match="or is over"):
                store.save(store.attempts(session)[0])

    def test_two_windows_on_one_session(self, path: Path) -> None:
        with Store(path) as one, Store(path) as two:
            session = begun(one)
            mine, theirs = one.attempts(session)[0], two.attempts(session)[0]
            one.save(replace(mine, marks=(MARK,)))
            with pytest.raises(TrainingError, match=f"session {session.id} is being continued elsewhere"):
                two.save(theirs)
            assert two.attempts(session)[0].marks == (MARK,)

    def test_what_is_not_there(self, path: Path) -> None:
        with Store(path) as store, pytest.raises(TrainingError, match="there is no session 9 in "):
            store.session(9)


class TestTrouble:
    def test_two_trainees_at_once(self, path: Path) -> None:
        Store(path).close()
        failed: list[Exception] = []

        def train(user: str) -> None:
            try:
                with Store(path) as store:
                    session = begun(store, user)
                    attempt = store.attempts(session)[0]
                    for number in range(25):
                        attempt = store.save(replace(attempt, hints=number))
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=train, args=(user,)) for user in ("ann", "bob", "李明")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        with Store(path) as store:
            assert store.users() == ("ann", "bob", "李明")
            assert [store.attempts(each)[0].hints for each in store.sessions()] == [24, 24, 24]

    def test_a_file_that_is_not_free(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "WAIT", 0.05)
        with Store(path) as store:
            session = begun(store)
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TrainingError, match="is in use and was not free"):
                store.save(store.attempts(session)[0])
            other.rollback()
            other.close()
            store.save(store.attempts(session)[0])

    def test_a_full_disk_loses_nothing_that_was_kept(self, path: Path) -> None:
        with Store(path) as store:
            session = begun(store)
            attempt = store.save(replace(store.attempts(session)[0], marks=(MARK,)))
            (pages,) = store._open.execute("PRAGMA page_count").fetchone()
            store._open.execute(f"PRAGMA max_page_count = {pages}")
            with pytest.raises(TrainingError, match=r"the disk is full: .* holds everything up to the line before"):
                store.ask(session, [case(f"more-{number}") for number in range(500)], "k")
            assert store.attempts(session)[0] == attempt
            assert len(store.attempts(session)) == 2
        with Store(path) as store:
            assert store.attempts(session)[0].marks == (MARK,)

    def test_a_record_that_is_no_record(self, path: Path) -> None:
        with Store(path) as store:
            session = begun(store)
        with sqlite3.connect(path) as raw:
            raw.execute("UPDATE attempts SET marks = '[{\"lines\": 3}]'")
        raw.close()
        with Store(path) as store, pytest.raises(TrainingError, match="is damaged"):
            store.attempts(session)
