"""What other sources say beside our own rows: their grades in our words, and where they agree or disagree with a row."""

from __future__ import annotations

from typing import Annotated

import msgspec

from rxcheck.kb.schema_base import Provenance, Row, Selector, Slug, Text
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import Severity

Count = Annotated[int, msgspec.Meta(ge=1)]


class ForeignName(Provenance, frozen=True, kw_only=True):
    """A substance name of another language that no regular respelling turns into a known one; for importing, never for
    prescriptions. A name that stands for several substances has a row for each, or names a class."""

    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")]
    name: Text
    target: Selector


class SourceGrade(Row, frozen=True, kw_only=True):
    """A grade of another source's scale (`scale`), in its own words, and the action and severity that it comes closest to."""

    scale: Slug
    grade: Text
    action: RuleAction
    severity: Severity


class Corroboration(Row, frozen=True, kw_only=True):
    """A source that is not the row's own and agrees with an interaction row, as `rxcheck kb corroborate` found it.

    Of the row's `pairs` pairs of drugs the source grades `known`, and `agreeing` of these within one step of the row's action.
    """

    rule_id: Slug
    source_id: Slug
    edition: str
    action: RuleAction
    agreeing: Count
    known: Count
    pairs: Count


class Disagreement(Row, frozen=True, kw_only=True):
    """A source whose grade for some pairs of an interaction row is two steps or more from the row's action.

    `grade` in the source's own words, `source_action` what it is mapped to, `pairs` how many pairs of the row have it, of
    which `example` is one; `known` how many pairs of the row the source grades at all.
    """

    rule_id: Slug
    source_id: Slug
    edition: str
    grade: Text
    source_action: RuleAction
    action: RuleAction
    pairs: Count
    known: Count
    example: Text
