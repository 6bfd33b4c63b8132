"""Readings of one line, by the ink and by what is likely to be written there.

posterior = ink × script × lexicon. The ink goes first: where it is clear and the lexicon would
have something else, the ink's reading stays and a doubt says so.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from ocr.decode.alphabet import Frames
from ocr.decode.beam import Text, search
from ocr.decode.score import scored
from ocr.lexicon.words import Worth

CLEAR = math.log(20.0)  # ink that says one character 20 times rather than another is clear
SETTLED = math.log(1e-4)  # of all that may be said; with less left, a lexicon is not asked
SLIP = 0.0005  # share of characters that an engine misses whatever it says of its certainty
_SIZES = str.maketrans(
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょ", "アイウエオツヤユヨワカケあいうえおつやゆよ"
)
MOST = 60  # proposals scored on the ink


class Lexicon(Protocol):
    def weigh(self, text: str) -> Worth:
        """What is known of `text`."""
        ...

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterable[str]:
        """Likely texts near `text`; `peaks`: natural log of how strongly a symbol is seen."""
        ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading. `text.log` has all evidence in it, `ink` all but the lexicon's."""

    text: Text
    ink: float
    worth: Worth


@dataclass(frozen=True, slots=True)
class Readings:
    """`ranked`: the chosen one first, then by probability. `total`: natural log of all that could
    be said. `is_contested`: a lexicon would have something else than what the ink clearly says."""

    ranked: tuple[Weighed, ...]
    total: float
    is_contested: bool


def readings(
    frames: Frames,
    prior: Callable[[str], float],
    lexicon: Lexicon | None,
    mend: Callable[[list[Text]], list[Text]],
    *,
    is_closed: bool = False,
) -> Readings:
    """`prior`: natural log of how likely a text is as a piece of Japanese; `mend` adds readings
    that the context proposes. A closed lexicon holds all that there is: its reading comes first
    even against clear ink, with the same doubt."""
    prior = cache(prior)
    found = mend(search(frames))
    whole = float(np.log(np.maximum(frames.blank + frames.symbols.sum(axis=1), 1e-12)).sum())
    if lexicon is None or not found:
        return _ranked(found, prior, lambda text: Worth(), whole, is_closed)
    best = max(found, key=lambda each: each.log + prior(each.text))
    others = float(np.logaddexp.reduce([t.log for t in found if t is not best] or [-math.inf]))
    if max(others, _left(found, whole)) - best.log > SETTLED:
        found = [*found, *_proposed(frames, best, found, lexicon)]
    return _ranked(found, prior, lexicon.weigh, whole, is_closed)


def resettled(read: Readings, before: Sequence[Weighed], after: Sequence[Weighed]) -> Readings:
    """`read` with some of its readings weighed anew, the likeliest of those first."""
    old = {each.text.symbols for each in before}
    others = [each for each in read.ranked if each.text.symbols not in old]
    gone = float(np.logaddexp.reduce([each.text.log for each in before]))
    left = -math.expm1(min(0.0, gone - read.total))
    rest = read.total + math.log(left) if left > 0 else -math.inf
    total = float(np.logaddexp.reduce([rest, *(each.text.log for each in after)]))
    return Readings((*after, *others), total, read.is_contested)


def _left(found: Sequence[Text], whole: float) -> float:
    """Log of what no reading found accounts for."""
    kept = float(np.logaddexp.reduce([each.log for each in found]))
    rest = -math.expm1(min(0.0, kept - whole))
    return whole + math.log(rest) if rest > 0 else -math.inf


def _proposed(frames: Frames, best: Text, found: Sequence[Text], lexicon: Lexicon) -> list[Text]:
    tops = frames.symbols.max(axis=0)
    peaks = {name: math.log(top) for name, top in zip(frames.names, tops, strict=True) if top > 0}
    known = {each.text for each in found}
    fresh = [t for t in dict.fromkeys(lexicon.proposals(best.text, peaks)) if t not in known]
    return scored(frames, fresh[:MOST])


def _ranked(
    found: Sequence[Text],
    prior: Callable[[str], float],
    weigh: Callable[[str], Worth],
    whole: float,
    is_closed: bool,
) -> Readings:
    each = [_weighed(text, prior, weigh(text.text)) for text in found]
    if not each:
        return Readings((), whole, False)
    each.sort(key=lambda w: -w.text.log)
    by_ink = max(each, key=lambda w: w.ink)
    is_contested = by_ink is not each[0] and _is_clear(by_ink, each[0])
    if is_contested and not is_closed:
        each.remove(by_ink)
        each.insert(0, by_ink)
    total = np.logaddexp(_total(found, each, whole), _missed(each[0], whole))
    return Readings(tuple(each), max(float(total), each[0].text.log), is_contested)


def _is_clear(one: Weighed, other: Weighed) -> bool:
    """Whether the ink clearly says `one`. The size of a kana is no ink's word: an engine takes it
    from what stands beside it."""
    a, b = (each.text.text.translate(_SIZES) for each in (one, other))
    same = sum(x == y for x, y in zip(a, b, strict=False))
    changes = max(len(a), len(b)) - same if len(a) == len(b) else 1
    return one.ink - other.ink >= CLEAR * changes if changes else False


def _weighed(text: Text, prior: Callable[[str], float], known: Worth) -> Weighed:
    ink = text.log + prior(text.text)
    return Weighed(Text(text.symbols, ink + known.log), ink, known)


def _total(found: Sequence[Text], weighed: Sequence[Weighed], whole: float) -> float:
    """Log of everything that can be said over the frames, with its evidence.

    What the search has not kept is weighed as the kept readings are on average, the best aside.
    """
    kept = float(np.logaddexp.reduce([each.text.log for each in weighed]))
    left = _left(found, whole)
    plain = {each.symbols: each.log for each in found}
    others = weighed[1:]
    if not others or left == -math.inf:
        return kept
    ratio = float(
        np.logaddexp.reduce([each.text.log for each in others])
        - np.logaddexp.reduce([plain[each.text.symbols] for each in others])
    )
    return float(np.logaddexp(kept, left + ratio))


def _missed(best: Weighed, whole: float) -> float:
    """Log of what stands for an engine's mistakes that its emissions do not show: a mistake hardly
    ever makes a known word, so they weigh little where one stands."""
    free = len(best.text.symbols) - best.worth.covered
    in_free = -math.expm1(free * math.log1p(-SLIP)) * math.exp(best.worth.log)
    in_words = -math.expm1(best.worth.covered * math.log1p(-SLIP))
    return whole + math.log(max(in_free + in_words, 1e-12))
