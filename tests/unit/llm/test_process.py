"""A worker with a real library and a tiny model of DeepSeek's shapes: killed, stopped, lied to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rxcheck.llm.process import LocalModel, ModelFile, NoAnswer, Trouble, installed, state_file
from rxcheck.llm.protocol import Ask, Failed, Fault, Format, Prefix

GRAMMAR = 'root ::= " m1" (" h1" | " r1")\n'
PREFIX = "Put sentences in order. "
needs_library = pytest.mark.skipif(not installed(), reason="llama-cpp-python is not installed")


@pytest.fixture(scope="module", params=["qwen2", "deepseek2"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    from tests.support.tiny_gguf import write

    path = write(tmp_path_factory.mktemp("models") / f"{request.param}.gguf", request.param)
    return ModelFile(path, f"hash of {request.param}")


@pytest.fixture
def model(tiny: ModelFile) -> Iterator[LocalModel]:
    with LocalModel(tiny, PREFIX) as running:
        yield running


def refused(model: LocalModel, trouble: Trouble, seconds: float = 20.0, tokens: int = 12) -> None:
    with pytest.raises(NoAnswer) as none:
        model.ask("m1: a\nh1: b", GRAMMAR, tokens, seconds)
    assert none.value.trouble is trouble


@needs_library
def test_an_answer_within_the_grammar(model: LocalModel) -> None:
    answer = model.ask("m1: a\nh1: b", GRAMMAR, 20, 20)
    assert answer.text in (" m1 h1", " m1 r1")
    assert answer.ended
    assert model.ready is not None
    assert model.ready.format is Format.DEEPSEEK
    assert answer.reused == model.ready.prefix_tokens  # the fixed beginning was computed with the start


@needs_library
def test_the_same_question_has_the_same_answer(model: LocalModel, tiny: ModelFile) -> None:
    first = model.ask("m1: a", GRAMMAR, 20, 20)
    again = model.ask("m1: a", GRAMMAR, 20, 20)
    anew = model.ask("m1: a", GRAMMAR, 20, 20, reuse=False)
    assert first.text == again.text == anew.text
    assert (again.reused, anew.reused) == (first.prompt_tokens, 0)
    with LocalModel(tiny, PREFIX) as other:
        assert other.ask("m1: a", GRAMMAR, 20, 20).text == first.text


@needs_library
def test_text_cannot_become_a_mark(model: LocalModel) -> None:
    """A mark in a question is as long as its letters, or gone; as a mark it would be one token."""
    plain = model.ask("", GRAMMAR, 20, 20).prompt_tokens
    for mark in ("<｜Assistant｜>", "<｜User｜>", "<think>", "</think>", "<｜end▁of▁sentence｜>"):
        assert model.ask(mark, GRAMMAR, 20, 20).prompt_tokens - plain != 1, mark


@needs_library
def test_an_answer_that_is_cut(model: LocalModel) -> None:
    answer = model.ask("m1: a", None, 5, 20)
    assert (answer.ended, answer.tokens) == (False, 5)


@needs_library
def test_a_killed_worker_is_started_again_twice(model: LocalModel) -> None:
    seen = set()
    for _ in range(3):
        assert model.ask("m1: a", GRAMMAR, 20, 20).ended
        assert model.pid is not None
        seen.add(model.pid)
        os.kill(model.pid, signal.SIGKILL)
        os.waitid(os.P_PID, model.pid, os.WEXITED | os.WNOWAIT)
    assert len(seen) == 3
    refused(model, Trouble.CRASH)
    assert model.pid is None


@needs_library
def test_killed_while_it_works(model: LocalModel) -> None:
    import threading

    model.ask("m1: a", GRAMMAR, 20, 20)
    assert model.pid is not None
    threading.Timer(0.05, os.kill, (model.pid, signal.SIGKILL)).start()
    with pytest.raises(NoAnswer) as none:
        model.ask("a", 'root ::= "a"{1000} "a"{1000} "a"{1000}\n', 3_500, 60)
    assert none.value.trouble is Trouble.CRASH
    assert model.ask("m1: a", GRAMMAR, 20, 20).ended


@needs_library
def test_nobody_waits_longer_than_told(model: LocalModel) -> None:
    model.ask("m1: a", GRAMMAR, 20, 20)
    assert model.pid is not None
    os.kill(model.pid, signal.SIGSTOP)
    refused(model, Trouble.TIMEOUT, seconds=0.3)
    assert model.ask("m1: a", GRAMMAR, 20, 20).ended  # by another process


@needs_library
def test_a_bad_grammar_does_not_reach_the_library(model: LocalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    model.ask("m1: a", GRAMMAR, 20, 20)
    pid = model.pid
    for bad in ("", 'root ::= ("a"', "root ::= nowhere", 'root ::= root "a" | "a"'):
        # Behind the owner's back: the worker reads it as well before the library does.
        reply = model._exchange(Ask(99, "a", bad, 5), 20)
        assert reply == Failed(99, Fault.GRAMMAR)
    monkeypatch.setattr(model, "_exchange", lambda *_: pytest.fail("was sent"))
    for bad in ("", 'root ::= ("a"', "root ::= nowhere", 'root ::= root "a" | "a"'):
        with pytest.raises(NoAnswer) as none:
            model.ask("a", bad, 5, 20)
        assert none.value.trouble is Trouble.GRAMMAR
    monkeypatch.undo()
    assert model.ask("m1: a", GRAMMAR, 20, 20).ended
    assert model.pid == pid


@needs_library
def test_a_question_beyond_the_context(model: LocalModel) -> None:
    with pytest.raises(NoAnswer) as none:
        model.ask("word " * 5_000, GRAMMAR, 20, 20)
    assert none.value.trouble is Trouble.TOO_LONG
    assert model.ask("m1: a", GRAMMAR, 20, 20).ended


@needs_library
def test_the_prefix_is_kept_on_disk(tiny: ModelFile, tmp_path: Path) -> None:
    states = []
    for _ in range(2):
        with LocalModel(tiny, PREFIX, tmp_path) as model:
            answer = model.ask("m1: a", GRAMMAR, 20, 20)
            assert model.ready is not None
            states.append((model.ready.prefix, answer.text, answer.reused))
    assert [prefix for prefix, _, _ in states] == [Prefix.COMPUTED, Prefix.DISK]
    assert states[0][1:] == states[1][1:]
    (file,) = tmp_path.iterdir()
    assert file == state_file(tmp_path, tiny, PREFIX)
    assert file.stat().st_mode & 0o077 == 0


def test_another_model_or_prefix_has_another_state(tmp_path: Path) -> None:
    one = ModelFile(Path("a.gguf"), "1")
    files = {
        state_file(tmp_path, one, "x"),
        state_file(tmp_path, one, "y"),
        state_file(tmp_path, one, "x", 2_048),
        state_file(tmp_path, ModelFile(Path("a.gguf"), "2"), "x"),
    }
    assert len(files) == 4
    assert state_file(tmp_path, ModelFile(Path("b.gguf"), "1"), "x") in files


@needs_library
@pytest.mark.parametrize("damage", ["other", "short", "empty", "noise"])
def test_a_damaged_state_is_made_anew(tiny: ModelFile, tmp_path: Path, damage: str) -> None:
    file = state_file(tmp_path, tiny, PREFIX)
    with LocalModel(tiny, PREFIX, tmp_path) as model:
        wanted = model.ask("m1: a", GRAMMAR, 20, 20).text
    whole = file.read_bytes()
    if damage == "other":
        with LocalModel(tiny, "Something else. ", tmp_path / "other") as model:
            model.ask("m1: a", GRAMMAR, 20, 20)
        (other,) = (tmp_path / "other").iterdir()
        file.write_bytes(other.read_bytes())
    else:
        file.write_bytes({"short": whole[: len(whole) // 2], "empty": b"", "noise": os.urandom(4_096)}[damage])
    with LocalModel(tiny, PREFIX, tmp_path) as model:
        for _ in range(2):
            try:
                assert model.ask("m1: a", GRAMMAR, 20, 20).text == wanted
                return
            except NoAnswer as none:
                assert none.trouble is Trouble.CRASH  # it may die of a file: then that is gone with the next start
        pytest.fail("did not recover")


@needs_library
def test_files_that_are_no_models(tmp_path: Path) -> None:
    from tests.support.tiny_gguf import write

    cut = write(tmp_path / "cut.gguf")
    cut.write_bytes(cut.read_bytes()[:10_000])
    (tmp_path / "text.gguf").write_text("GGUF is what this is not")
    marks = ["<end>", "<u>", "<a>", "<b>", "<think>", "</think>"]
    foreign = write(tmp_path / "foreign.gguf", marks=marks)
    for path, trouble in (
        (cut, Trouble.LOAD),
        (tmp_path / "text.gguf", Trouble.LOAD),
        (tmp_path / "none.gguf", Trouble.LOAD),
        (foreign, Trouble.FORMAT),
    ):
        with LocalModel(ModelFile(path, "x"), PREFIX) as model:
            refused(model, trouble)
            refused(model, Trouble.CRASH)  # and is not tried again


READY = b'{"type":"Ready","library":"x","format":"deepseek","prefix":"off","prefix_tokens":1,"load_seconds":0,"prefix_seconds":0}'
FAKE = "import sys, time; out = sys.stdout.buffer; sys.stdin.buffer.readline(); {}; out.flush(); time.sleep(20)"


def fake(*replies: bytes, then: str = "") -> LocalModel:
    """A worker that answers whatever it is asked with these lines."""
    steps = "; sys.stdin.buffer.readline(); ".join(f"out.write({reply!r} + b'\\n'); out.flush()" for reply in replies)
    script = FAKE.format(f"{steps}{then}")
    return LocalModel(ModelFile(Path("none"), "x"), PREFIX, start_seconds=5, command=(sys.executable, "-c", script))


@pytest.mark.parametrize(
    "reply",
    [
        b"garbage",
        b"{}",
        b"\xff\xfe\x00",
        b'{"type":"Answer","number":7,"text":" m1","ended":true,"prompt_tokens":1,"reused":0,"tokens":1,"seconds":0}',
        b'{"type":"Answer","number":1,"text":5}',
        READY,
        b'{"type":"Failed","number":1,"fault":"failed"}',
    ],
)
def test_garbage_on_the_pipe_is_a_crash(reply: bytes) -> None:
    with fake(READY, reply) as model:
        refused(model, Trouble.CRASH, seconds=5)
        assert model.pid is None


def test_garbage_instead_of_a_start() -> None:
    with fake(b"hello") as model:
        refused(model, Trouble.CRASH)


def test_a_start_that_never_ends() -> None:
    quiet = (sys.executable, "-c", "import time; time.sleep(30)")
    with LocalModel(ModelFile(Path("none"), "x"), PREFIX, start_seconds=0.3, command=quiet) as model:
        refused(model, Trouble.TIMEOUT)


def test_a_worker_that_leaves_at_once() -> None:
    with LocalModel(ModelFile(Path("none"), "x"), PREFIX, command=("/bin/false",)) as model:
        for _ in range(4):
            refused(model, Trouble.CRASH)


def test_the_key_of_a_server_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXCHECK_SERVER_KEY", "secret")
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    script = "import os, time; print(os.environ.get('RXCHECK_SERVER_KEY'), os.environ['OMP_WAIT_POLICY'], flush=True); time.sleep(9)"
    with LocalModel(ModelFile(Path("none"), "x"), PREFIX, command=(sys.executable, "-c", script)) as model:
        process = model._spawn()
        assert process.stdout is not None
        assert process.stdout.readline() == b"None PASSIVE\n"
        process.kill()
        process.wait()
        process.stdout.close()
        assert process.stdin is not None
        process.stdin.close()
