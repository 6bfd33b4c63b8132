"""Surnames and given names with their readings.

Source: the package `japanese-personal-name-dataset` (MIT): 1,999 surnames with a reading and an
estimated number of bearers, together four fifths of the population, and 70,000 spellings of 9,000
given names. A surname that stands in no list is no mistake.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import jaconv
from japanese_personal_name_dataset import load_dataset

from ocr.lexicon import spelling

POPULATION = 125_000_000  # 住民基本台帳に基づく人口, 2023, rounded
GIVEN_SHARE = 0.9  # of given names that stand in the list; the package gives no numbers


@dataclass(frozen=True)
class Names:
    """`surnames`: spelling → share of people. `surname_kana`: reading → share. Given names have no
    numbers: `given`, `given_kana` hold the share that each one's readings and spellings give.
    Spellings as `spelling.of_name`, readings in katakana; several stand with commas between."""

    surnames: Mapping[str, float]
    surname_kana: Mapping[str, float]
    given_kana: Mapping[str, float]
    readings: Mapping[str, str]
    given_readings: Mapping[str, str]
    given_share: float

    def given(self, text: str) -> float:
        """Share of people of this given name (0 for one that is not listed)."""
        found = self.given_readings.get(text)
        return self.given_share * (found.count(",") + 1) if found else 0.0

    def readings_of_surname(self, text: str) -> tuple[str, ...]:
        found = self.readings.get(spelling.of_name(text))
        return tuple(found.split(",")) if found else ()

    def readings_of_given(self, text: str) -> tuple[str, ...]:
        found = self.given_readings.get(spelling.of_name(text))
        return tuple(found.split(",")) if found else ()


@cache
def names() -> Names:
    """The lists, read once (about 0.2 s)."""
    men, women, last = load_dataset(include_last_names=True)
    surnames: dict[str, float] = {}
    surname_kana: dict[str, float] = {}
    readings: dict[str, str] = {}
    for kanji, entry in last.items():
        share, kana = entry["count"] / POPULATION, jaconv.hira2kata(entry["reading"])
        key = spelling.of_name(kanji)
        surnames[key] = surnames.get(key, 0.0) + share
        surname_kana[kana] = surname_kana.get(kana, 0.0) + share
        _add(readings, key, kana)
    given_readings: dict[str, str] = {}
    spellings: dict[str, int] = {}
    for listed in (men, women):
        kana_of = jaconv.hira2kata("\n".join(listed)).split("\n")
        for kana, (hiragana, each) in zip(kana_of, listed.items(), strict=True):
            written = (*each["kanji"], hiragana, kana)
            spellings[kana] = spellings.get(kana, 0) + len(written)
            for key in spelling.of_name("\n".join(written)).split("\n"):
                _add(given_readings, key, kana)
    one = GIVEN_SHARE / sum(spellings.values())
    given_kana = {kana: one * count for kana, count in spellings.items()}
    return Names(surnames, surname_kana, given_kana, readings, given_readings, one)


def _add(readings: dict[str, str], key: str, kana: str) -> None:
    known = readings.get(key)
    if known is None:
        readings[key] = kana
    elif kana not in known.split(","):
        readings[key] = f"{known},{kana}"
