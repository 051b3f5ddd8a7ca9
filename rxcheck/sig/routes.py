"""Words for routes of administration, English, Latin and Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from rxcheck.sig.simple import ROUTES
from rxcheck.terms import Route

# Feeding tubes deliver to the gut: for every rule that tells routes apart they count as oral.
ROUTE_WORDS: dict[Route, str] = {
    Route.ORAL: "po; oral; orally; by mouth; per os; per oral; peroral; mouth; oral use; via ng tube; via ng; via peg; "
    "via feeding tube; by tube; nasogastric; enteral; swallow; 口服; 内服; 吞服; 整粒吞服; 整片吞服; 嚼服; 冲服; 开水冲服; 温开水冲服; 温水冲服; 鼻饲; 送服; 温水送服",
    Route.SUBLINGUAL: (
        "sl; s/l; sublingual; sublingually; under the tongue; under tongue; 舌下; 舌下含服; 舌下含化; 舌下给药; 舌下含"
    ),
    Route.BUCCAL: "buccal; buccally; inside the cheek; 颊含; 口颊; 颊部给药",
    Route.IV: (
        "iv; i/v; intravenous; intravenously; ivgtt; iv gtt; iv drip; iv drop; iv push; ivp; ivpb; iv infusion; "
        "iv bolus; by vein; into the vein; into vein; into a vein; intravenous use; intravenous drip; intravenous infusion; intravenous injection; 静脉; "
        "静脉滴注; 静滴; 静脉点滴; 静脉注射; 静注; 静推; 静脉推注; 静脉输注; 静脉泵入; 静脉泵注; 静脉给药; "
        "静脉微泵; iv泵入; 输液"
    ),
    Route.IM: "im; i/m; intramuscular; intramuscularly; into the muscle; into muscle; 肌注; 肌肉注射; 肌内注射; 肌肉",
    Route.SC: "under the skin; beneath the skin; sc; s/c; sq; subq; sub q; subcut; subcutaneous; subcutaneously; hypodermic; ih; 皮下; 皮下注射",
    Route.TRANSDERMAL: "transdermal; transdermally; td; 透皮; 经皮; 透皮给药",
    Route.RECTAL: "pr; rectal; rectally; per rectum; 直肠; 直肠给药; 塞肛; 纳肛; 肛门给药; 肛塞; 灌肠; 保留灌肠",
    Route.INHALED: (
        "inhaled; inhale; into the lungs; into lungs; inhalation; by inhalation; respiratory; via nebulizer; via nebuliser; nebulized; "
        "nebulised; nebulizer; nebuliser; nebulization; oral inhalation; via inhaler; 吸入; 雾化吸入; 雾化; "
        "经口吸入; 喷雾吸入"
    ),
    Route.NASAL: "nasal; nasally; intranasal; intranasally; 滴鼻; 喷鼻; 鼻喷; 鼻用; 鼻腔给药; 鼻内给药; 经鼻",
    Route.TOPICAL: (
        "topical; topically; cutaneous; external use; externally; on skin; to skin; 外用; 涂患处; 外涂; 外洗; 坐浴; 泡洗; 外搽; 涂擦; "
        "涂抹; 局部外用; 外敷; 局部涂抹"
    ),
    Route.OPHTHALMIC: "ophthalmic; ophthalmically; intraocular; eye; 滴眼; 点眼; 眼用; 眼部给药; 涂眼",
    Route.OTIC: "otic; aural; ear; auricular; 滴耳; 耳用",
    Route.VAGINAL: (
        "pv; vaginal; vaginally; per vagina; intravaginal; intravaginally; 阴道; 阴道给药; 塞阴道; 塞入阴道; 置入阴道; 放入阴道; 阴道用药; 纳阴道"
    ),
    Route.INTRAARTICULAR: "intraarticular; intra-articular; 关节腔注射; 关节腔内注射; 关节内注射",
    Route.INTRATHECAL: "intrathecal; intrathecally; 鞘内; 鞘内注射",
    Route.INTRAVITREAL: "intravitreal; intravitreally; 玻璃体内注射; 玻璃体腔注射; 玻璃体腔内注射",
}

# Alone in a route field these name a route; inside a sentence they are too ambiguous ("rinse mouth").
FIELD_ONLY = frozenset({"mouth", "eye", "ear", "td", "swallow", "respiratory"})

_SUFFIX = re.compile(r"\s*(\(.*\)|\broute\b.*|\bof administration\b|\buse\b)\s*$", re.IGNORECASE)


def route_phrases() -> dict[tuple[str, ...], Route]:
    """Phrases (as token texts) that name a route inside a sentence."""
    return {key: route for key, (word, route) in _table().items() if word not in FIELD_ONLY}


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], tuple[str, Route]]:
    from rxcheck.sig.lexer import phrase

    return {
        phrase(word.strip()): (word.strip(), route) for route, words in ROUTE_WORDS.items() for word in words.split(";")
    }


@lru_cache(maxsize=1024)
def parse_route(text: str) -> Route | None:
    """The route that the whole of `text` names ("PO", "by mouth", "静脉滴注"), or None."""
    usual = ROUTES.get(text.strip().casefold())
    if usual is not None or len(text) > 80:
        return usual
    from rxcheck.sig.lexer import phrase

    for candidate in (text.strip(), _SUFFIX.sub("", text.strip())):
        hit = _table().get(phrase(candidate)) if candidate else None
        if hit is None and candidate.casefold() in _ENUM:
            return _ENUM[candidate.casefold()]
        if hit:
            return hit[1]
    return None


_ENUM = {route.value: route for route in Route}
