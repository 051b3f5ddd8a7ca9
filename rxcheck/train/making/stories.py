"""Title and story of a made case: who, why, and that something is written today; never what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rxcheck.terms import Sex
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.people import Person
from rxcheck.train.model import Texts

_PLACES = (
    ("at the outpatient clinic", "门诊"),
    ("at the health centre", "社区卫生服务中心"),
    ("at the counter of the pharmacy", "药房窗口"),
    ("in the evening clinic", "夜间门诊"),
)
_WARDS = {
    "inpatient": ("on the ward", "病房"),
    "emergency": ("in the emergency department", "急诊科"),
    "discharge": ("at discharge", "出院带药时"),
}
_LAWS = {
    "cn": ("The rules of China apply.", "适用中国处方法规。"),
    "us": ("The rules of the United States apply.", "适用美国处方法规。"),
}
_ADULT = 18
_SHOWN = 3  # conditions that a story names; all stand in the patient's record


class Told(Struct, frozen=True):
    """What a story has to say of a prescription: its setting ("": none) and whose law holds."""

    setting: str
    jurisdiction: str


def story_of(
    who: Person, conditions: Sequence[dict[str, str]], names: Sequence[tuple[str, str]], told: Told, dice: Dice
) -> tuple[Texts, Texts]:
    """Title and story. `names` are the drugs that are new today."""
    place = _WARDS.get(told.setting) or dice.pick(_PLACES)
    law = _LAWS.get(told.jurisdiction, ("", "")) if told.jurisdiction != "generic" else ("", "")
    english, chinese = _person(who)
    title = Texts(f"A prescription {place[0]}: {english}", f"{place[1]}处方：{chinese}")
    ill = [condition["en"] for condition in conditions[:_SHOWN]]
    ill_zh = [condition["zh"] for condition in conditions[:_SHOWN]]
    known = f", with {_listed(ill)}," if ill else ""
    known_zh = f"，诊断为{'、'.join(ill_zh)}" if ill_zh else ""
    new = f" New today: {_listed([name for name, _ in names])}." if names else ""
    new_zh = f"本次新开{'、'.join(name for _, name in names)}。" if names else ""
    return title, Texts(
        f"{english[:1].upper()}{english[1:]}{known} is seen {place[0]}.{new}{' ' + law[0] if law[0] else ''} Check the whole prescription.",
        f"{chinese}{known_zh}，于{place[1]}就诊。{new_zh}{law[1]}请审核整张处方。",
    )


def _person(who: Person) -> tuple[str, str]:
    female = who.sex is Sex.FEMALE
    if who.years < 2:
        months = int((who.years * 12).to_integral_value())
        return f"a {'girl' if female else 'boy'} of {months} months", f"患儿，{'女' if female else '男'}，{months}个月"
    age = int(who.years)
    if age < _ADULT:
        return f"a {'girl' if female else 'boy'} of {age}", f"患儿，{'女' if female else '男'}，{age}岁"
    return f"a {'woman' if female else 'man'} of {age}", f"患者，{'女' if female else '男'}，{age}岁"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
