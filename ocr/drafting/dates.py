"""Dates to be written between printed 年 月 日, with the eras that are printed for them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ocr.drafting.found import Choice, Found, Kind, Place
from ocr.drafting.geometry import Rect, around
from ocr.drafting.printed import Char, lines_of, plain
from ocr.drafting.wording import ERAS, SEPARATORS
from ocr.scale import px

ROOM_MM = 3.4  # white before 年, 月 and 日 in which a number can be written
WIDEST_MM = 14.0  # that such a number is given
HALF_MM = 3.9  # above and below the middle of the line
RIM_MM = 0.4
_ERA = re.compile("明治|大正|昭和|平成|令和|[明大昭平令MTSHR]")
_ONLY_ERAS = re.compile(rf"^(?:明治|大正|昭和|平成|令和|[明大昭平令MTSHR]|西暦|[{SEPARATORS}()])+$")
_TAIL = re.compile(r"^(から|まで|生まれ|生|付け|付|現在|～|~|〜)")


def take_dates(place: Place) -> None:
    """Move the place's dates from its characters to what was found in it."""
    for line in [[c for word in line for c in word.chars] for line in place.lines]:
        start = 0
        for n in range(len(line) - 2):
            if n < start or not _is_date(line, n, place.rect):
                continue
            end = n + 3
            tail = _TAIL.match(_text(line[end : end + 3]))
            end += len(tail[0]) if tail else 0
            before = _eras_before(line[start:n])
            found = _date(place, line, n, before)
            place.take([*before, *line[n:end]])
            place.found.append(replace(found, tail=tail[0] if tail else ""))
            start = end
    _take_eras_elsewhere(place)


def _is_date(line: Sequence[Char], n: int, room: Rect) -> bool:
    """Whether 年 月 日 follow each other from `n` on, each with room before it."""
    if _text(line[n : n + 3]) != "年月日":
        return False
    edges = [line[n - 1].rect.right if n else max(room.left, line[n].rect.left - px(WIDEST_MM))]
    edges += [line[n].rect.right, line[n + 1].rect.right]
    is_even_label = n > 0 and not _ERA.match(line[n - 1].text) and _is_spread(line, n)
    gaps = [c.rect.left - e for c, e in zip(line[n : n + 3], edges, strict=True)]
    return min(gaps) >= px(ROOM_MM) and not is_even_label


def _is_spread(line: Sequence[Char], n: int) -> bool:
    """Whether the characters before stand as far apart: the label 申 請 年 月 日."""
    gaps = [b.rect.left - a.rect.right for a, b in pairwise(line[: n + 3])]
    return max(gaps) - min(gaps) <= 0.15 * max(gaps) + 2


def _eras_before(chars: Sequence[Char]) -> list[Char]:
    """The characters right before the year that are eras and what parts them."""
    taken: list[Char] = []
    for char in reversed(chars):
        if not _ONLY_ERAS.match(plain(char.text)) and plain(char.text) not in "治正和成暦":
            break
        taken.insert(0, char)
    return taken if _ONLY_ERAS.match(_text(taken) or "-") else []


def _date(place: Place, line: Sequence[Char], n: int, before: Sequence[Char]) -> Found:
    year, month, day = (
        _part(place, line[k], line[k - 1] if k else None) for k in (n, n + 1, n + 2)
    )
    eras = choices_of(before)
    fixed = eras[0].value if len(eras) == 1 else None
    rect = around([year, month, day])
    return Found(
        Kind.DATE, rect, parts=(year, month, day), era=fixed,
        choices=() if fixed else tuple(eras),
    )  # fmt: skip


def _part(place: Place, unit: Char, before: Char | None) -> Rect:
    """Where the number before a printed 年 is written."""
    rim = px(RIM_MM)
    edge = before.rect.right if before else place.rect.left
    left = max(edge + rim, unit.rect.left - px(WIDEST_MM))
    y = unit.rect.middle[1]
    top, bottom = y - px(HALF_MM), y + px(HALF_MM)
    for other in place.chars:
        if other.rect.across(Rect(left, top, unit.rect.left, bottom)) > 0:
            if other.rect.bottom < y - px(1.5):
                top = max(top, other.rect.bottom)
            elif other.rect.top > y + px(1.5):
                bottom = min(bottom, other.rect.top)
    if place.in_cell:
        top, bottom = max(top, place.rect.top + rim), min(bottom, place.rect.bottom - rim)
    return Rect(left, top, unit.rect.left - rim / 2, bottom)


def choices_of(chars: Sequence[Char]) -> list[Choice]:
    """The eras that the characters say."""
    ordered = list(chars)
    text = "".join(plain(c.text) or " " for c in ordered)
    return [
        Choice(ERAS[m[0]], m[0], around(c.rect for c in ordered[m.start() : m.end()]))
        for m in _ERA.finditer(text)
    ]


def _take_eras_elsewhere(place: Place) -> None:
    """Eras above, below or left of the date go to the date without eras that is nearest."""
    dates = [f for f in place.found if f.kind is Kind.DATE and not f.era and not f.choices]
    if not dates:
        return
    chars = [
        char
        for line in lines_of(place.chars)
        for word in line
        if _ONLY_ERAS.match(word.text)
        for char in word.chars
    ]
    eras = [c for line in lines_of(chars) for c in choices_of([k for w in line for k in w.chars])]
    if not eras:
        return
    place.take(chars)
    nearest = min(dates, key=lambda d: abs(d.rect.middle[1] - eras[0].rect.middle[1]))
    at = place.found.index(nearest)
    if len(eras) == 1:
        place.found[at] = replace(nearest, era=eras[0].value)
    else:
        place.found[at] = replace(nearest, choices=tuple(eras))


def _text(chars: Sequence[Char]) -> str:
    return "".join(plain(char.text) for char in chars)
