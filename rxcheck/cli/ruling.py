"""The steps of `rxcheck rules` behind its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rxcheck.errors import InputError, UsageError

if TYPE_CHECKING:
    from rxcheck.cli.site import PolicyChoice
    from rxcheck.kb.catalogue import Catalogue
    from rxcheck.kb.store import Compiled
    from rxcheck.model import Prescription
    from rxcheck.report.interface import RenderOptions
    from rxcheck.rules.book import Entry, Wanted
    from rxcheck.rules.page import RulePage
    from rxcheck.rules.why_page import WhyPage

_NAMED = 5  # ids of prescriptions that an error names


def read_one(name: str, folder: Path) -> tuple[list[Prescription], list[InputError]]:
    """The prescriptions of a file, and an error for each record that cannot be read."""
    from rxcheck.cli.checking import read_files
    from rxcheck.sources.labs import load_labs

    return read_files([name], None, False, load_labs(folder / "knowledge"))


def one_of(prescriptions: Sequence[Prescription], wanted: str | None) -> Prescription:
    """The prescription that is meant.

    Raises:
        UsageError: there are several and none is named, or none or several have the id.
    """
    if wanted is None and len(prescriptions) == 1:
        return prescriptions[0]
    shown = ", ".join(each.id for each in prescriptions[:_NAMED])
    if wanted is None:
        raise UsageError(f"there are {len(prescriptions)} prescriptions: choose one with --id ({shown}, …)")
    found = [each for each in prescriptions if each.id == wanted]
    if not found:
        raise UsageError(f"no prescription has the id {wanted} (there are: {shown}, …)")
    if len(found) > 1:
        raise UsageError(f"{len(found)} prescriptions have the id {wanted}")
    return found[0]


def ask(
    prescription: Prescription,
    rule: str,
    folder: Path,
    jurisdiction: str,
    policy: PolicyChoice,
    options: RenderOptions,
) -> WhyPage:
    """The answer on a rule, ready to be written.

    Raises:
        UsageError: no such rule or jurisdiction, or a policy that is not valid.
        KnowledgeError: tables that are not valid.
    """
    from rxcheck.checks.interface import Options
    from rxcheck.cli.checking import require_jurisdiction
    from rxcheck.engine.compiled import Kb
    from rxcheck.kb import schema as sc
    from rxcheck.kb.load import load_some
    from rxcheck.kb.store import open_compiled
    from rxcheck.rules.find import find_rule
    from rxcheck.rules.why import Asker
    from rxcheck.rules.why_page import WhyPage, tried_modifiers

    compiled = open_compiled(folder)
    require_jurisdiction(Kb(compiled), jurisdiction)
    found = find_rule(compiled, rule)
    asker = Asker(compiled, folder, Options(jurisdiction), policy.policy(compiled), options.lang)
    answer = asker.why(prescription, found)
    rows = (
        load_some(folder, [sc.InteractionModifier]).rows(sc.InteractionModifier) if any(tried_modifiers(answer)) else ()
    )
    return WhyPage(answer, asker.catalogue, options, jurisdiction, {row.modifier_id: row for row in rows})


def listed(folder: Path, wanted: Wanted, drug: str | None) -> tuple[Catalogue, list[Entry], int]:
    """The names for people, the rules that are looked for, and how many there are in all; `drug` is a name as written.

    Raises:
        UsageError: the drug is not understood, or nothing has the topic, source or jurisdiction.
        KnowledgeError: tables that are not valid.
    """
    from msgspec.structs import replace

    from rxcheck.kb.store import open_compiled
    from rxcheck.rules.book import Book

    compiled = open_compiled(folder)
    if drug is not None:
        wanted = replace(wanted, drugs=_ingredients(drug, compiled))
    book = Book(compiled)
    return compiled.text.catalogue(), book.found(wanted), len(book)


def _ingredients(name: str, compiled: Compiled) -> frozenset[str]:
    from rxcheck.cli.looking import resolved
    from rxcheck.kb.resolve import Resolver

    found = resolved(name, Resolver(compiled.text.index))
    if found.known:
        return frozenset(each.drug for each in found.ingredients)
    near = ", ".join(each.removeprefix("drug:") for each in found.suggestions)
    if near:
        raise UsageError(f"the drug {name} is not understood; near it are: {near}")
    raise UsageError(f"the drug {name} is not understood")


def shown(rule: str, folder: Path, options: RenderOptions) -> RulePage:
    """The card of a rule, ready to be written.

    Raises:
        UsageError: no such rule.
        KnowledgeError: tables or cases that are not valid.
    """
    from rxcheck.kb.store import open_compiled
    from rxcheck.rules.card import rule_card, tables_of_rules
    from rxcheck.rules.find import find_rule
    from rxcheck.rules.page import RulePage
    from rxcheck.terms import Audience

    compiled = open_compiled(folder)
    found = find_rule(compiled, rule)
    card = rule_card(compiled, tables_of_rules(folder), folder, found)
    return RulePage(card, compiled.text.catalogue(), options, compiled.text.depths_for(Audience.TRAINEE))
