"""What must hold among the rows of jurisdictions."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.errors import KnowledgeError
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge, at
from rxcheck.terms import WrittenForm

_WRITING = (kt.FormField.WRITING, kt.FormField.INSTRUCTION)
_OF_WORDS = (WrittenForm.UNIT, WrittenForm.WORD, WrittenForm.NAME)
# What is broken by being there; the other fields without a number are broken by being absent.
_PRESENT = (*_WRITING, kt.FormField.DRUG, kt.FormField.BRAND, kt.FormField.DIRECTIONS)
# These say something of each line by itself, whatever drug it holds.
_OF_LINES = (kt.FormField.DOSE, kt.FormField.FREQUENCY, kt.FormField.QUANTITY)
# These need the amount of an ingredient.
_OF_SUBJECT = (kt.FormField.SUPPLY, kt.FormField.DOSES, kt.FormField.REFILL_DAYS, kt.FormField.DRUG)


def lint_forms(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """A row stands in the file of its jurisdiction; the comparison fits the field; a way of writing is named where one is
    looked for, with its words; no two rows say the same."""
    seen: dict[tuple[object, ...], str] = {}
    for item in knowledge.located(sc.FormRule):
        row = item.row
        assert isinstance(row, sc.FormRule)  # noqa: S101
        if item.file.rpartition("/")[2] != f"{row.jurisdiction}.csv":
            yield at(item, f"belongs in {row.jurisdiction}.csv", "jurisdiction")
        counted = row.field in kt.COUNTED_FIELDS
        fitting = kt.Op.GT if counted else kt.Op.PRESENT if row.field in _PRESENT else kt.Op.ABSENT
        if row.op is not fitting:
            yield at(item, f"{row.field.value} takes {fitting.value}", "op")
        if counted and row.value is None:
            yield at(item, "a number is compared with a value", "value")
        if row.subject is None and row.routes and row.field not in _OF_LINES:
            yield at(item, f"routes go with a subject, or with {', '.join(_OF_LINES)}", "routes")
        if row.subject is None and row.field in _OF_SUBJECT:
            yield at(item, f"{row.field.value} needs a subject", "subject")
        if (row.field in _WRITING) is not (row.written is not None):
            yield at(item, "a way of writing goes with the fields writing and instruction", "written")
        if bool(row.words) is not (row.written in _OF_WORDS):
            yield at(item, "words go with unit, word and name, and with nothing else", "words")
        if row.written is WrittenForm.NAME and row.field is kt.FormField.INSTRUCTION:
            yield at(item, "a name does not stand in the instruction", "field")
        if row.written is not None and (row.value is not None) is not (row.written is WrittenForm.UNGROUPED_NUMBER):
            yield at(item, "a value goes with ungrouped_number: the smallest that needs separators", "value")
        place = sc.routes_of(row.routes or ("any",)), frozenset(row.when)
        key = (row.jurisdiction, row.field, row.subject, row.written, row.words, row.value, row.action, *place)
        if key in seen:
            yield at(item, f"repeats {seen[key]!r}", "field")
        seen[key] = row.rule_id
