"""Addresses as a lexicon of texts: prefecture, municipality, town; then anything.

The prefecture is often left out, 郡 too, and an office's own people often leave out the
municipality; an address that begins with none of these is simply not weighed.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ocr.lexicon import spelling
from ocr.lexicon.places import City, Place, places, ways_to_write
from ocr.lexicon.words import STRONGEST, Seen, Worth, near

LONGEST_CITY, LONGEST_TOWN = 13, 12
PART, MOST_PARTS = 1.5, 4  # natural log of what a part of a house number is worth, and how many
FIRST = 2.5  # more for a number that comes straight after a town, as it nearly always does
_PART_OF_NUMBER = re.compile(r"[0-9]{1,4}(?:丁目|番地|番|号室|号|条|線|-|の)?")
_NUMBER = re.compile(rf"(?:大?字)?(?:{_PART_OF_NUMBER.pattern})+")
_MEANT = str.maketrans("フワ了ろ乙千ー一（）", "773324--11")
_HASTY = re.compile(r"[0-9フワ了ろ乙千ー一（）-]+")
_DIGIT = re.compile(r"[0-9]")
_PART = re.compile(r"大?字")  # 大字 and 字 stand before a town or not at all


@dataclass(frozen=True, slots=True)
class Front:
    """The known front of an address. `end`: characters of the text that the last known
    part ends at; `stage`: how many parts are known."""

    prefecture: str = ""
    cities: tuple[City, ...] = ()
    town: str = ""
    end: int = 0
    stage: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """Postal codes of the town, or of the whole municipality's rest."""
        return tuple(code for city in self.cities for code in city.towns().get(self.town, ()))

    @property
    def place(self) -> Place | None:
        if len({(city.prefecture, city.name) for city in self.cities}) != 1:
            return None
        return Place(self.cities[0].prefecture, self.cities[0].name, self.town)


def front(text: str) -> Front:
    """The longest known front of `text`."""
    listed = places()
    prefecture = text[:4] if text[:4] in listed.prefectures else text[:3]
    if prefecture not in listed.prefectures:
        prefecture = ""
    start = len(prefecture)
    plain = spelling.of_place(text)
    for length in range(min(LONGEST_CITY, len(text) - start), 1, -1):
        found = listed.cities.get(plain[start : start + length], ())
        cities = tuple(c for c in found if not prefecture or c.prefecture == prefecture)
        if cities:
            stage = 1 + bool(prefecture)
            return _with_town(Front(prefecture, cities, "", start + length, stage), plain)
    return Front(prefecture, (), "", start, 1 if prefecture else 0)


def _with_town(known: Front, plain: str) -> Front:
    part = _PART.match(plain, known.end)
    for start in dict.fromkeys((known.end, part.end() if part else known.end)):
        for length in range(min(LONGEST_TOWN, len(plain) - start), 0, -1):
            town = plain[start : start + length]
            cities = tuple(city for city in known.cities if town in city.towns())
            if cities:
                end, stage = start + length, known.stage + 1
                return Front(known.prefecture, cities, town, end, stage)
    return known


@dataclass(frozen=True)
class Addresses:
    """The lexicon of a field of addresses. `likely`: places that another field speaks for."""

    likely: tuple[Place, ...] = ()

    def weigh(self, text: str) -> Worth:
        """Each known part counts: none of them comes about by chance. So does each part of a house
        number, which a grammar holds together."""
        known = self._front(text)
        numbers = _NUMBER.search(text, known.end)
        if not numbers:
            return Worth(known.stage * STRONGEST, known.end)
        parts = min(MOST_PARTS, len(_PART_OF_NUMBER.findall(numbers[0])))
        covered = known.end + len(numbers[0])
        first = FIRST if known.town and numbers.start() == known.end else 0.0
        return Worth(known.stage * STRONGEST + parts * PART + first, covered)

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterator[str]:
        """Addresses whose next part is a listed one that the ink of `text` may be."""
        known, seen = front(text), Seen(peaks, spelling.of_place)
        yield from self._of_likely(text, seen)
        if known.town:
            yield from _numbered(text, known.end)
            return
        for each in _next(text, known, seen):
            yield each
            further = front(each)
            if further.stage > known.stage and not further.town:
                yield from _next(each, further, seen)

    def _front(self, text: str) -> Front:
        """The known front; of a likely place the town alone is enough."""
        known, plain = front(text), spelling.of_place(text)
        towns = [spelling.of_place(each.town) for each in self.likely]
        begun = [town for town in towns if town and plain.startswith(town)]
        if known.cities or not begun:
            return known
        return Front(town=max(begun, key=len), end=max(map(len, begun)), stage=1)

    def _of_likely(self, text: str, seen: Seen) -> Iterator[str]:
        """The likely places as people write them, before the number that stands there."""
        number = _DIGIT.search(text)
        end = number.start() if number else len(text)
        for each in self.likely:
            for city in ways_to_write(each.city):
                for known in (each.prefecture + city, city, ""):
                    said = seen.spelt(spelling.of_place(known + each.town), text[:end])
                    yield said + text[end:]


def _numbered(text: str, start: int) -> Iterator[str]:
    """What stands after a town as the house number that a quick hand may have meant."""
    run = _HASTY.match(text, start)
    if run and (meant := run[0].translate(_MEANT)) != run[0]:
        yield text[:start] + meant + text[run.end() :]


def _next(text: str, known: Front, seen: Seen) -> Iterator[str]:
    if not known.stage:
        yield from _with(text, 0, places().prefectures, seen)
    yield from _with(text, known.end, _words(known), seen)


def _with(text: str, start: int, words: Collection[str], seen: Seen) -> Iterator[str]:
    """`text` with a listed word at `start`, for what stands there or is one longer or shorter."""
    head, rest = text[:start], text[start:]
    plain = spelling.of_place(rest)
    for length in sorted({len(word) for word in words}):
        same = [word for word in words if len(word) == length]
        for end in (length, length - 1, length + 1):
            if 0 < end <= len(plain):
                for word in near(plain[:end], same, seen.peaks)[:3]:
                    yield head + seen.spelt(word, rest[:end]) + rest[end:]


def _words(known: Front) -> Collection[str]:
    if known.cities:
        return {town for city in known.cities for town in city.towns() if town}
    found = places().cities
    if known.prefecture:
        return {k for k, cs in found.items() if any(c.prefecture == known.prefecture for c in cs)}
    return found.keys()
