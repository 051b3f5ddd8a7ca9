"""A table of prescriptions as a chain writes them: common drugs in the ways that systems write them, 3.5 lines each, patients with gaps.

python benchmarks/audit/make.py PRESCRIPTIONS OUT.csv [--seed 1]
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

# (names as written, dose, unit, route, frequency), weight: how often it is dispensed.
DRUGS: tuple[tuple[tuple[tuple[str, ...], str, str, str, str], int], ...] = (
    ((("atorvastatin", "Atorvastatin 20 MG Oral Tablet", "阿托伐他汀钙片"), "20", "mg", "po", "qn"), 9),
    ((("metformin", "Metformin hydrochloride 500 MG Oral Tablet", "盐酸二甲双胍片"), "500", "mg", "po", "bid"), 9),
    ((("amlodipine", "amlodipine besylate 5 mg tab", "苯磺酸氨氯地平片"), "5", "mg", "po", "qd"), 9),
    ((("lisinopril", "Lisinopril 10 MG Oral Tablet", "赖诺普利片"), "10", "mg", "po", "qd"), 7),
    ((("metoprolol", "Metoprolol Tartrate 25 MG Oral Tablet", "酒石酸美托洛尔片"), "25", "mg", "po", "bid"), 6),
    ((("omeprazole", "omeprazole 20 mg cap", "奥美拉唑肠溶胶囊"), "20", "mg", "po", "qd"), 7),
    ((("aspirin", "Aspirin 81 MG", "阿司匹林肠溶片"), "100", "mg", "po", "qd"), 6),
    ((("levothyroxine", "Levothyroxine Sodium 0.05 MG Oral Tablet", "左甲状腺素钠片"), "50", "ug", "po", "qd"), 4),
    ((("paracetamol", "Acetaminophen 500 MG Oral Tablet", "对乙酰氨基酚片"), "500", "mg", "po", "tid"), 6),
    ((("ibuprofen", "Ibuprofen 400 MG Oral Tablet", "布洛芬缓释胶囊"), "400", "mg", "po", "tid"), 4),
    ((("amoxicillin", "Amoxicillin 500 MG Oral Capsule", "阿莫西林胶囊"), "500", "mg", "po", "tid"), 4),
    ((("clarithromycin", "Clarithromycin 500 MG", "克拉霉素片"), "500", "mg", "po", "bid"), 2),
    ((("warfarin", "Warfarin Sodium 3 MG Oral Tablet", "华法林钠片"), "3", "mg", "po", "qd"), 2),
    ((("simvastatin", "Simvastatin 40 MG Oral Tablet", "辛伐他汀片"), "40", "mg", "po", "qn"), 3),
    ((("furosemide", "Furosemide 20 MG", "呋塞米片"), "20", "mg", "po", "qd"), 3),
    ((("spironolactone", "Spironolactone 20 MG", "螺内酯片"), "20", "mg", "po", "qd"), 2),
    ((("digoxin", "Digoxin 0.125 MG Oral Tablet", "地高辛片"), "0.125", "mg", "po", "qd"), 1),
    ((("sertraline", "Sertraline 50 MG Oral Tablet", "盐酸舍曲林片"), "50", "mg", "po", "qd"), 3),
    ((("tramadol", "Tramadol Hydrochloride 50 MG", "盐酸曲马多片"), "50", "mg", "po", "q8h"), 2),
    ((("methotrexate", "Methotrexate 2.5 MG Oral Tablet", "甲氨蝶呤片"), "10", "mg", "po", "qw"), 1),
    ((("银杏叶片", "ginkgo"), "1", "tablet", "po", "tid"), 2),
    ((("House mixture 12", "院内制剂3号"), "10", "ml", "po", "tid"), 1),
)
HEADER = "prescription_id,store,prescriber,authored_on,age,sex,weight_kg,egfr,allergies,conditions,drug,dose,unit,route,frequency,days".split(
    ","
)
CONDITIONS = (
    "",
    "",
    "hypertension",
    "type 2 diabetes",
    "hypertension;type 2 diabetes",
    "atrial fibrillation",
    "gout",
    "asthma",
)
LINES, LINE_WEIGHTS = (1, 2, 3, 4, 5, 6, 8), (14, 20, 22, 18, 12, 9, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prescriptions", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.out, options.prescriptions, options.seed)


def write(out: Path, prescriptions: int, seed: int = 1) -> None:
    """Write a table; the same seed gives the same table."""
    rng = random.Random(seed)
    drugs, weights = zip(*DRUGS, strict=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for number in range(prescriptions):
            age = min(99, max(1, int(rng.gauss(62, 19))))
            patient = (
                f"store-{rng.randrange(400):03d}",
                f"dr-{rng.randrange(3000):04d}",
                f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
                age,
                rng.choice("fm"),
                rng.choice(("", rng.randrange(45, 105))) if age > 17 else 10 + 3 * age,
                rng.choice(("", "", 90, 75, 60, 48, 32, 22)),
                rng.choice(("", "none", "none", "penicillin", "sulfa")),
                rng.choice(CONDITIONS),
            )
            for names, *rest in dict.fromkeys(rng.choices(drugs, weights, k=rng.choices(LINES, LINE_WEIGHTS)[0])):
                writer.writerow((f"rx-{number:08d}", *patient, rng.choice(names), *rest, rng.choice((7, 14, 28, 30))))


if __name__ == "__main__":
    main()
