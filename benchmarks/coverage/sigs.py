"""The SMART sample's instructions against the columns that stand beside them.

    python benchmarks/coverage/sigs.py [--folder FOLDER]

In meds.txt the columns are dose and frequency. In ri-sigs.txt the quantity over the days of supply decides how many a
day, where the form is counted and the quantity is filled. Prints how many strings are equal, every exception with its
kind, and exits with 1 if one has none. Where the columns are empty an instruction has to be read without a problem.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxcheck.quantity import Dimension, QuantityError, parse_dose
from rxcheck.sig.parse import SigResult, parse_sig
from rxcheck.terms import Reason
from tests.support.smart import Row, rows_of, smart_folder

_UNITS = {"[drp]": "{drop}", "units": "[IU]", "inj": "{dose}", "tsp": "mL"}
_TEASPOON = 5
_HOURS = {"/d": 24, "/wk": 168}


class Kind(StrEnum):
    """Why an instruction and its columns differ."""

    COLUMN = "the columns contradict the text, or other rows with the same text"
    SIDES = "the columns count one side, the text both or an open number of sides"
    DIRECTED = "the text refers to directions or a scale that are not there"
    LENGTH = "a length of ribbon is no amount"
    SECONDS = "minutes apart: no rate per day is stated"
    WORDLESS = "no instruction in the text"
    COURSE = "dispensed in packs that do not fit the stated rate"


# What no rule can tell from the text and the columns alone.
LISTED: dict[str, Kind] = {
    "2 puffs bid": Kind.COLUMN,  # columns: 4 a day, twice what the text says
    "4 gtt in ear bid x7 days": Kind.COLUMN,  # columns: 3 a day
    "4 gtt in ear bid x7 day": Kind.COLUMN,
    "2 bid x1": Kind.COLUMN,  # whether x1 is a day or a dose stands nowhere
    "1 tab qd": Kind.COLUMN,  # one of many rows says 2 a day
    "1 cap once a week": Kind.COLUMN,  # one of three rows says 2
    "2 bid x 1 day": Kind.COURSE,  # 21 for 7 days
    "1 tid x 7 days": Kind.COURSE,
    "1/4 inch in eye bid x5 days": Kind.LENGTH,
    "1/4 inch in eye bid x 5 days": Kind.LENGTH,
    "1 sl q5min x3 prn angina": Kind.SECONDS,
    "1 sl q 5min x 3 prn angina": Kind.SECONDS,
    "sig": Kind.WORDLESS,
}
_SIDED = ("ou", "nostril", "nostrils", "eyes", "ears")


def compare(folder: Path) -> tuple[int, int, list[tuple[str, str, Kind | None]]]:
    """Strings, equal ones, and the exceptions: text, what was read beside the columns, kind."""
    strings: set[tuple[str, str]] = set()
    exceptions: dict[tuple[str, str], tuple[str, str, Kind | None]] = {}
    for row in rows_of(folder / "meds.txt"):
        text = row["SIG"].strip()
        if text:
            strings.add(("meds", text))
            if said := _against_columns(parse_sig(text), row):
                exceptions["meds", text] = (text, said, _kind(parse_sig(text), text))
    for text, rows in _by_text(folder / "ri-sigs.txt").items():
        strings.add(("ri-sigs", text))
        if said := _against_supply(parse_sig(text), rows):
            exceptions["ri-sigs", text] = (text, said, _kind(parse_sig(text), text))
    return len(strings), len(strings) - len(exceptions), sorted(exceptions.values())


def _by_text(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows_of(path):
        if text := row["SIG"].strip():
            found.setdefault(text, []).append(row)
    return found


def _kind(result: SigResult, text: str) -> Kind | None:
    listed = LISTED.get(text.casefold())
    if listed:
        return listed
    if any(problem.reason in (Reason.AS_DIRECTED, Reason.SLIDING_SCALE) for problem in result.problems):
        return Kind.DIRECTED
    return Kind.SIDES if any(word in text.casefold().split() for word in _SIDED) else None


def _against_columns(result: SigResult, row: Row) -> str | None:
    """How the reading differs from dose and frequency of a row of meds.txt; None where it does not."""
    dosage = result.dosage
    if row["Q_TO_TAKE_VALUE"]:
        wanted = _amount(row["Q_TO_TAKE_VALUE"], row["Q_TO_TAKE_UNIT"])
        got = dosage.dose
        if got is None or wanted is None or got.most.base * wanted[1] != wanted[0] * got.most.unit.scale:
            return f"dose {got}, column {row['Q_TO_TAKE_VALUE']} {row['Q_TO_TAKE_UNIT']}"
    if row["FREQUENCY_VALUE"]:
        rate = Fraction(int(row["FREQUENCY_VALUE"]), _HOURS[row["FREQUENCY_UNIT"]])
        if dosage.frequency is None or Fraction(dosage.frequency.count, dosage.frequency.hours) != rate:
            return f"frequency {dosage.frequency}, column {row['FREQUENCY_VALUE']}{row['FREQUENCY_UNIT']}"
    return _problem(result)


def _amount(value: str, unit: str) -> tuple[int, int] | None:
    """Base units of the column's dose, and how many one of its unit has."""
    factor = _TEASPOON if unit == "tsp" else 1
    try:
        dose = parse_dose(value, _UNITS.get(unit, unit))
    except QuantityError:
        return None
    return dose.low.base * factor, dose.low.unit.scale


def _problem(result: SigResult) -> str | None:
    return ", ".join(f"{problem.fact} {problem.reason}" for problem in result.problems) or None


def _against_supply(result: SigResult, rows: list[Row]) -> str | None:
    """How the reading differs from quantity over days of supply, by most rows of one text; None where it does not."""
    dosage = result.dosage
    said = _problem(result)
    if said or dosage.dose is None or dosage.frequency is None or dosage.dose.most.dimension is not Dimension.FORM:
        return said
    supplies = Counter(
        Fraction(row["DRUG_QUANTITY"]) / int(row["DAYS_SUPPLY"])
        for row in rows
        if row["DRUG_QUANTITY"] not in ("", "0") and row["DAYS_SUPPLY"] not in ("", "0")
    )
    pieces = dosage.dose.most.unit.code in ("{tablet}", "{capsule}", "{dose}")
    if not supplies or not pieces or dosage.frequency.hours > 24:
        return None
    daily = Fraction(dosage.dose.most.base, dosage.dose.most.unit.scale) * dosage.frequency.count * 24
    daily /= dosage.frequency.hours
    if dosage.as_needed or daily in supplies:
        return None
    return f"{daily} a day, supplied {', '.join(map(str, supplies))}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=smart_folder())
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"no reference data at {folder}")
        return 2
    count, equal, exceptions = compare(folder)
    print(f"strings {count}, equal {equal}, exceptions {len(exceptions)}")
    for text, said, kind in exceptions:
        print(f"  {text!r}: {said} – {kind or 'NOT EXPLAINED'}")
    return 1 if any(kind is None for _, _, kind in exceptions) else 0


if __name__ == "__main__":
    sys.exit(main())
