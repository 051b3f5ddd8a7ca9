"""Written names of fluids, supplies, nutrition, vaccines, blood products, local treatments and remedies without prescription.

Each line: the ingredients, a colon, and the written names that mean exactly these, parted by " | ".
"""

from __future__ import annotations

# Every ingredient is of kind vehicle.
FLUIDS = """
sodium-chloride: NS | 0.9% Sodium Chloride | 1/2 NS | 0.45% Sodium Chloride | Sodium Chloride 0.9% Flush | NS Flush | Saline Flush | 3% Sodium Chloride | Sodium Chloride 3% (Hypertonic) | 0.9% Sodium Chloride (Mini Bag Plus) | Normal Saline Flush | Sodium Chloride Nasal | NS 1000 mL Bag | NaCl 0.9% | Iso-Osmotic Sodium Chloride | 0.9% NaCl | Sodium Chloride 23.4% | Hypertonic Saline | 0.45% NaCl | Half Normal Saline | Sodium Chloride 0.9% IV Bag | 0.83% Sodium Chloride Irrigation | NS Irrigation | Bacteriostatic Sodium Chloride | Sodium Chloride 0.9% Inhalation Soln | Sodium chloride 0.9% infusion 1litre bags | Ocean Nasal Spray | Bacteriostatic 0.9% Sodium Chloride
glucose: D5W | D10W | D50W | Dextrose 50% | D50 | Dextrose 5% | 5% Dextrose | Dextrose 10% | 10% Dextrose | Iso-Osmotic Dextrose | D5W (EXCEL BAG) | Dextrose 50% Syringe | D20W | D25W | D70W | Dextrose 5% in Water | Dextrose 10% in Water | D5W 250 mL Bag | Glucose 5% infusion 1litre bags | Glucose Gel 15 g | D50W Syringe | Dextrose 40% Gel | Glutose Gel | Glucose 20% infusion 500ml bags | 5% Dextrose (EXCEL BAG) | Dextrose 5% Bag
glucose + sodium-chloride: D5NS | D5 1/2NS | D5 1/2 NS | D5-1/2NS | D5 NS | D5 1/4NS | D5W 1/2NS | Dextrose 5%/0.45% NaCl | Dextrose 5% and 0.45% Sodium Chloride | Dextrose 5% in 0.9% Sodium Chloride | D10 1/2NS | Dextrose 5%-Sodium Chloride 0.9% | 5% Dextrose/0.45% Sodium Chloride | D5 0.45% NaCl
ringer-lactate: LR | Lactated Ringers | Lactated Ringer's | Lactated Ringers 1000 mL Bag | LR Bolus | Ringer's Lactate | Hartmann's solution | Compound sodium lactate infusion 1litre bags | Lactated Ringers Injection
glucose + ringer-lactate: D5LR | D5 LR | Dextrose 5% in Lactated Ringers
ringer-solution: Ringer's solution | Ringer's
multiple-electrolyte-solution: Plasma-Lyte | Plasma-Lyte A | Plasmalyte 148 | Normosol-R | Normosol | Isolyte S | PlasmaLyte A pH 7.4
water-for-injection: SW | Sterile Water | Sterile Water for Injection | SWFI | Sterile Water for Irrigation | Water for Injection | Bacteriostatic Water | Sterile Water 1000 mL Bag | Water for injections 10ml ampoules | Sterile Water (Irrigation)
sodium-lactate: Sodium Lactate
dialysis-solution: Prismasate | Prismasate (B22 K4) | PrismaSol BGK 4/2.5 | Prismasol | CRRT Dialysate | Dialysate | Dianeal 2.5% | Extraneal | NxStage | Phoxillum | Hemofiltration Fluid | Accusol | Dialysis solution | PD Solution | PureFlow
"""

# Fluids that hold a drug, contrast media, diagnostics.
FLUIDS_WITH_DRUG = """
potassium-chloride + glucose + sodium-chloride: Potassium Chl 20 mEq / 1000 mL D5NS | Potassium Chl 20 mEq / 1000 mL D5 1/2 NS | Potassium Chl 40 mEq / 1000 mL D5 1/2 NS | D5 1/2NS with 20 mEq KCl | D5NS with KCl 20 mEq/L | Potassium Chl 40 mEq / 1000 mL D5NS | D5 1/2 NS + KCl 20 mEq
potassium-chloride + sodium-chloride: Potassium Chl 20 mEq / 1000 mL NS | Potassium Chl 40 mEq / 1000 mL NS | NS with KCl 20 mEq | 0.9% Sodium Chloride with KCl 20 mEq/L | Potassium Chl 20 mEq / 1000 mL 1/2 NS | Potassium chloride 0.3% / Sodium chloride 0.9% infusion 1litre bags | NS + KCl 40 mEq
potassium-chloride + glucose: Potassium Chl 20 mEq / 1000 mL D5W | D5W with KCl 20 mEq | Potassium chloride 0.15% / Glucose 5% infusion 1litre bags
potassium-chloride + ringer-lactate: LR with KCl 20 mEq | Potassium Chl 20 mEq / 1000 mL LR
sodium-bicarbonate + glucose: D5W with Sodium Bicarbonate 150 mEq
albumin-human: Albumin 5% | Albumin 25% | Albumin 5% (25g / 500mL) | Albumin 25% (12.5g / 50mL) | Albumin Human 25% | Albumin (Human) 5% | Albuminar | Flexbumin 25%
hydroxyethyl-starch: Hetastarch | Hespan | Hextend | Hetastarch 6% in NS | Voluven | Tetrastarch
dextran: Dextran 40 | Dextran 70 | LMD in D5W
mannitol: Mannitol 20% | Mannitol 25% Vial | Osmitrol 20%
amino-acids: Amino Acids 4.25% | Amino Acids 10% | Travasol 10% | Aminosyn II | Amino Acid Infusion | Clinisol 15% | Trophamine
parenteral-nutrition: TPN | TPN Adult | Total Parenteral Nutrition | PPN | Hyperalimentation | Clinimix E 5/15 | Parenteral Nutrition | Central TPN | Kabiven | Peripheral Parenteral Nutrition
fat-emulsion: Fat Emulsion 20% | Intralipid 20% | Fat Emulsions 20% | Intralipid | Lipids 20% | SMOFlipid | Fat Emulsion
sodium-citrate: Sodium Citrate 4% | Sodium Citrate | Anticoagulant Sodium Citrate 4%
citric-acid + sodium-citrate + glucose: ACD-A | Anticoagulant Citrate Dextrose (ACD-A) | ACD Solution A | Anticoagulant Citrate Dextrose Solution
citric-acid + sodium-citrate: Bicitra | Sodium Citrate-Citric Acid | Oracit | Cytra-2
cardioplegia-solution: Cardioplegia | Cardioplegic Solution | Plegisol | del Nido Cardioplegia
trometamol: THAM | Tromethamine
amidotrizoic-acid: Gastrografin | MD-Gastroview | Diatrizoate Meglumine
barium-sulfate: Readi-Cat | Readi-Cat 2 | Barium Sulfate | Readi-Cat 2 (Barium Sulfate 2% Suspension) | E-Z-Paque | Volumen
iohexol: Iohexol 350 | Omnipaque 300 | Iohexol | Omnipaque 240
iodixanol: Visipaque 320 | Iodixanol
iopamidol: Isovue-370 | Isovue
ioversol: Optiray 350
iopromide: Ultravist 300
gadobutrol: Gadavist | Gadobutrol
gadopentetic-acid: Magnevist | Gadopentetate Dimeglumine
gadobenic-acid: Multihance | Gadobenate Dimeglumine
gadoteric-acid: Dotarem | Gadoterate Meglumine
gadodiamide: Omniscan
gadoteridol: ProHance
gadoxetic-acid: Eovist | Primovist
sulfur-hexafluoride: Lumason
perflutren: Definity | Perflutren Lipid Microsphere | Optison
regadenoson: Lexiscan | Regadenoson
indocyanine-green: Indocyanine Green
fluorescein: Fluorescein Ophth Strip | Fluorescite | Fluorescein Sodium 10%
secretin: Secretin | ChiRhoStim
tetracosactide: Cosyntropin | Synacthen | Cortrosyn
fludeoxyglucose-f18: FDG | Fludeoxyglucose F 18
"""

# Every one is of kind supply: explicitly not a drug.
SUPPLIES = """
lancet: Lancets | lancet | Lancets 30G | OneTouch Delica Lancets | Accu-Chek FastClix Lancets | Lancets, Ultra Thin | BD Microtainer Lancets | FreeStyle Lancets | Unistik 3 lancets
glucose-test-strip: Test Strips | Blood Glucose Test Strips | OneTouch Ultra Test Strips | Accu-Chek Aviva test strips | FreeStyle Lite Strips | Contour Next Test Strips | Glucose Test Strip | Accu-Chek Guide strips | One Touch Ultra Blue Test Strip | True Metrix test strips | OneTouch Verio test strips
insulin-pen-needle: Pen Needles | Insulin Pen Needle | BD Ultra-Fine Pen Needles | Pen needles 31G x 5mm | NovoFine 32G | BD Nano Pen Needle | NovoFine needles | GlucoRx CarePoint needles | BD Micro-Fine pen needles
insulin-syringe: Insulin Syringes | Insulin Syringe | BD Insulin Syringe Ultra-Fine | Insulin syringe 0.5 mL
syringe: Syringe | Syringes | Syringe 10 mL | Syringe (Luer Lock) | Luer Lok Syringe | Oral syringe
gauze: Gauze | Gauze Pads | Gauze Bandage | Kerlix | Gauze Pads 4x4
dressing: Dressing | Foam Dressing | Hydrocolloid Dressing | Mepilex Border | Aquacel Ag | DuoDERM | Tegaderm | Allevyn | Wound Dressing | Hydrogel Dressing | Alginate Dressing | Adhesive bandage | Transparent dressing
ostomy-supply: Ostomy Bag | Ostomy Pouch | Ostomy Supplies | Colostomy Bag | Stomahesive | Stoma bag | Ostomy wafer | Colostomy supplies
urinary-catheter: Catheter | Foley Catheter | Bard Catheter | Urinary Catheter | Intermittent Catheter | Catheter Kit | Condom Catheter | Straight Catheter | Leg Bag | Urinary Leg Bag
incentive-spirometer: Incentive Spirometer | Incentive spirometry device
spacer-device: Spacer | AeroChamber | AeroChamber Plus | Volumatic | Spacer device | Holding Chamber | Inhaler spacer | OptiChamber
nebulizer-device: Nebulizer Machine | Nebulizer Compressor | Nebulizer tubing
blood-glucose-meter: Blood Glucose Meter | Glucometer | Glucose Monitor | OneTouch Ultra 2 Meter | Blood Glucose Monitoring Kit | Accu-Chek Guide Meter | FreeStyle Lite Meter | Contour Next Meter
continuous-glucose-monitor: FreeStyle Libre Sensor | FreeStyle Libre 2 Sensor | Dexcom G6 Sensor | Dexcom G6 Transmitter | Continuous Glucose Monitor | FreeStyle Libre 14 Day Sensor | Dexcom G7 Sensor | FreeStyle Libre 2 Plus Sensor
alcohol-swab: Alcohol Pads | Alcohol Swabs | Alcohol Prep Pads | Isopropyl Alcohol Pads | Alcohol Wipes | BD Alcohol Swabs
sharps-container: Sharps Container | Sharps Bin | Sharpsguard
urine-test-strip: Ketone Test Strips | Ketostix | Urine Test Strips | Urine Ketone Strips
medical-glove: Gloves | Nitrile Gloves | Latex-Free Gloves | Exam gloves
incontinence-supply: Incontinence Pads | Adult Briefs | Adult Diapers | Underpads | Incontinence Supplies | Disposable Underpads
compression-stockings: Compression Stockings | TED Stockings | TED Hose | Compression Hosiery | Compression stockings knee high
blood-pressure-monitor: Blood Pressure Monitor | Blood Pressure Cuff | BP Monitor
peak-flow-meter: Peak Flow Meter | Mini-Wright peak flow meter
insulin-pump-supply: Insulin Pump Supplies | Omnipod | Insulin Infusion Set | Omnipod 5 Pods
walking-aid: Walker | Cane | Crutches | Rollator
infusion-set: IV Tubing | Infusion Set | IV Administration Set | Butterfly needle
needle: Needle | Needles | Hypodermic needle | Needle 25G x 1"
"""

# Every one is of kind nutrition.
NUTRITION = """
enteral-nutrition: Ensure | Ensure Plus | Glucerna | Glucerna 1.2 | Jevity 1.5 | Jevity | Nepro | Nepro Carb Steady | Osmolite 1.5 | Boost Plus | Promote | Peptamen | Vital 1.5 | TwoCal HN | Pulmocare | Two Cal HN | Fortisip Compact | Fortisip Bottle | Nutrison Multi Fibre | Ensure Enlive | Isosource HN | Resource 2.0 | Boost Glucose Control | Replete Fiber | Peptamen AF | Nutren 2.0 | Enteral Nutrition | Tube Feeding | PediaSure | Similac | Enfamil | Impact Peptide | Fresubin Energy | Ensure Compact | Fibersource HN | Vivonex | Prosource | Beneprotein | Juven | Oral nutritional supplement
food-thickener: Thick-It | Food Thickener | ThickenUp | Nutilis Clear | Thicken Up Clear | SimplyThick | Resource ThickenUp Clear
"""

# Vaccines and immunoglobulins.
VACCINES = """
influenza-vaccine: Influenza Virus Vaccine | Flu Vaccine | Fluzone High-Dose | Influenza Vaccine Quadrivalent | Fluarix Quadrivalent | Flucelvax | Fluad | Afluria | FluLaval | Flu shot | Influenza vaccine 2019-20 (6 mos+)(PF) 60 mcg (15 mcg x 4)/0.5 mL IM syringe | Flublok
influenza-vaccine-live: FluMist
pneumococcal-polysaccharide-vaccine: Pneumococcal Vac Polyvalent | Pneumovax 23 | PneumoVax | Pneumococcal 23-valent polysaccharide vaccine | PPSV23
pneumococcal-conjugate-vaccine: Prevnar 13 | Prevnar 20 | Pneumococcal Conjugate Vaccine | PCV13 | PCV20 | Vaxneuvance | Prevenar 13 | Capvaxive
hepatitis-b-vaccine: Hepatitis B Vaccine | Engerix-B | Recombivax HB | Heplisav-B | Hepatitis B Vaccine Recombinant
hepatitis-a-vaccine: Havrix | Vaqta | Hepatitis A Vaccine
tdap-vaccine: Boostrix Tdap | Adacel | TDaP | Tetanus-Diphtheria-Pertussis (Tdap)
td-vaccine: Tetanus-Diphtheria Toxoids (Td) | Td Vaccine | Tenivac | Tetanus & Diphtheria Tox Adsorbed
hpv-vaccine: Gardasil 9 | HPV vaccine
measles-mumps-rubella-vaccine: MMR vaccine | MMR II | M-M-R II | Priorix
varicella-vaccine: Varivax | Varicella Virus Vaccine
zoster-vaccine-recombinant: Shingrix | Zoster Vaccine Recombinant
zoster-vaccine-live: Zostavax | Zoster Vaccine Live
meningococcal-vaccine: Menveo | Menactra | Bexsero | Trumenba | MenQuadfi | Nimenrix
covid-19-vaccine: COVID-19 Vaccine | Comirnaty | Spikevax | Pfizer COVID-19 Vaccine | Moderna COVID-19 Vaccine | COVID-19 mRNA Vaccine | Vaxzevria | Novavax COVID-19 Vaccine
rsv-vaccine: Arexvy | Abrysvo | RSV Vaccine | mResvia
rabies-vaccine: RabAvert | Imovax | Rabies Vaccine | Rabipur
hib-vaccine: ActHIB | PedvaxHIB | Haemophilus B Vaccine
typhoid-vaccine: Typhim Vi | Typhoid Vi Vaccine
polio-vaccine-inactivated: IPOL | Polio Vaccine Inactivated
dtap-vaccine: Infanrix | Daptacel | DTaP Vaccine
dtap-hepb-ipv-vaccine: Pediarix
yellow-fever-vaccine: YF-Vax | Stamaril
rotavirus-vaccine: RotaTeq | Rotarix
japanese-encephalitis-vaccine: Ixiaro
bcg-vaccine: BCG Vaccine | TICE BCG | BCG Live Intravesical
human-rho-immune-globulin: RhoGAM | Rho(D) Immune Globulin | WinRho SDF | Rhophylac
human-immunoglobulin-g: IVIG | Immune Globulin Intravenous (Human) | Gamunex-C | Privigen | Octagam 10% | Gammagard Liquid | Immune Globulin IV | Hizentra
hepatitis-b-immune-globulin: HBIG | Nabi-HB | HepaGam B
tetanus-immune-globulin: HyperTET | Tetanus Immune Globulin
rabies-immune-globulin: HyperRAB | Imogam Rabies
"""

# Blood products and clotting factors.
BLOOD_PRODUCTS = """
red-blood-cells: Packed Red Blood Cells | PRBC | pRBCs | Red Blood Cells | PRBC 2 units
platelets: Platelets | Platelet Concentrate | Apheresis Platelets
plasma-human: FFP | Fresh Frozen Plasma | Plasma
cryoprecipitate: Cryoprecipitate
prothrombin-complex: Kcentra | Prothrombin Complex Concentrate | 4-Factor PCC | Beriplex | Octaplex | Balfaxar
eptacog-alfa: NovoSeven RT | Coagulation Factor VIIa Recombinant | Factor VIIa
antihemophilic-factor-recombinant: Advate | Kogenate FS | Antihemophilic Factor (Recombinant)
thrombin: Thrombin-JMI | Thrombin Topical | Recothrom
fibrinogen-human: RiaSTAP | Fibrinogen Concentrate | Fibryga
antithrombin-iii: Thrombate III | Antithrombin III
"""

# Eye, mouth, skin, rectum.
EYE_MOUTH_SKIN = """
artificial-tears: Artificial Tears | Artificial Tears Preserv. Free | Artificial Tears (Preservative Free) | Artificial Tears GEL | Refresh Tears | Refresh Plus | Systane Ultra | Tears Naturale | GenTeal | Lubricant Eye Drops | Artificial Tear Ointment | Lacri-Lube | Lubrifresh PM | Artificial Tear Drops | Lacri-Lube S.O.P.
dorzolamide + timolol: Dorzolamide 2%/Timolol 0.5% Ophth. | Cosopt | Dorzolamide/Timolol Ophth. | Cosopt PF | Dorzolamide-Timolol
dorzolamide: Dorzolamide 2% Ophth. Soln. | Trusopt
timolol: Timolol Maleate 0.5% | Timoptic-XE | Timolol Maleate 0.25% Ophth Soln | Timolol GFS
latanoprost: Latanoprost 0.005% Ophth. Soln. | Xalatan | Latanoprost 0.005% Opth Drops
brimonidine: Brimonidine Tartrate 0.15% Ophth. | Alphagan P
brinzolamide: Azopt | Brinzolamide 1% Ophth
travoprost: Travatan Z | Travoprost 0.004% Eye Drops
bimatoprost: Lumigan 0.01% | Bimatoprost Ophth Soln
ciclosporin: Restasis | Cyclosporine Ophth 0.05%
olopatadine: Pataday | Patanol | Olopatadine 0.1% Ophth
moxifloxacin: Vigamox | Moxifloxacin 0.5% Ophth
ofloxacin: Ofloxacin Otic | Ofloxacin 0.3% Ophth Soln
cyclopentolate: Cyclopentolate 1% | Cyclogyl
tropicamide: Tropicamide 1% | Mydriacyl
proxymetacaine: Proparacaine 0.5% Ophth | Alcaine
carbamide-peroxide: Carbamide Peroxide 6.5% | Debrox Otic
ciprofloxacin + dexamethasone: Ciprodex Otic
neomycin + polymyxin-b + hydrocortisone: Cortisporin Otic Susp | Neomycin-Polymyxin-HC Otic Soln
chlorhexidine: Chlorhexidine Gluconate 0.12% Oral Rinse | Peridex | Chlorhexidine Gluc 0.12% Mouthwash | Hibiclens | Corsodyl mouthwash | Chlorhexidine Gluconate 4% Topical
diphenhydramine + lidocaine + aluminium-hydroxide + magnesium-hydroxide + simethicone: Maalox/Diphenhydramine/Lidocaine | Diphenhydramine-Lidocaine-Maalox | Lidocaine/Maalox/Diphenhydramine | Maalox-Benadryl-Lidocaine
saliva-substitute: Saliva Substitute | Biotene Dry Mouth | Caphosol | Artificial Saliva
benzocaine: Cepacol (Benzocaine) | Orajel | Hurricaine Spray | Benzocaine 20% Spray
benzocaine + menthol: Cepacol Sore Throat | Chloraseptic Lozenge | Benzocaine-Menthol Lozenge
phenol: Chloraseptic Throat Spray | Phenol Throat Spray
silver-sulfadiazine: Silver Sulfadiazine 1% Cream | Silvadene
mupirocin: Mupirocin Ointment 2% | Mupirocin Nasal Ointment 2% | Bactroban Nasal
bacitracin: Bacitracin Ointment | Bacitracin Ophth Oint
triamcinolone: Triamcinolone Acetonide 0.1% Cream | Triamcinolone Acetonide 0.1% Ointment | Kenalog-40 | Nasacort AQ
clobetasol: Clobetasol Propionate 0.05% Ointment | Clobetasol Prop 0.05% Soln
betamethasone: Betamethasone Dipro 0.05% Oint | Betamethasone Dipropionate Cream
capsaicin: Capsaicin 0.025% | Zostrix | Capsaicin Cream 0.075%
camphor + menthol: Sarna Lotion | Camphor-Menthol Lotion
zinc-oxide: Zinc Oxide Paste | Desitin | Zinc Oxide 20% Ointment
miconazole + zinc-oxide: Vusion | Miconazole-Zinc Oxide-Petrolatum
white-soft-paraffin: Aquaphor Ointment | White Petrolatum | Petrolatum Ointment | Vaseline
ammonium-lactate: Ammonium Lactate 12% Lotion | Lac-Hydrin
witch-hazel: Tucks Pads | Witch Hazel Pads
calamine: Calamine Lotion
permethrin: Permethrin 5% Cream | Elimite
collagenase: Collagenase Ointment | Santyl
becaplermin: Regranex Gel
selenium-sulfide: Selsun Blue Shampoo | Selenium Sulfide 2.5% Lotion
ketoconazole: Ketoconazole 2% Shampoo | Nizoral A-D
lidocaine + prilocaine: EMLA Cream | Lidocaine-Prilocaine
hydrocortisone + pramocaine: Proctofoam HC
phenylephrine: Preparation H Suppository
cinchocaine: Dibucaine Ointment 1% | Nupercainal
liquid-paraffin: Mineral Oil | Fleet Mineral Oil Enema
glycerol: Glycerin Supps | Glycerin (Adult) Suppository | Fleet Glycerin Supp | Glycerin Supp
"""

# Remedies without prescription, many with several ingredients.
OTC = """
paracetamol + dextromethorphan + phenylephrine: DayQuil | DayQuil Cold & Flu | Vicks DayQuil
paracetamol + dextromethorphan + doxylamine: NyQuil | NyQuil Cold & Flu | Vicks NyQuil
paracetamol + aspirin + caffeine: Excedrin | Excedrin Migraine | Excedrin Extra Strength
paracetamol + diphenhydramine: Tylenol PM | Acetaminophen PM
aspirin + sodium-bicarbonate + citric-acid: Alka-Seltzer | Alka-Seltzer Original
bismuth-subsalicylate: Pepto-Bismol | Bismuth Subsalicylate | Kaopectate | Pink Bismuth
docusate + senna: Peri-Colace
pseudoephedrine: Sudafed | Pseudoephedrine HCl
dextromethorphan: Delsym | Robitussin Cough
loratadine: Claritin | Alavert
cetirizine: Zyrtec | Cetirizine HCl 10 mg tab
fexofenadine: Allegra Allergy
diphenhydramine: ZzzQuil | Unisom SleepGels
doxylamine: Unisom SleepTabs
naproxen: Aleve | Naproxen Sodium 220 mg
naproxen + pseudoephedrine: Aleve-D Sinus & Cold
ibuprofen + diphenhydramine: Advil PM | Ibuprofen PM | Motrin PM
calcium-carbonate: Tums
calcium-carbonate + magnesium-hydroxide: Rolaids
calcium-carbonate + colecalciferol: Caltrate 600+D | Os-Cal 500 + D | Calcium Carbonate-Vitamin D3 | Oscal D | Calcium 600 + D | Calcium Carb-Vit D3
calcium + colecalciferol: Citracal + D | Calcium Citrate + D | Citracal Petites
coenzyme-q10: Coenzyme Q-10 | CoQ10 100 mg cap
omega-3-fatty-acids: Fish Oil 1000 mg Cap | Omega-3 Fish Oil | Fish Oil Concentrate | Lovaza
melatonin: Melatonin 3 mg | Melatonin SL
glucosamine + chondroitin-sulfate: Glucosamine-Chondroitin | Osteo Bi-Flex | glucosamine & chondroitin
lactobacillus: Lactobacillus Acidophilus | Acidophilus | Culturelle | Lactinex Granules | Floranex
saccharomyces-boulardii: Florastor
milk-thistle: Milk Thistle
biotin: Biotin 5000 mcg
phenazopyridine: AZO Urinary Pain Relief | Pyridium | AZO Standard
guaifenesin: Mucinex 600 mg ER
guaifenesin + pseudoephedrine: Mucinex D
oxymetazoline: Afrin Nasal Spray | Oxymetazoline 0.05% Nasal
minoxidil: Rogaine Foam
levonorgestrel: Plan B One-Step
esomeprazole: Nexium 24HR
omeprazole: Prilosec OTC
lansoprazole: Prevacid 24HR
famotidine: Pepcid AC
famotidine + calcium-carbonate + magnesium-hydroxide: Pepcid Complete
lactase: Lactaid | Lactase
alpha-galactosidase: Beano
hyoscyamine: Levsin SL | Hyoscyamine Sulfate SL
meclozine: Meclizine 25 mg tab | Bonine | Antivert | Dramamine Less Drowsy
ketotifen: Zaditor | Alaway
lidocaine: Salonpas Lidocaine Patch | Aspercreme Lidocaine
methyl-salicylate + menthol: Icy Hot Cream | Salonpas
trolamine-salicylate: Aspercreme
"""
