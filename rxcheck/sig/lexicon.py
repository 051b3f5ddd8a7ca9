"""The phrases of dose instructions and what each stands for. Numbers are the grammar's business, not the lexicon's."""

from __future__ import annotations

from functools import lru_cache

from rxcheck.sig.items import At, Item, Plain, Rate, Way, Word
from rxcheck.sig.lexer import ChineseWords, is_cjk, phrase, tokens_of
from rxcheck.sig.noise import NOISE
from rxcheck.sig.routes import ROUTE_WORDS, route_phrases
from rxcheck.sig.vocabulary import FLUIDS_ZH, PLAIN, SITES, SLOT_GROUPS, SLOTS
from rxcheck.terms import Route

DAY, WEEK, MONTH, YEAR = 24, 168, 720, 8760

# Hours in a unit of time; a month is 30 days. Minutes are 0: no daily sum follows from them.
TIMES: dict[str, int] = {
    "d": DAY, "day": DAY, "days": DAY, "dy": DAY, "天": DAY, "日": DAY,
    "h": 1, "hr": 1, "hrs": 1, "hour": 1, "hours": 1, "小时": 1, "时": 1, "个小时": 1, "hourly": 1, "hrly": 1,
    (
        "w"
    ): WEEK, (
        "wk"
    ): WEEK, (
        "wks"
    ): WEEK, (
        "week"
    ): WEEK, (
        "weeks"
    ): WEEK, (
        "周"
    ): WEEK, (
        "星期"
    ): WEEK, (
        "礼拜"
    ): WEEK, (
        "个星期"
    ): WEEK,
    "mo": MONTH, "month": MONTH, "months": MONTH, "月": MONTH, "个月": MONTH,
    "year": YEAR, "years": YEAR, "年": YEAR,
    "night": DAY, "nights": DAY, "fortnight": 2 * WEEK, "fortnights": 2 * WEEK, "yr": YEAR, "yrs": YEAR, "晚": DAY,
    "mth": MONTH, "mths": MONTH, "mnth": MONTH, "dys": DAY, "24hrs": DAY, "min": 0, "mins": 0, "minute": 0, "minutes": 0, "分钟": 0, "分": 0,
}  # fmt: skip
NUMBERS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "i": 1, "ii": 2, "iii": 3, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_DIGITS_ZH = "一二三四五六七八九"
NUMBERS.update({"十" + ones: 10 + n for n, ones in enumerate(_DIGITS_ZH, 1)})
NUMBERS.update({tens + "十": 10 * n for n, tens in enumerate(_DIGITS_ZH, 1) if n > 1})
NUMBERS.update(
    {
        f"{tens}十{ones}": 10 * t + o
        for t, tens in enumerate(_DIGITS_ZH, 1)
        for o, ones in enumerate(_DIGITS_ZH, 1)
        if t > 1
    }
)
ORDINALS = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
            "sixth": 6, "seventh": 7, "7th": 7, "tenth": 10, "10th": 10, "alternate": 2}  # fmt: skip
COUNT_WORDS = {"once": 1, "twice": 2, "thrice": 3}
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        ((
            "monday mon 周一 星期一"
        ), (
            "tuesday tue tues 周二 星期二"
        ), (
            "wednesday wed 周三 星期三"
        ), (
            "thursday thu thur thurs 周四 星期四"
        ),
         "friday fri 周五 星期五", "saturday sat 周六 星期六", "sunday sun 周日 星期日 星期天")
    )
    for text in names.split()
    for name in ((text, text + "s") if len(text) > 5 and text.isascii() else (text,))
}  # fmt: skip
UNIT_EXTRA = {"dessertspoon": 10, "dessertspoons": 10, "dessertspoonful": 10, "dessertspoonfuls": 10, "茶匙": 5, "汤匙": 15, "tsp": 5, "tsps": 5, "teaspoon": 5, "teaspoons": 5, "teaspoonful": 5, "teaspoonfuls": 5, "tbsp": 15,
              "tablespoon": 15, "tablespoons": 15, "tablespoonful": 15, "tablespoonfuls": 15}  # fmt: skip
# Everyday words for a counted thing whose form the word does not tell.
COUNTED = frozenset(
    {
        "#",
        "剂",
        "付",
        "帖",
        "neb",
        "nebs",
        "nebule",
        "nebules",
        "injection",
        "injections",
        "inj",
        "shot",
        "shots",
        "nebuliser",
        "ftu",
        "ftus",
    }
    | {"capful", "capfuls", "measure", "measures", "chew", "chews", "wafer", "wafers", "stick", "sticks", "treatment"}
    | {"appful", "applicatorful", "applicatorfuls", "applicator", "applicators", "serving", "servings", "dressing"}
    | {"respule", "respules", "ovule", "ovules", "globule", "globules", "dressings", "cartridge", "cartridges", "gum"}
    | {"gums", "melt", "melts", "shake", "carton", "cartons", "can", "cans", "minim", "minims", "pipette", "pipettes"}
    | {"pump", "pumps", "squeeze", "squeezes", "actuations", "nev", "nebulisation"}
)
UNITS_ZH = (
    *"片粒丸锭滴喷揿吸支瓶枚贴袋包个盒栓克升",
    *("安瓿", "毫克", "微克", "纳克", "千克", "公斤", "毫升", "微升", "毫摩尔", "毫当量"),
    *("单位", "国际单位", "万单位", "百万单位"),
)

RATES: dict[str, Item] = {
    **{
        word: Rate(count, hours)
        for words, count, hours in (
            ("qd; od daily; once daily; q day; qday; qpd; sid; q24; o d; once dly; oncedaily; 1xd", 1, DAY),
            ("bid; bd; twice daily; bds; b d; b i d; twice dly; bdaily; b.d; bis; twicedaily; bis die", 2, DAY),
            ("tid; tds; thrice daily; t d s; t i d; td s; t.d.s; ter die", 3, DAY),
            ("qid; qds; q d s; q i d; qd s; qqd", 4, DAY),
            ("qqh", 6, DAY),
            (
                "qod; eod; q other day; qad; alternate days; every other day; 隔日; 隔天; on alternate days; alt days; alt die; "
                "alternate day; on alternate nights; alternate nights; every other night; every other morning; every alternate day; "
                "alternate mornings; on alternate mornings; on alt days; alternate evenings; on alternate evenings; each alternate day; "
                "every other evening; every second night; alt nights; once on alternate days; once every other day; qaod; alternatedays; q2d; "
                "daily on alternate days",
                1,
                2 * DAY,
            ),
            (
                "qw; qwk; q wk; q week; qweek; once weekly; weekly; 每星期; wkly; once wkly; ow; qwkly; each week; every week; a week; per week; once-weekly; on the same day each week; on the same day every week; same day each week; the same day each week; the same day every week",
                1,
                WEEK,
            ),
            ("biw", 2, WEEK),
            ("tiw", 3, WEEK),
            (
                "fortnightly; every fortnight; once a fortnight; once fortnightly; alternate weeks; each fortnight; a fortnight; on alternate weeks; every alternate week; every other week; q other week; qow; 隔周",
                1,
                2 * WEEK,
            ),
            (
                "monthly; every month; each month; on the first day of each month; on the first day of every month; on the first of each month; on the 1st of each month; on the 1st of the month; once monthly; a month; per month; qm; q month; qmonth; qmo",
                1,
                MONTH,
            ),
            ("yearly; annually; once yearly; every year; once a year; annual", 1, YEAR),
            ("every 3 months; quarterly; every three months; 3 monthly; three monthly; 3-monthly", 1, 3 * MONTH),
            ("six monthly; 6 monthly; every 6 months; 6-monthly", 1, 6 * MONTH),
            ("qh; hourly", 1, 1),
        )
        for word in words.split("; ")
    },
    **dict.fromkeys(
        (
            "daily",
            "every day",
            "each day",
            "everyday",
            "a day",
            "per day",
            "dly",
            "/day",
            "/ day",
            "every single day",
            "at the same time each day",
            "at the same time every day",
            "same time each day",
            "at same time each day",
            "at same time every day",
            "q24h",
            "24 hourly",
        ),
        Rate(1, DAY, bare=True),
    ),
}
_PREPOSITIONS = (
    ("to",), ("in",), ("into",), ("on",), ("onto",), ("at",), ("in", "the"), ("to", "the"), ("on", "the"), ("into", "the"),
)  # fmt: skip


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, ...], Item]:
    """Every phrase of the lexicon as token texts, those of Chinese and other letters also as they are cut in a text."""
    table = dict(_phrases())
    words = chinese_words()
    for word, texts in PLAIN.items():
        for text in _split(texts):
            if word is not Word.IN_A_DAY and not text.isascii() and not all(map(is_cjk, text)):
                table[tuple(token.text for token in tokens_of(text, words))] = Plain(word)
    return table


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], Item]:
    """Every phrase of the lexicon as token texts."""
    table: dict[tuple[str, ...], Item] = {phrase(text): Plain(Word.NOISE) for text in _split(NOISE)}
    for word, texts in PLAIN.items():
        table.update({phrase(text): Plain(word) for text in _split(texts)})
    table[(";",)] = Plain(Word.NOISE)
    table = {key: item for key, item in table.items() if item != Plain(Word.IN_A_DAY)}
    table.update({(text,): Rate(1, DAY, bare=True) for text in ("每日", "每天")})
    table.update({phrase(text): item for text, item in RATES.items()})
    for slot, texts in SLOTS.items():
        table.update({phrase(text): At((slot,)) for text in _split(texts)})
    for slots, texts in SLOT_GROUPS.items():
        table.update({phrase(text): At(slots, listed=True) for text in _split(texts)})
    table.update({key: Way(route) for key, route in route_phrases().items()})
    for (route, sides), texts in SITES.items():
        way = Way(route, sides)
        for text in _split(texts):
            site = phrase(text)
            table[site] = way
            if text.isascii():
                table.update({(*preposition, *site): way for preposition in _PREPOSITIONS})
    for eye in ("in od", "to od", "in right eye od"):
        table[phrase(eye)] = Way(Route.OPHTHALMIC)
    # Words that stand for a site or a time only after a preposition or beside another word.
    for ambiguous in ("area", "body", "os", "re", "le", "at on", "back", "face", "hand", "foot"):
        table.pop(phrase(ambiguous), None)
    for place in ("into skin", "into the skin"):
        table[phrase(place)] = Plain(Word.NOISE)  # an injection, and nothing is said of how deep
    return table


@lru_cache(maxsize=1)
def day_periods() -> frozenset[tuple[str, ...]]:
    """Phrases that say "in a day" behind a maximum or a count."""
    return frozenset(phrase(text) for text in _split(PLAIN[Word.IN_A_DAY]))


def _split(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(";") if text.strip()]


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    lengths: dict[str, int] = {}
    for key in phrases():
        lengths[key[0]] = max(lengths.get(key[0], 0), len(key))
    return lengths


def longest_phrase(first: str) -> int:
    """How many tokens the longest phrase that begins with `first` has."""
    return _lengths().get(first, 0)


@lru_cache(maxsize=1)
def chinese_words() -> ChineseWords:
    """All Chinese words of the lexicon, for cutting text."""
    words = {key[0] for key in _phrases() if len(key) == 1 and is_cjk(key[0][0])}
    words.update(word for table in (TIMES, NUMBERS, WEEKDAYS) for word in table if is_cjk(word[0]))
    words.update(
        UNITS_ZH,
        FLUIDS_ZH,
        ("每", "半", "一日", "一天", "每日", "每天", "每周", "每月", "每年", "疗程", "连用", "连服", "至", "到"),
    )
    words.update(
        (
            "餐中",
            "总量",
            "总剂量",
            "共",
            "分",
            "次",
            "各",
            "内",
            "四分之一",
            "剂",
            "付",
            "帖",
            "第一天",
            "第一日",
            "首日",
            "首天",
            "茶匙",
            "汤匙",
            "天内",
            "小时",
            "前",
            "后",
        )
    )
    words.update(
        word.strip() for texts in ROUTE_WORDS.values() for word in texts.split(";") if all(map(is_cjk, word.strip()))
    )
    return ChineseWords(sorted(words))
