"""Getting a model file: resumed where it broke off, also by another process, and named only when its hash is right."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import httpx

from rxcheck.errors import ModelError
from rxcheck.models.manifest import Model

Progress = Callable[[int, int], None]  # bytes that are there, bytes of the file
_BLOCK = 1 << 20
_SPARE = 256 << 20  # what is left free on the disk
_TRIES = 5
_LONGEST_WAIT = 10.0
_TIMEOUT = httpx.Timeout(30, connect=10)
_MAGIC = b"GGUF"


def digest(path: Path, progress: Progress | None = None) -> str:
    """The SHA-256 of a file, in hex."""
    found, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            done += len(block)
            if progress:
                progress(done, size)
    return found.hexdigest()


def is_gguf(path: Path) -> bool:
    """Whether a file begins as model files of llama.cpp do."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def fetch(model: Model, urls: Sequence[str], folder: Path, progress: Progress | None = None, wait: float = 1.0) -> Path:
    """The file of a model below `folder`, downloaded from the first address that serves it.

    What has arrived is kept as `<file>.part` and continued by the next call; it gets its name only when size and hash are those of the
    manifest, and is thrown away when they are not. `wait` is the first pause between tries, in seconds.

    Raises:
        ModelError: no room, nobody serves it, the wrong file, or another process is at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    final, part = folder / model.file, folder / f"{model.file}.part"
    with _locked(folder / f"{model.file}.lock"):
        if final.exists() and final.stat().st_size == model.size and digest(final) == model.sha256:
            return final
        here = part.stat().st_size if part.exists() else 0
        if shutil.disk_usage(folder).free < model.size - here + _SPARE:
            raise ModelError(f"not enough room in {folder}: {model.size >> 20} MiB are needed")
        _download(model, urls, part, progress, wait)
        if digest(part) != model.sha256:
            part.unlink()
            raise ModelError("the file that was served is not the one of the manifest (SHA-256): it was thrown away")
        _named(part, final)
    return final


def _download(model: Model, urls: Sequence[str], part: Path, progress: Progress | None, wait: float) -> None:
    last = "no address"
    for turn in range(_TRIES if urls else 0):
        if turn:
            time.sleep(min(wait * 2 ** (turn - 1), _LONGEST_WAIT))
        try:
            _continue(model, urls[turn % len(urls)], part, progress)
        except httpx.HTTPError as error:
            last = type(error).__name__
        except OSError as error:
            raise ModelError(f"cannot be written: {error.strerror or 'error'}") from None
        else:
            if part.stat().st_size == model.size:
                return
            last = "the connection ended early"
    raise ModelError(f"could not be downloaded ({last}); what has arrived is kept, try again")


def _continue(model: Model, url: str, part: Path, progress: Progress | None) -> None:
    """One connection: from where the part ends, or from the beginning where the server does not do that."""
    here = part.stat().st_size if part.exists() else 0
    if here > model.size:
        part.unlink()
        here = 0
    if here == model.size:
        return
    headers = {"Range": f"bytes={here}-", "Accept-Encoding": "identity"} if here else {"Accept-Encoding": "identity"}
    with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=_TIMEOUT) as answer:
        if answer.status_code == httpx.codes.OK:
            here = 0  # all of it again
        elif answer.status_code != httpx.codes.PARTIAL_CONTENT or not _begins_at(answer, here):
            answer.raise_for_status()
            raise httpx.RemoteProtocolError("an answer that does not continue the file")
        with part.open("r+b" if here else "wb") as file:
            file.seek(here)
            _write(answer, file, here, model.size, progress)


def _begins_at(answer: httpx.Response, here: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {here}-")


def _write(answer: httpx.Response, file: BinaryIO, here: int, size: int, progress: Progress | None) -> None:
    # As it arrives: blocks of a given size would be lost with a connection that ends within one.
    for block in answer.iter_raw():
        if here + len(block) > size:
            raise httpx.RemoteProtocolError("more bytes than the manifest says")
        file.write(block)
        here += len(block)
        if progress:
            progress(here, size)


def copy_in(source: Path, target: Path) -> None:
    """A copy of a local file, whole or not at all.

    Raises:
        ModelError: it cannot be read or written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        _named(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ModelError(f"cannot be copied: {error.strerror or 'error'}") from None


def _named(part: Path, final: Path) -> None:
    """Gives a complete file its name, once it is on the disk."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(final)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One download of a file at a time; the lock goes with the process, however that ends."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ModelError("another process is downloading this model") from None
        yield
