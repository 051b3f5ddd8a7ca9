"""Written names that are a question: of several drugs, of none, and such as the resolver does not understand yet."""

from __future__ import annotations

# Written → the drugs that it may mean: a question for the prescriber, with these suggestions.
AMBIGUOUS: dict[str, str] = {
    "HCT": "hydrochlorothiazide + hydrocortisone",
    "HCT 25 mg tab": "hydrochlorothiazide + hydrocortisone",
    "MS 10 mg": "magnesium-sulfate + morphine",
    "MSO4": "magnesium-sulfate + morphine",
    "AZT": "azathioprine + aztreonam + zidovudine",
    "AZA": "azacitidine + azathioprine",
    "MTX 15 mg": "methotrexate + mitoxantrone",
    "CPZ": "chlorpromazine + prochlorperazine",
    "Flomax 0.4 mg": "morniflumate + tamsulosin",
    "Dilacor": "digoxin + diltiazem",
    "Urex": "furosemide + methenamine",
    "Cartia": "aspirin + diltiazem",
    "Gluconorm": "metformin + repaglinide",
    "Norpramin": "desipramine + omeprazole",
    "Rubex": "ascorbic-acid + doxorubicin",
    "Sominex": "diphenhydramine + promethazine",
    "Benadryl 25 mg cap": "acrivastine + cetirizine + diphenhydramine",
    "Unisom": "diphenhydramine + doxylamine",
    "Mox 500": "amoxicillin + moxifloxacin",
    "Betacap": "betamethasone + propranolol",
    "Thyroid replacement": "levothyroxine + thyroid",
    "Catheter flush": "heparin + sodium-chloride",
    "Neb. Duolin": "levosalbutamol-ipratropium + salbutamol-ipratropium",
    "Met XL 50": "metformin + metoprolol",
    "Premixed insulin": "insulin-aspart + insulin-human-isophane + insulin-lispro",
    "Insulin pens": "insulin-aspart + insulin-glargine + insulin-human + insulin-lispro",
    "Insulin extended release": "insulin-degludec + insulin-detemir + insulin-glargine + insulin-isophane",
    "小儿感康": "paracetamol-amantadine-compound-paediatric + paracetamol-bezoar-chlorphenamine",
}

# Nothing here names a drug, or not one.
NOTHING = """
Advil Multi | Imodium Multi | acet-codeine | hydrocodone/acet 5/325 | Prop/HCTZ | Sulf/TMP | Lasix/Pot | Vit D/Ca | porcine insulin | bovine insulin | nebulizer solution | 1 g vial | calcium channel blocker | IV flush | penicillin challenge | Pause infusion | water pill | PPI | ABX | Steroids | Antibiotic | Pain meds | Home meds | Insulin or metformin | Blood pressure pill | Water pill | See comments | Study Drug | Investigational Drug | Placebo | Patient's own medication | Non-formulary | NSAID | Beta blocker | Chemo | Vitamin | Cold medicine | Sleeping pill | Contrast | Gadolinium | Sliding scale | Replacement | Desensitization | Drip | PCA | Flush | Patch | Inhaler | Premix | IVPB | Magic Mouthwash | Tylenol Cold | Sulfa | Diuretic | Blood thinner | heparin-free | aspirin free | No aspirin | Lasix vs Bumex | tablet | D/C warfarin | Hold metoprolol | NPO | Regular diet | Diet | Oxygen or room air | ACE inhibitor | ARB | Statin | SSRI | Antacid | Laxative | Stool softener | Multi | Eye drops | Ear drops | Nasal spray | Cough syrup | Probiotic | Herbal supplement | Cream | Ointment | Powder
"""

# Not understood yet (the resolver counts words and digits that tables cannot name): silence, or exactly this.
NOT_YET: dict[str, str] = {
    "ferrous sulfate 325 MG (iron 65 mg) Oral Tablet": "ferrous-sulfate",
    "Laxido Orange oral powder sachets sugar free": "macrogol + sodium-chloride + potassium-chloride + sodium-bicarbonate",
    "Macrogol compound oral powder sachets NPF sugar free": "macrogol + sodium-chloride + potassium-chloride + sodium-bicarbonate",
    "Macrogol compound oral powder sachets sugar free": "macrogol + sodium-chloride + potassium-chloride + sodium-bicarbonate",
    "Paracetamol 250mg/5ml oral suspension sugar free": "paracetamol",
    "Paracetamol 120mg/5ml oral suspension paediatric sugar free": "paracetamol",
    "Calpol Infant 120mg/5ml oral suspension sugar free": "paracetamol",
    "Amoxicillin 250mg/5ml oral suspension sugar free": "amoxicillin",
    "Co-amoxiclav 250mg/62mg/5ml oral suspension sugar free": "amoxicillin + clavulanic-acid",
    "Ispaghula husk 3.5g effervescent granules sachets gluten free sugar free": "psyllium",
    "Co-magaldrox 195mg/220mg/5ml oral suspension sugar free": "aluminium-hydroxide + magnesium-hydroxide",
    "Methadone 1mg/ml oral solution sugar free": "methadone",
    "Nicotine 2mg medicated chewing gum sugar free": "nicotine",
    "Hypromellose 0.3% eye drops preservative free": "hypromellose",
    "Infacol 40mg/ml oral suspension sugar free": "simethicone",
    "Tab. Emeset 4": "ondansetron",
    "Tab. Levocet 5": "levocetirizine",
    "Tab. Teczine 5": "levocetirizine",
    "Tab. Amlong 5": "amlodipine",
    "Tab. Stamlo 5": "amlodipine",
    "Tab. Amlokind 5": "amlodipine",
    "Tab. Nebicard 5": "nebivolol",
    "Neb. Budecort 0.5": "budesonide",
    "Tab. Defcort 6": "deflazacort",
    "Tab. Lonazep 0.5": "clonazepam",
    "Tab. Clonotril 0.5": "clonazepam",
    "Tab. Alprax 0.25": "alprazolam",
    "Tab. Restyl 0.5": "alprazolam",
    "Tab. Urimax 0.4": "tamsulosin",
    "Cap. Urimax 0.4": "tamsulosin",
    "Cap. Veltam 0.4": "tamsulosin",
    "Ventolin CFC-free inhaler": "salbutamol",
    "Apo-Salvent CFC Free": "salbutamol",
}
