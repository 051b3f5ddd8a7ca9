"""One drug under its names in different countries: INN, USAN, BAN, JAN, old spellings, and the names of salts."""

from __future__ import annotations

import pytest

from rxcheck.kb.resolve import Resolver

# One pair per line: two names of the same drug.
NATIONAL = """
salbutamol = albuterol
paracetamol = acetaminophen
adrenaline = epinephrine
noradrenaline = norepinephrine
levarterenol = norepinephrine
lignocaine = lidocaine
frusemide = furosemide
glibenclamide = glyburide
pethidine = meperidine
rifampicin = rifampin
ciclosporin = cyclosporine
ciclosporin = cyclosporin
cefalexin = cephalexin
cefradine = cephradine
cefazolin = cephazolin
cefalotin = cephalothin
cefadroxil = cephadroxil
cefaclor = cephaclor
cefamandole = cephamandole
cefapirin = cephapirin
cefuroxime = cephuroxime
cefotaxime = cephotaxime
cefoxitin = cephoxitin
aciclovir = acyclovir
valaciclovir = valacyclovir
beclometasone = beclomethasone
betamethasone = betamethasone valerate
dexamethasone = dexametasone
flumetasone = flumethasone
desoximetasone = desoxymethasone
chlortalidone = chlorthalidone
etacrynic acid = ethacrynic acid
indometacin = indomethacin
sulfadiazine = sulphadiazine
sulfamethoxazole = sulphamethoxazole
sulfasalazine = sulphasalazine
sulfasalazine = salazosulfapyridine
sulfadoxine = sulphadoxine
sulfacetamide = sulphacetamide
sulfinpyrazone = sulphinpyrazone
sulfisoxazole = sulfafurazole
sulfisoxazole = sulphafurazole
silver sulfadiazine = silver sulphadiazine
estradiol = oestradiol
estriol = oestriol
conjugated estrogens = conjugated oestrogens
ethinylestradiol = ethinyl estradiol
ethinylestradiol = ethinyl oestradiol
ethinylestradiol = ethynyl estradiol
norethisterone = norethindrone
etynodiol = ethynodiol
amfetamine = amphetamine
dexamfetamine = dextroamphetamine
dexamfetamine = dexamphetamine
lisdexamfetamine = lisdexamphetamine
isoprenaline = isoproterenol
terbutaline = terbutaline sulfate
levosalbutamol = levalbuterol
eformoterol = formoterol
glyceryl trinitrate = nitroglycerin
glyceryl trinitrate = trinitrin
isosorbide mononitrate = isosorbide 5-mononitrate
aspirin = acetylsalicylic acid
metamizole = dipyrone
metamizole = sulpyrine
phenazone = antipyrine
aminophenazone = aminopyrine
aminophenazone = amidopyrine
propyphenazone = isopropylantipyrine
mesalazine = mesalamine
mesalazine = 5-aminosalicylic acid
aminosalicylic acid = para-aminosalicylic acid
phenobarbital = phenobarbitone
pentobarbital = pentobarbitone
secobarbital = quinalbarbitone
thiopental = thiopentone
phenytoin = diphenylhydantoin
valproic acid = divalproex
valproic acid = valproate semisodium
trihexyphenidyl = benzhexol
benzatropine = benztropine
dicycloverine = dicyclomine
hyoscine = scopolamine
hyoscine butylbromide = scopolamine butylbromide
methscopolamine = hyoscine methobromide
glycopyrronium = glycopyrrolate
suxamethonium = succinylcholine
tetracaine = amethocaine
proxymetacaine = proparacaine
oxybuprocaine = benoxinate
pramocaine = pramoxine
prilocaine = propitocaine
thiamazole = methimazole
levothyroxine = thyroxine
liothyronine = triiodothyronine
somatropin = human growth hormone
calcitonin = salcatonin
vasopressin = antidiuretic hormone
methylergometrine = methylergonovine
ergometrine = ergonovine
dinoprostone = prostaglandin e2
alprostadil = prostaglandin e1
colecalciferol = cholecalciferol
colecalciferol = vitamin d3
ergocalciferol = vitamin d2
alfacalcidol = 1-alpha-hydroxycholecalciferol
calcitriol = 1,25-dihydroxycholecalciferol
calcipotriol = calcipotriene
phytomenadione = phytonadione
phytomenadione = vitamin k1
retinol = vitamin a
thiamine = vitamin b1
thiamine = aneurine
riboflavin = vitamin b2
pyridoxine = vitamin b6
cyanocobalamin = vitamin b12
mecobalamin = methylcobalamin
cobamamide = adenosylcobalamin
hydroxocobalamin = hydroxycobalamin
ascorbic acid = vitamin c
tocopherol = vitamin e
biotin = vitamin h
nicotinamide = niacinamide
nicotinic acid = niacin
folinic acid = leucovorin
levoleucovorin = levofolinic acid
folic acid = pteroylglutamic acid
colestyramine = cholestyramine
clomifene = clomiphene
ciclopirox = ciclopirox olamine
ursodeoxycholic acid = ursodiol
oseltamivir = oseltamivir phosphate
isoniazid = isonicotinic acid hydrazide
benzylpenicillin = penicillin g
phenoxymethylpenicillin = penicillin v
benzathine benzylpenicillin = penicillin g benzathine
procaine benzylpenicillin = procaine penicillin
amoxicillin = amoxycillin
flucloxacillin = floxacillin
clavulanic acid = clavulanate
colistin = polymyxin e
gentamicin = gentamycin
paromomycin = aminosidine
neomycin = fradiomycin
latamoxef = moxalactam
fosfomycin = phosphomycin
demeclocycline = demethylchlortetracycline
fusidic acid = sodium fusidate
methenamine = hexamine
chloroguanide = proguanil
lumefantrine = benflumetol
dihydroartemisinin = artenimol
artesunate = artesunic acid
amphotericin b = amphotericin
zidovudine = azidothymidine
ribavirin = tribavirin
eflornithine = difluoromethylornithine
miltefosine = hexadecylphosphocholine
albendazole = 丙硫咪唑
hydroxycarbamide = hydroxyurea
mercaptopurine = 6-mercaptopurine
tioguanine = thioguanine
tioguanine = 6-thioguanine
fluorouracil = 5-fluorouracil
cytarabine = cytosine arabinoside
azacitidine = 5-azacytidine
busulfan = busulphan
melphalan = phenylalanine mustard
mitoxantrone = mitozantrone
daunorubicin = daunomycin
doxorubicin = adriamycin
epirubicin = 4'-epidoxorubicin
dactinomycin = actinomycin d
mitomycin = mitomycin c
vinblastine = vincaleukoblastine
vincristine = leurocristine
omacetaxine = homoharringtonine
tretinoin = all-trans retinoic acid
methotrexate = amethopterin
sirolimus = rapamycin
tacrolimus = fujimycin
paclitaxel = nab-paclitaxel
asparaginase = colaspase
filgrastim = granulocyte colony-stimulating factor
epoetin alfa = erythropoietin
trastuzumab emtansine = ado-trastuzumab emtansine
trastuzumab deruxtecan = fam-trastuzumab deruxtecan
chlorphenamine = chlorpheniramine
dexchlorpheniramine = dexchlorpheniramine maleate
meclozine = meclizine
levomepromazine = methotrimeprazine
dosulepin = dothiepin
clomipramine = chlorimipramine
bupropion = amfebutamone
atomoxetine = tomoxetine
selegiline = deprenyl
amfebutamone = bupropion hydrochloride
flupentixol = flupenthixol
clorazepate = clorazepic acid
hydromorphone = dihydromorphinone
hydrocodone = dihydrocodeinone
dextropropoxyphene = propoxyphene
torasemide = torsemide
bendroflumethiazide = bendrofluazide
acenocoumarol = nicoumalone
alteplase = tissue plasminogen activator
heparin = unfractionated heparin
aminophylline = theophylline ethylenediamine
diprophylline = dyphylline
guaifenesin = guaiphenesin
guaifenesin = glyceryl guaiacolate
carbocisteine = carbocysteine
acetylcysteine = n-acetylcysteine
cromoglicic acid = cromolyn
cromoglicic acid = sodium cromoglycate
pentoxifylline = oxpentifylline
pentoxyverine = carbetapentane
simeticone = simethicone
macrogol = polyethylene glycol
ispaghula = psyllium
senna = sennosides
aluminium hydroxide = aluminum hydroxide
aluminium phosphate = aluminum phosphate
magnesium sulfate = epsom salt
sodium bicarbonate = sodium hydrogen carbonate
glycerol = glycerin
glucose = dextrose
dithranol = anthralin
hypromellose = hydroxypropyl methylcellulose
povidone-iodine = iodopovidone
methylthioninium chloride = methylene blue
fampridine = dalfampridine
fampridine = 4-aminopyridine
deferoxamine = desferrioxamine
dimercaprol = british anti-lewisite
succimer = dimercaptosuccinic acid
cysteamine = mercaptamine
trientine = triethylenetetramine
sodium nitroprusside = nitroprusside
cetrimonium = cetrimonium bromide
glutaral = glutaraldehyde
alendronic acid = alendronate
ibandronic acid = ibandronate
risedronic acid = risedronate
zoledronic acid = zoledronate
pamidronic acid = pamidronate
mycophenolic acid = mycophenolate
gadopentetic acid = gadopentetate
amidotrizoic acid = diatrizoate
etamsylate = ethamsylate
moricizine = moracizine
amrinone = inamrinone
leuprorelin = leuprolide
menotropins = human menopausal gonadotropin
thioctic acid = alpha-lipoic acid
levocarnitine = l-carnitine
coenzyme q10 = ubiquinone
hydroxyethyl starch = hetastarch
human normal immunoglobulin = immune globulin intravenous
interferon alfa = interferon alpha
apatinib = rivoceranib
furmonertinib = firmonertinib
aumolertinib = almonertinib
st john's wort = hypericum perforatum
liquorice = licorice
grapefruit = citrus paradisi
turmeric = curcumin
danshen = salvia miltiorrhiza
tripterygium = thunder god vine
physostigmine = eserine
noscapine = narcotine
orlistat = tetrahydrolipstatin
serrapeptase = serratiopeptidase
silibinin = silybin
lornoxicam = chlortenoxicam
lovastatin = mevinolin
drospirenone = 屈螺酮
沙丁胺醇 = 舒喘灵
对乙酰氨基酚 = 扑热息痛
呋塞米 = 速尿
硝苯地平 = 心痛定
普萘洛尔 = 心得安
甲硝唑 = 灭滴灵
诺氟沙星 = 氟哌酸
氯苯那敏 = 扑尔敏
地西泮 = 安定
哌替啶 = 度冷丁
"""

SALTS = """
metoprolol = metoprolol tartrate
metoprolol = metoprolol succinate
metoprolol = 酒石酸美托洛尔
metoprolol = 琥珀酸美托洛尔缓释片
amlodipine = amlodipine besilate
amlodipine = amlodipine besylate
amlodipine = 苯磺酸氨氯地平
clopidogrel = clopidogrel bisulfate
clopidogrel = clopidogrel hydrogen sulfate
clopidogrel = 硫酸氢氯吡格雷
dexamethasone = dexamethasone sodium phosphate
diclofenac = diclofenac potassium
benzylpenicillin = benzylpenicillin potassium
esomeprazole = esomeprazole magnesium trihydrate
neostigmine = neostigmine methylsulfate
neostigmine = 甲硫酸新斯的明
nintedanib = nintedanib esylate
lithium = 枸橼酸锂
sunitinib = 苹果酸舒尼替尼
salmeterol = 昔萘酸沙美特罗
testosterone = testosterone enanthate
zinc sulfate = zinc sulphate
dimenhydrinate = diphenhydramine theoclate
esketamine = (S)-ketamine
esomeprazole = S-omeprazole
"""

# Names that look like a synonym or a salt and are another drug.
APART = """
benzylpenicillin = benzathine benzylpenicillin
procaine = procaine benzylpenicillin
hyoscine = hyoscine butylbromide
quinine = quinidine
esomeprazole = omeprazole
ferrous sulfate = ferrous gluconate
calcium carbonate = calcium gluconate
danshen = compound danshen dripping pills
panax notoginseng = gynura segetum
diphenhydramine = dimenhydrinate
tranexamic acid = tranylcypromine
prednisone = prednisolone
"""


def pairs(text: str) -> list[tuple[str, str]]:
    """The two names of each line."""
    split = (line.partition(" = ") for line in text.strip().splitlines())
    return [(first, second) for first, _, second in split]


def drugs(resolver: Resolver, name: str) -> tuple[str, ...]:
    """The ids that a name stands for; a name that is not understood fails here."""
    found = resolver.drug(name)
    assert found.known, name
    return tuple(item.drug for item in found.ingredients)


@pytest.mark.parametrize(("first", "second"), [*pairs(NATIONAL), *pairs(SALTS)])
def test_two_names_of_one_drug(resolver: Resolver, first: str, second: str) -> None:
    assert drugs(resolver, first) == drugs(resolver, second)


@pytest.mark.parametrize(("first", "second"), pairs(APART))
def test_similar_names_of_two_drugs(resolver: Resolver, first: str, second: str) -> None:
    assert drugs(resolver, first) != drugs(resolver, second)


@pytest.mark.parametrize("name", ["AZT", "EDTA", "甘草片"])
def test_a_name_with_two_meanings_is_a_question(resolver: Resolver, name: str) -> None:
    found = resolver.drug(name)
    assert not found.known
    assert len(found.suggestions) > 1
