"""The turns of a conversation as each family of models was trained on them, rendered here and never by a template of the file.

Marks of speakers are tokens of their own; the text between them is turned into tokens as plain text, and tokens that are marks all
the same (llama.cpp always finds those that a file declares as a user's) are left out, so no text can become a mark.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from rxcheck.llm.protocol import Format


class Turn(Struct, frozen=True):
    """What stands before and after a question; the answer follows."""

    before: str
    after: str


TURNS = {
    # DeepSeek-R1 asks for no system prompt. The closed think block ends its thoughts before they begin.
    Format.DEEPSEEK: Turn("<｜begin▁of▁sentence｜><｜User｜>", "<｜Assistant｜><think>\n\n</think>\n\n"),
    Format.CHATML: Turn("<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n"),
}
MARKS = {
    Format.DEEPSEEK: (
        *("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>"),
        *("<think>", "</think>"),
    ),
    Format.CHATML: ("<|im_start|>", "<|im_end|>", "<|endoftext|>"),
}


def format_of(marks: Callable[[str], list[int]]) -> Format | None:
    """The family whose marks are single tokens of a model; `marks` turns text into tokens, marks included."""
    return next((each for each, needed in MARKS.items() if all(len(marks(mark)) == 1 for mark in needed)), None)
