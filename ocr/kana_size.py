"""Small or large kana (ヤ or ャ): an engine guesses from context, but the ink has a size."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ocr.decode.alphabet import Frames
from ocr.decode.places import Place
from ocr.ink import Mask
from ocr.lines import rim_of
from ocr.written import Strokes

_SMALL = "ァィゥェォッャュョぁぃぅぇぉっゃゅょ"
_LARGE = "アイウエオツヤユヨあいうえおつやゆよ"
_FLAT = "ーへヘべベぺペニ・"  # kana whose size says nothing of the others'
OTHER_SIZE = dict(zip(_SMALL + _LARGE, _LARGE + _SMALL, strict=True))
BORDER = 0.8  # of the other characters' size: small kana are drawn at 0.6 to 0.7, large at 0.9 up
SPREAD = 0.06
STRONGEST = 4.0  # natural log; size never says more than this
LEAST_DOUBT = 1e-3  # an engine is never surer than this about size


def settled(
    line: Strokes, frames: Frames, found: Sequence[Place], step: float
) -> tuple[tuple[str, ...], float]:
    """(symbols with each kana in its size, natural log of what that does to their probability)."""
    symbols = [place.symbol for place in found]
    sizes = _sizes(line, found, step)
    fixed = [s for s, p in zip(sizes, found, strict=True) if _is_measure(p.symbol) and s > 0]
    if len(fixed) < 2:
        return tuple(symbols), 0.0
    usual, change = float(np.median([s for s in fixed if s >= 0.6 * max(fixed)])), 0.0
    for n, place in enumerate(found):
        if place.symbol in OTHER_SIZE and sizes[n] > 0:
            before = _share(frames, place)
            evidence = float(np.clip((BORDER - sizes[n] / usual) / SPREAD, -STRONGEST, STRONGEST))
            toward = evidence if place.symbol in _SMALL else -evidence
            odds = before / (1 - before) * float(np.exp(toward))
            after = odds / (1 + odds)
            if after < 0.5:
                symbols[n], after = OTHER_SIZE[place.symbol], 1 - after
            change += float(np.log(after / before))
    return tuple(symbols), change


def _is_measure(symbol: str) -> bool:
    """Whether a character is a kana that has but one size."""
    is_kana = "ぁ" <= symbol <= "ゖ" or "ァ" <= symbol <= "ヺ"
    return is_kana and symbol not in OTHER_SIZE and symbol not in _FLAT


def _share(frames: Frames, place: Place) -> float:
    """What the engine gives to this size, of both sizes."""
    rows = frames.symbols[max(0, place.start - 1) : place.end + 1]
    columns = {name: n for n, name in enumerate(frames.names)}
    own, other = (
        float(rows[:, columns[name]].max()) if name in columns else 0.0
        for name in (place.symbol, OTHER_SIZE[place.symbol])
    )
    return float(np.clip(own / max(own + other, 1e-9), LEAST_DOUBT, 1 - LEAST_DOUBT))


def _sizes(line: Strokes, found: Sequence[Place], step: float) -> list[float]:
    """The longer side of each character's ink (px), between the middles to its neighbours."""
    left, _, right, _ = line.bounds
    centres = [(p.start + p.end) / 2 * step - rim_of(line) + left for p in found]
    middles = [(a + b) / 2 for a, b in pairwise(centres)]
    edges = [float(left), *middles, float(right)]
    return [
        _longer_side(line.mask[:, max(0, round(a)) : max(0, round(b))]) for a, b in pairwise(edges)
    ]


def _longer_side(mask: Mask) -> float:
    ys, xs = np.nonzero(mask)
    return float(max(np.ptp(ys), np.ptp(xs)) + 1) if len(ys) else 0.0
