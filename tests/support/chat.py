"""An OpenAI-compatible server on loopback that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.loopback import running

Answer = Callable[[str], "Reply"]


@dataclass
class Reply:
    """A reply: the text of the model, or something else than a reply."""

    content: object = ""
    finish: str = "stop"
    status: int = 200
    raw: bytes | None = None
    pause: float = 0.0


@dataclass
class Chat:
    """The server as tests see it."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def chatting(answer: Answer) -> Iterator[Chat]:
    """Serve `answer(question)` while the block runs."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chat.asked.append(body)
            chat.headers.append({**self.headers, "path": self.path})
            reply = answer(body["messages"][-1]["content"])
            if reply.pause:
                threading.Event().wait(reply.pause)
            message = {"role": "assistant", "content": reply.content}
            document = {"choices": [{"message": message, "finish_reason": reply.finish}]}
            raw = json.dumps(document).encode() if reply.raw is None else reply.raw
            try:
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)
            except OSError:
                pass  # the client did not wait

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(Handler) as address:
        chat.url = f"{address}/v1"
        yield chat
