"""The words about knowledge packs: importing them, comparing with them, and showing them in reports."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.report.phrases import Phrases

PACK_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # importing
        "import.rows": (
            "{rows} rows: {taken} taken, {left_out} left out",
            "共 {rows} 行：采用 {taken} 行，未采用 {left_out} 行",
        ),
        "import.pairs_named": (
            "{named} pairs of names (classes expanded): {understood} understood, {lost} lost",
            "名称对 {named} 个（类别已展开）：识别 {understood} 个，丢失 {lost} 个",
        ),
        "import.pack": (
            "{drug_pairs} pairs of drugs in the pack, {pairs} with every statement about them ({repeated} repetitions passed over)",
            "知识包含药品对 {drug_pairs} 个，计各条陈述共 {pairs} 个（略去重复 {repeated} 个）",
        ),
        "import.rejects": ("not in the pack, listed in {file}:", "未收入知识包的内容列于 {file}："),
        "reject.unknown_name": ("{n} names not known ({pairs} pairs)", "未知名称 {n} 个（{pairs} 对）"),
        "reject.ambiguous_name": ("{n} ambiguous names ({pairs} pairs)", "有歧义的名称 {n} 个（{pairs} 对）"),
        "reject.several_ingredients": (
            "{n} names of combinations ({pairs} pairs): name the ingredient",
            "复方名称 {n} 个（{pairs} 对）：请写明成分",
        ),
        "reject.same_drug": ("{n} pairs of a drug with itself ({pairs} pairs)", "同一药品成对 {n} 处（{pairs} 对）"),
        "reject.unknown_grade": (
            "{n} grades not in rules/source_grades.csv ({pairs} pairs)",
            "rules/source_grades.csv 中没有的分级 {n} 个（{pairs} 对）",
        ),
        "reject.unknown_route": ("{n} unknown routes ({pairs} pairs)", "未知给药途径 {n} 处（{pairs} 对）"),
        "reject.no_level": (
            "{n} entries with pairs that their conditions leave out ({pairs} pairs)",
            "{n} 个条目有被其条件排除的药品对（{pairs} 对）",
        ),
        "reject.not_chosen": ("{n} rows of other grades ({pairs} pairs)", "其他分级 {n} 行（{pairs} 对）"),
        "reject.blank": ("{n} rows without both names ({pairs} pairs)", "名称不全的行 {n} 个（{pairs} 对）"),
        "reject.cells": ("{n} rows with a wrong number of cells", "单元格数不符的行 {n} 个"),
        # a finding
        "grade": ("{source}: “{grade}” = {action}", "{source}：“{grade}”＝{action}"),
        "silent": ("silent", "不提示"),
        "spread": ("from {lowest} to {highest}", "从“{lowest}”到“{highest}”"),
        "spread.one": ("all say {lowest}", "一致为“{lowest}”"),
        "own": ("our own: {action}", "本库：{action}"),
        "why.none": (
            "Only {sources} flags this pair; our tables have no row on it.",
            "仅{sources}提示该药对；本库知识表没有相应规则。",
        ),
        "why.none.several": (
            "Only {sources} flag this pair; our tables have no row on it.",
            "仅{sources}提示该药对；本库知识表没有相应规则。",
        ),
        "why.silent": (
            "{sources} flags this pair; our tables are silent on purpose ({rules}).",
            "{sources}提示该药对；本库知识表有意不提示（{rules}）。",
        ),
        "why.silent.several": (
            "{sources} flag this pair; our tables are silent on purpose ({rules}).",
            "{sources}提示该药对；本库知识表有意不提示（{rules}）。",
        ),
        # comparing
        "corroborate.source": (
            "{source}: {rows} of {all} interaction rows have pairs that it grades",
            "{source}：{all} 条相互作用规则中有 {rows} 条含其分级的药品对",
        ),
        "corroborate.agree": (
            "{n} rows corroborated by a source other than their own ({more} newly, {fewer} no longer)",
            "{n} 条规则由自身来源以外的来源印证（新增 {more} 条，撤销 {fewer} 条）",
        ),
        "corroborate.differ": (
            "{n} rows with grades two steps away or more ({grades} kept)",
            "{n} 条规则与他源相差两级或以上（记录 {grades} 条）",
        ),
        "corroborate.example": (
            "  {rule}: {action}; {source} “{grade}” = {other} ({pairs} of {known} pairs, {example})",
            "  {rule}：{action}；{source}“{grade}”＝{other}（{known} 对中 {pairs} 对，如 {example}）",
        ),
        "corroborate.dry": ("nothing was written (--write edits the tables)", "未写入任何文件（--write 才修改知识表）"),
    }
)


pack_word = Phrases(PACK_WORDS)
