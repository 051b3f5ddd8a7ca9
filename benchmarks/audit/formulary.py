"""What a chain dispenses, in the ways that its systems write it: lines drawn from the project's own tables.

Names, strengths, routes, doses and intervals are those of knowledge/ and rules/usual_doses.csv, so that a dose fits its drug;
what is wrong (tenfold, the wrong unit, a weekly drug every day, a slip of the pen in the name) is put in, at known rates.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.kb.load import Knowledge
from rxcheck.kb.schema import Drug, Name, Product, ProductStrength, UsualDose
from rxcheck.kb.terms import NameKind
from rxcheck.quantity import plain_decimal
from rxcheck.terms import DrugKind, Lang, Route

DRUGS, PRODUCTS, HERBS = 400, 60, 25
# The order in which the commonest are dispensed; the tables do not say it. All others follow by their number of brand names.
COMMONEST = (
    "atorvastatin metformin amlodipine lisinopril levothyroxine omeprazole aspirin metoprolol paracetamol losartan salbutamol"
    " gabapentin hydrochlorothiazide sertraline simvastatin amoxicillin furosemide pantoprazole escitalopram rosuvastatin"
    " ibuprofen tramadol clopidogrel valsartan prednisone tamsulosin nifedipine trazodone citalopram fluoxetine carvedilol"
    " bisoprolol warfarin spironolactone allopurinol glimepiride acarbose montelukast cetirizine diclofenac azithromycin"
    " ciprofloxacin doxycycline clarithromycin zolpidem alprazolam digoxin apixaban rivaroxaban methotrexate"
).split()
FORMS = {  # the forms of a route: of RxNorm, short, Chinese, unit
    Route.ORAL: (("Oral Tablet", "tab", "片", "tablet"), ("Oral Capsule", "cap", "胶囊", "capsule")),
    Route.INHALED: (("Inhalation Powder", "inhaler", "吸入剂", "puff"),),
    Route.NASAL: (("Nasal Spray", "nasal spray", "鼻喷雾剂", "spray"),),
    Route.SC: (("Injection", "inj", "注射液", "ampule"),),
    Route.SUBLINGUAL: (("Sublingual Tablet", "SL tab", "舌下片", "tablet"),),
    Route.RECTAL: (("Rectal Suppository", "supp", "栓", "suppository"),),
    Route.TRANSDERMAL: (("Transdermal System", "patch", "贴剂", "patch"),),
}
# Words of each: the last is Chinese.
ROUTES = {
    Route.ORAL: ("po", "口服"),
    Route.INHALED: ("inhaled", "吸入"),
    Route.NASAL: ("nasal", "鼻喷"),
    Route.SC: ("sc", "皮下注射"),
    Route.SUBLINGUAL: ("sublingual", "舌下含服"),
    Route.RECTAL: ("rectal", "直肠给药"),
    Route.TRANSDERMAL: ("transdermal", "经皮"),
}
UNIT_WORDS = {"mg": ("mg", "毫克"), "ug": ("ug", "mcg", "微克"), "g": ("g", "克"), "[IU]": ("IU", "单位")}
FORM_WORDS = {"tablet": ("tablet", "tab", "片")}
EVERY = {
    24: ("qd", "once daily", "qn"),
    12: ("bid", "twice daily", "q12h"),
    8: ("tid", "3 times a day", "q8h"),
    6: ("qid", "q6h"),
    4: ("q4h",),
    168: ("qw", "once weekly"),
    672: ("q4w",),
}
CHINESE_TIMES = {24: "每日一次", 12: "每日两次", 8: "每日三次", 6: "每日四次", 168: "每周一次"}
RXNORM = {"mg": (1, "MG"), "ug": (Decimal("0.001"), "MG"), "g": (1000, "MG"), "[IU]": (1, "UNT")}
WRONG = {"mg": "g", "ug": "mg"}
UNKNOWN_SHARE = 0.015
UNKNOWN = ("House mixture 12", "院内制剂3号", "Compounded cream B", "代煎中药饮片")
# Weights, among the 1 of an item, of lines that are not as they should be.
TENFOLD, TENTH, DOUBLE, WRONG_UNIT, WRONG_TIME, NO_DOSE, NO_TIME, SLIP = (
    0.006,
    0.002,
    0.02,
    0.002,
    0.004,
    0.01,
    0.015,
    0.004,
)
CHILD_AGES = range(1, 12)
_ADULT = ((), ("age>=18a",), ("age>=18a", "!release=prolonged"))


class Line(Struct, frozen=True):
    """A line as written; `about` is the number of its drug, product or herb, `share` how often it is written, among all lines."""

    about: int
    drug: str
    dose: str
    unit: str
    route: str
    frequency: str
    share: float


class _Names(Struct, frozen=True):
    english: tuple[str, ...]  # the generic name, then salts
    chinese: tuple[str, ...]
    brands: tuple[str, ...]
    foreign: tuple[str, ...]  # Chinese brands


class _Item(Struct, frozen=True):
    """Something dispensed: one usual dose from `low` to `high` every `hours`. Without a `unit` it is counted in units of its form."""

    names: _Names
    route: Route
    low: Decimal
    high: Decimal
    unit: str
    hours: int


class _Sig(Struct, frozen=True):
    dose: str
    unit: str
    route: str
    frequency: str


def adult_lines(knowledge: Knowledge, seed: int) -> list[Line]:
    """The lines that adults get; their shares add up to 1."""
    rng = random.Random(seed)
    names = _names(knowledge)
    items = list(_drugs(knowledge, names))
    # Products and herbs stand among the drugs, ever rarer.
    for extra, begin, step in ((_products(knowledge, names), 40, 6), (_herbs(knowledge, names), 50, 14)):
        for number, item in enumerate(extra):
            items.insert(begin + number * step, item)
    known = _shared(items, rng, 1 - UNKNOWN_SHARE)
    return known + [
        Line(len(items) + number, name, "10", "ml", "po", "tid", UNKNOWN_SHARE / len(UNKNOWN))
        for number, name in enumerate(UNKNOWN)
    ]


def child_lines(knowledge: Knowledge, seed: int) -> dict[int, list[Line]]:
    """By age in years the lines that children get, weighed out for the standard weight of their age."""
    rng = random.Random(seed)
    names = _names(knowledge)
    made: dict[int, list[Line]] = {}
    for age in CHILD_AGES:
        words = f"age>={2 if age < 6 else 6}a" if age >= 2 else "age>=28d"
        rows = {
            row.drug: row
            for row in knowledge.rows(UsualDose)
            if row.per == "kg"
            and row.routes[0] == Route.ORAL.value
            and row.interval_hours in EVERY
            and row.unit in UNIT_WORDS
            and row.when[:1] in ((words,), ("age>=28d",))
        }
        kilograms = standard_weight(age)
        items = []
        for drug in _by_rank(rows, Counter()):
            row = rows[drug]
            dose = _rounded((row.single_low + row.single_high) / 2 * kilograms)
            items.append(_Item(names[f"drug:{drug}"], Route.ORAL, dose, dose, row.unit, row.interval_hours))
        made[age] = _shared(items, rng, 1)
    return made


def standard_weight(age: int) -> int:
    """Kilograms of a child of an age in completed years."""
    return 7 + 3 * age


def _names(knowledge: Knowledge) -> dict[str, _Names]:
    """The names of every drug and product, by target ("drug:metformin")."""
    found: dict[tuple[str, Lang, NameKind], list[str]] = defaultdict(list)
    for name in knowledge.rows(Name):
        found[name.target, name.lang, name.kind].append(name.name)
    own = {f"drug:{drug.drug_id}": (drug.name_en, drug.name_zh) for drug in knowledge.rows(Drug)}
    own |= {f"product:{product.product_id}": (product.name_en, product.name_zh) for product in knowledge.rows(Product)}
    return {
        target: _Names(
            (english, *found[target, Lang.EN, NameKind.SALT][:2]),
            (chinese, *found[target, Lang.ZH, NameKind.SALT][:2]) if chinese else (),
            tuple(found[target, Lang.EN, NameKind.BRAND][:3]),
            tuple(found[target, Lang.ZH, NameKind.BRAND][:2]),
        )
        for target, (english, chinese) in own.items()
    }


def _brands(knowledge: Knowledge) -> Counter[str]:
    return Counter(name.target.partition(":")[2] for name in knowledge.rows(Name) if name.kind is NameKind.BRAND)


def _by_rank(ids: Iterable[str], brands: Counter[str]) -> list[str]:
    """The commonest first."""
    place = {drug: number for number, drug in enumerate(COMMONEST)}
    return sorted(ids, key=lambda each: (place.get(each, len(place)), -brands[each], each))


def _drugs(knowledge: Knowledge, names: dict[str, _Names]) -> Iterator[_Item]:
    real = {drug.drug_id for drug in knowledge.rows(Drug) if drug.kind is DrugKind.DRUG}
    rows: dict[str, UsualDose] = {}
    for row in knowledge.rows(UsualDose):
        fits = row.per is None and row.routes[0] in FORMS and row.when in _ADULT
        if fits and row.drug in real and row.interval_hours in EVERY and row.unit in UNIT_WORDS:
            rows.setdefault(row.drug, row)
    for drug in _by_rank(rows, _brands(knowledge))[:DRUGS]:
        row = rows[drug]
        low, high = row.single_low, row.single_high
        yield _Item(names[f"drug:{drug}"], Route(row.routes[0]), low, high, row.unit, row.interval_hours)


def _products(knowledge: Knowledge, names: dict[str, _Names]) -> Iterator[_Item]:
    """Combinations that are taken by the tablet."""
    whole = {row.product_id for row in knowledge.rows(ProductStrength) if row.per is None and "?" not in row.strengths}
    for product in _by_rank(whole, _brands(knowledge))[:PRODUCTS]:
        yield _Item(names[f"product:{product}"], Route.ORAL, Decimal(1), Decimal(1), "", 24 if len(product) % 2 else 12)


def _herbs(knowledge: Knowledge, names: dict[str, _Names]) -> Iterator[_Item]:
    herbs = [drug.drug_id for drug in knowledge.rows(Drug) if drug.kind is DrugKind.HERB]
    for herb in _by_rank(herbs, _brands(knowledge))[:HERBS]:
        yield _Item(names[f"drug:{herb}"], Route.ORAL, Decimal(2), Decimal(3), "", 8)


def _shared(items: list[_Item], rng: random.Random, whole: float) -> list[Line]:
    """The lines of items of which the first is the commonest; their shares add up to `whole`."""
    weights = [1 / (rank + 4) ** 0.9 for rank in range(len(items))]
    size = sum(weights) / whole
    lines = []
    for number, (item, weight) in enumerate(zip(items, weights, strict=True)):
        written = list(_written(item, rng))
        total = sum(share for _, _, share in written)
        lines += [
            Line(number, name, sig.dose, sig.unit, sig.route, sig.frequency, weight / size * share / total)
            for name, sig, share in written
        ]
    return lines


def _written(item: _Item, rng: random.Random) -> Iterator[tuple[str, _Sig, float]]:
    """(name, how it is taken, weight) of the ways in which an item is written."""
    usual = _sig(item, item.low, False, rng), _sig(item, item.low, True, rng)
    more = _sig(item, item.high, False, rng), _sig(item, item.high, True, rng)
    for name, share, chinese in _named(item, rng):
        yield name, usual[chinese], share * 0.65
        yield name, more[chinese], share * 0.35
    name, sig = item.names.english[0].lower(), usual[0]
    for factor, share in ((10, TENFOLD), (Decimal("0.1"), TENTH), (2, DOUBLE)):
        yield name, replace(sig, dose=plain_decimal(item.low * factor)), share
    if item.unit in WRONG:
        yield name, replace(sig, unit=WRONG[item.unit]), WRONG_UNIT
    if item.hours > 24:
        yield name, replace(sig, frequency="qd"), WRONG_TIME
    yield name, replace(sig, dose="", unit=""), NO_DOSE
    yield name, replace(sig, frequency=""), NO_TIME
    place = rng.randrange(1, len(name))
    yield name[:place] + name[place + 1 :], sig, SLIP


def _named(item: _Item, rng: random.Random) -> Iterator[tuple[str, float, bool]]:
    """(name, weight, whether it is Chinese)."""
    names, strength = item.names, f"{plain_decimal(item.low)} {item.unit}" if item.unit else ""
    of_rxnorm, short, form, _ = rng.choice(FORMS[item.route])
    english, salt = names.english[0], rng.choice(names.english)
    yield english.lower(), 0.2, False
    if item.unit in RXNORM:
        factor, word = RXNORM[item.unit]
        yield f"{salt} {plain_decimal(item.low * factor)} {word} {of_rxnorm}", 0.27, False
        yield f"{salt.lower()} {strength} {short}", 0.13, False
        yield f"{salt}, {of_rxnorm}, {strength}", 0.02, False
    for brand in names.brands:
        yield brand, 0.1 / len(names.brands), False
    if not names.chinese:
        return
    chinese = rng.choice(names.chinese)
    yield names.chinese[0], 0.06, True
    yield f"{chinese}{form}", 0.16, True
    if item.unit == "mg":
        size = f"{plain_decimal(item.low / 1000)}g" if item.low >= 100 else f"{plain_decimal(item.low)}mg"
        yield f"{chinese}{form} {size}", 0.08, True
    for brand in names.foreign:
        yield brand, 0.06 / len(names.foreign), True


def _sig(item: _Item, dose: Decimal, chinese: bool, rng: random.Random) -> _Sig:
    unit = UNIT_WORDS[item.unit] if item.unit else FORM_WORDS[FORMS[item.route][0][3]]
    place = -1 if chinese and rng.random() < 0.6 else 0
    times = EVERY[item.hours]
    return _Sig(
        plain_decimal(dose),
        unit[place] if place else rng.choice(unit[:-1]),
        ROUTES[item.route][place],
        CHINESE_TIMES.get(item.hours, times[0]) if place else rng.choice(times),
    )


def _rounded(value: Decimal) -> Decimal:
    """Two significant digits."""
    return Decimal(f"{value:.2g}")
