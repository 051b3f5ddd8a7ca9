"""A planner behind an OpenAI-compatible server of the hospital. It is sent codes and sentences; what it answers is read again."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from rxcheck.errors import ModelError
from rxcheck.explain.plan import Candidate, Fallback, Plan, read_plan, template_plan
from rxcheck.explain.prompt import NARRATIVE, ToSay, answer_of, question, retelling
from rxcheck.terms import Lang

KEY_VARIABLE = "RXCHECK_SERVER_KEY"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LONGEST = 64 * 1024  # bytes of an answer
_TOKENS = 2_000  # thoughts included
SECONDS = 60.0  # for one finding
_TEMPERATURE = 0.6  # what DeepSeek asks for; the order of sentences is all that hangs on it


class Server(Struct, frozen=True):
    """Where to ask, which model, and how long to wait (seconds)."""

    url: str
    model: str
    key: str | None = None
    seconds: float = SECONDS


def server_at(
    url: str, model: str, key_file: Path | None = None, insecure: bool = False, seconds: float = SECONDS
) -> Server:
    """A server, with the key of the environment or of a file that nobody else can read.

    Raises:
        ModelError: plain http to another machine, or a key file that others can read.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelError("the server needs an address that begins with https://")
    if parts.username or parts.password:
        raise ModelError(f"no key in the address: use {KEY_VARIABLE} or --key-file")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not insecure:
        raise ModelError("plain http to another machine can be read on the way: use https, or say --insecure-http")
    return Server(url.rstrip("/"), model, _key(key_file), seconds)


def _key(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(KEY_VARIABLE) or None
    try:
        mode = file.stat().st_mode
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ModelError(f"{file.name} can be read by others: chmod 600")
        return file.read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise ModelError(f"{file.name} cannot be read: {error.strerror or 'error'}") from None


class ServerPlanner:
    """Asks a server for the plan of each finding; after a failure of the connection it asks no more."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._down: Fallback | None = None
        headers = {"Authorization": f"Bearer {server.key}"} if server.key else {}
        # No proxy of the environment: what is sent stays in the house.
        self._client = httpx.Client(trust_env=False, timeout=server.seconds, headers=headers, follow_redirects=False)

    def __call__(self, found: Sequence[tuple[Candidate, str]]) -> Plan:
        """The plan of one finding; the template's, with the reason, where the server's cannot be used."""
        candidates = [candidate for candidate, _ in found]
        if self._down is not None:
            return template_plan(candidates, self._down)
        try:
            content = self._ask(question(found))
        except httpx.TimeoutException:
            self._down = Fallback.TIMEOUT
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            self._down = Fallback.CRASH
        if self._down is not None:
            return template_plan(candidates, self._down)
        if content is None:
            return template_plan(candidates, Fallback.LENGTH)
        return read_plan(content, candidates, self._server.model)

    def write(self, found: Sequence[ToSay], lang: Lang) -> str | Fallback:
        """The sentences in the model's own words, or why there are none."""
        if self._down is not None:
            return self._down
        try:
            content = self._ask(NARRATIVE[lang] + retelling(found, lang))
        except httpx.TimeoutException:
            self._down = Fallback.TIMEOUT
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            self._down = Fallback.CRASH
        if self._down is not None:
            return self._down
        return Fallback.LENGTH if content is None else content

    def _ask(self, text: str) -> str | None:
        """The answer; None where it broke off."""
        body = {
            "model": self._server.model,
            "messages": [{"role": "user", "content": text}],
            "temperature": _TEMPERATURE,
            "max_tokens": _TOKENS,
            "stream": False,
        }
        with self._client.stream("POST", f"{self._server.url}/chat/completions", json=body) as answer:
            answer.raise_for_status()
            raw = b""
            for block in answer.iter_bytes():
                raw += block
                if len(raw) > _LONGEST:
                    return None
        import json

        choice: dict[str, Any] = json.loads(raw)["choices"][0]
        if choice.get("finish_reason") == "length":
            return None
        content = choice["message"]["content"]
        if not isinstance(content, str):
            raise TypeError("no text")
        return answer_of(content)

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()
