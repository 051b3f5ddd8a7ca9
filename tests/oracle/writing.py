"""Medication names as people write them: names, brands, products, strengths in many styles, and names of nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass

from rxcheck.kb import schema as sc
from rxcheck.kb.load import Knowledge

NO_SUCH_NAMES = (
    "Zyxolin 20 mg tablet",
    "某某胶囊",
    "the white pill",
    "qwertz",
    "12345",
    "MS",
    "MgSO₄",
    "MS Contin 5 mg",
    "beta MS 10 mg",
)
# Pieces of instructions, from which safe and unsafe ways of writing come about by chance.
NUMBERS = (
    "10",
    "1.0",
    "1.00",
    ".5",
    "0.5",
    "1.05",
    "2.50",
    "100000",
    "10,000",
    "9999",
    "10000",
    "1.0-2.0",
    "１．０",
    "．５",
    "5,000.0",
)
UNITS = (
    "U",
    "u",
    "IU",
    "i.u.",
    "units",
    "UNT",
    "mg",
    "mL",
    "cc",
    "µg",
    "μg",
    "ug",
    "㎍",
    "mcg",
    "片",
    "毫克",
    "万U",
    "U/L",
    "U/kg",
    "Ｕ",
    "%",
)
GAPS = ("", " ", " ", "  ", "-", "\u3000", "每次")
USES = (
    "qd",
    "QD",
    "q.d.",
    "Q.O.D.",
    "qod",
    "q.d.s.",
    "ｑｏｄ",
    "bid",
    "qd.",
    "tiw",
    "BIW",
    "po",
    "HS",
    "SC",
    "每日一次",
    "MSO4",
    "v1.0",
    "B.",
    "x7d",
)
STRENGTHS = ("1", "2.5", "5", "10", "20", "25", "30", "50", "75", "100", "250", "325", "400", "500", "800", "1000")
FORMS = ("", "tablet", "capsule", "oral tablet", "injection", "inhaler", "gel", "cream", "extended release oral tablet")


@dataclass(frozen=True)
class Written:
    """A name as written, and the strength per form in mg where the writer gave one."""

    text: str
    strength_mg: str | None = None


class Writing:
    """Draws written names."""

    def __init__(self, knowledge: Knowledge, rng: random.Random) -> None:
        self._rng = rng
        self._names: dict[str, list[str]] = {}
        for row in knowledge.rows(sc.Drug):
            self._names[row.drug_id] = [row.name_en, row.name_en, *([row.name_zh] if row.name_zh else [])]
        for name in knowledge.rows(sc.Name):
            kind, _, key = name.target.partition(":")
            if kind == "drug" and key in self._names:
                self._names[key].append(name.name)
        self._products = [name for row in knowledge.rows(sc.Product) for name in (row.name_en, row.name_zh) if name]
        self._drugs = sorted(self._names)
        self._codes = {row.drug_id: row.rxcui for row in knowledge.rows(sc.Drug) if row.rxcui}

    def any_drug(self) -> str:
        return self._rng.choice(self._drugs)

    def rxcui(self, drug: str) -> str | None:
        return self._codes.get(drug)

    def unknown(self) -> Written:
        return Written(self._rng.choice(NO_SUCH_NAMES))

    def instructions(self) -> tuple[str, ...]:
        """Texts beside the name, as written; mostly none."""
        rng = self._rng
        if rng.random() < 0.6:
            return ()
        return tuple(self._instruction() for _ in range(rng.choice((1, 1, 2))))

    def _instruction(self) -> str:
        rng = self._rng
        if rng.random() < 0.1:
            return rng.choice(NUMBERS)
        parts = [rng.choice(NUMBERS) + rng.choice(GAPS) + rng.choice(UNITS) if rng.random() < 0.6 else rng.choice(USES)]
        parts += [rng.choice(USES) for _ in range(rng.choice((0, 1, 2)))]
        return rng.choice((" ", " ", "", ", ", "，")).join(parts)

    def tail(self) -> str:
        """What is sometimes written behind a name."""
        rng = self._rng
        return "" if rng.random() < 0.93 else " " + rng.choice(NUMBERS) + rng.choice(GAPS) + rng.choice(UNITS)

    def product(self) -> Written:
        """A fixed combination, with or without its strengths."""
        if not self._products:
            return self.unknown()
        return Written(self._rng.choice(self._products) + self._rng.choice(("", "", " 5/325 mg tablet", " 40/12.5 mg")))

    def combination(self, first: str) -> Written:
        """Two ingredients joined by hand."""
        rng, second = self._rng, self.any_drug()
        one, two = self._names[first][0], self._names[second][0]
        left, right = rng.choice(STRENGTHS), rng.choice(STRENGTHS)
        styles = (
            f"{one} {left} mg / {two} {right} mg oral tablet",
            f"{one} {left} mg + {two} {right} mg",
            f"{one} and {two}",
            f"{one}/{two} {left}/{right} mg",
        )
        return Written(rng.choice(styles))

    def single(self, drug: str) -> Written:
        """One ingredient; a strength per form, per volume, per cent, or none."""
        rng = self._rng
        name, amount = rng.choice(self._names[drug]), rng.choice(STRENGTHS)
        form = rng.choice(FORMS)
        style = rng.randint(0, 9)
        if style <= 2:
            return Written(f"{name} {form}".strip())
        if style <= 5:
            return Written(f"{name} {amount} mg {form}".strip(), amount)
        if style == 6:
            return Written(
                f"{name} {amount} mg/{rng.choice(('', '5 ', '10 '))}mL {rng.choice(('oral solution', ''))}".strip()
            )
        if style == 7:
            return Written(f"{name} {rng.choice(('1', '5', '0.9'))}% {rng.choice(('gel', 'cream', 'solution'))}")
        if style == 8:
            return Written(f"{name} {amount}mg*{rng.choice(('10', '24'))}片", amount)
        return Written(f"{name} {amount} {rng.choice(('units/mL', 'mcg', 'mcg/actuat', 'units', 'g', 'meq'))}")
