"""The words of `rxcheck rules list` and `rules show`, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.report.phrases import Phrases

RULE_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "every_drug": ("every drug", "所有药品"),
        "silent": ("silent on purpose", "有意不提示"),
        "relation.same": ("the drug itself", "该药本身"),
        "relation.cause": ("what caused the reaction", "致敏物"),
        "relation.group": ("the same group", "同组"),
        "relation.cross": ("cross-reaction", "交叉过敏"),
        "relation.excipient": ("excipient", "辅料"),
        "set.set": ("burden", "负荷"),
        "set.cascade": ("prescribing cascade", "处方瀑布"),
        "count": ("{n} of {all} rules", "{n} 条规则（共 {all} 条）"),
        "must": ("must alert", "必须提示"),
        # the card of a rule
        "label.about": ("about", "内容"),
        "label.verdict": ("verdict", "结论"),
        "label.evidence": ("evidence", "证据"),
        "label.source": ("source", "来源"),
        "label.identifier": ("identifier", "出处标识"),
        "label.reviewed": ("reviewed by", "审核人"),
        "label.valid_from": ("valid from", "生效日期"),
        "label.must": ("must alert", "必须提示"),
        "label.codes": ("codes", "编码"),
        "label.drugs": ("drugs", "药品"),
        "label.object": ("object", "受影响药"),
        "label.precipitant": ("precipitant", "影响药"),
        "label.subject": ("subject", "药品"),
        "label.allergen": ("allergen", "过敏原"),
        "label.routes": ("routes", "途径"),
        "label.when": ("only where", "条件"),
        "label.indication": ("only for", "适用诊断"),
        "label.threshold": ("threshold", "界值"),
        "label.term": ("counts", "计数"),
        "label.reactions": ("reactions", "反应类型"),
        "label.jurisdiction": ("jurisdiction", "法规辖区"),
        "label.onset": ("onset", "起效"),
        "label.contact": ("where", "接触处"),
        "label.modifier": ("modifier", "调整"),
        "label.allowance": ("allowed", "允许合用"),
        "label.mechanism": ("mechanism", "机制"),
        "label.harm": ("harm", "危害"),
        "label.advice": ("advice", "建议"),
        "label.trainee": ("for trainees", "教学用"),
        "label.displaces": ("speaks before", "优先于"),
        "label.gives_way": ("gives way to", "让位于"),
        "label.waits": ("waits", "待定"),
        "members": ("{name}: {names}", "{name}：{names}"),
        "member": ("{name} ({n} drugs: {names})", "{name}（{n} 种：{names}）"),
        "routes.any": ("any route", "任何途径"),
        "points": ("at least {n} points", "至少 {n} 分"),
        "most": ("more than {n}", "多于 {n}"),
        "term.least": ("at least {n} of {names}", "{names}至少 {n} 种"),
        "term.points": ("{n} points for each of {names}", "{names}每种 {n} 分"),
        "term.both": ("at least {least} of {names}, {n} points each", "{names}至少 {least} 种，每种 {n} 分"),
        "term.fact": ("{n} points where {text}", "{text}：{n} 分"),
        "modifier": ("{id}: if {condition}: {verdict} [{source}]", "{id}：若{condition}：{verdict}［{source}］"),
        "modifier.advice": ("{id}, advice: {text}", "{id} 的建议：{text}"),
        "the_object": ("the object", "受影响药"),
        "the_precipitant": ("the precipitant", "影响药"),
        "must.row": ("{reason} ({entry}): no site may suppress it", "{reason}（{entry}）：机构不得停用"),
        "must.no": ("no: a site may suppress it", "否：机构可停用"),
        "waits.yes": ("asks for what it lacks", "缺少信息时要求补充"),
        "waits.no": (
            "says nothing where a fact is missing (its action is below waiting_action)",
            "缺少信息时不提示（处理级别低于 waiting_action）",
        ),
        "head.cases": ("CASES", "用例"),
        "cases.none": ("none", "无"),
        "cases.not_here": (
            "No cases lie beside these tables.",
            "该知识表文件夹中没有用例。",
        ),
        "cases.more": ("… {n} more (--verbose)", "…… 另有 {n} 个（--verbose）"),
        "case.fires": ("fires", "触发"),
        "case.silent": ("silent", "不提示"),
        "case.waits": ("waits", "待定"),
        "case.waits.for": ("{text} for {fact}", "{text}：{fact}"),
        "slot.drug": ("the drug", "该药"),
        "slot.drugs": ("the drugs concerned", "所涉药品"),
        "slot.object": ("the object", "受影响药"),
        "slot.precipitant": ("the precipitant", "影响药"),
        "slot.condition": ("the condition", "该诊断"),
        "slot.allergen": ("the allergen", "过敏原"),
        "slot.limit": ("the limit", "限值"),
        "slot.observed": ("the amount given", "所用剂量"),
    }
)


rule_word = Phrases(RULE_WORDS)
