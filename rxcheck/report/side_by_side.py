"""The grades of other sources beside a finding, for reports that people read."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rxcheck.finding import Finding, SourceGrade
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.pack_words import pack_word
from rxcheck.report.plain import visible
from rxcheck.report.words import term, word
from rxcheck.terms import Action, Lang, rank_of

SILENT = "none"
_LONGEST = 300  # characters of a source's own words; all of them stand in JSON


class Spread(Struct, frozen=True):
    """The lowest and highest action among the sources, our own with them; "none" is silence, `own` None no row at all.

    A source that has several grades for the pair counts with its gravest.
    """

    lowest: str
    highest: str
    own: str | None


def spread_of(finding: Finding) -> Spread:
    """How far the sources of a finding with grades lie apart."""
    gravest: dict[str, Action | None] = {}
    for grade in finding.grades:
        gravest[grade.source_id] = max(gravest.get(grade.source_id), grade.action, key=rank_of)
    actions = list(gravest.values())
    own: str | None = None
    if finding.pack is None:
        actions.append(finding.action)
        own = finding.action.value
    elif finding.silent:
        actions.append(None)
        own = SILENT
    ordered = sorted(actions, key=rank_of)
    return Spread(_value(ordered[0]), _value(ordered[-1]), own)


def _value(action: Action | None) -> str:
    return action.value if action else SILENT


def side_rows(finding: Finding, catalogue: Catalogue, lang: Lang) -> Iterator[tuple[str, str]]:
    """The rows (label, text) of a finding that packs add: each source's grade, then how far they lie apart."""
    for grade in finding.grades:
        parts = [
            _grade(grade, _title(grade.source_id, catalogue), lang),
            visible(grade.locator),
            visible(grade.condition, _LONGEST),
        ]
        if finding.pack is not None:
            parts.append(word("quoted", lang, text=visible(grade.text, _LONGEST)) if grade.text else "")
        yield "sources", " · ".join(part for part in parts if part)
    if finding.grades:
        yield "spread", spread_text(finding, lang)


def short_text(finding: Finding, lang: Lang) -> str:
    """All grades, by the names of the packs, and the spread on one line."""
    grades = [_grade(grade, grade.source_id.partition(":")[2], lang) for grade in finding.grades]
    return word("semicolon", lang).join([*grades, spread_text(finding, lang)])


def spread_text(finding: Finding, lang: Lang) -> str:
    """`from monitor to avoid; our own: monitor`."""
    spread = spread_of(finding)
    lowest, highest = _name(spread.lowest, lang), _name(spread.highest, lang)
    key = "spread.one" if lowest == highest else "spread"
    said = pack_word(key, lang, lowest=lowest, highest=highest)
    if finding.pack is not None or spread.own is None:
        return said  # what our own tables say stands in `why`
    return word("semicolon", lang).join([said, pack_word("own", lang, action=_name(spread.own, lang))])


def why(finding: Finding, catalogue: Catalogue, lang: Lang) -> str:
    """The sentence that stands for mechanism and harm where only packs speak; empty for other findings."""
    if finding.pack is None:
        return ""
    speaking = dict.fromkeys(grade.source_id for grade in finding.grades if grade.action is not None)
    sources = word("list", lang).join(_title(source, catalogue) for source in speaking)
    several = ".several" if len(speaking) > 1 else ""
    if finding.silent:
        return pack_word(f"why.silent{several}", lang, sources=sources, rules=_rules(finding, lang))
    return pack_word(f"why.none{several}", lang, sources=sources)


def _rules(finding: Finding, lang: Lang) -> str:
    return word("list", lang).join(finding.silent)


def _grade(grade: SourceGrade, source: str, lang: Lang) -> str:
    return pack_word(
        "grade",
        lang,
        source=source,
        grade=visible(grade.grade),
        action=_name(_value(grade.action), lang),
    )


def _title(source_id: str, catalogue: Catalogue) -> str:
    source = catalogue.sources.get(source_id)
    return visible(source.title) if source else source_id


def _name(action: str, lang: Lang) -> str:
    return pack_word("silent", lang) if action == SILENT else term(Action(action), lang)
