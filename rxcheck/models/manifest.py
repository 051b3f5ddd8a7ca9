"""The models that this version knows: file, size and hash, and where they lie."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from rxcheck.errors import ModelError

DEFAULT = "r1-1.5b"
EMBEDDED = "smollm2-135m"


class Hub(StrEnum):
    """Where model files are served."""

    HUGGINGFACE = "huggingface"
    MIRROR = "mirror"
    MODELSCOPE = "modelscope"


# Each may be replaced by a server of the site.
_BASES = {
    Hub.HUGGINGFACE: ("HF_ENDPOINT", "https://huggingface.co"),
    Hub.MIRROR: ("RXCHECK_MODEL_MIRROR", "https://hf-mirror.com"),
    Hub.MODELSCOPE: ("MODELSCOPE_ENDPOINT", "https://www.modelscope.cn"),
}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Model(Struct, frozen=True, forbid_unknown_fields=True):
    """A model file. `memory_mib` is what a process that runs it was seen to take, 4,096 tokens of context included; None:
    nobody has measured it. A file that somebody added has no `repository`; one that lies in an installed Python package names it."""

    name: str
    title: str
    file: str
    size: int
    sha256: str
    memory_mib: int | None = None
    licence: str = ""
    repository: str = ""
    revision: str = "main"
    modelscope: bool = False
    package: str = ""

    def urls(self, first: Hub) -> tuple[str, ...]:
        """The addresses of the file, those of one hub first.

        Raises:
            ModelError: an address from the environment that is neither https nor on this machine.
        """
        hubs = [first, *(hub for hub in Hub if hub is not first)]
        served = [hub for hub in hubs if self.repository and (hub is not Hub.MODELSCOPE or self.modelscope)]
        return tuple(self._url(hub) for hub in served)

    def _url(self, hub: Hub) -> str:
        variable, usual = _BASES[hub]
        base = os.environ.get(variable, usual).rstrip("/")
        parts = urlsplit(base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ModelError(f"{variable} is not an https address")
        if hub is Hub.MODELSCOPE:
            return f"{base}/models/{self.repository}/resolve/master/{self.file}"
        return f"{base}/{self.repository}/resolve/{self.revision}/{self.file}"


def manifest() -> dict[str, Model]:
    """The known models by name."""
    raw = (Path(__file__).parent / "manifest.json").read_bytes()
    return {model.name: model for model in msgspec.json.decode(raw, type=list[Model])}
