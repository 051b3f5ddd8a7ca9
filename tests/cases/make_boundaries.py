"""Writes the cases at the bounds of dose limits and patient rules: `python -m tests.cases.make_boundaries`.

For every row that interrupts and has no case of its own in the other files, a prescription just beyond its bound, for which it
must fire, and one at the bound (or just beside it), for which it must be silent. The prescriptions follow from the row; that
the program says the same is checked before a case is written, and a row for which it does not is named instead. Run it after
such rows were added or changed.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rxcheck.finding import Finding, Report
from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import COUNTED_LIMITS, FACT_UNITS, LOWER_LIMITS, AgeUnit, LimitKind, Op, RuleAction, TermKind
from rxcheck.kb.when import Term, parse_term
from rxcheck.quantity import plain_decimal
from rxcheck.sources.labs import default_folder as labs_folder
from rxcheck.sources.labs import load_labs
from rxcheck.sources.native import read_json
from rxcheck.terms import LAB_FACTS, Action, Fact, Route, RouteGroup
from rxcheck.verify import Verifier
from tests.cases.reading import FOLDER, cases_of, files

TARGET = FOLDER / "boundaries"
LINES_OF_FILE = 560
INTERRUPTING = (RuleAction.AVOID, RuleAction.MODIFY)
ROUTES = (Route.ORAL, Route.IV, Route.SC, Route.IM)
STEP = {Fact.AGE: Decimal(1), Fact.PREGNANCY: Decimal(1), Fact.EGFR: Decimal(1), Fact.CHILD_PUGH: Decimal(1)}
FINE = Decimal("0.1")
Case = dict[str, Any]


@dataclass
class Plan:
    """A prescription in the making: the patient's facts, one line, and further drugs."""

    patient: dict[str, Any] = field(default_factory=dict)
    labs: dict[Fact, str] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    line: dict[str, Any] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def document(self) -> Case:
        """As a prescription file has it."""
        patient = {
            "age": "40",
            "sex": "male",
            "weight_kg": 70,
            "height_cm": 175,
            "allergies": "none",
            "conditions": self.conditions or "none",
            **self.patient,
        }
        labs = {Fact.EGFR: "90", Fact.CRCL: "90", Fact.POTASSIUM: "4.2", Fact.INR: "1.0", **self.labs}
        patient["labs"] = [
            {"name": fact.value, "value": Decimal(value), "unit": FACT_UNITS[fact]} for fact, value in labs.items()
        ]
        return {"patient": patient, "lines": [self.line, *({"drug": name, "route": "oral"} for name in self.others)]}


class Maker:
    """Makes the cases of all rows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._selectors = Selectors(knowledge)
        self._names = {row.drug_id: row.name_en for row in knowledge.rows(sc.Drug)}
        self._conditions = {row.condition_id: row.name_en for row in knowledge.rows(sc.ConditionEntry)}

    def drugs(self, subject: str) -> list[str]:
        """Names of the drugs of a subject."""
        return [self._names[drug] for drug in sorted(self._selectors.drugs_of(subject))]

    def limits(self, row: sc.DoseLimit) -> Iterator[tuple[Case, Case]]:
        """Beyond the limit and at it, for each route that may serve."""
        for route, weight in itertools.product(_routes(row.routes), (None, 60, 100, 12, 6)):
            for drug in self.drugs(row.subject)[:3]:
                plan = Plan()
                if not self.fulfil(plan, row.when):
                    continue
                if weight is not None:
                    plan.patient["weight_kg"] = weight
                plan.conditions += [self._conditions[name] for name in row.indication[:1]]
                plan.line |= {"drug": drug + plan.line.pop("form", ""), "route": route.value}
                beyond, at = _amounts(row, plan)
                if beyond and at:
                    yield _with_line(plan, beyond), _with_line(plan, at)

    def conditions(self, row: sc.ConditionRule) -> Iterator[tuple[Case, Case]]:
        """With the fact and just beside it."""
        for route in _routes(row.routes):
            for drug in self.drugs(row.subject)[:40]:
                pair = []
                for fires in (True, False):
                    plan = Plan()
                    if not self.fulfil(plan, row.when) or not self._set_fact(plan, row, fires):
                        break
                    plan.line = {"drug": drug + plan.line.pop("form", ""), "route": route.value, **plan.line}
                    pair.append(plan.document())
                if len(pair) == 2:
                    yield pair[0], pair[1]

    def _set_fact(self, plan: Plan, row: sc.ConditionRule, fires: bool) -> bool:
        if row.fact is Fact.CONDITION:
            plan.conditions += [self._conditions[row.value]] if fires else []
        elif row.fact is Fact.PREGNANCY:
            _pregnant(plan, row, fires)
        elif row.fact is Fact.LACTATION:
            plan.patient |= {"sex": "female", "age": "30", "lactating": fires}
        elif row.fact is Fact.SEX:
            other = {"female": "male", "male": "female"}
            plan.patient |= {"sex": row.value if fires else other[row.value]}
        else:
            value = _beside(row, fires)
            return value is not None and self._put(plan, row.fact, value)
        return True

    def _put(self, plan: Plan, fact: Fact, value: Decimal) -> bool:
        text = plain_decimal(value)
        if fact is Fact.AGE:
            days = int(value * Decimal("365.2425")) + 1
            plan.patient |= {"age": text if value == int(value) and value >= 2 else f"{days} d"}
            if value < 18:
                plan.patient |= {"weight_kg": 20 if value >= 2 else 5, "height_cm": 110 if value >= 2 else 60}
        elif fact is Fact.WEIGHT:
            plan.patient |= {"weight_kg": Decimal(text)}
        elif fact is Fact.CHILD_PUGH:
            if value < 5:
                return True  # no liver disease at all
            plan.conditions.append(self._conditions["liver-cirrhosis"])
            plan.labs[fact] = text
        elif fact in LAB_FACTS:
            plan.labs[fact] = text
        elif fact is Fact.GESTATION:
            plan.patient = {
                "age": "10 d",
                "weight_kg": 2,
                "height_cm": 45,
                **plan.patient,
                "gestation_weeks": int(value),
            }
        elif fact is Fact.POSTMENSTRUAL:
            born = {"age": "10 d", "weight_kg": 2, "height_cm": 45}
            plan.patient = {**born, **plan.patient, "age": "10 d", "gestation_weeks": int(value) - 1}
        else:
            return False
        return True

    def fulfil(self, plan: Plan, when: Iterable[str]) -> bool:
        """Make all terms hold; False where that is beyond this script."""
        terms = [parse_term(text) for text in when]
        ages = [term for term in terms if term.fact is Fact.AGE]
        if ages and not _age(plan, ages):
            return False
        for fact in dict.fromkeys(
            term.fact for term in terms if term.kind is TermKind.FACT and term.fact is not Fact.AGE
        ):
            mine = [term for term in terms if term.kind is TermKind.FACT and term.fact is fact]
            if not self._fact_term(plan, fact, mine):
                return False
        for term in terms:
            if term.kind is TermKind.CONDITION and not term.negated:
                plan.conditions.append(self._conditions[term.names[0]])
            elif term.kind is TermKind.CO_DRUG and not term.negated:
                plan.others.append(self.drugs(term.names[0])[0])
            elif term.kind is TermKind.DAYS:
                plan.line["days"] = int(_inside([term], Decimal(1)))
            elif term.kind is TermKind.RELEASE and not term.negated:
                plan.line["form"] = " prolonged-release" if term.names[0] == "prolonged" else " gastro-resistant"
            elif term.kind is TermKind.DAILY_DOSE:
                value = _inside([term], FINE)
                unit = term.amount.unit.code if term.amount else "mg"
                plan.line |= {"dose": f"{plain_decimal(value)} {unit}", "frequency": "once daily"}
        return True

    def _fact_term(self, plan: Plan, fact: Fact, terms: list[Term]) -> bool:
        names = [name for term in terms for name in term.names]
        if fact is Fact.SEX:
            plan.patient["sex"] = names[0]
            return True
        if fact is Fact.LACTATION:
            plan.patient |= {"sex": "female", "lactating": names[0] == "yes"}
            return True
        if fact is Fact.PREGNANCY:
            plan.patient |= {"sex": "female", "pregnancy_weeks": int(_inside(terms, Decimal(1)))}
            return True
        return self._put(plan, fact, _inside(terms, STEP.get(fact, FINE)))


def _age(plan: Plan, terms: list[Term]) -> bool:
    """An age within all terms, as near to a bound as may be."""
    days = {AgeUnit.YEARS: Decimal("365.2425"), AgeUnit.MONTHS: Decimal("30.436875"), AgeUnit.WEEKS: Decimal(7)}
    low, high = Decimal(0), Decimal(50_000)
    for term in terms:
        bound = (term.value or Decimal(0)) * days.get(term.age_unit or AgeUnit.DAYS, Decimal(1))
        if term.op in (Op.GE, Op.GT):
            unit = days.get(term.age_unit or AgeUnit.DAYS, Decimal(1))
            low = max(low, bound + (unit if term.op is Op.GT else 0))
        else:
            high = min(high, bound - 1)
    if low > high:
        return False
    years = low / Decimal("365.2425")
    if low == 0 and high < 50_000:
        middle = int(high)
    elif years >= 18:
        plan.patient["age"] = (
            plain_decimal(max(years, Decimal(40)).to_integral_value()) if high >= 20_000 else plain_decimal(years)
        )
        return True
    else:
        middle = int(low) + 2
    plan.patient["age"] = (
        f"{middle} d" if middle < 700 else plain_decimal(Decimal(middle) / Decimal("365.2425")).split(".")[0]
    )
    if middle >= 700 and Decimal(plan.patient["age"]) * Decimal("365.2425") < low:
        plan.patient["age"] = str(int(plan.patient["age"]) + 1)
    weight, height = (3, 50) if middle < 90 else (8, 70) if middle < 730 else (20, 115) if middle < 4000 else (50, 160)
    plan.patient |= {"weight_kg": weight, "height_cm": height}
    return True


def _inside(terms: list[Term], step: Decimal) -> Decimal:
    """A value that fulfils comparisons, beside a bound."""
    lows = [
        (term.value or Decimal(0)) + (step if term.op is Op.GT else 0) for term in terms if term.op in (Op.GE, Op.GT)
    ]
    highs = [
        (term.value or Decimal(0)) - (step if term.op is Op.LT else 0) for term in terms if term.op in (Op.LT, Op.LE)
    ]
    return min(highs) if highs else max(lows)


def _beside(row: sc.ConditionRule, fires: bool) -> Decimal | None:
    """The value at the bound that fires, or the next one that does not."""
    value, step = Decimal(row.value), STEP.get(row.fact, FINE)
    if row.fact is Fact.AGE and value < 2:
        step = Decimal("0.01")
    if row.op is Op.LT:
        return value - step if fires else value
    if row.op is Op.LE:
        return value if fires else value + step
    if row.op is Op.GT:
        return value + step if fires else value
    if row.op is Op.GE:
        return value if fires else value - step
    if row.op is Op.BETWEEN and row.value_high is not None:
        return value if fires else Decimal(row.value_high)
    return None


def _pregnant(plan: Plan, row: sc.ConditionRule, fires: bool) -> None:
    plan.patient |= {"sex": "female", "age": "30"}
    first, last = int(row.value), int(row.value_high or row.value)
    if fires:
        plan.patient["pregnancy_weeks"] = max(first, 1) if last >= 42 else last
    elif first > 0:
        plan.patient["pregnancy_weeks"] = first - 1
    elif last < 42:
        plan.patient["pregnancy_weeks"] = last + 1
    else:
        plan.patient["pregnant"] = False


def _routes(cell: tuple[str, ...]) -> list[Route]:
    allowed = sc.routes_of(cell)
    if RouteGroup.SYSTEMIC.value in cell or not cell:
        return [Route.ORAL, Route.IV, Route.SC, Route.IM]
    chosen = [route for route in ROUTES if route in allowed]
    return [*chosen, *sorted(allowed - set(chosen))][:4]


def _with_line(plan: Plan, more: dict[str, Any]) -> Case:
    document = plan.document()
    document["lines"][0] = {**document["lines"][0], **more}
    return document


def _amounts(row: sc.DoseLimit, plan: Plan) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What is written on the line beyond the limit, and at it."""
    lower = row.limit in LOWER_LIMITS
    if row.limit is LimitKind.INTERVAL_MIN and "dose" in plan.line:
        return {"frequency": "once daily"}, {"frequency": f"every {int(row.value)} days"}
    if row.limit in COUNTED_LIMITS:
        return _counts(row)
    value, step = row.value, Decimal("0.001") * (Decimal(10) ** max(0, row.value.adjusted()))
    body = f"/{row.per}" if row.per else ""
    frequency = {
        LimitKind.SINGLE_MAX: "every 12 months",
        LimitKind.SINGLE_MIN: "every 12 months",
        LimitKind.WEEKLY_MAX: "once weekly",
        LimitKind.RATE_MAX: None,
    }.get(row.limit, "once daily")
    per_time = "/h" if row.limit is LimitKind.RATE_MAX else ""
    if row.limit is LimitKind.SINGLE_MAX:
        frequency = "stat"
    days = {"days": 1} if row.limit is LimitKind.COURSE_MAX else {}
    made = []
    for amount in (value - step if lower else value + step, value):
        dose = {"dose": f"{plain_decimal(amount)} {row.unit}{body}{per_time}"}
        made.append({**dose, **({"frequency": frequency} if frequency else {}), **days})
    return made[0], made[1]


def _counts(row: sc.DoseLimit) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    value = int(row.value)
    if row.limit is LimitKind.DURATION_MAX:
        return {"days": value + 1}, {"days": value}
    if row.limit is LimitKind.DOSES_PER_DAY_MAX:
        return {"frequency": f"{value + 1} times a day"}, {"frequency": f"{value} times a day"}
    if row.limit is LimitKind.DOSES_PER_WEEK_MAX:
        return {"frequency": f"{value + 1} times a week"}, {"frequency": f"{value} times a week"}
    if row.unit == "h":
        return {"frequency": f"every {value - 1} hours"}, {"frequency": f"every {value} hours"}
    if value == 1:
        return {"frequency": "every 23 hours"}, {"frequency": "every 24 hours"}
    return {"frequency": f"every {value - 1} days"}, {"frequency": f"every {value} days"}


class Judge:
    """Says what the program finds."""

    def __init__(self) -> None:
        self._verifier = Verifier(open_compiled(default_folder()))
        self._labs = load_labs(labs_folder())

    def fired(self, cases: list[Case]) -> list[dict[str, Action]]:
        """For each prescription the rules that are reported, with their actions."""
        return [{finding.rule_id: finding.action for finding in found} for found in self.findings(cases)]

    def findings(self, cases: list[Case]) -> list[tuple[Finding, ...]]:
        """For each prescription what is found; nothing for one that cannot be read."""
        return [() if report is None else report.findings for report in self.reports(cases)]

    def reports(self, cases: list[Case]) -> list[Report | None]:
        """The reports; None for a prescription that cannot be read."""
        read = []
        for number, case in enumerate(cases):
            result = read_json(json.dumps({**case, "id": str(number)}, default=_plain), "case", self._labs)
            read.append(result.prescriptions[0] if result.prescriptions else None)
        reports = iter(self._verifier.verify([rx for rx in read if rx is not None]))
        return [None if rx is None else next(reports) for rx in read]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def main() -> None:
    """Write the files and name the rows without cases."""
    knowledge = load(default_folder())
    covered = {
        (kind, wanted.rule)
        for path in files()
        if path.parent != TARGET
        for case in cases_of(path)
        for kind, found in (("fires", case.fires), ("silent", case.silent))
        for wanted in found
    }
    maker, judge = Maker(knowledge), Judge()
    failed, by_table = [], {}
    for kind, make in ((sc.DoseLimit, maker.limits), (sc.ConditionRule, maker.conditions)):
        for item in knowledge.located(kind):
            row = item.row
            assert isinstance(row, sc.DoseLimit | sc.ConditionRule)
            done = {("fires", row.rule_id), ("silent", row.rule_id)} <= covered
            if row.action not in INTERRUPTING or done or row.subject.startswith("sum:"):
                continue
            tried = list(make(row))[:40]  # type: ignore[arg-type]
            said = judge.fired([each for pair in tried for each in pair])
            for number, (beyond, at) in enumerate(tried):
                over, under = said[2 * number], said[2 * number + 1]
                if over.get(row.rule_id) == Action(row.action.value) and row.rule_id not in under:
                    table = item.file.removeprefix("rules/").removesuffix(".csv")
                    by_table.setdefault(table, []).append((row, beyond, at))
                    break
            else:
                failed.append(f"{row.rule_id}: {len(tried)} tried")
    for path in TARGET.glob("*.yaml"):
        path.unlink()
    for table, found in sorted(by_table.items()):
        _write(table, found)
    sys.stdout.write("\n".join([*failed, f"{sum(map(len, by_table.values()))} rows, {len(failed)} failed"]) + "\n")


def _write(table: str, found: list[tuple[Any, Case, Case]]) -> None:
    """Files of a readable length."""
    lines: list[str] = []
    number = 1
    for row, beyond, at in found:
        lines += [
            f"- name: {_flow(f'{row.rule_id}: beyond')}",
            f"  rx: {_flow(beyond)}",
            f"  fires: [{{rule: {row.rule_id}, action: {row.action.value}}}]",
            f"- name: {_flow(f'{row.rule_id}: at the bound')}",
            f"  rx: {_flow(at)}",
            f"  silent: [{row.rule_id}]",
        ]
        if len(lines) > LINES_OF_FILE:
            number = _flush(table, number, lines)
    _flush(table, number, lines)


def _flush(table: str, number: int, lines: list[str]) -> int:
    if lines:
        head = [f"# At the bounds of {table}; written by tests/cases/make_boundaries.py", "cases:"]
        TARGET.mkdir(exist_ok=True)
        (TARGET / f"{table}_{number}.yaml").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
        lines.clear()
    return number + 1


def _flow(value: Any) -> str:
    """YAML on one line."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


if __name__ == "__main__":
    main()
