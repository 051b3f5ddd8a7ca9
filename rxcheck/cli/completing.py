"""What a shell offers for a word that is being typed: values that only the tables know. Import and give one as `autocompletion`.

Each function gets the context and the beginning of the word, and gives (value, what it is). Nothing is imported before a shell
asks: every start of the program comes through here.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

Offers = Iterator[tuple[str, str]]
MOST = 200  # more than that nobody reads


def drug_names(ctx: click.Context, incomplete: str) -> Offers:
    """Drugs by every name that the tables have, in English and Chinese."""
    from rxcheck.kb import listing

    return islice(listing.drug_names(_folder(ctx), incomplete), MOST)


def rule_ids(ctx: click.Context, incomplete: str) -> Offers:
    """Rules by their ids."""
    from rxcheck.kb import listing

    return islice(listing.rule_ids(_folder(ctx), incomplete), MOST)


def jurisdictions(ctx: click.Context, incomplete: str) -> Offers:
    """Jurisdictions whose rules of form the tables hold."""
    from rxcheck.kb import listing

    return ((name, "") for name in listing.jurisdictions(_folder(ctx)) if name.startswith(incomplete))


def allergens(ctx: click.Context, incomplete: str) -> Offers:
    """Names of allergens, and `none`."""
    return _values(ctx, incomplete, "allergen_names", "name", "none")


def conditions(ctx: click.Context, incomplete: str) -> Offers:
    """Names of diseases, and `none`."""
    return _values(ctx, incomplete, "condition_names", "name", "none")


def structure_groups(ctx: click.Context, incomplete: str) -> Offers:
    """Structure groups that a picture can mark."""
    return _values(ctx, incomplete, "structure_groups", "group_id")


def scales(ctx: click.Context, incomplete: str) -> Offers:
    """Scales of grades of other sources."""
    return _values(ctx, incomplete, "source_grades", "scale")


def models(ctx: click.Context, incomplete: str) -> Offers:
    """Language models that are known here."""
    from rxcheck.errors import RxcheckError
    from rxcheck.models.store import Shelf

    try:
        known = Shelf().known().values()
    except RxcheckError:  # a shelf that cannot be read is told by the command, not by the shell
        known = {}.values()
    return ((model.name, model.title) for model in known if model.name.startswith(incomplete))


def audit_columns(ctx: click.Context, incomplete: str) -> Offers:
    """Systems whose columns are known; a file is completed by the shell."""
    return _values(ctx, incomplete, "audit_columns", "layout")


def below_audit(ctx: click.Context, incomplete: str) -> Offers:
    """The word that may stand in place of the table; files are completed by the shell."""
    return ((name, "") for name in ("diff",) if incomplete and name.startswith(incomplete))


def _values(ctx: click.Context, incomplete: str, table: str, key: str, *also: str) -> Offers:
    from rxcheck.kb import listing

    found = (*(name for name in also if name.startswith(incomplete)),)
    values = listing.column(_folder(ctx), table, key, incomplete)
    # A name with a space would need quotation marks, which not every shell adds.
    return islice(((value, "") for value in (*found, *values) if " " not in value), MOST)


def _folder(ctx: click.Context) -> Path:
    """The tables that the line names so far, else the shipped ones."""
    from rxcheck.kb.tables import default_folder

    chosen = ctx.params.get("knowledge")
    return Path(chosen) if chosen else default_folder()
