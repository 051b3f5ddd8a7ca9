"""Further written names, noted from general knowledge before any of them was tried against the tables.

A line is "ingredients: name | name". Names under "~ingredients" may also stay a question (damaged, or not understood
yet); those under "-" must stay one.
"""

from __future__ import annotations

GROUPS: dict[str, str] = {
    "inpatient": """
norepinephrine: NORepinephrine Bitartrate Infusion | Norepinephrine 8 mg/250 mL NS premix | Levophed gtt 16 mg in D5W 250 mL
vasopressin: Vasopressin in NS 20 units/100 mL
epinephrine: EPINEPHrine HCl (Cardiac Arrest) 0.1 mg/mL Syringe | Racepinephrine 2.25% Neb | EpiPen Jr Auto-Injector
dobutamine: DOBUTamine in D5W
dopamine: DOPamine 400 mg in Dextrose 5% 250 mL
milrinone: Milrinone Lactate in D5W 20 mg/100 mL
esmolol: Esmolol HCl in NaCl 2500 mg/250 mL | Brevibloc Bolus
clevidipine: Clevidipine Butyrate Emulsion | Cleviprex 50 mg/100 mL vial
nitroprusside: Nitroprusside Sodium Infusion | Nipride RTU
glyceryl-trinitrate: Nitroglycerin in D5W 50 mg/250 mL | Nitroglycerin SL 0.4 mg PRN chest pain | Nitro-Bid 2% Ointment
labetalol: Labetalol HCl IV Push 20 mg/4 mL | Trandate 200mg tab
hydralazine: hydrALAZINE HCl 20 mg/mL Vial | HydrALAzine PO
dexmedetomidine: Precedex 400 mcg/100 mL NS | Dexmedetomidine HCl in 0.9 % NaCl
ketamine: Ketamine HCl (Ketalar) 50 mg/mL Inj | Ketamine Infusion for Pain
etomidate: Etomidate 2 mg/mL IV Soln | Amidate 40 mg/20 mL
rocuronium: Rocuronium Bromide 10 mg/mL Vial | Zemuron 50 mg
suxamethonium: Anectine 20 mg/mL | Succinylcholine Chloride (Quelicin)
vecuronium: Vecuronium Bromide for Inj 10 mg
neostigmine: Neostigmine Methylsulfate 1 mg/mL | Bloxiverz
glycopyrronium: Glycopyrrolate 0.2 mg/mL Inj | Robinul Forte tab
sugammadex: Sugammadex Sodium 200 mg/2 mL | Bridion Inj
remifentanil: Remifentanil HCl (Ultiva)
sufentanil: SUFentanil Citrate 50 mcg/mL
hydromorphone: HYDROmorphone PCA 0.2 mg/mL | Dilaudid-HP | HYDROmorphone 1 mg/mL Syringe (PF)
morphine: Morphine Sulfate (Concentrated) Oral Soln 20 mg/mL | MS Contin ER 15 mg tab | Morphine (PF) 1 mg/mL PCA | Morphine Sulfate Oral Solution UD cup
fentanyl: FentaNYL (PF) 50 mcg/mL | Duragesic-50 | fentaNYL Citrate-NaCl 10 mcg/mL infusion | Fentanyl Lozenge (Actiq)
methadone: Methadone HCl Oral Concentrate 10 mg/mL
pethidine: Meperidine HCl (Demerol) 25 mg/mL Inj
midazolam: Midazolam HCl in NS 100 mg/100 mL | Versed 2 mg IV
lorazepam: LORazepam 2 mg/mL Inj (Ativan) | Ativan IV Push | Lorazepam Oral Conc
diazepam: diazePAM Rectal Gel (Diastat) | Valium 5mg IV
phenobarbital: PHENobarbital Sodium 65 mg/mL Inj | Phenobarbital Elixir 20 mg/5 mL
pentobarbital: PENTobarbital Sodium (Nembutal) infusion
levetiracetam: LevETIRAcetam IV in NaCl | Keppra IVPB 1000 mg/100 mL
lacosamide: Lacosamide IV 200 mg/20 mL | Vimpat Oral Solution
fosphenytoin: FOSphenytoin 500 mg PE/10 mL
phenytoin: Phenytoin Sodium Extended 100 mg Cap | Dilantin Kapseals
valproic-acid: Valproate Sodium IV 500 mg/5 mL | Divalproex Sodium (DELayed Release) | Divalproex Sodium (EXTended Release) | Valproic Acid Liquid 250 mg/5 mL
haloperidol: Haloperidol Lactate 5 mg/mL Inj | Haldol IM PRN agitation | Haloperidol Decanoate 100 mg/mL
quetiapine: SEROquel 25 mg HS | QUEtiapine extended-release
olanzapine: OLANZapine ODT (ZyPREXA Zydis) | Olanzapine (Disintegrating Tablet) | ZyPREXA IM
risperidone: RisperDAL M-Tab | RisperiDONE Oral Solution 1 mg/mL
aripiprazole: ARIPiprazole 2 mg tab | Abilify Maintena
ziprasidone: Ziprasidone Mesylate IM 20 mg
vancomycin: Vancomycin HCl 1.25 g in NS 250 mL IVPB | vancomycin ivpb (pharmacy to dose) | Vancocin PO 125 mg
piperacillin + tazobactam: Piperacillin-Tazobactam 4.5 g in Dextrose (Frozen) | Zosyn Extended Infusion 3.375 g | Pip-Tazo 4.5g
cefazolin: CeFAZolin 2 g in Dextrose (Iso-Osm) 50 mL Duplex | Ancef 1 gm IVPB
ceftriaxone: CefTRIAXone 1 g in Iso-Osmotic Dextrose | Rocephin 250mg IM
cefepime: CefePIME 2 g in NS MBP | Maxipime
cefuroxime: Cefuroxime Axetil (Ceftin) | Zinacef IV
cefoxitin: CefOXitin Sodium 2 g
cefotaxime: Cefotaxime (Claforan) neonatal dilution 40 mg/mL
cefotetan: CefoTEtan Disodium 2 g
ceftaroline: Ceftaroline Fosamil 600 mg IV | Teflaro
ceftazidime + avibactam: CefTAZidime-Avibactam 2.5 g | Avycaz IV
ceftolozane + tazobactam: Ceftolozane-Tazobactam (Zerbaxa)
ampicillin: Ampicillin Sodium 2 g IVPB
ampicillin + sulbactam: Ampicillin-Sulbactam 3 g | Unasyn 1.5 gm
nafcillin: Nafcillin in D2.4W 2 g/100 mL
oxacillin: Oxacillin Sodium IV
benzylpenicillin: Penicillin G Potassium 4 Million Units in Dextrose 50 mL
benzathine-benzylpenicillin: Bicillin L-A 2.4 MU IM
meropenem: Meropenem Extended Infusion 1 gm | Merrem 500 mg IVPB
meropenem + vaborbactam: Vabomere 4 g
ertapenem: Ertapenem Sodium (INVanz)
imipenem + cilastatin: Imipenem-Cilastatin 500 mg IVPB
aztreonam: Aztreonam (Cayston) Inhalation | Azactam 2 g
gentamicin: Gentamicin Sulfate in Saline 80 mg/100 mL | Gentamicin (Pediatric) 10 mg/mL | Gentamicin Ophth Oint 0.3%
tobramycin: Tobramycin Inhalation Soln 300 mg/5 mL | TOBI Podhaler
tobramycin + dexamethasone: TobraDex Ophth Susp
amikacin: Amikacin Liposome Inhalation (Arikayce)
azithromycin: Azithromycin IV 500 mg in NS 250 mL | Zithromax Z-Pak | Z-pack
doxycycline: Doxycycline Hyclate IV | Doxycycline Monohydrate caps
minocycline: Minocin IV
tigecycline: Tigecycline (Tygacil) 50 mg
linezolid: Linezolid in Dextrose 600 mg/300 mL | Zyvox PO
daptomycin: DAPTOmycin 500 mg IV Push | Cubicin RF
clindamycin: Clindamycin in 5% Dextrose 900 mg/50 mL | Cleocin T lotion | Clindamycin Phosphate Vaginal Cream 2%
metronidazole: metroNIDAZOLE (Flagyl) 500 mg/100 mL Premix | MetroGel-Vaginal 0.75% | Metronidazole in NaCl
sulfamethoxazole + trimethoprim: Sulfamethoxazole-Trimethoprim Suspension | Sulfameth-Trimeth 800-160 | SMX-TMP IV | Bactrim DS BID
nitrofurantoin: Nitrofurantoin Monohyd (MacroBID) | Nitrofurantoin (Macrodantin)
fosfomycin: Fosfomycin Tromethamine 3 g Packet | Monurol
colistin: Colistimethate Sodium (Coly-Mycin M) Neb
rifampicin: Rifampin IV 600 mg | Rifadin caps
rifaximin: RifAXIMin 550 mg | Xifaxan BID
isoniazid: Isoniazid Syrup 50 mg/5 mL | INH 300 mg daily
ethambutol: Ethambutol HCl (Myambutol)
micafungin: Micafungin Sodium 100 mg IVPB
caspofungin: Caspofungin Acetate 70 mg load
fluconazole: Fluconazole in NaCl (Iso-osm) 400 mg/200 mL | Diflucan Susp
voriconazole: Voriconazole Susp 40 mg/mL | VFEND IV
posaconazole: Posaconazole Delayed Release Tablet | Noxafil Susp
isavuconazole: Isavuconazonium Sulfate 372 mg | Cresemba caps
amphotericin-b: Amphotericin B Liposomal (AmBisome)
nystatin: Nystatin Swish & Swallow 100,000 units/mL | Nystatin Powder 100000 units/g | Mycostatin Cream
aciclovir: Acyclovir Sodium IVPB 500 mg | Zovirax Ointment 5%
ganciclovir: Ganciclovir IV 500 mg (hazardous) | Cytovene
valganciclovir: valGANciclovir Oral Suspension 50 mg/mL | Valcyte 450
foscarnet: Foscarnet Sodium 24 mg/mL
oseltamivir: Oseltamivir Susp 6 mg/mL | Tamiflu 75mg BID x5d
remdesivir: Remdesivir (Veklury) 100 mg IV
letermovir: Prevymis 480 mg
tacrolimus: Tacrolimus 0.5 mg/mL Oral Suspension (Compounded) | Prograf IV infusion | Tacrolimus SL capsule | Tacrolimus XR (Astagraf XL)
ciclosporin: cycloSPORINE (Neoral) MODIFIED | CycloSPORINE Modified 100 mg Cap | Sandimmune IV | Gengraf 25 mg | Restasis Ophth Emulsion
mycophenolic-acid: Mycophenolate Mofetil IV 1000 mg | CellCept Susp 200 mg/mL | Myfortic 360 mg
sirolimus: Sirolimus Oral Soln 1 mg/mL
basiliximab: Basiliximab (Simulect) 20 mg
belatacept: Nulojix infusion
antithymocyte-globulin: Thymoglobulin 5 mg/mL | Anti-Thymocyte Globulin (Rabbit)
azathioprine: AzaTHIOprine 50 mg | Imuran IV
prednisone: predniSONE 5 mg Tab (taper) | Prednisone taper dose pack
prednisolone: PrednisoLONE Sodium Phosphate 15 mg/5 mL | Pred Forte 1% OS
methylprednisolone: Solu-MEDROL 125 mg IV | Depo-Medrol 80 mg IM
hydrocortisone: Hydrocortisone Na Succinate 100 mg (Solu-CORTEF) | Hydrocortisone Rectal Cream 2.5% | Anusol-HC Supp | Cortenema
dexamethasone: Decadron 4 mg q6h | Dexamethasone Elixir
heparin: Heparin Sodium (Porcine) in D5W 25,000 units/250 mL | Heparin SC 5000 units TID | Heparin Lock Flush (Hickman) | Heparin Sodium Flush 100 units/mL PICC
enoxaparin: Enoxaparin Sodium 40 mg SC | Lovenox 30mg/0.3mL
fondaparinux: Fondaparinux Sodium (Arixtra)
argatroban: Argatroban in NS 50 mg/50 mL
bivalirudin: Bivalirudin (Angiomax) drip
alteplase: Alteplase (Catheter Clearance) 2 mg | tPA 2 mg dwell
tenecteplase: TNKase 50 mg
tranexamic-acid: Tranexamic Acid in NaCl 1 g/100 mL | TXA 1 g IV | Lysteda
aminocaproic-acid: Aminocaproic Acid IV 5 g | Amicar
phytomenadione: Phytonadione 10 mg/mL Inj | Vitamin K PO 5 mg | Mephyton | Phytonadione Neonatal 1 mg/0.5 mL
protamine: Protamine Sulfate 50 mg/5 mL
eptifibatide: Integrilin drip 75 mg/100 mL
cangrelor: Kengreal 50 mg
filgrastim: Filgrastim-sndz (Zarxio) 480 mcg | Neupogen 300 mcg SC | filgrastim-aafi
pegfilgrastim: Pegfilgrastim-jmdb | Neulasta Onpro
darbepoetin-alfa: Darbepoetin Alfa-Polysorbate | Aranesp (Albumin Free) 60 mcg
epoetin-alfa: Epoetin Alfa-epbx (Retacrit) 10,000 units | Procrit 40000 units weekly
iron-sucrose: Venofer 200 mg IV
sodium-ferric-gluconate: Ferrlecit 125 mg | Sodium Ferric Gluconate Complex in Sucrose
ferric-carboxymaltose: Injectafer 750 mg
furosemide: Furosemide IV Push 40 mg/4 mL | Lasix gtt 100 mg/100 mL | Furosemide Oral Soln 10 mg/mL
bumetanide: Bumetanide Infusion 12.5 mg/50 mL | Bumex 2mg BID
chlorothiazide: Chlorothiazide Sodium 500 mg IV (Diuril)
acetazolamide: AcetaZOLAMIDE Sodium IV | Diamox Sequels
mannitol: Mannitol 20% 500 mL | Osmitrol | Mannitol 25% 12.5 g/50 mL vial
potassium-chloride: Potassium Chloride 20 mEq/50 mL Central Line | Potassium Chloride ER Micro-encapsulated | KCl 10 mEq IVPB | Potassium Chloride (Powder) 20 mEq packet
potassium-phosphate: Potassium Phosphate IVPB 15 mmol/250 mL | K-Phos IV
sodium-phosphate: Sodium Phosphate 15 mmol in D5W
magnesium-sulfate: Magnesium Sulfate 2 g/50 mL SW | Mag Sulfate 4 gm IVPB | Magnesium sulfate replacement
magnesium-oxide: Mag-Ox 400 | Magnesium Oxide 400 mg tab
calcium-gluconate: Calcium Gluconate 2 g in NS 100 mL | Ca Gluconate sliding scale
calcium-chloride: Calcium Chloride 10% Syringe 1 g/10 mL
sodium-bicarbonate: Sodium Bicarbonate 8.4% 50 mEq/50 mL Abboject | Sod Bicarb 650 mg tab | Sodium Bicarb 150 mEq in D5W
sodium-acetate: Sodium Acetate 40 mEq/20 mL additive
trometamol: THAM (Tromethamine)
sodium-chloride: Sodium Chloride 3% Hypertonic | Sodium Chloride 0.9% Flush 10 mL Syringe | 0.45% NaCl 1000 mL | NaCl 0.9% bolus | Sodium Chloride Nasal Gel (Ayr) | Sodium Chloride 3% Inhalation Soln 15 mL | Normal saline flush PRN | Sodium Chloride 1 gram Tablet | Bacteriostatic Sodium Chloride 0.9%
glucose: Dextrose 50% Abboject 25 g | D10W 250 mL | Dextrose 70% | Glucose Gel 40% (15 g) | Insta-Glucose | Dextrose 5% in Water 100 mL bag
glucose + sodium-chloride: D5 1/2NS 1000 mL | Dextrose 5%-0.9% Sodium Chloride | D10-1/4NS
glucose + sodium-chloride + potassium-chloride: D5 1/2 NS with KCl 20 mEq/L | Dextrose 5%-0.45% NaCl with KCl 20 mEq
ringer-lactate: Lactated Ringers Bolus 500 mL | LR 1000 mL | Lactated Ringer's IV soln
multiple-electrolyte-solution: Plasma-Lyte A pH 7.4
water-for-injection: Sterile Water for Injection 10 mL vial | Water for Inj, Sterile
albumin-human: Albumin Human 5% 12.5 g/250 mL | Albutein 5%
hydroxyethyl-starch: Hespan 6% 500 mL
insulin-human: Insulin Regular Human 100 units/mL (HumuLIN R) | Insulin Regular IV Infusion 100 units/100 mL NS
insulin-aspart: NovoLOG FlexPen U-100 | Fiasp
insulin-glargine: Basaglar KwikPen | Toujeo Max SoloStar | Semglee
insulin-degludec: Tresiba U-200
octreotide: Octreotide Acetate 500 mcg in NS 250 mL | SandoSTATIN LAR Depot
pantoprazole: Pantoprazole Sodium IV 40 mg | Protonix drip 80 mg/100 mL | Pantoprazole (Granules for Suspension)
esomeprazole: Esomeprazole Magnesium Packet | NexIUM IV
lansoprazole: Prevacid SoluTab
famotidine: Famotidine (PF) 20 mg/2 mL | Famotidine Premix 20 mg/50 mL
sucralfate: Sucralfate Susp 1 g/10 mL | Carafate QID
ondansetron: Ondansetron HCl (PF) 4 mg/2 mL | Zofran ODT 8mg
metoclopramide: Metoclopramide HCl 5 mg/mL Vial | Reglan 10mg IV q6h
prochlorperazine: Prochlorperazine Edisylate 10 mg/2 mL | Compazine supp 25mg
promethazine: Promethazine HCl (Phenergan) 25 mg Supp
fosaprepitant: Fosaprepitant Dimeglumine 150 mg | Emend IV
aprepitant: Aprepitant Tri-Pack
hyoscine: Transderm-Scop 1.5 mg patch | Scopolamine Patch q72h
lactulose: Lactulose 20 g/30 mL UD | Lactulose Enema 300 mL
macrogol: Polyethylene Glycol 3350 Powder 17 g | MiraLAX packet daily
bisacodyl: Bisacodyl Suppository 10 mg PR | Dulcolax EC tab
docusate: Colace 100mg BID | Docusate Sodium 50 mg/5 mL Liquid
senna: Sennosides 8.6 mg tab | Senokot Syrup
senna + docusate: Sennosides-Docusate Sodium 8.6-50 mg | Senokot-S BID
magnesium-hydroxide: Milk of Magnesia 30 mL PRN | MOM 30 mL
loperamide: Loperamide Liquid 1 mg/7.5 mL
diphenoxylate + atropine: Lomotil PRN
simethicone: Simethicone Chew 80 mg | Mylicon drops
sevelamer: Sevelamer Carbonate Powder 0.8 g | Renvela TID with meals
calcium-acetate: PhosLo Gelcaps | Calcium Acetate 667 mg
lanthanum-carbonate: Fosrenol Chewable 1000 mg
sodium-polystyrene-sulfonate: Kayexalate 15 g | SPS Suspension 15 g/60 mL
patiromer: Veltassa 8.4 g
sodium-zirconium-cyclosilicate: Lokelma 10 g packet
cinacalcet: Sensipar 30
calcitriol: Rocaltrol 0.25 mcg | Calcitriol Oral Soln 1 mcg/mL
ipratropium: Ipratropium Bromide Neb 0.02%
salbutamol + ipratropium: Ipratropium-Albuterol Neb 0.5-2.5 mg/3 mL
salbutamol: Albuterol Sulfate HFA 90 mcg 8.5 gm | Albuterol Neb Continuous 10 mg/hr | Proventil HFA
~salbutamol: Ventolin inh
levalbuterol: Levalbuterol Neb 0.63 mg/3 mL | Xopenex HFA
budesonide: Budesonide Neb 0.5 mg/2 mL | Entocort EC
budesonide + formoterol: Budesonide-Formoterol HFA 160-4.5
fluticasone + salmeterol: Advair HFA 115-21 | Fluticasone Prop/Salmeterol 500/50 Diskus
tiotropium: Tiotropium Respimat 2.5 mcg | Spiriva HandiHaler caps
umeclidinium: Incruse Ellipta
umeclidinium + vilanterol: Anoro Ellipta 62.5-25
acetylcysteine: Acetylcysteine 20% Neb Soln | Mucomyst 600mg PO | Acetadote
dornase-alfa: Pulmozyme 2.5 mg neb
poractant-alfa: Curosurf intratracheal | Poractant Alfa
beractant: Survanta
caffeine: Caffeine Citrate 20 mg/mL IV (Neonatal) | Cafcit
alprostadil: Prostin VR Pediatric
indomethacin: Indomethacin Sodium Trihydrate IV (PDA)
erythromycin: Erythromycin Ophth Oint 0.5% | Erythromycin Ethylsuccinate Susp | Ilotycin
paracetamol: Acetaminophen IV 1000 mg/100 mL (Ofirmev) | Acetaminophen Supp 650 mg PR | Tylenol Oral Liquid 160 mg/5 mL | acetaminophen (Peds) Susp
ketorolac: Ketorolac Tromethamine 30 mg/mL | Toradol IV q6h x 5 days
oxycodone: oxyCODONE IR 5 mg (Roxicodone) | oxyCODONE Oral Soln 5 mg/5 mL
oxycodone + paracetamol: oxyCODONE-Acetaminophen 5 mg-325 mg | Endocet 10/325 | Roxicet
hydrocodone + paracetamol: HYDROcodone-Acetaminophen Elixir
codeine + paracetamol: Acetaminophen-Codeine Elixir | APAP w/ codeine #3
gabapentin: Gabapentin Oral Solution 250 mg/5 mL | Neurontin TID
pregabalin: Lyrica caps 75mg
baclofen: Baclofen Intrathecal (Lioresal)
tizanidine: TiZANidine HCl 4 mg
cyclobenzaprine: Cyclobenzaprine HCl | Flexeril TID prn
methocarbamol: Robaxin 750
lidocaine: Lidoderm 5% Patch q12h | Lidocaine 1% (PF) for local | Xylocaine MPF 2% | Lidocaine HCl Urojet 2% Jelly
lidocaine + epinephrine: Lidocaine 1%-Epinephrine 1:100,000
lidocaine + prilocaine: EMLA Cream 2.5%-2.5%
bupivacaine: Bupivacaine 0.25% (PF) Inj | Marcaine Spinal
ropivacaine: Ropivacaine 0.2% Epidural/Nerve Block
metoprolol: Metoprolol Succinate XL 50 mg | Metoprolol Tartrate IV 5 mg/5 mL | Toprol XL | Lopressor IVP
carvedilol: Coreg CR
diltiazem: Diltiazem Extended-Release 120 mg Cap | Cardizem CD | Diltiazem IV Infusion 125 mg/125 mL
amiodarone: Amiodarone in Dextrose (Nexterone) 360 mg/200 mL | Pacerone | Amiodarone bolus 150mg/100 mL
adenosine: Adenosine 6 mg/2 mL Rapid Push | Adenocard
procainamide: Procainamide infusion
digoxin: Digoxin (Lanoxin) 250 mcg/mL Inj | Lanoxin Peds elixir
atropine: Atropine Sulfate 1 mg/10 mL Syringe | Atropine 1% Ophth SL drops for secretions
isoprenaline: Isoproterenol HCl (Isuprel) drip
sacubitril + valsartan: Sacubitril-Valsartan (Entresto) 24-26
isosorbide-dinitrate: Isordil TID
levothyroxine: Levothyroxine Sodium IV 100 mcg | Levoxyl
liothyronine: Cytomel 5 mcg
~liothyronine: T3 liothyronine
desmopressin: DDAVP 4 mcg/mL
oxytocin: Oxytocin 30 units/500 mL NS | Pitocin drip
carboprost: Hemabate 250 mcg IM
methylergometrine: Methergine 0.2 mg IM
misoprostol: Cytotec PV 25 mcg
terbutaline: Terbutaline SC 0.25 mg
betamethasone: Celestone Soluspan 12 mg IM
human-rho-immune-globulin: Rho(D) Immune Globulin 300 mcg
hepatitis-b-vaccine: Hepatitis B Vaccine (Engerix-B Peds) 10 mcg/0.5 mL
hepatitis-b-immune-globulin: Hepatitis B Immune Globulin (Nabi-HB)
tdap-vaccine: Boostrix | TDaP (Adacel)
influenza-vaccine: Influenza Virus Vaccine PF 2019-20 | Flucelvax Quad
human-immunoglobulin-g: IVIG 10% (Gamunex-C) | Immune Globulin IV (Human) 10% | Privigen 20 g
rituximab: riTUXimab-pvvr | Rituxan in NS
bortezomib: Bortezomib SC 2.5 mg/mL
cyclophosphamide: Cyclophosphamide (Cytoxan) 1000 mg in NS
vincristine: VinCRIStine Sulfate in NS 50 mL
doxorubicin: DOXOrubicin HCl (Adriamycin) 2 mg/mL | Doxil
etoposide: Etoposide (VP-16) IV | VP-16
cytarabine: Cytarabine (HIDAC) | Ara-C IT
methotrexate: Methotrexate High Dose Infusion | Methotrexate Intrathecal PF
folinic-acid: Leucovorin Calcium IV rescue | Leucovorin tabs
~fluorouracil: Fluorouracil 5-FU 46 h infusion CADD
fluorouracil: 5-FU bolus
oxaliplatin: Oxaliplatin (Eloxatin) in D5W 500 mL
carboplatin: CARBOplatin AUC 5
cisplatin: CISplatin in NS
paclitaxel: PACLitaxel 6 mg/mL | Abraxane
docetaxel: DOCEtaxel (non-alcohol)
gemcitabine: Gemcitabine HCl in NS 250 mL
irinotecan: Irinotecan HCl 20 mg/mL
pembrolizumab: Keytruda 200 mg in NS
nivolumab: Opdivo 480mg
trastuzumab: Trastuzumab-dkst (Ogivri)
bevacizumab: Bevacizumab-awwb (Mvasi)
busulfan: Busulfex
melphalan: Evomela
mesna: Mesna IV 10% | Mesnex
dexrazoxane: Zinecard
rasburicase: Elitek 3 mg
allopurinol: Zyloprim 300
zoledronic-acid: Zoledronic Acid 4 mg/100 mL (Zometa) | Reclast
naloxone: Narcan Nasal 4 mg
~naloxone: Naloxone HCl 0.4 mg/mL PRN RR<8
flumazenil: Romazicon
physostigmine: Physostigmine Salicylate
glucagon: GlucaGen HypoKit 1 mg | Glucagon Emergency Kit
thiamine: Thiamine HCl 100 mg IV | Vitamin B1 100mg
folic-acid: Folic Acid IV 5 mg/mL
multivitamin: Infuvite Adult | Multivitamin IV (MVI-12) | Poly-Vi-Sol drops
~multivitamin: Therapeutic Multivitamin-Minerals
vitamin-b-complex: Renal Caps
trace-elements: Trace Elements-4 Conc | Multitrace-5 | Tralement
fat-emulsion: Intralipid 20% 250 mL
parenteral-nutrition: TPN Adult Central Line | 3-in-1 TPN
enteral-nutrition: Jevity 1.5 Cal | Osmolite 1.2 | Ensure Plus vanilla
ascorbic-acid: Vitamin C 500 mg BID
zinc-sulfate: Zinc Sulfate 220 mg (50 mg elem)
ferrous-sulfate: Ferrous Sulfate Drops 15 mg/mL | FeSO4 325 mg TID | Fer-In-Sol
cyanocobalamin: Vitamin B-12 1000 mcg IM
colecalciferol: Vitamin D3 1000 units | Cholecalciferol drops 400 units/mL
ergocalciferol: Drisdol 50,000 units weekly
nicotine: Nicotine Patch 21 mg/24h | Nicorette Gum 2 mg
chlorhexidine: Peridex 15 mL swish | Hibiclens wash | Chlorhexidine Gluconate Cloth 2%
mupirocin: Bactroban
bacitracin: Bacitracin Ointment 500 units/g
bacitracin + polymyxin-b: Polysporin oint
silver-sulfadiazine: Silvadene Cream 1%
collagenase: Santyl Ointment
zinc-oxide: Desitin Max | Zinc Oxide Paste 20%
povidone-iodine: Betadine Swabs 10% | Povidone-Iodine 5% Ophth
artificial-tears: GenTeal Tears
timolol: Timolol Maleate 0.5% OU BID
dorzolamide + timolol: Dorzolamide-Timolol Ophth 2-0.5%
brimonidine: Alphagan P 0.1%
cyclopentolate: Cyclogyl 1%
tropicamide: Mydriacyl 1%
tuberculin-purified-protein-derivative: Tuberculin PPD 5 units
iohexol: Iohexol 350 mg/mL
barium-sulfate: Barium Sulfate Susp
perflutren: Definity contrast
indocyanine-green: IC-Green
methylthioninium-chloride: Methylene Blue 1% | ProvayBlue
hydroxocobalamin: Cyanokit
digoxin-immune-fab: DigiFab
idarucizumab: Praxbind
dantrolene: Ryanodex
nimodipine: Nimodipine Oral Soln 60 mg/20 mL | Nymalize
papaverine: Papaverine HCl
epoprostenol: Veletri | Flolan infusion
treprostinil: Remodulin SC | Tyvaso
sildenafil: Revatio 20 TID
bosentan: Tracleer
conivaptan: Vaprisol
tolvaptan: Samsca 15 mg
droxidopa: Northera
midodrine: ProAmatine 10mg TID
pyridostigmine: Mestinon Timespan
carbidopa + levodopa: Sinemet CR 50-200 | Carbidopa-Levodopa ODT 25-100 | Rytary
donepezil: Aricept 10 mg qHS
melatonin: Melatonin 3mg qhs
trazodone: traZODone 50 mg qHS prn
mirtazapine: Remeron SolTab
sertraline: Zoloft conc
bupropion: buPROPion SR (Wellbutrin SR) | BuPROPion HCl XL 150 | Zyban
citalopram: CeleXA
escitalopram: Lexapro soln
duloxetine: DULoxetine DR cap
venlafaxine: Venlafaxine XR (Effexor XR)
lithium: Lithium Carbonate CR (Lithobid) | Eskalith | Lithium Citrate Syrup
-: Sterile Lubricant Jelly PRN? | Custom Drug | Pump | Protocol | Nurse communication: titrate | Patient may use own CPAP | *NF* Non-Formulary Med | Miscellaneous Med | Study Med Blinded 2017-115 | Chemotherapy | IV Antibiotic per ID | ANTIBIOTIC | Insulin Pump (Self Administering Medication) | Vaccine | Pressors | NORepinephrine vs EPINEPHrine | DOPamine or DOBUTamine | PRBC? or FFP? | Steroid taper
""",
    "US retail": """
~atorvastatin: atorvastatin 40 mg tablet QHS #90 R3
atorvastatin: Lipitor 10mg tabs (90) | atorvastatin calcium 80 MG Oral Tablet
rosuvastatin: rosuvastatin calcium 20 MG Oral Tablet [Crestor] | Rosuvastatin 5mg
lisinopril: LISINOPRIL 20MG TABLETS | Zestril 10 mg | Qbrelis 1 MG/ML Oral Solution
lisinopril + hydrochlorothiazide: Lisinopril-HCTZ 20-12.5 MG | Zestoretic 20/25
losartan + hydrochlorothiazide: LOSARTAN/HCTZ 100/25MG TABLETS | Hyzaar 50-12.5
olmesartan + amlodipine + hydrochlorothiazide: Tribenzor 40-10-25
amlodipine + benazepril: Amlodipine Besy-Benazepril HCl 5-20 MG Cap | Lotrel 10-40
amlodipine + valsartan: EXFORGE 5-160MG
metformin: metformin HCl ER 500 MG 24HR TAB | METFORMIN ER 750MG (OSM)
sitagliptin: sitagliptin phosphate 100 MG Oral Tablet [Januvia]
sitagliptin + metformin: Janumet XR 50-1000
empagliflozin: JARDIANCE 25MG
dapagliflozin: Farxiga 10mg
semaglutide: Ozempic (0.25 or 0.5 MG/DOSE) 2 MG/1.5ML Pen | Rybelsus 7 MG | Wegovy 1 mg/0.5 ml pen
dulaglutide: Trulicity 0.75 MG/0.5ML SOPN
liraglutide: Victoza 18 MG/3ML Pen | Saxenda
tirzepatide: Mounjaro 5 mg/0.5 mL
exenatide: Bydureon BCise
apixaban: ELIQUIS 5MG TABLETS
rivaroxaban: XARELTO STARTER PACK
levothyroxine: LEVOTHYROXINE 0.088MG (88MCG) TAB | Unithroid 75 mcg
thyroid: Armour Thyroid 60 MG Tab | NP Thyroid 30
amoxicillin: AMOXICILLIN 400MG/5ML SUS 100ML | amoxicillin 875 mg tab
amoxicillin + clavulanic-acid: Amox-Clav 875-125 MG Tablet | AMOX TR-K CLV 875-125 MG TAB | amoxicillin-pot clavulanate 600-42.9 MG/5ML SUSR
cefalexin: CEPHALEXIN 500MG CAPSULES | Keflex 250 mg/5 mL susp
cefdinir: cefdinir 250 MG/5ML Oral Suspension
ofloxacin: ofloxacin 0.3 % Otic Solution
neomycin + polymyxin-b + hydrocortisone: Neomycin-Polymyxin-HC Otic | Cortisporin Otic susp
nitrofurantoin: NITROFURANTOIN MONO-MCR 100 MG
terbinafine: Lamisil AT 1% cream
ketoconazole: Nizoral Shampoo 2% | ketoconazole 2 % External Shampoo
clotrimazole + betamethasone: Clotrimazole-Betamethasone 1-0.05 % External Cream | Lotrisone
triamcinolone: triamcinolone acetonide 0.1 % External Cream | Kenalog-40 Inj
mometasone: mometasone furoate 0.1 % External Ointment | Nasonex 50 MCG/ACT Nasal Suspension | Asmanex Twisthaler
clobetasol: clobetasol propionate 0.05 % External Solution | Temovate
fluocinonide: fluocinonide 0.05 % External Gel
desonide: desonide 0.05 % Lotion
fluticasone: FLUTICASONE 50MCG NASAL SP (120) RX | Flonase Allergy Relief | Flovent HFA 110 MCG/ACT
fluticasone + vilanterol: Breo Ellipta 100-25 MCG/INH
fluticasone + umeclidinium + vilanterol: Trelegy Ellipta 100-62.5-25
azelastine + fluticasone: Dymista 137-50
montelukast: MONTELUKAST 10MG TABLETS | Singulair chew 5 mg
cetirizine: ZyrTEC Allergy 10 mg | cetirizine HCl 1 MG/ML Solution
loratadine: Claritin RediTabs
loratadine + pseudoephedrine: Claritin-D 24 Hour
fexofenadine: Allegra Allergy 180 mg
guaifenesin + dextromethorphan: Mucinex DM Max | Robitussin DM syrup
guaifenesin + codeine: Guaifenesin-Codeine 100-10 MG/5ML
benzonatate: Tessalon Perles 100mg
pseudoephedrine: Sudafed 12 Hour
oxymetazoline: Afrin 0.05% nasal
ibuprofen: Motrin IB 200 | IBUPROFEN 800MG TABLETS | Children's Advil 100 mg/5 mL
naproxen: Naproxen Sod 550 mg | Aleve 220
celecoxib: CELECOXIB 200MG CAPSULES
meloxicam: Mobic 15 mg
diclofenac: Voltaren 1 % External Gel | diclofenac sodium DR 75 MG | Flector patch
tramadol: Ultram 50mg | traMADol HCl ER 100
tramadol + paracetamol: Ultracet 37.5-325
buprenorphine: Butrans 10 mcg/hr | buprenorphine HCl 8 MG SL Tab
buprenorphine + naloxone: buprenorphine-naloxone 8-2 MG SL Film | Zubsolv 5.7-1.4
butalbital + paracetamol + caffeine: Fioricet 50-300-40 | butalbital-APAP-caffeine 50-325-40 MG
sumatriptan: Imitrex STATdose 6 mg/0.5 mL | SUMAtriptan Succinate 100
rizatriptan: Maxalt-MLT 10 mg
topiramate: Topamax Sprinkle | topiramate ER 50 (Trokendi XR)
lamotrigine: lamoTRIgine ODT 25 MG | LaMICtal XR
oxcarbazepine: Oxtellar XR
carbamazepine: TEGretol XR 200 | Equetro
clonazepam: KlonoPIN 0.5 mg | clonazePAM ODT 0.25
alprazolam: Xanax XR 1 mg
zolpidem: Ambien CR 12.5 mg | zolpidem tartrate 5 mg tabs
eszopiclone: Lunesta 3
methylphenidate: Concerta 36 mg ER | Ritalin LA 20 | Methylphenidate HCl ER (CD) 20 MG
lisdexamfetamine: Vyvanse 40 MG chewable
atomoxetine: Strattera 40
guanfacine: Intuniv 2 MG ER
clonidine: cloNIDine HCl ER 0.1
hydroxyzine: hydrOXYzine Pamoate 25 mg | Vistaril | Atarax syrup
buspirone: busPIRone 10 MG
paroxetine: Paxil CR 25
fluoxetine: FLUoxetine 20 mg cap | PROzac Weekly
vortioxetine: Trintellix 10
lurasidone: Latuda 40 w/ food
cariprazine: Vraylar 1.5 MG
brexpiprazole: Rexulti
paliperidone: Invega Sustenna 156 MG/ML
memantine: Namenda XR Titration
memantine + donepezil: Namzaric 28-10
tamsulosin: tamsulosin HCl 0.4 MG Cap
finasteride: Proscar 5 | Propecia
dutasteride: Avodart 0.5
oxybutynin: Ditropan XL 10 MG | Oxytrol patch
mirabegron: Myrbetriq 50 MG
solifenacin: VESIcare
tadalafil: Cialis 20 mg prn
estradiol: Vivelle-Dot 0.05 MG/24HR | Estrace vaginal cream 0.01% | Vagifem 10 mcg
conjugated-estrogens: Premarin 0.625
medroxyprogesterone: Depo-Provera CI 150 MG/ML | Provera 10 mg
progesterone: Prometrium 200
norethisterone: Camila 0.35 | norethindrone 0.35 MG (Errin)
levonorgestrel: Mirena IUD 52 mg | Kyleena
etonogestrel: Nexplanon 68 MG
etonogestrel + ethinylestradiol: NuvaRing 0.12-0.015
ethinylestradiol + norgestimate: Ortho Tri-Cyclen Lo | Sprintec 28
ethinylestradiol + drospirenone: Yaz 3-0.02 | Ocella
testosterone: AndroGel 1.62% pump | testosterone cypionate 200 MG/ML IM oil
letrozole: Femara 2.5
anastrozole: Arimidex 1mg
alendronic-acid: Fosamax 70 mg weekly | alendronate sodium 70 MG
risedronic-acid: Actonel 35
denosumab: Prolia 60 MG/ML
raloxifene: Evista
teriparatide: Forteo pen
colchicine: Colcrys 0.6 | Mitigare
febuxostat: Uloric 40
hydroxychloroquine: PLAQUENIL 200 MG
adalimumab: Humira Pen 40 MG/0.4ML (CF) | Hyrimoz
etanercept: Enbrel SureClick 50 mg/mL
ustekinumab: Stelara 90 MG/ML SOSY
secukinumab: Cosentyx Sensoready
tofacitinib: Xeljanz XR 11 MG
upadacitinib: Rinvoq 15
omeprazole: PriLOSEC OTC 20 | OMEPRAZOLE DR 40MG CAPSULES
rabeprazole: AcipHex 20
dexlansoprazole: Dexilant 60
linaclotide: Linzess 145 MCG
lubiprostone: Amitiza 24
mesalazine: Lialda 1.2 GM | Asacol HD | Canasa supp 1000 | mesalamine ER 0.375
hyoscyamine: Levsin/SL 0.125
dicycloverine: Bentyl 20 | dicyclomine HCl 10 MG Cap
ursodeoxycholic-acid: Actigall 300 | ursodiol 500 mg tab
valaciclovir: Valtrex 1 GM | valacyclovir HCl 500 MG Tab
permethrin: Elimite 5% cream
ivermectin: Stromectol 3 mg | Soolantra
sacubitril + valsartan: ENTRESTO 49MG-51MG
spironolactone: Aldactone 25 mg | CaroSpir
spironolactone + hydrochlorothiazide: Aldactazide 25-25
triamterene + hydrochlorothiazide: Triamterene-HCTZ 37.5-25 MG Cap | Dyazide
torasemide: Demadex 20 | torsemide 10 mg
metolazone: Zaroxolyn 2.5
chlortalidone: chlorthalidone 25
nebivolol: Bystolic 5
bisoprolol + hydrochlorothiazide: Ziac 5-6.25
atenolol + chlortalidone: Tenoretic 50
ezetimibe: Zetia 10
ezetimibe + simvastatin: Vytorin 10-40
icosapent: Vascepa 1 GM
fenofibrate: TriCor 145
evolocumab: Repatha SureClick 140 MG/ML
clopidogrel: Plavix 75 mg qd
prasugrel: Effient 10
ranolazine: Ranexa 500 mg ER BID
ivabradine: Corlanor
blood-glucose-meter: OneTouch Verio Flex meter
glucose-test-strip: Accu-Chek Guide Strips
insulin-pen-needle: BD Ultra-Fine Nano Pen Needles 32G x 4 mm
insulin-syringe: BD Insulin Syringe 0.5 mL 31G
spacer-device: AeroChamber Plus Flow-Vu
omega-3-fatty-acids: Lovaza 1 GM | Fish Oil 1000 MG Caps
magnesium: Magonate
potassium-citrate: Urocit-K 10
""",
    "UK": """
salbutamol: Salamol 100 Easi-Breathe | Ventolin Accuhaler 200
beclometasone: Qvar 50 Autohaler
beclometasone + formoterol: Fostair NEXThaler 100/6 | Luforbec 100/6
beclometasone + formoterol + glycopyrronium: Trimbow 87/5/9
fluticasone + formoterol: Flutiform 125/5
budesonide + formoterol: Symbicort Turbohaler 200/6 | DuoResp Spiromax 160/4.5 | Fobumix Easyhaler
tiotropium: Braltus 10mcg Zonda
aclidinium: Eklira Genuair 322
aclidinium + formoterol: Duaklir
paracetamol: Paracetamol 500mg soluble tabs | Paracetamol 120mg/5ml paed susp SF | Calpol SixPlus
paracetamol + codeine: Co-codamol 8/500 eff tabs | Solpadol 30/500 | Zapain caplets
paracetamol + dihydrocodeine: Co-dydramol 10/500 tabs | Remedeine
paracetamol + metoclopramide: Paramax
dihydrocodeine: DHC Continus 60 mg | DF118 Forte
morphine: Oramorph 10mg/5ml | Zomorph MR caps 30mg | MST Continus 10 mg | Sevredol
oxycodone: Longtec 20 mg m/r tablets | OxyNorm liquid | Shortec
buprenorphine: BuTec 5micrograms/hour 7 day patch | Temgesic SL
fentanyl: Matrifen 25 mcg/hr patch | Fencino
tramadol: Zydol SR 100 | Maxitram
diclofenac: Voltarol Emulgel P | Diclofenac MR 75
ibuprofen: Fenbid Forte gel 10% | Nurofen for Children
naproxen: Naprosyn EC 500
piroxicam: Feldene gel
flucloxacillin: Fluclox 500mg QDS | Flucloxacillin Sodium 1g inj
phenoxymethylpenicillin: Pen V 250mg QDS | Penicillin VK 250mg tabs
amoxicillin + clavulanic-acid: Co-amox 500/125 | Augmentin-Duo 400/57 susp | Coamoxiclav 1.2g IV
piperacillin + tazobactam: Tazocin 4.5g IV TDS | Pip/taz
trimethoprim: Trimethoprim 200mg BD 3/7
sulfamethoxazole + trimethoprim: Co-trimoxazole 960mg | Septrin Forte
lymecycline: Tetralysal 300
oxytetracycline: Oxytet 250mg
benzylpenicillin: Benpen 1.2g IV | Crystapen
teicoplanin: Targocid 400mg
fusidic-acid: Fucidin cream 2% | Fucithalmic
fusidic-acid + hydrocortisone: Fucidin H
betamethasone: Betnovate RD | Diprosone oint | Betnesol ear drops
betamethasone + calcipotriol: Dovobet gel | Enstilar foam
clobetasone: Eumovate
clobetasol: Dermovate scalp
hydrocortisone + miconazole: Daktacort
hydrocortisone + clotrimazole: Canesten HC
hydrocortisone: Hydrocortisone 1% crm | Hydrocortistab | Plenadren
levothyroxine: Eltroxin 100
carbimazole: NeoMercazole 5
bendroflumethiazide: Bendro 2.5mg om | bendrofluazide 2.5
indapamide: Natrilix SR
furosemide + amiloride: Co-amilofruse 5/40 | Frumil
amiloride + hydrochlorothiazide: Co-amilozide 5/50 | Moduretic
ramipril: Tritace 2.5mg caps
perindopril: Perindopril erbumine 4mg | Coversyl Arginine
doxazosin: Cardura XL
isosorbide-mononitrate: Monomil XL 60 | Elantan LA 50 | ISMN 10mg bd
glyceryl-trinitrate: GTN spray prn | Nitrolingual pumpspray | GTN 400mcg s/l spray
nicorandil: Ikorel
bisoprolol: Cardicor 1.25
diltiazem: Tildiem Retard 90 | Adizem-XL 240 | Slozem
verapamil: Securon SR
felodipine: Plendil 5 MR
lercanidipine: Zanidip
clopidogrel: Grepid
edoxaban: Lixiana 60mg
dalteparin: Fragmin 5000 units s/c
tinzaparin: Innohep 10,000
warfarin: Marevan 3mg
simvastatin: Zocor 40 nocte
metformin: Sukkarto SR | Metabet
gliclazide: Diamicron 30 MR | Zicron
insulin-aspart: NovoRapid Penfill
insulin-isophane: Humulin I KwikPen | Insulatard
insulin-glargine: Abasaglar | Lantus SoloStar 100u/ml
linagliptin: Trajenta
omeprazole: Losec MUPS 20 | Mezzopram
lansoprazole: Zoton FasTab
esomeprazole: Nexium 20mg gastro-res
macrogol + sodium-chloride + potassium-chloride + sodium-bicarbonate: Movicol Plain | CosmoCol orange lemon and lime | Laxido Natural | Movicol Paediatric Plain
psyllium: Fybogel Orange sachets
senna: Senokot Max
docusate: Dioctyl 100
glycerol: Glycerin supps 4g
sodium-picosulfate: Dulcolax Pico liquid | Sodium picosulphate elixir
loperamide: Diocalm Ultra
mebeverine: Colofac MR
hyoscine-butylbromide: Buscopan 10mg IBS Relief
cyclizine: Cyclizine 50mg TDS PO/IV
prochlorperazine: Buccastem M
domperidone: Motilium 10
mesalazine: Pentasa 1g sachets | Octasa MR | Salofalk
sertraline: Lustral 50
citalopram: Cipramil drops 40mg/ml
fluoxetine: Olena disp
mirtazapine: Zispin SolTab
amitriptyline: Amitrip 10mg nocte
zopiclone: Zimovane 7.5
diazepam: Stesolid
chlordiazepoxide: Librium caps
promethazine: Phenergan elixir
haloperidol: Serenace
lithium: Priadel 400 mg MR | Camcolit | Li-Liquid
valproic-acid: Epilim Chrono 500 | Episenta
phenytoin: Epanutin caps
carbamazepine: Tegretol Retard 200mg
levetiracetam: Desitrend
lamotrigine: Lamictal dispersible 5 mg
pregabalin: Alzain
carbidopa + levodopa: Co-careldopa 25/100 | Half Sinemet CR | Caramet CR
benserazide + levodopa: Co-beneldopa 12.5/50 | Madopar 62.5 disp | Madopar CR 125
ropinirole: Requip XL
donepezil: Aricept Evess
tamsulosin: Flomaxtra XL | Contiflo XL
solifenacin + tamsulosin: Vesomni
tolterodine: Detrusitol XL
finasteride: Finasteride 5mg tabs 28
ethinylestradiol + levonorgestrel: Microgynon 30 | Rigevidon | Ovranette
ethinylestradiol + desogestrel: Marvelon | Gedarel 20/150
ethinylestradiol + drospirenone: Lucette | Yasmin tabs
desogestrel: Cerazette | Cerelle 75 | Zelleta
estradiol: Evorel 50 | Oestrogel pump
estriol: Ovestin 1mg cream | Gynest
estradiol + norethisterone: Kliovance | Evorel Conti | Elleste Duet 1mg
medroxyprogesterone: Sayana Press
ulipristal: ellaOne
alendronic-acid: Alendronic acid 70mg once weekly
calcium-carbonate + colecalciferol: Adcal-D3 caplets | Calcichew D3 Forte | Accrete D3 | Evacal D3
colecalciferol: Fultium-D3 800 | InVita D3 25,000 | Thorens 10,000
hydroxocobalamin: Hydroxocobalamin 1mg IM 3/12 | Neo-Cytamen
folic-acid: Folic acid 5mg OD
ferrous-fumarate: Galfer caps | Fersamal
ferrous-sulfate: Feospan
methotrexate: Methofill 15mg pen | Metoject PEN 10mg/0.2ml
sulfasalazine: Salazopyrin EN | sulphasalazine 500mg
apremilast: Otezla starter
hypromellose: Hypromellose 0.3% e/d
carbomer: Viscotears | Carbomer 980 0.2% eye gel
sodium-hyaluronate: Hylo-Forte | Hyabak
chloramphenicol: Chloramphenicol 1% eye oint | Brochlor
latanoprost: Monopost UD | Xalatan nocte
latanoprost + timolol: Xalacom
bimatoprost: Lumigan 100mcg/ml
brinzolamide + timolol: Azarga
acetazolamide: Diamox SR 250
mometasone: Nasonex spray
cetirizine: Piriteze | Zirtek
chlorphenamine: Piriton 4mg | Chlorpheniramine 4mg tabs
fexofenadine: Telfast 180
varenicline: Champix
nicotine: NiQuitin Clear 21mg | Nicorette Invisi 25mg/16hr | Nicorette QuickMist
urea: Hydromol Intensive
benzoyl-peroxide: Acnecide 5% gel
benzoyl-peroxide + adapalene: Epiduo
benzoyl-peroxide + clindamycin: Duac 5%
clindamycin: Dalacin T | Zindaclin
ketoconazole: Dandrazol
terbinafine: Lamisil Once
amorolfine: Loceryl nail lacquer
aciclovir: Zovirax cold sore
dimeticone: Hedrin lotion
permethrin: Lyclear dermal
mebendazole: Ovex
malathion: Derbac-M
nystatin: Nystan oral susp
enteral-nutrition: Ensure Compact 125ml | Aymes Shake | Nutrison Standard
food-thickener: Nutilis powder
sodium-chloride: Sodium chloride 0.9% nebules | N/Saline 1L 8hrly | Saline nebs
ringer-lactate: Hartmann's solution 1000ml | Compound sodium lactate (Hartmanns)
glucose: Glucose 10% 500ml | GlucoGel 40%
oxygen: Oxygen 2L via nasal cannulae
~oxygen: Home oxygen concentrator
-: Emollient | Dressing pack or gauze or tape? | Inhaler device? | Blister pack weekly | Dosette | Cream for eczema | As per anticoag clinic | Vitamins? | Sick note | Co-something 8/500 | BP tabs | Asthma pump
""",
    "Australia, India": """
paracetamol: Panadol Osteo 665mg | Dolo 650 | Crocin Advance | Calpol 500 tab
ibuprofen + paracetamol: Combiflam tab | Nuromol
aceclofenac + paracetamol: Zerodol-P | Hifenac P
aceclofenac + paracetamol + serrapeptase: Zerodol-SP
diclofenac: Voltaren Rapid 50
amoxicillin + clavulanic-acid: Clavam 625 | Moxikind-CV 625 | Curam
amoxicillin: Amoxil 500 cap
cefalexin: Keflex 500 caps | Phexin 500
cefixime: Taxim-O 200 | Zifi 200
cefpodoxime: Cepodem 200
cefuroxime: Ceftum 500
azithromycin: Azithral 500 | Azee 500
roxithromycin: Rulide D
~ofloxacin + ornidazole: O2 tab
ofloxacin + ornidazole: Oflomac-OZ
ofloxacin: Zenflox 200
norfloxacin + tinidazole: Norflox-TZ
doxycycline: Doxy-1 | Doryx 100
metronidazole: Metrogyl 400 | Flagyl 400
albendazole: Zentel 400 | Bandy
ranitidine: Rantac 150 | Aciloc
pantoprazole: Pan 40 | Pantocid 40 | Somac 40
pantoprazole + domperidone: Pan-D | Pantocid-D SR
rabeprazole: Razo 20 | Pariet 20
rabeprazole + domperidone: Razo-D
omeprazole: Omez 20
esomeprazole: Nexpro 40 | Nexium 40mg tab
ondansetron: Emeset 4 | Vomikind MD
domperidone: Domstal
metoclopramide: Perinorm | Maxolon 10mg
dicycloverine + mefenamic-acid: Meftal-Spas
drotaverine: Drotin DS
levocetirizine: Levocet | Xyzal 5
levocetirizine + montelukast: Montair LC | Montek-LC
cetirizine: Cetzine
fexofenadine: Allegra 120
~chlorphenamine + phenylephrine + paracetamol: Sinarest
~ambroxol: Mucolite
salbutamol: Asthalin inhaler | Ventolin puffer
budesonide: Budecort respules
formoterol + budesonide: Foracort 200
salmeterol + fluticasone: Seroflo 250 | Seretide MDI 125/25
~levalbuterol + ipratropium: Duolin respules
telmisartan: Telma 40
telmisartan + hydrochlorothiazide: Telma-H
telmisartan + amlodipine: Telma AM | Twynsta 80/5
amlodipine: Amlong 5 | Stamlo 5 | Norvasc 5
atenolol: Aten 50
metoprolol: Metolar XR 50
~metoprolol: Met XL 25
ramipril: Cardace 5
losartan: Losar 50
clopidogrel: Clopilet 75
aspirin: Ecosprin 75
aspirin + atorvastatin: Ecosprin-AV 75
atorvastatin: Atorva 10 | Storvas 20
rosuvastatin: Rosuvas 10 | Crestor 20
metformin: Glycomet 500 SR | Diaformin
glimepiride: Amaryl 2 | Glimestar 1
glimepiride + metformin: Glycomet-GP 1 | Gluconorm-G1
gliclazide: Diamicron MR 60
vildagliptin: Galvus 50
vildagliptin + metformin: Galvus Met 50/500 | Jalra-M
~teneligliptin: Tenepure
insulin-human: Actrapid 100 IU
levothyroxine: Thyronorm 50 | Eltroxin 50 | Oroxine 100 | Eutroxsig
prednisolone: Wysolone 10 | Panafcortelone | Omnacortil
methylprednisolone: Medrol 8
deflazacort: Defcort 6
tranexamic-acid: Pause 500 | Trapic
colecalciferol: Calcirol 60000 | Ostevit-D 1000
calcium-carbonate + colecalciferol: Shelcal 500
mecobalamin: Methycobal
~mecobalamin: Nurokind
vitamin-b-complex: Becosules
escitalopram: Nexito 10 | Lexapro 20
clonazepam: Rivotril 0.5 | Lonazep
alprazolam: Alprax 0.25
temazepam: Temaze 10mg
oxazepam: Serepax 30
venlafaxine: Efexor-XR 75
desvenlafaxine: Pristiq 50
oxycodone: Endone 5mg
tapentadol: Palexia SR 50
pregabalin: Lyrica 75 caps
amitriptyline: Endep 10
doxylamine + pyridoxine: Doxinate
irbesartan: Avapro 150 | Karvea
irbesartan + hydrochlorothiazide: Avapro HCT 300/12.5 | Karvezide
candesartan: Atacand 8
furosemide: Lasix M 20 | frusemide 40mg mane
spironolactone: Spiractin 25
trimethoprim: Alprim 300 | Triprim
flucloxacillin: Flopen 500
dicloxacillin: Diclocil 500
ceftriaxone: Monocef 1g
meropenem: Meronem 1g
piperacillin + tazobactam: Zosyn 4.5 g vial
linezolid: Lizolid 600
hydroxychloroquine: HCQS 200
artemether + lumefantrine: Lumerax 80/480 | Riamet
isoniazid + rifampicin + pyrazinamide + ethambutol: AKT-4
-: Tablet as directed (Ayurvedic) | Syrup cough | Webster pak | Chemist's own | Injection | Tonic | Churna | Kashayam
""",
    "Chinese": """
norepinephrine: 去甲肾上腺素针
epinephrine: 盐酸肾上腺素注射液 1mg/ml | 副肾素针
dopamine: 盐酸多巴胺注射液 20mg*10支
isoprenaline: 盐酸异丙肾上腺素注射液
deslanoside: 去乙酰毛花苷注射液 0.4mg | 西地兰针
glyceryl-trinitrate: 硝酸甘油片 0.5mg 舌下含服 | 硝酸甘油注射液 5mg/1ml
isosorbide-mononitrate: 单硝酸异山梨酯缓释片(依姆多) 60mg | 鲁南欣康片 20mg
isosorbide-dinitrate: 硝酸异山梨酯片(消心痛) 5mg
trimetazidine: 万爽力
metoprolol: 酒石酸美托洛尔片 25mg
bisoprolol: 富马酸比索洛尔片(康忻) 5mg
carvedilol: 卡维地洛片 10mg*28s
sacubitril + valsartan: 沙库巴曲缬沙坦钠片(诺欣妥) 50mg
irbesartan + hydrochlorothiazide: 厄贝沙坦氢氯噻嗪片(安博诺)
losartan: 氯沙坦钾片(科素亚) 50mg
telmisartan: 替米沙坦片 80mg*14
perindopril: 培哚普利叔丁胺片(雅施达) 4mg
benazepril: 盐酸贝那普利片(洛汀新)
urapidil: 盐酸乌拉地尔注射液 25mg:5ml | 亚宁定
nicardipine: 盐酸尼卡地平注射液
diltiazem: 盐酸地尔硫卓片(合心爽) | 注射用盐酸地尔硫䓬 10mg
verapamil: 盐酸维拉帕米缓释片 240mg
amiodarone: 盐酸胺碘酮注射液(可达龙) 150mg
propafenone: 盐酸普罗帕酮片 50mg | 心律平
furosemide: 呋塞米注射液 20mg:2ml | 速尿针 20mg | 呋塞米 20mg iv 立即
torasemide: 注射用托拉塞米 10mg | 托拉塞米胶囊
spironolactone: 螺内酯片 20mg*100片/瓶 | 安体舒通
hydrochlorothiazide: 氢氯噻嗪片 25mg | 双克
tolvaptan: 托伐普坦片(苏麦卡) 15mg
indapamide: 吲达帕胺缓释片(纳催离) 1.5mg
potassium-chloride: 氯化钾缓释片(补达秀) 0.5g | 氯化钾口服液 | 10%KCl 15ml
sodium-chloride: 0.9%氯化钠注射液(软袋) 100ml | 生理盐水 250ml(双阀) | 氯化钠注射液[冲管用] | NS 100ml 静滴
glucose: 5%葡萄糖注射液 250ml*1袋 | 10%葡萄糖 500ml
~glucose: 50%GS 20ml
glucose + sodium-chloride: 葡萄糖氯化钠注射液(糖盐) 500ml | 5%GNS 500ml
sodium-bicarbonate: 碳酸氢钠片(小苏打) 0.5g
calcium-gluconate: 10%葡萄糖酸钙注射液 10ml
magnesium-sulfate: 25%硫酸镁注射液 10ml:2.5g
insulin-aspart: 门冬胰岛素注射液(诺和锐笔芯) 3ml:300单位
insulin-glargine: 甘精胰岛素注射液(来得时) | 长秀霖
insulin-degludec: 德谷胰岛素注射液(诺和达)
insulin-human: 生物合成人胰岛素注射液(诺和灵R) | 优泌林R
metformin: 盐酸二甲双胍缓释片 0.5g*30片 | 格华止 0.85g | 二甲双胍 0.5 tid
acarbose: 阿卡波糖片(拜唐苹) 50mg | 卡博平
glimepiride: 格列美脲片(亚莫利) 2mg
gliclazide: 格列齐特缓释片(达美康) 30mg
repaglinide: 瑞格列奈片(诺和龙) 1mg
dapagliflozin: 达格列净片(安达唐)10mg
henagliflozin: 脯氨酸恒格列净片
sitagliptin: 磷酸西格列汀片(捷诺维) 100mg
linagliptin: 利格列汀片(欧唐宁)
liraglutide: 利拉鲁肽注射液(诺和力) 18mg:3ml
semaglutide: 司美格鲁肽注射液(诺和泰)
atorvastatin: 阿托伐他汀钙片(立普妥) 20mg*7片 | 阿乐 10mg
rosuvastatin: 瑞舒伐他汀钙片(可定) 10mg
ezetimibe: 依折麦布片(益适纯)
fenofibrate: 非诺贝特胶囊(力平之) 200mg
levothyroxine: 左甲状腺素钠片(优甲乐) 50ug*100
thiamazole: 甲巯咪唑片(赛治) 10mg
prednisone: 醋酸泼尼松片 5mg*100 | 强的松片
methylprednisolone: 甲强龙 40mg | 美卓乐 4mg
dexamethasone: 地塞米松磷酸钠注射液 5mg:1ml | 地米 5mg
esomeprazole: 艾司奥美拉唑镁肠溶片(耐信) 20mg | 注射用艾司奥美拉唑钠
rabeprazole: 雷贝拉唑钠肠溶片(波利特) | 雷贝拉唑 10mg 早餐前
ilaprazole: 艾普拉唑肠溶片(壹丽安)
vonoprazan: 富马酸伏诺拉生片(沃克)
sucralfate: 硫糖铝混悬凝胶 1g
hydrotalcite: 铝碳酸镁咀嚼片(达喜) 0.5g
mosapride: 枸橼酸莫沙必利片 5mg
domperidone: 多潘立酮片(吗丁啉)
metoclopramide: 盐酸甲氧氯普胺注射液(胃复安)10mg
montmorillonite: 蒙脱石散(思密达) 3g
lactulose: 乳果糖口服溶液(杜密克) 15ml
macrogol: 聚乙二醇4000散(福松) 10g
glycerol: 开塞露 20ml
ademetionine: 注射用丁二磺酸腺苷蛋氨酸(思美泰) 0.5g
polyene-phosphatidylcholine: 多烯磷脂酰胆碱注射液(易善复) 5ml
ursodeoxycholic-acid: 熊去氧胆酸胶囊(优思弗) 250mg
entecavir: 恩替卡韦分散片 0.5mg
tenofovir-disoproxil: 富马酸替诺福韦二吡呋酯片 300mg
cefazolin: 注射用头孢唑林钠 1.0g | 先锋霉素V
cefuroxime: 头孢呋辛酯片 0.25g
ceftriaxone: 注射用头孢曲松钠(罗氏芬) 1g | 头孢曲松钠2.0g ivgtt qd
cefoperazone + sulbactam: 注射用头孢哌酮钠舒巴坦钠(2:1) 1.5g | 舒普深 3g
piperacillin + tazobactam: 注射用哌拉西林钠他唑巴坦钠(8:1) 4.5g
meropenem: 注射用美罗培南 0.5g*10瓶
imipenem + cilastatin: 注射用亚胺培南西司他丁钠(泰能) 1g
levofloxacin: 可乐必妥片 0.5g | 左氧氟沙星滴眼液(可乐必妥) 5ml:24.4mg | 左氧氟沙星 0.5g 静滴 每日1次
moxifloxacin: 盐酸莫西沙星氯化钠注射液(拜复乐) 250ml:0.4g
azithromycin: 希舒美干混悬剂
clarithromycin: 克拉霉素缓释片 0.5g
vancomycin: 注射用盐酸万古霉素(稳可信) 500mg
ornidazole: 奥硝唑注射液 0.5g
fluconazole: 氟康唑氯化钠注射液 0.2g
voriconazole: 注射用伏立康唑(威凡)
aciclovir: 注射用阿昔洛韦 0.25g
ganciclovir: 更昔洛韦注射液
oseltamivir: 磷酸奥司他韦颗粒(可威) 15mg
sulfamethoxazole + trimethoprim: 复方磺胺甲噁唑片 0.48g
isoniazid: 异烟肼片(雷米封) 0.1g
enoxaparin: 依诺肝素钠注射液(克赛) 4000AxaIU
heparin: 肝素钠注射液(封管) 12500U/2ml
argatroban: 阿加曲班注射液 10mg
alteplase: 注射用阿替普酶(爱通立) 50mg
tirofiban: 盐酸替罗非班氯化钠注射液 100ml
carbazochrome: 卡络磺钠氯化钠注射液
tranexamic-acid: 氨甲环酸注射液 0.5g
phytomenadione: 维生素K1注射液 10mg
ascorbic-acid: 维生素C注射液 0.5g:2ml | VitC 2.0g | 维C片
pyridoxine: 维生素B6注射液 0.1g | VitB6 0.2g
thiamine: 维生素B1注射液
mecobalamin: 甲钴胺片(弥可保) 0.5mg
folic-acid: 叶酸片 0.4mg(斯利安)
vitamin-b-complex: 复合维生素B片
ergocalciferol + phytomenadione + retinol + vitamin-e: 脂溶性维生素注射液(Ⅱ)
fat-emulsion: 20%脂肪乳注射液(力能)
amino-acids: 复方氨基酸注射液(18AA-Ⅱ) 250ml | 复方氨基酸(15)双肽(2)注射液
alanyl-glutamine: 丙氨酰谷氨酰胺注射液 20g
albumin-human: 人血白蛋白 10g:50ml | 白蛋白(20%)50ml
ambroxol: 盐酸氨溴索注射液(沐舒坦) 15mg | 氨溴索口服液
budesonide: 吸入用布地奈德混悬液(普米克令舒) 1mg:2ml
budesonide + formoterol: 布地奈德福莫特罗粉吸入剂(信必可都保) 160ug/4.5ug
ipratropium: 吸入用异丙托溴铵溶液 0.5mg:2ml
salbutamol + ipratropium: 吸入用复方异丙托溴铵溶液(可必特)
salbutamol: 硫酸沙丁胺醇雾化吸入溶液 | 万托林气雾剂
terbutaline: 硫酸特布他林雾化液(博利康尼) 5mg:2ml
doxofylline: 多索茶碱注射液 0.1g
aminophylline: 氨茶碱注射液 0.25g:2ml
montelukast: 孟鲁司特钠咀嚼片(顺尔宁) 5mg
loratadine: 氯雷他定片(开瑞坦) 10mg
cetirizine: 盐酸西替利嗪滴剂
chlorphenamine: 马来酸氯苯那敏片 4mg | 扑尔敏
promethazine: 盐酸异丙嗪注射液(非那根) 25mg
paracetamol: 对乙酰氨基酚混悬滴剂(泰诺林) | 对乙酰氨基酚片 0.5g
ibuprofen: 布洛芬缓释胶囊(芬必得) 0.3g
flurbiprofen: 氟比洛芬酯注射液(凯纷) 50mg
parecoxib: 注射用帕瑞昔布钠(特耐) 40mg
celecoxib: 塞来昔布胶囊(西乐葆) 0.2g
diclofenac: 双氯芬酸钠缓释片(扶他林) 75mg | 双氯芬酸二乙胺乳胶剂
tramadol: 盐酸曲马多缓释片(奇曼丁) 100mg
oxycodone: 盐酸羟考酮缓释片(奥施康定) 10mg
morphine: 盐酸吗啡注射液 10mg
fentanyl: 芬太尼透皮贴剂(多瑞吉) 4.2mg | 枸橼酸芬太尼注射液 0.1mg
sufentanil: 枸橼酸舒芬太尼注射液 50ug:1ml
propofol: 丙泊酚乳状注射液(得普利麻)
midazolam: 咪达唑仑注射液(力月西) 10mg
dexmedetomidine: 盐酸右美托咪定氯化钠注射液
etomidate: 依托咪酯乳状注射液
sevoflurane: 吸入用七氟烷 250ml | 七氟醚
rocuronium: 罗库溴铵注射液 50mg:5ml
lidocaine: 利多卡因胶浆 10g
ropivacaine: 甲磺酸罗哌卡因注射液
neostigmine: 甲硫酸新斯的明注射液 1mg
diazepam: 地西泮注射液(安定) 10mg
estazolam: 艾司唑仑片(舒乐安定) 1mg
alprazolam: 阿普唑仑片 0.4mg(佳静安定)
eszopiclone: 右佐匹克隆片 3mg
sertraline: 盐酸舍曲林片(左洛复) 50mg
escitalopram: 草酸艾司西酞普兰片(来士普)
duloxetine: 度洛西汀肠溶胶囊(欣百达)
mirtazapine: 米氮平片(瑞美隆) 30mg
olanzapine: 奥氮平片(再普乐) 5mg
quetiapine: 富马酸喹硫平片(思瑞康) 0.1g
flupentixol + melitracen: 氟哌噻吨美利曲辛片(黛力新)
valproic-acid: 丙戊酸钠缓释片(德巴金) 0.5g | 注射用丙戊酸钠 0.4g
levetiracetam: 左乙拉西坦片(开浦兰) 0.5g
oxcarbazepine: 奥卡西平片(曲莱) 0.3g
carbamazepine: 卡马西平片(得理多) 0.2g
pregabalin: 普瑞巴林胶囊(乐瑞卡) 75mg
benserazide + levodopa: 多巴丝肼片(美多芭) 0.25g
pramipexole: 盐酸普拉克索缓释片(森福罗)
donepezil: 盐酸多奈哌齐片(安理申) 5mg
butylphthalide: 丁苯酞软胶囊(恩必普) 0.1g | 丁苯酞氯化钠注射液
edaravone: 依达拉奉注射液 30mg
citicoline: 胞磷胆碱钠注射液 0.25g
tacrolimus: 他克莫司胶囊(普乐可复) 1mg | 他克莫司软膏 0.03%
ciclosporin: 环孢素软胶囊(新山地明) 25mg
mycophenolic-acid: 吗替麦考酚酯胶囊(骁悉) 0.25g
hydroxychloroquine: 硫酸羟氯喹片(纷乐) 0.1g
febuxostat: 非布司他片 40mg
methotrexate: 甲氨蝶呤片 2.5mg
capecitabine: 卡培他滨片(希罗达) 0.5g
paclitaxel: 紫杉醇注射液 30mg:5ml
docetaxel: 多西他赛注射液 20mg
gemcitabine: 注射用盐酸吉西他滨 1g
pemetrexed: 注射用培美曲塞二钠 0.2g
osimertinib: 甲磺酸奥希替尼片(泰瑞沙) 80mg
gefitinib: 吉非替尼片(易瑞沙)
imatinib: 甲磺酸伊马替尼片(格列卫) 100mg
sintilimab: 信迪利单抗注射液(达伯舒)
camrelizumab: 注射用卡瑞利珠单抗
letrozole: 来曲唑片 2.5mg
bicalutamide: 比卡鲁胺片(康士得)
zoledronic-acid: 唑来膦酸注射液(密固达) 5mg:100ml
filgrastim: 重组人粒细胞刺激因子注射液 150ug
epoetin-alfa: 重组人促红素注射液(CHO细胞) 10000IU
ferrous-succinate: 琥珀酸亚铁片(速力菲) 0.1g
iron-sucrose: 蔗糖铁注射液 100mg:5ml
calcium-carbonate + colecalciferol: 碳酸钙D3片(钙尔奇) 600mg
calcitriol: 骨化三醇软胶囊(罗盖全) 0.25ug
sevelamer: 碳酸司维拉姆片(诺维乐) 0.8g
alpha-keto-acids: 复方α-酮酸片(开同) 0.63g
roxadustat: 罗沙司他胶囊(爱瑞卓) 50mg
tamsulosin: 盐酸坦索罗辛缓释胶囊(哈乐) 0.2mg
finasteride: 非那雄胺片(保列治) 5mg
progesterone: 黄体酮软胶囊 0.1g | 黄体酮注射液 20mg
dydrogesterone: 地屈孕酮片(达芙通) 10mg
oxytocin: 缩宫素注射液 10单位
carboprost: 卡前列素氨丁三醇注射液(欣母沛)
latanoprost: 拉坦前列素滴眼液(适利达) 2.5ml
sodium-hyaluronate: 玻璃酸钠滴眼液(海露) 0.1%
tobramycin + dexamethasone: 妥布霉素地塞米松滴眼液(典必殊)
mometasone: 糠酸莫米松鼻喷雾剂(内舒拿) 50ug
mupirocin: 莫匹罗星软膏(百多邦) 2%
fusidic-acid: 夫西地酸乳膏 10g
povidone-iodine: 聚维酮碘溶液(碘伏) 5%
lianhua-qingwen: 连花清瘟胶囊 0.35g*36粒
yunnan-baiyao: 云南白药胶囊 0.25g
tongxinluo: 通心络胶囊
ginkgo: 银杏叶提取物片(金纳多) 40mg | 银杏叶滴丸
rabies-vaccine: 冻干人用狂犬病疫苗(Vero细胞)
tetanus-antitoxin: 破伤风抗毒素 1500IU
hpv-vaccine: 九价人乳头瘤病毒疫苗(佳达修9)
iohexol: 碘海醇注射液(欧乃派克) 100ml:35g
naloxone: 盐酸纳洛酮注射液 0.4mg
flumazenil: 氟马西尼注射液 0.5mg:5ml
pralidoxime: 氯解磷定注射液 0.5g
atropine: 硫酸阿托品注射液 0.5mg | 阿托品眼用凝胶
anisodamine: 盐酸消旋山莨菪碱注射液 10mg | 654-2针
somatostatin: 注射用生长抑素 3mg
octreotide: 醋酸奥曲肽注射液 0.1mg
terlipressin: 注射用特利加压素 1mg
thymalfasin: 注射用胸腺法新(日达仙) 1.6mg
alprostadil: 前列地尔注射液(凯时) 10ug
-: 嘱托 | 抗生素 | 激素 | 降压药 | 中药饮片一剂 | 溶媒 | 他汀类 | 胰岛素泵用 | 沙坦 | 疫苗 | 保健品 | 止痛片 | 消炎药 | 眼药水 | 退烧药 | 阿莫西林或头孢克洛
aspirin: 阿司匹林肠溶片 100mg 口服 每日一次
~aspirin: 阿司匹林肠溶片0.1 qd po
omeprazole: 奥美拉唑40mg 静滴 qd
~insulin-aspart: 诺和锐特充 6u 三餐前皮下注射
~ambroxol: 氨溴索30mg静推bid
furazolidone: 痢特灵
norfloxacin: 氟哌酸胶囊
cefradine: 先锋6号 | 头孢拉定胶囊
~benzylpenicillin: 青霉素钠 400万u 皮试
gentamicin: 硫酸庆大霉素注射液 8万单位
diosmin: 地奥司明片
diosmin + hesperidin: 爱脉朗
pancrelipase: 得每通
trimebutine: 马来酸曲美布汀片(舒丽启能)
pinaverium: 匹维溴铵片(得舒特)
bismuth: 枸橼酸铋钾胶囊(丽珠得乐)
rebamipide: 瑞巴派特片
teprenone: 替普瑞酮胶囊(施维舒)
nifuratel: 硝呋太尔胶囊
mizolastine: 咪唑斯汀缓释片
ebastine: 依巴斯汀片(开思亭)
ketotifen: 富马酸酮替芬片
carbocisteine: 羧甲司坦片
dextromethorphan: 氢溴酸右美沙芬片
""",
    "discharge": """
aspirin: ASA EC 81 mg PO daily | EC ASA 325 | aspirin 81 mg po qd | Aspirin 81mg chewable PO daily
clopidogrel: plavix 75 daily
atorvastatin: lipitor 80 qhs
metoprolol: metop succ 25 daily | Toprol 50 XL | metoprolol tartrate 25mg PO BID (hold SBP<100)
~metoprolol: metop tartrate 12.5 BID
furosemide: lasix 40 po bid | furosemide 40 mg PO qAM and qPM
hydrochlorothiazide: HCTZ 12.5 daily
paracetamol: APAP 650 q6h prn
~paracetamol: tyl 500
morphine: MSIR 15 mg q4h prn
glyceryl-trinitrate: NTG SL prn | SLNTG 0.4
potassium-chloride: KCl 20 meq daily | K-dur 20meq
isosorbide-mononitrate: ISMN 30
levothyroxine: LT4 100 mcg
heparin: SQH 5000 tid | heparin gtt
~enoxaparin: LMWH Lovenox 60 bid
insulin-glargine: Lantus 20u qhs | insulin glargine 18 units SC qHS
insulin-lispro: Humalog SS
mycophenolic-acid: MMF 1000 bid
tacrolimus: FK506 2mg bid
~tacrolimus: tac 1 mg bid
ciclosporin: CsA 100 bid
sulfamethoxazole + trimethoprim: TMP-SMX DS 1 tab | bactrim ss
vancomycin: vanc 1g q12 | vanco po 125 qid
levofloxacin: levaquin 750 qd
ciprofloxacin: cipro 500 bid x7
metronidazole: flagyl 500 tid
omeprazole: prilosec 20
pantoprazole: protonix 40 bid | pantoprazole 40mg EC qAM ac breakfast
docusate: colace 100 bid
senna: senna 2 tabs qhs | senna 8.6 mg 2 tab qhs
macrogol: miralax 17g daily
~oxycodone: oxy ir 5 q4 prn
oxycodone: oxycontin 20 bid | oxycodone 5 mg 1-2 tabs q4-6h prn
oxycodone + paracetamol: percocet 1-2 tabs q4h prn
~gabapentin: gaba 300 tid
~trazodone: traz 50 qhs
lorazepam: ativan 0.5 prn
quetiapine: seroquel 50 qhs
salbutamol: albuterol nebs prn | ventolin 2 puffs q4h | albuterol 2 puffs q4h prn wheeze
ipratropium: atrovent nebs
fluticasone + salmeterol: advair 250/50 bid
tiotropium: spiriva daily
~warfarin: coumadin 5 mg as directed by INR | warfarin 2.5 mg Mon/Wed/Fri
apixaban: eliquis 5 bid
~digoxin: dig 0.125 daily
~amiodarone: amio 200 daily
spironolactone: aldactone 25
~spironolactone: spiro 25 qd
carvedilol: coreg 6.25 bid
ferrous-sulfate: iron sulfate 325 daily
calcium-carbonate: Tums 500 tid | CaCO3 1250
cyanocobalamin: vit B12 1000mcg monthly
colecalciferol: vit D3 2000u
multivitamin: MVI daily | MVI with minerals
folic-acid: folate 1mg
thiamine: thiamine 100
ursodeoxycholic-acid: ursodiol 300 tid
-: PCN | anticoag | BB | home O2 | abx x 7 days | ACEi | CCB | pain med prn | eye gtts
gabapentin: gabapentin 300 mg qHS
ibuprofen: ibuprofen 600 q6 prn pain
acetylcysteine: NAC 600 bid
colchicine: colchicine 0.6 mg PO x1 prn gout
~lactulose: lactulose 30 ml tid titrate to 3 BM
sertraline: sertraline 50mg 1 tab po qam
levetiracetam: Keppra 500 BID
amlodipine: norvasc 10 qd
hydralazine: hydralazine 25 mg tid
rivaroxaban: xarelto 20 w/ dinner
prednisone: prednisone 40 mg x 5 days | prednisone 60mg taper
cefalexin: cephalexin 500 qid x 7d
nitrofurantoin: macrobid bid x 5d
ergocalciferol: vit D2 50,000 units weekly
""",
    "noise": """
~metoprolol: Met0prolol 25 mg | rnetoprolol 50 mg | Metoprolo1 tartrate | 美托络尔
~lisinopril: Lisin0pril 10 mg tab | Lisinopri1 20
~omeprazole: 0meprazole 20mg | Omeprazo1e DR | 奥美拉挫肠溶胶囊
~amlodipine: Amlodipine besylatc 5 mg | Amlodip1ne | 苯磺酸氨録地平片 | 氨氯地平扁
~clopidogrel: Clopidogre1 75mg | C1opidogrel | 硫酸氢氯比格雷片
~furosemide: Furosemidc 40 | Furosemi de 40 mg | 味塞米片
~warfarin: Warfarln 5 mg | Wafarin 2mg | warfarine 5
~levothyroxine: Levothryoxine 50 mcg | levothyroxin sod
~prednisone: Prednis0ne 5 mg | Predisone
~prednisolone: Prednisilone 5mg
~hydralazine: Hydrallazine 25
~hydroxyzine: Hydroxyzyne | Hydroxizine HCl 25
~clonidine: Clonidlne 0.1
~clonazepam: Klonazepam | Clonazapam 1mg
~lamotrigine: Lamotragine 100 | Lamotrigene
~levetiracetam: Leviteracetam 500 | Levetiracitam
~oxycodone: Oxycodeine 5mg | Oxicodone
~hydrocodone: Hydrocodne
~citalopram: Citalapram 20
~escitalopram: Escitalapram 10
~risperidone: Rispiridone
~ropinirole: Ropinerole 1 mg
~cefalexin: Cephalaxin 500 | Cefelexin
~cefuroxime: Cefuroxim axetil
~ciprofloxacin: Ciprofloxacine 500 | Ciprofloxicin
~azithromycin: Azythromycin 250
~erythromycin: Erithromycin
~doxycycline: Doxycyclin hyclate | Doxicycline
~metformin: Metforman 500 | Metformn | 二甲双肌片
~glipizide: Glipizde 5 | Glypizide
~glimepiride: Glimiperide 2
~glibenclamide: Gliburide 5
~atorvastatin: Atorvastin 40 | Atorvastatine | 阿托代他汀钙片
~simvastatin: Simvistatin
~rosuvastatin: Rosuvastin
~spironolactone: Spirnolactone | Spironolacton 25
~torasemide: Torsemid 20
~bumetanide: Bumetenide
~diltiazem: Diltiazam | Dilitazem ER
~verapamil: Verapimil
~propranolol: Propanolol 40
~carvedilol: Carvedelol | Carvidilol
~gabapentin: Gabapentine 300 | Gabepentin
~pregabalin: Pregabaline
~trazodone: Trazadone 50
~tramadol: Tramidol 50
~sertraline: Sertralene | Sertaline
~bupropion: Buproprion XL
~quetiapine: Quetiapin | Quitiapine
~olanzapine: Olanzepine
~haloperidol: Haloperidal
~ondansetron: Ondansetran 4 | Odansetron
~famotidine: Famatidine 20
~ranitidine: Ranitadine
~pantoprazole: Pantoprazol 40 | Pantaprazole
~paracetamol: Paracetemol 500 | Acetominophen 325 | Acetaminophin
~ibuprofen: Ibuprophen | Ibuprofin 400
~naproxen: Naproxin
~allopurinol: Allopurinal 100
~colchicine: Colchecine
~methotrexate: Methotrexat 2.5 | Methatrexate
~azathioprine: Azothioprine
~enoxaparin: Enoxiparin 40
~dexamethasone: Dexamethazone
~vancomycin: Vancomicin | Vancomycine | 万古毒素
~meropenem: Meropenum
~piperacillin + tazobactam: Piperacillin-tazobactum | Piperacilin/Tazobactam
~amoxicillin: Amoxicilin 500 | Amoxycilin
~amoxicillin + clavulanic-acid: Augmentine 625
~salbutamol: Salbutamole | Albuteral inh
~fluconazole: Fluconozole
~aciclovir: Acyclovire
~tacrolimus: Tacrolimis
~ciclosporin: Cyclosporn
~levodopa: Levadopa
~cefoperazone + sulbactam: 头孢哌酮钠舒已坦钠
~ambroxol: 盐酸氨漠索注射液
~levofloxacin: 左氧佛沙星片
~nifedipine: 硝苯地乎控释片
~digoxin: 地高幸
""",
    "not human medicines": """
-: Rimadyl 75 mg chew (canine) | carprofen 100 mg | Apoquel 16 mg | Frontline Plus for dogs | Revolution 45 mg cat | Cerenia 16 mg | Previcox 57 mg | Baytril 68 mg | Vetmedin 5 mg | Arnica montana 30C | Nux Vomica 200 CH | Belladonna 6X pellets | Oscillococcinum | Rhus tox 30 | Pulsatilla 30C | Bryonia alba 6C | Apis mellifica 9CH | Hyland's Teething Tablets | Traumeel S | Bach Rescue Remedy | Calcarea Carb 30 | CeraVe Moisturizing Cream | Cetaphil cleanser | Nivea Soft | Head & Shoulders shampoo | Olay Regenerist | La Roche-Posay Toleriane | Neutrogena Hydro Boost | Bioderma Sensibio | Dove soap | Colgate Total | Listerine Cool Mint | Chapstick | Axe deodorant | Purina Pro Plan | Royal Canin Renal | Hill's k/d | Royal jelly cream mask | Essential oil lavender diffuser | Dog vitamins | Cat litter | Rescue Remedy pastilles | Red Bull sugarfree can | Slimming tea | 面膜 | 兰蔻小黑瓶 | 沐浴露 | 狗粮 | 牙膏 | Protein bar | Yoga mat | Massage | Acupuncture | Ear candle | Silver water | Detox foot pads | Copper bracelet | CBD gummies for dogs | Thuja occidentalis 200
~ivermectin: Heartgard Chewables
~glucosamine: Cosequin DS
""",
    "hospital": """
acetazolamide: acetaZOLAMIDE 500 mg ER cap BID
adenosine: Adenosine 3 mg/mL Syringe (SVT)
aminophylline: Aminophylline 25 mg/mL IV
amikacin: Amikacin Sulfate 500 mg/2 mL Vial q24h
anidulafungin: Eraxis 100 mg in D5W
atovaquone: Atovaquone Suspension 750 mg/5 mL
~atovaquone: Mepron
atezolizumab: Tecentriq 1200 mg
azacitidine: azaCITIDine SC 75 mg/m2 | Vidaza
bleomycin: Bleomycin Sulfate 15 units
brentuximab-vedotin: Adcetris
calcitonin: Miacalcin nasal spray
cetuximab: Erbitux
chlorpromazine: chlorproMAZINE HCl 25 mg/mL (hiccups)
cidofovir: Cidofovir in NS
tetracosactide: Cosyntropin 0.25 mg (stim test)
dacarbazine: Dacarbazine IV
dapsone: Dapsone 100 mg daily
daunorubicin: DAUNOrubicin HCl 5 mg/mL
deferoxamine: Desferal
dihydroergotamine: D.H.E. 45
diphenhydramine: diphenhydrAMINE 50 mg/mL Inj | diphenhydrAMINE Elixir 12.5 mg/5 mL
~diphenhydramine: Benadryl Allergy 25 mg
doripenem: Doribax
eculizumab: Soliris
enalapril: Enalaprilat 1.25 mg/mL
eravacycline: Xerava
etacrynic-acid: Ethacrynate Sodium 50 mg IV
fludarabine: Fludarabine Phosphate IV
fludrocortisone: Florinef 0.1 mg
-: FDG F-18 | Lansinoh
fomepizole: Antizol
galantamine: Razadyne ER
glycopyrronium: Glycopyrrolate (Robinul) 1 mg PO TID
guanfacine: guanFACINE ER 2 mg qAM
ibutilide: Corvert 1 mg
ifosfamide: Ifex
infliximab: inFLIXimab-dyyb (Inflectra) | Remicade 5 mg/kg
ipilimumab: Yervoy
iron-dextran: INFeD test dose | Iron Dextran Complex
ketamine: Ketamine Intranasal 50 mg/mL
labetalol: labetalol gtt 500 mg/500 mL
levocarnitine: Levocarnitine IV (Carnitor) | Carnitor Oral Soln
levofloxacin: levoFLOXacin in D5W 750 mg/150 mL
levoleucovorin: Fusilev
lidocaine: Lidocaine HCl 2 g in D5W 500 mL infusion | LMX 4 cream | Lidocaine Ointment 5%
magnesium-sulfate: Magnesium Sulfate in Water 4 g/100 mL | Mag sulf 2g IV x1
methyldopa: Methyldopate
methylnaltrexone: Relistor 12 mg SC
mitomycin: Mitomycin intravesical
naloxegol: Movantik 25
~nitric-oxide: Inhaled Nitric Oxide 20 ppm
olanzapine: OLANZapine 10 mg IM x1 prn agitation
ocrelizumab: Ocrevus
pamidronic-acid: Pamidronate 90 mg in NS
pancrelipase: Creon 24,000 units TID with meals | Zenpep 20000 | Pancrelipase 12,000 cap
panitumumab: Vectibix
pentamidine: Pentamidine Inhalation (Nebupent)
phenylephrine: Phenylephrine 100 mcg/mL Syringe | Neo-Synephrine 2.5% ophth | Phenylephrine in NS 50 mg/250 mL
phentolamine: Phentolamine 5 mg (extravasation)
plerixafor: Mozobil
potassium-chloride: Potassium Chloride 40 mEq/100 mL IVPB central line only
potassium-chloride + sodium-chloride: NS with KCl 20 mEq/L
pralidoxime: 2-PAM
primaquine: Primaquine 26.3 mg
quinupristin + dalfopristin: Synercid
regadenoson: Lexiscan 0.4 mg/5 mL
ribavirin: Virazole inhalation
rifabutin: Mycobutin
romidepsin: Istodax
romiplostim: Nplate 250 mcg
sargramostim: Leukine
selenium: Selenious Acid
sodium-thiosulfate: Sodium Thiosulfate 12.5 g
sorafenib: NexAVAR 200 mg tab
streptomycin: Streptomycin 1 g IM
temozolomide: Temodar 100 mg
temsirolimus: Torisel
theophylline: Theo-24 | Theophylline ER 300 mg tab
thiotepa: Tepadina
ticagrelor: Brilinta 90 BID
tocilizumab: Actemra 400 mg
topotecan: Hycamtin
vasopressin: Vasostrict
vinorelbine: Navelbine
zidovudine: Zidovudine IV in D5W
ziprasidone: Geodon 20 mg IM x1
abacavir + lamivudine: Epzicom
abacavir + dolutegravir + lamivudine: Triumeq
dolutegravir: Tivicay 50
emtricitabine + tenofovir-disoproxil: Truvada
emtricitabine + tenofovir-alafenamide: Descovy 200-25
efavirenz + emtricitabine + tenofovir-disoproxil: Atripla
lopinavir + ritonavir: Kaletra soln
darunavir + cobicistat: Prezcobix
sofosbuvir + velpatasvir: Epclusa
sofosbuvir + ledipasvir: Harvoni
nirmatrelvir + ritonavir: Paxlovid (renal) 150-100 mg
calamine: Calamine Lotion
capsaicin: Capsaicin Cream 0.025%
aluminium-hydroxide + magnesium-hydroxide + simethicone: Maalox Plus susp 30 mL PRN | Mylanta | Aluminum-Magnesium Hydrox.-Simethicone
bismuth-subsalicylate: Pepto-Bismol | Bismuth Subsalicylate 262 mg chew
carbamide-peroxide: Debrox 6.5% otic
glycerol: Glycerin Supp (Infant)
hydrogen-peroxide: Hydrogen Peroxide 3%
~salicylic-acid: Compound W
selenium-sulfide: Selsun Blue
tolnaftate: Tinactin powder
witch-hazel: Tucks pads
""",
    "must stay questions": """
-: aspirin with lisinopril? or not | Maintenance IV fluids | Rapid-acting insulin? or regular? | Wash | Loading dose | External cream | Taper | Rescue inhaler | eye wash | Meals on wheels | Rifampin INH or PZA | furosemide qd stopped | hold metoprolol qhs | warfarin d/c'd qd | prednisone taper then methotrexate | lisinopril or losartan qd | no food | Contrast dye | Sliding scale bid | q6h | Nightly | Dr | vitamin e d | Cal D | Heparin or Lovenox q12h | Depot injection | Nail polish | Swish and spit | High dose | Puffer | blue puffer | brown inhaler | warfarin qd (stopped) | lasix bid vs bumex | ac hs | OD OS OU | PV | It | w | Tri Pack | Cup | 口服 qd | 静滴 | 皮试 | 三餐前 | 立即 | 降糖药 bid | 止咳糖浆 tid | 感冒药 | 阿司匹林或氯吡格雷 qd | 停用华法林 qd
""",
}
