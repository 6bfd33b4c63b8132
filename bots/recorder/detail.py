"""The screen that shows a registered application → how the bot is to read it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bots.recorder.addressing import escaped
from bots.recorder.entries import UNSURE, Data, written
from bots.recorder.events import SECTION, Screen
from bots.recorder.matching import CUT_COST, Matcher, Way
from bots.recorder.screens import lasting
from bots.tables import clean
from forms.compare import fold

NUMBERED = re.compile("番号|No|NO|ID|整理")
NOT_SHOWN = f"{UNSURE}: 照会画面に見つかりません"
_UNIT = re.compile(r"(.*\d)(\s*(?:部|人|名|円|件|枚|個|回|日|歳|才|匹|頭|点|世帯|か月|m2|㎡|%))")
"""A number with what it counts."""

_JOINT = re.compile(r"[\s:：・/／()（）\-]+")


@dataclass(frozen=True, slots=True)
class Detail:
    """What was found on it: `fields` as `read_back` writes them, by field id."""

    screen: Screen
    fields: Mapping[str, object] = field(repr=False)
    number: str | None
    ready: Data | None


def find_detail(
    now: Sequence[Screen], all_: Sequence[Screen], matcher: Matcher, entered: set[str]
) -> Detail | None:
    """The screen among `now` that shows most of the record, None where none shows any of it.
    `entered`: the fields that were typed or chosen."""
    found = [(screen, _fields(screen.beside, matcher, entered)) for screen in now]
    found = [each for each in found if each[1]]
    if not found:
        return None
    screen, ways = max(found, key=lambda each: len(each[1]))
    taken = {heading for heading, _ in ways.values()}
    fields = {name: _shown(heading, way) for name, (heading, way) in ways.items()}
    others = [s for s in all_ if s is not screen]
    number = _number(screen, taken, others)
    return Detail(screen, fields, number, _ready(screen, taken, others, matcher))


def shows_all(detail: Detail, screen: Screen | None, matcher: Matcher, entered: set[str]) -> bool:
    """Whether another screen shows the same fields beside the same headings."""
    if screen is None:
        return False
    there = _fields(screen.beside, matcher, entered)
    return all(
        name in there and _shown(*there[name]) == shown for name, shown in detail.fields.items()
    )


def _fields(
    beside: Mapping[str, list[str]], matcher: Matcher, entered: set[str]
) -> dict[str, tuple[str, Way]]:
    """Field → the place where it stands (`at_heading`), and what it looks like there. A field that
    was not entered is believed only whole: a digit of its own says nothing of it."""
    offers: list[tuple[float, str, Way]] = []
    for heading, texts in beside.items():
        if matcher.is_written(heading):
            continue
        if len(texts) > 1 and SECTION not in heading:
            continue
        for number, text in enumerate(texts, start=1):
            place = f"{heading}{SECTION}{number}" if len(texts) > 1 else heading
            for way in _readings(text.strip(), matcher):
                if way.cost >= CUT_COST and way.field not in entered:
                    continue
                like = matcher.likeness(way.field, heading.rpartition(SECTION)[2])
                if like >= 0.3 or len(fold(text)) > 3:
                    offers.append((4 * like - way.cost - 0.1 * len(texts), place, way))
    found: dict[str, tuple[str, Way]] = {}
    taken: set[str] = set()
    for _, place, way in sorted(offers, key=lambda each: (-each[0], each[1], each[2].template)):
        if way.field not in found and place not in taken:
            found[way.field] = place, way
            taken.add(place)
    return found


def at_heading(place: str) -> Data:
    """The target of a place: a heading, with its block and its number where it stands in one."""
    parts = place.split(SECTION)
    if len(parts) == 1:
        return {"heading": escaped(place)}
    number = {"nth": int(parts[2])} if len(parts) > 2 else {}
    return {"heading": escaped(parts[1]), "section": escaped(parts[0]), **number}


def _readings(text: str, matcher: Matcher) -> Iterator[Way]:
    direct = matcher.ways(text, folded=True)
    yield from direct
    if direct:
        return
    if counted := _UNIT.fullmatch(text):
        for way in matcher.ways(counted[1], folded=True):
            yield Way(way.template + escaped(counted[2]), way.field, way.cost)
        return
    joint = _JOINT.search(text)
    if joint is None:
        return
    for first in matcher.ways(text[: joint.start()], folded=True):
        for second in matcher.ways(text[joint.end() :], folded=True):
            if first.field == second.field:
                template = first.template + escaped(joint.group()) + second.template
                yield Way(template, first.field, first.cost + second.cost)


def _shown(place: str, way: Way) -> object:
    plain = way.template == f"{{{way.field}}}"
    if plain:
        return escaped(place) if SECTION not in place else {"at": at_heading(place)}
    return {"at": at_heading(place), "as": way.template}


def _number(screen: Screen, taken: set[str], others: Sequence[Screen]) -> str | None:
    """The receipt number: a heading that says so, its text shown before right after the entry."""
    rates: dict[str, float] = {}
    for heading, texts in screen.beside.items():
        text = texts[0].strip() if len(texts) == 1 else ""
        if heading in taken or not any(ch.isdigit() for ch in fold(text)):
            continue
        seen = any(fold(text) in fold(said) for each in others for _, said in each.texts)
        rates[heading] = 2 * bool(NUMBERED.search(heading)) + seen
    best = max(rates, key=lambda heading: rates[heading], default=None)
    return best if best is not None and rates[best] >= 1 else None


def _ready(
    screen: Screen, taken: set[str], others: Sequence[Screen], matcher: Matcher
) -> Data | None:
    """A heading that no other screen had; else what was new on this one."""
    elsewhere = {clean(text) for each in others for _, text in each.texts}
    elsewhere |= {clean(heading) for each in others for heading in each.beside}
    titles = {text for kind, text in screen.texts if kind in ("th", "dt")}
    own = [
        heading
        for heading in screen.beside
        if SECTION not in heading
        and clean(heading) not in elsewhere
        and lasting(heading, matcher.is_personal) == heading
    ]
    for heading in sorted(own, key=lambda each: (each not in titles, each in taken)):
        return {"shown": {"heading": escaped(heading)}}
    return {"shown": written(screen.sign)} if screen.sign is not None else None
