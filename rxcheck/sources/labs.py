"""Which laboratory results the program knows, and in which unit it keeps them: the table labs.csv."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from rxcheck.codes import Code, CodeSystem
from rxcheck.errors import KnowledgeError, Location
from rxcheck.sources.fields import fold
from rxcheck.terms import Fact

FILE = "labs.csv"
_COLUMNS = [
    "fact",
    "asked",
    "name_en",
    "name_zh",
    "loinc",
    "loinc_as",
    "unit",
    "alt_unit",
    "alt_factor",
    "source_id",
    "locator",
    "status",
]

# Spellings of UCUM units, not other units: no number changes here.
_SPELLINGS = {
    spelling: unit
    for unit, spellings in {
        "umol/L": "umol/l | μmol/l | µmol/l",
        "mg/dL": "mg/dl",
        "mmol/L": "mmol/l",
        "meq/L": "meq/l",
        "10*9/L": "10*9/l | 10^9/l | x10^9/l | x10*9/l | ×10^9/l | g/l",
        "10*3/uL": "10*3/ul | 10^3/ul | k/ul | k/cumm | 10*3/μl | k/mm3",
        "mL/min": "ml/min",
        "mL/min/{1.73_m2}": "ml/min/1.73m2 | ml/min/{1.73_m2} | ml/min/1.73 m2 | ml/min/1.73m^2 | "
        "ml/min/(1.73m2) | ml/min/1.73 m^2 | ml/min/(1.73 m2) | ml/(min·1.73m2)",
        "{INR}": "{inr} | inr | ratio | {ratio} | 1",
        "kg": "kg | 公斤 | 千克",
        "g": "g",
        "[lb_av]": "[lb_av] | lb | lbs",
        "[oz_av]": "[oz_av]",
        "cm": "cm | 厘米",
        "m": "m",
        "mm": "mm",
        "[in_i]": "[in_i] | in | inch | inches",
        "[in_us]": "[in_us]",
        "U/L": "iu/l | [iu]/l | units/l",
        "g/dL": "gm/dl",
        "ug/L": "μg/l | mcg/l",
        "ug/mL": "μg/ml | mcg/ml",
        "m[IU]/L": "miu/l | mu/l",
        "u[IU]/mL": "uiu/ml | μiu/ml | uu/ml",
        "/min": "bpm | beats/min | {beats}/min | 次/分 | 次/min | 次/分钟",
        "mm[Hg]": "mmhg | 毫米汞柱",
        "ms": "msec | 毫秒",
        "s": "sec | 秒",
        "%": "percent",
        "/uL": "/μl | cells/ul | /mm3 | {cells}/ul",
        "{score}": "points | point | 分 | score",
    }.items()
    for spelling in spellings.split(" | ")
}


class LabTest(Struct, frozen=True):
    """A known test: its canonical unit, and what the number in every accepted unit is multiplied by."""

    fact: Fact
    name: str
    unit: str
    factors: tuple[tuple[str, Decimal], ...]

    def canonical(self, value: Decimal, unit: str) -> Decimal | None:
        """`value` in the canonical unit, or None where `unit` is not accepted. A blank unit is the canonical one
        only where the test has no other."""
        if not unit.strip():
            return value if len(self.factors) == 1 else None
        spelled = _SPELLINGS.get(fold(unit).replace(" ", ""), unit.strip())
        spelled = _SPELLINGS.get(fold(unit), spelled)
        # "g/L" is grams of haemoglobin and giga of platelets: the test's own units come first.
        own = next((value * factor for name, factor in self.factors if fold(name) == fold(unit)), None)
        if own is not None:
            return own
        return next((value * factor for name, factor in self.factors if name == spelled), None)


class LabTable(Struct, frozen=True):
    """The known tests by LOINC code and by name; `reported_as` is the code of a result of which no more is known than its test."""

    by_loinc: dict[str, LabTest]
    by_name: dict[str, LabTest]
    by_fact: dict[Fact, LabTest]
    reported_as: dict[Fact, str]

    def find(self, name: str, codes: tuple[Code, ...] = ()) -> LabTest | None:
        """The test that a code names, else the one that the name names when there is no LOINC code."""
        loinc = [code.value for code in codes if code.system is CodeSystem.LOINC]
        for value in loinc:
            if value in self.by_loinc:
                return self.by_loinc[value]
        return None if loinc else self.by_name.get(fold(name))


def default_folder() -> Path:
    """The folder of the knowledge tables: in the wheel, else beside the package."""
    from rxcheck.kb.store import default_folder as tables

    return tables() / "knowledge"


@lru_cache(maxsize=8)
def load_labs(folder: Path) -> LabTable:
    """The table in `folder`, read once.

    Raises:
        KnowledgeError: the file is missing or a row of it is not valid.
    """
    path = folder / FILE
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            if reader.fieldnames != _COLUMNS:
                raise KnowledgeError(f"columns must be {', '.join(_COLUMNS)}", Location(FILE, 1))
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError("cannot be read", Location(FILE)) from error
    by_loinc: dict[str, LabTest] = {}
    by_name: dict[str, LabTest] = {}
    by_fact: dict[Fact, LabTest] = {}
    reported_as: dict[Fact, str] = {}
    for number, row in enumerate(rows, start=2):
        test = _test(row, number)
        by_fact[test.fact] = test
        if row["loinc_as"]:
            reported_as[test.fact] = row["loinc_as"]
        by_loinc.update(dict.fromkeys(row["loinc"].split(";"), test))
        names = [*row["name_en"].split(";"), *row["name_zh"].split(";"), row["fact"]]
        by_name.update({fold(name): test for name in names if name.strip()})
    return LabTable(by_loinc, by_name, by_fact, reported_as)


def _test(row: dict[str, str], number: int) -> LabTest:
    try:
        units = [unit for unit in row["alt_unit"].split(";") if unit]
        factors = [Decimal(factor) for factor in row["alt_factor"].split(";") if factor]
        pairs = tuple(zip(units, factors, strict=True))
        return LabTest(
            Fact(row["fact"]), row["name_en"].split(";")[0], row["unit"], ((row["unit"], Decimal(1)), *pairs)
        )
    except (ValueError, ArithmeticError):
        raise KnowledgeError("fact, alt_unit or alt_factor is not valid", Location(FILE, number)) from None
