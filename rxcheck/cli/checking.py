"""The steps of `rxcheck check` behind its options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rxcheck.cli.output import stream_to
from rxcheck.errors import InputError, Location, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rxcheck.cli.site import PolicyChoice
    from rxcheck.engine.compiled import Kb
    from rxcheck.finding import Report
    from rxcheck.kb.pack_store import CompiledPack
    from rxcheck.kb.store import Compiled
    from rxcheck.model import Prescription
    from rxcheck.report.interface import Renderer
    from rxcheck.sources.interface import Format
    from rxcheck.sources.labs import LabTable
    from rxcheck.terms import Lang, Setting
    from rxcheck.verify import Verifier

CHUNK = 2000


def open_verifier(
    knowledge: Path | None, jurisdiction: str, packs: Sequence[Path] = (), policy: PolicyChoice | None = None
) -> Verifier:
    """A verifier over the tables in a folder, or over the shipped ones, with knowledge packs beside them, under the policy of the
    site.

    Raises:
        UsageError: the tables have no form rules of that jurisdiction, two packs have one name, or the policy is not valid.
        KnowledgeError: tables or packs that are not valid.
    """
    from rxcheck.checks.interface import Options
    from rxcheck.kb.store import default_folder, open_compiled
    from rxcheck.verify import Verifier

    folder = knowledge or default_folder()
    compiled = open_compiled(folder)
    chosen = policy.policy(compiled) if policy else None
    verifier = Verifier(compiled, Options(jurisdiction), folder, _packs(packs, compiled, folder), chosen)
    require_jurisdiction(verifier.kb, jurisdiction)
    return verifier


def require_jurisdiction(kb: Kb, jurisdiction: str) -> None:
    """That there are form rules of a jurisdiction.

    Raises:
        UsageError: there are none.
    """
    from rxcheck.terms import CheckKind

    known = sorted({rule.jurisdiction or "" for rule in kb.rules(CheckKind.FORM)})
    if jurisdiction not in known:
        raise UsageError(f"jurisdiction {jurisdiction} is not known (known: {', '.join(known)})")


def _packs(folders: Sequence[Path], compiled: Compiled, tables: Path) -> tuple[CompiledPack, ...]:
    if not folders:
        return ()
    from rxcheck.kb.pack_store import open_pack

    packs = tuple(open_pack(folder, compiled, tables) for folder in folders)
    names = [pack.text.name for pack in packs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two packs have the name {name}")
    return packs


def read_files(
    files: Sequence[str], chosen: Format | None, include_inactive: bool, labs: LabTable
) -> tuple[list[Prescription], list[InputError]]:
    """Every prescription that can be read; one error for each record that cannot."""
    from rxcheck.sources.detect import read

    prescriptions: list[Prescription] = []
    errors: list[InputError] = []
    for name in files:
        source = sys.stdin.buffer.read() if name == "-" else Path(name)
        shown = "stdin" if name == "-" else name
        result = read(source, shown, chosen, labs=labs, include_inactive=include_inactive)
        prescriptions.extend(result.prescriptions)
        errors.extend(result.errors)
        if not result.prescriptions and not result.errors:
            errors.append(InputError("holds no prescription", Location(shown)))
    return prescriptions, errors


def with_setting(prescriptions: Sequence[Prescription], setting: Setting) -> list[Prescription]:
    """The prescriptions, those that name no setting with this one."""
    return [
        replace(prescription, setting=setting) if prescription.setting is None else prescription
        for prescription in prescriptions
    ]


def verify_all(verifier: Verifier, prescriptions: Sequence[Prescription], lang: Lang | None = None) -> list[Report]:
    """In chunks, with a progress bar on a terminal when it takes long enough to ask for one."""
    if len(prescriptions) <= CHUNK:
        return verifier.verify(prescriptions)
    from rxcheck.cli.progress import tracked
    from rxcheck.terms import Lang

    reports: list[Report] = []
    for start in tracked(range(0, len(prescriptions), CHUNK), "checking", lang or Lang.EN):
        reports.extend(verifier.verify(prescriptions[start : start + CHUNK]))
    return reports


def write_report(
    renderer: Renderer,
    reports: Sequence[Report],
    errors: Sequence[InputError],
    verifier: Verifier,
    output: Path | None,
    extra: str | None = None,
) -> None:
    """To stdout, or whole or not at all to a file; `extra` stands below the report."""
    with stream_to(output) as stream:
        renderer.render(reports, errors, verifier.versions, stream)
        if extra:
            stream.write(f"\n{extra}")
