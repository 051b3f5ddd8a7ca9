"""A table of prescriptions as a chain writes them: drugs, doses and names of the tables, 3.5 lines each, patients with gaps.

    python benchmarks/audit/make.py PRESCRIPTIONS OUT.csv [--seed 1]

The same seed gives the same table; of two sizes, the smaller is the beginning of the larger.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.audit.formulary import CHILD_AGES, Line, adult_lines, child_lines, standard_weight
from rxcheck.kb.load import Knowledge, load
from rxcheck.kb.store import default_folder

if TYPE_CHECKING:
    import pyarrow as pa

    Codes = np.ndarray[tuple[int], np.dtype[np.int64]]

HEADER = "prescription_id,store,prescriber,authored_on,age,sex,weight_kg,egfr,allergies,conditions,drug,dose,unit,route,frequency,days".split(
    ","
)
CHUNK = 50_000  # prescriptions that are made at once
LINES, LINE_WEIGHTS = (1, 2, 3, 4, 5, 6, 8), (14, 20, 22, 18, 12, 9, 5)
KEPT_TWICE = 0.1  # of the lines whose drug stands on the prescription already
STORES, PRESCRIBERS = 400, 3000
EGFR = (*("",) * 8, "105", "90", "82", "75", "60", "52", "44", "32", "22", "12")
ALLERGIES = (*("",) * 4, *("none",) * 8, "penicillin", "sulfa", "青霉素", "aspirin", "cephalosporins")
CONDITIONS = (
    *("",) * 8,
    *("hypertension", "高血压") * 3,
    *("type 2 diabetes", "2型糖尿病", "hypertension;type 2 diabetes", "高血压;2型糖尿病") * 2,
    "atrial fibrillation",
    "heart failure;hypertension",
    "gout",
    "asthma",
    "COPD",
    "depression",
    "epilepsy",
    "hypothyroidism",
    "peptic ulcer",
    "chronic kidney disease;hypertension",
    "osteoporosis",
    "前列腺增生",
    "冠心病",
    "Parkinson's disease",
)
DAYS = ("7", "7", "14", "14", "28", "30", "30", "90", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prescriptions", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.out, options.prescriptions, options.seed)


def write(out: Path, prescriptions: int, seed: int = 1) -> None:
    """Write a table, chunk by chunk; the same seed gives the same table."""
    chunks = _Chunks(seed)
    with out.open("wb") as file:
        file.write(f"{','.join(HEADER)}\n".encode())
        for first in range(0, prescriptions, CHUNK):
            rows = chunks.rows(first, min(CHUNK, prescriptions - first))
            file.write(rows.buffers()[2])  # the texts of an array lie one behind the other


@cache
def _knowledge() -> Knowledge:
    return load(default_folder())


class _Pool:
    """Lines to draw from, by their shares."""

    def __init__(self, lines: Sequence[Line], begin: int) -> None:
        self.begin = begin  # number of its first line among those of all pools
        edges = np.cumsum([line.share for line in lines])
        self._edges = edges / edges[-1]

    def draw(self, chances: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Codes:
        return self.begin + np.searchsorted(self._edges, chances, side="right")


class _Chunks:
    """Makes the tables of a seed."""

    def __init__(self, seed: int) -> None:
        import pyarrow as pa

        knowledge = _knowledge()
        self._seed = seed
        adults, children = adult_lines(knowledge, seed), child_lines(knowledge, seed)
        lines: list[Line] = list(adults)
        self._adults = _Pool(adults, 0)
        self._children: dict[int, _Pool] = {}
        for age, pool in children.items():
            self._children[age] = _Pool(pool, len(lines))
            lines += pool
        self._about = np.array([line.about for line in lines])
        self._lines = pa.array([_row(line.drug, line.dose, line.unit, line.route, line.frequency) for line in lines])
        self._words = {
            name: pa.array([value if name == "days" else _row(value) for value in values])
            for name, values in {
                "store": [f"store-{number:03d}" for number in range(STORES)],
                "prescriber": [f"dr-{number:04d}" for number in range(PRESCRIBERS)],
                "authored_on": [f"2026-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)],
                "number": [str(number) for number in range(200)],
                "sex": ["f", "m"],
                "weight": ["", *(str(number) for number in range(1, 200))],
                "egfr": EGFR,
                "allergies": ALLERGIES,
                "conditions": CONDITIONS,
                "days": [f"{days}\n" for days in DAYS],
            }.items()
        }

    def rows(self, first: int, count: int) -> pa.StringArray:
        """The rows of `count` prescriptions from the one with the number `first`, the first of a chunk, on."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rng = np.random.default_rng((self._seed, first // CHUNK))
        # Whatever `count` is, a whole chunk is drawn: that makes a smaller table the beginning of a larger one.
        age = np.clip(rng.normal(60, 20, CHUNK), 1, 99).astype(np.int64)
        weight = np.where(rng.random(CHUNK) < 0.5, 0, np.clip(rng.normal(72, 15, CHUNK), 40, 150).astype(np.int64))
        weight = np.where(age < 18, standard_weight(1) + 3 * (age - 1) + rng.integers(-1, 2, CHUNK), weight)
        store = rng.integers(0, STORES, CHUNK)
        shared: dict[str, Codes] = {
            "store": store,
            "prescriber": (store * 7 + np.minimum(rng.geometric(0.2, CHUNK), 40)) % PRESCRIBERS,
            "authored_on": rng.integers(0, len(self._words["authored_on"]), CHUNK),
            "number": age,
            "sex": rng.integers(0, 2, CHUNK),
            "weight": weight,
            "egfr": np.where(age < 18, 0, rng.integers(0, len(EGFR), CHUNK)),
            "allergies": rng.integers(0, len(ALLERGIES), CHUNK),
            "conditions": np.where(age < 18, 0, rng.integers(0, len(CONDITIONS), CHUNK)),
        }
        size = rng.choice(LINES, CHUNK, p=np.array(LINE_WEIGHTS) / sum(LINE_WEIGHTS))
        size = np.where(age < 18, np.minimum(size, 3), size)
        rx = np.repeat(np.arange(CHUNK), size)
        chances = rng.random(len(rx))
        line = self._adults.draw(chances)
        for years in CHILD_AGES:
            mine = np.flatnonzero(age[rx] == years)
            line[mine] = self._children[years].draw(chances[mine])
        days = rng.integers(0, len(DAYS), len(rx))
        again = _again(rx * (int(self._about.max()) + 1) + self._about[line]) & (rng.random(len(rx)) >= KEPT_TWICE)
        kept = np.flatnonzero(~again & (rx < count))
        rx, line, days = rx[kept], line[kept], days[kept]
        number = pc.utf8_lpad(pc.cast(pa.array(first + np.arange(count)), pa.string()), 8, "0")
        words = [self._words[name].take(pa.array(codes[:count])) for name, codes in shared.items()]
        patients = pc.binary_join_element_wise(pc.binary_join_element_wise("rx-", number, ""), *words, ",")
        parts = patients.take(pa.array(rx)), self._lines.take(pa.array(line)), self._words["days"].take(pa.array(days))
        return pc.binary_join_element_wise(*parts, ",")


def _row(*cells: str) -> str:
    """Cells of a row, with quotes where they need them."""
    if cells == ("",):
        return ""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _again(keys: Codes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """True for every key that has stood before."""
    again = np.ones(len(keys), dtype=np.bool_)
    again[np.unique(keys, return_index=True)[1]] = False
    return again


if __name__ == "__main__":
    main()
