"""A random sample of prescriptions for review (处方点评抽样): the smallest keyed hashes of each stratum, however the table was cut."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rxcheck.errors import UsageError
from rxcheck.terms import SampleBy

if TYPE_CHECKING:
    import pyarrow as pa

_PRUNE_AT = 200_000  # rows beside those that are kept


class Sample(Struct, frozen=True):
    """What to draw: a number of prescriptions, or (`percent`) a share of them; in strata of `by`; `seed` says which."""

    size: Decimal
    percent: bool = False
    by: SampleBy = SampleBy.NONE
    seed: int = 0

    def most(self, prescriptions: int) -> int:
        """The most that any stratum can give, where there are no more than so many prescriptions."""
        if not self.percent:
            return int(self.size)
        return max(1, _rounded(self.size * prescriptions / 100))


class Drawn(Struct, frozen=True):
    """The account of a sample: what was asked for, out of how many, in how many strata, and how many were drawn."""

    asked: str
    by: SampleBy
    seed: int
    prescriptions: int
    strata: int
    drawn: int


def sample_of(text: str, by: SampleBy, seed: int) -> Sample:
    """ "100" or "2%".

    Raises:
        UsageError: it is neither.
    """
    bare = text.strip()
    percent = bare.endswith(("%", "％"))
    try:
        size = Decimal(bare.rstrip("%％").strip())
    except InvalidOperation:
        size = Decimal(0)
    whole = size.is_finite() and (percent or size == size.to_integral_value())
    if not whole or size <= 0 or size > (100 if percent else 1_000_000):
        raise UsageError("--sample is a number of prescriptions up to 1000000, or a percentage: 100 or 2%")
    return Sample(size.normalize(), percent, by, seed)


def asked(sample: Sample) -> str:
    """As it was written: "100", "2%"."""
    return f"{sample.size:f}{'%' if sample.percent else ''}"


def hash_of(seed: int, ident: str) -> int:
    """64 bits, evenly spread over the ids, others for every seed."""
    key = f"rxcheck sample {seed}".encode()[:64]
    return int.from_bytes(hashlib.blake2b(ident.encode(), digest_size=8, key=key).digest(), "big")


def hashed(prescriptions: pa.Table, sample: Sample) -> pa.Table:
    """Prescriptions with their `stratum` and `hash`; the first of an id counts."""
    import pyarrow as pa

    idents = prescriptions["prescription_id"].to_pylist()
    hashes = pa.array([hash_of(sample.seed, ident) for ident in idents], pa.uint64())
    if sample.by is SampleBy.NONE:
        strata = pa.array([""] * len(idents), pa.string())
    else:
        strata = prescriptions[sample.by.value].combine_chunks().fill_null("")
    return prescriptions.append_column("stratum", strata).append_column("hash", hashes)


def counted(rows: pa.Table) -> dict[str, int]:
    """How many prescriptions each stratum has."""
    found = rows["stratum"].combine_chunks().value_counts()
    return dict(zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True))


def smallest(rows: pa.Table, most: Mapping[str, int] | int) -> pa.Table:
    """Of each stratum the rows with the smallest hashes, as many as `most` says, by stratum and hash."""
    import pyarrow.compute as pc

    order = [("stratum", "ascending"), ("hash", "ascending"), ("prescription_id", "ascending")]
    rows = rows.take(pc.sort_indices(rows, sort_keys=order))
    names = rows["stratum"].combine_chunks().dictionary_encode()
    codes = names.indices.to_numpy(zero_copy_only=False)
    starts = np.searchsorted(codes, np.arange(len(names.dictionary)))
    rank = np.arange(len(codes)) - starts[codes]
    limits = [most if isinstance(most, int) else most.get(name, 0) for name in names.dictionary.to_pylist()]
    return rows.filter(rank < np.array(limits, dtype=np.int64)[codes])


def allocated(sample: Sample, strata: Mapping[str, int]) -> dict[str, int]:
    """How many to draw of each stratum: in proportion to its prescriptions, and at least one of each.

    A number is met exactly (largest remainders; of equal ones the first names), unless there are more strata than that.
    """
    if sample.percent:
        return {name: min(size, max(1, _rounded(sample.size * size / 100))) for name, size in strata.items()}
    return _shared_out(int(sample.size), strata)


def _shared_out(wanted: int, strata: Mapping[str, int]) -> dict[str, int]:
    drawn: dict[str, int] = {}
    open_ = {name: size for name, size in strata.items() if size}
    while True:
        total, left = sum(open_.values()), max(0, min(wanted, sum(strata.values())) - len(drawn))
        small = [name for name, size in open_.items() if size * left < total]
        if not small:
            break
        for name in small:
            drawn[name] = 1
            del open_[name]
    quotas = {name: Fraction(size * left, total) for name, size in open_.items()}
    shares = {name: int(quota) for name, quota in quotas.items()}
    spare = left - sum(shares.values())
    for name in sorted(quotas, key=lambda name: (shares[name] - quotas[name], name))[:spare]:
        shares[name] += 1
    return drawn | shares


def drawn_from(parts: Iterable[pa.Table], most: Mapping[str, int]) -> pa.Table:
    """The sample, of candidates part by part; memory goes with the sample, not with the table."""
    import pyarrow as pa

    def kept(tables: list[pa.Table]) -> pa.Table:
        return smallest(pa.concat_tables(tables), most)

    held: list[pa.Table] = []
    more = 0
    for table in parts:
        held.append(table)
        more += len(table)
        if more > _PRUNE_AT:
            held, more = [kept(held)], 0
    return kept(held)


def _rounded(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def rows_of(sample: pa.Table, strata: Mapping[str, int], most: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    """The sample as rows: what a reviewer sees, with two cells to fill in."""
    for row in sample.to_pylist():
        yield (
            row["prescription_id"],
            row["store"],
            row["prescriber"],
            row["authored_on"],
            row["lines"],
            row["findings"],
            row["worst"],
            row["cn_review"],
            strata[row["stratum"]],
            most[row["stratum"]],
            None,
            None,
        )
