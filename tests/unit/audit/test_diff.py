"""Two audits of one table: every verdict that changed, once, the worst first, with the row that caused it."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.audit.recall import HEADER, SheetForm, sheet
from rxcheck.audit.replay import Explained, Replay
from rxcheck.audit.run import Asked, audit
from rxcheck.audit.stored import open_stored
from rxcheck.audit.writing import Form
from rxcheck.errors import AuditError
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import Action, Lang, Severity
from tests.support.tiny import write_tiny
from tests.unit.audit.making import files
from tests.unit.kb.editing import add, drop, set_cells

IX, DOSE = "knowledge/interactions.csv", "rules/dose_limits.csv"
DRUGS = [
    ("warfarin", 3, "mg"),
    ("aspirin", 300, "mg"),
    ("celecoxib", 200, "mg"),
    ("simvastatin", 20, "mg"),
    ("clarithromycin", 500, "mg"),
    ("digoxin", 125, "ug"),
    ("paracetamol", 2500, "mg"),
]
POLICY = SitePolicy(
    "p", "0" * 32, date(2026, 1, 1), (Suppression("ix-digoxin-clarithromycin", "r", "o", date(2026, 2, 1)),)
)


def table(path: Path, prescriptions: int = 120) -> Path:
    rng, out = random.Random(5), io.StringIO()  # noqa: S311 - no secret
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "prescription_id",
            "store",
            "prescriber",
            "authored_on",
            "age",
            "sex",
            "drug",
            "dose",
            "unit",
            "route",
            "frequency",
        ]
    )
    for number in range(prescriptions):
        about = [f"=rx{number}", f"s{number % 3}", "dr-1", "2026-06-01", rng.randrange(20, 90), rng.choice("fm")]
        for drug in rng.sample(DRUGS, rng.randrange(1, 5)):
            writer.writerow([*about, *drug, "po", "qd"])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of audits of one table: with the tiny tables ("old", in each form, and cut otherwise), under a policy, and with changed
    tables ("new")."""
    folder = tmp_path_factory.mktemp("audits")
    source = table(folder / "rx.csv")
    old, new = write_tiny(folder / "a"), write_tiny(folder / "b")
    set_cells(new, IX, "ix-warfarin-aspirin", severity="contraindicated")
    set_cells(new, DOSE, "dose-paracetamol-single", value="3")
    drop(new, IX, "ix-digoxin-clarithromycin")
    drop(new, "knowledge/interaction_modifiers.csv", "ix-digoxin-clarithromycin-1")
    add(new, IX, rule_id="ix-digoxin-simvastatin", object="drug:digoxin", precipitant="drug:simvastatin", action="modify",
        severity="major")  # fmt: skip
    asked = Asked(source, folder, knowledge=old, part_bytes=1000)
    made = {
        "old": asked,
        "csv": Asked(source, folder, Form.CSV, knowledge=old, part_bytes=1000),
        "jsonl": Asked(source, folder, Form.JSONL, knowledge=old, part_bytes=1000),
        "cut": Asked(source, folder, knowledge=old, part_bytes=2500),
        "policy": Asked(source, folder, knowledge=old, part_bytes=1000, policy=POLICY),
        "new": Asked(source, folder, Form.CSV, knowledge=new, part_bytes=1000),
        "new-cut": Asked(source, folder, knowledge=new, part_bytes=2500),
    }
    found = {}
    for name, each in made.items():
        found[name] = folder / name
        audit(replace(each, out=found[name]))
    return found


def replayed(old: Path, new: Path) -> list[Explained]:
    with Replay(open_stored(old), open_stored(new)) as replay:
        found = list(replay.worst_first())
        assert sum(replay.counted.kinds.values()) == len(found)
        assert replay.counted.prescriptions == len({each.change.prescription_id for each in found})
        return found


def rows(folder: Path) -> dict[tuple[str, str, str, str], tuple[Action, Severity]]:
    """(prescription, check, lines, rule) → verdict, of a CSV audit."""
    with (folder / "findings.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["prescription_id"].lstrip("'"), row["check"], row["lines"], row["rule_id"]): (
                Action(row["action"]),
                Severity(row["severity"]),
            )
            for row in csv.DictReader(file)
        }


def test_every_change_is_told_once(audits: dict[str, Path]) -> None:
    found = replayed(audits["csv"], audits["new"])
    told_old, told_new = set(), set()
    before, after = rows(audits["csv"]), rows(audits["new"])
    for each in (item.change for item in found):
        place = each.prescription_id, each.check, "; ".join(each.lines)
        for verdict, side, table_ in ((each.old, told_old, before), (each.new, told_new, after)):
            if verdict is not None:
                assert (*place, verdict.rule_id) not in side
                side.add((*place, verdict.rule_id))
                assert table_[(*place, verdict.rule_id)] == (verdict.action, verdict.severity)
    assert told_old >= {key for key in before if before[key] != after.get(key)}
    assert told_new >= {key for key in after if after[key] != before.get(key)}
    assert {each.change.kind.value for each in found} == {"appeared", "worse", "gone", "milder"}


def test_the_worst_come_first(audits: dict[str, Path]) -> None:
    changes = [each.change for each in replayed(audits["old"], audits["new"])]
    now = [each.new.rank for each in changes if each.kind.graver and each.new]
    assert [each.kind.graver for each in changes] == sorted((each.kind.graver for each in changes), reverse=True)
    assert now == sorted(now, reverse=True)
    assert now[0] == (Action.AVOID.rank, Severity.CONTRAINDICATED.rank)


def test_forms_and_cuts_do_not_matter(audits: dict[str, Path]) -> None:
    wanted = sorted(map(str, replayed(audits["old"], audits["new"])))
    assert wanted
    for old, new in (("csv", "new"), ("jsonl", "new"), ("cut", "new"), ("old", "new-cut"), ("cut", "new-cut")):
        assert sorted(map(str, replayed(audits[old], audits[new]))) == wanted, (old, new)
    assert replayed(audits["old"], audits["cut"]) == []


def test_causes(audits: dict[str, Path]) -> None:
    causes: dict[tuple[str, str | None, str | None], set[tuple[str, str, str]]] = {}
    for each in replayed(audits["old"], audits["new"]):
        rules = each.change.kind.value, *(verdict and verdict.rule_id for verdict in (each.change.old, each.change.new))
        causes.setdefault(rules, set()).update((cause.kind.value, cause.about, cause.detail) for cause in each.causes)
    assert causes[("worse", "ix-warfarin-aspirin", "ix-warfarin-aspirin")] == {
        ("row_changed", "ix-warfarin-aspirin", "severity: major → contraindicated")
    }
    assert causes[("gone", "dose-paracetamol-single", None)] >= {
        ("row_changed", "dose-paracetamol-single", "value: 1 → 3")
    }
    assert ("row_new", "ix-digoxin-simvastatin", "modify major") in causes[("appeared", None, "ix-digoxin-simvastatin")]
    removed = [told for (_, old, _), told in causes.items() if old == "ix-digoxin-clarithromycin"]
    assert removed and all(any(kind == "row_removed" for kind, _, _ in told) for told in removed)


def test_what_a_policy_changes(audits: dict[str, Path]) -> None:
    there, back = replayed(audits["old"], audits["policy"]), replayed(audits["policy"], audits["old"])
    assert there and {each.causes[0].kind.value for each in there} == {"suppressed"}
    assert {each.causes[0].detail for each in there} == {"r (o, 2026-02-01)"}
    assert {each.causes[0].kind.value for each in back} == {"not_suppressed"}
    summary = json.loads((audits["policy"] / "summary.json").read_text())
    assert summary["suppressed"]["ix-digoxin-clarithromycin"]["fired"] == len(there) == len(back)
    assert summary["policy"]["digest"] == POLICY.digest


def test_another_table(audits: dict[str, Path], tmp_path: Path) -> None:
    """Prescriptions that are in one only, and lines that are written otherwise, are told as such."""
    folder = audits["old"].parent
    text = (folder / "rx.csv").read_text().replace("=rx7,", "=rx700,")
    text = text.replace("celecoxib,200", "aspirin,200").replace("paracetamol,2500", "paracetamol,300", 1)
    (tmp_path / "rx.csv").write_text(text)
    audit(Asked(tmp_path / "rx.csv", tmp_path / "out", knowledge=folder / "a", part_bytes=1000))
    found = replayed(audits["old"], tmp_path / "out")
    kinds = {(each.change.prescription_id, each.causes[0].kind.value) for each in found}
    assert {("=rx7", "prescription_lost"), ("=rx700", "prescription_new")} <= kinds
    assert {kind for _, kind in kinds} == {"prescription_lost", "prescription_new", "input_line", "input"}


@pytest.mark.parametrize("lang", Lang)
def test_sheets(audits: dict[str, Path], lang: Lang) -> None:
    old, new = open_stored(audits["old"]), open_stored(audits["new"])
    with Replay(old, new) as replay:
        texts = {form: "".join(sheet(replay, old, new, form, lang)) for form in SheetForm}
        count = sum(replay.counted.kinds.values())
    read = list(csv.reader(io.StringIO(texts[SheetForm.CSV])))
    assert tuple(read[0]) == HEADER
    assert len(read) == count + 1
    assert all(row[1].startswith("'=rx") for row in read[1:])  # a spreadsheet must not compute it
    document = json.loads(texts[SheetForm.JSON])
    assert len(document["changes"]) == count
    assert document["counts"]["kinds"] == replay.counted.kinds
    said = ("已修改", "加重") if lang is Lang.ZH else ("changed (severity: major → contraindicated)", "WORSE")
    assert all(words in texts[SheetForm.TABLE] for words in said)


def test_no_audit(audits: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="holds no audit"):
        open_stored(tmp_path)
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    (unfinished / "audit.json").write_bytes((audits["old"] / "audit.json").read_bytes())
    with pytest.raises(AuditError, match="is not done"):
        open_stored(unfinished)
    (unfinished / "summary.json").write_text("{}")
    with pytest.raises(AuditError, match=r"rules\.jsonl\.gz is missing"):
        open_stored(unfinished)
    (unfinished / "rules.jsonl.gz").write_bytes(b"no")
    with pytest.raises(AuditError, match=r"rules\.jsonl\.gz is damaged"):
        open_stored(unfinished)


def test_nothing_is_left_behind(audits: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept while two audits are compared holds prescriptions."""
    broken = tmp_path / "broken"
    shutil.copytree(audits["cut"], broken)
    (broken / "receipts" / "part-00001.parquet").write_bytes(b"no table")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    assert replayed(audits["old"], audits["new-cut"])
    with pytest.raises(AuditError, match="is damaged"):
        replayed(audits["old"], broken)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_audit_is_continued_under_its_policy_only(audits: dict[str, Path]) -> None:
    """The policy of the day when it began holds on, whatever has expired since."""
    folder = audits["old"].parent
    before = files(audits["policy"])
    asked = Asked(folder / "rx.csv", audits["policy"], knowledge=folder / "a", part_bytes=1000, resume=True)
    for other in (None, SitePolicy("p", "1" * 32, date(2026, 1, 1))):
        with pytest.raises(AuditError, match="another policy"):
            audit(replace(asked, policy=other))
    later = SitePolicy("p", POLICY.digest, date(2026, 3, 1), (), POLICY.suppress)
    audit(replace(asked, policy=later))
    assert files(audits["policy"]) == before
