import re
import string
from enum import StrEnum
from pathlib import Path

import pytest

from rxcheck import finding, report, terms
from rxcheck.report.words import WORDS, counted, term, term_key, word
from rxcheck.terms import Action, Lang

VOCABULARIES = [
    each
    for module in (terms, finding)
    for each in vars(module).values()
    if isinstance(each, type)
    and issubclass(each, StrEnum)
    and each is not StrEnum
    and each not in (Lang, finding.SlotKind, finding.Comparator)
]


# Symbols and names of people that Chinese pharmacists write alike.
SAME_IN_BOTH = (
    *("eGFR", "INR", "ALT", "AST", "TSH"),
    *("CKD-EPI 2021", "Schwartz 2009", "Cockcroft-Gault", "Mosteller", "Child-Pugh"),
)


def slots(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda each: each.__name__)
def test_every_member_has_words_in_both_languages(vocabulary: type[StrEnum]) -> None:
    for member in vocabulary:
        assert term(member, Lang.EN)
        assert re.search(r"[\u4e00-\u9fff]", term(member, Lang.ZH)) or term(member, Lang.ZH) in SAME_IN_BOTH


def test_every_comparator_has_a_phrase() -> None:
    for comparator in finding.Comparator:
        assert "5" in word(f"comparator.{comparator.value}", Lang.EN, value="5")
        assert "5" in word(f"comparator.{comparator.value}", Lang.ZH, value="5")


@pytest.mark.parametrize("key", WORDS)
def test_placeholders_are_the_same_in_both_languages(key: str) -> None:
    english, chinese = WORDS[key]
    assert slots(english) == slots(chinese)
    assert english.strip() or key == "sentences"


def test_members_of_one_vocabulary_have_words_of_their_own() -> None:
    for vocabulary in VOCABULARIES:
        for lang in Lang:
            words = [term(member, lang) for member in vocabulary]
            assert len(set(words)) == len(words), vocabulary


def test_no_word_is_left_over() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(report.__path__[0]).glob("*.py") if path.name != "words.py"
    )
    members = {term_key(member) for vocabulary in VOCABULARIES for member in vocabulary}
    built = ("comparator.", "label.", "unit.", "value.")
    for key in WORDS:
        bare = key.removesuffix(".one")
        assert bare in members or bare.startswith(built) or re.search(f"[\"']{re.escape(bare)}[\"']", source), key


def test_no_word_reassures() -> None:
    for english, chinese in WORDS.values():
        assert "safe" not in english.lower()
        assert "安全" not in chinese


def test_counted_has_a_singular_only_where_the_language_has_one() -> None:
    assert counted("rules", 1, Lang.EN) == "1 rule"
    assert counted("rules", 2, Lang.EN) == "2 rules"
    assert counted("rules", 1, Lang.ZH) == "1 条规则"


def test_an_unknown_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("no such message", Lang.EN)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        WORDS["action.avoid"] = ("fine", "好")  # type: ignore[index]
    assert term(Action.AVOID, Lang.ZH) == "避免使用"
