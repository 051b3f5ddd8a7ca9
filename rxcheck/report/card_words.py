"""The words of `rxcheck drug` and its coverage report, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.terms import Lang

CARD_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "written": ("“{text}” is understood as", "“{text}”识别为"),
        "strength": ("strength", "规格"),
        "route": ("route", "途径"),
        "form": ("form", "剂型"),
        "release": ("release", "释放"),
        "strength_unknown": ("strength not stated", "未写明规格"),
        "product": ("combination", "复方"),
        "marketed": ("marketed strengths", "上市规格"),
        "codes": ("codes", "编码"),
        "synonyms": ("also called", "别名"),
        "brands": ("brands", "商品名"),
        "salts": ("salts and esters", "盐和酯"),
        "abbreviations": ("abbreviations", "缩写"),
        "ambiguous": ("ambiguous names", "有歧义的名称"),
        "lookalikes": ("easily confused with", "易混淆药名"),
        "relatives": ("related", "相关成分"),
        "prodrug": ("prodrug of {name}", "{name}的前药"),
        "prodrug.reverse": ("has the prodrug {name}", "前药：{name}"),
        "metabolite": ("active metabolite of {name}", "{name}的活性代谢物"),
        "metabolite.reverse": ("has the active metabolite {name}", "活性代谢物：{name}"),
        "enantiomer": ("enantiomer of {name}", "{name}的对映体"),
        "enantiomer.reverse": ("has the single enantiomer {name}", "单一对映体：{name}"),
        "constituent": ("constituent of {name}", "{name}的组成部分"),
        "constituent.reverse": ("holds {name}", "含{name}"),
        "modified": ("modified form of {name}", "{name}的修饰产物"),
        "modified.reverse": ("has the modified form {name}", "修饰产物：{name}"),
        "classes": ("classes", "类别"),
        "products": ("combinations", "复方制剂"),
        "structure": ("structure", "结构"),
        "groups": ("holds", "含"),
        "same_chain": ("same {group} as {names}", "与{names}的{group}相同"),
        "neighbours": ("nearest structures", "最相近结构"),
        "limits": ("limits", "限量"),
        "rules": ("rules", "规则"),
        "rules_none": ("no rule", "无规则"),
        "missing": ("not covered", "知识表未涉及"),
        "not_a_drug": ("{kind}: known, not checked as a drug", "{kind}：可识别，不作为药品审查"),
        "unresolved": ("“{text}” is not understood: {reason}", "“{text}”未能识别：{reason}"),
        "suggested": ("did you mean", "是否为（未作假定）"),
        "confusable": ("easily confused with each other", "彼此易混淆"),
        "source": ("source", "来源"),
        "silent": ("deliberately silent", "有意不提示"),
        "age_from": ("from {n} years", "{n} 岁及以上"),
        "age_below": ("below {n} years", "{n} 岁以下"),
        "limit.single_max": ("single dose at most {value}", "单次最大 {value}"),
        "limit.daily_max": ("daily dose at most {value}", "每日最大 {value}"),
        "limit.weekly_max": ("weekly dose at most {value}", "每周最大 {value}"),
        "limit.doses_per_day_max": ("at most {value} a day", "每日最多 {value}"),
        "limit.doses_per_week_max": ("at most {value} a week", "每周最多 {value}"),
        "limit.duration_max": ("at most {value} of treatment", "疗程最长 {value}"),
        "more": ("{text} … (+{n}, --verbose)", "{text} …（另 {n} 个，--verbose）"),
        # coverage of a list of names
        "coverage.title": ("Coverage of {file}", "{file} 的识别情况"),
        "coverage.lines": ("lines", "行数"),
        "coverage.names": ("distinct names", "不同名称"),
        "coverage.resolved": ("understood", "已识别"),
        "coverage.not_checked": ("known, not a drug", "可识别，非药品"),
        "coverage.ambiguous": ("ambiguous", "有歧义"),
        "coverage.unknown": ("not understood", "未识别"),
        "coverage.blank": ("blank", "空白"),
        "coverage.how": ("how", "识别方式"),
        "coverage.worst": ("not understood, most frequent first", "未识别（按频次）"),
    }
)


def card_word(key: str, lang: Lang, **slots: object) -> str:
    """The message `key` in `lang` with its slots filled.

    Raises:
        KeyError: no such message, or a slot without a value.
    """
    text = CARD_WORDS[key][lang is Lang.ZH]
    return text.format(**slots) if slots else text
