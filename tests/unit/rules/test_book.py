"""Lists and cards of rules, and the cases that name them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from rxcheck.engine.compiled import Kb
from rxcheck.errors import KnowledgeError, UsageError
from rxcheck.kb.load import Knowledge
from rxcheck.kb.store import Compiled
from rxcheck.kb.terms import RuleAction
from rxcheck.report.interface import RenderOptions
from rxcheck.rules.book import Book, Wanted
from rxcheck.rules.card import rule_card, tables_of_rules
from rxcheck.rules.cases import cases_folder, cases_of_rule
from rxcheck.rules.find import Found, find_rule
from rxcheck.rules.listing import COLUMNS, Listing
from rxcheck.rules.members import members, rules_naming
from rxcheck.rules.page import RulePage
from rxcheck.terms import Audience, CheckKind, Fact, Lang
from tests.cases.reading import cases_of, files

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def tables(folder: Path) -> Knowledge:
    return tables_of_rules(folder)


def page(compiled: Compiled, tables: Knowledge, folder: Path, found: Found, lang: Lang = Lang.EN) -> RulePage:
    card = rule_card(compiled, tables, folder, found)
    options = RenderOptions(lang=lang, width=100)
    return RulePage(card, compiled.text.catalogue(), options, compiled.text.depths_for(Audience.TRAINEE))


class TestBook:
    def test_every_rule_once(self, shipped: Compiled) -> None:
        book = Book(shipped)
        assert len(book) == len({each.info.rule_id for each in book.all()}) > 10_000

    def test_filters(self, shipped: Compiled) -> None:
        book = Book(shipped)
        found = book.found(Wanted(CheckKind.CONDITION, "egfr", frozenset({"metformin"}), RuleAction.AVOID))
        assert [each.info.rule_id for each in found] == ["renal-metformin-lt-30"]
        assert {each.info.jurisdiction for each in book.found(Wanted(jurisdiction="us"))} == {"us"}
        assert all(each.must_alert for each in book.found(Wanted(must_alert=True)))
        assert {each.info.source_id for each in book.found(Wanted(source="kr-dur"))} == {"kr-dur"}

    @pytest.mark.parametrize(
        ("wanted", "message"),
        [
            (Wanted(topic="egfrr"), "no rule has the topic egfrr"),
            (Wanted(CheckKind.SET, "egfr"), "no rule has the topic egfr"),
            (Wanted(source="nobody"), "no rule has the source nobody"),
            (Wanted(jurisdiction="mars"), "no rule has the jurisdiction mars"),
        ],
    )
    def test_a_slip_is_no_empty_list(self, shipped: Compiled, wanted: Wanted, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            Book(shipped).found(wanted)

    def test_rules_of_a_drug_are_those_that_hold_it(self, shipped: Compiled) -> None:
        kb = Kb(shipped)
        for name in ("metformin", "amoxicillin", "morphine"):
            code = np.array([kb.drug_code[name]], dtype=np.int64)
            for check in shipped.text.rules:
                naming = rules_naming(kb, check, code)
                some = range(0, len(kb.rules(check)), 97 if check is CheckKind.INTERACTION else 11)
                assert {each for each in some if members(kb, check, each)[code].any()} == naming & set(some), check

    def test_no_cell_begins_a_formula(self, shipped: Compiled) -> None:
        stream = io.StringIO()
        entries = Book(shipped).found(Wanted())
        Listing(shipped.text.catalogue(), RenderOptions()).csv(entries, stream)
        rows = list(csv.reader(io.StringIO(stream.getvalue())))
        assert rows[0] == list(COLUMNS)
        assert len(rows) == len(entries) + 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]

    @pytest.mark.parametrize("lang", Lang)
    def test_every_rule_is_about_something(self, shipped: Compiled, lang: Lang) -> None:
        listing = Listing(shipped.text.catalogue(), RenderOptions(lang=lang))
        for entry in Book(shipped).all():
            assert listing.row(entry)["about"].strip(), entry.info.rule_id


class TestCard:
    @pytest.mark.parametrize("lang", Lang)
    def test_a_rule_of_each_kind_can_be_shown(
        self, shipped: Compiled, tables: Knowledge, folder: Path, lang: Lang
    ) -> None:
        kb = Kb(shipped)
        for check in shipped.text.rules:
            count = len(kb.rules(check))
            for number in range(0, count, max(1, count // 6)):
                shown = page(shipped, tables, folder, Found(check, number, kb.rules(check)[number].rule_id), lang)
                stream = io.StringIO()
                shown.text(stream)
                text = stream.getvalue()
                assert kb.rules(check)[number].rule_id in text
                assert not re.search(r"\{[a-z]+\}", text), text  # a slot that nobody filled
                assert bool(CHINESE.search(text.split("\n")[1])) is (lang is Lang.ZH)

    def test_what_it_says(self, shipped: Compiled, tables: Knowledge, folder: Path) -> None:
        shown = page(shipped, tables, folder, find_rule(shipped, "ddi-simvastatin-amlodipine"))
        document = shown.document()
        assert [each["modifier_id"] for each in document["modifiers"]] == [
            "mod-simvastatin-amlodipine-1",
            "mod-simvastatin-amlodipine-2",
        ]
        text = [f"{each['label']}: {each['text']}" for each in document["text"]]
        assert any("if the daily dose of Simvastatin is above 20 mg: modify · major" in each for each in text)
        assert any(each.startswith("trainee: CYP3A4 in the gut wall and liver") for each in text)
        assert document["codes"]["hl7_act"] == "DINT"
        stream = io.StringIO()
        shown.markdown(stream)
        assert stream.getvalue().startswith("# ddi-simvastatin-amlodipine\n")

    def test_competing_rows(self, shipped: Compiled, tables: Knowledge, folder: Path) -> None:
        """What one displaces gives way to it."""
        for check, rule_id in (
            (CheckKind.INTERACTION, "ddi-statins-cyp3a4-strong"),
            (CheckKind.CONDITION, "renal-metformin-lt-30"),
        ):
            card = rule_card(shipped, tables, folder, find_rule(shipped, rule_id))
            for other in card.displaces[:3]:
                found = find_rule(shipped, other)
                assert found.check is check
                assert rule_id in rule_card(shipped, tables, folder, found).gives_way_to

    def test_must_alert(self, shipped: Compiled, tables: Knowledge, folder: Path) -> None:
        entry = next(each for each in Book(shipped).all() if each.must_alert)
        document = page(shipped, tables, folder, find_rule(shipped, entry.info.rule_id)).document()
        assert document["must_alert"][0]["reason_zh"]


class TestCases:
    def test_they_are_those_that_name_the_rule(self, folder: Path) -> None:
        for rule in ("renal-metformin-lt-30", "ddi-simvastatin-amlodipine"):
            found = cases_of_rule(folder, rule)
            assert found is not None
            wanted = {
                (case.file, case.name, any(each.rule == rule for each in case.fires))
                for path in files()
                if rule in path.read_text(encoding="utf-8")
                for case in cases_of(path)
                if rule in {each.rule for each in (*case.fires, *case.silent, *case.waits)}
            }
            assert {(case.file, case.name, case.fires) for case in found} == wanted
            assert len(wanted) > 5

    def test_a_part_of_an_id_is_another_rule(self, tmp_path: Path) -> None:
        _write(tmp_path, "- name: a\n  rx: {lines: []}\n  silent: [rule-one-more]\n")
        assert cases_of_rule(tmp_path, "rule-one") == ()

    def test_what_waits(self, tmp_path: Path) -> None:
        _write(
            tmp_path,
            "- name: a\n  rx: {patient: *p, lines: []}\n  waits: [{rule: one, fact: egfr, reason: missing_fact}]\n"
            "- name: b\n  rx: {lines: []}\n  silent: [two]\n",
        )
        (case,) = cases_of_rule(tmp_path, "one") or ()
        assert (case.name, case.waits, case.fact, case.rx["patient"]) == ("a", True, Fact.EGFR, {"age": 3})

    def test_no_cases_beside_the_tables(self, tmp_path: Path) -> None:
        assert cases_folder(tmp_path) is None
        assert cases_of_rule(tmp_path, "one") is None

    @pytest.mark.parametrize(
        "entry",
        [
            "- name: [one\n",
            "- rx: {}\n  fires: [{rule: one}]\n",
            "- name: a\n  rx: {}\n  fires: one\n",
            "- name: a\n  rx: {}\n  waits: [{rule: one, fact: mood}]\n",
        ],
    )
    def test_a_file_that_is_none(self, tmp_path: Path, entry: str) -> None:
        _write(tmp_path, entry)
        with pytest.raises(KnowledgeError, match=r"x\.yaml: is no file of cases"):
            cases_of_rule(tmp_path, "one")


def _write(folder: Path, entries: str) -> None:
    (folder / "cases").mkdir()
    text = f"# about {{one}}\npatients:\n  p: &p {{age: 3}}\ncases:\n{entries}"
    (folder / "cases" / "x.yaml").write_text(text, encoding="utf-8")


def test_the_list_as_json(shipped: Compiled) -> None:
    stream = io.StringIO()
    entries = Book(shipped).found(Wanted(CheckKind.DUPLICATE))
    Listing(shipped.text.catalogue(), RenderOptions(lang=Lang.ZH)).json(entries, stream)
    rows = json.loads(stream.getvalue())
    assert len(rows) == len(entries)
    assert {row["check"] for row in rows} == {"duplicate"}
