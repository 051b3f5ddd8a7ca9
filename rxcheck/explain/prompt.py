"""What a model is asked: to order codes. Nothing of the patient but the facts of the finding is in it, and no name or number of anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rxcheck.explain.plan import Candidate

# Always the same and always first, so that a server can keep it computed.
PREFIX = (
    "You put sentences of a pharmacist's explanation in order. Below are sentences, each behind a code such as m1, h1, f1, r1 or c1. "
    "Answer with codes only, separated by single spaces, in the order in which a reader understands best. Every code marked * must be in "
    "your answer. Leave out what a reader does not need. Use each code once. Write no other word.\n\n"
)
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


def answer_of(content: str) -> str | None:
    """The answer behind a model's thoughts; None where it never ended thinking."""
    if "<think>" in content and "</think>" not in content:
        return None
    return _THOUGHT.sub("", content) if "</think>" in content else content
