"""Roles of drugs in enzymes as columns: what expected exposure is reckoned from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.compile_codes import GRADE_CODE, ROLE_CODE
from rxcheck.kb.compile_common import Builder, csr, micro

Array = npt.NDArray[np.generic]


def pathways(builder: Builder, arrays: dict[str, Array]) -> tuple[str, ...]:
    """Roles in enzymes, those of every drug as offsets and values (`role_start`, `role_index`); returns the pathways' ids.

    `role_low` and `role_high` are the row's ratios in millionths, or those that its grade stands for. Transporters are left
    out: the model holds for the share of clearance that an enzyme takes.
    """
    knowledge = builder.knowledge
    names = tuple(sorted(row.pathway_id for row in knowledge.rows(sc.Pathway) if row.kind is kt.PathwayKind.ENZYME))
    code = {name: number for number, name in enumerate(names)}
    usual = {(row.role, row.grade): (row.ratio_low, row.ratio_high) for row in knowledge.rows(sc.ExposureGrade)}
    rows = [row for row in knowledge.rows(sc.DrugPathway) if row.pathway_id in code]
    by_drug: list[list[int]] = [[] for _ in builder.drugs]
    low, high = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for number, row in enumerate(rows):
        by_drug[builder.drug_code[row.drug_id]].append(number)
        given = (row.ratio_low, row.ratio_high)
        least, most = usual[row.role, row.grade] if None in given else given
        low[number], high[number] = micro(least or 0), micro(most or 0)
    arrays["role_start"], arrays["role_index"] = csr(by_drug)
    arrays["role_low"], arrays["role_high"] = low, high
    arrays["role_pathway"] = np.array([code[row.pathway_id] for row in rows], dtype=np.int16)
    arrays["role_role"] = np.array([ROLE_CODE[row.role] for row in rows], dtype=np.int8)
    arrays["role_grade"] = np.array([GRADE_CODE[row.grade] for row in rows], dtype=np.int8)
    return names
