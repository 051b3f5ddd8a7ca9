"""The oracle against verdicts worked out by hand on the tiny tables: derived rows, natures, what must not meet in a line."""

from __future__ import annotations

from msgspec.structs import replace

from rxcheck.model import MedicationLine
from rxcheck.terms import Action, CheckKind, Route
from tests.oracle.by_hand import findings, line
from tests.oracle.oracle import Oracle

INTERACTION = CheckKind.INTERACTION


def iv(line_id: str, drug: str) -> MedicationLine:
    plain = line(line_id, drug)
    return replace(plain, dosage=replace(plain.dosage, route=Route.IV))


def test_inducer_of_a_sensitive_substrate_is_derived(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "st-johns-wort"), line("b", "simvastatin"))
    assert (found.rule_id, found.action, found.drugs) == (
        "der-inducer",
        Action.MODIFY,
        ("simvastatin", "st-johns-wort"),
    )


def test_narrow_index_counts_whatever_the_grade(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "warfarin"), line("b", "clarithromycin"))
    assert found.rule_id == "der-inhibitor-narrow"


def test_weak_roles_without_a_policy_row_are_silent(oracle: Oracle) -> None:
    assert not findings(oracle, INTERACTION, line("a", "warfarin"), line("b", "grapefruit"))


def test_derived_row_gives_way_to_a_curated_one_and_is_not_named_beside_it(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "simvastatin"), line("b", "clarithromycin"))
    assert (found.rule_id, found.also) == ("ix-statins-cyp3a4", ())


def test_deliberate_silence_silences_what_would_be_derived(oracle: Oracle) -> None:
    assert not findings(oracle, INTERACTION, line("a", "tramadol"), line("b", "clarithromycin"))


def test_curated_row_of_the_other_nature_leaves_the_derived_one(oracle: Oracle) -> None:
    """The row is about effects, the derived one about concentrations; the curated one is named, the worse leads."""
    (found,) = findings(oracle, INTERACTION, line("a", "tramadol"), line("b", "st-johns-wort"))
    assert (found.rule_id, found.also) == ("ix-tramadol-st-johns-wort", ())


def test_class_row_stands_beside_an_ingredient_row_of_the_other_nature(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "simvastatin"), line("b", "warfarin"))
    assert (found.rule_id, found.action) == ("ix-statins-warfarin", Action.MONITOR)
    assert found.also == ("ix-simvastatin-warfarin",)


def test_row_of_both_natures_displaces_class_rows_of_either(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "tramadol"), line("b", "zolpidem"))
    assert (found.rule_id, found.action) == ("ix-tramadol-zolpidem", Action.INFORM)


def test_same_effect_twice_is_derived_once(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, line("a", "heparin"), line("b", "warfarin"))
    assert (found.rule_id, found.drugs) == ("der-bleeding", ("heparin", "warfarin"))


def test_incompatibility_needs_both_in_a_vein_and_stands_beside_an_interaction(oracle: Oracle) -> None:
    assert not findings(oracle, INTERACTION, line("a", "vancomycin"), iv("b", "heparin"))
    (found,) = findings(oracle, INTERACTION, iv("a", "heparin"), iv("b", "vancomycin"))
    assert (found.rule_id, found.drugs) == ("iv-vancomycin-heparin", ("vancomycin", "heparin"))


def test_silent_incompatibility_is_no_finding(oracle: Oracle) -> None:
    assert not findings(oracle, INTERACTION, iv("a", "furosemide"), iv("b", "vancomycin"))


def test_usual_route_stands_in_for_an_unknown_one(oracle: Oracle) -> None:
    (found,) = findings(oracle, INTERACTION, iv("a", "heparin"), line("b", "vancomycin", route=None))
    assert found.rule_id == "iv-vancomycin-heparin"
    assert not findings(oracle, INTERACTION, line("a", "heparin", route=None), line("b", "vancomycin", route=None))
