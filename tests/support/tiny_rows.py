"""Short spellings of rows for the tiny tables."""

from __future__ import annotations

EGFR = "mL/min/{1.73_m2}"


def rule(rule_id: str, action: str, severity: str = "major", **cells: str) -> dict[str, str]:
    return {"rule_id": rule_id, "action": action, "severity": severity, **cells}


def pair(
    rule_id: str, sides: str, action: str, severity: str = "major", routes: tuple[str, str] = ("", "")
) -> dict[str, str]:
    affected, cause = sides.split()
    return rule(
        rule_id,
        action,
        severity,
        object=affected,
        precipitant=cause,
        object_routes=routes[0],
        precipitant_routes=routes[1],
    )


def modifier(rule_id: str, priority: int, test: str, action: str, severity: str = "", unit: str = "") -> dict[str, str]:
    factor, op, value = test.split()
    return {
        "modifier_id": f"{rule_id}-{priority}",
        "rule_id": rule_id,
        "priority": str(priority),
        "factor": factor,
        "op": op,
        "value": value,
        "unit": unit,
        "action": action,
        "severity": severity,
    }


def limit(rule_id: str, subject: str, bound: str, action: str, severity: str = "major", **cells: str) -> dict[str, str]:
    kind, value, unit = bound.split()
    return rule(rule_id, action, severity, subject=subject, limit=kind, value=value, unit=unit, **cells)


def fact(rule_id: str, subject: str, test: str, action: str, severity: str = "major", **cells: str) -> dict[str, str]:
    name, op, value, *high = test.split()
    return rule(
        rule_id, action, severity, subject=subject, fact=name, op=op, value=value, value_high="".join(high), **cells
    )


def form(rule_id: str, jurisdiction: str, test: str, action: str, subject: str = "") -> dict[str, str]:
    field, op, *value = test.split()
    return rule(
        rule_id, action, "minor", jurisdiction=jurisdiction, field=field, op=op, value="".join(value), subject=subject
    )


def writing(rule_id: str, jurisdiction: str, test: str, action: str, *words: str, **cells: str) -> dict[str, str]:
    field, written = test.split()
    shown = {"field": field, "written": written, "words": ";".join(words), **cells}
    return rule(rule_id, action, "minor", jurisdiction=jurisdiction, op="present", **shown)


def term(rule_id: str, name: str, selector: str, points: int, min_count: int) -> dict[str, str]:
    return {
        "rule_id": rule_id,
        "term": name,
        "selector": selector,
        "points": str(points),
        "min_count": str(min_count),
    }


def codes(check: str, topics: str, hl7_act: str, ncpdp: str, cn_review: str = "") -> list[dict[str, str]]:
    codes = {"hl7_act": hl7_act, "ncpdp": ncpdp, "cn_review": cn_review}
    return [{"check": check, "topic": topic, **codes} for topic in topics.split()]
