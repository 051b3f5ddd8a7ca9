"""What a trainee may call kinds, actions and reasons: the names of menus, and the words that the prompt understands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.names import REASONS
from rxcheck.train.terms import ProblemReason

Member = CheckKind | Action | ProblemReason

# name in English, in Chinese, and further words of either language. The first word of each is what a menu shows.
_KINDS: dict[CheckKind, tuple[str, str, str]] = {
    CheckKind.INTERACTION: ("interaction", "相互作用", "ddi i 配伍"),
    CheckKind.DUPLICATE: ("duplicate", "重复用药", "duplication x 重复"),
    CheckKind.LIMIT: ("dose", "用法用量", "limit dosage d 剂量 用量"),
    CheckKind.CONDITION: ("condition", "患者情况", "patient contraindication c 禁忌 禁忌症"),
    CheckKind.ALLERGY: ("allergy", "过敏", "a 过敏史"),
    CheckKind.SET: ("burden", "联合负荷", "set b 负荷 多药"),
    CheckKind.FORM: ("form", "处方格式", "f law writing 格式 规范"),
}
_ACTIONS: dict[Action, tuple[str, str, str]] = {
    Action.AVOID: ("avoid", "避免使用", "stop av 避免 禁用 停用"),
    Action.MODIFY: ("modify", "需调整", "change adjust mod 调整 修改"),
    Action.MONITOR: ("monitor", "需监测", "watch mon 监测"),
    Action.INFORM: ("inform", "提示", "tell note inf 告知"),
}
_REASONS: dict[ProblemReason, tuple[str, str, str]] = {
    ProblemReason.INTERACTION: ("interaction", "相互作用", "ddi i"),
    ProblemReason.INCOMPATIBLE: ("incompatible", "配伍禁忌", "incompatibility 不相容 配伍"),
    ProblemReason.SAME_INGREDIENT: ("same-ingredient", "同一成分", "ingredient 同成分"),
    ProblemReason.SAME_CLASS: ("same-class", "同类药物", "class 同类"),
    ProblemReason.DOSE_TOO_HIGH: ("too-high", "剂量过大", "high overdose 过大 过高 过量 超量"),
    ProblemReason.DOSE_TOO_LOW: ("too-low", "剂量过小", "low underdose 过小 过低 不足"),
    ProblemReason.TOO_OFTEN: ("too-often", "给药过频", "often frequency 频次 过频"),
    ProblemReason.TOO_LONG: ("too-long", "疗程过长", "long duration 过长 疗程"),
    ProblemReason.TOO_FAST: ("too-fast", "滴速过快", "fast rate 过快 滴速"),
    ProblemReason.KIDNEY: ("kidney", "肾功能", "renal 肾"),
    ProblemReason.LIVER: ("liver", "肝功能", "hepatic 肝"),
    ProblemReason.PREGNANCY: ("pregnancy", "妊娠", "pregnant 孕 怀孕"),
    ProblemReason.LACTATION: ("lactation", "哺乳", "breastfeeding 哺乳期"),
    ProblemReason.AGE: ("age", "年龄", "child elderly 儿童 老年"),
    ProblemReason.SEX: ("sex", "性别", "gender"),
    ProblemReason.DISEASE: ("disease", "疾病", "diagnosis 诊断 病史"),
    ProblemReason.LABORATORY: ("laboratory", "检验值", "lab 检验 化验"),
    ProblemReason.NO_INDICATION: ("no-indication", "无适应证", "indication 适应证 适应症"),
    ProblemReason.ALLERGY: ("allergy", "过敏", "a 过敏史"),
    ProblemReason.CROSS_ALLERGY: ("cross-allergy", "交叉过敏", "cross 交叉"),
    ProblemReason.EXCIPIENT: ("excipient", "辅料", "辅料过敏"),
    ProblemReason.BURDEN: ("burden", "联合负荷", "sum b 负荷 叠加"),
    ProblemReason.CASCADE: ("cascade", "处方瀑布", "瀑布"),
    ProblemReason.WRITING: ("writing", "书写", "书写不规范"),
    ProblemReason.REQUIREMENT: ("requirement", "法定要求", "law rule 要求 规定"),
}
_SHORTEST_PREFIX = 2


def name(member: Member, lang: Lang) -> str:
    """What a menu and a score call it."""
    return _words_of(member)[lang is Lang.ZH]


def _words_of(member: Member) -> tuple[str, str, str]:
    # Three tables: members of different vocabularies with one value ("allergy") are equal, and would be one key.
    if isinstance(member, CheckKind):
        return _KINDS[member]
    return _ACTIONS[member] if isinstance(member, Action) else _REASONS[member]


def reasons_of(kind: CheckKind) -> tuple[ProblemReason, ...]:
    """The reasons that a problem of a kind may have, in the order of menus."""
    return tuple(reason for reason in ProblemReason if reason.check is kind)


def meant(word: str, among: Sequence[Member]) -> tuple[Member, ...]:
    """What a word may mean among some members: that which it names outright, else those that it abbreviates (two letters or Chinese
    characters at least). Empty: nothing."""
    said = word.casefold().replace("_", "-")
    named = _words()
    outright = tuple(member for member in among if said in named[_key(member)])
    if outright or len(said) < _SHORTEST_PREFIX:
        return outright
    return tuple(member for member in among if any(known.startswith(said) for known in named[_key(member)]))


def _key(member: Member) -> tuple[str, str]:
    return type(member).__name__, member.value


@cache
def _words() -> dict[tuple[str, str], frozenset[str]]:
    """The words that name each member."""
    found = {}
    for member in (*CheckKind, *Action, *ProblemReason):
        english, chinese, more = _words_of(member)
        full = REASONS[member] if isinstance(member, ProblemReason) else ()
        named = (english, english.replace("-", ""), chinese, member.value, *more.split(), *full)
        found[_key(member)] = frozenset(each.casefold().replace(" ", "-").replace("_", "-") for each in named)
    return found
