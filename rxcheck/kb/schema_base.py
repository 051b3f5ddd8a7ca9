"""What all table rows are made of: shapes of cells, and where a row comes from."""

from __future__ import annotations

from typing import Annotated

import msgspec

from rxcheck.terms import Route, RouteGroup, RowStatus

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Selector = Annotated[str, msgspec.Meta(pattern=r"^(drug|class|role|effect):[a-z0-9]+(-[a-z0-9]+)*$")]
LimitSubject = Annotated[str, msgspec.Meta(pattern=r"^(drug|class|role|effect|sum):[a-z0-9]+(-[a-z0-9]+)*$")]
Target = Annotated[str, msgspec.Meta(pattern=r"^(drug|product):[a-z0-9]+(-[a-z0-9]+)*$")]
AllergenTarget = Annotated[
    str, msgspec.Meta(pattern=r"^((drug|class):[a-z0-9]+(-[a-z0-9]+)*|other:[a-z]+(-[a-z]+)*|none:)$")
]
# `other:` is no drug: egg, lactose, latex.
AllergenSelector = Annotated[
    str, msgspec.Meta(pattern=r"^((drug|class|role|effect):[a-z0-9]+(-[a-z0-9]+)*|other:[a-z]+(-[a-z]+)*)$")
]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Atc = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]\d{2}[A-Z]{2}\d{2}$")]
AtcPrefix = Annotated[str, msgspec.Meta(pattern=r"^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$")]
Rxcui = Annotated[str, msgspec.Meta(pattern=r"^\d{1,8}$")]
Unii = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{10}$")]
InchiKey = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{14}-[A-Z]{8}S[A-Z]-[A-Z]$")]
Icd10 = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")]
RouteWord = Annotated[
    str, msgspec.Meta(pattern="^(" + "|".join([*Route._value2member_map_, *RouteGroup._value2member_map_]) + ")$")
]
Loinc = Annotated[str, msgspec.Meta(pattern=r"^\d{1,7}-\d$")]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rows."""


class Provenance(Row, frozen=True, kw_only=True):
    """Where a row comes from."""

    source_id: Slug
    locator: str
    status: RowStatus
