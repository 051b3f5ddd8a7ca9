"""Getting a model from a hub that drops, lies and repeats itself; the disk full, the process killed."""

from __future__ import annotations

import hashlib
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from rxcheck.errors import ModelError
from rxcheck.models.fetch import fetch
from rxcheck.models.manifest import Hub, Model, manifest
from rxcheck.models.store import Shelf
from tests.support.command import ROOT, environment
from tests.support.hub import Behaviour, serving

DATA = b"GGUF" + bytes(range(256)) * 4_096  # one megabyte and a little
MODEL = Model("tiny", "a tiny file", "tiny.gguf", len(DATA), hashlib.sha256(DATA).hexdigest(), repository="some/one")


def get(url: str, folder: Path, model: Model = MODEL) -> Path:
    return fetch(model, [f"{url}/{model.file}"], folder, wait=0.01)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_a_good_day(tmp_path: Path) -> None:
    with serving(DATA) as hub:
        assert get(hub.url, tmp_path).read_bytes() == DATA
        assert len(hub.asked) == 1
        get(hub.url, tmp_path)  # it is there: nobody is asked
        assert len(hub.asked) == 1
    assert names(tmp_path) == ["tiny.gguf"]


def test_progress_ends_with_the_size(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with serving(DATA, Behaviour(cut=300_000), Behaviour()) as hub:
        fetch(MODEL, [f"{hub.url}/x"], tmp_path, lambda here, size: told.append((here, size)), wait=0.01)
    assert told[-1] == (len(DATA), len(DATA))
    assert [here for here, _ in told] == sorted(here for here, _ in told)


def test_a_dropped_connection_is_continued(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(cut=400_000), Behaviour(cut=100_000), Behaviour()) as hub:
        assert get(hub.url, tmp_path).read_bytes() == DATA
        starts = [int(wanted.removeprefix("bytes=").rstrip("-")) for _, wanted in hub.asked[1:] if wanted]
    assert len(starts) == 2
    assert 0 < starts[0] < starts[1] < len(DATA)


def test_a_server_that_ignores_ranges_sends_all_again(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(cut=400_000), Behaviour(ignore_range=True)) as hub:
        assert get(hub.url, tmp_path).read_bytes() == DATA


def test_a_range_that_begins_elsewhere_is_not_taken(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(cut=400_000), Behaviour(wrong_range=True), Behaviour()) as hub:
        assert get(hub.url, tmp_path).read_bytes() == DATA
        assert len(hub.asked) == 3


def test_the_wrong_file_never_gets_its_name(tmp_path: Path) -> None:
    with (
        serving(DATA[:-1] + b"!") as hub,
        pytest.raises(ModelError, match="not the one of the manifest"),
    ):
        get(hub.url, tmp_path)
    assert names(tmp_path) == []


def test_a_part_that_was_altered_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf.part").write_bytes(b"x" * 400_000)
    with serving(DATA) as hub:
        with pytest.raises(ModelError, match="not the one of the manifest"):
            get(hub.url, tmp_path)
        assert get(hub.url, tmp_path).read_bytes() == DATA  # the next try begins anew


def test_more_bytes_than_expected(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(extra=b"more")) as hub, pytest.raises(ModelError, match="RemoteProtocolError"):
        get(hub.url, tmp_path)
    assert "tiny.gguf" not in names(tmp_path)


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_an_error_of_the_server(tmp_path: Path, status: int) -> None:
    with serving(DATA, Behaviour(status=status)) as hub:
        with pytest.raises(ModelError, match="could not be downloaded"):
            get(hub.url, tmp_path)
        assert len(hub.asked) == 5


def test_the_next_hub_is_asked(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(status=404)) as bad, serving(DATA) as good:
        path = fetch(MODEL, [f"{bad.url}/a", f"{good.url}/b"], tmp_path, wait=0.01)
        assert (path.read_bytes(), len(bad.asked), len(good.asked)) == (DATA, 1, 1)


def test_nobody_there(tmp_path: Path) -> None:
    with serving(DATA) as hub:
        url = hub.url
    with pytest.raises(ModelError, match="ConnectError"):
        get(url, tmp_path)


def test_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10))
    with serving(DATA) as hub:
        with pytest.raises(ModelError, match="not enough room"):
            get(hub.url, tmp_path)
        assert hub.asked == []


CHILD = """
import resource, sys
from pathlib import Path
from types import SimpleNamespace
from rxcheck.errors import ModelError
from rxcheck.models.fetch import fetch
from rxcheck.models.manifest import Model
url, folder, size, digest, limit = sys.argv[1:]
if int(limit):
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    fetch(Model("tiny", "", "tiny.gguf", int(size), digest), [url], Path(folder), wait=0.01)
except ModelError as error:
    print(error.message)
    sys.exit(4)
"""


def child(url: str, folder: Path, limit: int = 0) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", CHILD, f"{url}/x", str(folder), str(MODEL.size), MODEL.sha256, str(limit)]
    return subprocess.Popen(arguments, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)


def test_a_full_disk_is_said_and_names_no_file(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    with serving(DATA) as hub:
        process = child(hub.url, tmp_path, limit=500_000)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, "cannot be written" in out) == (4, True)
    assert "tiny.gguf" not in names(tmp_path)


def test_a_killed_download_is_continued_by_another_process(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(pause=0.05), Behaviour()) as hub:
        process = child(hub.url, tmp_path)
        part = tmp_path / "tiny.gguf.part"
        until = time.monotonic() + 30
        while (not part.exists() or not part.stat().st_size) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        assert 0 < part.stat().st_size < len(DATA)
        assert get(hub.url, tmp_path).read_bytes() == DATA
        assert hub.asked[-1][1] is not None, "it began again from nothing"


def test_two_at_once(tmp_path: Path) -> None:
    with serving(DATA, Behaviour(pause=0.05), Behaviour()) as hub:
        process = child(hub.url, tmp_path)
        until = time.monotonic() + 30
        while not (tmp_path / "tiny.gguf.part").exists() and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(ModelError, match="another process"):
            get(hub.url, tmp_path)
        assert process.wait(timeout=60) == 0
    assert (tmp_path / "tiny.gguf").read_bytes() == DATA


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    model = manifest()["r1-1.5b"]
    first, *others = model.urls(Hub.MODELSCOPE)
    assert first.startswith("https://www.modelscope.cn/models/unsloth/")
    assert [url.split("/")[2] for url in others] == ["huggingface.co", "hf-mirror.com"]
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example.org")
    with pytest.raises(ModelError, match="HF_ENDPOINT is not an https address"):
        model.urls(Hub.HUGGINGFACE)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:8000/")
    assert model.urls(Hub.HUGGINGFACE)[0].startswith("http://127.0.0.1:8000/unsloth/")


def test_the_manifest_is_pinned() -> None:
    for model in manifest().values():
        assert len(model.sha256) == 64
        assert model.size > (10**9 if model.repository else 10**7)
        assert bool(model.repository) is not bool(model.package)
        assert (model.memory_mib or 0) * 2**20 > model.size
    assert len({model.file for model in manifest().values()}) == len(manifest())


# The shelf


def test_add_choose_and_remove(tmp_path: Path) -> None:
    source = tmp_path / "mine.gguf"
    source.write_bytes(DATA)
    shelf = Shelf(tmp_path / "shelf")
    with pytest.raises(ModelError, match="give it a name"):
        shelf.add(source)
    model = shelf.add(source, "mine")
    assert shelf.used() is None
    assert shelf.use("mine") == model == shelf.used()
    assert shelf.intact(model)
    with pytest.raises(ModelError, match="already"):
        source.write_bytes(DATA + b"x")
        shelf.add(source, "mine")
    shelf.path(model).write_bytes(DATA[:-1] + b"!")
    assert (shelf.present(model), shelf.intact(model)) == (True, False)
    assert shelf.remove("mine") == len(DATA)
    assert (shelf.used(), "mine" in shelf.known()) == (None, False)


@pytest.mark.parametrize(("content", "message"), [(b"PK\x03\x04", "no GGUF file"), (b"", "no GGUF file")])
def test_not_a_model(tmp_path: Path, content: bytes, message: str) -> None:
    source = tmp_path / "x.gguf"
    source.write_bytes(content)
    with pytest.raises(ModelError, match=message):
        Shelf(tmp_path / "shelf").add(source, "x")
    with pytest.raises(ModelError, match="no such file"):
        Shelf(tmp_path / "shelf").add(tmp_path / "nothing.gguf", "x")


def test_a_model_that_is_not_here_is_not_used(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(ModelError, match="is not here"):
        shelf.use("r1-1.5b")
    with pytest.raises(ModelError, match="no model nonsense"):
        shelf.use("nonsense")


def test_a_damaged_register_is_said(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text('{"added": 3}')
    with pytest.raises(ModelError, match="is damaged"):
        Shelf(tmp_path).known()
