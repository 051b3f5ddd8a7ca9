"""Statistics of each part beside the part, and those of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rxcheck.audit.folder import Folder
from rxcheck.audit.statistics.counting import statistics_of
from rxcheck.audit.statistics.model import Statistics
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.store import Compiled

if TYPE_CHECKING:
    import pyarrow as pa

_ANTIMICROBIALS = "class:cn-antimicrobial"


def antimicrobials(compiled: Compiled) -> frozenset[str]:
    """Drugs that China's rules of 2012 count as antimicrobials; none where the tables have no such class."""
    text = compiled.text
    if _ANTIMICROBIALS not in text.selectors:
        return frozenset()
    members = compiled.arrays["sel_member"][text.selectors.index(_ANTIMICROBIALS)]
    return frozenset(text.drugs[code] for code in np.flatnonzero(members))


def keep_statistics(folder: Folder, number: int, tables: Mapping[str, pa.Table], compiled: Compiled) -> None:
    """Count the tables of a part, and write the counts down.

    Raises:
        OSError: the disk is full.
    """
    found = statistics_of(tables, antimicrobials(compiled))
    write_bytes_atomically(folder.part("statistics", number, "json"), msgspec.json.encode(found))


def merged(folder: Folder, numbers: Iterable[int]) -> Statistics:
    """Statistics of all parts, added up in their order."""
    whole = Statistics()
    for number in numbers:
        raw = folder.part("statistics", number, "json").read_bytes()
        whole.add(msgspec.json.decode(raw, type=Statistics))
    return whole.ordered()
