"""What the worker and its owner say to each other: one JSON document a line."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

MOST_BYTES = 1 << 20  # of one line


class Format(StrEnum):
    """How a model tells speakers apart."""

    DEEPSEEK = "deepseek"
    CHATML = "chatml"


class Fault(StrEnum):
    """Why the worker has no answer."""

    LOAD = "load"
    FORMAT = "format"
    GRAMMAR = "grammar"
    TOO_LONG = "too_long"
    FAILED = "failed"


class Prefix(StrEnum):
    """Where the computed state of the fixed beginning comes from."""

    COMPUTED = "computed"
    DISK = "disk"
    OFF = "off"


class Start(Struct, tag=True, frozen=True):
    """Load a model: `context` tokens, `threads`; `prefix` begins every question, its computed state is kept in `state_file`."""

    path: str
    context: int
    threads: int
    prefix: str
    state_file: str | None


class Ask(Struct, tag=True, frozen=True):
    """One question (behind the prefix), answered within `grammar` (None: any text) by at most `tokens` tokens.

    `temperature` 0 takes the likeliest token; `reuse` False computes the prefix anew.
    """

    number: int
    question: str
    grammar: str | None
    tokens: int
    temperature: float = 0.0
    reuse: bool = True


class Ready(Struct, tag=True, frozen=True):
    """The model is loaded; times in seconds."""

    library: str
    format: Format
    prefix: Prefix
    prefix_tokens: int
    load_seconds: float
    prefix_seconds: float


class Answer(Struct, tag=True, frozen=True):
    """What the model wrote; `ended` False: it was cut at the limit. `reused` prompt tokens were not computed again."""

    number: int
    text: str
    ended: bool
    prompt_tokens: int
    reused: int
    tokens: int
    seconds: float


class Failed(Struct, tag=True, frozen=True):
    """No answer to request `number` (0: to the start)."""

    number: int
    fault: Fault


Request = Start | Ask
Reply = Ready | Answer | Failed
