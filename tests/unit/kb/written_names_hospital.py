"""Names as inpatient systems of the United States write their orders.

Each line: the ingredients, a colon, and the written names that mean exactly these, parted by " | ".
"""

from __future__ import annotations

# Drug, salt, form and the words of an order.
ORDERS = """
hydromorphone: HYDROmorphone (Dilaudid) | HYDROmorphone (Dilaudid) PCA | Hydromorphone HCl 2 mg Tab | HYDROmorphone-HP 10 mg/mL Inj | Dilaudid PCA Syringe
norepinephrine: NORepinephrine | NORepinephrine Bitartrate 4 mg/4 mL Vial | Norepinephrine Drip | Levophed in D5W
dopamine: DOPamine | DOPamine HCl 400 mg in D5W 250 mL | DOPamine Drip
dobutamine: DOBUTamine | DOBUTamine HCl 500 mg/250 mL Premix
cefazolin: ceFAZolin | CefazoLIN 2 g IVPB | Cefazolin Sod. 1 g Vial | ceFAZolin in D5W | Ancef IV
ceftriaxone: CefTRIAXone | cefTRIAXone 1 g IVPB | CeftriaXONE Sodium 2 g Premix | Rocephin IM
ceftazidime: CefTAZidime | Ceftazidime 1 g Inj
cefepime: CefePIME | CefePIME 2 g in NS | Cefepime Desensitization
cefotetan: cefoTEtan 1 g Inj
cefoxitin: CefOXitin 2 g Inj
folic-acid: FoLIC Acid | FoLIC Acid 1 mg Tab | Folic acid 400 micrograms | Folate
hydralazine: HydrALAzine | hydrALAZINE HCl 25 mg tablet | HydrALAzine Inj
hydroxyzine: HydrOXYzine | hydrOXYzine HCl 25 mg Tab | hydrOXYzine Pamoate 50 mg Cap | Vistaril Caps
metformin: MetFORMIN (Glucophage) | MetFORMIN HCl ER 500mg Tb24 | MetFORMIN XR (Glucophage XR) | Metformin HCl 1,000 mg tab | Glumetza ER
metronidazole: MetRONIDAZOLE (FLagyl) | metroNIDAZOLE IVPB 500 mg | MetroNIDAZOLE Topical 1 % Gel | Metronidazole Vaginal Gel 0.75%
bupropion: BuPROPion | BuPROPion (Sustained Release) | buPROPion HCl XL 300 mg Tb24 | Bupropion SR 150 mg | BuPROPion XL (Once Daily)
buspirone: BusPIRone | busPIRone HCl 10 mg Tab
carbamazepine: CarBAMazepine | carBAMazepine ER 200 mg Tab | Carbamazepine Susp 100 mg/5 mL | Tegretol XR
chlorpromazine: ChlorproMAZINE | chlorproMAZINE HCl 25 mg Tab
chlordiazepoxide: ChlordiazePOXIDE | Chlordiazepoxide HCl 25 mg Cap
clonazepam: ClonazePAM | clonazePAM ODT 0.5 mg | Clonazepam Oral Disintegrating Tab | KlonoPIN
clonidine: CloNIDine | cloNIDine HCl 0.1 mg Tab | Clonidine Patch 0.2 mg/24 hr | Clonidine TTS 2 Patch | Catapres-TTS-2
ciclosporin: CycloSPORINE (Neoral) MODIFIED | cycloSPORINE Modified (Gengraf) | CycloSPORINE (Sandimmune) | Cyclosporine 0.05% Ophth Emulsion
daptomycin: DAPTOmycin | DAPTOmycin 500 mg Vial
dexmedetomidine: DexMEDEtomidine | Dexmedetomidine HCl in NS 400 mcg/100 mL | Precedex Drip
diphenhydramine: DiphenhydrAMINE | diphenhydrAMINE HCl 25 mg Cap | DiphenhydrAMINE Inj
dimenhydrinate: dimenhyDRINATE Inj | Dramamine
diltiazem: Diltiazem Extended-Release | Diltiazem CD 240 mg Cap | Diltiazem HCl ER 120 mg | dilTIAZem Drip | Cardizem CD 180 mg
doxorubicin: DOXOrubicin | DOXOrubicin HCl 50 mg/25 mL | DOXOrubicin Liposomal
daunorubicin: DAUNOrubicin HCl
epinephrine: EPINEPHrine | EPINEPHrine 0.3 mg Auto-Injector | EPINEPHrine 1:1000 | EpiPen Jr. | Epinephrine Drip | Racepinephrine Neb
ephedrine: ePHEDrine Sulfate | EPHEDrine 50 mg/mL Inj
phenylephrine: PHENYLEPHrine | Phenylephrine HCl in NS 100 mcg/mL Syringe | Neo-Synephrine Drip
fluoxetine: FLUoxetine | FLUoxetine HCl 20 mg Cap
paroxetine: PARoxetine | Paroxetine HCl 20 mg | Paxil CR
fluphenazine: FluPHENAZine | fluPHENAZine Decanoate Inj
fluvoxamine: fluvoxaMINE Maleate
glipizide: GlipiZIDE | GlipiZIDE XL | glipiZIDE ER 10 mg Tab
glibenclamide: GlyBURIDE | glyBURIDE Micronized 3 mg Tab | Glyburide
glimepiride: glimepiride 2 mg tabs
guaifenesin: guaiFENesin | GuaiFENesin ER 600 mg | Guaifenesin Syrup | Robitussin Syrup | Mucinex
hydrocodone + paracetamol: HYDROcodone-Acetaminophen | HYDROcodone-Acetaminophen 5mg-325mg | hydrocodone-apap 5-325 | Hydrocodone-Acetaminophen 7.5 mg-325 mg tablet | Vicodin ES | Lortab Elixir | Norco 5-325
hydrocortisone: HydroCORTISONE | Hydrocortisone Cream 1% | Hydrocortisone Oint 2.5% | Hydrocortisone Na Succ. | Hydrocortisone Na Succinate 100 mg Vial | HydroCORTisone Acetate Supp | Solu-CORTEF
insulin-human: Insulin Regular Human | Insulin (Regular) Human Drip | HumuLIN R U-500 | Insulin HUMAN Regular | Insulin Sliding Scale Regular | NovoLIN R
insulin-isophane: Insulin NPH Human | NPH Insulin | HumuLIN N | NovoLIN N FlexPen
insulin-lispro: Insulin Lispro | HumaLOG KwikPen | HumaLOG Mix 75-25 | Humalog Sliding Scale | Insulin Lispro Sliding Scale | Admelog SoloStar | Lyumjev
insulin-aspart: Insulin Aspart | NovoLOG FlexPen | NovoLOG Mix 70-30 | Insulin Aspart Sliding Scale | Novolog sliding scale | Fiasp FlexTouch
insulin-glargine: Insulin Glargine | Lantus SoloStar | Insulin Glargine-yfgn | Semglee Pen | Rezvoglar KwikPen | Toujeo SoloStar
insulin-detemir: Insulin Detemir | Levemir FlexTouch
insulin-human + insulin-isophane: Insulin 70/30 | HumuLIN 70/30 KwikPen | NovoLIN 70/30 | Insulin NPH/Regular 70/30
ketorolac: Ketorolac | Ketorolac Tromethamine 30 mg/mL Inj | Ketorolac 0.5% Ophth Soln
lamivudine: lamiVUDine | LaMIVudine 150 mg tab | 3TC
lamotrigine: LaMOTrigine | lamoTRIgine ODT 25 mg | LamoTRIgine XR | LaMICtal
levetiracetam: LeVETiracetam | levETIRAcetam IVPB | LevETIRAcetam Oral Solution | Keppra XR
levothyroxine: Levothyroxine Sodium | Levothyroxine Na 50 mcg Tab | Levothyroxine Inj | LEVOXYL | Thyroxine
lorazepam: LORazepam | LORazepam Intensol 2 mg/mL | Lorazepam Drip | ATIVan
medroxyprogesterone: medroxyPROGESTERone Acetate 150 mg/mL Syringe | Depo-Provera
methylprednisolone: MethylPREDNISolone | MethylPREDNISolone Sodium Succ | methylPREDNISolone Sod Succ 125 mg | MethylPREDNISolone Dose Pack | Methylprednisolone Na Succ. | Medrol Dosepak | SOLU-Medrol | DEPO-Medrol
prednisone: PredniSONE | predniSONE 20 mg Tab | PredniSONE Intensol | Deltasone
prednisolone: PrednisoLONE | prednisoLONE Acetate 1% Ophth. Susp. | PrednisoLONE Sod Phosphate 15 mg/5 mL Soln | Orapred ODT
mitoxantrone: mitoXANTRONE
nicardipine: NiCARdipine | niCARdipine HCl in NaCl | NiCARdipine IV | Nicardipine Drip
nifedipine: NIFEdipine | NIFEdipine CR | NIFEdipine ER 30 mg Tab | NIFEdipine XL | Nifedipine Retard
nimodipine: NiMODipine
olanzapine: OLANZapine | OLANZapine ODT | OLANZapine (Disintegrating Tablet) | ZyPREXA Zydis
oxcarbazepine: OXcarbazepine
oxycodone: OxyCODONE (Immediate Release) | OxyCODONE SR (OxyconTIN) | OxyconTIN | oxyCODONE ER 10 mg T12A | OxycoDONE Liquid | OxyCODONE Concentrated Oral Soln | Roxicodone
oxycodone + paracetamol: OxycoDONE-Acetaminophen (5mg-325mg) | oxyCODONE-APAP 10-325 | Oxycodone-Acetaminophen Elixir | Percocet 5-325 | Endocet
morphine: Morphine Sulfate | Morphine SR (MS Contin) | Morphine PCA | Morphine Sulfate IR | Morphine Sulfate (Concentrated Oral Soln) | Morphine Sulfate (Oral Soln.) | MS Contin | Roxanol
pentobarbital: PENTobarbital
phenobarbital: PHENobarbital | Phenobarbital Elixir | PHENobarbital Sod. Inj
quetiapine: QUEtiapine Fumarate | QUEtiapine ER | SEROquel XR | Quetiapine 25 mg
quinidine: quiNIDine Gluconate ER | quiNIDine Sulfate
quinine: quiNINE
risperidone: RisperiDONE | RisperiDONE (Disintegrating Tablet) | RisperiDONE M-Tab | RisperDAL Consta | risperiDONE ODT
rifampicin: RIFAMpin | rifAMPin 300 mg Cap
rifaximin: rifAXIMin | Xifaxan
romidepsin: romiDEPsin
ropinirole: rOPINIRole | ROPINIRole HCl ER
sitagliptin: SITagliptin | Januvia
sulfadiazine: sulfADIAZINE | SulfADIAZINE 500 mg Tab
sulfasalazine: sulfaSALAzine | SulfaSALAzine EC 500 mg | SulfaSALAzine_
sumatriptan: SUMAtriptan Succinate | SUMAtriptan Inj | Imitrex Nasal
tiagabine: tiaGABine
tizanidine: tiZANidine | Tizanidine HCl 4 mg Tab
tramadol: TraMADol | traMADol HCl 50 mg Tab | TraMADOL (Ultram) | TraMADOL ER
trazodone: TraZODone | traZODone HCl 50 mg
valproic-acid: Valproic Acid | Valproate Sodium Inj | Divalproex (DELayed Release) | Divalproex (EXTended Release) | Divalproex Sod. EC 250 mg | Divalproex ER | Depakote Sprinkles | Valproic Acid Syrup
valaciclovir: valACYclovir | ValACYclovir HCl 1 g
valganciclovir: valGANciclovir | ValGANCIclovir Suspension
vinblastine: vinBLAStine Sulfate
vincristine: vinCRIStine Sulfate
zolpidem: ZOLPidem Tartrate | Zolpidem CR | Ambien CR
ziprasidone: ziprasidone HCl 20 mg Cap | Ziprasidone Mesylate Inj
alprazolam: ALPRAZolam | ALPRAZolam XR
amlodipine: AmLODIPine | amLODIPine Besylate 10 mg Tab
aripiprazole: ARIPiprazole | ARIPiprazole ODT
atomoxetine: atoMOXetine HCl
azacitidine: azaCITIDine
azathioprine: azaTHIOprine | AzaTHIOprine 50 mg Tab
ciprofloxacin: Ciprofloxacin HCl | Ciprofloxacin IV | Ciprofloxacin 0.3% Ophth Soln | Ciprofloxacin Otic Soln
cisplatin: CISplatin
carboplatin: CARBOplatin | CARBOplatin Desensitization
docetaxel: DOCEtaxel
paclitaxel: PACLitaxel | PACLItaxel Protein-Bound | Paclitaxel Desensitization
duloxetine: DULoxetine | DULoxetine DR 30 mg Cap
desmopressin: Desmopressin Acetate | Desmopressin Nasal Spray | DDAVP
dexamethasone: Dexamethasone | Dexamethasone Na Phosphate | Dexamethasone Sod Phosphate 4 mg/mL | Dexamethasone Ophthalmic Susp 0.1% | Dexamethasone Elix
dexamfetamine: dextroamphetamine ER 10 mg cap
isotretinoin: ISOtretinoin | Accutane
tretinoin: Tretinoin 0.025% Cream
enalapril: Enalapril Maleate | Enalaprilat | Enalaprilat 1.25 mg/mL Inj
lisinopril: Lisinopril 10 mg Tab *IND* | Prinivil
pantoprazole: Pantoprazole | Pantoprazole Na EC 40 mg | Pantoprazole IV | Pantoprazole Gtt | Pantoprazole Sodium DR
omeprazole: Omeprazole | Omeprazole DR 20 mg Cap | PriLOSEC | Omeprazole Suspension | Omeprazole gastro-resistant capsules 20mg
esomeprazole: NexIUM | Esomeprazole Mag DR 40 mg cap | esomeprazole sodium inj
lansoprazole: Lansoprazole Oral Disintegrating Tab | Lansoprazole ODT | Lansoprazole Oral Suspension
famotidine: Famotidine | Famotidine (PO) | Famotidine Premix | Famotidine in NS | Pepcid
ranitidine: Ranitidine HCl | Ranitidine (Liquid) | Ranitidine Syrup
metoprolol: Metoprolol Tartrate | Metoprolol XL (Toprol XL) | Metoprolol Succinate XL | Metoprolol Tart. 25 mg | Metoprolol succ ER 50 mg tab | Lopressor IV
labetalol: Labetalol HCl | Labetalol Drip
esmolol: Esmolol | Esmolol in Saline | Esmolol 2500 mg/250 mL Bag
amiodarone: Amiodarone | Amiodarone HCl Drip | Amiodarone Premix | Nexterone
digoxin: Digoxin | Digoxin Elixir | Lanoxin Ped
furosemide: Furosemide | Furosemide Drip | Furosemide (Liquid) | Lasix IV Push
torasemide: Torsemide
bumetanide: Bumetanide
chlorothiazide: Chlorothiazide | Chlorothiazide Sodium IV | Diuril
spironolactone: Spironolactone
acetazolamide: AcetaZOLamide | AcetaZOLamide Sodium | acetaZOLAMIDE ER
warfarin: Warfarin | Warfarin Sod. 5 mg | Coumadin | Jantoven
heparin: Heparin Sodium | Heparin | Heparin Drip | Heparin (IABP) | Heparin Flush | Heparin Flush (10 units/ml) | Heparin Flush (100 units/ml) | Heparin Flush CRRT (5000 Units/mL) | Heparin Flush (5000 Units/mL) | Heparin Dwell (1000 Units/mL) | Heparin Lock Flush 100 units/mL | Heparin Sodium in D5W | Heparin Sodium (Preservative Free) | Heparin (CRRT Machine Priming) | Heparin (Hemodialysis) | Hep-Lock Flush | Heparin SQ | Heparin PF
enoxaparin: Enoxaparin Sodium | Enoxaparin (Prophylaxis) | Enoxaparin (Treatment) | Lovenox Syringe
dalteparin: Dalteparin Sodium | Fragmin
argatroban: Argatroban | Argatroban in NS
bivalirudin: Bivalirudin | Angiomax
alteplase: Alteplase | tPA | Alteplase (Catheter Clearance) | Cathflo Activase | TPA
aspirin: Aspirin EC | ASA EC 325 mg | Aspirin (Buffered) | Aspirin Supp | Ecotrin | Aspirin 81 mg chew tab
clopidogrel: Clopidogrel Bisulfate | Plavix
paracetamol: Acetaminophen | Acetaminophen (Liquid) | Acetaminophen IV | Acetaminophen Supp | Acetaminophen Elix. | APAP 500 mg caplet | Acetaminophen w/ Flavor | Ofirmev | Tylenol Arthritis | Acetaminophen ER 650 mg | Paracetamol Susp 120mg/5ml
acetylcysteine: Acetylcysteine 20% | Acetylcysteine (IV) | Mucomyst Neb | NAC | Acetylcysteine Inhalation
salbutamol: Albuterol 0.083% Neb Soln | Albuterol Inhaler | Albuterol MDI | Albuterol HFA | Ventolin HFA | ProAir RespiClick | Albuterol Sulf. Neb
ipratropium: Ipratropium Bromide Neb | Ipratropium Bromide MDI | Atrovent HFA
salbutamol + ipratropium: Albuterol-Ipratropium | Ipratropium-Albuterol Neb | DuoNeb | Combivent Respimat | Albuterol/Ipratropium
levalbuterol: Levalbuterol Neb *NF* | Levalbuterol HCl | Xopenex Neb
fluticasone + salmeterol: Fluticasone-Salmeterol Diskus (250/50) | fluticasone-salmeterol 250-50 diskus | Advair HFA | Fluticasone-Salmeterol Diskus (100/50) | AirDuo RespiClick
fluticasone: Fluticasone Propionate 110mcg | Fluticasone Propionate NASAL | Flovent HFA | Fluticasone Nasal Spray
tiotropium: Tiotropium Bromide | Spiriva HandiHaler
budesonide: Budesonide Neb | Pulmicort Respules | Budesonide EC 3 mg Cap
potassium-chloride: Potassium Chloride | Potassium Chloride (Powder) | Potassium Chloride (Tablet) ER | Potassium Chloride Replacement (Critical Care and Oncology) | Potassium Chl 20 mEq | KCl 20 mEq IVPB | KCl Elix | K-Dur 20 | Klor-Con M20 | K-Lor | Potassium Chloride 10 mEq / 100 mL SW | Potassium Chloride Riders | Potassium Chloride Sliding Scale | Potassium Chloride Replacement Oncology | Potassium Chloride Replacement (Oncology)
potassium-phosphate: Potassium Phosphate | K-Phos | Potassium Phosphate Replacement | K Phos 15 mmol IVPB | Potassium Phosphates 3 mmol/mL | KPhos | Potassium Phosphate Sliding Scale
sodium-phosphate: Sodium Phosphate | Sodium Phosphates 15 mmol | Na Phos 15 mmol | Fleet Enema | Fleet Phospho-Soda | Sodium Phosphate Replacement
sodium-phosphate + potassium-phosphate: Neutra-Phos | Phos-NaK Powder | K-Phos Neutral | Potassium & Sodium Phosphates | Neutra-Phos Packet | Phospha 250 Neutral
magnesium-sulfate: Magnesium Sulfate | Magnesium Sulfate Replacement | Magnesium Sulfate Replacement (Oncology) | Mag Sulfate 2 g IVPB | MgSO4 4 g | Magnesium Sulfate in D5W | Magnesium Sulfate Replacement (Critical Care and Oncology) | Magnesium Sulfate Sliding Scale | Magnesium Sulfate 2 g / 50 mL SW
magnesium-oxide: Magnesium Oxide | Mag Ox 400 | Mag-Ox 400 mg tab | MagOx
magnesium-hydroxide: Milk of Magnesia | MOM | Magnesium Hydroxide Susp | Phillips Milk of Magnesia
magnesium: Magnesium Citrate | Mag Citrate | Citrate of Magnesia | Citroma
calcium-gluconate: Calcium Gluconate | Calcium Gluconate Replacement | Calcium Gluconate sliding scale | Calcium Gluconate (CRRT) | Ca Gluconate 1 g | Calcium Gluconate Sliding Scale (Critical Care and Oncology)
calcium-chloride: Calcium Chloride | CaCl2 1 g Syringe | Calcium Chloride 10% Abboject
calcium-carbonate: Calcium Carbonate | Calcium Carbonate Susp. | Ca Carbonate 500 mg chew | Tums Ultra | TUMS E-X | Os-Cal | Oyster Shell Calcium
calcium-acetate: Calcium Acetate | PhosLo
calcium: Calcium Citrate | Citracal
sodium-bicarbonate: Sodium Bicarbonate | Sodium Bicarb 8.4% Syringe | Na Bicarb 650 mg tab | NaHCO3 50 mEq | Sod Bicarb Drip | Sodium Bicarbonate 8.4% Inj
ferrous-sulfate: Ferrous Sulfate | Ferrous Sulfate (Liquid) | FeSO4 325 mg | Fe Sulfate | Ferrous Sulfate Elix | Feosol | Ferrous Sulf 325 mg EC tab
ferrous-gluconate: Ferrous Gluconate 324 mg
iron: Iron supplement | Elemental Iron
sodium-ferric-gluconate: Ferric Gluconate | Sodium Ferric Gluconate Complex 62.5 mg/5 mL | Ferrlecit
iron-sucrose: Iron Sucrose | Venofer
iron-dextran: Iron Dextran | INFeD
cyanocobalamin: Cyanocobalamin | Vit B12 1000 mcg | Vitamin B-12 Inj | B12 inj
colecalciferol: Vitamin D | Vit D3 2000 units | Vit D 1000 IU | Cholecalciferol (Vitamin D3) 50 mcg | Vitamin D3 5,000 unit cap
ergocalciferol: Vitamin D2 50,000 unit Cap | Ergocalciferol (Vitamin D2) | Drisdol
thiamine: Thiamine HCl 100 mg Inj | Vit B1 | Thiamine
ascorbic-acid: Ascorbic Acid | Vit C 500 mg
phytomenadione: Phytonadione | Vit K 10 mg Inj | Vitamin K (Phytonadione) | AquaMephyton
pyridoxine: Pyridoxine HCl 50 mg Tab | Vit B6
vitamin-e: Vitamin E 400 unit Cap | Vit E
zinc-sulfate: Zinc Sulfate 220 mg Cap | ZnSO4
multivitamin: Multivitamins | MVI | Multivitamin IV | MVI Adult 10 mL | Multivitamin with minerals | Multivitamins W/minerals | Therapeutic Multivitamin | Prenatal Vitamins | M.V.I.-12 | Centrum Silver
octreotide: Octreotide Acetate Drip | SandoSTATIN LAR
vasopressin: Vasopressin | Vasopressin Drip
vancomycin: Vancomycin | Vancomycin HCl IVPB | Vancomycin Oral Liquid | Vancomycin Enema | Vancomycin Intrathecal | Vancomycin HCl 1 g/200 mL Premix | Vancomycin Ophth. Soln. | Vancomycin in D5W | Vancomycin Graded Challenge
meropenem: Meropenem | Meropenem Graded Challenge | Meropenem Desensitization | Merrem
piperacillin + tazobactam: Piperacillin-Tazobactam | Piperacillin-Tazobactam Na | Zosyn 3.375 g IVPB | Pip/Tazo | pip-tazo 4.5 g | Piperacillin-Tazobactam (Zosyn)
ampicillin + sulbactam: Ampicillin-Sulbactam | Unasyn 3 g IVPB | Ampicillin Sod./Sulbactam Sod.
amoxicillin + clavulanic-acid: Amoxicillin-Clavulanic Acid | Amoxicillin-Clavulanate Susp. | amox-clav 875-125 tab | Amox/Clav 500 mg/125 mg | Augmentin ES-600 | Amoxicillin-Pot Clavulanate 875-125 mg | Amoxicillin & Pot Clavulanate
sulfamethoxazole + trimethoprim: Sulfameth/Trimethoprim DS | Sulfamethoxazole-Trimethoprim | SMX-TMP DS | TMP-SMX | Sulfameth/Trimethoprim SS | Bactrim DS | Sulfameth/Trimethoprim Suspension | SMZ/TMP DS 800-160 | Septra
imipenem + cilastatin: Imipenem-Cilastatin | Primaxin
benzylpenicillin: Penicillin G Potassium | Penicillin G K Desensitization | Pen G 5 million units | Penicillin G Sodium | Pfizerpen
phenoxymethylpenicillin: Penicillin V Potassium | Penicillin VK 500 mg | Pen VK | Pen-Vee K
benzathine-benzylpenicillin: Penicillin G Benzathine | Bicillin L-A | Benzathine Penicillin G 2.4 million units
tobramycin: Tobramycin Sulfate | Tobramycin Inhalation Soln | Tobramycin 0.3% Ophth Soln | Tobramycin Ophth Oint | Tobi Neb
gentamicin: Gentamicin Sulfate | Gentamicin Sulf. Ophth. Soln | Gentamicin 80 mg Premix
azithromycin: Azithromycin | Azithromycin IV | Z-Pak | Azithromycin Susp 200 mg/5 mL
erythromycin: Erythromycin Ophth Oint | Erythromycin EC | Erythromycin 0.5% Ophth Oint | Erythromycin Lactobionate | Erythromycin Ethylsuccinate Susp. | Ery-Tab
levofloxacin: Levofloxacin | Levofloxacin in D5W | Levaquin IVPB
linezolid: Linezolid | Linezolid Suspension | Zyvox
fluconazole: Fluconazole | Fluconazole in NaCl | Fluconazole in NS
amphotericin-b: Amphotericin B | Amphotericin B Lipo. (Ambisome) | AmBisome | Abelcet | Amphotericin B Bladder Irrigation | Amphotericin B Liposome
micafungin: Micafungin | Mycamine
nystatin: Nystatin Oral Suspension | Nystatin Cream | Nystatin Ointment | Nystatin Powder | Nystop | Nystatin Swish & Swallow
miconazole: Miconazole Powder 2% | Miconazole 2% Cream | Miconazole Nitrate Vag Cream 2%
clotrimazole: Clotrimazole Troche | Clotrimazole Cream | Clotrimazole Vag Crm
aciclovir: Acyclovir | Acyclovir Sodium | Acyclovir Ointment 5% | Zovirax
oseltamivir: Oseltamivir | Tamiflu Susp
fentanyl: Fentanyl Citrate | Fentanyl Patch 25 mcg/hr | Fentanyl Drip | Fentanyl PCA | Duragesic-25 | Fentanyl Citrate PF
pethidine: Meperidine | Meperidine PCA | Demerol
methadone: Methadone HCl | Methadone Intensol | Dolophine
naloxone: Naloxone | Narcan Nasal Spray | Naloxone HCl 0.4 mg/mL
ketamine: Ketamine HCl | Ketamine Drip | Ketalar
propofol: Propofol | Propofol Drip | Diprivan | Propofol (Generic)
midazolam: Midazolam HCl | Midazolam Drip | Versed | Midazolam Syrup
cisatracurium: Cisatracurium Besylate | Cisatracurium Drip | Nimbex
rocuronium: Rocuronium | Rocuronium Bromide
suxamethonium: Succinylcholine | Succinylcholine Cl
neostigmine: Neostigmine | Neostigmine Methylsulfate
glycopyrronium: Glycopyrrolate | Robinul
atropine: Atropine Sulfate | Atropine Sulfate 1% Ophth | Atropine Sulfate Ophth 1%
lidocaine: Lidocaine 5% Patch | Lidocaine 1% | Lidocaine HCl Viscous 2% | Lidocaine Jelly 2% | Lidocaine Viscous 2% | Lidocaine 2% Urojet | Lidocaine Drip | Lidoderm Patch | Lidocaine 5% Ointment | Xylocaine MPF
lidocaine + epinephrine: Lidocaine 1%/Epinephrine 1:100,000 | Lidocaine-Epinephrine | Lidocaine 1% with Epinephrine
bupivacaine: Bupivacaine 0.25% | Bupivacaine HCl 0.5% PF | Bupivacaine Epidural | Marcaine | Bupivacaine Liposome | Exparel
ropivacaine: Ropivacaine HCl | Naropin
ondansetron: Ondansetron | Ondansetron ODT | Ondansetron Inj | Zofran ODT
metoclopramide: Metoclopramide | Reglan
promethazine: Promethazine HCl | Promethazine Supp | Phenergan Inj
prochlorperazine: Prochlorperazine | Prochlorperazine Supp | Compazine
docusate: Docusate Sodium | Docusate Sodium (Liquid) | Colace | Docusate Na 100 mg cap | DSS 100 mg
senna: Senna | Senna 8.6 mg Tab | Senokot | Sennosides | Senna Syrup
docusate + senna: Senna-S | Senna Plus | Docusate-Senna | Senokot-S | Sennosides-Docusate Sodium | Senna/Docusate Sodium
bisacodyl: Bisacodyl | Bisacodyl Supp | Dulcolax EC | Bisacodyl (Rectal)
lactulose: Lactulose | Lactulose Enema | Lactulose Syrup | Enulose
macrogol: Polyethylene Glycol | Miralax | PEG 3350 | Polyethylene Glycol 3350 Powder | GlycoLax Powder
psyllium: Psyllium | Psyllium Wafer | Metamucil Powder
loperamide: Loperamide | Imodium A-D | Loperamide HCl Liq
simethicone: Simethicone | Simethicone Drops | Gas-X
sucralfate: Sucralfate | Sucralfate (Suspension) | Carafate Susp
sevelamer: Sevelamer CARBONATE | Sevelamer HCl | sevelamer CARBONATE Powder | Renvela
lanthanum-carbonate: Lanthanum | Fosrenol Chew
sodium-polystyrene-sulfonate: Sodium Polystyrene Sulfonate | Kayexalate | SPS Susp
epoetin-alfa: Epoetin Alfa | EPO | Epogen | Procrit | Retacrit
darbepoetin-alfa: Darbepoetin Alfa | Aranesp
filgrastim: Filgrastim | G-CSF | Neupogen | Zarxio Syringe | Nivestym
mycophenolic-acid: Mycophenolate Mofetil | MMF | Mycophenolate Sodium DR | Mycophenolate Mofetil Suspension | Myfortic EC
tacrolimus: Tacrolimus | Tacrolimus Suspension | Prograf | Envarsus XR | Tacrolimus 0.1% Oint | FK506
sirolimus: Sirolimus | Rapamune
methotrexate: Methotrexate | Methotrexate Sod. 2.5 mg tab | Methotrexate PF Inj
mercaptopurine: Mercaptopurine | 6-MP
fluorouracil: 5-FU | Fluorouracil | Fluorouracil 5% Cream
folinic-acid: Leucovorin Calcium | Leucovorin Ca Inj
isoniazid: Isoniazid | INH | INH 300 mg tab
propylthiouracil: Propylthiouracil | PTU
glyceryl-trinitrate: Nitroglycerin | Nitroglycerin SL | NTG 0.4 mg SL | Nitroglycerin Drip | Nitroglycerin Ointment 2% | Nitroglycerin Patch 0.2 mg/hr | Nitro-Dur | Nitrostat | Nitroglycerin in D5W | Nitropaste | Nitro-Bid Oint
isosorbide-mononitrate: Isosorbide Mononitrate | ISMN | Isosorbide Mononitrate (Extended Release) | Isosorbide MN ER 30 mg | Imdur
isosorbide-dinitrate: Isosorbide Dinitrate | ISDN | Isordil
lamivudine + zidovudine: LaMIVudine-Zidovudine (Combivir) | Combivir
emtricitabine + tenofovir-disoproxil: FTC/TDF | Emtricitabine-Tenofovir (Truvada) | Truvada | TDF/FTC
zidovudine: Zidovudine | ZDV
nicotine: Nicotine Patch | Nicotine Polacrilex | Nicotine Gum | Nicotine Lozenge | NicoDerm CQ Step 1 | Nicotine Patch 21 mg/24 hr
buprenorphine + naloxone: Buprenorphine-Naloxone | Suboxone Film | buprenorphine-naloxone 8-2 SL film
carbidopa + levodopa: Carbidopa-Levodopa (25-100) | Carbidopa-Levodopa CR | carbidopa-levodopa 25-100 tab | Sinemet CR
losartan + hydrochlorothiazide: losartan-hctz 50-12.5mg | Losartan-Hydrochlorothiazide | Losartan/HCTZ | losartan-HCT
lisinopril + hydrochlorothiazide: lisinopril-hctz 20-25 mg | Lisinopril/HCTZ 10/12.5 | lisinopril-HCT
valsartan + hydrochlorothiazide: valsartan-hctz 160-12.5 mg tab
triamterene + hydrochlorothiazide: Triamterene-HCTZ (37.5/25) | triamterene-hctz 37.5-25 mg cap | Triamterene-Hydrochlorothiazide | Maxzide-25
bisoprolol + hydrochlorothiazide: bisoprolol-hctz 5-6.25
atenolol + chlortalidone: atenolol-chlorthalidone 50-25
amlodipine + benazepril: amlodipine-benazepril 5-20 mg cap
ezetimibe + simvastatin: ezetimibe-simvastatin 10-40
sitagliptin + metformin: sitagliptin-metformin 50-1000 mg
paracetamol + codeine: Acetaminophen w/Codeine #3 | acetaminophen-codeine 300-30 mg | Tylenol #3 | Acetaminophen w/Codeine Elixir | APAP w/ codeine | Tylenol w/ Codeine
butalbital + paracetamol + caffeine: Acetaminophen-Caff-Butalbital | butalbital-apap-caffeine 50-325-40 | Fioricet | Butalbital-Acetaminophen-Caffeine
tramadol + paracetamol: tramadol-apap 37.5-325
guaifenesin + dextromethorphan: Guaifenesin-Dextromethorphan | Robitussin DM | Guaifenesin DM Syrup | Mucinex DM
guaifenesin + codeine: Guaifenesin-CODEINE Phosphate | Guaifenesin w/ Codeine | Robitussin AC | Cheratussin AC
aluminium-hydroxide: Aluminum Hydroxide Suspension | Amphojel | Aluminum Hydroxide
aluminium-hydroxide + magnesium-hydroxide + simethicone: Maalox | Mylanta | Aluminum-Magnesium Hydrox.-Simethicone | Maalox Plus | Alum-Mag Hydroxide-Simeth | Maalox/Mylanta | Aluminum-Magnesium Hydrox-Simethicone
diphenoxylate + atropine: Diphenoxylate-Atropine | Lomotil
tobramycin + dexamethasone: Tobramycin-Dexamethasone Ophth Oint | TobraDex
neomycin + polymyxin-b + bacitracin: Neomycin-Polymyxin-Bacitracin | Neosporin Ointment | Neomycin-Polymyxin-Bacitracin Ophth. Oint | Triple Antibiotic Ointment
bacitracin + polymyxin-b: Bacitracin/Polymyxin B Sulfate Opht. Oint | Polysporin Ointment | Bacitracin-Polymyxin Ointment
neomycin + polymyxin-b: Neomycin-Polymyxin B GU | Neosporin GU Irrigant
ursodeoxycholic-acid: Ursodiol | Actigall
pancrelipase: Pancrelipase 5000 | Pancrelipase | Creon 12 | Viokase | Amylase/Lipase/Protease | Pancrease MT 20
megestrol: Megestrol Acetate Susp | Megace
dronabinol: Dronabinol | Marinol
haloperidol: Haloperidol | Haloperidol Lactate | Haloperidol Decanoate | Haldol
benzatropine: Benztropine Mesylate | Cogentin
lithium: Lithium Carbonate | Lithium Carbonate SR (Lithobid) | Lithium Carbonate CR | Lithium Oral Solution
amfetamine + dexamfetamine: Amphetamine-Dextroamphetamine | Adderall XR | amphetamine-dextroamphetamine ER 20 mg
methylphenidate: Methylphenidate SR | MethylPHENIDATE (Ritalin) | Methylphenidate ER 36 mg | Concerta
phenytoin: Phenytoin Sodium (IV) | Phenytoin Sodium Extended | Phenytoin (Suspension) | Phenytoin Infatab | Dilantin Infatabs | Phenytoin Na Extended 100 mg cap
fosphenytoin: Fosphenytoin | Cerebyx
lacosamide: Lacosamide | LACOSamide IV
gabapentin: Gabapentin | Gabapentin Oral Soln
pregabalin: Pregabalin | Lyrica
baclofen: Baclofen | Baclofen Intrathecal Pump
hydroxychloroquine: Hydroxychloroquine Sulfate | HCQ
colchicine: Colchicine | Colcrys
allopurinol: Allopurinol | Allopurinol Sodium
conjugated-estrogens: Estrogens Conjugated | Premarin Vaginal Cream | Conjugated Estrogens
levonorgestrel: Levonorgestrel | Plan B
oxytocin: Oxytocin | Pitocin Drip | Oxytocin 30 units in LR
misoprostol: Misoprostol | Cytotec
tuberculin-purified-protein-derivative: Tuberculin Protein | PPD Skin Test | Tubersol | Aplisol
"""

# Written → "drug strength/per + … @route".
EXACT: dict[str, str] = {
    "HYDROmorphone (Dilaudid) 2 mg tab": "hydromorphone 2 mg @oral",
    "Cefazolin 2 g IVPB": "cefazolin 2 g @iv",
    "Vancomycin HCl 1 g/200 mL Premix": "vancomycin 1 g/200 mL",
    "Heparin Flush (10 units/ml)": "heparin",
    "Heparin 25,000 units in D5W 250 mL": "heparin 25000 [IU]",
    "Heparin Sodium 5,000 units/mL": "heparin 5000 [IU]/1 mL",
    "Potassium Chl 20 mEq / 1000 mL D5NS": "glucose + sodium-chloride + potassium-chloride",
    "Potassium Chl 20 mEq / 1000 mL D5 1/2 NS": "glucose + sodium-chloride + potassium-chloride",
    "Potassium Chloride 10 mEq / 100 mL SW": "potassium-chloride 10 meq/100 mL",
    "Potassium Phosphate 15 mmol IVPB": "potassium-phosphate 15 mmol @iv",
    "Magnesium Sulfate 2 g / 50 mL SW": "magnesium-sulfate 2 g/50 mL",
    "Sodium Chloride 0.9% 1000 mL Bag": "sodium-chloride 0.9 g/100 mL",
    "0.45% Sodium Chloride": "sodium-chloride 0.45 g/100 mL",
    "Dextrose 50% Syringe": "glucose 50 g/100 mL",
    "Albumin 5% (25g / 500mL)": "albumin-human 5 g/100 mL",
    "Fat Emulsion 20%": "fat-emulsion 20 g/100 mL",
    "Insulin aspart 100units/ml solution for injection 3ml pre-filled pen": "insulin-aspart 100 [IU]/1 mL",
    "Co-amoxiclav 500mg/125mg tablets": "amoxicillin 500 mg + clavulanic-acid 125 mg @oral",
    "Salbutamol 100micrograms/dose inhaler": "salbutamol 100 ug/1 {dose} @inhaled",
    "Salbutamol 2.5mg/2.5ml nebuliser liquid unit dose vials": "salbutamol 2.5 mg/2.5 mL @inhaled",
    "Fostair 100micrograms/dose / 6micrograms/dose inhaler": "beclometasone 100 ug/1 {puff} + formoterol 6 ug/1 {puff} @inhaled",
    "Adcal-D3 750mg/200unit caplets": "calcium-carbonate 750 mg + colecalciferol 200 [IU] @oral",
    "Fentanyl Patch 25 mcg/hr": "fentanyl @transdermal",
    "amox-clav 875-125 tab": "amoxicillin 875 mg + clavulanic-acid 125 mg @oral",
    "losartan-hctz 50-12.5mg": "losartan 50 mg + hydrochlorothiazide 12.5 mg",
    "hydrocodone-apap 5-325": "hydrocodone 5 mg + paracetamol 325 mg",
    "oxyCODONE-APAP 10-325": "oxycodone 10 mg + paracetamol 325 mg",
    "fluticasone-salmeterol 250-50 diskus": "salmeterol 50 ug/1 {puff} + fluticasone 250 ug/1 {puff} @inhaled",
    "MetFORMIN HCl ER 500mg Tb24": "metformin 500 mg @oral",
    "Metoprolol succ ER 50 mg tab": "metoprolol 50 mg @oral",
    "Hydrocortisone Oint 2.5%": "hydrocortisone 2.5 g/100 mL @topical",
    "Prednisolone Acetate 1% Ophth. Susp.": "prednisolone 1 g/100 mL @ophthalmic",
    "Timolol Maleate 0.25% Ophth Soln": "timolol 0.25 g/100 mL @ophthalmic",
    "Latanoprost 0.005% Ophth. Soln.": "latanoprost 0.005 g/100 mL @ophthalmic",
    "Dorzolamide 2%/Timolol 0.5% Ophth.": "dorzolamide 2 g/100 mL + timolol 0.5 g/100 mL @ophthalmic",
    "Artificial Tears Preserv. Free": "artificial-tears",
    "Albuterol 0.083% Neb Soln": "salbutamol 0.083 g/100 mL @inhaled",
    "Albuterol MDI": "salbutamol @inhaled",
    "Acetaminophen 650 mg Supp": "paracetamol 650 mg @rectal",
    "Nitroglycerin 0.4 mg SL": "glyceryl-trinitrate 0.4 mg @sublingual",
    "Clonidine Patch 0.2 mg/24 hr": "clonidine @transdermal",
    "Levothyroxine Na 50 mcg Tab": "levothyroxine 50 ug @oral",
    "Digoxin 0.25 mg Tab": "digoxin 0.25 mg @oral",
    "Ferrous Sulf 325 mg EC tab": "ferrous-sulfate 325 mg @oral",
    "FeSO4 325 mg": "ferrous-sulfate 325 mg",
    "Vit D3 2000 units": "colecalciferol 2000 [IU]",
    "Vitamin D2 50,000 unit Cap": "ergocalciferol 50000 [IU] @oral",
    "Vit B12 1000 mcg": "cyanocobalamin 1000 ug",
    "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes": "enoxaparin 40 mg/0.4 mL",
    "24 HR metoprolol succinate 50 MG Extended Release Oral Tablet [Toprol]": "metoprolol 50 mg @oral",
    "NDA020503 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler": "salbutamol 0.09 mg/1 {puff} @inhaled",
    "0.3 ML Epinephrine 1 MG/ML Auto-Injector": "epinephrine 1 mg/1 mL",
    "3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]": "insulin-glargine 100 [IU]/1 mL",
    "amoxicillin 250 MG / clavulanate 125 MG Oral Tablet": "amoxicillin 250 mg + clavulanic-acid 125 mg @oral",
    "acetaminophen 32 MG/ML Oral Suspension": "paracetamol 32 mg/1 mL @oral",
    "Acetaminophen 300 MG / Hydrocodone Bitartrate 5 MG Oral Tablet": "paracetamol 300 mg + hydrocodone 5 mg @oral",
    "heparin sodium, porcine 1000 UNT/ML Injectable Solution": "heparin 1000 [IU]/1 mL",
    "nitroglycerin 0.4 MG Sublingual Tablet": "glyceryl-trinitrate 0.4 mg @sublingual",
    "Inj. Ceftriaxone 1 gm": "ceftriaxone 1 g",
    "Tab. Augmentin 625": "amoxicillin + clavulanic-acid @oral",
    "Tab. Glycomet 500": "metformin @oral",
    "Tab Levipil 500 mg": "levetiracetam 500 mg @oral",
    "Tab. Ecosprin 75 mg": "aspirin 75 mg @oral",
    "Syp. Ascoril": "terbutaline + bromhexine + guaifenesin @oral",
    "Cap Omez 20mg": "omeprazole 20 mg @oral",
    "Oramorph 10mg/5ml oral solution": "morphine 10 mg/5 mL @oral",
    "Paracetamol 1g/100ml solution for infusion vials": "paracetamol 1 g/100 mL",
    "Paracetamol 500mg soluble tablets": "paracetamol 500 mg @oral",
    "Lidocaine 5% Patch": "lidocaine 5 g/100 mL @transdermal",
    "Chlorhexidine Gluconate 0.12% Oral Rinse": "chlorhexidine 0.12 g/100 mL @oral",
    "Lactulose 10 g/15 mL Syrup": "lactulose 10 g/15 mL @oral",
    "Lorazepam 2 mg/mL Intensol": "lorazepam 2 mg/1 mL @oral",
    "Morphine 10 mg/5 mL Oral Soln": "morphine 10 mg/5 mL @oral",
    "Gentamicin 80 mg Premix": "gentamicin 80 mg",
    "Methotrexate Sod. 2.5 mg tab": "methotrexate 2.5 mg @oral",
    "Sodium Bicarb 8.4% Syringe": "sodium-bicarbonate 8.4 g/100 mL",
    "DOPamine HCl 400 mg in D5W 250 mL": "dopamine 400 mg",
    "DOBUTamine HCl 500 mg/250 mL Premix": "dobutamine 500 mg/250 mL",
    "Nicotine Patch 21 mg/24 hr": "nicotine @transdermal",
    "Budesonide 0.5 mg/2 mL Neb": "budesonide 0.5 mg/2 mL @inhaled",
    "Ondansetron ODT 4 mg": "ondansetron 4 mg @oral",
    "Olanzapine (Disintegrating Tablet) 5 mg": "olanzapine 5 mg @oral",
}
