"""The steps of `rxcheck explain` behind its options: who orders the sentences, and the pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from rxcheck.errors import UsageError

if TYPE_CHECKING:
    from rxcheck.explain.narrative.narrate import Writer
    from rxcheck.explain.patient import PatientClauses
    from rxcheck.explain.plan import Candidate, Plan
    from rxcheck.explain.sentences import Page, Planner, Sentences
    from rxcheck.explain.server import ServerPlanner
    from rxcheck.finding import Report
    from rxcheck.terms import Lang
    from rxcheck.verify import Verifier


class Explainer(StrEnum):
    """Who orders the sentences; AUTO is the model in use, where there is one, else the template."""

    AUTO = "auto"
    TEMPLATE = "template"
    MODEL = "model"
    SERVER = "server"


class Asked(Struct, frozen=True):
    """What the options say about the planner; `seconds` None: as long as is usual."""

    explainer: Explainer = Explainer.AUTO
    url: str | None = None
    model: str | None = None
    key_file: Path | None = None
    seconds: float | None = None
    insecure_http: bool = False


SERVER_MODEL = "deepseek"


@contextmanager
def planner_of(asked: Asked) -> Iterator[tuple[Planner, str]]:
    """A planner and its name for people; its process or connection ends with the block.

    Raises:
        UsageError: options that do not go together.
        ModelError: no model where one was asked for, or a server that must not be used.
    """
    from rxcheck.explain.plan import TEMPLATE
    from rxcheck.explain.sentences import by_template

    if _on_server(asked):
        with _server(asked) as server:
            yield server, asked.model or SERVER_MODEL
        return
    if asked.explainer is Explainer.TEMPLATE or (asked.explainer is Explainer.AUTO and not _model_in_use(asked.model)):
        yield by_template, TEMPLATE
        return
    from rxcheck.explain.local import SECONDS, chosen_model, local_planner
    from rxcheck.kb.store import cache_folder
    from rxcheck.models.store import Shelf

    shelf = Shelf()
    model = chosen_model(shelf, asked.model)
    local = local_planner(model, shelf, cache_folder(), asked.seconds or SECONDS)
    with closing(local):
        yield local, model.title


def _on_server(asked: Asked) -> bool:
    """Whether a server is to be asked.

    Raises:
        UsageError: a server without an address, or the other way round.
    """
    if (asked.explainer is Explainer.SERVER) != (asked.url is not None):
        raise UsageError("--explainer server and --url go together")
    return asked.explainer is Explainer.SERVER


def _server(asked: Asked) -> closing[ServerPlanner]:
    """The server, closed with the block."""
    from rxcheck.explain.server import SECONDS, ServerPlanner, server_at

    name, seconds = asked.model or SERVER_MODEL, asked.seconds or SECONDS
    return closing(ServerPlanner(server_at(str(asked.url), name, asked.key_file, asked.insecure_http, seconds)))


def _model_in_use(named: str | None) -> bool:
    """Whether somebody chose a model, and the library that runs it is there. One that merely lies in a package is not chosen."""
    if named is not None:
        return True
    from rxcheck.llm.process import installed
    from rxcheck.models.store import Shelf

    return installed() and Shelf().used() is not None


@contextmanager
def writer_of(asked: Asked, lang: Lang) -> Iterator[tuple[Writer, str]]:
    """A model that says sentences in its own words, and its name; its process or connection ends with the block.

    Raises:
        UsageError: options that do not go together, or no model to write.
        ModelError: no model is here, or a server that must not be used.
    """
    if asked.explainer is Explainer.TEMPLATE:
        raise UsageError("--style narrative needs a model: --explainer model or server")
    if _on_server(asked):
        with _server(asked) as server:
            yield (lambda found: server.write(found, lang)), asked.model or SERVER_MODEL
        return
    from rxcheck.explain.local import WRITING_SECONDS, chosen_model, local_writer
    from rxcheck.kb.store import cache_folder
    from rxcheck.models.store import Shelf

    shelf = Shelf()
    model = chosen_model(shelf, asked.model)
    local = local_writer(model, shelf, lang, cache_folder(), asked.seconds or WRITING_SECONDS)
    with closing(local):
        yield local, model.title


def explanation_of(reports: Sequence[Report], verifier: Verifier, lang: Lang, markdown: bool) -> str:
    """The findings of reports explained to a pharmacist, by the model in use or the template."""
    from rxcheck.explain.patient import PatientClauses
    from rxcheck.explain.render import PageWriter
    from rxcheck.explain.sentences import Sentences
    from rxcheck.terms import Audience

    catalogue = verifier.catalogue()
    sentences = Sentences(verifier.kb.compiled.text, catalogue, Audience.PHARMACIST, lang)
    told = [report for report in reports if report.findings]
    with planner_of(Asked()) as (planner, asked):
        pages = pages_of(told, sentences, frozenset(), planner, PatientClauses(verifier.kb), lang)
    writer = PageWriter(catalogue, Audience.PHARMACIST, lang, asked)
    return (writer.markdown if markdown else writer.text)(pages, verifier.versions) if pages else ""


def pages_of(
    reports: Sequence[Report],
    sentences: Sentences,
    wanted: frozenset[str],
    planner: Planner,
    patients: PatientClauses,
    lang: Lang,
) -> list[Page]:
    """A page for each report; on a terminal a line tells how far it is, since a model takes its time."""
    from rxcheck.explain.sentences import by_template, page_of

    if planner is by_template or not sys.stderr.isatty():
        return [page_of(report, sentences, wanted, planner, patients) for report in reports]
    from rxcheck.explain.words import say

    total = sum(len(report.findings) for report in reports if not wanted) or len(wanted)
    done = 0
    with _status(say("working", lang, done=0, all=total)) as update:

        def telling(found: Sequence[tuple[Candidate, str]]) -> Plan:
            nonlocal done
            plan = planner(found)
            done += 1
            update(say("working", lang, done=done, all=total))
            return plan

        return [page_of(report, sentences, wanted, telling, patients) for report in reports]


@contextmanager
def _status(text: str) -> Iterator[Callable[[str], None]]:
    """What changes a line that tells how far it is; in plain output each is a line of its own."""
    from rxcheck.report.terminal import plain_of

    if plain_of(None):
        print(text, file=sys.stderr, flush=True)
        yield lambda text: print(text, file=sys.stderr, flush=True)
        return
    from rich.console import Console

    with Console(stderr=True).status(text) as status:
        yield status.update
