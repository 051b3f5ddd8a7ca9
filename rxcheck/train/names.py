"""What people call the topics and reasons of training, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.terms import Lang
from rxcheck.train.terms import Level, ProblemReason, Topic

# Three tables: a topic and a reason of one value ("allergy") are equal, and would be one key.
TOPICS: Mapping[Topic, tuple[str, str]] = MappingProxyType(
    {
        Topic.INTERACTION: ("interactions", "药物相互作用"),
        Topic.DOSE: ("doses", "剂量"),
        Topic.KIDNEY: ("kidney function", "肾功能"),
        Topic.CHILD: ("children", "儿童用药"),
        Topic.PREGNANCY: ("pregnancy and breast-feeding", "妊娠与哺乳"),
        Topic.ALLERGY: ("allergy", "过敏"),
        Topic.DUPLICATE: ("duplication", "重复用药"),
        Topic.DISEASE: ("diseases and laboratory values", "疾病与检验值"),
        Topic.BURDEN: ("combined burden", "联合负荷"),
        Topic.LAW: ("form and law", "处方规范与法规"),
        Topic.CLEAN: ("nothing wrong", "无问题处方"),
    }
)
REASONS: Mapping[ProblemReason, tuple[str, str]] = MappingProxyType(
    {
        ProblemReason.INTERACTION: ("interaction", "相互作用"),
        ProblemReason.INCOMPATIBLE: ("incompatible", "配伍禁忌"),
        ProblemReason.SAME_INGREDIENT: ("same ingredient", "相同成分"),
        ProblemReason.SAME_CLASS: ("same class or effect", "同类或同效"),
        ProblemReason.DOSE_TOO_HIGH: ("dose too high", "剂量过高"),
        ProblemReason.DOSE_TOO_LOW: ("dose too low", "剂量过低"),
        ProblemReason.TOO_OFTEN: ("too often", "给药过频"),
        ProblemReason.TOO_LONG: ("too long", "疗程过长"),
        ProblemReason.TOO_FAST: ("too fast", "给药过快"),
        ProblemReason.KIDNEY: ("kidney function", "肾功能"),
        ProblemReason.LIVER: ("liver function", "肝功能"),
        ProblemReason.PREGNANCY: ("pregnancy", "妊娠"),
        ProblemReason.LACTATION: ("breast-feeding", "哺乳"),
        ProblemReason.AGE: ("age", "年龄"),
        ProblemReason.SEX: ("sex", "性别"),
        ProblemReason.DISEASE: ("disease", "疾病"),
        ProblemReason.LABORATORY: ("laboratory value", "检验值"),
        ProblemReason.NO_INDICATION: ("no indication", "无适应证"),
        ProblemReason.ALLERGY: ("allergy", "过敏"),
        ProblemReason.CROSS_ALLERGY: ("cross-allergy", "交叉过敏"),
        ProblemReason.EXCIPIENT: ("excipient", "辅料"),
        ProblemReason.BURDEN: ("combined burden", "联合负荷"),
        ProblemReason.CASCADE: ("prescribing cascade", "处方瀑布"),
        ProblemReason.WRITING: ("unsafe writing", "书写不规范"),
        ProblemReason.REQUIREMENT: ("requirement of the prescription", "处方要求"),
    }
)
LEVELS: Mapping[Level, tuple[str, str]] = MappingProxyType(
    {
        Level.BEGINNER: ("beginner", "初级"),
        Level.ADVANCED: ("advanced", "中级"),
        Level.EXPERT: ("expert", "高级"),
    }
)


def name_of(member: Topic | ProblemReason | Level, lang: Lang) -> str:
    """What a topic, a reason or a level is called."""
    if isinstance(member, Topic):
        return TOPICS[member][lang is Lang.ZH]
    return (REASONS[member] if isinstance(member, ProblemReason) else LEVELS[member])[lang is Lang.ZH]
