"""report.html: well formed, self-contained, escaped, in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
import string
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rxcheck.audit.page.figures import change, decimal, differ, per_hundred, wilson
from rxcheck.audit.page.review import ITEMS, place
from rxcheck.audit.page.words import WORDS
from rxcheck.audit.run import Asked, audit
from rxcheck.errors import AuditError
from rxcheck.kb.store import default_folder
from rxcheck.site import SitePolicy, Suppression
from rxcheck.terms import Lang
from tests.unit.audit.making import table

HOSTILE = "<script>alert(1)</script>"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


class Page(HTMLParser):
    """Reads a page; every element must be closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.style = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.said)


def report(source: Path, out: Path, lang: Lang = Lang.EN, compare: Path | None = None, jurisdiction: str = "cn") -> str:
    audit(Asked(source, out, lang=lang, compare=compare, jurisdiction=jurisdiction, part_bytes=8_000))
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rx") / "rx.csv"
    path.write_bytes(table(300))
    return path


@pytest.fixture(scope="module")
def english(source: Path) -> str:
    return report(source, source.parent / "en")


@pytest.fixture(scope="module")
def chinese(source: Path) -> str:
    return report(source, source.parent / "zh", Lang.ZH)


def test_it_is_well_formed_and_loads_nothing(english: str, chinese: str) -> None:
    for text in (english, chinese):
        page = Page(text)
        assert page.open == []
        assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & {
            tag for tag, _ in page.tags
        }
        for _, attributes in page.tags:
            assert not {name for name in attributes if name in ("src", "style", "srcset") or name.startswith("on")}
            assert attributes.get("href", "#").startswith("#")
        assert not re.search(r"https?:|//\w|url\(|@import", text)


def test_its_policy_allows_its_own_style_sheet_only(english: str) -> None:
    page = Page(english)
    policy = next(one["content"] for _, one in page.tags if one.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_section_is_reached(english: str) -> None:
    page = Page(english)
    ids = [one["id"] for tag, one in page.tags if tag == "section"]
    assert [one["href"] for tag, one in page.tags if tag == "a"] == [f"#{each}" for each in ids]
    assert len(ids) == 11


def test_figures_are_those_of_the_summary(source: Path, english: str) -> None:
    import json

    summary = json.loads((source.parent / "en" / "summary.json").read_bytes())
    text = Page(english).text
    assert f"{summary['lines']['read']:,} lines were read" in text
    assert f"{decimal(Fraction(100 * summary['interrupting'], summary['prescriptions']))} %" in text
    assert "ddi-simvastatin-clarithromycin" in text or "ddi-statins-cyp3a4-strong" in text
    assert "unknownium" in text


def test_chinese_says_it_in_chinese(chinese: str) -> None:
    page = Page(chinese)
    assert ("html", {"lang": "zh-CN"}) in page.tags
    for word in (
        "处方审核报告",
        "合理处方百分率",
        "华法林",
        "未识别的药名",
        "相互作用的药物类别",
        "平均每张处方用药品种数",
    ):
        assert word in page.text
    heads = re.findall(r"<(?:h1|h2|h3|th)[^>]*>([^<]+)", chinese)
    assert all(CHINESE.search(head) or head == "%" for head in heads)


def test_names_of_the_table_cannot_do_anything(tmp_path: Path) -> None:
    rows = ["prescription_id,store,prescriber,authored_on,age,sex,egfr,drug,dose,unit,route,frequency,days"]
    for number in range(12):
        for drug, dose in (("simvastatin", 40), ("clarithromycin", 500), (f"{HOSTILE} & \u202etsil", 1)):
            rows.append(
                f'"rx{number}""><b>",{HOSTILE},"dr\'""><img src=x onerror=y>",2026-01-{number + 1:02},70,f,20,{drug},{dose},mg,po,qd,9'
            )
    source = tmp_path / "<i>x.csv"
    source.write_text("\n".join(rows), encoding="utf-8")
    text = report(source, tmp_path / "out")
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "i"} & {tag for tag, _ in page.tags}
    assert HOSTILE in page.text
    assert 'rx0"><b>' in page.text
    assert "<img src=x onerror=y>" in page.text
    assert "\u202e" not in text
    assert "⟨U+202E⟩" in text


def test_a_former_audit_stands_beside(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(table(300, seed=2))
    report(other, tmp_path / "old", jurisdiction="generic")
    same = Page(report(source, tmp_path / "same", compare=source.parent / "en")).text
    assert "rates can be compared" in same
    assert set(re.findall(r"[+−±]\d+\.\d", same)) == {"±0.0"}
    moved = Page(report(source, tmp_path / "new", compare=tmp_path / "old")).text
    assert "a change of rates may come from the rules" in moved
    assert re.search(r"\+\d+\.\d", moved)
    assert "Rules whose rate changed most" in moved


def test_what_cannot_be_compared_with_is_said_before_the_work(source: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="no finished audit"):
        report(source, tmp_path / "out", compare=tmp_path)
    assert not (tmp_path / "out").exists()


def test_nothing_was_audited(tmp_path: Path) -> None:
    source = tmp_path / "rx.csv"
    source.write_bytes(table(1).split(b"\n")[0] + b"\nrx1,s1\n")
    text = Page(report(source, tmp_path / "out")).text
    assert "1 lines were read: 0 audited, 1 rejected" in text
    assert "No rule fired." in text


def test_every_word_is_there_in_both_languages() -> None:
    for key, (first, second) in WORDS.items():
        names = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in (first, second)]
        assert names[0] == names[1], key
        assert first.strip()
        # Chinese has no articles: of these only the name is left.
        assert (
            CHINESE.search(second)
            or key.startswith("one_of.")
            or not re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", first))
        ), key


def test_every_item_of_the_tables_has_a_name() -> None:
    rules = default_folder() / "rules"
    found = set()
    for path in (rules / "finding_codes.csv", *(rules / "jurisdictions").glob("*.csv")):
        found |= set(re.findall(r"(?<=[,;])[123]-\d+(?=[,;\n])", path.read_text(encoding="utf-8")))
    assert {"1-10", "2-8", "3-4"} <= found <= set(ITEMS)
    assert sorted(["1-10", "1-9", "2-1"], key=place) == ["1-9", "1-10", "2-1"]
    assert all(CHINESE.search(chinese) for _, chinese in ITEMS.values())


def test_numbers_are_rounded_half_up() -> None:
    assert [per_hundred(count, 8) for count in (0, 1, 8)] == ["0.0", "12.5", "100.0"]
    assert [per_hundred(1, 2000), per_hundred(1, 2001), per_hundred(0, 0)] == ["0.1", "<0.1", "–"]
    assert decimal(Decimal("0.25")) == "0.3"
    assert decimal(Fraction(12345678, 10), 0) == "1,234,568"
    assert [change(Fraction(1), Fraction(*now)) for now in ((3, 2), (1, 2), (1001, 1000))] == ["+0.5", "−0.5", "±0.0"]


def test_wilson_by_the_book() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for count, of, low, high in (
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0, 16.11),
        (1, 29, 0.61, 17.18),
    ):
        assert wilson(count, of) == pytest.approx((low, high), abs=0.006)


def test_a_change_within_chance_is_none() -> None:
    assert differ(60, 100, 40, 100)
    assert not differ(52, 100, 48, 100)
    assert not differ(0, 100, 0, 100)
    assert not differ(5, 10, 0, 0)


def test_what_the_policy_keeps_from_being_told(source: Path, tmp_path: Path, english: str) -> None:
    assert 'id="policy"' not in english
    entry = Suppression("ddi-vka-macrolides-cyp3a4", HOSTILE, "Dr. Zhu", date(2030, 1, 31))
    policy = SitePolicy("rxcheck.toml", "0123456789", date(2026, 11, 1), (entry,), (), {"link_days": 20})
    for lang, words in ((Lang.EN, "Would have fired"), (Lang.ZH, "本应提示次数")):
        out = tmp_path / lang.value
        summary = audit(Asked(source, out, lang=lang, policy=policy, part_bytes=8_000))
        fired = summary.suppressed["ddi-vka-macrolides-cyp3a4"].fired
        text = Page((out / "report.html").read_text(encoding="utf-8")).text
        assert fired > 0
        for said in (words, str(fired), HOSTILE, "Dr. Zhu", "2030-01-31", "link_days = 20"):
            assert said in text
