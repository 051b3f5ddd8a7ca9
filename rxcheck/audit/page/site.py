"""The policy of the site: what it keeps from being told, and how often that would have been."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from rxcheck.audit.page.content import Content
from rxcheck.audit.page.figures import per_hundred, whole
from rxcheck.audit.page.markup import tag
from rxcheck.audit.page.parts import Cell, note, number, section, table, text, wide


def policy(content: Content) -> Element | None:
    """Rules that are suppressed, entries that have expired, thresholds of the site; nothing where there is no policy."""
    found = content.policy
    if found is None:
        return None
    heads = [
        wide(content.say("policy.rule")),
        number(content.say("policy.fired")),
        number(content.say("col.rate")),
        text(content.say("policy.reason")),
        text(content.say("policy.owner")),
        text(content.say("policy.until")),
    ]
    rows = [
        [
            text(content.title(each.rule), tag("span", each.rule, class_="code")),
            number(whole(content.fired.get(each.rule, 0))),
            number(per_hundred(content.fired.get(each.rule, 0), content.prescriptions)),
            text(each.reason),
            text(each.owner),
            Cell((each.expires.isoformat(),), name="key"),
        ]
        for each in sorted(found.suppress, key=lambda entry: (-content.fired.get(entry.rule, 0), entry.rule))
    ]
    over = [
        note(content.say("policy.expired", rule=each.rule, owner=each.owner, until=each.expires.isoformat()))
        for each in found.expired
    ]
    own = [note(content.say("policy.threshold", name=key, value=value)) for key, value in found.thresholds.items()]
    told = content.say("policy.note", name=found.name, hash=found.digest[:8], day=found.as_of.isoformat())
    return section("policy", content.say("policy"), note(told), table(heads, rows) if rows else None, *over, *own)
