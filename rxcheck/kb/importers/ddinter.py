"""DDInter's download: CSV files with DDInterID_A, Drug_A, DDInterID_B, Drug_B, Level."""

from __future__ import annotations

from rxcheck.kb.importers.interface import Read, Reject, RejectReason, SourceFile, Statement
from rxcheck.kb.importers.table import read_rows

COLUMNS = ("ddinterid_a", "drug_a", "ddinterid_b", "drug_b", "level")


def read_ddinter(files: tuple[SourceFile, ...]) -> Read:
    """One statement per row. The same pair stands in the file of each drug group that it touches; it is taken once."""
    rows = 0
    statements: list[Statement] = []
    rejects: list[Reject] = []
    for file in files:
        for row in read_rows(file, COLUMNS):
            rows += 1
            if isinstance(row, Reject):
                rejects.append(row)
                continue
            names = (row["drug_a"], row["drug_b"])
            if not all(names):
                rejects.append(Reject(file.name, row.number, " + ".join(names), RejectReason.BLANK, 1))
                continue
            statements.append(
                Statement(
                    file=file.name,
                    row=row.number,
                    grade=row["level"],
                    locator=f"{row['ddinterid_a']} + {row['ddinterid_b']}",
                    pairs=(names,),
                )
            )
    return Read(rows, tuple(statements), tuple(rejects))
