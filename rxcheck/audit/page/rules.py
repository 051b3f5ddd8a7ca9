"""Rules, drugs and pairs of classes: what the findings are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from rxcheck.audit.page.content import Content
from rxcheck.audit.page.drawing import bar, heat
from rxcheck.audit.page.figures import decimal, per_hundred, rate, whole
from rxcheck.audit.page.markup import tag
from rxcheck.audit.page.parts import Cell, ident, moved, note, number, rate_heads, rates, section, table, text, wide
from rxcheck.audit.statistics.model import Hits
from rxcheck.report.words import term

_RULES, _DRUGS, _CLASSES, _PAIRS, _MOVED = 20, 20, 12, 10, 8


def _most(found: dict[str, Hits], most: int) -> list[tuple[str, Hits]]:
    return sorted(found.items(), key=lambda item: (-item[1].findings, item[0]))[:most]


def rules(content: Content) -> Element:
    """The rules that fired most often, in their own words, with prescriptions to look at."""
    found = content.statistics.rule
    shown = _most(found, _RULES)
    title = content.say("rules")
    if not shown:
        return section("rules", title, note(content.say("rules.none")))
    heads = [
        wide(content.say("col.rule")),
        *rate_heads(content),
        number(content.say("col.acted")),
        text(content.say("col.examples")),
    ]
    return section(
        "rules",
        title,
        note(content.say("rules.note", shown=len(shown), all=whole(len(found)))),
        table(heads, (_rule(content, key, hits) for key, hits in shown)),
        *_moved(content),
    )


def _rule(content: Content, key: str, hits: Hits) -> list[Cell]:
    check = content.rules[key][0] if key in content.rules else None
    about = [tag("b", content.title(key)), tag("small", content.sentence(key))]
    small = tag("span", f"{key} · {term(check, content.lang)}" if check else key, class_="code")
    examples = tuple(tag("span", ident(each)) for each in content.statistics.examples.get(key, ()))
    return [
        text(*about, small),
        *rates(content, "rule", key),
        number(whole(hits.interrupting)),
        Cell(examples, name="ids"),
    ]


def _moved(content: Content) -> Iterator[Element]:
    """The rules whose rates changed most since the former audit."""
    if content.former is None:
        return
    then = content.former.statistics
    changes = []
    for key in set(content.statistics.rule) | set(then.rule):
        now = rate(content.statistics.rule.get(key, Hits()).findings, content.prescriptions)
        before = rate(then.rule.get(key, Hits()).findings, then.totals.prescriptions)
        if now != before:
            changes.append((-abs(now - before), key, now))
    yield tag("h3", content.say("former.moved"))
    heads = [
        wide(content.say("col.rule")),
        number(content.say("former.now")),
        number(content.say("col.before")),
        number(content.say("col.change")),
    ]
    rows = (
        [
            text(content.title(key), " ", tag("span", key, class_="code")),
            number(decimal(now)),
            *moved(content, "rule", key),
        ]
        for _, key, now in sorted(changes)[:_MOVED]
    )
    yield table(heads, rows)


def drugs(content: Content) -> Element:
    """The drugs that findings name most often."""
    every = content.statistics.drug
    found = sorted((item for item in every.items() if item[1].findings), key=lambda item: (-item[1].findings, item[0]))
    shown = found[:_DRUGS]
    heads = [
        text(content.say("col.drug")),
        number(content.say("col.prescriptions")),
        number(content.say("col.findings")),
        number(content.say("col.found_share")),
        number(content.say("col.acted_share")),
        text(),
    ]
    rows = (
        [
            text(content.drug(drug)),
            number(whole(group.prescriptions)),
            number(whole(group.findings)),
            number(per_hundred(group.with_findings, group.prescriptions)),
            number(per_hundred(group.interrupting, group.prescriptions)),
            text(bar(group.interrupting / group.prescriptions)),
        ]
        for drug, group in shown
    )
    return section(
        "drugs",
        content.say("drugs"),
        note(content.say("drugs.note", shown=len(shown), all=whole(len(every)))),
        table(heads, rows),
    )


def interactions(content: Content) -> Element:
    """A heat map of classes, and the most frequent pairs of drugs."""
    found = content.statistics.pair
    title = content.say("heat")
    if not found:
        return section("interactions", title, note(content.say("heat.none")))
    cells: Counter[tuple[str, str]] = Counter()
    for key, hits in found.items():
        first, second = key.split(" ")
        cells[content.class_of(first), content.class_of(second)] += hits.findings
    rows, columns = (_largest(cells, place) for place in (0, 1))
    names = {selector: content.selector(selector) for selector in (*rows, *columns)}
    counts = [[cells[row, column] for column in columns] for row in rows]
    titles = [
        [
            content.say("heat.cell", row=names[row], column=names[column], n=whole(cells[row, column]))
            for column in columns
        ]
        for row in rows
    ]
    words = content.say("heat.row"), content.say("heat.column")
    drawn = heat([names[row] for row in rows], [names[column] for column in columns], counts, titles, words)
    inside, every = sum(map(sum, counts)), sum(cells.values())
    heads = [text(content.say("col.pair")), *rate_heads(content), number(content.say("col.acted"))]
    pairs = (
        [text(_pair(content, key)), *rates(content, "pair", key), number(whole(hits.interrupting))]
        for key, hits in _most(found, _PAIRS)
    )
    return section(
        "interactions",
        title,
        note(content.say("heat.note", shown=whole(inside), all=whole(every))),
        tag("figure", drawn),
        tag("h3", content.say("pairs")),
        table(heads, pairs),
    )


def _pair(content: Content, key: str) -> str:
    first, second = key.split(" ")
    return f"{content.drug(first)} ← {content.drug(second)}"


def _largest(cells: Counter[tuple[str, str]], place: int) -> list[str]:
    """The rows or columns with the most findings."""
    sums: Counter[str] = Counter()
    for key, count in cells.items():
        sums[key[place]] += count
    return [name for name, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:_CLASSES]]
