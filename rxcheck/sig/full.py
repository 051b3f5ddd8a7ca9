"""Dose instructions by the grammar. Nothing here raises on any text: what is unsure is a problem."""

from __future__ import annotations

from rxcheck.model import Dosage, Problem
from rxcheck.quantity import Dose
from rxcheck.sig.assemble import assemble
from rxcheck.sig.cursor import Cursor, counted
from rxcheck.sig.grammar import MAX_TOKENS, read_items, read_text
from rxcheck.sig.items import (
    Amount,
    Cap,
    Count,
    Found,
    Item,
    OnDays,
    Plain,
    Rate,
    Split,
    Taper,
    Unknown,
    Weekdays,
    Word,
)
from rxcheck.sig.lexer import Token, TokenKind, tokens_of
from rxcheck.sig.lexicon import chinese_words
from rxcheck.sig.result import SigResult
from rxcheck.terms import Fact, Reason

MAX_TEXT = 2_000
_MAX_SUFFIX = 80
_MAX_INLINE = 250
_EACH_TIME = ("每次", "一次", "单次", "1次")
_JOINING = frozenset({"/", "-", "+", "and", "with", "*", "x", "×", "·", "to", "~", ".", ",", "%"})
_SIG_WORDS = frozenset(
    {Word.PRN, Word.CHANGE, Word.DIRECTED, Word.RESTRICT, Word.DIVIDED, Word.SINGLE, Word.UNCLEAR_RATE, Word.SLIDING}
    | {Word.FIRST_DOUBLED, Word.REPEAT, Word.ALTERNATE}
)
_FORM_WORDS = frozenset(
    """
    tablet tablets tab tabs capsule capsules cap caps oral injection solution suspension syrup cream ointment gel patch
    spray drops inhaler er xr sr cr ir dr ec la xl mr extended release delayed enteric coated film chewable dispersible
    effervescent modified sustained prolonged powder for vial ampoule pen syringe suppository lozenge
    """.split()
)


def by_grammar(text: str) -> SigResult:
    """What `parse_sig` gives."""
    if len(text) > MAX_TEXT:
        return _refused(text)
    tokens, found = read_text(text)
    return _refused(text) if len(tokens) > MAX_TOKENS else assemble(text, tokens, found)


def _refused(text: str) -> SigResult:
    shown = text[:MAX_TEXT]
    return SigResult(Dosage(text=shown), shown, (Problem(Fact.DOSE, Reason.UNPARSABLE, shown),))


def dose_by_grammar(text: str) -> Dose | None:
    """What `parse_dose_text` gives."""
    cursor = Cursor(tokens_of(text, chinese_words()))
    read = cursor.amount(1 if cursor.text(0) in _EACH_TIME else 0)
    if read and "".join(token.text for token in cursor.tokens[read[1] :]) in ("", *_EACH_TIME):
        return read[0]
    span = cursor.span(0)
    if span and span[2] == len(cursor.tokens):
        return counted(span[0], span[1])
    result = by_grammar(text)
    alone = result.dosage.frequency is None and not result.problems and not result.leftover
    return result.dosage.dose if alone else None


def split_by_grammar(text: str) -> tuple[str, SigResult]:
    """What `split_drug_text` gives."""
    if len(text) > MAX_TEXT:
        return text[:MAX_TEXT].strip(), _refused(text)
    tokens = tokens_of(text, chinese_words())
    if len(tokens) > _MAX_INLINE:
        return text.strip(), _refused(text)
    for start in range(max(1, len(tokens) - _MAX_SUFFIX), len(tokens) + 1):
        if start < len(tokens) and not _may_start(tokens, start):
            continue
        found = read_items(tokens[start:], wholly=True)
        if not _understood(text, tokens, start, found) or not _fits_behind(tokens[:start], tokens[start:], found):
            continue
        if _holds_sig(read_items(tokens[:start])):
            break
        return _result(text, tokens, start)
    return _cut(text, tokens)


def _result(text: str, tokens: tuple[Token, ...], start: int) -> tuple[str, SigResult]:
    if start >= len(tokens):
        return _name(text), SigResult(Dosage())
    place = tokens[start].start
    return _name(text[:place]), by_grammar(text[place:])


def _name(text: str) -> str:
    return text.strip().rstrip(",;:，；：、").strip()


def _may_start(tokens: tuple[Token, ...], start: int) -> bool:
    """True where an instruction may begin: behind white space, or where Chinese meets a number or a known word."""
    before, token = tokens[start - 1], tokens[start]
    if before.text in _JOINING and not (before.text in (",", ".") and token.gap):
        return False
    if token.gap or before.text in ("，", ",", ";", ":", ")"):
        return True
    if before.kind is TokenKind.CJK:
        return token.kind is not TokenKind.CJK or len(token.text) > 1
    return token.kind is TokenKind.CJK and before.kind is not TokenKind.NUMBER


def _understood(text: str, tokens: tuple[Token, ...], start: int, found: tuple[Found, ...]) -> bool:
    amounts = [piece.item for piece in found if isinstance(piece.item, Amount)]
    counts = [piece for piece in found if isinstance(piece.item, Count)]
    unknown = any(isinstance(piece.item, Unknown) for piece in found)
    first = not counts or _first_meaningful(found) is counts[0]
    if not unknown and len(amounts) + len(counts) > 1:
        # Several doses are an instruction only where they are its steps.
        result = by_grammar(text[tokens[start].start :])
        return bool(result.dosage.steps) and not result.problems
    return not unknown and len(amounts) + len(counts) <= 1 and first


def _first_meaningful(found: tuple[Found, ...]) -> Found | None:
    return next((piece for piece in found if piece.item != Plain(Word.NOISE)), None)


def _fits_behind(name: tuple[Token, ...], rest: tuple[Token, ...], found: tuple[Found, ...]) -> bool:
    """False where the number or amount belongs to the name: "lisinopril 10 daily", "x 800 mg and y 160 mg bid"."""
    before = read_items(name)
    # A strength is written in digits; the ten drops of 十滴水 are a name.
    strengths = [
        piece for piece in before if isinstance(piece.item, Amount) and name[piece.start].kind is TokenKind.NUMBER
    ]
    for piece in found:
        if isinstance(piece.item, Count):
            named = bool(strengths) or name[-1].text in _FORM_WORDS
            if not named or rest[piece.start].kind is not TokenKind.NUMBER or len(found) == 1:
                return False
        if isinstance(piece.item, Amount) and strengths and not piece.item.dose.low.unit.code.startswith("{"):
            between = name[strengths[-1].end :]
            named = any(token.kind is not TokenKind.MARK and token.text not in _FORM_WORDS for token in between)
            if named and all(token.text != "/" for token in between):
                return False
    return True


def _holds_sig(found: tuple[Found, ...]) -> bool:
    return any(_is_sig(piece.item) for piece in found)


def _is_sig(item: Item) -> bool:
    return isinstance(item, (Rate, Cap, Split, Weekdays, OnDays, Taper)) or (
        isinstance(item, Plain) and item.word in _SIG_WORDS
    )


def _cut(text: str, tokens: tuple[Token, ...]) -> tuple[str, SigResult]:
    """The text cut before the first amount or other sign of an instruction."""
    found = read_items(tokens)
    for piece in found:
        if piece.start and (isinstance(piece.item, Amount) or _is_sig(piece.item)) and _may_start(tokens, piece.start):
            return _result(text, tokens, piece.start)
    return _name(text), SigResult(Dosage())
