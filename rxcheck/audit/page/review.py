"""The items of 处方点评 by number, in short: 医院处方点评管理规范（试行）, 卫医管发〔2010〕28号, articles 17 to 19."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ITEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "1-1": (
            "head, body or foot incomplete, writing irregular or illegible",
            "前记、正文、后记内容缺项，书写不规范或者字迹难以辨认",
        ),
        "1-2": ("signature or stamp of the physician irregular", "医师签名、签章不规范或者与留样不一致"),
        "1-3": ("suitability not reviewed by a pharmacist", "药师未对处方进行适宜性审核"),
        "1-4": (
            "age of a newborn or infant without days or months",
            "新生儿、婴幼儿处方未写明日、月龄",
        ),
        "1-5": (
            "Western, patent Chinese and decoction-piece medicines not on separate prescriptions",
            "西药、中成药与中药饮片未分别开具处方",
        ),
        "1-6": ("standard drug name not used", "未使用药品规范名称开具处方"),
        "1-7": (
            "dose, strength, quantity or unit irregular or unclear",
            "药品的剂量、规格、数量、单位等书写不规范或不清楚",
        ),
        "1-8": ("vague directions such as “as directed”", "用法、用量使用“遵医嘱”“自用”等含糊不清字句"),
        "1-9": (
            "change not signed and dated, or overdose without reason and second signature",
            "处方修改未签名并注明修改日期，或药品超剂量使用未注明原因和再次签名",
        ),
        "1-10": ("no or incomplete clinical diagnosis", "开具处方未写临床诊断或临床诊断书写不全"),
        "1-11": ("more than five drugs on one prescription", "单张门急诊处方超过五种药品"),
        "1-12": (
            "more than 7 days (emergency: 3) without a stated reason",
            "无特殊情况下，门诊处方超过7日用量，急诊处方超过3日用量，需适当延长而未注明理由",
        ),
        "1-13": (
            "rules for narcotic, psychotropic, toxic or radioactive drugs not followed",
            "开具麻醉药品、精神药品、医疗用毒性药品、放射性药品等特殊管理药品处方未执行国家有关规定",
        ),
        "1-14": (
            "rules for the clinical use of antimicrobials not followed",
            "医师未按照抗菌药物临床应用管理规定开具抗菌药物处方",
        ),
        "1-15": (
            "decoction pieces not in the required order or without special instructions",
            "中药饮片处方药物未按“君、臣、佐、使”顺序排列，或未按要求标注调剂、煎煮等特殊要求",
        ),
        "2-1": ("indication unsuitable", "适应证不适宜"),
        "2-2": ("choice of drug unsuitable", "遴选的药品不适宜"),
        "2-3": ("dose form or route unsuitable", "药品剂型或给药途径不适宜"),
        "2-4": ("national essential medicine not preferred without reason", "无正当理由不首选国家基本药物"),
        "2-5": ("directions or dose unsuitable", "用法、用量不适宜"),
        "2-6": ("combination unsuitable", "联合用药不适宜"),
        "2-7": ("duplicate administration", "重复给药"),
        "2-8": ("incompatibility or adverse interaction", "有配伍禁忌或者不良相互作用"),
        "2-9": ("other unsuitable use", "其他用药不适宜情况"),
        "3-1": ("no indication", "无适应证用药"),
        "3-2": ("expensive drug without good reason", "无正当理由开具高价药"),
        "3-3": ("off-label use without good reason", "无正当理由超说明书用药"),
        "3-4": (
            "two or more drugs of the same action for one patient without good reason",
            "无正当理由为同一患者同时开具2种以上药理作用相同药物",
        ),
    }
)


def place(item: str) -> tuple[int, ...]:
    """Where an item stands: 1-9 before 1-10."""
    return tuple(int(part) if part.isdigit() else 99 for part in item.split("-"))
