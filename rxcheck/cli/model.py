"""`rxcheck model`: look after the language models that explanations may use."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rxcheck.cli.completing import models
from rxcheck.cli.errors import errors_in
from rxcheck.cli.model_words import say
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.models.manifest import Model
    from rxcheck.models.store import Shelf

_HELP = """Get and choose the language models that explanations may use.

Examples:

  rxcheck model list  # what there is

  rxcheck model status  # what is used
"""
app = typer.Typer(help=_HELP, no_args_is_help=True, add_completion=False)

Language = Annotated[Lang, typer.Option("--lang", help="Language of the answer.")]
Name = Annotated[str, typer.Argument(autocompletion=models, help="Name of a model (rxcheck model list).")]
_ENOUGH = 1.25  # memory of the machine to that of the model
_MIB = 1 << 20


@app.command("list")
def list_(lang: Language = Lang.EN) -> None:
    """Every model that is known, whether it is here, and what it needs.

    Examples:

      rxcheck model list
    """
    with errors_in(lang):
        import sys

        from rxcheck.models.store import Shelf
        from rxcheck.report.interface import RenderOptions
        from rxcheck.report.layout import Piece
        from rxcheck.report.pages import grid, page_of
        from rxcheck.report.terminal import put

        shelf = Shelf()
        used = shelf.used()
        rows = []
        for model in shelf.known().values():
            memory = f"{model.memory_mib} MiB" if model.memory_mib else say("unmeasured", lang)
            state = say("used", lang) if used == model else _state(shelf, model, lang)
            rows.append((model.name, f"{model.size / _MIB:.0f} MiB", memory, state, model.title))
        page = page_of(RenderOptions(lang=lang), sys.stdout)
        grid(page, [say(key, lang) for key in ("name", "size", "memory", "state", "title")], rows)
        page.add(Piece(say("folder", lang, path=shelf.folder), verbatim=True))
        put(sys.stdout, page.text())


@app.command("pull")
def pull(
    name: Annotated[
        str | None, typer.Argument(autocompletion=models, help="Name of a model; the smallest DeepSeek when not given.")
    ] = None,
    hub: Annotated[
        str, typer.Option("--from", help="Which hub is asked first: huggingface, mirror or modelscope.")
    ] = "huggingface",
    lang: Language = Lang.EN,
) -> None:
    """Download a model and use it. What broke off is continued; a file with another hash never gets its name.

    A site without internet takes the file from elsewhere: rxcheck model add FILE.

    Examples:

      rxcheck model pull  # the smallest DeepSeek

      rxcheck model pull r1-7b --from modelscope  # another one, from another hub
    """
    with errors_in(lang):
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

        from rxcheck.errors import UsageError
        from rxcheck.models.fetch import fetch
        from rxcheck.models.manifest import DEFAULT, Hub
        from rxcheck.models.store import Shelf

        if hub not in Hub._value2member_map_:
            raise UsageError(f"--from is one of {', '.join(Hub)}")
        shelf = Shelf()
        model = shelf.find(name or DEFAULT)
        if model.package:
            shelf.use(model.name)  # nothing to fetch: it is there or says how it gets there
            print(say("using", lang, name=model.name))
            return
        from rxcheck.cli.progress import PlainProgress, watched
        from rxcheck.report.terminal import plain_of

        tell = PlainProgress(say("downloading", lang, name=model.name), lang) if plain_of(None) and watched() else None
        console = Console(stderr=True)
        columns = ("[progress.description]{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(
            *columns, TimeRemainingColumn(), console=console, disable=tell is not None or not console.is_terminal
        ) as bar:
            task = bar.add_task(say("downloading", lang, name=model.name), total=model.size)
            urls = model.urls(Hub(hub))
            path = fetch(
                model, urls, shelf.folder, tell or (lambda here, size: bar.update(task, completed=here, total=size))
            )
        shelf.use(model.name)
        print(say("pulled", lang, name=model.name, path=path))
        _advise(model, lang)


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="A GGUF file.", metavar="FILE")],
    name: Annotated[str | None, typer.Option("--name", help="Name of a model that the manifest does not know.")] = None,
    lang: Language = Lang.EN,
) -> None:
    """Take a model file from this machine; one of the manifest is known by its hash.

    Examples:

      rxcheck model add /media/usb/model.gguf --name house-model
    """
    with errors_in(lang):
        from rxcheck.models.store import Shelf

        shelf = Shelf()
        model = shelf.add(file, name)
        print(say("added", lang, name=model.name, path=shelf.path(model)))


@app.command("use")
def use(name: Name, lang: Language = Lang.EN) -> None:
    """Choose the model that explanations use.

    Examples:

      rxcheck model use r1-1.5b
    """
    with errors_in(lang):
        from rxcheck.models.store import Shelf

        model = Shelf().use(name)
        print(say("using", lang, name=model.name))
        _advise(model, lang)


@app.command("status")
def status(lang: Language = Lang.EN) -> None:
    """Which model is used, whether its file is whole, and whether it fits this machine.

    Examples:

      rxcheck model status
    """
    with errors_in(lang):
        from rxcheck.models.store import Shelf

        shelf = Shelf()
        model = shelf.used()
        if model is None:
            print(say("none", lang))
            return
        print(say("status", lang, name=model.name, path=shelf.path(model)))
        print(say("intact" if shelf.intact(model) else "damaged", lang))
        _advise(model, lang)


@app.command("remove")
def remove(name: Name, lang: Language = Lang.EN) -> None:
    """Delete a model's file.

    Examples:

      rxcheck model remove r1-1.5b
    """
    with errors_in(lang):
        from rxcheck.models.store import Shelf

        freed = Shelf().remove(name)
        print(say("removed", lang, name=name, n=freed // _MIB))


def _state(shelf: "Shelf", model: "Model", lang: Lang) -> str:
    if shelf.present(model):
        return say("here", lang)
    arrived = shelf.arrived(model)
    return say("part", lang, n=100 * arrived // model.size) if arrived else say("absent", lang)


def _advise(model: "Model", lang: Lang) -> None:
    """Whether the model fits the memory of this machine, where both are known."""
    from rxcheck.models.store import memory_mib

    whole = memory_mib()
    if model.memory_mib and whole:
        key = "fits" if whole >= model.memory_mib * _ENOUGH else "tight"
        print(say(key, lang, n=model.memory_mib, all=whole))
