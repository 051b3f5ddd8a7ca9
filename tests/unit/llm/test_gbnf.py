"""Grammars: what may be handed to the library, and what must not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.llm.gbnf import GrammarError, check


@pytest.mark.parametrize(
    "text",
    [
        'root ::= "a"',
        'root ::= "a" | "b"',
        'root ::= item+\nitem ::= "a" [b-d] ("e" | "f")? "g"{1,3}',
        'root ::= "x" rest\nrest ::= "" | " y" rest',
        'root ::= "\\n" [^"\\\\\\n]*',
    ],
)
def test_sound(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no root"),
        ("   \n", "no root"),
        ('answer ::= "a"', "no root"),
        ("root ::= item", "no rule item"),
        ('root ::= ("a"', "not closed"),
        ('root ::= "a")', "a bracket too many"),
        ('root ::= "a', "not understood"),
        ("root ::= [a", "not understood"),
        ("root ::= ", "an alternative of nothing"),
        ('root ::= "a" |', "an alternative of nothing"),
        ('root ::= () "a"', "an alternative of nothing"),
        ('root ::= root "a" | "a"', "root begins with itself"),
        ('root ::= a "x"\na ::= b?  a2\nb ::= "b"\na2 ::= root | "c"', "begins with itself"),
        ('root ::= e root | "a"\ne ::= ""', "root begins with itself"),
        ('root ::= "a" root', "without an end"),
        ('root ::= "a" b\nb ::= b2\nb2 ::= "x" b', "without an end"),
        ("root ::= *", "nothing to repeat"),
        ('root ::= "a"{9999}', "cannot be"),
        ('root ::= "a"{3,2}', "cannot be"),
        ('root ::= "a"\nroot ::= "b"', "two rules root"),
        ('"a" root ::= "b"', "no rule to begin with"),
        ('root ::= "a" # note', "not understood"),
        ("Warfarin is safe.", "no rule to begin with"),
        ('root ::= "' + "a" * 300_000 + '"', "too long"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(GrammarError, match=why):
        check(text)


@given(st.text(alphabet='root :=()[]{}*+?|"\\\nab1,', max_size=60))
def test_nothing_makes_the_reading_itself_fail(text: str) -> None:
    with suppress(GrammarError):
        check(text)
