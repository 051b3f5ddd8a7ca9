"""The page as a whole."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element

import msgspec

from rxcheck.audit.folder import Folder, State
from rxcheck.audit.former import STATISTICS, About, Counted
from rxcheck.audit.page.closing import coverage, doses, method, review
from rxcheck.audit.page.content import Content, content_of
from rxcheck.audit.page.groups import prescribers, stores
from rxcheck.audit.page.markup import document, tag
from rxcheck.audit.page.overview import days, head, overview
from rxcheck.audit.page.rules import drugs, interactions, rules
from rxcheck.audit.page.site import policy
from rxcheck.audit.page.style import STYLE
from rxcheck.audit.statistics.keeping import merged
from rxcheck.engine.compiled import Kb
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.store import Compiled
from rxcheck.terms import Lang

_SECTIONS: tuple[Callable[[Content], Element | None], ...] = (
    overview, days, rules, drugs, interactions, stores, prescribers, doses, review, policy, coverage, method,
)  # fmt: skip


def page(content: Content) -> str:
    """The report as HTML. It may load nothing and run nothing: its policy allows its own style sheet only, by its hash."""
    made = [made for section in _SECTIONS if (made := section(content)) is not None]
    contents = [(name, content.say(f"nav.{name}")) for section in made if (name := section.get("id"))]
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    csp = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    style = tag("style")
    style.text = STYLE  # written as it stands: its hash is in the policy
    title = f"{content.say('title')} · {content.counted.about.source}"
    root = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=csp),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", title),
            style,
        ),
        tag("body", head(content, contents), tag("main", made)),
        lang="zh-CN" if content.lang is Lang.ZH else "en",
    )
    return document(root)


def write_page(
    folder: Folder,
    state: State,
    lines: Mapping[str, int],
    compiled: Compiled,
    tables: Path,
    lang: Lang,
    former: Counted | None = None,
    fired: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Write report.html and statistics.json of an audit whose parts are done; `tables` is the folder of the knowledge, `fired` says how
    often rules would have made findings that the policy suppresses.

    Raises:
        OSError: the disk is full.
    """
    plan = state.plan
    about = About(
        plan.source,
        plan.digest,
        plan.columns.layout,
        state.program,
        state.knowledge,
        compiled.text.edition,
        state.jurisdiction,
    )
    counted = Counted(about, merged(folder, [part.number for part in plan.parts]))
    text = msgspec.json.format(msgspec.json.encode(counted), indent=1)
    write_bytes_atomically(folder.path / STATISTICS, text + b"\n")
    content = content_of(Kb(compiled), tables, lang, lines, counted, former, state.policy, fired)
    write_bytes_atomically(folder.path / "report.html", page(content).encode())
