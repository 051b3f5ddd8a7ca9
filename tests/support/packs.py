"""Small packs for tests, written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rxcheck.kb.packs import FORMAT, Manifest, PackEntry, PackPair, write_pack

Row = tuple[str, str, str]  # drug, drug, grade


def pack_of(
    folder: Path,
    rows: Iterable[Row],
    *,
    scale: str = "generic",
    interrupts: bool = False,
    routes: tuple[str, ...] = (),
    condition: str = "",
    source_id: str | None = None,
) -> Path:
    """A pack called as its folder, with one statement for each row."""
    entries, pairs = [], []
    for number, (one, two, grade) in enumerate(rows, 1):
        entries.append(
            PackEntry(
                entry=number,
                grade=grade,
                routes_a=routes,
                routes_b=routes,
                condition=condition,
                text="",
                locator=f"row {number}",
                file="hand.csv",
                row=number + 1,
            )
        )
        pairs.append(PackPair(one, two, number))
    manifest = Manifest(
        format=FORMAT,
        name=folder.name,
        scale=scale,
        source_id=source_id or folder.name,
        title=f"The {folder.name} list",
        edition="2026",
        licence="",
        interrupts=interrupts,
        imported_on="2026-11-22",
        knowledge="",
        files={},
        counts={},
    )
    write_pack(folder, manifest, entries, pairs, ())
    return folder
