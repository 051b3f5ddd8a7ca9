"""What a structure resembles, for a terminal and as JSON."""

from __future__ import annotations

import json
from typing import TextIO

from rxcheck.finding import StructureHint
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.gaps import structure_notes
from rxcheck.report.interface import RenderOptions
from rxcheck.report.json_ import structure_document
from rxcheck.report.layout import Piece, Style
from rxcheck.report.pages import page_of
from rxcheck.report.plain import visible
from rxcheck.report.terminal import put, put_json
from rxcheck.terms import Lang


class StructureTable:
    """Writes a hint for people."""

    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._options = options

    def render(self, smiles: str, hint: StructureHint, stream: TextIO) -> None:
        """Write one hint to `stream`."""
        page = page_of(self._options, stream)
        page.add(Piece(visible(smiles, longest=2000), Style.BOLD, verbatim=True))
        for note in structure_notes(hint, self._catalogue, self._options.lang):
            page.add(Piece(note), indent=2, hang=2)
        put(stream, page.text())


class StructureJson:
    """Writes a hint for machines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def render(self, smiles: str, hint: StructureHint, stream: TextIO) -> None:
        """Write one hint to `stream`."""
        document = {"smiles": smiles, **structure_document(hint, self._catalogue, Lang.EN)}
        put_json(stream, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
