"""Lists, counts, CSV, JSON and FHIR."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fhirclient.models.bundle import Bundle
from fhirclient.models.detectedissue import DetectedIssue

from rxcheck.review.deciding import Reasons
from rxcheck.review.entry import FIELDS, Entry
from rxcheck.review.fhir_out import MITIGATIONS, bundle, fhir_text
from rxcheck.review.listing import counts, counts_text, csv_text, json_text, listed_text
from rxcheck.review.log import ReviewLog
from rxcheck.review.proof_text import proof_json, proof_text
from rxcheck.review.verify import Fault, FaultKind, Proof, verify
from rxcheck.review.words import WORDS
from rxcheck.terms import Lang
from rxcheck.verify import Verifier
from tests.unit.review.making import draft, filled

EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    log = ReviewLog(tmp_path / "log")
    log.append(draft(1, user_group="ward 3", note=EVIL))
    log.append(
        draft(2, decision="accepted", reason="", check_kind="limit", hl7_code="DOSEH", severity="minor", user="wang")
    )
    log.append(draft(3, decision="not_applicable", reason="inaccurate", severity="contraindicated"))
    log.append(
        draft(
            4,
            decision="overridden",
            reason="prescriber-confirms",
            severity="moderate",
            hl7_code="",
            lines="[]",
            drugs="[]",
        )
    )
    log.append(draft(1, once="again", decision="changed", reason="", recorded_at="2026-11-24T08:00:00.000Z"))
    log.append(draft(5, decision="overridden", reason="gone-from-the-table"))
    return log.entries()


def issues(entries: list[Entry], reasons: Reasons, verifier: Verifier, lang: Lang = Lang.EN) -> list[DetectedIssue]:
    made = json.loads(json.dumps(bundle(entries, reasons, verifier.catalogue(), lang)))
    read = Bundle(made, strict=True)  # raises where anything is no FHIR R4
    assert read.as_json() == made
    return [each.resource for each in read.entry]


class TestFhir:
    def test_it_is_valid_and_says_what_was_decided(
        self, entries: list[Entry], reasons: Reasons, verifier: Verifier
    ) -> None:
        found = issues(entries, reasons, verifier)
        assert len(found) == 5  # a finding decided twice is one issue
        first = found[0]
        assert isinstance(first, DetectedIssue)
        assert (first.status, first.severity) == ("final", "high")
        assert (first.code.coding[0].code, first.code.text) == ("DINT", "interactions")
        assert [each.display for each in first.implicated] == ["1", "2", "Warfarin", "Clarithromycin"]
        assert [each.identifier.value for each in first.implicated[:2]] == ["rx-1/1", "rx-1/2"]
        assert first.evidence[0].code[0].text == "ddi-warfarin"
        assert [step.action.coding[0].code for step in first.mitigation] == ["1", "8"]
        assert [step.author.display for step in first.mitigation] == ["li", "li"]
        assert first.mitigation[1].date.as_json() == "2026-11-24T08:00:00.000Z"
        assert first.mitigation[0].action.text == f"overridden: Benefit outweighs risk ({EVIL})"

    def test_severities_and_codes(self, entries: list[Entry], reasons: Reasons, verifier: Verifier) -> None:
        found = issues(entries, reasons, verifier)
        assert [each.severity for each in found] == ["high", "low", "high", "moderate", "high"]
        codes = [step.action.coding and step.action.coding[0].code for each in found[1:] for step in each.mitigation]
        assert codes == ["5", None, "6", None]
        assert found[3].code.coding is None and found[3].implicated is None
        assert found[4].mitigation[0].action.text == "overridden: gone-from-the-table"

    def test_names_are_the_same_every_time_and_never_shared(
        self, entries: list[Entry], reasons: Reasons, verifier: Verifier
    ) -> None:
        once, again = (fhir_text(entries, reasons, verifier.catalogue(), Lang.EN) for _ in range(2))
        assert once == again
        names = [each.id for each in issues(entries, reasons, verifier)]
        assert len(set(names)) == len(names)

    def test_codes_are_the_same_in_chinese(self, entries: list[Entry], reasons: Reasons, verifier: Verifier) -> None:
        english, chinese = (issues(entries, reasons, verifier, lang) for lang in Lang)
        assert chinese[0].mitigation[0].action.text.startswith("不采纳（有理由）：获益大于风险")
        assert [each.id for each in english] == [each.id for each in chinese]

    def test_every_code_of_the_table_has_its_display(self, reasons: Reasons) -> None:
        for row in reasons.rows:
            assert row.mitigation is None or row.mitigation in MITIGATIONS


def test_csv_computes_nothing(entries: list[Entry]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(entries))))
    assert tuple(rows[0]) == FIELDS and len(rows) == 6
    assert rows[0]["note"] == "'" + EVIL
    assert rows[0]["drugs"] == "warfarin; clarithromycin"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_json_holds_what_the_hashes_are_of(entries: list[Entry]) -> None:
    made = json.loads(json_text(entries))["entries"]
    assert [each["hash"] for each in made] == [entry.hash for entry in entries]
    assert made[0]["lines"] == ["1", "2"] and made[0]["note"] == EVIL


def test_the_list(entries: list[Entry], reasons: Reasons) -> None:
    lines = listed_text(entries, reasons, Lang.EN).splitlines()
    assert len(lines) == 7 and "overridden: Benefit outweighs risk" in lines[1]
    assert "已联系医师" in listed_text(entries, reasons, Lang.ZH)


def test_counts_are_of_the_last_decisions(entries: list[Entry], reasons: Reasons) -> None:
    found = counts(entries)
    assert (found["entries"], found["findings"], found["revised"], found["prescriptions"]) == (6, 5, 1, 5)
    assert found["decision"] == {"overridden": 2, "accepted": 1, "changed": 1, "not_applicable": 1}
    assert found["reason"] == {"gone-from-the-table": 1, "inaccurate": 1, "prescriber-confirms": 1}
    text = counts_text(found, reasons, Lang.ZH)
    assert "提示不准确" in text and "相互作用" in text


class TestProofs:
    def test_proven(self, tmp_path: Path) -> None:
        (entry,) = filled(tmp_path / "log", 1)
        head = f"1:{entry.hash}"
        text = proof_text(verify(tmp_path / "log", head), head, Lang.EN)
        assert text.startswith(f"PROVEN · entries: 1 · head: {head}\n") and "lies on the chain" in text
        assert json.loads(proof_json(verify(tmp_path / "log")))["head"] == head

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize(
        "fault",
        [
            Fault(FaultKind.FIELD, entry=3, field="note"),
            Fault(FaultKind.LINK, entry=3, field="previous"),
            Fault(FaultKind.MISSING, entry=3, detail="5"),
            Fault(FaultKind.MISSING, entry=3, detail="3"),
            Fault(FaultKind.TYPE, entry=3, field="note"),
            Fault(FaultKind.PAGE, page=3, byte=8192),
            Fault(FaultKind.PAGE, page=3, byte=83, detail="header"),
            Fault(FaultKind.UNREADABLE, entry=3, detail="malformed"),
            Fault(FaultKind.UNREADABLE, entry=3, page=2, detail="malformed"),
            Fault(FaultKind.LENGTH, page=3, byte=8192, detail="4096"),
            Fault(FaultKind.HEAD, entry=3, detail="a" * 64),
        ],
    )
    def test_every_fault_has_its_place_in_words(self, fault: Fault, lang: Lang) -> None:
        text = proof_text(Proof(5, None, (fault,), 3040001, (3040001,)), None, lang)
        assert "{" not in text
        assert any(str(each) in text for each in (fault.byte, fault.entry, fault.detail) if each not in (None, ""))

    def test_another_library_is_named(self) -> None:
        proof = Proof(1, None, (Fault(FaultKind.PAGE, page=2, byte=5000),), 3040001, (3031001,))
        text = proof_text(proof, None, Lang.EN)
        assert "SQLite 3.31.1 has written here, this is 3.40.1" in text
        assert text.startswith("ENTRIES PROVEN, the rest not") and "ALTERED" not in text
        own = proof_text(Proof(1, None, proof.faults, 3040001, (3040001,)), None, Lang.EN)
        assert own.startswith("ALTERED")


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_slots(key: str) -> None:
    import string

    slots = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in WORDS[key]]
    assert slots[0] == slots[1]
