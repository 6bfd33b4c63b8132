"""Lists of words as a decoder wants them: what stands near a piece of text, and what a word that
is known is worth against one that is not."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

STRONGEST = 5.0  # natural log; a word is never worth more
COUNTED = 0.5  # of the evidence: the engine learnt on texts, half of this it knows already
FURTHEST = 12.0  # natural log that a proposal may lose on the ink, by a bound
KEPT = 8


@dataclass(frozen=True, slots=True)
class Worth:
    """What a lexicon says of a text. `log`: natural log by which it is likelier than a text of no
    list; `covered`: how many of its characters stand in known words."""

    log: float = 0.0
    covered: int = 0

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.log + other.log, self.covered + other.covered)


def worth(share: float, unlisted: float, symbols: int, length: int) -> Worth:
    """A listed word that a `share` of people have, against any text of its `length` drawn from
    `symbols` characters, where `unlisted` is the share of people with no listed word."""
    if share <= 0.0:
        return Worth()
    log = math.log(share) - math.log(unlisted) + length * math.log(symbols)
    return Worth(min(STRONGEST, max(0.0, COUNTED * log)), length)


class Seen:
    """Characters seen anywhere on a line, in the spelling of a lexicon. `peaks`: natural log of how
    strongly; of several characters that the lexicon spells alike the strongest counts."""

    def __init__(self, peaks: Mapping[str, float], spell: Callable[[str], str]) -> None:
        self._spell = spell
        self._own: dict[str, str] = {}
        for each in sorted(peaks, key=lambda name: peaks[name]):
            self._own[spell(each)] = each
        self.peaks = {key: peaks[own] for key, own in self._own.items()}

    def spelt(self, word: str, text: str) -> str:
        """A listed word in characters that were seen, those of `text` where they say the same."""
        own = dict(zip(map(self._spell, text), text, strict=True))
        if len(word) != len(text):
            return "".join(own.get(each) or self._own.get(each, each) for each in word)
        return "".join(
            seen if self._spell(seen) == each else self._own.get(each, each)
            for each, seen in zip(word, text, strict=True)
        )


class Words:
    """Words found by their first or last character."""

    def __init__(self, words: Iterable[str]) -> None:
        self._first: dict[str, list[str]] = defaultdict(list)
        self._last: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._first[word[0]].append(word)
            self._last[word[-1]].append(word)

    def near(self, text: str, peaks: Mapping[str, float]) -> list[str]:
        """Words that begin or end as `text` does and differ from it where the ink lets them."""
        if len(text) == 1:
            beside = [each for each in peaks if each in self._first]
            return near(text, (w for c in beside for w in self._first[c] if len(w) == 1), peaks)
        found = {*self._first.get(text[0], ()), *self._last.get(text[-1], ())}
        return near(text, found, peaks)


def near(text: str, words: Iterable[str], peaks: Mapping[str, float]) -> list[str]:
    """The words nearest to `text` by the ink: as long and otherwise in places where another
    character was seen too, or one character longer or shorter. `peaks`: natural log of how
    strongly each character is seen anywhere on the line."""
    ranked = []
    may_stand = {each for each, peak in peaks.items() if peak > -FURTHEST} | set(text)
    for word in filter(may_stand.issuperset, words):
        loss = _loss(text, word, peaks)
        if loss < FURTHEST and word != text:
            ranked.append((loss, word))
    ranked.sort()
    return [word for _, word in ranked[:KEPT]]


def _loss(text: str, word: str, peaks: Mapping[str, float]) -> float:
    if abs(len(text) - len(word)) > 1:
        return math.inf
    if len(text) != len(word):
        start = 0
        shorter, longer = sorted((text, word), key=len)
        while start < len(shorter) and shorter[start] == longer[start]:
            start += 1
        if shorter[start:] != longer[start + 1 :]:
            return math.inf
        return 2.0 if longer is text else 2.0 - peaks.get(longer[start], -math.inf)
    loss, same = 0.0, 0
    for seen, wanted in zip(text, word, strict=True):
        if seen == wanted:
            same += 1
        else:
            loss -= peaks.get(wanted, -math.inf)
            if loss >= FURTHEST:
                return math.inf
    return loss if 2 * same >= len(word) - 1 else math.inf
