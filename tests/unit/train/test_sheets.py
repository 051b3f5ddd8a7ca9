"""Sheets and overviews in every form: figures by hand, nothing that runs, computes or breaks out."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from rxcheck.errors import TrainingError
from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.figures import Answer, answers_of, class_of, progress_of
from rxcheck.train.model import Mark, Texts
from rxcheck.train.records import (
    Attempt,
    AttemptState,
    Explained,
    Plan,
    Session,
    SessionKind,
    SessionState,
    Telling,
    Told,
    digest_of,
)
from rxcheck.train.scoring import Scored
from rxcheck.train.sheets.content import Sheet, sheet_of
from rxcheck.train.sheets.html import sheet_html
from rxcheck.train.sheets.overview import Overview
from rxcheck.train.sheets.pdf import sheet_pdf
from rxcheck.train.sheets.progress import progress_csv, progress_text
from rxcheck.train.sheets.tables import grid, json_text, sheet_csv, sheet_json, sheet_text
from rxcheck.train.terms import Level, ProblemReason, Topic
from tests.support.training import ALARM, NOW, PROBLEM, case, scored

HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> & </td>\x1b[2J\u202e'


def attempt(
    number: int,
    outcome: Scored | None,
    topic: Topic = Topic.INTERACTION,
    text: str = "text",
    ident: str = "",
    days: int = 0,
) -> Attempt:
    made = replace(case(ident or f"case-{number}", topic), title=Texts(f"{text} {number}", f"{text} {number}"))
    telling = Telling(Told((("Patient", text),)), (Told((("Why", text), (" ", "more"))),))
    return Attempt(
        number, 1, number, AttemptState.DONE, made, digest_of(made), "k" * 32, (PROBLEM,), (), outcome.hints if outcome else 0, 61.5,
        NOW, NOW + timedelta(days=days, seconds=number), outcome, Explained(telling, telling), 1,
    )  # fmt: skip


def session(user: str = "ann", kind: SessionKind = SessionKind.EXAM) -> Session:
    plan = Plan(2, 7, minutes=30)
    return Session(1, user, kind, SessionState.DONE, plan, NOW, NOW + timedelta(seconds=75), "k" * 32, "2026-11", "1.0")


def sheet(text: str = "text", user: str = "ann", lang: Lang = Lang.EN) -> Sheet:
    attempts = [
        attempt(1, scored(7, 7), text=text),
        attempt(2, scored(0, 7, missed=True, alarms=(ALARM,)), text=text),
        attempt(3, Scored(6, 6, (), (), 0), Topic.CLEAN, text),
        attempt(4, None, text=text),
    ]
    return sheet_of(session(user), attempts, lang)


def test_sums() -> None:
    found = sheet()
    assert (found.points, found.possible, found.missed, found.false_alarms, found.seconds) == (13, 20, 1, 1, 75.0)
    assert [(row.topic, row.cases, row.points, row.possible) for row in found.topics] == [
        (Topic.INTERACTION, 2, 7, 14),
        (Topic.CLEAN, 1, 6, 6),
    ]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", Lang)
def test_html_loads_and_runs_nothing(lang: Lang) -> None:
    page = _Page()
    page.feed(sheet_html(sheet(HOSTILE, HOSTILE, lang)))
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "a"})
    assert not any(name.startswith("on") or name in ("src", "href", "style") for name in page.attributes)
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script>alert(1)</script>" in page.text, "shown as text"
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text


def test_html_says_what_it_was_made_with() -> None:
    text = sheet_html(sheet())
    for told in ("k" * 32, "2026-11", "1 min 15 s", "30 min 0 s", ">7<", digest_of(sheet_case())[:20], "65 %", "13/20"):
        assert told in text, told


def sheet_case() -> object:
    return attempt(1, None).case


def test_csv_computes_nothing() -> None:
    text = sheet_csv(sheet(HOSTILE, HOSTILE))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["position"], row["what"], row["points"]) for row in rows] == [
        ("1", "problem", "7"),
        ("2", "problem", "0"),
        ("2", "false_alarm", ""),
        ("3", "clean", ""),
    ]
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())
    assert rows[0]["trainee"].startswith("'=cmd")


def test_json_and_text() -> None:
    found = json.loads(sheet_json(sheet()))
    assert (found["points"], found["cases"][1]["alarms"]) == (13, ["false alarm: line 1 · dose · modify"])
    text = sheet_text(sheet(HOSTILE))
    assert "13/20" in text
    assert "\x1b" not in text


class TestPdf:
    @pytest.mark.parametrize("lang", Lang)
    def test_it_is_one_and_always_the_same(self, lang: Lang) -> None:
        made = sheet_pdf(sheet("为什么 & <b>", "李明 𠮷", lang))
        assert made.startswith(b"%PDF-")
        assert made == sheet_pdf(sheet("为什么 & <b>", "李明 𠮷", lang))
        assert b"STSong-Light" in made
        assert b"/JavaScript" not in made

    def test_hostile_texts(self) -> None:
        assert sheet_pdf(sheet(HOSTILE * 3, HOSTILE)).startswith(b"%PDF-")

    def test_a_text_longer_than_a_page(self) -> None:
        made = sheet_pdf(sheet("很长的说明。" * 1500))
        assert len(re.findall(rb"/Type /Page\b", made)) > 3

    def test_without_the_library_it_says_how(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "reportlab.platypus", None)
        with pytest.raises(TrainingError, match=r"pip install 'rxcheck\[pdf\]', or use --format html"):
            sheet_pdf(sheet())


def answers(user: str, *outcomes: Scored, topic: Topic = Topic.INTERACTION, ident: str = "") -> tuple[Answer, ...]:
    return answers_of(user, [attempt(at, each, topic, ident=ident) for at, each in enumerate(outcomes, 1)])


def test_progress_by_topic_and_week() -> None:
    own = answers_of(
        "ann",
        [attempt(at, scored(points, 10), days=at) for at, points in enumerate((0, 0, 10, 10, 10, 10, 5), 1)]
        + [attempt(9, scored(0, 7, missed=True, hints=1), Topic.DOSE, days=9)],
    )
    found = progress_of("ann", own, {Topic.DOSE: NOW})
    assert (found.sum.cases, found.sum.points, found.sum.possible, found.sum.missed, found.sum.hints) == (
        8,
        45,
        77,
        1,
        1,
    )
    first, second = found.topics
    # the last five: 45 of 50; those before: 0 of 20
    assert (first.topic, first.trend, first.due) == (Topic.INTERACTION, 90, None)
    assert (second.topic, second.trend, second.due) == (Topic.DOSE, None, NOW)
    assert [(week.week, week.sum.cases) for week in found.weeks] == [("2026-W48", 6), ("2026-W49", 2)]
    text = progress_text(found, Lang.EN, NOW)
    assert re.search(r"interactions +7 +64 % +0 +0 +0 +\d +\+90 +–", text)
    assert re.search(r"doses +1 +0 % +1 +0 +1 +1 +– +now", text)
    rows = list(csv.DictReader(io.StringIO(progress_csv(found).lstrip("\ufeff"))))
    assert [(row["by"], row["key"], row["percent"]) for row in rows] == [
        ("topic", "interaction", "64"),
        ("topic", "dose", "0"),
        ("week", "2026-W48", "66"),
        ("week", "2026-W49", "29"),
    ]


def test_nobody_has_done_anything() -> None:
    assert "Nothing answered yet." in progress_text(progress_of("ann", (), {}), Lang.EN, NOW)
    assert "尚无作答。" in Overview(class_of({}), {}, Lang.ZH).text()


class TestClass:
    @pytest.fixture
    def overview(self) -> Overview:
        alarm = Mark(("2",), CheckKind.LIMIT, Action.MODIFY)
        figures = class_of(
            {
                "ann": answers("ann", scored(7, 7), scored(0, 7, missed=True, alarms=(ALARM,))),
                "=bob": (
                    *answers("=bob", scored(3, 7, alarms=(alarm,)), scored(0, 7, missed=True)),
                    *answers("=bob", scored(9, 9), topic=Topic.DOSE, ident="easy"),
                ),
            }
        )
        return Overview(figures, {"ddi-a-b": "A + B"}, Lang.EN)

    def test_figures(self, overview: Overview) -> None:
        found = json.loads(json_text(overview.document()))
        assert [(each["name"], each["sum"]["points"], list(each["topics"])) for each in found["trainees"]] == [
            ("=bob", 12, ["interaction", "dose"]),
            ("ann", 7, ["interaction"]),
        ]
        assert [(each["case_id"], each["times"], each["percent"]) for each in found["hardest_cases"]] == [
            ("case-2", 2, 0),
            ("case-1", 2, 71),
        ]
        assert found["missed_rules"] == [{"rule_id": "ddi-a-b", "missed": 2, "asked": 5}]
        (alarm,) = found["false_alarms"]
        assert (alarm["kind"], alarm["action"], alarm["times"], alarm["trainees"]) == ("limit", "modify", 2, 2)
        assert alarm["cases"] == ["case-1", "case-2"]

    def test_forms(self, overview: Overview) -> None:
        text = overview.text()
        assert re.search(r"ann +50 % \(2\) +50 % \(2\) +–", text)
        assert "A + B" in text
        page = _Page()
        page.feed(overview.html())
        assert page.tags.isdisjoint({"script", "img", "a"})
        assert "dose · modify" in page.text
        rows = list(csv.DictReader(io.StringIO(overview.csv().lstrip("\ufeff"))))
        assert [row["table"] for row in rows] == ["trainee"] * 5 + ["case"] * 2 + ["rule", "false_alarm"]
        assert rows[0]["key"] == "'=bob"


def test_a_grid_is_straight_in_both_languages() -> None:
    assert grid(["主题", "n"], [["剂量", "5"], ["a", "100"]], Lang.ZH) == ["主题    n", "剂量    5", "a     100"]


def test_every_level_and_reason_has_its_own_name() -> None:
    from rxcheck.train.names import name_of

    for lang in Lang:
        assert name_of(Topic.INTERACTION, lang) != name_of(ProblemReason.INTERACTION, lang)
        assert name_of(Topic.DISEASE, lang) != name_of(ProblemReason.DISEASE, lang)
        assert len({name_of(level, lang) for level in Level}) == len(Level)
