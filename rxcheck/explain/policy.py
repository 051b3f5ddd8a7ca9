"""What rxcheck never does, in one place.

It never writes a prescription: it names no drug to start or to take instead, and no dose to give, that a reviewed clause of a finding
does not hold. Three walls stand behind each other:

1. Every sentence that leaves `explain` is a clause of the tables or a fact of a finding, filled by the program (`sentences.py`). A model
   only names codes (`plan.py`), or its own words are judged against the clause and replaced (`narrative/`).
2. The engine has no function that proposes: findings are about what is written.
3. A question that asks for a prescription, a drug, a dose or a change is refused before anything is answered (`refusal`), with the reason;
   one that does not clearly ask for a check (`unclear`) is told the same above its answer.

The third wall is a courtesy: whoever gets round it still meets the first two.
"""

from __future__ import annotations

import re

from rxcheck.kb.compiled_text import Language
from rxcheck.kb.terms import Request
from rxcheck.sources.question import plain
from rxcheck.terms import Lang

RULE = "never-generates-prescriptions"
# Of several requests in one question the one that matters most is named.
_ORDER = (Request.PRESCRIBE, Request.CHOOSE_DRUG, Request.CHOOSE_DOSE, Request.CHANGE, Request.OBEY)


class Policy:
    """Knows what is refused."""

    def __init__(self, language: Language) -> None:
        self._patterns = [(request, re.compile(pattern, re.IGNORECASE)) for _, request, pattern in language.refusals]

    def unclear(self, question: str) -> bool:
        """Whether a question does not say that it asks for a check of what it names."""
        text = plain(question)
        return not any(request is Request.CHECK and pattern.search(text) for request, pattern in self._patterns)

    def refusal(self, question: str) -> Request | None:
        """What a question asks for that is never given, whatever its language; None where it asks for nothing of the kind."""
        text = plain(question)
        asked = {request for request, pattern in self._patterns if pattern.search(text)}
        return next((request for request in _ORDER if request in asked), None)


def language_of(question: str) -> Lang:
    """The language of a question: Chinese where it holds any."""
    return Lang.ZH if any("\u4e00" <= character <= "\u9fff" for character in question) else Lang.EN
