"""What the sheets of `report.xlsx` say of their own, in English and Chinese."""

from __future__ import annotations

from rxcheck.terms import Lang

_WORDS: dict[str, tuple[str, str]] = {
    "sheet.worklist": ("Worklist", "待审清单"),
    "sheet.rules": ("By rule", "按规则"),
    "sheet.summary": ("Summary", "汇总"),
    "sheet.sample": ("Sample", "抽样点评"),
    "prescription_id": ("Prescription", "处方号"),
    "authored_on": ("Date", "日期"),
    "store": ("Store", "门店"),
    "prescriber": ("Prescriber", "医师"),
    "lines": ("Lines", "药品行数"),
    "findings": ("Findings", "发现数"),
    "score": ("Score", "优先分"),
    "reasons": ("Why this score", "评分依据"),
    "found": ("What was found", "发现的问题"),
    "why": ("Why", "原因"),
    "do": ("What to do", "建议"),
    "rule_ids": ("Rules", "规则编号"),
    "cn_review": ("CN review items", "处方点评项目"),
    "decision": ("Decision", "处理意见"),
    "remark": ("Remark", "备注"),
    "worst_action": ("Most urgent action", "最高级别"),
    "stratum_prescriptions": ("Prescriptions of the stratum", "本层处方数"),
    "stratum_drawn": ("Drawn of the stratum", "本层抽取数"),
    "reasonable": ("Reasonable", "是否合理"),
    "rule": ("Rule", "规则"),
    "about": ("About", "涉及"),
    "check": ("Check", "审查类别"),
    "action": ("Action", "处理级别"),
    "severity": ("Severity", "严重程度"),
    "evidence": ("Evidence", "证据"),
    "times": ("Findings", "发现数"),
    "share": ("Per 1000 prescriptions", "每千张处方"),
    "source": ("Source", "来源"),
    "locator": ("Place in the source", "出处"),
    "status": ("Status of the rule", "规则状态"),
    "choice.accepted": ("accepted", "采纳"),
    "choice.changed": ("prescription changed", "已修改处方"),
    "choice.overridden": ("overridden", "不采纳"),
    "choice.open": ("to be clarified", "待核实"),
    "choice.reasonable": ("reasonable", "合理"),
    "choice.unreasonable": ("unreasonable", "不合理"),
    "note.all": (
        "All {urgent} prescriptions with something to review, most urgent first.",
        "共 {urgent} 张需审阅的处方，全部列出，按紧急程度排序。",
    ),
    "note.some": (
        "The {shown} most urgent of {urgent} prescriptions with something to review.",
        "共 {urgent} 张需审阅的处方，此处列出最紧急的 {shown} 张。",
    ),
    "note.points": (
        "Points are those of rules/audit_priority.csv. A score orders work; it says nothing of what is safe.",
        "分值见 rules/audit_priority.csv。评分仅用于安排审阅顺序，不表示用药是否安全。",
    ),
    "note.sample": (
        "{drawn} of {prescriptions} audited prescriptions, drawn at random in {strata} strata ({by}), seed {seed}; asked for: {asked}.",
        "从 {prescriptions} 张已审核处方中随机抽取 {drawn} 张，分 {strata} 层（{by}），随机种子 {seed}；要求：{asked}。",
    ),
    "note.sample_cut": ("The first {shown}; sample.csv holds all.", "此处列出前 {shown} 张，全部见 sample.csv。"),
    "note.pseudonyms": (
        "Prescriptions, stores and prescribers are pseudonyms; dates are moved.",
        "处方号、门店和医师均为假名，日期已偏移。",
    ),
    "more": ("and {n} more", "另有 {n} 项"),
    "head.lines": ("Lines of the table", "表格行"),
    "read": ("read", "读取"),
    "audited": ("audited", "已审核"),
    "rejected": ("rejected (rejects.csv)", "拒收（见 rejects.csv）"),
    "unknown_lines": ("with a drug that was not recognised", "药品未识别"),
    "head.prescriptions": ("Prescriptions", "处方"),
    "prescriptions": ("audited", "已审核"),
    "with_findings": ("with findings", "有发现"),
    "interrupting": ("with a finding to act on", "有需处理的发现"),
    "complete": ("assessed in full", "全部评估"),
    "head.action": ("Findings by action", "按处理级别"),
    "head.check": ("Findings by check", "按审查类别"),
    "head.cn_review": ("Findings by CN review item", "按处方点评项目"),
    "head.not_assessed": ("Not assessed, by reason", "未评估原因"),
    "head.versions": ("Versions", "版本"),
    "rxcheck": ("rxcheck", "rxcheck"),
    "knowledge": ("knowledge", "知识库"),
}


def say(key: str, lang: Lang, **slots: object) -> str:
    """A message with its slots filled."""
    return _WORDS[key][lang is Lang.ZH].format(**slots)
