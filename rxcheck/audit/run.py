"""An audit from its input to its summary: planned once, done part by part, proved at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from rxcheck import __version__
from rxcheck.audit.columns import NATIVE, OWN, Layout, layout_in
from rxcheck.audit.edition import write_edition
from rxcheck.audit.executors import Executor, Work, crew_of
from rxcheck.audit.folder import Folder, State
from rxcheck.audit.former import Counted, former_of
from rxcheck.audit.linking import PatientLinker
from rxcheck.audit.page.page import write_page
from rxcheck.audit.part import Auditor, Counts, audit_part
from rxcheck.audit.plan import Linking, Plan, plan_of
from rxcheck.audit.review import Review
from rxcheck.audit.sampling import Drawn
from rxcheck.audit.unpack import needs_unpacking, unpack
from rxcheck.audit.writing import Form, csv_text, joined
from rxcheck.checks.interface import Options
from rxcheck.errors import AuditError
from rxcheck.files import write_bytes_atomically
from rxcheck.kb.store import Compiled, default_folder, open_compiled
from rxcheck.site import SitePolicy
from rxcheck.sources.labs import load_labs
from rxcheck.terms import Lang
from rxcheck.verify import Verifier

Progress = Callable[[int, int], None]  # lines done, lines of the whole

_IDENTS_AT_ONCE = 16 << 20  # bytes


class Asked(Struct, frozen=True):
    """What an audit is to do. `knowledge`: the folder of the tables, None for the shipped ones; `columns`: a layout or a file with one; `lang`: that of the reports and of the reasons of rejects;
    `compare`: the folder of a former audit; `executor`: None for what `processes` and `scheduler` (an address of Dask) mean."""

    source: Path
    out: Path
    form: Form = Form.PARQUET
    columns: str | None = None
    jurisdiction: str = "generic"
    processes: int = 1
    resume: bool = False
    knowledge: Path | None = None
    lang: Lang = Lang.EN
    policy: SitePolicy | None = None
    compare: Path | None = None
    part_bytes: int | None = None
    sort: bool = False
    link_patient: bool = False
    executor: Executor | None = None
    scheduler: str | None = None
    review: Review = Review()


class Withheld(Struct, frozen=True):
    """How often a rule would have made a finding (`fired`) that the policy of the site suppresses."""

    fired: int
    reason: str
    owner: str
    expires: date


class Summary(Struct, frozen=True):
    """What an audit found. `lines` read are those audited and those rejected, or the audit failed."""

    lines: dict[str, int]
    prescriptions: int
    with_findings: int
    interrupting: int
    complete: int
    by_action: dict[str, int]
    by_check: dict[str, int]
    by_rule: dict[str, int]
    by_cn_review: dict[str, int]
    not_assessed: dict[str, int]
    unknown_lines: int
    versions: dict[str, str]
    layout: str
    unknown_columns: tuple[str, ...] = ()
    linking: Linking | None = None
    policy: SitePolicy | None = None
    suppressed: dict[str, Withheld] = {}
    pseudonymised: bool = False
    sample: Drawn | None = None


def audit(asked: Asked, progress: Progress | None = None) -> Summary:
    """Audit a table into a folder.

    Raises:
        AuditError: the input is not a table, the folder holds another audit, prescriptions are scattered over the table, or the
            lines do not add up.
        KnowledgeError: the tables are not valid.
        OSError: the disk is full, or a file cannot be read.
    """
    former = former_of(asked.compare) if asked.compare is not None else None
    verifier = _verifier(asked, asked.policy)
    folder = Folder(asked.out, asked.source)
    folder.open()
    try:
        with crew_of(asked, _there(asked)) as crew:
            state = _state(folder, asked, verifier)
            done = _done(folder, state.plan)
            lines = {part.number: part.lines for part in state.plan.parts}
            total, so_far = state.plan.lines, sum(lines[number] for number in done)
            todo = [part for part in lines if part not in done]
            for number in crew(todo) if todo else ():
                so_far += lines[number]
                if progress is not None:
                    progress(so_far, total)
        write_edition(folder.path, asked.knowledge or default_folder(), state.knowledge)
        return _finish(folder, state, asked, former)
    finally:
        folder.close()


def _state(folder: Folder, asked: Asked, verifier: Verifier) -> State:
    """The run to do: a new one, or the one that lies there and is to be continued."""
    found = folder.state()
    if found is None:
        plan = _plan(folder, asked, verifier)
        state = State(
            plan,
            __version__,
            verifier.versions.knowledge_hash,
            asked.form.value,
            asked.jurisdiction,
            asked.policy,
            asked.review.chosen,
        )
        folder.keep(state)
        return state
    if not asked.resume:
        raise AuditError(f"{folder.path} holds an audit: continue it with --resume, or choose another folder")
    if found.knowledge != verifier.versions.knowledge_hash or found.program != __version__:
        raise AuditError("the audit was begun with other knowledge or another version: audit into a new folder")
    if found.review.key != asked.review.chosen.key:
        raise AuditError("the audit was begun with another key, or with none: give the same --pseudonymise")
    if (found.form, found.jurisdiction, found.review) != (asked.form.value, asked.jurisdiction, asked.review.chosen):
        raise AuditError("the audit was begun with other options: audit into a new folder")
    if _digest(found.policy) != _digest(asked.policy):
        raise AuditError("the audit was begun with another policy: audit into a new folder")
    plan = _plan(folder, asked, verifier)
    if plan.digest != found.plan.digest:
        raise AuditError("the input is not the one that the audit was begun with")
    if plan != found.plan:
        raise AuditError("the audit was begun with other options: audit into a new folder")
    return found


def _digest(policy: SitePolicy | None) -> str | None:
    return policy.digest if policy else None


def _plan(folder: Folder, asked: Asked, verifier: Verifier) -> Plan:
    """How the table is cut, unpacked where it is no plain one, its columns by the layout that was asked for."""
    layouts: dict[str, Layout] = dict(verifier.kb.compiled.text.words().layouts)
    chosen = asked.columns
    if chosen is not None and chosen not in (NATIVE, *layouts):
        layouts[OWN] = layout_in(Path(chosen))
        chosen = OWN
    unpacked = needs_unpacking(asked.source)
    if unpacked:
        unpack(asked.source, folder.unpacked)
    table, name, arranged = folder.unpacked if unpacked else asked.source, asked.source.name, None
    if asked.sort or asked.link_patient:
        linker = _linker(asked, verifier) if asked.link_patient else None
        stamp = f"{__version__} {verifier.versions.knowledge_hash} {asked.link_patient}"
        arranged = folder.arranging.arrange(table, name, layouts, chosen, stamp, linker)
        table = folder.arranging.table
    plan = plan_of(table, name, layouts, chosen, asked.part_bytes, arranged is not None)
    if arranged is not None:
        plan = replace(plan, digest=arranged.digest, linking=arranged.linking)
    return replace(plan, unpacked=unpacked)


def _linker(asked: Asked, verifier: Verifier) -> PatientLinker:
    labs = load_labs((asked.knowledge or default_folder()) / "knowledge")
    return PatientLinker(verifier.kb.resolver, verifier.kb.compiled.text.policy, labs)


def _done(folder: Folder, plan: Plan) -> set[int]:
    return {part.number for part in plan.parts if folder.done(part.number).is_file()}


def _verifier(asked: Asked, policy: SitePolicy | None, compiled: Compiled | None = None) -> Verifier:
    tables = asked.knowledge or default_folder()
    return Verifier(
        compiled or open_compiled(tables), Options(asked.jurisdiction), tables, policy=policy, suggests=False
    )


def _there(asked: Asked) -> Callable[[], Work]:
    """What makes the work in a worker, which may stand elsewhere."""
    knowledge = asked.knowledge.absolute() if asked.knowledge else None
    there = replace(asked, source=asked.source.absolute(), out=asked.out.absolute(), knowledge=knowledge)
    return partial(_worker, there)


def _worker(asked: Asked) -> Work:
    """What one process does; called once in each. What is to be done it reads in the folder, with the first part."""
    tables = asked.knowledge or default_folder()
    compiled, labs = open_compiled(tables), load_labs(tables / "knowledge")

    @cache
    def begun() -> Callable[[int], object]:
        folder = Folder(asked.out, asked.source)
        state = folder.state()
        if state is None:
            raise AuditError(f"{folder.path} holds no audit")
        plan, parts = state.plan, {part.number: part for part in state.plan.parts}
        verifier = _verifier(asked, state.policy, compiled)
        auditor, review = Auditor(verifier, labs), asked.review.knowing(verifier.kb.compiled.text, plan.lines)
        return lambda number: audit_part(folder, plan, parts[number], auditor, asked.form, asked.lang, review)

    def work(number: int) -> None:
        begun()(number)

    return work


def _finish(folder: Folder, state: State, asked: Asked, former: Counted | None) -> Summary:
    """Add everything up, prove it, and join what is in parts."""
    numbers = [part.number for part in state.plan.parts]
    counts = Counts()
    for number in numbers:
        counts.add(msgspec.json.decode(folder.done(number).read_bytes(), type=Counts))
    if not counts.adds_up or counts.read != state.plan.lines:
        raise AuditError(
            f"{state.plan.lines} lines were counted, {counts.read} read, {counts.audited} audited and {counts.rejected} rejected: "
            "this does not add up, and is a fault of the program"
        )
    _whole(folder, numbers)
    header = folder.work / "rejects" / "header.csv"
    write_bytes_atomically(header, csv_text(("row", "column", "reason"), ()).encode())
    joined(
        [header, *(folder.part("rejects", number, "csv") for number in numbers)],
        folder.path / "rejects.csv",
        header=False,
    )
    if state.form != Form.PARQUET.value:
        for name in ("findings", "receipts", "not_assessed"):
            parts = [folder.part(name, number, state.form) for number in numbers]
            joined(parts, folder.path / f"{name}.{state.form}", header=state.form == Form.CSV.value)
    tables = asked.knowledge or default_folder()
    compiled = open_compiled(tables)
    text = compiled.text
    review = asked.review.knowing(text, state.plan.lines)
    sampled = review.sampled(folder, numbers)
    summary = Summary(
        {"read": counts.read, "audited": counts.audited, "rejected": counts.rejected},
        counts.prescriptions,
        counts.with_findings,
        counts.interrupting,
        counts.complete,
        counts.action,
        counts.check,
        counts.rule,
        counts.cn_review,
        counts.not_assessed,
        counts.unknown_lines,
        {"rxcheck": state.program, "knowledge": state.knowledge},
        state.plan.columns.layout,
        state.plan.columns.unknown,
        state.plan.linking,
        state.policy,
        {
            each.rule: Withheld(counts.suppressed.get(each.rule, 0), each.reason, each.owner, each.expires)
            for each in (state.policy.suppress if state.policy else ())
        },
        review.key is not None,
        sampled.account if sampled else None,
    )
    write_page(folder, state, summary.lines, compiled, tables, asked.lang, former, counts.suppressed)
    review.report(folder, numbers, summary, sampled, text, asked.lang)
    document = msgspec.json.format(msgspec.json.encode(summary), indent=2)
    write_bytes_atomically(folder.path / "summary.json", document + b"\n")
    folder.unpacked.unlink(missing_ok=True)
    folder.arranging.remove()
    return summary


def _whole(folder: Folder, numbers: list[int]) -> None:
    """Every prescription stands in one block.

    Raises:
        AuditError: one comes back: its lines were not checked together.
    """
    paths = [folder.part("idents", number, "u64") for number in numbers]
    # Of a large table the digests of a range at a time: they are spread evenly, and all of them need not be held at once.
    count = 1 + sum(path.stat().st_size for path in paths) // _IDENTS_AT_ONCE
    ends = [2**64 * number // count for number in range(count + 1)]
    again = sum(_repeated(paths, first, last - 1) for first, last in pairwise(ends))
    if again:
        raise AuditError(
            f"{again} times a prescription goes on after another one: its lines were not checked together. Audit into a new folder with --sort"
        )


def _repeated(paths: list[Path], first: int, last: int) -> int:
    """How many digests from `first` to `last` come again; those of each file ascend."""
    found = [np.zeros(0, dtype=np.uint64)]
    for path in paths:
        digests = np.frombuffer(path.read_bytes(), dtype=np.uint64)
        begin, end = np.searchsorted(digests, np.uint64(first)), np.searchsorted(digests, np.uint64(last), side="right")
        found.append(digests[begin:end].copy())
    every = np.concatenate(found)
    every.sort()
    return int(np.count_nonzero(every[1:] == every[:-1]))
