"""Importers: small files written by hand → statements, and statements → the rows of a pack."""

from __future__ import annotations

import json

import pytest

from rxcheck.errors import InputError
from rxcheck.kb.importers.ansm import read_ansm
from rxcheck.kb.importers.assemble import Imported, assemble
from rxcheck.kb.importers.ddinter import read_ddinter
from rxcheck.kb.importers.french import plain, respelt
from rxcheck.kb.importers.interface import FrenchNames, Read, RejectReason, SourceFile, WrittenNames, listed_names
from rxcheck.kb.importers.pairs import PairImporter
from rxcheck.kb.load import load
from rxcheck.kb.resolve import Resolver
from rxcheck.kb.store import default_folder, open_compiled

CI, AD, PE, PC = "CONTRE-INDICATION", "Association DECONSEILLEE", "Précaution d'emploi", "A prendre en compte"
FRENCH_GRADES = {plain(grade): grade for grade in (CI, AD, PE, PC)}
GENERIC = {"avoid": "avoid", "monitor": "monitor"}


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(open_compiled(default_folder()).text.index)


def entry(main: str, plus: str, *levels: tuple[str, str]) -> dict[str, object]:
    return {
        "main_drug": main,
        "between_main_and_plus_drug": "",
        "plus_drug": plus,
        "severity_levels": [{"level": level, "info": info} for level, info in levels],
        "interaction_mechanism": "Parce que.",
        "description": "",
    }


INDEX = {
    "simvastatine": ["statines (toutes)"],
    "pravastatine": ["statines (toutes)"],
    "atorvastatine": ["statines (toutes)"],
    "clarithromycine": ["inhibiteurs du test", "macrolides (sauf spiramycine)"],
    "kétoconazole": ["inhibiteurs du test", "antifongiques azolés"],
    "itraconazole": ["inhibiteurs du test", "antifongiques azolés"],
    "phénytoïne": ["inducteurs du test"],
    "sotalol": ["antiarythmiques"],
    "amiodarone": ["antiarythmiques"],
    "flécaïnide": ["antiarythmiques"],
}


def thesaurus(*entries: dict[str, object]) -> Read:
    substances = [{"substance": name, "drug_classes": classes} for name, classes in INDEX.items()]
    return read_ansm((SourceFile("t.json", json.dumps(entries)), SourceFile("i.json", json.dumps(substances))))


def levels(read: Read) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for statement in read.statements:
        for pair in statement.pairs:
            found.setdefault(pair, set()).add(statement.grade)
    return found


class TestThesaurus:
    def test_a_class_stands_for_its_members(self) -> None:
        read = thesaurus(entry("STATINES (TOUTES)", "PHENYTOINE", (PE, "")))
        assert levels(read) == {
            (name, "PHENYTOINE"): {PE} for name in ("simvastatine", "pravastatine", "atorvastatine")
        }
        (statement,) = read.statements
        assert (statement.locator, statement.text, statement.row) == ("STATINES (TOUTES) + PHENYTOINE", "Parce que.", 1)

    def test_a_level_goes_to_whom_its_condition_names_and_the_least_to_the_rest(self) -> None:
        read = thesaurus(
            entry("STATINES (TOUTES)", "INHIBITEURS DU TEST", (CI, "avec la simvastatine"), (PE, ": surveillance."))
        )
        found = levels(read)
        assert found["simvastatine", "kétoconazole"] == {CI}
        assert found["pravastatine", "kétoconazole"] == {PE}

    def test_the_others_have_the_level_of_the_others(self) -> None:
        read = thesaurus(
            entry(
                "COLCHICINE",
                "INHIBITEURS DU TEST",
                (CI, "avec les autres inhibiteurs du test"),
                (PE, "avec le kétoconazole"),
            )
        )
        found = levels(read)
        assert found["COLCHICINE", "kétoconazole"] == {PE}
        assert found["COLCHICINE", "itraconazole"] == {CI}

    def test_a_condition_may_name_a_class(self) -> None:
        read = thesaurus(
            entry(
                "COLCHICINE", "INHIBITEURS DU TEST", (CI, "avec les macrolides"), (AD, "avec les antifongiques azolés")
            )
        )
        found = levels(read)
        assert found["COLCHICINE", "clarithromycine"] == {CI}
        assert found["COLCHICINE", "itraconazole"] == {AD}

    def test_between_two_wants_both(self) -> None:
        read = thesaurus(
            entry(
                "STATINES (TOUTES)",
                "INHIBITEURS DU TEST",
                (CI, "entre la simvastatine et le kétoconazole"),
                (AD, "pour toutes"),
            )
        )
        found = levels(read)
        assert found["simvastatine", "kétoconazole"] == {CI}
        assert found["simvastatine", "itraconazole"] == {AD}

    def test_what_is_excepted_has_no_level(self) -> None:
        read = thesaurus(
            entry(
                "COLCHICINE",
                "INHIBITEURS DU TEST",
                (CI, "avec la clarithromycine"),
                (PE, "avec les autres (sauf itraconazole)"),
            )
        )
        assert levels(read)["COLCHICINE", "kétoconazole"] == {PE}
        assert ("COLCHICINE", "itraconazole") not in levels(read)
        assert [(each.what, each.reason, each.pairs) for each in read.rejects] == [
            ("COLCHICINE + INHIBITEURS DU TEST", RejectReason.NO_LEVEL, 1)
        ]

    def test_two_substances_with_levels_by_dose_have_the_least(self) -> None:
        read = thesaurus(
            entry(
                "ACIDE ACETYLSALICYLIQUE",
                "METHOTREXATE",
                (CI, "méthotrexate > 20 mg"),
                (PE, "méthotrexate à faible dose"),
            )
        )
        assert levels(read) == {("ACIDE ACETYLSALICYLIQUE", "METHOTREXATE"): {PE}}
        assert read.statements[0].condition == "méthotrexate à faible dose"

    def test_a_class_with_itself(self) -> None:
        read = thesaurus(
            entry("ANTIARYTHMIQUES", "AUTRES ANTIARYTHMIQUES", (CI, "(amiodarone, sotalol) contre-indiquée"), (PC, ""))
        )
        found = levels(read)
        assert found["sotalol", "amiodarone"] == {CI}
        assert found["amiodarone", "flécaïnide"] == {PC}
        assert ("sotalol", "sotalol") not in found

    def test_a_fixed_combination_is_its_parts(self) -> None:
        read = thesaurus(entry("GRAZOPREVIR + ELBASVIR", "PHENYTOINE", (CI, "")))
        assert set(levels(read)) == {("GRAZOPREVIR", "PHENYTOINE"), ("ELBASVIR", "PHENYTOINE")}

    @pytest.mark.parametrize(
        ("label", "routes"),
        [
            ("statines", ()),
            ("sympathomimétiques alpha (voies orale et/ou nasale)", ("nasal", "oral")),
            ("bêta-bloquants (y compris collyres)", ("ophthalmic", "systemic")),
            ("sympathomimétiques alpha et bêta (voie IM et IV)", ("im", "iv")),
            ("corticoïdes métabolisés, notamment inhalés", ("inhaled", "systemic")),
            ("sels de fer par voie injectable", ("parenteral",)),
            ("folates (y compris ceux des autres classes)", ()),
        ],
    )
    def test_a_label_may_tell_the_route(self, label: str, routes: tuple[str, ...]) -> None:
        (statement,) = thesaurus(entry(label, "PHENYTOINE", (PE, ""))).statements
        assert statement.routes == (routes, ())

    def test_a_blank_substance_is_none(self) -> None:
        substances = [{"substance": name, "drug_classes": ["statines"]} for name in (" ", "simvastatine")]
        entries = [entry("STATINES", "PHENYTOINE", (CI, "avec la pravastatine"), (PC, ""))]
        read = read_ansm((SourceFile("t.json", json.dumps(entries)), SourceFile("i.json", json.dumps(substances))))
        assert levels(read) == {("simvastatine", "PHENYTOINE"): {PC}}

    def test_a_name_of_accents_alone_is_nobody(self) -> None:
        read = thesaurus(entry("A + \u0301", "PHENYTOINE", (CI, "avec X"), (PC, "")))
        assert levels(read)["A", "PHENYTOINE"] == {PC}

    def test_csv_says_the_same_as_json(self) -> None:
        entries = "main,plus,level,level_condition,mechanism,text\nSTATINES (TOUTES),X,CONTRE-INDICATION,avec la simvastatine,Parce que.,\n"
        entries += "STATINES (TOUTES),X,Précaution d'emploi,,Parce que.,\n"
        members = "substance,class\nsimvastatine,statines (toutes)\npravastatine,statines (toutes)\n"
        read = read_ansm((SourceFile("e.csv", entries), SourceFile("m.csv", members)))
        assert read.rows == 1
        assert levels(read) == {("simvastatine", "X"): {CI}, ("pravastatine", "X"): {PE}}

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            (("[",), "0.json, row 1: is not JSON: Expecting value (column 2)"),
            (("{}",), "0.json: is not a list of entries or substances"),
            (("[" + "1" * 5000 + "]",), "0.json: is not a list of entries or substances"),
            (("[[]]",), "0.json, row 1, column severity_levels: is missing or not a list"),
            (
                ('[{"main_drug": 3, "severity_levels": []}]',),
                "0.json, row 1, column main_drug: is missing or not a text",
            ),
            (
                ('[{"substance": "x", "drug_classes": "y"}]',),
                "0.json, row 1, column drug_classes: is missing or not a list",
            ),
            (('[{"substance": "x", "drug_classes": ["y"]}]',), "0.json: holds no entries of the thesaurus"),
            (
                ('[{"main_drug": "A", "plus_drug": "B", "severity_levels": []}]',),
                "0.json: give the index of substances and classes too",
            ),
            (("main,plus\nA,B\n",), "0.json, row 1, column level: the column is missing"),
        ],
    )
    def test_malformed(self, files: tuple[str, ...], message: str) -> None:
        with pytest.raises(InputError) as caught:
            read_ansm(tuple(SourceFile(f"{n}.json", text) for n, text in enumerate(files)))
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("french", "drug"),
    [
        ("acide acétylsalicylique", "aspirin"),
        ("valproïque (acide)", "valproic-acid"),
        ("ciclosporine", "ciclosporin"),
        ("fluorouracile", "fluorouracil"),
        ("kétoprofène", "ketoprofen"),
        ("daltéparine sodique", "dalteparin"),
        ("sodium (bicarbonate de)", "sodium-bicarbonate"),
        ("dinitrate d'isosorbide", "isosorbide-dinitrate"),
        ("chlorhydrate de metformine", "metformin"),
        ("fampridines", "fampridine"),
        ("insuline glargine", "insulin-glargine"),
        ("AMOXICILLINE", "amoxicillin"),
    ],
)
def test_regular_french_names(resolver: Resolver, french: str, drug: str) -> None:
    assert FrenchNames(resolver, {}).meaning(french).drugs == (drug,)


def test_the_table_comes_first_and_nothing_is_guessed(resolver: Resolver) -> None:
    names = FrenchNames(resolver, {"fer": {"iron", "ferrous-sulfate"}})
    assert names.meaning("FER").drugs == ("ferrous-sulfate", "iron")
    assert FrenchNames(resolver, {}).meaning("unobtainiumine").reason is RejectReason.UNKNOWN_NAME
    # The second part of such a name is the substance: without it this would be another one.
    assert FrenchNames(resolver, {}).meaning("sodium (ricinoleate de)").drugs == ()
    assert next(iter(respelt("acide x-ique"))) == "x-ique acid"


def taken(imported: Imported) -> set[tuple[str, str, str]]:
    grades = {entry.entry: entry.grade for entry in imported.entries}
    return {(pair.drug_a, pair.drug_b, grades[pair.entry]) for pair in imported.pairs}


LIST = """drug_a,drug_b,grade,source,route_a
warfarin,aspirin,Avoid,page 3,
warfarin,Coumadin,avoid,,
warfarin,unobtainium,avoid,,
warfarin,co-amoxiclav,monitor,,
timolol eye drops,verapamil,monitor,,ophthalmic
warfarin,aspirin,avoid,page 3,
warfarin,digoxin,perhaps,,
warfarin,digoxin,monitor,,sideways
,digoxin,monitor,,

warfarin,digoxin
"""


def test_every_row_of_a_list_is_taken_or_told(resolver: Resolver) -> None:
    read = PairImporter()((SourceFile("folder/list.csv", LIST),))
    imported = assemble(read, WrittenNames(resolver), GENERIC)
    assert taken(imported) == {("warfarin", "aspirin", "avoid"), ("timolol", "verapamil", "monitor")}
    assert imported.entries[0].locator == "page 3"
    assert imported.entries[1].routes_a == ("ophthalmic",)
    assert {(each.row, each.reason) for each in imported.rejects} == {
        (3, RejectReason.SAME_DRUG),
        (4, RejectReason.UNKNOWN_NAME),
        (5, RejectReason.SEVERAL_INGREDIENTS),
        (8, RejectReason.UNKNOWN_GRADE),
        (9, RejectReason.UNKNOWN_ROUTE),
        (10, RejectReason.BLANK),
        (11, RejectReason.BLANK),
        (12, RejectReason.CELLS),
    }
    counts = imported.counts
    assert (counts.rows, counts.taken, counts.left_out) == (11, 3, 8)
    assert counts.named == counts.understood + counts.lost
    assert (counts.pairs, counts.repeated, counts.drug_pairs) == (2, 1, 2)


def test_the_same_grade_on_another_route_is_no_repetition(resolver: Resolver) -> None:
    text = "drug_a,drug_b,grade,route_a\ntimolol,verapamil,avoid,oral\ntimolol,verapamil,avoid,ophthalmic\n"
    read = PairImporter()((SourceFile("list.csv", text),))
    imported = assemble(Read(4, read.statements * 2), WrittenNames(resolver), GENERIC)
    assert [entry.routes_a for entry in imported.entries] == [("oral",), ("ophthalmic",)]
    assert (imported.counts.pairs, imported.counts.repeated) == (2, 2)


def test_columns_can_be_called_otherwise_and_grades_chosen(resolver: Resolver) -> None:
    text = "One,Two,How bad\nwarfarin,aspirin,avoid\nwarfarin,digoxin,monitor\n"
    reader = PairImporter({"drug_a": "one", "drug_b": "two", "grade": "how bad"}, ["Avoid"])
    read = reader((SourceFile("list.csv", text),))
    assert [statement.pairs for statement in read.statements] == [(("warfarin", "aspirin"),)]
    assert [reject.reason for reject in read.rejects] == [RejectReason.NOT_CHOSEN]


def test_level_is_understood_as_grade() -> None:
    for header in ("drug_a,drug_b,level", '"drug_a","drug_b","level"', "drug_a,drug_b, level"):
        read = PairImporter()((SourceFile("list.csv", f"{header}\na,b,high\n"),))
        assert read.statements[0].grade == "high"


def test_ddinter(resolver: Resolver) -> None:
    text = "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level\nDDInter1,Warfarin,DDInter2,Aspirin,Major\n"
    files = (SourceFile("a.csv", text), SourceFile("b.csv", text))
    imported = assemble(read_ddinter(files), WrittenNames(resolver), {"major": "Major"})
    assert taken(imported) == {("warfarin", "aspirin", "Major")}
    assert imported.entries[0].locator == "DDInter1 + DDInter2"
    assert (imported.counts.rows, imported.counts.repeated) == (2, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drug_a,drug_b\n", "x.csv, row 1, column grade: the column is missing"),
        ("drug_a,drug_a,drug_b,grade\n", "x.csv, row 1, column drug_a: the column stands twice"),
        ('drug_a,drug_b,grade\n"a"b,c,d\n', "x.csv, row 2: is not a table: ',' expected after '\"'"),
    ],
)
def test_malformed_lists(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        PairImporter()((SourceFile("x.csv", text),))
    assert str(caught.value) == message


def test_the_table_of_foreign_names_contradicts_no_respelling(resolver: Resolver) -> None:
    listed = listed_names(load(default_folder()), "fr")
    for name, drugs in listed.items():
        found = FrenchNames(resolver, {}).meaning(name).drugs
        assert set(found) <= drugs, name
