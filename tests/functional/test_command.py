"""The installed command: options, exit codes, streams and the knowledge folder."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from rxcheck import __version__
from tests.support.command import ROOT, command, environment, example, rxcheck

Append = Callable[..., int]
WARFARIN = ("--drug", "warfarin 5 mg PO qd", "--drug", "clarithromycin 500 mg PO bid x7d", "--age", "78", "--sex", "f")
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))


def test_version() -> None:
    ran = rxcheck("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"rxcheck {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("check", "-h"), ("kb", "--help")])
def test_help(arguments: tuple[str, ...]) -> None:
    ran = rxcheck(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "Usage" in ran.out


class TestExitCodes:
    def test_0_everything_assessed_and_nothing_found(self) -> None:
        ran = rxcheck("check", example("clean"))
        assert (ran.code, ran.err) == (0, "")

    def test_1_a_finding(self) -> None:
        ran = rxcheck("check", example("warfarin-clarithromycin"))
        assert (ran.code, ran.err) == (1, "")

    def test_3_nothing_found_but_not_everything_assessed(self) -> None:
        ran = rxcheck("check", "--drug", "amlodipine 5 mg PO qd")
        assert (ran.code, ran.err) == (3, "")

    def test_3_unsafe_writing_alone_does_not_fail(self) -> None:
        ran = rxcheck("check", "--drug", "amlodipine 5.0 mg PO q.o.d.", "--jurisdiction", "us")
        assert (ran.code, ran.err) == (3, "")
        assert ran.out.count("INFORM · moderate") == 2

    def test_4_an_input_that_cannot_be_read(self) -> None:
        assert rxcheck("check", "there-is-no-such-file.yaml").code == 4

    def test_5_invalid_knowledge(self, tmp_path: Path) -> None:
        ran = rxcheck("check", example("clean"), "--knowledge", tmp_path)
        assert (ran.code, ran.out) == (5, "")
        assert ran.err.startswith(f"rxcheck: {tmp_path}")

    @pytest.mark.parametrize(
        "arguments",
        [
            ("check",),
            ("check", "--no-such-option"),
            ("check", "--drug", "warfarin", "--jurisdiction", "nowhere"),
            ("no-such-command",),
            ("check", "--drug", "warfarin", "a.yaml"),
            ("check", "a.yaml", "--age", "7"),
            ("check", "--drug", "warfarin", "--lang", "fr"),
            ("check", "--drug", "warfarin", "--format", "pdf"),
            ("check", "--drug", "warfarin", "--fail-on", "always"),
            ("check", "--drug", "warfarin", "--pregnancy-weeks", "many"),
        ],
        ids=" ".join,
    )
    def test_2_usage(self, arguments: tuple[str, ...]) -> None:
        ran = rxcheck(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err
        assert "Traceback" not in ran.err

    def test_usage_in_chinese(self) -> None:
        ran = rxcheck("check", "--drug", "warfarin", "a.yaml", "--lang", "zh")
        assert (ran.code, ran.out, ran.err) == (2, "", "rxcheck: 文件与 --drug 只能给出其一\n")

    def test_a_missing_table_in_chinese(self, tmp_path: Path) -> None:
        ran = rxcheck("check", example("clean"), "--knowledge", tmp_path, "--lang", "zh")
        assert (ran.code, ran.out) == (5, "")
        assert ran.err.endswith("：缺少此知识表\n")

    def test_fail_on(self) -> None:
        codes = {
            level: rxcheck("check", example("warfarin-clarithromycin"), "--fail-on", level).code
            for level in ("inform", "monitor", "modify", "avoid", "never")
        }
        assert codes == {"inform": 1, "monitor": 1, "modify": 3, "avoid": 3, "never": 3}


class TestInput:
    @pytest.mark.parametrize(
        "name",
        ["warfarin-clarithromycin", "amoxicillin-penicillin-allergy", "triple-whammy", "outpatient-zh"],
        ids=["yaml", "fhir", "csv", "gb18030"],
    )
    def test_stdin_is_read_as_the_file_is(self, name: str) -> None:
        piped = rxcheck("check", "-", "--format", "json", stdin=example(name).read_bytes())
        read = rxcheck("check", example(name), "--format", "json")
        assert (piped.code, piped.out) == (read.code, read.out)

    def test_the_format_can_be_said(self) -> None:
        data = example("triple-whammy").read_bytes()
        assert rxcheck("check", "-", "--input-format", "csv", stdin=data).code == 1
        assert rxcheck("check", "-", "--input-format", "json", stdin=data).code == 4

    def test_several_files_are_one_report(self) -> None:
        ran = rxcheck("check", example("clean"), example("triple-whammy"), "--format", "json")
        ids = [report["prescription_id"] for report in json.loads(ran.out)["reports"]]
        assert (ran.code, ids) == (1, ["clean", "whammy"])

    def test_inline_is_checked_as_a_file_is(self) -> None:
        inline = rxcheck("check", *WARFARIN, "--format", "json")
        text = "patient: {age: 78, sex: f}\nlines:\n- {drug: warfarin, sig: 5 mg PO qd}\n"
        text += "- {drug: clarithromycin, sig: 500 mg PO bid x7d}\n"
        read = rxcheck("check", "-", "--format", "json", stdin=text.encode())
        findings = [json.loads(ran.out)["reports"][0]["findings"] for ran in (inline, read)]
        assert findings[0] == findings[1] != []

    def test_inline_in_chinese(self) -> None:
        ran = rxcheck(
            "check", "--drug", "华法林 5mg 口服 每日一次", "--drug", "克拉霉素 0.5g 口服 每日两次", "--lang", "zh"
        )
        assert ran.code == 1
        assert "华法林" in ran.out


class TestOutput:
    def test_json_holds_to_the_schema(self) -> None:
        ran = rxcheck("check", example("outpatient-zh"), "--format", "json")
        jsonschema.validate(json.loads(ran.out), SCHEMA)

    def test_a_line_for_each_report(self) -> None:
        whole = json.loads(rxcheck("check", example("outpatient-zh"), "--format", "json").out)["reports"]
        rows = rxcheck("check", example("outpatient-zh"), "--format", "jsonl").out.splitlines()
        assert [json.loads(row) for row in rows] == whole

    @pytest.mark.parametrize("form", ["table", "json", "jsonl", "markdown"])
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_every_form_names_rule_source_and_versions(self, form: str, lang: str) -> None:
        ran = rxcheck("check", example("methotrexate-daily"), "--format", form, "--lang", lang, "--verbose")
        assert ran.code == 1
        assert "dose-methotrexate-oral-perweek" in ran.out
        assert "Methotrexate 2.5 mg tablets" in ran.out
        assert __version__ in ran.out

    def test_nothing_but_text_goes_down_a_pipe(self) -> None:
        for form in ("table", "markdown"):
            assert "\x1b" not in rxcheck("check", example("triple-whammy"), "--format", form).out

    def test_quiet_keeps_what_interrupts(self) -> None:
        full = rxcheck("check", example("triple-whammy"))
        quiet = rxcheck("check", example("triple-whammy"), "--quiet")
        assert quiet.code == full.code
        assert "set-triple-whammy" in quiet.out
        assert "ddi-diuretics-nsaids" in full.out
        assert "ddi-diuretics-nsaids" not in quiet.out
        assert len(quiet.out) < len(full.out)

    def test_same_bytes_twice(self) -> None:
        runs = {rxcheck("check", example("outpatient-zh"), "--format", "json").out for _ in range(2)}
        assert len(runs) == 1

    def test_the_locale_does_not_matter(self) -> None:
        plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        ran = rxcheck("check", example("sildenafil-nitrate-zh"), "--lang", "zh", env=plain)
        assert (ran.code, ran.err) == (1, "")
        assert "万艾可" in ran.out

    def test_a_reader_that_leaves_early_is_no_error(self) -> None:
        run = subprocess.Popen(
            [*command(), "check", str(example("outpatient-zh")), "--verbose"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert run.stdout is not None
        run.stdout.close()
        _, err = run.communicate(timeout=60)
        assert b"Traceback" not in err
        assert b"BrokenPipe" not in err


class TestTerminal:
    @staticmethod
    def _on_terminal(
        *arguments: str, code: int = 1, stdout: int | None = None, stderr: int | None = subprocess.PIPE, **env: str
    ) -> str:
        """What a terminal gets of stdout, and of stderr too when that is None."""
        reader, writer = pty.openpty()
        run = subprocess.Popen(
            [*command(), "check", *(arguments or [str(example("metformin-egfr-22-zh"))])],
            stdout=writer if stdout is None else stdout,
            stderr=writer if stderr is None else stderr,
            env=environment(TERM="xterm-256color", COLUMNS="100", **env),
        )
        os.close(writer)
        parts = []
        while True:
            try:
                part = os.read(reader, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        os.close(reader)
        _, err = run.communicate(timeout=60)
        assert (run.returncode, err or b"") == (code, b"")
        return b"".join(parts).decode()

    def test_colour_on_a_terminal(self) -> None:
        assert "\x1b[" in self._on_terminal(NO_COLOR="")

    @pytest.mark.parametrize("form", ["table", "json"])
    def test_an_error_is_told_once_on_a_screen(self, form: str) -> None:
        shown = self._on_terminal("none.yaml", "--format", form, code=4, stderr=None, NO_COLOR="1")
        assert shown.count("no such file") == (1 if form == "table" else 2)

    def test_an_error_is_told_on_stderr_when_the_table_goes_elsewhere(self) -> None:
        shown = self._on_terminal("none.yaml", code=4, stdout=subprocess.DEVNULL, stderr=None)
        assert shown == "rxcheck: none.yaml: no such file\r\n"

    def test_no_colour_when_asked_for_none(self) -> None:
        shown = self._on_terminal(NO_COLOR="1")
        assert "\x1b[3" not in shown
        assert "renal-metformin-lt-30" in shown


class TestOutputFile:
    @pytest.mark.parametrize("form", ["table", "json", "markdown"])
    def test_is_what_stdout_would_be(self, form: str, tmp_path: Path) -> None:
        target = tmp_path / "report"
        ran = rxcheck("check", example("triple-whammy"), "--format", form, "--output", target)
        assert (ran.code, ran.out, ran.err) == (1, "", "")
        assert target.read_text(encoding="utf-8") == rxcheck("check", example("triple-whammy"), "--format", form).out
        assert os.listdir(tmp_path) == ["report"]  # noqa: PTH208 - hidden files too

    def test_an_older_report_is_replaced_whole(self, tmp_path: Path) -> None:
        target = tmp_path / "report.json"
        target.write_text("x" * 1_000_000, encoding="utf-8")
        target.chmod(0o640)
        assert rxcheck("check", example("clean"), "-f", "json", "-o", target).code == 0
        assert json.loads(target.read_text(encoding="utf-8"))["reports"]
        assert target.stat().st_mode & 0o777 == 0o640

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        ran = rxcheck("check", example("clean"), "--output", tmp_path / "none" / "report.json")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("rxcheck: cannot write ")
        assert list(tmp_path.iterdir()) == []

    def test_nothing_is_written_when_the_tables_are_broken(self, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        target = tmp_path / "report.json"
        assert rxcheck("check", example("clean"), "-k", folder, "-o", target).code == 5
        assert not target.exists()


class TestTables:
    def test_shipped_tables_have_no_fault(self) -> None:
        assert rxcheck("kb", "check").code == 0

    def test_a_new_row_changes_the_verdict(self, tables: Path, append: Append) -> None:
        before = rxcheck("check", example("clean"), "--knowledge", tables)
        assert before.code == 0
        for kind, english, chinese in (
            ("mechanism", "{precipitant} slows {object}.", "{precipitant}减慢{object}。"),
            ("harm", "Nobody knows what happens.", "后果不明。"),
            ("advice", "Ask why {object} and {precipitant}.", "请询问为何合用{object}与{precipitant}。"),
        ):
            append(
                "knowledge/clauses.csv",
                clause_id=f"{'r' if kind == 'advice' else kind[0]}-zz-test",
                kind=kind,
                text_en=english,
                text_zh=chinese,
                source_id="curator",
                status="draft",
            )
        append(
            "knowledge/interactions.csv",
            rule_id="ddi-zz-test",
            object="drug:atorvastatin",
            precipitant="drug:amlodipine",
            onset="delayed",
            action="avoid",
            severity="major",
            evidence="theoretical",
            mechanism="m-zz-test",
            harm="h-zz-test",
            advice="r-zz-test",
            source_id="curator",
            status="draft",
            valid_from="2026-11-22",
        )
        assert rxcheck("kb", "format", "--knowledge", tables).code == 0
        linted = rxcheck("kb", "check", "--knowledge", tables)
        assert linted.code == 0, linted.out
        after = rxcheck("check", example("clean"), "--knowledge", tables, "--format", "json")
        (finding,) = json.loads(after.out)["reports"][0]["findings"]
        assert (after.code, finding["rule_id"], finding["action"]) == (1, "ddi-zz-test", "avoid")
        shown = rxcheck("check", example("clean"), "--knowledge", tables, "--lang", "zh")
        assert "后果不明。" in shown.out
        assert rxcheck("check", example("clean")).code == 0

    def test_a_broken_row_is_located(self, tables: Path, append: Append) -> None:
        line = append(
            "rules/dose_limits.csv",
            rule_id="dose-zz-test",
            subject="drug:warfarin",
            routes="oral",
            limit="daily_max",
            value="many",
            unit="mg",
            action="modify",
            severity="major",
            evidence="established",
            harm="h-dose-general",
            advice="r-dose-check-max",
            source_id="curator",
            status="draft",
            valid_from="2026-11-22",
        )
        ran = rxcheck("check", example("clean"), "--knowledge", tables)
        assert (ran.code, ran.out) == (5, "")
        assert f"rules/dose_limits.csv, row {line}, column value: " in ran.err
        assert ran.err.count("\n") == 1
        linted = rxcheck("kb", "check", "--knowledge", tables)
        assert linted.code == 5
        assert f"rules/dose_limits.csv, row {line}, column value: " in linted.out

    def test_an_unknown_column_is_refused(self, tables: Path) -> None:
        path = tables / "rules" / "policy.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("note", "remark", 1), encoding="utf-8")
        ran = rxcheck("check", example("clean"), "--knowledge", tables)
        assert (ran.code, ran.out) == (5, "")
        assert "rules/policy.csv" in ran.err
        assert "remark" in ran.err
