import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from msgspec.structs import replace

from rxcheck.errors import InputError
from rxcheck.finding import Comparator, Outcome, Report
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.interface import ReportFormat
from rxcheck.report.json_ import SCHEMA_FILE, to_document, to_json
from rxcheck.terms import (
    Action,
    CheckKind,
    EvidenceLevel,
    Fact,
    Lang,
    Reason,
    Severity,
)

from .conftest import Render

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
ROOT = Draft202012Validator(SCHEMA)
LINE = Draft202012Validator({"$ref": "#/$defs/line", "$defs": SCHEMA["$defs"]})


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_copy_in_docs_is_fresh() -> None:
    copy = Path(__file__).parents[3] / "docs" / SCHEMA_FILE.name
    assert copy.read_bytes() == SCHEMA_FILE.read_bytes(), f"copy {SCHEMA_FILE.name} to docs/"


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("action", Action),
        ("severity", Severity),
        ("evidence", EvidenceLevel),
        ("check", CheckKind),
        ("fact", Fact),
        ("reason", Reason),
        ("comparator", Comparator),
        ("outcome", Outcome),
    ],
)
def test_the_schema_knows_every_member(name: str, vocabulary: type[Action]) -> None:
    assert SCHEMA["$defs"][name]["enum"] == [member.value for member in vocabulary]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("which", ["busy", "clean", "hostile"])
def test_documents_follow_the_schema(
    request: pytest.FixtureRequest, render: Render, unreadable: InputError, which: str, lang: Lang
) -> None:
    report = request.getfixturevalue(which)
    errors = (unreadable, InputError("empty file"))
    document = json.loads(render(ReportFormat.JSON, report, errors=errors, lang=lang))
    ROOT.validate(document)
    assert sorted(document) == ["errors", "reports", "versions"]
    lines = [
        json.loads(line) for line in render(ReportFormat.JSONL, report, report, errors=errors, lang=lang).splitlines()
    ]
    assert len(lines) == 4
    for line in lines:
        LINE.validate(line)


def test_no_report_is_still_the_same_shape(render: Render, unreadable: InputError) -> None:
    document = json.loads(render(ReportFormat.JSON, errors=(unreadable,)))
    ROOT.validate(document)
    assert document["errors"] == [{"file": "ward.csv", "row": 3, "column": "dose", "message": "not a number: 'abc'"}]


def test_the_schema_refuses_what_it_does_not_know(busy: Report, catalogue: Catalogue) -> None:
    document = to_document(busy, catalogue, Lang.EN)
    for broken in ({**document, "patient": {}}, {key: document[key] for key in document if key != "complete"}):
        with pytest.raises(ValidationError):
            LINE.validate(broken)


def test_a_document_holds_exactly_these_keys(busy: Report, catalogue: Catalogue) -> None:
    document = to_document(busy, catalogue, Lang.EN)
    assert set(document) == {
        "prescription_id",
        "authored_on",
        "complete",
        "findings",
        "not_assessed",
        "receipt",
        "questions",
        "exposures",
        "pivots",
        "versions",
        "language",
    }
    first = document["findings"][0]
    assert first["rule_id"] == "ixa-simvastatin-cyp3a4-strong"
    assert first["drugs"][0] == {"id": "simvastatin", "name": "simvastatin"}
    assert first["codes"] == {"hl7_act": "DINT", "ncpdp": "DD", "cn_review": "2-8"}
    assert first["references"] == [
        {
            "source_id": "label-zocor",
            "title": "Zocor prescribing information",
            "locator": "section 4",
            "status": "draft",
        }
    ]
    assert document["findings"][1]["compared"] == {
        "fact": "egfr",
        "observed": "38",
        "comparator": "<",
        "limit": "45",
        "unit": "mL/min/{1.73_m2}",
    }
    assert [finding["fragments"] for finding in document["findings"]] == [[], [], [], [{"line": "4", "text": "10U"}]]
    assert document["complete"] is False


def without_words(value: Any) -> Any:
    if isinstance(value, dict):
        words = {"name", "language"} | ({"text"} if "clause_id" in value else set())
        return {key: without_words(item) for key, item in value.items() if key not in words}
    return [without_words(item) for item in value] if isinstance(value, list) else value


def test_both_languages_say_the_same(busy: Report, catalogue: Catalogue) -> None:
    english, chinese = (to_document(busy, catalogue, lang) for lang in Lang)
    assert english != chinese
    assert without_words(english) == without_words(chinese)
    assert "克拉霉素" in chinese["findings"][0]["mechanism"][0]["text"]


def test_json_is_stable_sorted_and_readable(render: Render, busy: Report) -> None:
    text = render(ReportFormat.JSON, busy, lang=Lang.ZH)
    assert "辛伐他汀" in text
    shuffled = replace(busy, findings=busy.findings[::-1], questions=busy.questions[::-1])
    assert render(ReportFormat.JSON, shuffled, lang=Lang.ZH) == text
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_what_acts_on_a_terminal_is_escaped_and_comes_back(render: Render, hostile: Report) -> None:
    text = render(ReportFormat.JSONL, hostile)
    assert not any(char in text for char in "\x1b\x07\x85\u202e")
    assert json.loads(text)["receipt"]["lines"][0]["as_written"] == hostile.receipt.lines[0].as_written


def test_half_a_surrogate_pair_does_not_stop_the_output() -> None:
    assert to_json({"a": "\ud800"}, indent=None).encode() == b'{"a": "\\ud800"}'
