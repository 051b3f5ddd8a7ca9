"""`rxcheck explain` as installed."""

from __future__ import annotations

import json

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
