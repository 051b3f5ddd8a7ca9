"""The policy file of a site: what it may say, what it must not, and what it does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rxcheck.errors import UsageError
from rxcheck.kb.site_policy import read_policy, under_policy
from rxcheck.kb.store import Compiled, open_compiled
from rxcheck.report.errors_text import error_text
from rxcheck.terms import Lang, Route
from rxcheck.verify import Verifier
from tests.support.tiny import write_tiny
from tests.unit.build import line, rx

TODAY = date(2026, 11, 23)
ENTRY = {"rule": '"ix-warfarin-nsaids"', "reason": '"we watch"', "owner": '"pharmacy"', "expires": "2027-01-31"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return open_compiled(write_tiny(tmp_path_factory.mktemp("tiny")))


def entry(**cells: str) -> str:
    return "[[suppress]]\n" + "".join(f"{key} = {value}\n" for key, value in {**ENTRY, **cells}.items() if value)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "rxcheck.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_policy(tmp_path: Path, tiny: Compiled) -> None:
    text = entry() + entry(rule='"dose-tramadol-often"', expires="2026-11-22") + "[thresholds]\nwaiting_action = 2\n"
    policy = read_policy(written(tmp_path, text), tiny, TODAY)
    assert [each.rule for each in policy.suppress] == ["ix-warfarin-nsaids"]
    assert [each.rule for each in policy.expired] == ["dose-tramadol-often"]
    assert policy.thresholds == {"waiting_action": 2}
    # The same decisions have the same digest, on another day and written otherwise; the last day still counts.
    turned = (
        "[thresholds]\nwaiting_action = 2 # ours\n"
        + entry(rule='"dose-tramadol-often"', expires="2026-11-22")
        + entry()
    )
    before = read_policy(written(tmp_path, turned), tiny, date(2026, 11, 22))
    assert (before.digest, before.expired) == (policy.digest, ())
    assert read_policy(written(tmp_path, text.replace("= 2", "= 1")), tiny, TODAY).digest != policy.digest


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("[[suppress]", "", "is not TOML"),
        (entry(colour='"red"'), "suppress[0]", "object contains unknown field `colour`"),
        ("[surpress]\n", "", "object contains unknown field `surpress`"),
        (entry(owner=""), "suppress[0]", "object missing required field `owner`"),
        (entry(reason='""'), "suppress[0].reason", "expected `str` of length >= 1"),
        (entry() + entry(rule='"dose-tramadol-often"', owner='" "'), "suppress[1].owner", "owner is empty"),
        (entry(expires='"soon"'), "suppress[0].expires", "invalid RFC3339 encoded date"),
        (entry(expires="2029-01-01"), "suppress[0].expires", "lasts more than 2 years from today"),
        (entry(rule='"ix-nothing"'), "suppress[0].rule", "there is no rule ix-nothing in the tables"),
        (entry() + entry(), "suppress[1].rule", "the rule ix-warfarin-nsaids stands twice"),
        (entry(rule='"ix-statins-cyp3a4"'), "suppress[0].rule", "must alert and cannot be suppressed: Contraindicated"),
        (entry(rule='"ix-ace-spironolactone"'), "suppress[0].rule", "must alert"),  # by a modifier only
        (entry(rule='"ix-warfarin-celecoxib"'), "suppress[0].rule", "never alerts"),
        ("[thresholds]\nlab_stale_days = 91\n", "thresholds.lab_stale_days", "is not between 7 and 90"),
        ("[thresholds]\nlab_stale_days = true\n", "thresholds.lab_stale_days", "expected `int`, got `bool`"),
        ("[thresholds]\nfertile_age_min = 12\n", "thresholds.fertile_age_min", "unknown key fertile_age_min"),
        ("[thresholds]\nthreshold = 12\n", "thresholds.threshold", "(allowed: lab_stale_days, waiting_action)"),
    ],
)
def test_refused(tmp_path: Path, tiny: Compiled, text: str, place: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_policy(written(tmp_path, text), tiny, TODAY)
    assert message in caught.value.message
    assert caught.value.location is not None
    assert (caught.value.location.file, caught.value.location.column or "") == ("rxcheck.toml", place)


def test_refused_in_chinese(tmp_path: Path, tiny: Compiled) -> None:
    with pytest.raises(UsageError) as caught:
        read_policy(written(tmp_path, entry(rule='"ix-statins-cyp3a4"')), tiny, TODAY, Lang.ZH)
    assert "规则 ix-statins-cyp3a4 必须提示，不得停用：禁忌" in error_text(caught.value, Lang.ZH)


def test_no_such_file(tmp_path: Path, tiny: Compiled) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_policy(tmp_path / "none.toml", tiny, TODAY)


def test_another_row_speaks_instead(tmp_path: Path, tiny: Compiled) -> None:
    """A row that the suppressed one displaced is told, and what is not told is accounted for."""
    text = entry(rule='"ix-atorvastatin-clarithromycin"') + "[thresholds]\nwaiting_action = 2\n"
    policy = read_policy(written(tmp_path, text), tiny, TODAY)
    prescription = rx(
        line("1", "atorvastatin", "5 mg", (1, 24), Route.ORAL),
        line("2", "clarithromycin", "500 mg", (1, 24), Route.ORAL),
    )
    (whole,), (held,) = (Verifier(tiny, policy=each).verify([prescription]) for each in (None, policy))
    rules = [
        {finding.rule_id for finding in report.findings if finding.lines == ("1", "2")} for report in (whole, held)
    ]
    assert rules == [{"ix-atorvastatin-clarithromycin"}, {"ix-statins-cyp3a4"}]
    assert [(each.suppression.owner, each.lines, each.drugs) for each in held.suppressed] == [
        ("pharmacy", ("1", "2"), ("atorvastatin", "clarithromycin"))
    ]
    assert held.versions.policy == policy
    assert whole.suppressed == ()
    assert Verifier(tiny, policy=policy).kb.compiled.text.policy["waiting_action"] == 2
    assert tiny.text.policy["waiting_action"] == 1


def test_what_is_compiled_is_left_alone(tmp_path: Path, tiny: Compiled) -> None:
    before = {name: column.tobytes() for name, column in tiny.arrays.items()}
    under_policy(tiny, read_policy(written(tmp_path, entry()), tiny, TODAY))
    assert {name: column.tobytes() for name, column in tiny.arrays.items()} == before
