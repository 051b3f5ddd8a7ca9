"""The picture of a pair: everything is on it, nothing overlaps, and nothing in it acts as markup."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.load import load
from rxcheck.kb.pair import PairCard, PairIndex
from rxcheck.kb.store import open_compiled
from rxcheck.report.pair_picture import lay_out, lay_out_row, to_dot, to_png, to_svg
from rxcheck.terms import Lang
from tests.support.tiny import write_tiny


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("picture"))


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    return open_compiled(folder).text.catalogue()


@pytest.fixture(scope="module")
def index(folder: Path) -> PairIndex:
    return PairIndex(load(folder))


@pytest.fixture(scope="module")
def cards(index: PairIndex) -> tuple[PairCard, ...]:
    card = index.card("simvastatin", "clarithromycin")
    # All rows speak, so that there are two to draw.
    rows = tuple(msgspec.structs.replace(row, outranked=False) for row in card.rows)
    return (msgspec.structs.replace(card, rows=rows),)


def test_every_step_is_a_box_and_boxes_do_not_overlap(cards: tuple[PairCard, ...], catalogue: Catalogue) -> None:
    picture = lay_out(cards, catalogue, Lang.EN)
    texts = [box.text for box in picture.boxes]
    assert sorted(texts) == sorted(
        [
            "clarithromycin",
            "cyp3a4 inhibitors",
            "strong CYP3A4 inhibitor",
            "avoid · ix-statins-cyp3a4",
            "modify · der-inhibitor-sensitive",
            "statins",
            "sensitive CYP3A4 substrate",
            "simvastatin",
        ]
    )
    assert len(picture.lines) == 8
    for one, two in combinations(picture.boxes, 2):
        apart = one.x + one.width <= two.x or two.x + two.width <= one.x or abs(one.y - two.y) >= 34
        assert apart, (one.text, two.text)
    assert all(box.x >= 0 and box.x + box.width <= picture.width for box in picture.boxes)
    assert all(0 <= box.y <= picture.height - 34 for box in picture.boxes)


def test_the_ingredients_of_the_first_drug_stand_left(index: PairIndex, catalogue: Catalogue) -> None:
    picture = lay_out(
        [index.card(drug, "clarithromycin") for drug in ("atorvastatin", "simvastatin")], catalogue, Lang.EN
    )
    place = {box.text: box.x for box in picture.boxes}
    assert place["atorvastatin"] == place["simvastatin"] == min(place.values())
    assert place["clarithromycin"] == max(place.values())


def test_nothing_speaks_nothing_is_drawn(index: PairIndex, catalogue: Catalogue) -> None:
    assert lay_out([index.card("simvastatin", "simvastatin")], catalogue, Lang.EN).boxes == ()
    assert lay_out([], catalogue, Lang.EN).boxes == ()


def test_svg_is_well_formed_in_chinese_and_escapes_names(cards: tuple[PairCard, ...], catalogue: Catalogue) -> None:
    hostile = {**catalogue.drugs, "simvastatin": ("<script>&", "<辛伐他汀>")}
    svg = to_svg(lay_out(cards, msgspec.structs.replace(catalogue, drugs=hostile), Lang.ZH), "a < b")
    texts = [node.text for node in ElementTree.fromstring(svg).iter() if node.text and node.text.strip()]  # noqa: S314
    assert "<辛伐他汀>" in texts
    assert "CYP3A4敏感底物" in texts
    assert texts[0] == "a < b"


def test_png_is_a_picture(cards: tuple[PairCard, ...], catalogue: Catalogue) -> None:
    from io import BytesIO

    from PIL import Image

    picture = lay_out(cards, catalogue, Lang.EN)
    with Image.open(BytesIO(to_png(picture))) as image:
        assert image.size == (picture.width * 2, picture.height * 2)
        assert len(image.getcolors(1 << 20) or []) > 4


def test_one_row_for_graphviz(index: PairIndex, catalogue: Catalogue) -> None:
    row = index.row("ix-statins-cyp3a4", "simvastatin", "clarithromycin")
    assert row is not None
    picture = lay_out_row(row, catalogue, Lang.EN)
    assert [box.text for box in picture.boxes if box.filled] == [
        "Simvastatin", "avoid · ix-statins-cyp3a4", "Clarithromycin",
    ]  # fmt: skip
    dot = to_dot(picture, 'a "title" \\')
    assert dot.startswith('digraph "a \\"title\\" \\\\" {') and dot.endswith("}\n")
    assert dot.count(" -> ") == len(picture.lines)
    assert dot.count("label=") == len(picture.boxes)
