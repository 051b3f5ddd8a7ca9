"""What every form of a report offers, and how to get one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TextIO

from msgspec import Struct

from rxcheck.errors import InputError
from rxcheck.finding import Mitigation, Report, Versions
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.terminal import plain_of
from rxcheck.terms import Fact, Lang


class ReportFormat(StrEnum):
    """Forms a report can take."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    FHIR = "fhir"


class RenderOptions(Struct, frozen=True):
    """How to render.

    `verbose` shows every finding in full, `quiet` (table only) nothing but interruptive findings and counts. `width` in
    columns and `colour` are taken from the stream when None (table only). `plain` (table only) writes for a screen reader:
    a statement a line, no symbols, no columns; None: as the environment says.
    `loinc` are the codes of known tests, `mitigations` what was done (prescription id, finding id, what), both FHIR only.
    """

    lang: Lang = Lang.EN
    verbose: bool = False
    quiet: bool = False
    width: int | None = None
    colour: bool | None = None
    loinc: tuple[tuple[Fact, str], ...] = ()
    mitigations: tuple[tuple[str, str, Mitigation], ...] = ()
    plain: bool | None = None


class Renderer(Protocol):
    """Writes reports in one form."""

    def render(
        self, reports: Sequence[Report], errors: Sequence[InputError], versions: Versions, stream: TextIO
    ) -> None:
        """Write `reports`, and the inputs that could not be read, to `stream`."""


def get_renderer(form: ReportFormat, catalogue: Catalogue, options: RenderOptions) -> Renderer:
    """The renderer of a form."""
    # Each form is imported when it is wanted: a check must start fast.
    if form is ReportFormat.TABLE and plain_of(options.plain):
        from rxcheck.report.spoken import SpokenRenderer

        return SpokenRenderer(catalogue, options)
    if form is ReportFormat.TABLE:
        from rxcheck.report.table import TableRenderer

        return TableRenderer(catalogue, options)
    if form is ReportFormat.MARKDOWN:
        from rxcheck.report.markdown import MarkdownRenderer

        return MarkdownRenderer(catalogue, options)
    if form is ReportFormat.FHIR:
        from rxcheck.report.fhir.bundle import FhirRenderer

        return FhirRenderer(catalogue, options)
    from rxcheck.report.json_ import JsonLinesRenderer, JsonRenderer

    return JsonRenderer(catalogue, options) if form is ReportFormat.JSON else JsonLinesRenderer(catalogue, options)
