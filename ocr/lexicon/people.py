"""People's names as a lexicon of texts: a surname, then a given name, in kanji or in kana."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from ocr.lexicon import spelling
from ocr.lexicon.names import GIVEN_SHARE, names
from ocr.lexicon.words import Seen, Words, Worth, worth

UNLISTED = 0.2  # share of people whose surname is none of the 1,999: the list gives numbers
KANJI = 2000  # kanji in use in names (常用漢字 and 人名用漢字 are 2,999, most of them rare)
KANA = 50  # kana in use in readings
LONGEST_SURNAME = {"kanji": 5, "kana": 7}


@dataclass(frozen=True)
class People:
    """`spell`: text → what the lists hold; as long as the text."""

    symbols: int
    longest: int
    spell: Callable[[str], str]
    surname_share: Callable[[str], float]
    given_share: Callable[[str], float]
    surnames: tuple[str, ...]
    given: tuple[str, ...]

    def weigh(self, text: str) -> Worth:
        """The best way to part `text` into a surname and a given name; either may be unknown."""
        plain = self.spell(text)
        ends = range(1, min(self.longest, len(plain)) + 1)
        ways = (self._surname(plain[:n]) + self._given(plain[n:]) for n in ends)
        return max(ways, key=lambda each: each.log, default=Worth())

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterator[str]:
        """Names made of listed words that the ink of `text` may be."""
        plain, seen = self.spell(text), Seen(peaks, self.spell)
        for n in range(1, min(self.longest, len(plain)) + 1):
            front, back = plain[:n], plain[n:]
            is_front = self.surname_share(front) > 0
            fronts = [] if is_front else self._surname_words.near(front, seen.peaks)
            is_back = not back or self.given_share(back) > 0
            backs = [] if is_back else self._given_words.near(back, seen.peaks)
            ones = [seen.spelt(each, text[:n]) for each in fronts]
            others = [seen.spelt(each, text[n:]) for each in backs]
            yield from (each + text[n:] for each in ones)
            if is_front or fronts:
                yield from (text[:n] + each for each in others)
            yield from (one + other for one in ones[:3] for other in others[:3])

    def _surname(self, text: str) -> Worth:
        return worth(self.surname_share(text), UNLISTED, self.symbols, len(text))

    def _given(self, text: str) -> Worth:
        return worth(self.given_share(text), 1 - GIVEN_SHARE, self.symbols, len(text))

    @cached_property
    def _surname_words(self) -> Words:
        return Words(self.surnames)

    @cached_property
    def _given_words(self) -> Words:
        return Words(self.given)


@cache
def in_kanji() -> People:
    listed = names()
    return People(
        KANJI, LONGEST_SURNAME["kanji"], spelling.of_name,
        lambda text: listed.surnames.get(text, 0.0), listed.given,
        tuple(listed.surnames), tuple(listed.given_readings),
    )  # fmt: skip


@cache
def in_kana() -> People:
    """Readings in katakana."""
    listed = names()
    return People(
        KANA, LONGEST_SURNAME["kana"], str,
        lambda text: listed.surname_kana.get(text, 0.0),
        lambda text: listed.given_kana.get(text, 0.0),
        tuple(listed.surname_kana), tuple(listed.given_kana),
    )  # fmt: skip
