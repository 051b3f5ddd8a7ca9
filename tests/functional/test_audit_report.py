"""report.html in a real browser: it shows, it complains of nothing, and it asks nobody for anything."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import rxcheck
from tests.unit.audit.making import table

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
_QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --hide-scrollbars --enable-logging=stderr"
).split()
WIDTH, HEIGHT = 1200, 1600


class Seen:
    """What a browser showed of a page, said about it, and asked for."""

    def __init__(self, page: Path, work: Path) -> None:
        assert CHROMIUM is not None
        work.mkdir()
        log, shot = work / "net.json", work / "shot.png"
        common = [CHROMIUM, *_QUIET, f"--user-data-dir={work / 'user'}", f"--window-size={WIDTH},{HEIGHT}"]
        ran = subprocess.run(
            [*common, f"--log-net-log={log}", f"--screenshot={shot}", page.as_uri()],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        self.console = re.findall(r"CONSOLE[^\n]*", ran.stderr)
        self.requests = sorted(_asked(json.loads(log.read_text())))
        self.shot = shot


def _asked(log: dict[str, Any]) -> set[str]:
    """Addresses that a page asked for; the browser's own requests have no page as their origin."""
    start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [event["params"] for event in log["events"] if event["type"] == start and "url" in event.get("params", {})]
    return {each["url"] for each in asked if each.get("initiator") != "not an origin"}


def colours(png: Path) -> set[bytes]:
    """Distinct pixels of a picture as Chromium writes them: 8 bits, RGB or RGBA, not interlaced."""
    data, at, packed, width, channels = png.read_bytes(), 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, _, depth, colour = struct.unpack(">IIBB", chunk[:10])
            assert depth == 8
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += chunk
        at += size + 12
    raw, stride, found = zlib.decompress(packed), width * channels, set()
    before = bytes(stride)
    for start in range(0, len(raw), stride + 1):
        line = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, channels)
        found |= {line[place : place + 3] for place in range(0, stride, channels)}
        before = line
    return found


def _unfiltered(kind: int, line: bytearray, above: bytes, step: int) -> bytes:
    for place in range(len(line)):
        left = line[place - step] if place >= step else 0
        corner = above[place - step] if place >= step else 0
        up = above[place]
        if kind == 4:
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        else:
            near = (0, left, up, (left + up) // 2)[kind]
        line[place] = (line[place] + near) & 255
    return bytes(line)


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    (folder / "rx.csv").write_bytes(table(300))
    ran = rxcheck("audit", folder / "rx.csv", "-o", folder / "out", "--lang", request.param, "--jurisdiction", "cn")
    assert ran.code == 0, ran.err
    assert str(folder / "out" / "report.html") in ran.out
    return folder / "out" / "report.html"


def test_a_browser_shows_it_and_asks_for_nothing(page: Path, tmp_path: Path) -> None:
    seen = Seen(page, tmp_path / "work")
    assert seen.console == []
    assert seen.requests == []
    # The style sheet was let in: its blue is there, and the red, orange, blue and grey of the four actions.
    shown = colours(seen.shot)
    for colour in ("16395a", "a8201a", "d9730d", "2f6db5", "9aa5b1"):
        assert bytes.fromhex(colour) in shown, colour


def test_the_policy_holds_what_would_be_loaded_and_run(page: Path, tmp_path: Path) -> None:
    """The same page with what must not be in it: the browser refuses it, aloud, and asks nobody."""
    text = page.read_text(encoding="utf-8")
    bad = '<img src="http://127.0.0.1:9/x.png"><script>document.title = "run"</script></body>'
    (tmp_path / "bad.html").write_text(text.replace("</body>", bad), encoding="utf-8")
    seen = Seen(tmp_path / "bad.html", tmp_path / "work")
    assert len(seen.console) >= 2
    assert all("Content Security Policy" in line for line in seen.console)
    assert not any("127.0.0.1:9" in url for url in seen.requests)


def test_without_the_policy_the_log_would_show_it(page: Path, tmp_path: Path) -> None:
    """So that an empty log means something."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    bad = '<img src="http://127.0.0.1:9/x.png"></body>'
    (tmp_path / "bad.html").write_text(text.replace("</body>", bad), encoding="utf-8")
    seen = Seen(tmp_path / "bad.html", tmp_path / "work")
    assert any("127.0.0.1:9" in url for url in seen.requests)


def test_it_goes_on_paper(page: Path, tmp_path: Path) -> None:
    """Every sheet holds text, and no table is cut off at the edge: the last column of the widest one is there."""
    assert CHROMIUM is not None
    pdf = tmp_path / "report.pdf"
    command = [CHROMIUM, *_QUIET, f"--user-data-dir={tmp_path / 'user'}", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={pdf}", page.as_uri()], capture_output=True, timeout=120, check=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
    assert 4 <= pages <= 14
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext on this machine")
    words = subprocess.run([reader, "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    example = re.search(r'<td class="ids"><span>(rx\d+)</span>', page.read_text(encoding="utf-8"))
    assert example is not None
    assert example[1] in words
    assert all(sheet.strip() for sheet in words.rstrip("\f").split("\f"))
