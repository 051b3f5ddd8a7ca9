"""Written names in the style of RxNorm, of the NHS dictionary (dm+d), and of India, Australia, Canada and Ireland.

Each line: the ingredients, a colon, and the written names that mean exactly these, parted by " | ".
"""

from __future__ import annotations

# RxNorm and US national data.
RXNORM = """
metoprolol: 24 HR metoprolol succinate 50 MG Extended Release Oral Tablet [Toprol] | metoprolol tartrate 25 MG Oral Tablet
salbutamol: NDA020503 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler | albuterol 5 MG/ML Inhalation Solution | NDA020983 60 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler [Ventolin] | albuterol 0.83 MG/ML Inhalation Solution
epinephrine: 0.3 ML Epinephrine 1 MG/ML Auto-Injector | 0.15 ML Epinephrine 1 MG/ML Auto-Injector [Auvi-Q] | 1 ML Epinephrine 1 MG/ML Injection
ethinylestradiol + norgestimate: {7 (ethinyl estradiol 0.035 MG / norgestimate 0.18 MG Oral Tablet) / 7 (ethinyl estradiol 0.035 MG / norgestimate 0.215 MG Oral Tablet) / 7 (inert ingredients 1 MG Oral Tablet) } Pack | {21 (Ethinyl Estradiol 0.035 MG / norgestimate 0.25 MG Oral Tablet) / 7 (Inert Ingredients 1 MG Oral Tablet) } Pack [Sprintec 28 Day]
ethinylestradiol + drospirenone: {24 (drospirenone 3 MG / Ethinyl Estradiol 0.02 MG Oral Tablet) / 4 (Inert Ingredients 1 MG Oral Tablet) } Pack [Yaz 28 Day]
insulin-glargine: 3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus] | insulin glargine 100 UNT/ML Injectable Solution
insulin-lispro: 3 ML Insulin Lispro 100 UNT/ML Pen Injector [Humalog]
insulin-human + insulin-isophane: insulin isophane, human 70 UNT/ML / insulin, regular, human 30 UNT/ML Injectable Suspension [Humulin] | insulin human, isophane 70 UNT/ML / Regular Insulin, Human 30 UNT/ML Injectable Suspension [Humulin]
sumatriptan: 0.5 ML sumatriptan 12 MG/ML Auto-Injector [Imitrex]
fluticasone + salmeterol: 60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler [Advair]
fluticasone: 120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler [Flovent] | 120 ACTUAT fluticasone propionate 0.05 MG/ACTUAT Metered Dose Nasal Spray
budesonide + formoterol: 120 ACTUAT budesonide 0.16 MG/ACTUAT / formoterol fumarate 0.0045 MG/ACTUAT Metered Dose Inhaler [Symbicort]
fentanyl: 72 HR Fentanyl 0.025 MG/HR Transdermal System | fentanyl 0.05 MG/ML Injectable Solution
oxycodone: 12 HR oxycodone hydrochloride 10 MG Extended Release Oral Tablet [Oxycontin] | Abuse-Deterrent 12 HR Oxycodone Hydrochloride 10 MG Extended Release Oral Tablet [Oxycontin]
amoxicillin + clavulanic-acid: amoxicillin 250 MG / clavulanate 125 MG Oral Tablet | amoxicillin 80 MG/ML / clavulanate 11.4 MG/ML Oral Suspension [Augmentin]
bupropion: 12 HR buPROPion hydrochloride 150 MG Extended Release Oral Tablet
glyceryl-trinitrate: nitroglycerin 0.4 MG Sublingual Tablet | 24 HR Nitroglycerin 0.2 MG/HR Transdermal System | nitroglycerin 0.4 MG/ACTUAT Mucosal Spray
medroxyprogesterone: 1 ML medroxyPROGESTERone acetate 150 MG/ML Injection
paracetamol: acetaminophen 160 MG Oral Tablet | acetaminophen 32 MG/ML Oral Suspension
paracetamol + hydrocodone: Acetaminophen 300 MG / Hydrocodone Bitartrate 5 MG Oral Tablet | acetaminophen 325 MG / HYDROcodone bitartrate 7.5 MG Oral Tablet
naproxen: naproxen sodium 220 MG Oral Tablet [Aleve]
docetaxel: 16 ML DOCEtaxel 20 MG/ML Injection
heparin: 1 ML heparin sodium, porcine 5000 UNT/ML Injection | heparin sodium, porcine 1000 UNT/ML Injectable Solution
tiotropium: tiotropium 0.018 MG Inhalation Powder [Spiriva]
estradiol: 84 HR Estradiol 0.00208 MG/HR Transdermal System
verapamil: verapamil hydrochloride 40 MG Oral Tablet
etonogestrel: etonogestrel 68 MG Drug Implant | Nexplanon 68 MG Drug Implant
levonorgestrel: levonorgestrel 0.00354 MG/HR Drug Implant | Mirena 52 MG Intrauterine System | Kyleena 19.5 MG Intrauterine System
norethisterone: Camila 28 Day Pack | {28 (norethindrone 0.35 MG Oral Tablet) } Pack [Camila 28 Day]
ferrous-sulfate: ferrous sulfate 325 MG Oral Tablet
remifentanil: remifentanil 1 MG Injection
alteplase: alteplase 100 MG Injection [Activase]
"""

# NHS dictionary of medicines and devices.
DMD = """
codeine + paracetamol: Co-codamol 30mg/500mg tablets | Co-codamol 8mg/500mg effervescent tablets | Co-codamol 15mg/500mg capsules | Solpadol 30mg/500mg caplets | Zapain 30mg/500mg tablets | Codeine 30mg / Paracetamol 500mg tablets
dihydrocodeine + paracetamol: Co-dydramol 10mg/500mg tablets | Remedeine tablets
codeine + aspirin: Co-codaprin 8mg/400mg tablets
salbutamol: Salbutamol 100micrograms/dose inhaler CFC free | Ventolin 100micrograms/dose Evohaler | Salamol 100micrograms/dose Easi-Breathe inhaler | Salbutamol 2.5mg/2.5ml nebuliser liquid unit dose vials | Salbutamol 100micrograms/dose breath actuated inhaler CFC free
calcium-carbonate + colecalciferol: Adcal-D3 750mg/200unit caplets | Adcal-D3 1500mg/400unit chewable tablets | Calcichew D3 Forte chewable tablets | Accrete D3 tablets | Evacal D3 1500mg/400unit chewable tablets | Calceos 500mg/400unit chewable tablets | Calcium carbonate 1.5g / Colecalciferol 400unit chewable tablets
beclometasone + formoterol: Fostair 100micrograms/dose / 6micrograms/dose inhaler | Fostair NEXThaler 100micrograms/dose / 6micrograms/dose dry powder inhaler | Luforbec 100micrograms/dose / 6micrograms/dose inhaler
beclometasone + formoterol + glycopyrronium: Trimbow 87micrograms/dose / 5micrograms/dose / 9micrograms/dose inhaler
beclometasone: Clenil Modulite 100micrograms/dose inhaler | Qvar 100 inhaler | Beclometasone 50micrograms/dose nasal spray | Soprobec 100micrograms/dose inhaler
macrogol + sodium-chloride + potassium-chloride + sodium-bicarbonate: Movicol oral powder 13.8g sachets lemon & lime | CosmoCol Orange Lemon and Lime oral powder sachets | Movicol Paediatric Plain oral powder 6.9g sachets
paracetamol: Paracetamol 500mg tablets | Paracetamol 500mg soluble tablets | Paracetamol 1g/100ml solution for infusion vials | Paracetamol 125mg suppositories
insulin-aspart: Insulin aspart 100units/ml solution for injection 3ml pre-filled pen | NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens | NovoRapid Penfill 100units/ml solution for injection 3ml cartridges | Fiasp FlexTouch 100units/ml solution for injection 3ml pre-filled pens | Trurapi 100units/ml solution for injection 3ml pre-filled pens
insulin-glargine: Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens | Abasaglar KwikPen 100units/ml solution for injection 3ml pre-filled pens | Toujeo 300units/ml solution for injection 1.5ml pre-filled SoloStar pens
insulin-isophane: Insulatard InnoLet 100units/ml suspension for injection 3ml pre-filled pens | Humulin I KwikPen 100units/ml suspension for injection 3ml pre-filled pens
insulin-human + insulin-isophane: Humulin M3 KwikPen 100units/ml suspension for injection 3ml pre-filled pens
amoxicillin: Amoxicillin 500mg capsules
amoxicillin + clavulanic-acid: Co-amoxiclav 500mg/125mg tablets | Co-amoxiclav 1.2g powder for solution for injection vials
flucloxacillin: Flucloxacillin 500mg capsules | Flucloxacillin 250mg/5ml oral solution
omeprazole: Omeprazole 20mg gastro-resistant capsules | Losec MUPS 20mg gastro-resistant tablets | Omeprazole 10mg dispersible gastro-resistant tablets
bendroflumethiazide: Bendroflumethiazide 2.5mg tablets
amlodipine: Amlodipine 5mg tablets | Istin 10mg tablets
bisoprolol: Bisoprolol 1.25mg tablets | Cardicor 2.5mg tablets
ramipril: Ramipril 10mg capsules | Tritace 5mg tablets
atorvastatin: Atorvastatin 80mg tablets | Lipitor 20mg chewable tablets
levothyroxine: Levothyroxine sodium 25microgram tablets | Eltroxin 50microgram tablets
valproic-acid: Epilim Chrono 500 tablets | Epilim 200 gastro-resistant tablets | Epilim Chronosphere MR 250mg granules sachets | Sodium valproate 200mg gastro-resistant tablets
morphine: Oramorph 10mg/5ml oral solution | MST Continus 10mg tablets | Zomorph 10mg modified-release capsules | Morphine sulfate 10mg/5ml oral solution | Sevredol 10mg tablets
diamorphine: Diamorphine 10mg powder for solution for injection ampoules | Diamorphine
buprenorphine: Butec 5micrograms/hour transdermal patches | BuTrans 10micrograms/hour transdermal patches | Temgesic 200microgram sublingual tablets
fentanyl: Fentanyl 25micrograms/hour transdermal patches | Durogesic DTrans 50micrograms transdermal patches | Matrifen 12micrograms/hour transdermal patches
sodium-alginate + potassium-bicarbonate: Gaviscon Advance oral suspension | Gaviscon Advance oral suspension aniseed
sodium-alginate + sodium-bicarbonate + calcium-carbonate: Peptac liquid peppermint | Gaviscon Original Aniseed Relief | Acidex oral suspension
lactulose: Lactulose 3.1-3.7g/5ml oral solution | Duphalac 3.35g/5ml oral solution
senna: Senna 7.5mg tablets | Senokot 7.5mg/5ml Syrup
psyllium: Fybogel Orange oral powder 3.5g sachets
docusate: Docusate 100mg capsules | Dioctyl 100mg capsules
diclofenac: Voltarol Emulgel 1.16% gel | Voltarol 12 Hour Emulgel P 2.32% gel | Diclofenac sodium 50mg gastro-resistant tablets
ibuprofen: Nurofen for Children 100mg/5ml oral suspension orange | Ibuprofen 400mg tablets | Ibugel Forte 10% gel | Ibuprofen 5% gel
prednisolone: Prednisolone 5mg tablets | Prednisolone 5mg gastro-resistant tablets | Pred Forte 1% eye drops
chlorphenamine: Chlorphenamine 4mg tablets | Piriton 2mg/5ml syrup
cyclizine: Cyclizine 50mg tablets | Valoid 50mg/1ml solution for injection ampoules
prochlorperazine: Buccastem M 3mg buccal tablets | Stemetil 5mg tablets | Prochlorperazine 3mg buccal tablets
hyoscine-butylbromide: Buscopan 10mg tablets | Hyoscine butylbromide 20mg/1ml solution for injection ampoules
hyoscine: Kwells 300microgram tablets | Hyoscine 1.5mg patches | Hyoscine hydrobromide 300microgram tablets
folic-acid: Folic acid 5mg tablets
ferrous-fumarate: Ferrous fumarate 210mg tablets | Galfer 305mg capsules | Fersamal 210mg tablets
colecalciferol: Colecalciferol 800unit capsules | Fultium-D3 800unit capsules | InVita D3 25,000units/1ml oral solution | Stexerol-D3 1,000unit tablets | Desunin 800unit tablets | Hux D3 20,000unit capsules | Thorens 10,000units/ml oral drops
hydroxocobalamin: Hydroxocobalamin 1mg/1ml solution for injection ampoules
alendronic-acid: Alendronic acid 70mg tablets | Fosamax Once Weekly 70mg tablets
apixaban: Apixaban 5mg tablets | Eliquis 2.5mg tablets
edoxaban: Lixiana 60mg tablets
enoxaparin: Clexane 40mg/0.4ml solution for injection pre-filled syringes | Inhixa 40mg/0.4ml solution for injection pre-filled syringes | Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes
tinzaparin: Innohep
fluticasone + salmeterol: Seretide 250 Evohaler | Seretide 500 Accuhaler | Sirdupla 25micrograms/dose / 250micrograms/dose inhaler | AirFluSal Forspiro 50micrograms/dose / 500micrograms/dose dry powder inhaler
budesonide + formoterol: Symbicort 200/6 Turbohaler | DuoResp Spiromax 160micrograms/dose / 4.5micrograms/dose dry powder inhaler | Fobumix Easyhaler 160micrograms/dose / 4.5micrograms/dose dry powder inhaler | WockAIR 160micrograms/dose / 4.5micrograms/dose dry powder inhaler
tiotropium: Spiriva Respimat 2.5micrograms/dose inhalation solution cartridge with device | Braltus 10microgram inhalation powder capsules with Zonda inhaler
fluticasone + vilanterol: Relvar Ellipta 92micrograms/dose / 22micrograms/dose dry powder inhaler
umeclidinium: Incruse Ellipta 55micrograms/dose dry powder inhaler
aclidinium + formoterol: Duaklir 340micrograms/dose / 12micrograms/dose Genuair
aclidinium: Eklira 322micrograms/dose Genuair
glycopyrronium: Seebri Breezhaler 44microgram inhalation powder capsules with device
amiloride + furosemide: Co-amilofruse 5mg/40mg tablets | Frumil 5mg/40mg tablets
amiloride + hydrochlorothiazide: Co-amilozide 2.5mg/25mg tablets
benserazide + levodopa: Co-beneldopa 12.5mg/50mg capsules | Madopar 62.5 dispersible tablets
carbidopa + levodopa: Co-careldopa 25mg/100mg tablets | Sinemet Plus 25mg/100mg tablets
levodopa + carbidopa + entacapone: Stanek 100mg/25mg/200mg tablets | Stalevo 100mg/25mg/200mg tablets
aluminium-hydroxide + magnesium-hydroxide: Mucogel oral suspension
betamethasone + clioquinol: Betnovate-C cream
betamethasone: Betnovate 0.1% cream | Betnovate RD 0.025% cream | Betnovate scalp application
betamethasone + fusidic-acid: Fucibet cream
clobetasone: Eumovate 0.05% ointment
clobetasol: Dermovate 0.05% cream
hydrocortisone + miconazole: Daktacort 2%/1% cream | Daktacort cream
hydrocortisone + clotrimazole: Canesten HC cream
hydrocortisone + fusidic-acid: Fucidin H cream
ethinylestradiol + levonorgestrel: Microgynon 30 tablets | Rigevidon tablets | Logynon tablets | Ovranette 150microgram/30microgram tablets
desogestrel: Cerazette 75microgram tablets | Cerelle 75microgram tablets | Desogestrel 75microgram tablets | Zelleta 75microgram tablets
norethisterone: Noriday 350microgram tablets | Utovlan 5mg tablets
estradiol: Estradot 50micrograms/24hours patches | Evorel 50 patches | Oestrogel Pump-Pack 0.06% gel | Sandrena 500microgram gel sachets | Elleste Solo 1mg tablets | Vagirux 10microgram vaginal tablets | Lenzetto 1.53mg/dose transdermal spray
estradiol + norethisterone: Evorel Conti patches | Kliovance tablets | Elleste Duet 1mg tablets
tibolone: Livial 2.5mg tablets
glyceryl-trinitrate: GTN 400micrograms/dose spray | Nitrolingual Pumpspray | Glyceryl trinitrate 500microgram sublingual tablets | Percutol 2% ointment
isosorbide-mononitrate: Monomil XL 60mg tablets | Elantan LA 25 capsules | Isosorbide mononitrate 60mg modified-release tablets
nicorandil: Nicorandil 10mg tablets
gliclazide: Gliclazide 80mg tablets | Diamicron 30mg MR tablets
metformin: Metformin 500mg modified-release tablets | Glucophage SR 500mg tablets | Sukkarto SR 500mg tablets | Metabet SR 500mg tablets
semaglutide: Ozempic 0.5mg/0.37ml solution for injection 1.5ml pre-filled pens | Rybelsus 7mg tablets
dosulepin: Dosulepin 75mg capsules
trimethoprim: Trimethoprim 200mg tablets
nitrofurantoin: Nitrofurantoin 100mg modified-release capsules
phenoxymethylpenicillin: Phenoxymethylpenicillin 250mg tablets
methadone: Physeptone 5mg tablets
nicotine: Nicorette Invisi 25mg/16hours patches | NiQuitin 21mg patches | Nicotinell TTS 30 patches
hypromellose: Hypromellose 0.3% eye drops
carbomer: Viscotears 2mg/g liquid gel | Carbomer 980 0.2% eye drops
carboxymethylcellulose: Carmellose 0.5% eye drops | Celluvisc 1% eye drops 0.4ml unit dose
chloramphenicol: Chloramphenicol 0.5% eye drops | Chloramphenicol 1% eye ointment
acetylcysteine: NACSYS 600mg effervescent tablets
carbocisteine: Carbocisteine 375mg capsules
oral-rehydration-salts: Dioralyte oral powder sachets blackcurrant | Dioralyte
mebeverine: Colofac 135mg tablets | Colofac MR 200mg capsules
peppermint-oil: Colpermin gastro-resistant modified-release capsules | Peppermint oil 0.2ml gastro-resistant capsules | Mintec
domperidone: Motilium 10mg tablets
ethinylestradiol + cyproterone: Co-cyprindiol 2000microgram/35microgram tablets
"""

# Form, brand, number.
INDIA = """
amoxicillin + clavulanic-acid: Tab. Augmentin 625 | Tab Augmentin 625 Duo | Tab Moxikind-CV 625 | Tab. Clavam 625 | Inj. Augmentin 1.2g
ceftriaxone: Inj. Monocef 1g | Inj Monocef 1 gm IV BD | Inj. Ceftriaxone 1 gm
omeprazole: Cap Omez 20mg | Cap. Omez 20 | Inj. Omez 40mg
bromhexine + terbutaline + guaifenesin: Syp. Ascoril | Syp Ascoril Expectorant
paracetamol: Tab. Dolo 650 | Tab Crocin 500 | Tab. Calpol 500mg | Tab. PCM 500mg | Syp. Crocin DS | Inj. PCM 1g
pantoprazole: Tab. Pan 40 | Inj. Pan 40 | Tab Pantocid 40mg | Tab. Pantop 40
pantoprazole + domperidone: Cap. Pan D | Tab Pantocid DSR | Cap Pantop-D
rabeprazole: Tab. Razo 20 | Tab Rablet 20
rabeprazole + domperidone: Cap. Razo D | Cap Rablet-D
azithromycin: Tab. Azithral 500 | Tab Azee 500 | Syp. Azithral
cefixime: Tab. Zifi 200 | Tab. Taxim-O 200 | Tab Mahacef 200
cefpodoxime: Tab. Cepodem 200 | Tab Monocef-O 200
cefotaxime: Inj. Taxim 1g
piperacillin + tazobactam: Inj. Piptaz 4.5g | Inj. Zosyn 4.5 g
amikacin: Inj. Amikacin 500mg
metronidazole: Inj. Metrogyl 500mg | Tab. Flagyl 400 | Tab Metrogyl 400mg
ondansetron: Inj. Emeset 4mg | Tab. Vomikind 4mg | Inj. Ondem
diclofenac: Inj. Voveran 75mg | Tab. Voveran SR 100 | Tab. Voveran 50
aceclofenac + paracetamol: Tab. Zerodol-P | Tab Hifenac-P | Tab. Dolokind Plus
aceclofenac + paracetamol + serrapeptase: Tab. Zerodol-SP | Tab. Zerodol SP
ibuprofen + paracetamol: Tab. Combiflam | Tab Combiflam
cetirizine: Tab. Cetzine 10 | Tab. Okacet 10mg
levocetirizine + montelukast: Tab. Montair LC | Tab. Montek-LC | Tab Levocet-M | Tab. Telekast L
montelukast: Tab. Montair 10
telmisartan: Tab. Telma 40 | Tab. Telmikind 40
telmisartan + amlodipine: Tab. Telma AM | Tab Telmikind-AM
telmisartan + hydrochlorothiazide: Tab. Telma H | Tab Telma-H
atorvastatin: Tab. Atorva 20 | Tab. Storvas 20 | Tab Aztor 10
rosuvastatin: Tab. Rosuvas 10 | Tab. Rozavel 20
aspirin: Tab. Ecosprin 75 | Tab. Ecosprin 150
aspirin + atorvastatin: Cap. Ecosprin AV 75 | Cap Ecosprin-AV 75/10
clopidogrel: Tab. Clopilet 75 | Tab. Clopitab 75
clopidogrel + aspirin: Tab. Clopilet-A 75 | Tab. Clopitab-A 75
metformin: Tab. Glycomet 500 | Tab Glycomet SR 500 | Tab. Glyciphage 500
glimepiride + metformin: Tab. Glycomet GP1 | Tab Glycomet-GP 2 | Tab. Gluconorm-G1 | Tab. Amaryl M1
glimepiride: Tab. Amaryl 1mg
vildagliptin: Tab. Galvus 50 | Tab. Jalra 50
vildagliptin + metformin: Tab. Jalra-M 50/500 | Tab Galvus Met 50/500
sitagliptin + metformin: Tab. Istamet 50/500
levothyroxine: Tab. Thyronorm 50mcg | Tab. Eltroxin 100
furosemide: Tab. Lasix 40 | Inj. Lasix 20mg
furosemide + spironolactone: Tab. Lasilactone 50
torasemide: Tab. Dytor 10 | Inj Dytor
torasemide + spironolactone: Tab. Dytor Plus 10
salbutamol: Asthalin Inhaler | Neb. Asthalin | Syp. Asthalin
budesonide: Budecort Respules
budesonide + formoterol: Foracort 200 Inhaler | Foracort Rotacaps 400
theophylline + etofylline: Tab. Deriphyllin | Inj. Deriphyllin
hydrocortisone: Inj. Efcorlin 100mg | Inj. Hydrocort 100 mg
dexamethasone: Inj. Dexona 8mg | Inj. Decadron
methylprednisolone: Inj. Solu-Medrol 500mg | Tab. Medrol 16
prednisolone: Tab. Wysolone 10 | Tab. Omnacortil 10
ranitidine: Inj. Rantac 50mg | Tab. Rantac 150 | Tab Aciloc 150
tramadol: Inj. Tramadol 50mg | Cap. Contramal
tramadol + paracetamol: Tab. Ultracet
drotaverine: Inj. Drotin | Tab. Drotin-DS
dicycloverine + mefenamic-acid: Tab. Meftal Spas | Tab Meftal-Spas
mefenamic-acid: Tab. Meftal 500
tranexamic-acid: Tab. Pause 500
pheniramine: Inj. Avil | Tab. Avil 25
promethazine: Inj. Phenergan 25mg
phenytoin: Tab. Eptoin 100 | Inj. Eptoin
levetiracetam: Tab. Levipil 500 | Inj. Levipil
valproic-acid: Tab. Encorate Chrono 300 | Tab. Valparin Chrono 200
escitalopram: Tab. Nexito 10
escitalopram + clonazepam: Tab. Nexito Plus
lorazepam: Inj. Lorazepam 2 mg
pregabalin + mecobalamin: Cap. Maxgalin-M 75
vitamin-b-complex: Cap. Becosules | Tab. Neurobion Forte
calcium-carbonate + colecalciferol: Tab. Shelcal 500 | Tab Shelcal-HD
colecalciferol: Cap. Uprise-D3 60K | Sachet D-Rise 60K | Arachitol 6L Inj
oral-rehydration-salts: ORS sachet | Electral Powder | ORS Powder
bacillus-clausii: Enterogermina | Enterogermina Suspension
racecadotril: Cap. Redotil 100 | Sachet Redotil
ofloxacin: Tab. Zenflox 200 | Tab. Oflox 200
ofloxacin + ornidazole: Tab. Zenflox-OZ | Tab. Oflomac-OZ
norfloxacin + tinidazole: Tab. Norflox-TZ | Tab. Norflox TZ
ciprofloxacin: Tab. Cifran 500 | Tab. Ciplox 500
levofloxacin: Tab. Levoflox 500 | Tab. Loxof 500
doxycycline: Cap. Doxy-1 100
fluconazole: Tab. Forcan 150 | Tab. Zocon 150
ivermectin: Tab. Ivecop 12
albendazole: Tab. Zentel 400 | Tab. Bandy 400
artesunate: Inj. Falcigo 60mg | Inj. Artesunate 60 mg
hydroxychloroquine: Tab. HCQS 200
meropenem: Inj. Meronem 1g | Inj. Merocrit 1g
enoxaparin: Inj. Clexane 0.4ml | Inj. Clexane 40mg
insulin-human + insulin-isophane: Inj. Huminsulin 30/70 | Inj. Human Mixtard 30/70
insulin-human: Inj. Human Actrapid | Inj. Huminsulin R
tamsulosin + dutasteride: Tab. Urimax D | Tab. Veltam Plus | Cap Urimax-D
febuxostat: Tab. Febutaz 40
betahistine: Tab. Vertin 16
chlorphenamine + paracetamol + phenylephrine: Tab. Febrex Plus
sucralfate: Syp. Sucrafil
aluminium-hydroxide + magnesium-hydroxide + simethicone: Syp. Gelusil
lactulose: Syp. Duphalac 20ml | Syp. Looz
liquid-paraffin + magnesium-hydroxide: Syp. Cremaffin
"""

# Brands of Australia, Canada, Ireland.
AU_CA_IE = """
paracetamol + codeine: Panadeine Forte | Panadeine Forte tablet 500 mg-30 mg | Tylenol No. 3 | Emtec-30
paracetamol: Panadol Osteo | Panamax | Dymadon | Panadol Rapid | Tempra | Abenol
furosemide: Frusemide | Uremide | Frusid | Lasix Special
salbutamol: Asmol | Teva-Salbutamol HFA
perindopril: Coversyl 5 mg | Indosyl Mono
perindopril + indapamide: Coversyl Plus | Indosyl Combi
perindopril + amlodipine: Coveram 5/5 | Reaptan 5/5
irbesartan + hydrochlorothiazide: Karvezide 300/12.5 | Avapro HCT
candesartan + hydrochlorothiazide: Atacand Plus 16/12.5
rosuvastatin: Crestor | Cavstat | Apo-Rosuvastatin 10 mg
atorvastatin: Lipitor | Apo-Atorvastatin 20 mg | Teva-Atorvastatin | Sandoz Atorvastatin
esomeprazole: Nexium | Esopreze
pantoprazole: Somac 40 mg | Tecta 40 mg | Pantoloc | Salpraz
sertraline: Zoloft | Xydep
venlafaxine: Efexor-XR | Elaxine SR
desvenlafaxine: Pristiq
mirtazapine: Avanza | Axit | Mirtazon
olanzapine: Zyprexa
temazepam: Normison | Temaze | Temtabs
diazepam: Valium | Antenex | Ducene
oxycodone: Endone | OxyNorm | OxyContin | Oxy-IR
oxycodone + naloxone: Targin 10/5 | Targin
tapentadol: Palexia SR | Nucynta ER
tramadol: Tramal SR | Zytram XL | Ralivia
metoclopramide: Maxolon | Pramin
prochlorperazine: Stemetil | Stemzine
doxylamine: Restavit | Dozile
doxylamine + pyridoxine: Diclectin | Diclegis | Bonjesta
fluticasone + formoterol: Flutiform 250/10
mometasone + formoterol: Zenhale 100/5
montelukast: Singulair | Lukair
aspirin: Astrix 100 mg | Cardiprin
clopidogrel + aspirin: CoPlavix | DuoCover
metformin: Diabex XR | Diaformin XR | Glumetza | Apo-Metformin
gliclazide: Diamicron MR | Glyade MR
sitagliptin + metformin: Janumet XR 100/1000
empagliflozin + metformin: Jardiamet 12.5/1000
dapagliflozin + metformin: Xigduo XR 10/1000
dicloxacillin: Distaph 500 | Diclocil
cefalexin: Keflex | Ibilex | Apo-Cephalex
amoxicillin + clavulanic-acid: Augmentin Duo Forte | Curam Duo Forte | Clavulin-875 | Clavulin
roxithromycin: Rulide | Biaxsig
methenamine: Hiprex
estradiol + norethisterone: Estalis continuous | Estalis
hydroxocobalamin: Neo-B12
colecalciferol: Ostelin Vitamin D | Ddrops 1000 IU
risedronic-acid: Actonel EC | Actonel DR
denosumab: Prolia | Jubbonti
macrogol: Osmolax | ClearLax | Lax-A-Day | RestoraLAX
docusate + senna: Coloxyl with Senna | Coloxyl with Senna tablet
diphenhydramine: Snuzaid | Nytol Extra Strength
dimenhydrinate: Gravol | Gravol IM
lorazepam: Ativan SL | Apo-Lorazepam
zopiclone: Imovane | Imrest
nabilone: Cesamet
nitrazepam: Alodorm | Mogadon
hyoscine-butylbromide: Buscopan Forte
domperidone: Motilium
"""
