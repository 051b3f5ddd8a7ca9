"""A hub on loopback that serves one file the way real ones do on bad days."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.support.loopback import running


@dataclass
class Behaviour:
    """What the hub does, request by request; the last entry goes on for ever.

    `cut` ends the answer after so many bytes, `ignore_range` sends all of the file whatever was asked, `wrong_range` continues from
    elsewhere, `status` is answered in place of a file, `pause` seconds lie between blocks.
    """

    cut: int | None = None
    ignore_range: bool = False
    wrong_range: bool = False
    status: int | None = None
    extra: bytes = b""
    pause: float = 0.0


@dataclass
class Hub:
    """The hub as tests see it: where it is, and what was asked of it."""

    data: bytes
    days: list[Behaviour]
    url: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def serving(data: bytes, *days: Behaviour) -> Iterator[Hub]:
    """Serve `data` under every path while the block runs."""
    hub = Hub(data, list(days) or [Behaviour()])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            day = hub.days[min(len(hub.asked), len(hub.days) - 1)]
            wanted = self.headers.get("Range")
            hub.asked.append((self.path, wanted))
            if day.status is not None:
                self.send_response(day.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and not day.ignore_range else 0
            body = hub.data[start:] + day.extra
            self.send_response(206 if start else 200)
            if start:
                shown = start + 7 if day.wrong_range else start
                self.send_header("Content-Range", f"bytes {shown}-{len(hub.data) - 1}/{len(hub.data)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._send(body, day)

        def _send(self, body: bytes, day: Behaviour) -> None:
            sent = body if day.cut is None else body[: day.cut]
            try:
                for at in range(0, len(sent), 1 << 16):
                    self.wfile.write(sent[at : at + (1 << 16)])
                    self.wfile.flush()
                    if day.pause:
                        threading.Event().wait(day.pause)
            except OSError:
                pass  # the client has gone
            if day.cut is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(Handler) as address:
        hub.url = address
        yield hub
