"""What `rxcheck rules tune` shows: a table with proposals, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from rxcheck.report.json_ import to_json
from rxcheck.report.pages import columns
from rxcheck.report.plain import no_formula, visible
from rxcheck.report.words import term
from rxcheck.review.deciding import Reasons
from rxcheck.review.tuning import RuleRecord, Tuning
from rxcheck.review.words import say
from rxcheck.terms import Decision, Lang

_DIGITS = 4
_HEAD = ("n", "value", "interval", "overridden", "not_applicable", "reasons", "status")


def table_text(tuning: Tuning, reasons: Reasons, lang: Lang) -> str:
    """Every rule that was decided on, then a block for the policy file for each that could be quieter, then how to read it."""
    everything = sum(rule.all for rule in tuning.rules)
    acted = sum(rule.acted for rule in tuning.rules)
    rows = [[say("column.rule", lang), *(say(f"tune.column.{name}", lang) for name in _HEAD)]]
    rows += [_row(rule, reasons, lang) for rule in tuning.rules]
    parts = [say("tune.head", lang, rules=len(tuning.rules), n=everything, acted=acted) + "\n"]
    if tuning.rules:
        parts.append("\n".join(columns(rows, lang, frozenset({1, 2, 3, 4, 5}))) + "\n")
    if tuning.proposals:
        parts.append(say("tune.proposals", lang) + "\n")
        parts += [proposal(rule, reasons, lang) for rule in tuning.proposals]
    else:
        parts.append(say("tune.none", lang) + "\n")
    how = say("tune.how", lang, least=tuning.least, most=tuning.most)
    parts.append(f"{how}\n{say('tune.multiple', lang, tested=tuning.tested)}\n")
    return "\n".join(parts)


def _row(rule: RuleRecord, reasons: Reasons, lang: Lang) -> list[str]:
    first = next(iter(rule.reasons.items()), None)
    because = ""
    if first is not None:
        share = say(
            "tune.share",
            lang,
            n=first[1],
            all=sum(rule.reasons.values()),
            value=_percent(first[1] / sum(rule.reasons.values())),
        )
        because = f"{_reason(first[0], reasons, lang)} {share}"
    return [
        visible(rule.rule_id),
        str(rule.all),
        _percent(rule.acted / rule.all),
        f"{_percent(rule.low)}–{_percent(rule.high)}",
        str(rule.decisions[Decision.OVERRIDDEN]),
        str(rule.decisions[Decision.NOT_APPLICABLE]),
        because,
        say(f"tune.{rule.status.value}", lang),
    ]


def proposal(rule: RuleRecord, reasons: Reasons, lang: Lang) -> str:
    """A block for the policy file, with the evidence as a comment. Reason, owner and day are for people to fill in: as it stands the
    file is refused."""
    silent = rule.all - rule.acted
    notes = [
        say(
            "tune.evidence",
            lang,
            n=rule.all,
            acted=rule.acted,
            value=_percent(rule.acted / rule.all),
            low=_percent(rule.low),
            high=_percent(rule.high),
        )
    ]
    notes += [
        f"  {_reason(reason, reasons, lang)}: {say('tune.share', lang, n=n, all=silent, value=_percent(n / silent))}"
        for reason, n in rule.reasons.items()
    ]
    if set(rule.groups) != {""}:
        notes.append(say("tune.by_group", lang))
        notes += [
            f"  {visible(group) or say('none', lang)}: "
            + say("tune.share", lang, n=share.hits, all=share.all, value=_percent(share.hits / share.all))
            for group, share in rule.groups.items()
        ]
    if rule.about_rule:
        notes.append(say("tune.about_rule", lang, n=rule.about_rule, all=silent))
    if rule.lower is not None:
        notes.append(say("tune.lower", lang, action=term(rule.action, lang), lower=term(rule.lower, lang)))
    lines = [f"# {note}" for note in notes]
    lines += [
        "[[suppress]]",
        f"rule = {json.dumps(rule.rule_id)}",
        f'reason = ""  # {say("tune.fill_reason", lang)}',
        f'owner = ""  # {say("tune.fill_owner", lang)}',
        f'expires = ""  # {say("tune.fill_expires", lang)}',
    ]
    return "\n".join(lines) + "\n"


def document(tuning: Tuning) -> dict[str, Any]:
    """The same as JSON values; shares and bounds are rounded to four digits behind the point."""
    return {
        "thresholds": {"decisions": tuning.least, "value_percent": tuning.most, "level_percent": 95},
        "tested": tuning.tested,
        "rules": [_rule(rule) for rule in tuning.rules],
    }


def _rule(rule: RuleRecord) -> dict[str, Any]:
    return {
        "rule_id": rule.rule_id,
        "status": rule.status.value,
        "decisions": rule.all,
        **{decision.value: count for decision, count in rule.decisions.items()},
        "value": round(rule.acted / rule.all, _DIGITS),
        "low": round(rule.low, _DIGITS),
        "high": round(rule.high, _DIGITS),
        "action": rule.action.value,
        "lower_action": rule.lower.value if rule.lower else None,
        "about_rule": rule.about_rule,
        "reasons": dict(rule.reasons),
        "groups": {group: {"not_acted_on": share.hits, "decisions": share.all} for group, share in rule.groups.items()},
        "editions": rule.editions,
    }


def json_text(tuning: Tuning) -> str:
    """The document as text."""
    return to_json(document(tuning)) + "\n"


def csv_text(tuning: Tuning) -> str:
    """A row for each rule; reasons as "reason: n; …"."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows: Sequence[dict[str, Any]] = [_rule(rule) for rule in tuning.rules]
    columns = (
        *("rule_id", "status", "decisions", *(decision.value for decision in Decision)),
        *("value", "low", "high", "action", "lower_action", "about_rule", "reasons", "groups", "editions"),
    )
    writer.writerow(columns)
    for row in rows:
        row["reasons"] = "; ".join(f"{reason}: {n}" for reason, n in row["reasons"].items())
        row["groups"] = "; ".join(
            f"{group}: {found['not_acted_on']}/{found['decisions']}" for group, found in row["groups"].items()
        )
        writer.writerow(no_formula(str("" if row[name] is None else row[name])) for name in columns)
    return out.getvalue()


def _reason(reason: str, reasons: Reasons, lang: Lang) -> str:
    found = reasons.find(reason)
    return found.name(lang) if found else visible(reason) or say("none", lang)


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
