"""What stands in a field for somebody's relation to somebody else: 妻, 長男, 子の妻, 成年後見人.

Source: `kin.yaml`, with the codes of `forms.standard`. A word that stands in neither is no mistake.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from forms import yaml_source
from forms.standard.tables import standard
from ocr.lexicon import spelling
from ocr.lexicon.words import Seen, Worth, near, worth

ITEMS = ("続柄", "本人との関係")
SYMBOLS = 2000  # characters that free text is commonly written with
SHARES = {"common": 0.7, "usual": 0.2, "rare": 0.04}  # of what people write, over a whole group
CHAINED, UNLISTED = 0.02, 0.04  # 子の妻の母; what is in no list
LONGEST = 4  # words chained by の
_OF = "の"
_BRACKETS = str.maketrans("()", "（）")


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    common: list[list[str]]
    usual: list[list[str]]
    rare: list[list[str]]
    steps: list[str]


@dataclass(frozen=True)
class Kin:
    """The lexicon of such a field. `shares`: spelling → share of what people write there."""

    shares: Mapping[str, float]
    steps: frozenset[str]

    def weigh(self, text: str) -> Worth:
        plain = spell(text)
        share = self.shares.get(plain) or self._chained(plain)
        return worth(share, UNLISTED, SYMBOLS, len(text))

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterator[str]:
        """Listed words that the ink of `text` may be, the whole or one side of a の."""
        seen, plain = Seen(peaks, spell), spell(text)
        if not plain or plain in self.shares:
            return
        for each in near(plain, self.shares, seen.peaks):
            yield seen.spelt(each, text)
        at = plain.find(_OF)
        if 0 < at < len(plain) - 1:
            front, back = text[:at], text[at + 1 :]
            for each in near(plain[:at], self.steps, seen.peaks):
                yield seen.spelt(each, front) + _OF + back
            for each in near(plain[at + 1 :], self.steps, seen.peaks):
                yield front + _OF + seen.spelt(each, back)

    def _chained(self, plain: str) -> float:
        parts = plain.split(_OF)
        is_chain = 1 < len(parts) <= LONGEST and all(part in self.steps for part in parts)
        return CHAINED / len(self.steps) ** len(parts) if is_chain else 0.0


@cache
def kin() -> Kin:
    """The lists, read once."""
    listed = yaml_source.load(Path(__file__).with_name("kin.yaml"), _Listed)
    shares: dict[str, float] = {}
    for group, share in SHARES.items():
        words = [spell(word) for line in getattr(listed, group) for word in line]
        shares |= {word: share / len(words) for word in words if word not in shares}
    least = min(shares.values())
    coded = standard().tables[ITEMS[0]].codes
    return Kin({spell(word): least for word in coded} | shares, frozenset(map(spell, listed.steps)))


def spell(text: str) -> str:
    """One spelling for several, as long as `text`."""
    return spelling.of_name(text).translate(_BRACKETS)
