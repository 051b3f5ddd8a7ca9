"""Words of both languages by message id, with slots to be filled."""

from __future__ import annotations

from collections.abc import Mapping

from rxcheck.terms import Lang


class Phrases:
    """Says the messages of one table: id → (English, Chinese)."""

    def __init__(self, table: Mapping[str, tuple[str, str]]) -> None:
        self._table = table

    def __call__(self, key: str, lang: Lang, **slots: object) -> str:
        """The message `key` in `lang` with its slots filled.

        Raises:
            KeyError: no such message, or a slot without a value.
        """
        text = self._table[key][lang is Lang.ZH]
        return text.format(**slots) if slots else text
