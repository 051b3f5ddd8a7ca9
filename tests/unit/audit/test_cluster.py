"""Parts done by workers of Dask, in threads of this process where a test reaches into them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from rxcheck.audit import cluster, run
from rxcheck.audit.cluster import Trouble, look
from rxcheck.audit.executors import Executor, executor_of
from rxcheck.audit.run import Asked, audit
from rxcheck.errors import AuditError, UsageError
from tests.unit.audit.making import files, table

PART = 4_000


@pytest.mark.parametrize(
    ("asked", "processes", "scheduler", "found"),
    [
        (None, 1, None, Executor.INLINE),
        (None, 2, None, Executor.PROCESS),
        (None, 1, "tcp://here:1", Executor.DASK),
        (Executor.DASK, 2, None, Executor.DASK),
        (Executor.PROCESS, 1, None, Executor.PROCESS),
        (Executor.INLINE, 2, None, None),
        (Executor.PROCESS, 1, "tcp://here:1", None),
        (Executor.DASK, 2, "tcp://here:1", None),
    ],
)
def test_executor_of(asked: Executor | None, processes: int, scheduler: str | None, found: Executor | None) -> None:
    if found is None:
        with pytest.raises(UsageError):
            executor_of(asked, processes, scheduler)
    else:
        assert executor_of(asked, processes, scheduler) is found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rx.csv"
    path.write_bytes(table(150))
    return path


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster in threads: what a test changes, its workers see."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, processes=False, dashboard_address=None) as local:
        yield local.scheduler_address


def test_the_same_findings(source: Path, tmp_path: Path, scheduler: str) -> None:
    one = audit(Asked(source, tmp_path / "one", part_bytes=PART))
    two = audit(Asked(source, tmp_path / "two", part_bytes=PART, scheduler=scheduler))
    assert one == two
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert not (tmp_path / "two" / ".work" / "mark").exists()
    assert audit(Asked(source, tmp_path / "two", part_bytes=PART, scheduler=scheduler, resume=True)) == one


def test_workers_may_stand_elsewhere() -> None:
    made: Any = run._there(Asked(Path("rx.csv"), Path("out"), knowledge=Path("mine")))
    found = made.args[0]
    assert [found.source, found.out, found.knowledge] == [Path.cwd() / name for name in ("rx.csv", "out", "mine")]


def _raises(error: Exception) -> Any:
    def audit_part(*_: object) -> None:
        raise error

    return audit_part


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device"), "part 0 cannot be written: No space left on device; continue with"),
        (ValueError("rx17 Mrs Miller"), r"part 0 failed: ValueError at test_cluster.py:\d+, which is a fault"),
    ],
)
def test_errors_of_a_part(
    source: Path, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    """They are those of other executors, and show nothing of a patient."""
    monkeypatch.setattr(run, "audit_part", _raises(error))
    with pytest.raises(AuditError, match=message) as caught:
        audit(Asked(source, tmp_path / "out", scheduler=scheduler))
    assert "Miller" not in str(caught.value)
    monkeypatch.undo()
    assert audit(Asked(source, tmp_path / "out", resume=True)).prescriptions == 150


@pytest.mark.parametrize("trouble", list(Trouble)[:5])
def test_a_worker_that_will_not_do_is_known_early(
    source: Path, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch, trouble: Trouble
) -> None:
    monkeypatch.setattr(cluster, "look", lambda _: trouble)
    with pytest.raises(AuditError, match="the worker inproc://"):
        audit(Asked(source, tmp_path / "out", scheduler=scheduler))
    assert not (tmp_path / "out" / "audit.json").exists()


def test_no_scheduler(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for address in ("tls://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(AuditError, match="no scheduler of Dask answers"):
            audit(Asked(source, tmp_path / "out", scheduler=address))


def test_look(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".work").mkdir(parents=True)
    with cluster._sight(Asked(source, tmp_path / "out")) as sight:
        assert look(sight) is None
        assert look(replace(sight, version="0")) is Trouble.VERSION
        assert look(replace(sight, knowledge="0")) is Trouble.KNOWLEDGE
        assert look(replace(sight, tables=tmp_path / "none")) is Trouble.KNOWLEDGE
        assert look(replace(sight, sign="0")) is Trouble.FOLDER
        assert look(replace(sight, mark=tmp_path / "none")) is Trouble.FOLDER
        assert look(replace(sight, size=1)) is Trouble.SOURCE
        assert look(replace(sight, source=tmp_path / "none")) is Trouble.SOURCE
        assert pickle.loads(pickle.dumps(sight)) == sight  # noqa: S301 - our own
    assert look(sight) is Trouble.FOLDER


def test_rows_of_the_table_do_not_pass_the_scheduler(source: Path, tmp_path: Path, scheduler: str) -> None:
    """What is sent for a part is the order and a number."""
    distributed = pytest.importorskip("distributed")
    sent: list[bytes] = []
    real = distributed.Client.submit

    def submit(self: Any, function: Any, *arguments: Any, **more: Any) -> Any:
        sent.append(pickle.dumps((function, arguments)))
        return real(self, function, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distributed.Client, "submit", submit)
        audit(Asked(source, tmp_path / "out", part_bytes=PART, scheduler=scheduler))
    assert len(sent) > 3
    assert max(map(len, sent)) - min(map(len, sent)) < 16
    assert not any(word in each for each in sent for word in (b"warfarin", b"rx1", b"clarithromycin"))


def test_without_dask(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AuditError, match=r"pip install 'rxcheck\[cluster\]'"):
        audit(Asked(source, tmp_path / "out", executor=Executor.DASK))


def test_dask_is_imported_for_it_only() -> None:
    script = "import sys, rxcheck.audit.run, rxcheck.cli.audit; print([n for n in ('dask', 'distributed') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
