"""Case files: what is read, what is refused and with which message, and that they are written as they are read."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rxcheck.errors import InputError
from rxcheck.kb.store import default_folder
from rxcheck.sources.documents import load_yaml
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.bank import load_bank
from rxcheck.train.case import case_of, case_text, prescription_of, read_case
from rxcheck.train.terms import Level, ProblemReason, Topic

GOOD: dict[str, Any] = {
    "id": "two-lines",
    "topic": "interaction",
    "level": 2,
    "title": {"en": "T", "zh": "题"},
    "story": {"en": "S", "zh": "文"},
    "rx": {
        "patient": {"age": 40, "labs": [{"name": "potassium", "value": Decimal("5.9"), "unit": "mmol/L"}]},
        "lines": [
            {
                "drug": {"en": "warfarin", "zh": "华法林"},
                "sig": {"en": "5 mg PO once daily", "zh": "5mg 口服 每日一次"},
            },
            {"id": "b", "drug": "aspirin", "sig": "100 mg PO qd"},
        ],
    },
    "key": [{"lines": [1, "b"], "kind": "interaction", "action": "avoid", "reason": "interaction"}],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """GOOD with one value replaced, or taken away (None)."""
    found = deepcopy(GOOD)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = found
    for part in parents:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return found


def test_what_is_read():
    case = case_of(GOOD, "two-lines.yaml")
    assert (case.topic, case.level, case.jurisdiction) == (Topic.INTERACTION, Level.ADVANCED, "generic")
    (entry,) = case.key or ()
    assert (entry.lines, entry.kind, entry.action) == (("1", "b"), CheckKind.INTERACTION, Action.AVOID)
    assert entry.reason is ProblemReason.INTERACTION


def test_each_language_has_its_own_prescription():
    case, labs = case_of(GOOD, "x"), load_labs(default_folder() / "knowledge")
    english, chinese = (prescription_of(case, lang, labs) for lang in Lang)
    assert [line.as_written for line in english.lines] == ["warfarin", "aspirin"]
    assert [line.as_written for line in chinese.lines] == ["华法林", "aspirin"]
    assert english.patient == chinese.patient


def test_written_as_it_is_read():
    case = case_of(GOOD, "x")
    assert case_of(load_yaml(case_text(case), "x"), "x") == case
    for shipped in load_bank().cases.values():
        assert case_of(load_yaml(case_text(shipped), "x"), "x") == shipped


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("topic", "gardening", "two.yaml, column topic: invalid enum value 'gardening'"),
        ("topic", None, "two.yaml: object missing required field `topic`"),
        ("level", 4, "two.yaml, column level: invalid enum value 4"),
        ("colour", "red", "two.yaml: object contains unknown field `colour`"),
        ("id", "Not An Id", "two.yaml, column id: expected `str` matching regex '^[a-z0-9][a-z0-9-]{1,60}$'"),
        ("title.zh", None, "two.yaml, column title: object missing required field `zh`"),
        ("story.fr", "Il", "two.yaml, column story: object contains unknown field `fr`"),
        ("rx.lines.0.drug.zh", None, "two.yaml, column rx.lines[0].drug: zh is missing"),
        ("rx.lines.0.drug.fr", "w", "two.yaml, column rx.lines[0].drug: has languages and other keys beside them"),
        ("rx.lines", [], "two.yaml, column rx.lines: has no lines"),
        ("rx.lines", None, "two.yaml, column rx.lines: has no lines"),
        ("key.0.lines", [1, 2], "two.yaml, column key[0].lines: the prescription has no line 2"),
        ("key.0.lines", [1, 1], "two.yaml, column key[0].lines: names a line twice"),
        ("key.0.reason", "kidney", "two.yaml, column key[0].reason: the reason kidney is not one of interaction"),
        ("key.0.reason", "mood", "two.yaml, column key[0].reason: invalid enum value 'mood'"),
        ("key.0.kind", "smell", "two.yaml, column key[0].kind: invalid enum value 'smell'"),
        ("key.0.action", "panic", "two.yaml, column key[0].action: invalid enum value 'panic'"),
        ("key.0.why", "x", "two.yaml, column key[0]: object contains unknown field `why`"),
        ("key", GOOD["key"] * 2, "two.yaml, column key[1]: the same lines and kind stand already in the key"),
        ("key", None, "two.yaml: object missing required field `key`"),
    ],
)
def test_what_is_refused(path, value, message):
    with pytest.raises(InputError) as refused:
        case_of(changed(path, value), "two.yaml")
    assert str(refused.value) == message


def test_what_is_no_case_at_all(tmp_path: Path):
    for text, message in (("- a\n- b\n", "expected `object`, got `array`"), ("", "empty"), ("a: *b", "aliases")):
        file = tmp_path / "bad.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=message):
            read_case(file)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no case"),
        ({"other.yaml": GOOD}, "other.yaml, column id: the file of case two-lines is not named after it"),
        ({"dose/two-lines.yaml": GOOD}, "two-lines.yaml, column topic: lies in the folder dose"),
        (
            {"a/two-lines.yaml": GOOD, "b/two-lines.yaml": GOOD},
            "two-lines.yaml, column id: the case two-lines stands twice in the bank",
        ),
    ],
)
def test_banks_that_are_refused(files, message, tmp_path: Path):
    for name, document in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(case_text(case_of(document, name)), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_bank(tmp_path)
    assert str(refused.value).endswith(message)


def test_a_bank_of_ones_own(tmp_path: Path):
    (tmp_path / "interaction").mkdir()
    (tmp_path / "interaction" / "two-lines.yaml").write_text(case_text(case_of(GOOD, "x")), encoding="utf-8")
    bank = load_bank(tmp_path)
    assert [case.id for case in bank.of(Topic.INTERACTION, Level.ADVANCED)] == ["two-lines"]
    assert bank.of(Topic.DOSE) == ()
    assert bank.case("two-lines").level is Level.ADVANCED
    with pytest.raises(InputError, match="holds no case other"):
        bank.case("other")
