"""The words of the tiny tables: drugs, names, products, classes, conditions, allergens, tests."""

from __future__ import annotations


def _drug(drug_id: str, name_zh: str = "", kind: str = "drug", **more: str) -> dict[str, str]:
    return {"drug_id": drug_id, "name_en": drug_id.replace("-", " "), "name_zh": name_zh, "kind": kind, **more}


def _class(class_id: str, name_zh: str, kind: str = "pharmacological") -> dict[str, str]:
    return {"class_id": class_id, "name_en": class_id.replace("-", " "), "name_zh": name_zh, "kind": kind}


def _members(class_id: str, members: str, relation: str = "include") -> list[dict[str, str]]:
    return [{"class_id": class_id, "member": member, "relation": relation} for member in members.split()]


def _part(product_id: str, position: str, drug_id: str) -> dict[str, str]:
    return {"product_id": product_id, "position": position, "drug_id": drug_id}


def _structure(drug_id: str, smiles: str, inchikey: str) -> dict[str, str]:
    return {"drug_id": drug_id, "kind": "parent", "smiles": smiles, "inchikey": inchikey}


def _word(word: str, kind: str, route: str = "", lang: str = "en") -> dict[str, str]:
    return {"word": word, "lang": lang, "kind": kind, "route": route}


def _condition(condition_id: str, name_zh: str, icd10: str) -> dict[str, str]:
    return {
        "condition_id": condition_id,
        "name_en": condition_id.replace("-", " "),
        "name_zh": name_zh,
        "icd10": icd10,
    }


def _lab(fact: str, name_zh: str, unit: str, **more: str) -> dict[str, str]:
    return {"fact": fact, "name_en": fact, "name_zh": name_zh, "unit": unit, "asked": "true", **more}


def _clause(clause_id: str, kind: str, text_en: str, text_zh: str) -> dict[str, str]:
    return {"clause_id": clause_id, "kind": kind, "text_en": text_en, "text_zh": text_zh}


def _role(drug_id: str, pathway_id: str, role: str, grade: str, **more: str) -> dict[str, str]:
    return {"drug_id": drug_id, "pathway_id": pathway_id, "role": role, "grade": grade, **more}


VOCABULARY: dict[str, list[dict[str, str]]] = {
    "knowledge/sources.csv": [
        {"source_id": "curator", "title": "Tables for tests", "publisher": "rxcheck", "kind": "curator"}
    ],
    "knowledge/drugs.csv": [
        _drug("amoxicillin", "阿莫西林", rxcui="723"),
        _drug("ampicillin", "氨苄西林"),
        _drug("aspirin", "阿司匹林", atc="B01AC06"),
        _drug("atorvastatin", "阿托伐他汀"),
        _drug("cefalexin", "头孢氨苄"),
        _drug("cefazolin", "头孢唑林"),
        _drug("celecoxib", "塞来昔布"),
        _drug("clarithromycin", "克拉霉素"),
        _drug("clavulanic-acid", "克拉维酸"),
        _drug("codeine", "可待因"),
        _drug("diclofenac", "双氯芬酸"),
        _drug("digoxin", "地高辛"),
        _drug("doxorubicin", "多柔比星"),
        _drug("enalapril", "依那普利"),
        _drug("furosemide", "呋塞米"),
        _drug("grapefruit", "西柚", "food"),
        _drug("heparin", "肝素"),
        _drug("ibuprofen", "布洛芬"),
        _drug("metformin", "二甲双胍", rxcui="6809"),
        _drug("methotrexate", "甲氨蝶呤"),
        _drug("naproxen", "萘普生"),
        _drug("omeprazole", "奥美拉唑"),
        _drug("paracetamol", "对乙酰氨基酚", rxcui="161", atc="N02BE01"),
        _drug("salbutamol", "沙丁胺醇"),
        _drug("simvastatin", "辛伐他汀"),
        _drug("sodium-chloride", "氯化钠", "vehicle"),
        _drug("spironolactone", "螺内酯"),
        _drug("st-johns-wort", "圣约翰草", "herb"),
        _drug("tramadol", "曲马多"),
        _drug("vancomycin", "万古霉素"),
        _drug("valerian", "缬草", "herb"),
        _drug("warfarin", "华法林"),
        _drug("zolpidem", "唑吡坦"),
    ],
    "knowledge/names.csv": [
        {"name": "acetaminophen", "kind": "synonym", "target": "drug:paracetamol"},
        {"name": "Tylenol", "kind": "brand", "target": "drug:paracetamol"},
        {"name": "扑热息痛", "lang": "zh", "kind": "synonym", "target": "drug:paracetamol"},
        {"name": "MTX", "kind": "abbreviation", "target": "drug:methotrexate"},
    ],
    "knowledge/products.csv": [
        {"product_id": "co-amoxiclav", "name_en": "co-amoxiclav", "name_zh": "阿莫西林克拉维酸钾"},
        {"product_id": "co-codamol", "name_en": "co-codamol", "name_zh": "氨酚可待因"},
    ],
    "knowledge/product_ingredients.csv": [
        _part("co-amoxiclav", "1", "amoxicillin"),
        _part("co-amoxiclav", "2", "clavulanic-acid"),
        _part("co-codamol", "1", "paracetamol"),
        _part("co-codamol", "2", "codeine"),
    ],
    "knowledge/product_strengths.csv": [{"product_id": "co-codamol", "strengths": "500 mg;30 mg"}],
    "knowledge/drug_codes.csv": [{"system": "rxnorm", "code": "114194", "drug_id": "warfarin"}],
    "knowledge/structures.csv": [
        _structure("aspirin", "CC(=O)Oc1ccccc1C(=O)O", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N"),
        _structure("ibuprofen", "CC(C)Cc1ccc(C(C)C(=O)O)cc1", "HEFNNWSXXWATRW-UHFFFAOYSA-N"),
        _structure("naproxen", "COc1ccc2cc([C@H](C)C(=O)O)ccc2c1", "CMWTZPSULFXXJA-VIFPVBQESA-N"),
        _structure("paracetamol", "CC(=O)Nc1ccc(O)cc1", "RZVAJINKPMORJF-UHFFFAOYSA-N"),
    ],
    "knowledge/structure_groups.csv": [
        {
            "group_id": "arylpropionic-acid",
            "name_en": "arylpropionic acid",
            "name_zh": "芳基丙酸",
            "kind": "substructure",
            "smarts": "[CH3][CX4;H1](c)C(=O)[OX2]",
        },
    ],
    "knowledge/related_drugs.csv": [],
    "knowledge/lookalikes.csv": [{"first": "digoxin", "second": "doxorubicin", "lang": "en"}],
    "knowledge/name_words.csv": [
        _word("capsule", "form"),
        _word("cream", "form", "topical"),
        _word("extended", "other"),
        _word("gel", "form", "topical"),
        _word("injection", "form"),
        _word("inhaler", "form", "inhaled"),
        _word("oral", "form", "oral"),
        _word("release", "other"),
        _word("sodium", "salt"),
        _word("solution", "form"),
        _word("suspension", "form"),
        _word("tablet", "form"),
        _word("乳膏", "suffix", "topical", "zh"),
        _word("片", "suffix", "", "zh"),
    ],
    "knowledge/classes.csv": [
        _class("ace-inhibitors", "血管紧张素转换酶抑制剂"),
        _class("beta-lactams", "β-内酰胺类", "allergy"),
        _class("cephalosporins", "头孢菌素类", "allergy"),
        _class("cns-depressants", "中枢神经抑制剂", "effect"),
        _class("cyp3a4-inhibitors", "CYP3A4抑制剂", "mechanism"),
        _class("diuretics", "利尿药"),
        _class("nsaids", "非甾体抗炎药"),
        _class("nsaids-nonselective", "非选择性非甾体抗炎药"),
        _class("opioids", "阿片类"),
        _class("penicillins", "青霉素类", "allergy"),
        _class("statins", "他汀类"),
    ],
    "knowledge/class_members.csv": [
        *_members("ace-inhibitors", "drug:enalapril"),
        *_members("beta-lactams", "class:cephalosporins class:penicillins"),
        *_members("cephalosporins", "drug:cefalexin drug:cefazolin"),
        *_members("cns-depressants", "class:opioids drug:zolpidem"),
        *_members("cyp3a4-inhibitors", "drug:clarithromycin drug:grapefruit"),
        *_members("diuretics", "drug:furosemide drug:spironolactone"),
        *_members("nsaids", "drug:celecoxib drug:diclofenac drug:ibuprofen drug:naproxen"),
        *_members("nsaids-nonselective", "class:nsaids"),
        *_members("nsaids-nonselective", "drug:celecoxib", "exclude"),
        *_members("opioids", "drug:codeine drug:tramadol"),
        *_members("penicillins", "drug:amoxicillin drug:ampicillin"),
        *_members("statins", "drug:atorvastatin drug:simvastatin"),
    ],
    "knowledge/clauses.csv": [
        _clause("h-tiny", "harm", "Harm may occur.", "可能造成伤害。"),
        {**_clause("m-dynamic", "mechanism", "Both slow the heart.", "均减慢心率。"), "nature": "dynamic"},
        {
            **_clause("m-bleeding", "mechanism", "Both thin the blood.", "均抗凝。"),
            "nature": "dynamic",
            "effect": "bleeding",
        },
        {**_clause("m-kinetic", "mechanism", "One slows the other.", "减慢代谢。"), "nature": "kinetic"},
        _clause("m-tiny", "mechanism", "Something adds up.", "作用相加。"),
        _clause("r-tiny", "advice", "Consider a change.", "请考虑调整。"),
    ],
    "knowledge/usual_routes.csv": [
        {"subject": "class:opioids", "route": "rectal"},
        {"subject": "drug:codeine", "route": "oral"},
        {"subject": "drug:vancomycin", "route": "iv"},
    ],
    "knowledge/pathways.csv": [
        {"pathway_id": "cyp3a4", "name_en": "CYP3A4", "name_zh": "CYP3A4", "kind": "enzyme"},
        {"pathway_id": "pgp", "name_en": "P-glycoprotein", "name_zh": "P-糖蛋白", "kind": "transporter"},
    ],
    "knowledge/drug_pathways.csv": [
        _role("clarithromycin", "cyp3a4", "inhibitor", "strong"),
        _role("clarithromycin", "pgp", "inhibitor", "strong"),
        _role("grapefruit", "cyp3a4", "inhibitor", "moderate"),
        _role("st-johns-wort", "cyp3a4", "inducer", "strong"),
        _role("simvastatin", "cyp3a4", "substrate", "sensitive", ratio_low="0.9", ratio_high="0.99"),
        _role("warfarin", "cyp3a4", "substrate", "moderate", narrow_index="true", ratio_low="0.1", ratio_high="0.4"),
        _role("metformin", "cyp3a4", "substrate", "minor", narrow_index="true"),
        _role("zolpidem", "cyp3a4", "substrate", "moderate"),
        _role("digoxin", "pgp", "substrate", "sensitive", narrow_index="true"),
        _role("tramadol", "cyp3a4", "substrate", "moderate"),
    ],
    "knowledge/effects.csv": [
        {"effect_id": "bleeding", "name_en": "bleeding", "name_zh": "出血", "grades": "high;moderate"},
    ],
    "knowledge/drug_effects.csv": [
        {"effect_id": "bleeding", "drug_id": "heparin", "grade": "high"},
        {"effect_id": "bleeding", "drug_id": "naproxen", "grade": "moderate"},
        {"effect_id": "bleeding", "drug_id": "warfarin", "grade": "high"},
    ],
    "knowledge/conditions.csv": [
        _condition("arthritis", "关节炎", "M06"),
        _condition("ascites", "腹水", "R18"),
        _condition("cancer", "癌症", "C80"),
        {**_condition("child-pugh-b", "Child-Pugh B级肝硬化", ""), "broader": "cirrhosis"},
        _condition("cirrhosis", "肝硬化", "K74"),
        _condition("diabetes", "糖尿病", "E10;E11"),
        {**_condition("dialysis", "透析", "Z99"), "broader": "kidney-disease"},
        {**_condition("encephalopathy", "肝性脑病", "K72"), "broader": "cirrhosis"},
        _condition("heart-failure", "心力衰竭", "I50"),
        _condition("kidney-disease", "肾脏病", "N18"),
        _condition("peptic-ulcer", "消化性溃疡", "K25;K27"),
    ],
    "knowledge/condition_names.csv": [
        {"name": "stomach ulcer", "condition_id": "peptic-ulcer"},
        {"name": "心衰", "lang": "zh", "condition_id": "heart-failure"},
    ],
    "knowledge/allergen_names.csv": [
        {"name": "beta-lactams", "target": "class:beta-lactams"},
        {"name": "no known allergies", "target": "none:"},
        {"name": "peanut", "target": "other:food"},
        {"name": "penicillin", "target": "class:penicillins"},
        {"name": "青霉素", "lang": "zh", "target": "class:penicillins"},
    ],
    "knowledge/labs.csv": [
        _lab("creatinine", "肌酐", "umol/L", loinc="2160-0", alt_unit="mg/dL", alt_factor="88.42"),
        _lab("egfr", "估算肾小球滤过率", "mL/min/{1.73_m2}", loinc="98979-8"),
        _lab("inr", "国际标准化比值", "{INR}", loinc="6301-6"),
        _lab("albumin", "白蛋白", "g/L", loinc="1751-7"),
        _lab("bilirubin", "总胆红素", "umol/L", loinc="1975-2"),
        _lab("child_pugh", "Child-Pugh评分", "{score}", loinc="75622-1"),
        _lab("crcl", "肌酐清除率", "mL/min", loinc="2164-2"),
        _lab("sodium", "血钠", "mmol/L", loinc="2951-2", asked="false"),
        _lab("potassium", "血钾", "mmol/L", loinc="2823-3"),
    ],
}
