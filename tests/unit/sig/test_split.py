"""Inline text: where the name ends and the instruction begins."""

from __future__ import annotations

import pytest

from rxcheck.sig.parse import split_drug_text
from tests.unit.sig.showing import shown

TEXTS = {
    "clarithromycin 500 mg PO bid x7d": ("clarithromycin", "500 mg · oral · 2/d · 7d"),
    "amoxicillin 500 mg capsule 1 capsule tid": ("amoxicillin 500 mg capsule", "1 {capsule} · 3/d"),
    "metformin 500 mg tablet 1 tab bid": ("metformin 500 mg tablet", "1 {tablet} · 2/d"),
    "Percocet 5/325 2 tablets q6h prn": ("Percocet 5/325", "2 {tablet} · 1/6h · prn"),
    "阿莫西林胶囊 0.5g 口服 每日三次": ("阿莫西林胶囊", "0.5 g · oral · 3/d"),
    "阿莫西林胶囊每次2片每日3次": ("阿莫西林胶囊", "2 {tablet} · 3/d"),
    "methotrexate 10 mg": ("methotrexate", "10 mg"),
    "methotrexate 15 mg po once weekly": ("methotrexate", "15 mg · oral · 1/wk"),
    "aspirin": ("aspirin", ""),
    "aspirin, 100 mg, daily": ("aspirin", "100 mg · 1/d"),
    "lisinopril 10 daily": ("lisinopril 10", "1/d"),
    "Lisinopril 10 MG Oral Tablet 1 daily": ("Lisinopril 10 MG Oral Tablet", "1 {dose} · 1/d"),
    "Augmentin 875/125 mg bid": ("Augmentin 875/125 mg", "2/d"),
    "Augmentin 875 mg / 125 mg bid": ("Augmentin 875 mg / 125 mg", "2/d"),
    "sulfamethoxazole 800 mg and trimethoprim 160 mg bid": ("sulfamethoxazole 800 mg and trimethoprim 160 mg", "2/d"),
    "Humira 40 mg/0.8 mL 40 mg every 2 weeks": ("Humira 40 mg/0.8 mL", "40 mg · 1/14d"),
    "amoxicillin 250 mg/5 mL 10 mL tid": ("amoxicillin 250 mg/5 mL", "10 mL · 3/d"),
    "vitamin B12 1000 mcg daily": ("vitamin B12", "1000 ug · 1/d"),
    "NovoLog Mix 70/30 10 units bid": ("NovoLog Mix 70/30", "10 [IU] · 2/d"),
    "Tylenol 3 1 tab q4h prn": ("Tylenol 3", "1 {tablet} · 1/4h · prn"),
    "fentanyl patch 25 mcg/h every 72 hours": ("fentanyl patch", "25 ug/h · 1/3d"),
    "阿司匹林肠溶片 100mg*30片": ("阿司匹林肠溶片 100mg*30片", ""),
    "硝酸甘油片 0.5mg 舌下含服 prn": ("硝酸甘油片", "0.5 mg · sublingual · prn"),
    "十滴水 5ml tid": ("十滴水", "5 mL · 3/d"),
    "St John's wort 300 mg tid": ("St John's wort", "300 mg · 3/d"),
    "Daily multivitamin 1 tablet": ("Daily multivitamin", "1 {tablet}"),
    "Co-trimoxazole 960 mg bid": ("Co-trimoxazole", "960 mg · 2/d"),
    "三七片 3片 tid": ("三七片", "3 {tablet} · 3/d"),
    "prednisone 40 mg daily for 5 days then 20 mg daily for 5 days": (
        "prednisone",
        "40 mg · 1/d · 10d | 1: 40 mg 1/d 5d | 2: 20 mg 1/d 5d",
    ),
    "prednisone 40 mg daily then 20 mg daily": ("prednisone", "40 mg · 1/d | 1: 40 mg 1/d | 2: 20 mg 1/d"),
    "metformin 500 mg tablet 1 tab in the morning and 2 tabs at night": (
        "metformin 500 mg tablet",
        "2 {tablet} · 2/d | 1: 1 {tablet} 1/d | 1: 2 {tablet} 1/d",
    ),
    "insulin glargine 100 units/mL 10 units in the morning and 8 units at night": (
        "insulin glargine 100 units/mL",
        "10 [IU] · 2/d | 1: 10 [IU] 1/d | 1: 8 [IU] 1/d",
    ),
    "甲钴胺片 早1片晚2片": ("甲钴胺片", "2 {tablet} · 2/d | 1: 1 {tablet} 1/d | 1: 2 {tablet} 1/d"),
    "warfarin 0,5 mg qd": ("warfarin 0,5 mg", "1/d"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_split(text: str, expected: tuple[str, str]) -> None:
    name, sig = split_drug_text(text)
    assert (name, shown(sig)) == expected
    assert sig.problems == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("clarithromycin 500 mg bid with grapefruit", "clarithromycin"),
        ("warfarin 5 mg as directed", "warfarin"),
        ("amoxicillin 500 mg capsule 1 capsule tid or qid blorp", "amoxicillin"),
    ],
)
def test_what_is_not_wholly_understood_keeps_its_problem(text: str, name: str) -> None:
    found, sig = split_drug_text(text)
    assert found == name
    assert sig.problems
