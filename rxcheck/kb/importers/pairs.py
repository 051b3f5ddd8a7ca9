"""A plain list of pairs: drug_a, drug_b, grade and what else it tells (CSV). Also DDInter's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rxcheck.kb.importers.french import plain
from rxcheck.kb.importers.interface import Read, Reject, RejectReason, SourceFile, Statement
from rxcheck.kb.importers.table import read_rows
from rxcheck.terms import Route, RouteGroup

REQUIRED = ("drug_a", "drug_b", "grade")
OPTIONAL = ("source", "condition", "text", "route_a", "route_b")
_ROUTES = frozenset({*Route._value2member_map_, *RouteGroup._value2member_map_})


class PairImporter:
    """Reads pair lists; `called` maps drug_a, drug_b, grade, … to the columns of the file, `only` are the grades wanted (none: all)."""

    def __init__(self, called: Mapping[str, str] | None = None, only: Sequence[str] = ()) -> None:
        self._called = dict(called or {})
        self._only = frozenset(map(plain, only))

    def __call__(self, files: tuple[SourceFile, ...]) -> Read:
        """One statement per row."""
        rows = 0
        statements: list[Statement] = []
        rejects: list[Reject] = []
        for file in files:
            for row in read_rows(file, REQUIRED, OPTIONAL, self._called_in(file)):
                rows += 1
                if isinstance(row, Reject):
                    rejects.append(row)
                    continue
                cells = tuple(_words(row[column]) for column in ("route_a", "route_b"))
                names = (row["drug_a"], row["drug_b"])
                wrong = [word for cell in cells for word in cell if word not in _ROUTES]
                if not all(names):
                    rejects.append(Reject(file.name, row.number, " + ".join(names), RejectReason.BLANK, 1))
                elif self._only and plain(row["grade"]) not in self._only:
                    rejects.append(Reject(file.name, row.number, row["grade"], RejectReason.NOT_CHOSEN, 1))
                elif wrong:
                    rejects.append(Reject(file.name, row.number, wrong[0], RejectReason.UNKNOWN_ROUTE, 1))
                else:
                    statements.append(
                        Statement(
                            file=file.name,
                            row=row.number,
                            grade=row["grade"],
                            locator=row["source"] or f"{names[0]} + {names[1]}",
                            pairs=(names,),
                            condition=row["condition"],
                            text=row["text"],
                            routes=(cells[0], cells[1]),
                        )
                    )
        return Read(rows, tuple(statements), tuple(rejects))

    def _called_in(self, file: SourceFile) -> dict[str, str]:
        """Lists that call the grade "level" are so common that it need not be said."""
        first = file.text.partition("\n")[0].casefold().split(",")
        header = [cell.strip().strip('"').strip() for cell in first]
        if "grade" not in self._called and "grade" not in header and "level" in header:
            return {**self._called, "grade": "level"}
        return self._called


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip().casefold() for word in cell.split(";") if word.strip())
