"""What the policy of a site keeps from being told, in reports that people read."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.report.plain import visible
from rxcheck.report.view import View
from rxcheck.report.words import term, word
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import Lang

_HASH_SHOWN = 8
_WORDS = {
    "head": ("SUPPRESSED BY POLICY", "按机构策略不提示"),
    "row": (
        "{drugs}: {action} · {severity}, {rule}; {reason} ({owner}, until {until})",
        "{drugs}：{action} · {severity}，{rule}；{reason}（{owner}，至 {until}）",
    ),
    "policy": ("policy {name} {hash}", "机构策略 {name} {hash}"),
    "rules": ("{n} rules suppressed", "停用规则 {n} 条"),
    "rules.one": ("{n} rule suppressed", "停用规则 {n} 条"),
    "expired": ("{n} entries expired", "过期条目 {n} 个"),
    "expired.one": ("{n} entry expired", "过期条目 {n} 个"),
    "is_expired": (
        "the entry for {rule} expired on {until} ({owner}): the rule alerts again",
        "规则 {rule} 的停用条目已于 {until} 过期（{owner}）：该规则恢复提示",
    ),
    "found": (
        "the policy {name} of this folder holds (other: --policy FILE, none: --no-policy)",
        "采用当前文件夹的机构策略 {name}（改用其他：--policy 文件；不用：--no-policy）",
    ),
    "quiet": ("{n} suppressed by policy", "按机构策略不提示 {n} 项"),
}


def _say(key: str, lang: Lang, **values: object) -> str:
    return _WORDS[key][lang is Lang.ZH].format(**values)


def _counted(key: str, n: int, lang: Lang) -> str:
    return _say(f"{key}.one" if n == 1 else key, lang, n=n)


def head(lang: Lang) -> str:
    """What stands above the rows."""
    return _say("head", lang)


def rows(view: View) -> Iterator[str]:
    """A line for each finding that is not told: what it would have been, why it is not, who says so, until when."""
    lang = view.lang
    for each in view.report.suppressed:
        yield _say(
            "row",
            lang,
            drugs=word("and_drug", lang).join(view.names(each.drugs)) or view.lines(each.lines),
            action=term(each.action, lang),
            severity=term(each.severity, lang),
            rule=each.suppression.rule,
            reason=visible(each.suppression.reason, 500),
            owner=visible(each.suppression.owner),
            until=each.suppression.expires.isoformat(),
        )


def quiet_text(view: View) -> str:
    """How many are not told; empty for none."""
    count = len(view.report.suppressed)
    return _say("quiet", view.lang, n=count) if count else ""


def policy_text(policy: SitePolicy, lang: Lang) -> str:
    """`policy rxcheck.toml 0123abcd: 2 rules suppressed, lab_stale_days 30`."""
    parts = [_counted("rules", len(policy.suppress), lang)]
    parts += [f"{key} {value}" for key, value in policy.thresholds.items()]
    if policy.expired:
        parts.append(_counted("expired", len(policy.expired), lang))
    named = _say("policy", lang, name=visible(policy.name), hash=policy.digest[:_HASH_SHOWN])
    return word("lead", lang, head=named, text=word("comma", lang).join(parts))


def expired_text(suppression: Suppression, lang: Lang) -> str:
    """What is said of an entry that holds no more."""
    return _say(
        "is_expired",
        lang,
        rule=suppression.rule,
        owner=visible(suppression.owner),
        until=suppression.expires.isoformat(),
    )


def found_text(policy: SitePolicy, lang: Lang) -> str:
    """What is said of a policy that nobody named and that lies in the current folder."""
    return _say("found", lang, name=visible(policy.name))
