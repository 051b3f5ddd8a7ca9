"""The overview of a class as text, HTML, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from rxcheck.audit.page.markup import tag
from rxcheck.report.plain import harmless
from rxcheck.terms import Lang
from rxcheck.train.figures import AlarmFigure, ClassFigures, Sum
from rxcheck.train.names import name_of
from rxcheck.train.sheets.html import page, table
from rxcheck.train.sheets.tables import csv_text, grid
from rxcheck.train.vocabulary import name
from rxcheck.train.words import percent, say


class Overview:
    """A class in one language; `rules` says what a rule is about, by its id."""

    def __init__(self, figures: ClassFigures, rules: dict[str, str], lang: Lang) -> None:
        self._figures, self._rules, self._lang = figures, rules, lang

    def text(self) -> str:
        """Plain text."""
        lines = [self._say("class.title"), ""]
        if not self._figures.topics:
            return "\n".join([*lines, self._say("class.none")]) + "\n"
        for title, header, rows, texts in self._tables():
            lines += [title, *grid(header, rows, self._lang, texts), ""]
        return "\n".join(map(harmless, [*lines, self._say("class.note")])) + "\n"

    def html(self) -> str:
        """One file that loads nothing and runs nothing."""
        return page(self._say("class.title"), self._lang, [], self._sections())

    def csv(self) -> str:
        """One row for each figure of a trainee and topic, a case, a rule and a false alarm."""
        figures = self._figures
        header = (
            "table",
            "key",
            "topic",
            "cases",
            "points",
            "possible",
            "percent",
            "missed",
            "false_alarms",
            "hints",
            "about",
        )
        rows: list[Sequence[object]] = []
        for trainee, all_, by_topic in figures.trainees:
            rows.append(("trainee", trainee, "", *_cells(all_), ""))
            rows += [("trainee", trainee, topic.value, *_cells(found), "") for topic, found in by_topic.items()]
        for case in figures.hardest:
            about = case.title.of(self._lang)
            rows.append(("case", case.case_id, case.topic.value, case.times, "", "", case.percent, "", "", "", about))
        for rule in figures.rules:
            about = self._rules.get(rule.rule_id, "")
            rows.append(("rule", rule.rule_id, "", rule.asked, "", "", "", rule.missed, "", "", about))
        for alarm in figures.alarms:
            rows.append(
                ("false_alarm", self._alarm(alarm), "", "", "", "", "", "", alarm.times, "", " ".join(alarm.cases))
            )
        return csv_text(header, rows)

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        figures = self._figures
        return {
            "trainees": [
                {"name": trainee, "sum": _named(all_), "topics": {topic.value: _named(found) for topic, found in by_topic.items()}}
                for trainee, all_, by_topic in figures.trainees
            ],
            "hardest_cases": figures.hardest,
            "missed_rules": figures.rules,
            "false_alarms": figures.alarms,
        }  # fmt: skip

    def _sections(self) -> Iterator[Element]:
        if not self._figures.topics:
            yield tag("p", self._say("class.none"))
        for title, header, rows, texts in self._tables():
            yield tag("section", tag("h2", title), table(header, rows, texts))
        yield tag("p", self._say("class.note"), class_="note")

    def _tables(self) -> Iterator[tuple[str, list[str], list[list[str]], int]]:
        """Title, header, rows and how many columns are texts."""
        figures, lang = self._figures, self._lang
        header = [
            self._say("class.trainee"),
            self._say("class.all"),
            *(name_of(topic, lang) for topic in figures.topics),
        ]
        rows = [
            [trainee, _share(all_), *(_share(by_topic.get(topic)) for topic in figures.topics)]
            for trainee, all_, by_topic in figures.trainees
        ]
        yield self._say("class.by_trainee"), header, rows, 1
        if figures.hardest:
            header = [self._say(f"class.{key}") for key in ("case",)]
            header += [
                self._say("sheet.topic"),
                self._say("progress.level"),
                self._say("class.times"),
                self._say("progress.share"),
            ]
            rows = [
                [
                    each.title.of(lang),
                    name_of(each.topic, lang),
                    str(int(each.level)),
                    str(each.times),
                    f"{each.percent} %",
                ]
                for each in figures.hardest
            ]
            yield self._say("class.hardest"), header, rows, 2
        if figures.rules:
            header = [self._say("class.rule"), "", self._say("class.missed_of"), self._say("class.times")]
            rows = [
                [each.rule_id, self._rules.get(each.rule_id, ""), str(each.missed), str(each.asked)]
                for each in figures.rules
            ]
            yield self._say("class.rules"), header, rows, 2
        if figures.alarms:
            header = [self._say("class.alarm"), self._say("progress.false_alarms"), self._say("class.trainees")]
            rows = [[self._alarm(each), str(each.times), str(each.trainees)] for each in figures.alarms]
            yield self._say("class.alarms"), header, rows, 1

    def _alarm(self, alarm: AlarmFigure) -> str:
        parts = (alarm.kind, alarm.action, alarm.reason)
        return " · ".join(name(part, self._lang) for part in parts if part is not None)

    def _say(self, key: str) -> str:
        return say(key, self._lang)


def _share(found: Sum | None) -> str:
    return "–" if found is None else f"{percent(found.points, found.possible)} ({found.cases})"


def _cells(found: Sum) -> list[object]:
    share = "" if found.percent is None else found.percent
    return [found.cases, found.points, found.possible, share, found.missed, found.false_alarms, found.hints]


def _named(found: Sum) -> dict[str, int | None]:
    return {
        "cases": found.cases,
        "points": found.points,
        "possible": found.possible,
        "percent": found.percent,
        "missed": found.missed,
        "false_alarms": found.false_alarms,
        "hints": found.hints,
    }
