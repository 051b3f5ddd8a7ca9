"""Tenfold errors: what is usual crosses no limit, ten times as much crosses one. One prescription for every usual dose."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from rxcheck.finding import Finding
from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.store import default_folder
from rxcheck.kb.terms import LimitKind
from rxcheck.quantity import plain_decimal
from rxcheck.terms import CheckKind
from tests.cases.make_boundaries import Judge, Maker, Plan


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return load(default_folder())


def _prescription(maker: Maker, row: sc.UsualDose, times: int) -> dict[str, Any] | None:
    """The upper end of a usual dose as often as usual, times a factor; None where the patient cannot be made."""
    plan = Plan()
    if not maker.fulfil(plan, row.when):
        return None
    route = sorted(sc.routes_of(row.routes))[0] if row.routes else "oral"
    body = f"/{row.per}" if row.per else ""
    amount = f"{plain_decimal(row.single_high * times)} {row.unit}{body}"
    (name,) = maker.drugs(f"drug:{row.drug}")
    hours = row.interval_hours
    often = f"every {hours} hours" if hours <= 24 else f"every {hours // 24} days"
    plan.line = {
        "drug": name + plan.line.pop("form", ""),
        "dose": amount,
        "route": route,
        "frequency": often,
        "days": 1,
    }
    if hours > 24:
        plan.line["days"] = hours // 24
    return plan.document()


@lru_cache(maxsize=1)
def _judged() -> tuple[tuple[sc.UsualDose, tuple[Finding, ...], tuple[Finding, ...]], ...]:
    maker, judge = Maker(_knowledge()), Judge()
    made = []
    for row in _knowledge().rows(sc.UsualDose):
        pair = _prescription(maker, row, 1), _prescription(maker, row, 10)
        if pair[0] is not None and pair[1] is not None:
            made.append((row, pair[0], pair[1]))
    found = judge.findings([each for _, usual, tenfold in made for each in (usual, tenfold)])
    return tuple((row, _limits(found[2 * n]), _limits(found[2 * n + 1])) for n, (row, _, _) in enumerate(made))


def _limits(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Limits of the drug itself: a sum of equivalents asks whether what is usual for the tolerant is meant."""
    limits = (finding for finding in found if finding.check is CheckKind.LIMIT)
    return tuple(finding for finding in limits if finding.rule_id not in _sums())


@lru_cache(maxsize=1)
def _sums() -> frozenset[str]:
    return frozenset(row.rule_id for row in _knowledge().rows(sc.DoseLimit) if row.subject.startswith("sum:"))


def test_the_usual_dose_is_not_flagged() -> None:
    wrong = [f"{row.usual_id}: {[each.rule_id for each in usual]}" for row, usual, _ in _judged() if usual]
    assert not wrong, "\n".join(wrong)


def test_ten_times_the_usual_dose_is_flagged() -> None:
    silent = [row.usual_id for row, _, tenfold in _judged() if not tenfold]
    assert not silent, "\n".join(silent)


def test_every_drug_with_a_limit_has_a_usual_dose() -> None:
    """Where only an organ narrows the dose, or a rate is limited, no single dose is usual."""
    files = ("rules/dose_limits.csv", "rules/dose_limits_children.csv", "rules/dose_limits_elderly.csv")
    kinds = (LimitKind.SINGLE_MAX, LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX, LimitKind.COURSE_MAX)
    rows = [item.row for item in _knowledge().located(sc.DoseLimit) if item.file in files]
    limited = {row.subject for row in rows if isinstance(row, sc.DoseLimit) and row.limit in kinds}
    usual = {f"drug:{row.drug}" for row in _knowledge().rows(sc.UsualDose)}
    assert limited <= usual


@pytest.mark.parametrize("least", [1500])
def test_all_of_them_were_tried(least: int) -> None:
    assert len(_judged()) >= least


def test_every_drug_with_a_limit_on_its_amount_has_a_usual_dose() -> None:
    """Otherwise nothing would show that ten times as much is found."""
    kinds = (LimitKind.SINGLE_MAX, LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX)
    limited = {row.subject for row in _knowledge().rows(sc.DoseLimit) if row.limit in kinds}
    usual = {f"drug:{row.drug}" for row in _knowledge().rows(sc.UsualDose)}
    assert sorted(subject for subject in limited - usual if subject.startswith("drug:")) == []
