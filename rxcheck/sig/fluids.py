"""What a dose is diluted in: "in 100 mL saline", "+NS 100ml", "in 8 oz of water". It changes no dose."""

from __future__ import annotations

from rxcheck.quantity import Dimension
from rxcheck.sig.cursor import Cursor
from rxcheck.sig.items import Item, Plain, Word
from rxcheck.sig.lexer import TokenKind
from rxcheck.sig.vocabulary import FLUIDS_ZH

_JOINTS = frozenset({"in", "into", "with", "to", "+", "加", "加入", "溶于", "加至"})
_NAMED = frozenset({"ns", "gs", "gns", "d5w", "saline", "sodium", "dextrose", "glucose", *FLUIDS_ZH[:-3]})
_FLUIDS = frozenset("of ns saline normal water d5w dextrose glucose sodium chloride juice milk".split()) | {"注射液"}
_RINSING = frozenset({"rinse", "gargle", "swish", "mouth", "wash", "mouthwash"})
_OUNCES = frozenset({"oz", "ounce", "ounces"})


def read_diluent(c: Cursor, i: int) -> tuple[Item, int] | None:
    """The diluent at token `i`, which begins with the word or mark that joins it to the dose."""
    j = c.skip(i, ("diluted", "dissolved", "mixed", "added"))
    if c.text(j) not in _JOINTS or c.text(j - 1) in _RINSING:
        return None
    named = _fluid(c, j + 1)
    if named is None and c.tokens[j].kind is not TokenKind.WORD:
        return None  # "500 mg + 10 mL" is no dilution
    k = j + 1 if named is None else named
    number = c.number(k)
    if number and c.text(number[1]) in _OUNCES:
        return Plain(Word.NOISE), c.skip(number[1] + 1, _FLUIDS)
    read = c.amount(k)
    if read is None or read[0].low.dimension is not Dimension.VOLUME or read[0].rate_hours:
        return None
    return Plain(Word.NOISE), c.skip(read[1], _FLUIDS)


def _fluid(c: Cursor, i: int) -> int | None:
    """The end of the name of a fluid: "NS", "0.9% sodium chloride", "5%葡萄糖注射液"."""
    number = c.number(i)
    j = number[1] + 1 if number and c.text(number[1]) == "%" else i
    return c.skip(j + 1, _FLUIDS) if c.text(j) in _NAMED else None
