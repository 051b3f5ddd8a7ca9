"""Judges a Chinese paraphrase of a clause: it must be made of pieces of the clause, of words that stand for one, and of fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rxcheck.explain.narrative.judging import CAUSES, MOST_NEUTRAL, NAME, Clause, Judge, Role, Unit
from rxcheck.explain.narrative.keeping import sentences
from rxcheck.explain.narrative.reading import NUMBER
from rxcheck.explain.narrative.terms import Flaw, Group
from rxcheck.kb.terms import ParaphraseKind as Kind

_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")
# An amount in Chinese numerals.
_COUNTED = re.compile(
    r"[一二两三四五六七八九十百千万半几数]+(?:毫克|克|微克|毫升|片|粒|次|周|天|日|个月|月|年|小时|分钟|倍|成|分之|例|人|支|剂)"
)
_DENIED_ABILITY = re.compile(r"不可能?|不能|未能|功能|性能|必能|定能|总能")
_LISTING = ("、", "与", "和", "及", "或", "以及")
_LIMITS = frozenset("仅只除若如前后多少常偶罕重轻深长短大小高低早晚首先初")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_SUFFERS_BEFORE = ("使", "令", "将", "把", "对", "致", "让")
_SUFFERS_BEHIND = ("被", "受", "由", "遭", "因", "经")
_BECAUSE = ("因", "由于", "因为")  # 乙的毒性因甲而增加: what stands before is not done to 甲
_BY = ("被", "由", "受", "经", "因")
_LEAST, _SHORTEST, _LONGEST = 4, 2, 16  # characters: of a sentence; of a piece
_NAME_FROM, _NAME_TO = 3, 12  # characters of a drug's name
_REACH = 10  # characters between a word and what it belongs to
_THIS_PATIENT = re.compile(
    r"(?:该|此|本|这位|这名|本例|这个)(?:患者|患儿|病人|例|病例|人)|患者(?:有|患(?!者)|曾|既往|已|正|近|昨|今|目前|本人|是|系|为)|其本人|(?<!其)他(?!汀|们)|她"
)


# What begins with the patient and goes on with a fact, not with what is to be done or may happen.
_PATIENT_FIRST = re.compile(
    r"^(?:患者|病人)(?!应|如|若|可|在|的|须|请|需|会|能|不|要|用|服|自身|状况|也|或|往往|常|易|容易|更|较|先|早|使用|发生|出现|与|和|及|对)"
)


class Chinese(Judge):
    """Judges Chinese."""

    latin = False
    stops = frozenset("，。；：、！？（）,.;:()“” \t")
    restrictions = ((("仅", "只"), ("方可", "才")), (("除非", "除外"), ("否则", "以外")), (("直到",), ("为止", "前")))
    avoiding = "避免"
    conditions = re.compile(r"时|若|如|倘|是否|能否|可否|有无|前|后|期间|一旦|何|哪|除非|否则|需要")
    grave = re.compile(r"停用|停药|停服|启用|开始|给予|加量|减量|增加|减少|改用|换用|加用|继续|恢复|加倍|减半|漏服")
    doubts = re.compile(r"可能|或许|也许|或会|或可")
    negators = frozenset(
        "难以 不 未 无 勿 非 没有 不得 不应 不宜 不可 不能 不会 切勿 并非 并不 并未 没 无法 尚未 从未".split()
    )
    linking = frozenset({"除外", "而无", "也不", "也无"})
    preventing = frozenset("阻止 防止 妨碍 阻碍".split())
    bounds = frozenset({"超过", "多于", "高于", "大于", "少于", "低于", "小于"})

    def _add(self, groups: list[Group], topics: str) -> None:
        self._topics = topics
        self._words: dict[str, set[str]] = {}
        weighty = (word for group in groups if group.kind is Kind.WEIGHTY for word in group.words)
        # Such a word in a sentence must stand in the clause, however the sentence is cut.
        self._alarming = tuple(word for word in weighty if len(word) > 1)
        acting = (*CAUSES, Kind.ACT, Kind.ASK)
        self._weighty = tuple(
            dict.fromkeys(
                word
                for group in groups
                for word in group.words
                if group.kind is Kind.WEIGHTY or (group.kind in acting and len(word) > 1)
            )
        )
        for group in groups:
            if group.kind is Kind.WEIGHTY:
                continue  # such a word stands for itself only
            self._kinds[f"={group.name}"] = group.kind
            for word in group.words:
                self._words.setdefault(word, set()).add(f"={group.name}")
        self._longest = max(map(len, self._words), default=1)
        self._hedges = tuple(word for group in groups if group.kind is Kind.HEDGE for word in group.words)

    def hedged(self, text: str) -> bool:
        """By the words themselves: 可引起 is one word here; 不能 is none."""
        text = _DENIED_ABILITY.sub("", text)
        return any(word in text for word in self._hedges)

    def mask(self, text: str, names: Sequence[str]) -> str:
        """The longest names first."""
        for number, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
            text = text.replace(name, f"§{number}§")
        return text

    def units(self, text: str, wanted: frozenset[str] | None = None) -> list[Unit]:
        """Words of the table, the longest first; between them the characters, two by two."""
        units: list[Unit] = []
        place = 0
        while place < len(text):
            name = NAME.match(text, place)
            word = "" if name else self._word(text, place)
            if name:
                units.append(Unit(name.group(), frozenset({name.group()}), None, int(name.group(1))))
                place = name.end()
            elif word:
                word = self._split_off(word)
                keys = frozenset({word, *self._words[word]})
                units.append(Unit(word, keys, self.kind(keys)))
                place += len(word)
            else:
                latin = _LATIN.match(text, place)
                piece = latin.group() if latin else text[place]
                pair = piece if latin else text[place : place + 2]
                units.append(Unit(piece, frozenset({pair, piece}), None))
                place += len(piece)
        return units

    def _split_off(self, word: str) -> str:
        """Of "cannot dissolve" the "cannot", so that what is denied is a word of its own."""
        if Kind.NO not in {self._kinds[group] for group in self._words[word]}:
            return word
        cut = (word[:size] for size in range(len(word) - 2, 0, -1) if word[:size] in self.negators)
        return next((negator for negator in cut if word[len(negator) :] in self._words), word)

    def _inner(self, text: str) -> Iterator[str]:
        """The words of the table that stand in a text, itself among them."""
        runs = (text[a:b] for a in range(len(text)) for b in range(a + _SHORTEST, len(text) + 1))
        return (run for run in runs if run in self._words)

    def forward(self, unit: Unit) -> bool:
        """A phrase with a negator in it is one."""
        return any(negator in unit.text for negator in self.negators)

    def own(self, unit: Unit) -> frozenset[str]:
        """With the words within it: 接种 in 接种活疫苗."""
        found = {key for word in self._inner(unit.text) for key in (word, *self._words[word])}
        return super().own(unit) | {key for key in found if self._kinds.get(key) not in (Kind.UP, Kind.DOWN)}

    def all_keys(self, text: str) -> frozenset[str]:
        """The groups of every run of characters."""
        found: set[str] = set()
        for place in range(len(text)):
            for size in range(1, min(self._longest, len(text) - place) + 1):
                found |= self._words.get(text[place : place + size], set())
        return frozenset(found)

    def _word(self, text: str, place: int) -> str:
        for size in range(min(self._longest, len(text) - place), 0, -1):
            if text[place : place + size] in self._words:
                return text[place : place + size]
        return ""

    def in_parts(self, unit: Unit, keys: frozenset[str], said: str) -> bool:
        """Words within a word, or most of its characters."""
        if len(unit.text) < _SHORTEST:
            return unit.text in said
        common = sum(character in said for character in unit.text)
        inner = any(self._words[word] & keys for word in self._inner(unit.text))
        return inner or common * 2 >= len(unit.text)

    def limits(self, unit: Unit) -> bool:
        """Also as one character of a word."""
        return any(character in _LIMITS for character in unit.text) or any(
            word in unit.text for word in ("有限", "致命", "死", "危", "严重")
        )

    def names_another(self, sentence: str, clause: Clause) -> bool:
        """Runs of three to twelve characters; what clauses say anyway is no news."""
        whole = "\n".join(clause.texts)
        plain = NAME.sub("§", sentence)
        for place in range(len(plain)):
            for size in range(_NAME_FROM, min(_NAME_TO, len(plain) - place) + 1):
                run = plain[place : place + size]
                if run in self.drugs and run not in whole and run not in self.vocabulary:
                    return True
        return False

    def words(self, sentence: str, units: Sequence[Unit], clause: Clause) -> Iterator[Flaw]:
        """Whether the sentence can be cut into allowed pieces: from the end, which places can be reached."""
        if len(NAME.sub("", sentence)) < _LEAST:
            yield Flaw.SHORT
        whole = "\n".join(clause.texts)
        if any(_counted(found.group()) not in _counted(whole) for found in _COUNTED.finditer(sentence)):
            yield Flaw.NUMBER
        covered = self._without_own(sentence, clause)
        for word in self._alarming:
            if clause.whole and word in self.joints:
                continue
            if word in covered and word not in whole and not self._words.get(word, set()) & clause.keys:
                yield Flaw.WORD
                break
        # From the end: how many words that the clause does not have are needed at least from each place on.
        most = MOST_NEUTRAL * len(sentences(sentence)) + 1
        need = [most] * len(sentence) + [0]
        for place in range(len(sentence) - 1, -1, -1):
            need[place] = min(
                (need[place + size] + light for size, light in self._pieces(sentence, place, clause)), default=most
            )
        if need[0] >= most:
            yield Flaw.WORD

    def _without_own(self, sentence: str, clause: Clause) -> str:
        """The sentence without the longer words that stand for one of the clause (一般认为 for 被认为)."""
        place, left = 0, ""
        while place < len(sentence):
            sizes = range(min(self._longest, len(sentence) - place), _SHORTEST, -1)
            words = (sentence[place : place + size] for size in sizes)
            word = next((word for word in words if self._words.get(word, set()) & clause.keys), "")
            left += "|" if word else sentence[place]
            place += len(word) or 1
        return left

    def _pieces(self, sentence: str, place: int, clause: Clause) -> Iterator[tuple[int, int]]:
        """How long the allowed pieces are that begin here, and whether (1) the clause does not have them."""
        if sentence[place] in self.stops:
            yield 1, 0
            return
        name = NAME.match(sentence, place)
        if name:
            if any(name.group() in text for text in clause.texts):
                yield len(name.group()), 0
            return
        number = NUMBER.match(sentence, place)
        if number:
            yield number.end() - place, 0  # that it is the right one is looked at elsewhere
        hedging = Kind.HEDGE in clause.kinds or not clause.advising
        for size in range(1, min(_LONGEST, len(sentence) - place) + 1):
            piece = sentence[place : place + size]
            groups = self._words.get(piece, set())
            theirs = {self._kinds[group] for group in groups}
            hedged = Kind.HEDGE in theirs and hedging
            joint = clause.whole and piece in self.joints
            if (
                theirs & {Kind.FILLER, Kind.NO}
                or hedged
                or joint
                or groups & clause.keys
                or _stands(piece, clause.texts)
            ):
                yield size, 0
            elif Kind.NEUTRAL in theirs or self._light(piece, theirs) or self._turn(piece, clause):
                yield size, 1

    def _turn(self, piece: str, clause: Clause) -> bool:
        """受阻后 where nothing is said of a time before, 已减少 where nothing is advised: how a sentence is joined."""
        if piece == "后":
            return not any("前" in text for text in clause.texts)
        return piece == "已" and not clause.advising

    def _light(self, piece: str, kinds: set[Kind]) -> bool:
        """Whether a word that the clause does not have may stand all the same: it is known, and neither about something nor a claim."""
        known = kinds == {Kind.SAME} or (not kinds and len(piece) <= _SHORTEST and _CHARACTERS.fullmatch(piece))
        return (
            bool(known)
            and (len(piece) == 1 or piece not in self._topics)
            and not any(word in piece for word in self._weighty)
        )

    def _near(self, units: Sequence[Unit], through: bool = False) -> Iterator[Unit]:
        """The next pieces with a meaning, up to a stop (or a drug, unless `through` it), within reach."""
        reach = 0
        for unit in units:
            reach += len(unit.text) if unit.name is None else 0
            if unit.text in self.stops or reach > _REACH or (unit.name is not None and not through):
                return
            if not self.plain(unit):
                yield unit

    def directed(self, units: Sequence[Unit], reach: int = 1) -> Iterator[tuple[str, frozenset[str]]]:
        """The word behind and the word before, two characters of it where the table has none."""
        for place, unit in enumerate(units):
            if unit.kind not in (Kind.UP, Kind.DOWN):
                continue
            things = set(self._within(unit))  # 血钾升高
            for side in (units[place + 1 :], units[:place][::-1]):
                found = 0
                for other in self._near(side, through=True):
                    if other.kind in (Kind.UP, Kind.DOWN):
                        break
                    things |= other.keys
                    found += other.kind is not None
                    if found == reach:
                        break
            yield unit.kind.value, frozenset(key for key in things if len(key) > 1)

    def _within(self, unit: Unit) -> Iterator[str]:
        """What a word of direction with a thing in it is about."""
        for word in self._inner(unit.text):
            if word != unit.text and {self._kinds[group] for group in self._words[word]} == {Kind.SAME}:
                yield word
                yield from self._words[word]

    def roles(self, units: Sequence[Unit]) -> Iterator[Role]:
        """甲抑制乙, 乙被甲抑制, 抑制乙的…, 甲使乙…"""
        for place, unit in enumerate(units):
            if unit.name is None:
                continue
            before = "".join(other.text for other in units[max(0, place - 3) : place])
            behind = units[_after_list(units, place) :]
            does = not before.endswith(_SUFFERS_BEFORE) and not (behind and behind[0].text in _SUFFERS_BEHIND)
            for number, other in enumerate(self._near(behind)):
                if number and not does:
                    break  # 甲被结合后排出: it suffers the first only
                by = before.endswith(_SUFFERS_BEHIND[:4])  # 受甲抑制
                if other.kind is Kind.CAUSE or (other.kind in CAUSES and (by or self._has_object(behind, other))):
                    yield does, other.keys, unit.name
                    break
            for other in () if before.endswith(_BECAUSE) else self._near(units[:place][::-1]):
                if other.kind in CAUSES:
                    yield before.endswith(_BY), other.keys, unit.name
                    break

    def _has_object(self, units: Sequence[Unit], verb: Unit) -> bool:
        """Whether a word of direction is done to something: 升高血钾, not 血钾升高."""
        behind = units[list(units).index(verb) + 1 :]
        first = next(iter(behind), None)
        return first is not None and first.text not in self.stops and first.kind is not Kind.FILLER

    def acts_on(self, units: Sequence[Unit]) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        """甲作用于乙; 乙被甲作用."""
        for place, unit in enumerate(units):
            if unit.kind is not Kind.CAUSE:
                continue
            left = next(self._near(units[:place][::-1], through=True), None)
            right = next(self._near(units[place + 1 :], through=True), None)
            by = next((at for at in range(place - 1, max(-1, place - 6), -1) if units[at].text in _BY), None)
            if by is not None and left is not None:
                done_to = next(self._near(units[:by][::-1], through=True), None)
                if done_to is not None:
                    yield unit.keys, left.keys, done_to.keys
            elif left is not None and right is not None:
                yield unit.keys, left.keys, right.keys

    def moves(self, units: Sequence[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
        """从…, 入…."""
        for place, unit in enumerate(units):
            out, into = unit.text in ("从", "自"), unit.text.endswith(("入", "进", "到"))
            where = next(self._near(units[place + 1 :], through=True), None) if out or into else None
            if where is not None:
                yield "from" if out else "to", where.keys

    def of_patient(self, said: str, texts: Sequence[str]) -> Iterator[Flaw]:
        """This patient, and what the patient has."""
        theirs = " ".join(texts)
        if "患者" not in theirs and _PATIENT_FIRST.search(said):
            yield Flaw.PATIENT
        if any(found.group() not in theirs for found in _THIS_PATIENT.finditer(said)):
            yield Flaw.PATIENT


def _after_list(units: Sequence[Unit], place: int) -> int:
    """Where the names that are listed from a place on end."""
    end = place + 1
    while end + 1 < len(units) and units[end].text in _LISTING and units[end + 1].name is not None:
        end += 2
    return end


def _counted(text: str) -> str:
    """Amounts in one spelling: 几个星期 is 数周."""
    return text.replace("几", "数").replace("个星期", "周").replace("星期", "周").replace("天", "日")


def _stands(piece: str, texts: Sequence[str]) -> bool:
    """Whether a piece of two characters or more stands in the clause; Latin words as a whole."""
    if len(piece) < _SHORTEST:
        return False
    if piece[-1].isascii() and piece[-1].isalnum():
        spelled = rf"(?<![A-Za-z0-9]){re.escape(piece)}(?![A-Za-z0-9])"
        return bool(_LATIN.fullmatch(piece)) and any(re.search(spelled, text) for text in texts)
    return any(piece in text for text in texts)
