"""Names as the information systems of Chinese hospitals write them, with what they must become."""

from __future__ import annotations

from tests.unit.kb import written_names_zh_a, written_names_zh_b, written_names_zh_c

# Written → "drug strength/per + …@route".
REALISTIC_ZH: dict[str, str] = {**written_names_zh_a.NAMES, **written_names_zh_b.NAMES, **written_names_zh_c.NAMES}

# What may become no drug: parts of names, groups, names of several preparations, preparations that the tables do not hold.
NEVER_ZH: tuple[str, ...] = (
    "复方氨基比林",
    "复方甘草",
    "复方甘草颗粒",
    "氯化钠葡萄糖",
    "盐酸",
    "氯化",
    "钠",
    "阿司匹林过敏试验",
    "头孢类抗生素",
    "青霉素皮试液",
    "中药",
    "中药饮片",
    "自备药",
    "硫酸",
    "氯化钠缓释",
    "胰岛素类",
    "诺和灵",
    "醋酸",
    "复方对乙酰氨基酚",
    "复方酮康唑软膏",
    "复方克霉唑乳膏",
    "珍珠明目滴眼液",
    "四味珍层冰硼滴眼液",
    "生理性海水鼻腔喷雾",
    "口腔溃疡散",
    "复方硼砂含漱液",
    "炉甘石薄荷脑洗剂",
    "氯化铵甘草",
    "胰岛素针",
    "小儿咳喘灵",
    "小儿消积止咳口服液",
    "枇杷露",
    "盐酸利多卡因葡萄糖",
    "氯化钙葡萄糖",
    "碳酸氢钠林格",
)
