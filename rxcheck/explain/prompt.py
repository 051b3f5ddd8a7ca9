"""What a model is asked: to order codes. Nothing of the patient but the facts of the finding is in it, and no name or number of anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from rxcheck.explain.narrative.terms import Offer
from rxcheck.explain.plan import Candidate
from rxcheck.terms import Lang

# Always the same and always first, so that a server can keep it computed.
PREFIX = (
    "You put sentences of a pharmacist's explanation in order. Below are sentences, each behind a code such as m1, h1, f1, r1 or c1. "
    "Answer with codes only, separated by single spaces, in the order in which a reader understands best. Every code marked * must be in "
    "your answer. Leave out what a reader does not need. Use each code once. Write no other word.\n\n"
)
# The same for a model that is to use its own words.
NARRATIVE = {
    Lang.EN: (
        "You are a pharmacist who teaches. Below are reviewed sentences, each behind a code; under it stand words of it with others that "
        "may take their place. Say each sentence again so that it reads anew: turn the order of its parts, the active into the passive, "
        "verbs into nouns, and use the words offered where they fit. All other words with a meaning are those of the sentence; only small words (and, so, because, which, this, then) are yours. Keep every drug name and every number as it is. Add nothing: "
        "no drug, number, advice, cause, degree or comfort that the sentence does not hold. Leave out no 'not', 'may', 'only' or 'unless'. Write "
        "one line for each sentence, in the same order, and end it with its code in brackets, like [m1] or [h1b].\n\n"
    ),
    Lang.ZH: (
        "你是一位带教药师。下面是经过审核的句子，每句前有编号，其下列出句中可以替换的词语。请把每句换一种说法：调整语序，主动改被动，"
        "在合适处用所列词语替换。其余实义词沿用原文，只有“因此、由于、使、则、这、并”等虚词可以自行使用。"
        "药名和数字保持原样。不要添加原文没有的药品、数字、建议、原因、程度或安慰，不要漏掉“不、可能、仅、除非”等词。"
        "每句写一行，顺序不变，行末用方括号注明编号，如[m1]或[h1b]。\n\n"
    ),
}
# Marks that turn text into a change of speaker, of DeepSeek and of others; in any width and with any bar.
_ROLE = re.compile(r"<\s*/?\s*[|｜][^<>]{0,60}[|｜]\s*>|</?think>|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
_LEFT_OVER = re.compile(r"[<>|｜\u2581]")
_THOUGHT = re.compile(r"(?s)^.*?</think>")
MOST = 600  # characters of one sentence


def clean(text: str) -> str:
    """A text that cannot speak for somebody else: no role marks, no control characters, on one line."""
    plain = _ROLE.sub(" ", text)
    plain = _LEFT_OVER.sub(" ", plain)
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:MOST]


def rows(found: Sequence[tuple[Candidate, str]]) -> str:
    """What changes from finding to finding: its sentences behind their codes."""
    lines = (f"{each.alias}{'*' if each.required else ''}: {clean(text)}" for each, text in found)
    return "\n".join(lines) + "\n\nCodes:"


def question(found: Sequence[tuple[Candidate, str]]) -> str:
    """The question about one finding."""
    return PREFIX + rows(found)


class ToSay(Struct, frozen=True):
    """A sentence of a clause that is to be said in other words: its code (m1, or m1a, m1b where a clause has several sentences), its text,
    and words of it with others that may take their place."""

    candidate: Candidate
    code: str
    text: str
    words: tuple[Offer, ...] = ()


def retelling(found: Sequence[ToSay], lang: Lang) -> str:
    """The texts that are to be said in other words."""
    lines = []
    for each in found:
        lines.append(f"{each.code}: {clean(each.text)}")
        if each.words:
            lines.append("  (" + "; ".join(f"{word} = {', '.join(others)}" for word, others in each.words) + ")")
    return "\n".join(lines) + ("\n\n复述：\n" if lang is Lang.ZH else "\n\nSaid again:\n")


def answer_of(content: str) -> str | None:
    """The answer behind a model's thoughts; None where it never ended thinking."""
    if "<think>" in content and "</think>" not in content:
        return None
    return _THOUGHT.sub("", content) if "</think>" in content else content
