"""Unsafe writing in a batch: one finding per row and prescription, with every fragment and its line."""

from __future__ import annotations

from rxcheck.checks.interface import Options
from rxcheck.finding import Finding, Fragment, SlotKind
from rxcheck.kb.store import Compiled
from rxcheck.model import MedicationLine, Prescription
from rxcheck.terms import Action, LineStatus
from rxcheck.verify import Verifier


def line(ident: str, *written: str, name: str = "warfarin", status: LineStatus = LineStatus.NEW) -> MedicationLine:
    return MedicationLine(ident, name, written=written, status=status)


def found(compiled: Compiled, *lines: MedicationLine, jurisdiction: str = "generic") -> dict[str, Finding]:
    (report,) = Verifier(compiled, Options(jurisdiction)).verify([Prescription("1", lines)])
    return {finding.rule_id: finding for finding in report.findings if "-written-" in finding.rule_id}


def test_one_finding_lists_all_lines(tiny: Compiled) -> None:
    findings = found(tiny, line("a", "10U", "8u"), line("b", "10 mg"), line("c", "10U"))
    assert list(findings) == ["form-written-unit"]
    finding = findings["form-written-unit"]
    assert finding.lines == ("a", "c")
    assert finding.fragments == (Fragment("a", "10U"), Fragment("a", "8u"), Fragment("c", "10U"))
    assert (finding.action, finding.drugs, finding.compared) == (Action.INFORM, (), None)


def test_sentences_name_each_text_once_and_few(tiny: Compiled) -> None:
    finding = found(tiny, *(line(str(number), f"{number}U", "7U") for number in range(6)))["form-written-unit"]
    (use,) = finding.harm
    ((slot, value),) = use.slots
    assert (slot, value.kind, value.values) == ("observed", SlotKind.WRITTEN, ("0U", "7U", "1U", "…"))
    assert len(finding.fragments) == 12


def test_only_new_lines_count(tiny: Compiled) -> None:
    assert not found(tiny, line("a", "10U", status=LineStatus.CURRENT))


def test_names_count_where_the_row_says_so(tiny: Compiled) -> None:
    assert set(found(tiny, line("a", name="warfarin 1.0 mg"))) == {"form-written-zero"}
    assert not found(tiny, line("a", name="warfarin .5 mg"))
    assert set(found(tiny, line("a", ".5 mg"))) == {"form-written-naked"}
    assert not found(tiny, line("a", name="warfarin 1.0 mg"), jurisdiction="cn")


def test_a_row_may_be_about_some_drugs(tiny: Compiled) -> None:
    assert not found(tiny, line("a", ".5 mg"), jurisdiction="cn")
    lines = (line("a", ".5 mg"), line("b", ".25 mg", name="tramadol"))
    assert found(tiny, *lines, jurisdiction="cn")["cn-written-naked"].fragments == (Fragment("b", ".25 mg"),)


def test_a_silent_row_is_silent(tiny: Compiled) -> None:
    assert not found(tiny, line("a", "qd"), jurisdiction="cn")
    assert set(found(tiny, line("a", "qd"))) == {"form-written-daily"}


def test_an_unknown_drug_was_written_too(tiny: Compiled) -> None:
    assert found(tiny, line("a", name="MS"))["form-written-name"].lines == ("a",)
