"""`rxcheck explain` as installed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from tests.support.chat import Reply, chatting
from tests.support.command import example, rxcheck


def test_text() -> None:
    ran = rxcheck("explain", example("warfarin-clarithromycin"))
    assert (ran.code, ran.err) == (1, "")
    assert "The INR may rise and bleeding may occur." in ran.out
    assert "every sentence is a reviewed clause" in ran.out


def test_one_finding_for_machines() -> None:
    ran = rxcheck("explain", example("triple-whammy"), "--finding", "F1", "--format", "json", "--lang", "zh")
    (rx,) = json.loads(ran.out)["prescriptions"]
    assert [each["finding"] for each in rx["explanations"]] == ["F1"]
    assert rx["explanations"][0]["plan"]["planner"] == "template"


def test_a_finding_that_is_not_there() -> None:
    ran = rxcheck("explain", example("clean"), "--finding", "F9")
    assert (ran.code, ran.out) == (2, "")
    assert "no finding F9" in ran.err


def test_nothing_found() -> None:
    ran = rxcheck("explain", example("clean"), "--for", "patient")
    assert ran.code == 0
    assert "Ask your pharmacist" in ran.out


def test_a_file_that_cannot_be_read() -> None:
    ran = rxcheck("explain", "no-such-file.yaml")
    assert ran.code == 4
    assert "no such file" in ran.err


def test_a_patient_hears_that_something_was_not_checked() -> None:
    ran = rxcheck("explain", "-", "--for", "patient", stdin=b"lines: [{drug: nosuchdrugum}]")
    assert ran.code == 3
    assert "could be checked here: ask your pharmacist" in ran.out


def test_a_models_wording() -> None:
    def answer(text: str) -> Reply:
        return Reply(
            "INR and bleeding may rise. [h1]\nClarithromycin is safe with Warfarin. [m1]\nStop Warfarin today. [r1]"
        )

    with chatting(answer) as chat:
        ran = rxcheck(
            "explain", example("warfarin-clarithromycin"), "--style", "narrative", "--explainer", "server",
            "--url", chat.url, "--format", "json",
        )  # fmt: skip
    (rx,) = json.loads(ran.out)["prescriptions"]
    (each,) = rx["explanations"]
    assert each["model_wording"]["replaced"] >= 3
    assert not any("safe" in sentence["text"] or "today" in sentence["text"] for sentence in each["sentences"])


def test_wording_needs_a_model_and_no_patient() -> None:
    ran = rxcheck("explain", example("clean"), "--style", "narrative", "--explainer", "template")
    assert ran.code == 2
    assert "needs a model" in ran.err
    ran = rxcheck("explain", example("clean"), "--style", "narrative", "--for", "patient")
    assert ran.code == 2
    assert "not --for patient" in ran.err


def test_a_model_that_is_not_here() -> None:
    ran = rxcheck("explain", example("clean"), "--explainer", "model", "--model", "r1-7b")
    assert ran.code == 4
    assert "r1-7b is not here" in ran.err or "is not installed" in ran.err
    ran = rxcheck("explain", example("clean"), "--explainer", "server")
    assert ran.code == 2
    assert "--explainer server and --url go together" in ran.err


def test_a_trainee_is_shown_steps_questions_and_a_comparison() -> None:
    ran = rxcheck("explain", example("transplant-exposure"), "--for", "trainee", "--finding", "F1", "--finding", "F2")
    assert (ran.code, ran.err) == (1, "")
    for text in ("1 Facts used", "◀─", "Test yourself (answers at the end)", "Findings compared", "\nAnswers\n"):
        assert text in ran.out
    assert "F3" not in ran.out
    again = rxcheck("explain", example("transplant-exposure"), "--for", "trainee", "--finding", "F1", "--finding", "F2")
    assert again.out == ran.out
    beside = rxcheck("explain", example("transplant-exposure"), "--for", "trainee", "--answers", "--lang", "zh")
    assert "自测题" in beside.out and "\n答案\n" not in beside.out


def test_a_lesson_for_machines_into_a_file(tmp_path: Path) -> None:
    to = tmp_path / "lesson.json"
    ran = rxcheck("explain", example("triple-whammy"), "--for", "trainee", "--format", "json", "--output", to)
    assert (ran.code, ran.out) == (1, "")
    (rx,) = json.loads(to.read_text(encoding="utf-8"))["prescriptions"]
    assert len(rx["comparison"]["rows"]) == len(rx["explanations"]) == 4
    for each in rx["explanations"]:
        assert [step["step"] for step in each["steps"]] == ["facts", "rule", "path", "change", "sources"]
        assert each["self_test"] and each["sentences"] and each["plan"]["planner"] == "template"


def test_pictures_of_paths(tmp_path: Path) -> None:
    ran = rxcheck(
        "explain", example("transplant-exposure"), "--for", "trainee", "--graph", tmp_path / "p.svg", "--finding", "F1",
    )  # fmt: skip
    assert (ran.code, ran.err) == (1, "")
    assert [each.name for each in tmp_path.iterdir()] == ["p.svg"]
    root = ElementTree.fromstring((tmp_path / "p.svg").read_text(encoding="utf-8"))
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Tacrolimus" in texts and "Clarithromycin" in texts
    files = ("triple-whammy", "transplant-exposure")
    ran = rxcheck("explain", *map(example, files), "--for", "trainee", "--graph", tmp_path / "all.dot", "--lang", "zh")
    assert ran.code == 1
    drawn = sorted(each.name for each in tmp_path.glob("*.dot"))
    assert drawn[:3] == ["all-1-F2.dot", "all-1-F3.dot", "all-2-F1.dot"]
    dot = (tmp_path / "all-2-F1.dot").read_text(encoding="utf-8")
    assert dot.startswith("digraph ") and "他克莫司" in dot and " -> " in dot


def test_what_lessons_refuse(tmp_path: Path) -> None:
    ran = rxcheck("explain", example("triple-whammy"), "--answers")
    assert (ran.code, ran.out) == (2, "")
    assert "go with --for trainee" in ran.err
    ran = rxcheck(
        "explain", example("triple-whammy"), "--for", "trainee", "--graph", tmp_path / "p.png", "--lang", "zh"
    )
    assert ran.code == 2
    assert "只能写 .svg 或 .dot 文件" in ran.err
    ran = rxcheck("explain", example("ibuprofen-twice-zh"), "--for", "trainee", "--graph", tmp_path / "p.svg")
    assert (ran.code, ran.out) == (2, "")
    assert "no finding has a path in the graph" in ran.err
    ran = rxcheck(
        "explain", example("warfarin-clarithromycin"), "--for", "trainee", "--graph", tmp_path / "no" / "p.svg"
    )
    assert ran.code == 2
    assert "cannot write" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_models_wording_stands_between_the_steps() -> None:
    with chatting(lambda text: Reply("INR and bleeding may rise. [h1]")) as chat:
        ran = rxcheck(
            "explain", example("warfarin-clarithromycin"), "--style", "narrative", "--explainer", "server",
            "--url", chat.url, "--for", "trainee",
        )  # fmt: skip
    assert ran.code == 1
    places = [ran.out.index(text) for text in ("3 Path in the graph", "What can happen", "4 What would change it")]
    assert places == sorted(places)
    assert "each judged against its clause" in ran.out
