"""Names that look like a text which was not understood: for a person to choose from, never assumed."""

from __future__ import annotations

from rxcheck.kb.name_forms import NameForms
from rxcheck.kb.names import Written
from rxcheck.kb.spelling import compact
from rxcheck.kb.vocabulary import Vocabulary

SUGGESTED = 3
_LONGEST = 250  # no name is so long that a longer text could look like it
_CONSIDERED = 12
_CONSIDERED_CHINESE = 40


class Suggester:
    """Finds near names and the look-alike pairs among them."""

    def __init__(self, vocabulary: Vocabulary, forms: NameForms) -> None:
        self._vocabulary = vocabulary
        self._forms = forms

    def targets(self, text: str, limit: int = SUGGESTED, least: int | None = None) -> tuple[str, ...]:
        """Up to `limit` targets whose names look like `text`, best first; `least` in per cent in place of the tables'."""
        return self._first(self._near(text, least), limit)

    def for_written(self, written: Written, text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Near targets for a text, or for it without forms and strengths; and the look-alike pairs that both fit it."""
        plain = " ".join(self._forms.stripped(part.words) for part in written.parts) or text
        near = self._near(plain, None) or self._near(text, None)
        pairs = self._pairs(near)
        both = [compact(name) for pair in pairs for name in pair]
        return self._first([*near[:1], *both, *near[1:]], SUGGESTED), pairs

    def _near(self, text: str, least: int | None) -> list[str]:
        """Compact names near `text`, best first."""
        from rapidfuzz import fuzz, process

        wanted = compact(text)
        if len(wanted) > _LONGEST:
            return []
        index = self._vocabulary.index
        if least is None and any("㐀" <= char <= "鿿" for char in wanted):
            return self._near_chinese(wanted)
        hits = process.extract(
            wanted,
            index.names.keys(),
            scorer=fuzz.ratio,
            limit=_CONSIDERED,
            score_cutoff=index.similarity if least is None else least,
        )
        return [name for name, _, _ in hits]

    def _near_chinese(self, wanted: str) -> list[str]:
        """Names that are short: one wrong character is always near, however much of the name it is. Of equally near names
        those that begin alike come first. Forms and salts beside the name do not count."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        index = self._vocabulary.index
        ranked: list[tuple[float, int, str]] = []
        for form in dict.fromkeys((wanted, *self._forms.chinese(wanted))):
            if len(form) < 2:
                continue
            least = min(index.similarity / 100, 1 - 1 / len(form)) - 0.001  # a score is rounded
            for name, score, _ in process.extract(
                form,
                index.names.keys(),
                scorer=OSA.normalized_similarity,
                limit=_CONSIDERED_CHINESE,
                score_cutoff=least,
            ):
                ranked.append((-score, -_alike(form, name), name))
        return [name for _, _, name in sorted(ranked)]

    def _pairs(self, near: list[str]) -> tuple[tuple[str, str], ...]:
        """Pairs of the tables of which both names are near."""
        known, found = frozenset(near), dict[frozenset[str], tuple[str, str]]()
        for name in near:
            for pair in self._vocabulary.lookalikes.get(name, ()):
                if compact(pair[1]) in known:
                    found.setdefault(frozenset(pair), pair)
        return tuple(found.values())

    def _first(self, names: list[str], limit: int) -> tuple[str, ...]:
        targets = dict.fromkeys(target for name in names for target in self._vocabulary.targets(name))
        return tuple(targets)[:limit]


def _alike(one: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
