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
        "usual": ("usual dose", "常用量"),
        "usual_dose": ("{dose} every {every}", "{dose}，每 {every} 一次"),
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
        "limit.single_max": ("single dose at most {value}", "单次最大 {value}"),
        "limit.daily_max": ("daily dose at most {value}", "每日最大 {value}"),
        "limit.weekly_max": ("weekly dose at most {value}", "每周最大 {value}"),
        "limit.doses_per_day_max": ("at most {value} a day", "每日最多 {value}"),
        "limit.doses_per_week_max": ("at most {value} a week", "每周最多 {value}"),
        "limit.duration_max": ("at most {value} of treatment", "疗程最长 {value}"),
        "limit.course_max": ("whole course at most {value}", "疗程总量最大 {value}"),
        "limit.interval_min": ("at least {value} between doses", "给药间隔至少 {value}"),
        "limit.single_min": ("single dose at least {value}", "单次至少 {value}"),
        "limit.daily_min": ("daily dose at least {value}", "每日至少 {value}"),
        "limit.rate_max": ("at most {value} per hour", "每小时最多 {value}"),
        "more": ("{text} … (+{n}, --verbose)", "{text} …（另 {n} 个，--verbose）"),
        # two drugs together
        "pair.quiet": (
            "Rows fit this pair, and none gives a finding for it as written.",
            "有条目涉及这一药对，但按所写内容未产生发现。",
        ),
        "pair.no_row": (
            "No row of the tables fits this pair: not judged, which is not the same as harmless.",
            "知识表中没有涉及这一药对的条目：未作评定，并不等于无害。",
        ),
        "pair.same": (
            "Both names hold {names}: no interaction, but perhaps a duplicate, which rxcheck check judges.",
            "两个名称都含{names}：不是相互作用，但可能重复用药，由 rxcheck check 判断。",
        ),
        "pair.rows": ("Rows that fit {names}: {n}", "涉及{names}的条目：{n}"),
        "pair.path": ("path", "路径"),
        "pair.kind": ("row", "条目"),
        "pair.modifier": ("changed", "改变"),
        "pair.says": ("says", "内容"),
        "row.curated": ("curated", "人工评定"),
        "row.derived": ("derived, not curated", "推导所得，未经人工评定"),
        "row.incompatibility": ("incompatible in one line or container", "同一管路或容器中配伍禁忌"),
        "nature.kinetic": ("through concentrations", "药代动力学"),
        "nature.dynamic": ("through effects", "药效学"),
        "routes": ("{drug}: {routes}", "{drug}：{routes}"),
        "systemic": ("both systemic: not if one is only topical", "两药均为全身给药时适用，局部外用不适用"),
        "outranked": ("gives way to a closer row", "让位于更具体的条目"),
        "modifier": ("if {condition}: {verdict}", "若{condition}：{verdict}"),
        "modifier.route": ("{drug} is given by: {routes}", "{drug}的给药途径为{routes}"),
        "modifier.daily_dose": ("the daily dose of {drug} is {value}", "{drug}的每日剂量{value}"),
        "modifier.co_drug.present": ("{names} is on the prescription, too", "处方中同时有{names}"),
        "modifier.co_drug.absent": ("{names} is not on the prescription", "处方中没有{names}"),
        "modifier.condition.present": ("the patient has {names}", "患者有{names}"),
        "modifier.condition.absent": ("the patient does not have {names}", "患者没有{names}"),
        "modifier.age_years": ("the age is {value}", "年龄{value}"),
        "modifier.potassium": ("potassium is {value}", "血钾{value}"),
        "modifier.sodium": ("sodium is {value}", "血钠{value}"),
        "modifier.inr": ("the INR is {value}", "INR{value}"),
        "modifier.platelets": ("platelets are {value}", "血小板{value}"),
        "modifier.egfr": ("the eGFR is {value}", "eGFR{value}"),
        "modifier.days": ("{drug} is given for {value}", "{drug}的疗程{value}"),
        "op.gt": ("above {value}", "大于{value}"),
        "op.ge": ("at least {value}", "不低于{value}"),
        "op.lt": ("below {value}", "低于{value}"),
        "op.le": ("at most {value}", "不超过{value}"),
        "pathways": ("pathways", "代谢与转运"),
        "effects": ("effects", "药理效应"),
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
