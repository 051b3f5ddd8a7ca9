"""`rxcheck explain` as installed."""

from __future__ import annotations

import json

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
