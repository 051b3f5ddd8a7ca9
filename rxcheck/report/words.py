"""Every word that a report says of its own, in English and Chinese, by message id.

Sentences about drugs are not here: they are clauses of the knowledge tables. A member of a vocabulary has the id
`<name of the enumeration>.<value>` ("action.avoid"); a counted phrase has a second id ending in `.one`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from rxcheck.terms import Lang

_MEMBERS: dict[str, tuple[str, str]] = {
    "action.avoid": ("avoid", "避免使用"),
    "action.modify": ("modify", "需调整"),
    "action.monitor": ("monitor", "需监测"),
    "action.inform": ("inform", "提示"),
    "severity.contraindicated": ("contraindicated", "禁忌"),
    "severity.major": ("major", "严重"),
    "severity.moderate": ("moderate", "中度"),
    "severity.minor": ("minor", "轻度"),
    "evidence_level.established": ("established", "证据确凿"),
    "evidence_level.probable": ("probable", "很可能"),
    "evidence_level.suspected": ("suspected", "可疑"),
    "evidence_level.theoretical": ("theoretical", "理论推测"),
    "row_status.draft": ("draft, unreviewed", "草稿，未审核"),
    "row_status.corroborated": ("corroborated", "已有佐证"),
    "row_status.reviewed": ("reviewed", "已审核"),
    "row_status.imported": ("imported, not reviewed here", "外部导入，未经本库审核"),
    "onset.rapid": ("rapid onset", "起效迅速"),
    "onset.delayed": ("delayed onset", "延迟出现"),
    "onset.unspecified": ("onset not specified", "出现时间未说明"),
    "check_kind.interaction": ("interactions", "相互作用"),
    "check_kind.duplicate": ("duplicates", "重复用药"),
    "check_kind.limit": ("doses and limits", "剂量与限度"),
    "check_kind.condition": ("patient conditions", "患者情况"),
    "check_kind.allergy": ("allergies", "过敏"),
    "check_kind.set": ("combined burden", "联合负荷"),
    "check_kind.form": ("prescription form", "处方格式"),
    "sex.female": ("female", "女"),
    "sex.male": ("male", "男"),
    "line_status.new": ("new", "新开"),
    "line_status.current": ("already taken", "正在使用"),
    "allergy_kind.allergy": ("allergy", "过敏"),
    "allergy_kind.intolerance": ("intolerance", "不耐受"),
    "route.oral": ("oral", "口服"),
    "route.sublingual": ("sublingual", "舌下含服"),
    "route.buccal": ("buccal", "颊部给药"),
    "route.iv": ("intravenous", "静脉给药"),
    "route.im": ("intramuscular", "肌内注射"),
    "route.sc": ("subcutaneous", "皮下注射"),
    "route.transdermal": ("transdermal", "透皮给药"),
    "route.rectal": ("rectal", "直肠给药"),
    "route.inhaled": ("inhaled", "吸入"),
    "route.nasal": ("nasal", "鼻腔给药"),
    "route.topical": ("topical", "外用"),
    "route.ophthalmic": ("ophthalmic", "眼部给药"),
    "route.otic": ("otic", "耳部给药"),
    "route.vaginal": ("vaginal", "阴道给药"),
    "route.intraarticular": ("intra-articular", "关节腔注射"),
    "route.intrathecal": ("intrathecal", "鞘内注射"),
    "route.intravitreal": ("intravitreal", "玻璃体内注射"),
    "dose_form.tablet": ("tablet", "片剂"),
    "dose_form.orodispersible": ("orodispersible tablet", "口崩片"),
    "dose_form.effervescent": ("effervescent tablet", "泡腾片"),
    "dose_form.chewable": ("chewable tablet", "咀嚼片"),
    "dose_form.capsule": ("capsule", "胶囊"),
    "dose_form.oral_liquid": ("oral liquid", "口服液体"),
    "dose_form.granules": ("granules", "颗粒"),
    "dose_form.powder": ("powder", "散剂"),
    "dose_form.pill": ("pill", "丸剂"),
    "dose_form.lozenge": ("lozenge", "含片"),
    "dose_form.film": ("film", "膜剂"),
    "dose_form.injection": ("injection", "注射剂"),
    "dose_form.inhaler": ("inhaler", "吸入剂"),
    "dose_form.nebuliser_solution": ("nebuliser solution", "雾化吸入溶液"),
    "dose_form.spray": ("spray", "喷雾剂"),
    "dose_form.drops": ("drops", "滴剂"),
    "dose_form.cream": ("cream", "乳膏"),
    "dose_form.ointment": ("ointment", "软膏"),
    "dose_form.gel": ("gel", "凝胶"),
    "dose_form.lotion": ("lotion", "洗剂"),
    "dose_form.foam": ("foam", "泡沫剂"),
    "dose_form.shampoo": ("shampoo", "洗发剂"),
    "dose_form.mouthwash": ("mouthwash", "漱口液"),
    "dose_form.patch": ("patch", "贴剂"),
    "dose_form.suppository": ("suppository", "栓剂"),
    "dose_form.pessary": ("pessary", "阴道栓"),
    "dose_form.enema": ("enema", "灌肠剂"),
    "dose_form.implant": ("implant", "植入剂"),
    "release.prolonged": ("prolonged release", "缓控释"),
    "release.delayed": ("gastro-resistant", "肠溶"),
    "route_group.systemic": ("systemic", "全身给药"),
    "route_group.parenteral": ("parenteral", "注射给药"),
    "route_group.local": ("local", "局部给药"),
    "route_group.any": ("any route", "任何途径"),
    "fact.age_years": ("age", "年龄"),
    "fact.sex": ("sex", "性别"),
    "fact.weight": ("weight", "体重"),
    "fact.height": ("height", "身高"),
    "fact.pregnancy_week": ("pregnancy", "妊娠情况"),
    "fact.lactating": ("lactation", "哺乳情况"),
    "fact.condition": ("conditions", "诊断"),
    "fact.allergy": ("allergies", "过敏史"),
    "fact.egfr": ("eGFR", "eGFR"),
    "fact.creatinine": ("creatinine", "肌酐"),
    "fact.potassium": ("potassium", "血钾"),
    "fact.sodium": ("sodium", "血钠"),
    "fact.inr": ("INR", "INR"),
    "fact.platelets": ("platelets", "血小板"),
    "fact.drug": ("drug", "药品"),
    "fact.dose": ("dose", "剂量"),
    "fact.frequency": ("frequency", "给药频次"),
    "fact.strength": ("strength", "规格"),
    "fact.route": ("route", "给药途径"),
    "fact.days": ("days of treatment", "用药天数"),
    "reason.unknown_drug": ("unknown drug", "未知药品"),
    "reason.ambiguous_drug": ("ambiguous drug name", "药名有歧义"),
    "reason.not_checked_kind": ("kind not checked", "不在审查范围"),
    "reason.missing_fact": ("fact missing", "缺少信息"),
    "reason.unparsable": ("not understood", "无法理解"),
    "reason.incomparable_unit": ("units cannot be compared", "单位无法比较"),
    "reason.as_needed_without_maximum": ("as needed, no daily maximum", "按需使用而无每日上限"),
    "reason.unknown_condition": ("unknown condition", "未知诊断"),
    "reason.unknown_allergen": ("unknown allergen", "未知过敏原"),
    "reason.no_rule": ("no rule in the tables", "知识表中无规则"),
    "reason.out_of_range": ("implausible", "数值不合理"),
    "written_form.unit": ("abbreviated unit", "单位缩写"),
    "written_form.word": ("abbreviated word", "用语缩写"),
    "written_form.name": ("abbreviated drug name", "药名缩写"),
    "written_form.trailing_zero": ("trailing zero", "尾随零"),
    "written_form.naked_decimal": ("naked decimal point", "小数点前缺零"),
    "written_form.ungrouped_number": ("large number without separators", "大数无千位分隔"),
    "reason.as_directed": ("as directed, not stated", "遵医嘱，未写明"),
    "reason.sliding_scale": ("depends on a measured value", "依检测值而定"),
    "drug_kind.drug": ("drug", "药品"),
    "drug_kind.herb": ("herb", "草药"),
    "drug_kind.food": ("food", "食物"),
    "drug_kind.vehicle": ("vehicle", "溶媒"),
    "drug_kind.supply": ("supply", "耗材"),
    "drug_kind.vaccine": ("vaccine", "疫苗"),
    "drug_kind.nutrition": ("nutrition", "营养品"),
    "resolved_by.code": ("by code", "按编码"),
    "resolved_by.exact": ("by exact name", "按准确名称"),
    "resolved_by.normalised": ("by normalised name", "按规范化名称"),
    "resolved_by.combination": ("as a combination", "按复方"),
    "resolved_by.unresolved": ("not understood", "未识别"),
    "outcome.checked": ("checked, nothing found", "已审查，未发现问题"),
    "outcome.finding": ("finding", "发现问题"),
    "outcome.not_assessed": ("not assessed", "未评估"),
    "outcome.not_checked": ("no drug, not checked", "非药品，不审查"),
}

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

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({**_MEMBERS, **_PHRASES})


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
