"""Written-out scales: "150-199: 2 units, 200-249: 4 units". What is given depends on a value nobody has here."""

from __future__ import annotations

from rxcheck.quantity import Dose
from rxcheck.sig.cursor import Cursor
from rxcheck.sig.lexer import Token

_COMPARING = frozenset(
    {
        "<",
        ">",
        "≥",
        "≤",
        "over",
        "above",
        "below",
        "under",
        "less",
        "greater",
        "more",
        "超过",
        "低于",
        "高于",
        "大于",
        "小于",
    }
)
_MARKS = frozenset(
    {":", "=", "give", "take", "inject", "-", ">", "→", "than", "use", "then", ",", "给", "予", "注射", "或", "units:"}
)
_VALUE_UNITS = frozenset({"mg", "dl", "/", "mmol", "l", "mg/dl", "mmol/l"})
_NUMBERED = frozenset({"day", "days", "week", "weeks", "wk", "第", "d", "month", "months"})
_RANGES = frozenset({"-", "–", "—", "to", "~", "至", "到"})


def written_scale(tokens: tuple[Token, ...]) -> tuple[int, Dose | None] | None:
    """Where a written-out scale begins and its largest dose (None where the doses differ in kind); None without a scale."""
    c = Cursor(tokens)
    starts: list[int] = []
    doses: list[Dose] = []
    i = 0
    while i < len(tokens):
        read = _row(c, i)
        if read is None:
            i += 1
            continue
        starts.append(i)
        doses.append(read[0])
        i = read[1]
    if len(starts) < 2:
        return None
    kinds = {(dose.low.unit.code, dose.basis, dose.rate_hours) for dose in doses}
    most = max((Dose(dose.most, None, dose.basis) for dose in doses), key=lambda dose: dose.low.base)
    return starts[0], most if len(kinds) == 1 and not doses[0].rate_hours else None


def _row(c: Cursor, i: int) -> tuple[Dose, int] | None:
    if c.text(i - 1) in _NUMBERED:
        return None  # "days 1-3: 0.5 mg"
    j = c.skip(i, _COMPARING | {"than"})
    compared = j > i
    low = c.number(j)
    if low is None:
        return None
    j = low[1]
    if not compared:
        if c.text(j) not in _RANGES:
            return None
        high = c.number(j + 1)
        if high is None or high[0] <= low[0]:
            return None
        j = high[1]
    k = c.skip(j, _VALUE_UNITS) if c.text(j + 1) in ("/", "dl", "l") else j
    marked = c.skip(k, _MARKS)
    if marked == k:
        return None
    amount = c.amount(marked)
    if amount is None and (number := c.number(marked)) and c.text(number[1]) in ("u", "iu"):
        return None
    return amount
