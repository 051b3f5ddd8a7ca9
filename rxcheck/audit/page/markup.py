"""HTML as a tree: texts are escaped where they are written out, and nobody writes tags by hand."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

from rxcheck.report.plain import harmless

Child = Element | str | None
_ON_A_LINE = frozenset({"section", "header", "footer", "table", "thead", "tbody", "tr", "h2", "h3", "p", "svg", "head"})


def tag(kind: str, /, *children: Child | Iterable[Child], **attributes: object) -> Element:
    """An element; `class_` is the class, `_` in other names is `-`. None is left out, as child and as value."""
    found = Element(kind)
    for key, value in attributes.items():
        if value is not None:
            found.set("class" if key == "class_" else key.replace("_", "-"), harmless(str(value)))
    for child in children:
        if isinstance(child, str | Element) or child is None:
            _put(found, child)
        else:
            for each in child:
                _put(found, each)
    return found


def _put(parent: Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, str):
        text = harmless(child)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        return
    if child.tag in _ON_A_LINE:
        child.tail = "\n"
    parent.append(child)


def document(root: Element) -> str:
    """The whole page. What stands in a style element is written as it is."""
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"
