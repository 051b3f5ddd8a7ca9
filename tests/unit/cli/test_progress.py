"""Progress for somebody who listens: seldom, in words, and nothing where nobody is."""

from __future__ import annotations

import io

import pytest

from rxcheck.cli import progress
from rxcheck.cli.progress import PlainProgress, tracked
from rxcheck.terms import Lang


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_line_now_and_then() -> None:
    out, clock = io.StringIO(), Clock()
    tell = PlainProgress("Auditing", Lang.EN, out, clock)
    for second in range(100):
        clock.now = float(second)
        tell(second, 100)
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["Auditing: 10 percent done", "Auditing: 20 percent done"]
    assert len(lines) == 9


def test_what_is_no_news_is_not_told_again() -> None:
    out, clock = io.StringIO(), Clock()
    tell = PlainProgress("审核中", Lang.ZH, out, clock)
    for second in range(0, 100, 20):
        clock.now = float(second)
        tell(1, 2)
    assert out.getvalue() == "审核中：已完成百分之50\n"
    clock.now = 200.0
    tell(7, None)
    assert out.getvalue().splitlines()[-1] == "审核中：已完成 7"


def test_nothing_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("RXCHECK_PLAIN", "1")
    assert list(tracked([1, 2], "checking", Lang.EN)) == [1, 2]
    assert capsys.readouterr().err == ""


def test_plain_lines_in_place_of_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "watched", lambda: True)
    monkeypatch.setattr(progress, "_QUIET_SECONDS", 0.0)
    monkeypatch.setenv("RXCHECK_PLAIN", "1")
    assert list(tracked([1, 2], "checking", Lang.EN)) == [1, 2]
    assert capsys.readouterr().err == "Checking: 0 percent done\nChecking: 50 percent done\n"
    monkeypatch.delenv("RXCHECK_PLAIN")
    monkeypatch.setenv("TERM", "dumb")
    assert list(tracked([1, 2], "checking", Lang.EN)) == [1, 2]
