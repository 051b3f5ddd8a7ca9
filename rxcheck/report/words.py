"""Every word that a report says of its own, in English and Chinese, by message id.

Sentences about drugs are not here: they are clauses of the knowledge tables. A member of a vocabulary has the id
`<name of the enumeration>.<value>` ("action.avoid"); a counted phrase has a second id ending in `.one`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from rxcheck.report.member_words import MEMBERS
from rxcheck.terms import Lang

_PHRASES: dict[str, tuple[str, str]] = {
    # punctuation that each language writes its own way
    "list": (", ", "、"),
    "semicolon": ("; ", "；"),
    "comma": (", ", "，"),
    "sentences": (" ", ""),
    "and_drug": (" + ", " + "),
    "quoted": ("“{text}”", "“{text}”"),
    "bracket": ("{text} ({note})", "{text}（{note}）"),
    "lead": ("{head}: {text}", "{head}：{text}"),
    "more": ("{text} and {n} more", "{text}等（另有 {n} 项）"),
    # head of a prescription
    "prescription": ("Prescription {id}", "处方 {id}"),
    "age.years": ("{n} y", "{n} 岁"),
    "age.months": ("{n} months", "{n} 个月"),
    "age.days": ("{n} days", "{n} 天"),
    "pregnant": ("pregnant", "妊娠"),
    "pregnant.weeks": ("pregnant, week {n}", "妊娠 {n} 周"),
    "not_pregnant": ("not pregnant", "未妊娠"),
    "lactating": ("lactating", "哺乳期"),
    "not_lactating": ("not lactating", "非哺乳期"),
    "no_allergies": ("no known allergies", "无已知过敏"),
    "allergies_unknown": ("allergies not recorded", "过敏史未记录"),
    "no_conditions": ("no known conditions", "无已知诊断"),
    # verdict
    "verdict.nothing_so_far": ("Nothing found in what could be assessed", "可评估的部分未发现问题"),
    "verdict.not_assessed": ("NOT COMPLETE", "审查不完整"),
    "verdict.unknown_drugs": ("{n} drugs not recognised", "{n} 个药品未识别"),
    "verdict.unknown_drugs.one": ("{n} drug not recognised", "{n} 个药品未识别"),
    "verdict.empty": ("No medication lines: nothing was checked", "处方无药品行，未进行任何审查"),
    "checked_nothing": ("Checked, nothing found", "已审查，未发现问题"),
    # a finding
    "label.lines": ("Lines", "处方行"),
    "label.why": ("Why", "原因"),
    "label.derived": ("Derived", "推导"),
    "derived": ("{parts}; this pair itself is not curated", "{parts}；该药对本身未经人工评定"),
    "label.compared": ("Compared", "比较"),
    "label.chains": ("Side chain", "侧链"),
    "chains.same": ("the same, atom for atom", "完全相同"),
    "chains.other": ("not the same", "不相同"),
    "label.when": ("Holds for", "适用于"),
    "label.facts": ("Rests on", "依据数据"),
    "label.slip": ("Usual", "常用量"),
    "label.do": ("Do", "建议"),
    "label.changes": ("Changes if", "可变因素"),
    "label.sources": ("Sources", "各方分级"),
    "label.spread": ("Spread", "分级范围"),
    "label.evidence": ("Evidence", "证据"),
    "label.rule": ("Rule", "规则"),
    "label.missing": ("Missing", "缺少"),
    "label.also": ("Also", "另符合"),
    "line.written": ("line {id} “{text}”", "第 {id} 行“{text}”"),
    "line": ("line {ids}", "第 {ids} 行"),
    "line.many": ("lines {ids}", "第 {ids} 行"),
    "compared": ("{fact} {observed} (threshold {limit})", "{fact} {observed}（界值 {limit}）"),
    "flip.none": ("{fact} {value} would lift this", "若 {fact} {value}，则不再提示"),
    "flip.action": ("{fact} {value} would make this “{action}”", "若 {fact} {value}，则变为“{action}”"),
    "modified_by": ("changed by {id}", "由 {id} 调整"),
    "cn_review": ("CN review {code}", "处方点评 {code}"),
    # comparators
    "fact.stale": ("{n} days old", "{n} 天前"),
    "fact.against": ("contradicted by {text}", "与“{text}”矛盾"),
    "usual": ("usual {dose} every {every}", "常用量 {dose}，每 {every} 一次"),
    "slip": ("looks like {text}", "疑为{text}"),
    "slip.tenfold": ("ten times the usual dose", "十倍剂量差错"),
    "slip.hundredfold": ("a hundred times the usual dose", "百倍剂量差错"),
    "slip.thousandfold": ("a mix-up of units: a thousand times the usual dose", "单位混淆（千倍剂量差错）"),
    "slip.per_kg": ("a dose per kg mistaken for a whole dose, or the reverse", "每公斤剂量与总剂量混淆"),
    "slip.day_as_dose": ("a day's amount in one dose", "日剂量误作单次剂量"),
    "slip.weekly_as_daily": ("a weekly dose written for every day", "每周剂量误作每日服用"),
    "slip.tenth": ("a tenth of the usual dose", "十分之一剂量差错"),
    "slip.thousandth": ("a mix-up of units: a thousandth of the usual dose", "单位混淆（千分之一剂量差错）"),
    "when.not": ("not {text}", "非{text}"),
    "when.or": (" or ", "或"),
    "when.with": ("together with {text}", "合用{text}"),
    "when.compared": ("{fact} {op} {value}", "{fact} {op} {value}"),
    "when.stated": ("{fact}: {text}", "{fact}：{text}"),
    "when.combined": ("in a combination", "复方制剂"),
    "when.alone": ("as a single ingredient", "单方制剂"),
    "when.daily_dose": ("daily dose", "日剂量"),
    "comparator.>": ("> {value}", "> {value}"),
    "comparator.<": ("< {value}", "< {value}"),
    "comparator.>=": ("≥ {value}", "≥ {value}"),
    "comparator.<=": ("≤ {value}", "≤ {value}"),
    "comparator.between": ("between {value}", "介于 {value}"),
    "comparator.=": ("= {value}", "= {value}"),
    # not assessed
    "head.not_assessed": ("NOT ASSESSED", "未评估"),
    "head.together": ("TAKEN TOGETHER", "综合来看"),
    "exposure": (
        "Expected exposure of {drug}: {low} to {high} times the usual, from {parts}; a range by the static model, not a measurement.",
        "{drug}的预期暴露量为平时的{low}至{high}倍，影响因素：{parts}；此为静态模型估算的范围，并非实测值。",
    ),
    "pivot": (
        "Without line {line} ({drugs}) {n} interaction findings would not be there: {findings}.",
        "若无第{line}行（{drugs}），以下{n}项相互作用发现将不存在：{findings}。",
    ),
    "head.questions": ("WORTH ASKING", "建议核实"),
    "head.unreadable": ("NOT READ", "未能读取"),
    "gap.fact_unknown": ("{fact} unknown", "{fact}未知"),
    "gap.no_rule_on": ("no rule on {fact} in the tables", "规则表中没有关于{fact}的规则"),
    "gap.fact": ("{fact} {reason}", "{fact}{reason}"),
    "gap.did_you_mean": ("did you mean {names}? (not assumed)", "是否为{names}？（未作假定）"),
    "gap.could_be": ("could be {names} (not assumed)", "可能为{names}（未作假定）"),
    "gap.lookalikes": ("{first} and {second} are easily confused", "{first}与{second}易混淆"),
    "gap.no_near_name": ("no near name known", "无相近名称"),
    "gap.resembles": (
        "structure resembles {names}: inferred, not curated",
        "结构与{names}相似：系推断，未经审定",
    ),
    "gap.holds": ("structure holds {names}: inferred, not curated", "结构中含{names}：系推断，未经审定"),
    "gap.resembles_nothing": ("structure resembles no drug of the tables", "结构与知识表中的药品均不相似"),
    "gap.bad_structure": ("the SMILES describes no structure", "SMILES 无法解析为结构"),
    "gap.alike": ("{name} ({percent} %)", "{name}（{percent}%）"),
    "gap.same_structure": ("{name} (same structure)", "{name}（结构相同）"),
    "all_checks": ("all checks", "全部审查"),
    "rules": ("{n} rules", "{n} 条规则"),
    "rules.one": ("{n} rule", "{n} 条规则"),
    # questions
    "ask.fact": ("{fact}?", "{fact}？"),
    "ask.lines": ("{fact} of {lines}?", "{lines}的{fact}？"),
    "ask.drug": ("Which drug is {lines}?", "{lines}是什么药品？"),
    "ask.waiting": ("{n} rules wait", "{n} 条规则待定"),
    "ask.waiting.one": ("{n} rule waits", "{n} 条规则待定"),
    "ask.worst": ("worst: {action}", "最重：{action}"),
    # tally and foot
    "tally.lines": ("{n} lines, {m} understood", "共 {n} 行，识别 {m} 行"),
    "tally.lines.one": ("{n} line, {m} understood", "共 {n} 行，识别 {m} 行"),
    "tally.checks": ("{m} of {n} checks done", "完成审查 {m}/{n} 项"),
    "tally.complete": ("complete", "完整"),
    "tally.incomplete": ("not complete", "不完整"),
    "versions": (
        "rxcheck {program} · knowledge {knowledge} · {hash}",
        "rxcheck {program} · 知识库 {knowledge} · {hash}",
    ),
    "packs": ("packs: {names}", "知识包：{names}"),
    "error.row": ("row {n}", "第 {n} 行"),
    "error.column": ("column {name}", "列 {name}"),
    "error.option": ("option {name}", "选项 {name}"),
    "error.command_line": ("command line", "命令行"),
    # quiet form
    "quiet.rest": ("{n} other findings", "其他发现 {n} 项"),
    "quiet.rest.one": ("{n} other finding", "其他发现 {n} 项"),
    "quiet.not_assessed": ("{n} not assessed", "未评估 {n} 项"),
    # values that are words
    "value.true": ("yes", "是"),
    "value.false": ("no", "否"),
    "value.yes": ("yes", "是"),
    "value.no": ("no", "否"),
    "value.present": ("present", "有"),
    "value.absent": ("absent", "无"),
}

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({**MEMBERS, **_PHRASES})


def word(key: str, lang: Lang, **slots: object) -> str:
    """The message `key` in `lang` with its slots filled.

    Raises:
        KeyError: no such message, or a slot without a value.
    """
    pair = WORDS[key]
    text = pair[1] if lang is Lang.ZH else pair[0]
    return text.format(**slots) if slots else text


def has_word(key: str) -> bool:
    """True when `key` is a message."""
    return key in WORDS


def term(member: StrEnum, lang: Lang) -> str:
    """What people call a member of one of the program's vocabularies."""
    return word(term_key(member), lang)


def term_key(member: StrEnum) -> str:
    """The message id of a member: `CheckKind.LIMIT` is `check_kind.limit`."""
    return f"{_prefix(type(member).__name__)}.{member.value}"


def counted(key: str, n: int, lang: Lang, **slots: object) -> str:
    """The message `key` for `n` things; `key.one` where a language has a singular."""
    return word(key + ".one" if n == 1 and key + ".one" in WORDS else key, lang, n=n, **slots)


@cache
def _prefix(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and at else c.lower() for at, c in enumerate(name))
