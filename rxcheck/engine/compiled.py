"""The engine's view of compiled knowledge: arrays by attribute, codes to ids and back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rxcheck.kb.compile_codes import ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.kb.compiled_text import RuleList
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import Compiled
from rxcheck.terms import NOT_DRUGS, CheckKind, DrugKind, RouteGroup, RowStatus

if TYPE_CHECKING:
    import numpy.typing as npt

    IntArray = npt.NDArray[np.signedinteger]
    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
else:
    IntArray = BoolArray = FloatArray = np.ndarray  # numpy.typing is slow to import and says nothing at run time

SYSTEMIC_BITS = sum(ROUTE_BIT[route] for route in RouteGroup.SYSTEMIC.routes) | UNKNOWN_ROUTE_BIT


class Kb(Struct, frozen=True, dict=True):
    """Compiled knowledge as the kernels use it; `suggests`: whether names that are not understood are given near ones."""

    compiled: Compiled
    suggests: bool = True

    def ints(self, name: str) -> IntArray:
        """An integer column."""
        return self.compiled.arrays[name]  # type: ignore[return-value]

    def bools(self, name: str) -> BoolArray:
        """A boolean column or matrix."""
        return self.compiled.arrays[name]  # type: ignore[return-value]

    def rules(self, check: CheckKind) -> RuleList:
        """The rules of a check, in the order of its columns."""
        return self._rules[check]

    @cached_property
    def _rules(self) -> dict[CheckKind, RuleList]:
        return {check: RuleList(packed) for check, packed in self.compiled.text.rules.items()}

    @cached_property
    def resolver(self) -> Resolver:
        """The resolver over this knowledge's vocabulary."""
        return Resolver(self.compiled.text.index, self.suggests)

    @cached_property
    def grounds(self) -> dict[str, tuple[str, str, RowStatus]]:
        """ "drug selector" → source, locator and status of the row that gives a drug that role or effect."""
        return self.compiled.text.grounds_by_drug()

    @cached_property
    def drug_code(self) -> dict[str, int]:
        """Drug id → code."""
        return {drug: code for code, drug in enumerate(self.compiled.text.drugs)}

    @cached_property
    def class_code(self) -> dict[str, int]:
        """Class id → code."""
        return {name: code for code, name in enumerate(self.compiled.text.classes)}

    @cached_property
    def other_code(self) -> dict[str, int]:
        """What is no drug and has allergy rows ("other:egg") → code."""
        return {name: code for code, name in enumerate(self.compiled.text.other_allergens)}

    @cached_property
    def condition_code(self) -> dict[str, int]:
        """Condition id → code."""
        return {name: code for code, name in enumerate(self.compiled.text.conditions)}

    @cached_property
    def is_drug(self) -> BoolArray:
        """Per drug code: kind drug."""
        return self._of_kind(DrugKind.DRUG)

    @cached_property
    def is_supply(self) -> BoolArray:
        """Per drug code: kind supply."""
        return self._of_kind(DrugKind.SUPPLY)

    @cached_property
    def is_no_drug(self) -> BoolArray:
        """Per drug code: solvents, supplies and feeds."""
        return self._of_kind(*NOT_DRUGS)

    @cached_property
    def is_active(self) -> BoolArray:
        """Per drug code: kind drug or herb."""
        return self._of_kind(DrugKind.DRUG, DrugKind.HERB)

    def _of_kind(self, *wanted: DrugKind) -> BoolArray:
        kinds = self.compiled.text.index.kinds
        return np.array([kinds[drug] in wanted for drug in self.compiled.text.drugs], dtype=np.bool_)
