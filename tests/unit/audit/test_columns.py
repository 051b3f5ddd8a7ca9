"""Tables of other systems: whose columns they are, and what is said where that cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rxcheck.audit.columns import columns_of, layout_in
from rxcheck.audit.run import Asked, audit
from rxcheck.audit.writing import Form
from rxcheck.errors import AuditError
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import AuditField
from rxcheck.sources.csv_long import COLUMNS, REQUIRED

LAYOUTS = open_compiled(default_folder()).text.words().layouts
HIS = "处方号,患者年龄,性别,诊断,药品名称,规格,单次剂量,单位,频次,途径,天数"
MIMIC = (
    "ROW_ID,SUBJECT_ID,HADM_ID,ICUSTAY_ID,STARTDATE,ENDDATE,DRUG_TYPE,DRUG,DRUG_NAME_POE,DRUG_NAME_GENERIC,FORMULARY_DRUG_CD,GSN,NDC,"
    "PROD_STRENGTH,DOSE_VAL_RX,DOSE_UNIT_RX,FORM_VAL_DISP,FORM_UNIT_DISP,ROUTE"
)
SYNTHEA = "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION"
SMART = "ID,PID,START_DATE,END_DATE,RxNorm,Name,SIG,Q,DAYS,REFILLS,Q_TO_TAKE_VALUE,Q_TO_TAKE_UNIT,FREQUENCY_VALUE,FREQUENCY_UNIT"


def test_fields_are_columns() -> None:
    assert {*AuditField} - {AuditField.PER_DAY, AuditField.IGNORED} <= {*COLUMNS}
    for layout, fields in LAYOUTS.items():
        assert {*REQUIRED} <= {*fields.values()}, layout


@pytest.mark.parametrize(
    ("header", "layout"),
    [(HIS, "his-cn"), (MIMIC, "mimic"), (SYNTHEA, "synthea"), (SMART, "smart"), ("prescription_id,drug", "rxcheck")],
)
def test_whose_columns(header: str, layout: str) -> None:
    found = columns_of(header.split(","), LAYOUTS, None, "rx.csv")
    assert found.layout == layout
    assert not found.unknown


def test_a_column_that_nobody_knows_is_told() -> None:
    assert columns_of([*HIS.split(","), "备注"], LAYOUTS, None, "rx.csv").unknown == ("备注",)


@pytest.mark.parametrize(
    ("header", "asked", "message"),
    [
        ("a,b", None, "no layout has these columns"),
        ("处方号,药品名称,药名", None, "is drug, as another column is"),
        ("处方号,年龄", "his-cn", "layout his-cn: no column is drug"),
        ("处方号,药名,药名", None, "stands twice"),
        ("处方号,药名", "rxcheck", "unknown column"),
    ],
)
def test_refused(header: str, asked: str | None, message: str) -> None:
    with pytest.raises(AuditError, match=message):
        columns_of(header.split(","), LAYOUTS, asked, "rx.csv")


def test_a_layout_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("column,field\nOrder,prescription_id\nMed,drug\nPer24h,per_day\nAmount,dose\nHow,route\nYears,age\n")
    source = tmp_path / "rx.csv"
    source.write_text("Order,Med,Per24h,Amount,How,Years,Colour\n1,paracetamol,8,1000 mg,po,50,red\n")
    summary = audit(Asked(source, tmp_path / "out", Form.CSV, str(own)))
    assert (summary.layout, summary.unknown_columns) == ("own", ("colour",))
    assert summary.by_check.get("limit")


@pytest.mark.parametrize("text", ["", "column,field\n", "column,field\na,colour\n", "column,field\n,drug\n"])
def test_a_layout_that_is_none(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(text)
    with pytest.raises(AuditError, match=r"needs a column and a field|holds no rows"):
        layout_in(own)


def test_a_chinese_table(tmp_path: Path) -> None:
    source = tmp_path / "处方.csv"
    rows = f"{HIS}\nA1,78岁,女,2型糖尿病,盐酸二甲双胍片,0.5g*24片,10,片,bid,口服,14\nA1,78岁,女,2型糖尿病,华法林钠片,2.5mg,2.5,mg,qd,口服,14\n"
    source.write_bytes(rows.encode("gb18030"))
    summary = audit(Asked(source, tmp_path / "out", Form.CSV))
    assert summary.layout == "his-cn"
    assert summary.lines == {"read": 2, "audited": 2, "rejected": 0}
    assert summary.by_check.get("limit"), "5 g twice a day, by the strength of the tablet"


def test_a_nought_of_another_system_says_nothing(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_text("处方号,药名,天数\nA1,华法林钠片,0\n")
    assert audit(Asked(source, tmp_path / "theirs")).lines["rejected"] == 0
    source.write_text("prescription_id,drug,days\nA1,warfarin,0\n")
    assert audit(Asked(source, tmp_path / "ours")).lines["rejected"] == 1


SHARED = Path(__file__).parents[4] / "shared" / "reference" / "prescriptions" / "smart" / "meds.txt"


@pytest.mark.skipif(not SHARED.exists(), reason="the SMART sample is not here")
def test_the_smart_sample(tmp_path: Path) -> None:
    source = tmp_path / "meds.tsv"
    source.write_bytes(SHARED.read_bytes())
    summary = audit(Asked(source, tmp_path / "out"))
    assert summary.lines["read"] == len(SHARED.read_text().splitlines()) - 1
    assert summary.lines["rejected"] == 0
    assert summary.unknown_lines <= 5
    assert summary.with_findings > summary.prescriptions // 2
