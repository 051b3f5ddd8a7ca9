"""The words of explanations around the sentences, in English and Chinese."""

from __future__ import annotations

from rxcheck.terms import Audience, Lang

_WORDS: dict[str, tuple[str, str]] = {
    "title.pharmacist": ("Prescription {id}", "处方 {id}"),
    "title.trainee": ("Prescription {id}, explained for training", "处方 {id}（教学讲解）"),
    "title.patient": ("About your medicines", "关于您的药品"),
    "nothing.pharmacist": ("Nothing was found in what could be assessed.", "可评估的部分未发现问题。"),
    "nothing.trainee": ("Nothing was found in what could be assessed.", "可评估的部分未发现问题。"),
    "nothing.patient": (
        "There is nothing to explain here. Ask your pharmacist about anything that you want to know.",
        "此处没有需要说明的内容。如有疑问，请咨询药师。",
    ),
    "left.patient": (
        "{n} further points are for your pharmacist and doctor: ask them.",
        "另有 {n} 项由药师和医师处理，如有疑问请咨询他们。",
    ),
    "left.one.patient": (
        "One further point is for your pharmacist and doctor: ask them.",
        "另有 1 项由药师和医师处理，如有疑问请咨询他们。",
    ),
    "incomplete": (
        "Not everything could be assessed: {n} points are open (rxcheck check shows them).",
        "部分内容未能评估：尚有 {n} 项（可用 rxcheck check 查看）。",
    ),
    "incomplete.patient": (
        "Not everything about your medicines could be checked here: ask your pharmacist.",
        "本次未能审查您用药的全部情况，请咨询药师。",
    ),
    "never.patient": (
        "This page does not replace a talk with your doctor or pharmacist. Do not change your medicines on your own.",
        "本页不能代替与医师或药师的沟通。请勿自行更改用药。",
    ),
    "part.m": ("Why", "机制"),
    "part.h": ("What can happen", "可能的后果"),
    "part.p": ("In this patient", "该患者"),
    "part.p.patient": ("About you", "您的情况"),
    "part.f": ("Rests on", "依据"),
    "part.r": ("What to do", "处理"),
    "part.c": ("What would change it", "可变因素"),
    "part.r.patient": ("What happens now", "接下来"),
    "part.m.patient": ("What it is about", "说明"),
    "planner.template": (
        "Order: fixed template; every sentence is a reviewed clause or a fact of the finding.",
        "编排：固定模板；每句均为知识库条目或本次审查所用的事实。",
    ),
    "planner.model": (
        "Order chosen by {name}; every sentence is a reviewed clause or a fact of the finding.",
        "编排：由{name}选择；每句均为知识库条目或本次审查所用的事实。",
    ),
    "planner.fallback": (
        "{name} was asked; for {n} findings its answer was not used ({why}) and the fixed template spoke.",
        "已询问{name}；其中 {n} 项的回答未被采用（{why}），改用固定模板。",
    ),
    "told": (
        "{used} of {all} sentences in the wording of {name}, each judged against its clause; {replaced} stand in reviewed words.",
        "{all} 句中有 {used} 句为{name}的措辞（逐句与条目核对），{replaced} 句采用审核过的原文。",
    ),
    "told.why": (" Not used because of: {why}.", "未采用的原因：{why}。"),
    "model_wording": ("(model wording)", "（模型措辞）"),
    "flaw.citation": ("citation", "引用"),
    "flaw.character": ("characters", "字符"),
    "flaw.omission": ("something left out", "遗漏内容"),
    "flaw.short": ("too short", "过短"),
    "flaw.word": ("words that are not of the clause", "超出条目的词语"),
    "flaw.number": ("numbers", "数字"),
    "flaw.drug": ("drugs", "药品"),
    "flaw.role": ("who does what", "主客关系"),
    "flaw.negation": ("negation", "否定"),
    "flaw.direction": ("direction", "方向"),
    "flaw.certainty": ("certainty", "确定程度"),
    "flaw.restriction": ("a restriction left out", "遗漏限制条件"),
    "flaw.instruction": ("instructions", "指令"),
    "flaw.patient": ("facts about the patient", "患者信息"),
    "working": ("explaining: {done} of {all}", "正在讲解：{done}/{all}"),
    "fallback.empty": ("empty", "空白"),
    "fallback.unknown_alias": ("codes that are not there", "出现不存在的编码"),
    "fallback.repeated": ("repeated codes", "编码重复"),
    "fallback.left_out": ("something necessary left out", "遗漏必要内容"),
    "fallback.timeout": ("no answer in time", "超时"),
    "fallback.crash": ("it was not there", "模型不可用"),
    "fallback.length": ("it broke off", "回答中断"),
    "fallback.refused": ("refused", "被拒绝"),
    "ask.title": ("Question", "问题"),
    "ask.unclear": (
        "If this asks for a drug, a dose or a change of treatment, it is refused (rule {rule}). What the rules say of what it names:",
        "如要求选择药品、剂量或更改治疗，则不予回答（规则 {rule}）。以下仅为规则对所述内容的审查：",
    ),
    "ask.understood": ("Understood: {what}", "理解为：{what}"),
    "ask.not_understood": ("Not understood, and not taken into account: {what}", "未能理解、未计入：{what}"),
    "ask.meant": ("{word} (did you mean {names}?)", "{word}（是否指 {names}？）"),
    "ask.doses": ("A dose in the question cannot be meant: doses were set aside.", "问题中的剂量不合理：未计入剂量。"),
    "ask.facts": (
        "A fact in the question cannot be meant: facts about the patient were set aside.",
        "问题中的患者信息不合理：未计入患者信息。",
    ),
    "ask.no_drug": (
        "No drug of the tables was recognised in the question: rxcheck does not know.",
        "问题中没有识别出知识库中的药品：无法回答。",
    ),
    "ask.nothing": (
        "No rule fires for this. That is no proof: rules that lack a fact did not speak, and the tables do not hold everything.",
        "没有规则触发。这不能证明没有问题：缺少信息的规则未参与判断，知识库也不完整。",
    ),
    "ask.missing": ("Not assessed for lack of: {what}", "因缺少以下信息而未评估：{what}"),
    "ask.refused": ("Refused: {why}", "不予回答：{why}"),
    "ask.rule": (
        "Rule {rule}: rxcheck checks what is written; it writes no prescription, chooses no drug and no dose, and takes no order.",
        "规则 {rule}：rxcheck 只审查已写明的内容，不开具处方，不选择药品或剂量，不接受指令。",
    ),
    "ask.instead": (
        "Ask about a drug and dose that somebody intends, or see rxcheck drug NAME for what the tables hold.",
        "可询问拟用的药品和剂量，或用 rxcheck drug 药名 查看知识库内容。",
    ),
    "refuse.prescribe": ("it asks for a prescription", "要求开具或修改处方"),
    "refuse.choose_drug": ("it asks to choose a drug", "要求选择药品"),
    "refuse.choose_dose": ("it asks to choose a dose", "要求选择剂量"),
    "refuse.change": ("it asks whether to start, stop or change a treatment", "要求决定启用、停用或更改治疗"),
    "refuse.obey": ("it tells rxcheck what to answer", "要求按指定内容回答"),
    "value.yes": ("yes", "是"),
    "value.no": ("no", "否"),
    "value.f": ("female", "女"),
    "value.m": ("male", "男"),
    "fact.age": ("age {value}", "年龄 {value}"),
    "fact.sex": ("sex {value}", "性别 {value}"),
    "fact.weight": ("{value} kg", "体重 {value} kg"),
    "fact.pregnant": ("pregnant: {value}", "妊娠：{value}"),
    "fact.pregnant_weeks": ("week {value} of pregnancy", "妊娠 {value} 周"),
    "fact.lactating": ("breast-feeding: {value}", "哺乳：{value}"),
    "fact.lab": ("{value}", "{value}"),
    "fact.allergy": ("allergy: {value}", "过敏：{value}"),
    "fact.condition": ("condition: {value}", "诊断：{value}"),
    "pharmacists_words": ("(in a pharmacist's words)", "（药师用语）"),
}


def say(key: str, lang: Lang, audience: Audience | None = None, **slots: object) -> str:
    """The words for `key`, those of the audience where it has its own.

    Raises:
        KeyError: no such words.
    """
    own = f"{key}.{audience.value}" if audience else key
    pair = _WORDS[own] if own in _WORDS else _WORDS[key]
    return pair[lang is Lang.ZH].format(**slots)
