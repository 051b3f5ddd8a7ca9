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
    "working": ("explaining: {done} of {all}", "正在讲解：{done}/{all}"),
    "fallback.empty": ("empty", "空白"),
    "fallback.unknown_alias": ("codes that are not there", "出现不存在的编码"),
    "fallback.repeated": ("repeated codes", "编码重复"),
    "fallback.left_out": ("something necessary left out", "遗漏必要内容"),
    "fallback.timeout": ("no answer in time", "超时"),
    "fallback.crash": ("it was not there", "模型不可用"),
    "fallback.length": ("it broke off", "回答中断"),
    "fallback.refused": ("refused", "被拒绝"),
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
