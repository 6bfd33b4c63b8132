"""Small or large kana (ヤ or ャ): an engine guesses from context, but the ink has a size."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from ocr.decode.beam import Text
from ocr.decode.places import Place
from ocr.decode.weighing import Weighed
from ocr.ink.dark import Mask
from ocr.ink.lines import rim_of
from ocr.ink.written import Strokes

_SMALL = "ァィゥェォッャュョぁぃぅぇぉっゃゅょ"
_LARGE = "アイウエオツヤユヨあいうえおつやゆよ"
_FLAT = "ーへヘべベぺペニ・"  # kana whose size says nothing of the others'
OTHER_SIZE = dict(zip(_SMALL + _LARGE, _LARGE + _SMALL, strict=True))
BORDER = 0.8  # of the other characters' size: small kana are drawn at 0.6 to 0.7, large at 0.9 up
SPREAD = 0.06
STRONGEST = 4.0  # natural log; size never says more than this
LEAST_DOUBT = 1e-3  # an engine is never surer than this about size


def evidence(line: Strokes, found: Sequence[Place], step: float) -> dict[int, float]:
    """For each kana that has two sizes, by its number: natural log of how much likelier its ink
    makes the small one. Nothing where too few other kana are there to compare with."""
    if not any(place.symbol in OTHER_SIZE for place in found):
        return {}
    sizes = _sizes(line, found, step)
    fixed = [s for s, p in zip(sizes, found, strict=True) if _is_measure(p.symbol) and s > 0]
    if len(fixed) < 2:
        return {}
    usual = float(np.median([s for s in fixed if s >= 0.6 * max(fixed)]))
    return {
        n: float(np.clip((BORDER - sizes[n] / usual) / SPREAD, -STRONGEST, STRONGEST))
        for n, place in enumerate(found)
        if place.symbol in OTHER_SIZE and sizes[n] > 0
    }


def as_drawn(symbols: Sequence[str], toward_small: Mapping[int, float]) -> tuple[str, ...]:
    """The symbols with each kana in the size that its ink speaks for."""
    return tuple(
        OTHER_SIZE[symbol]
        if n in toward_small and (toward_small[n] > 0) != (symbol in _SMALL)
        else symbol
        for n, symbol in enumerate(symbols)
    )


def weighed(variants: Sequence[Weighed], toward_small: Mapping[int, float]) -> list[Weighed]:
    """Readings that differ in sizes of kana alone, weighed by their ink, likeliest first."""
    top = max(variants, key=lambda each: each.ink)
    out = []
    for each in variants:
        changes = sum(a != b for a, b in zip(each.text.symbols, top.text.symbols, strict=True))
        ink = max(each.ink, top.ink + changes * float(np.log(LEAST_DOUBT)))
        ink += sum(
            float(
                np.log(2.0)
                - np.logaddexp(0.0, -toward if each.text.symbols[n] in _SMALL else toward)
            )
            for n, toward in toward_small.items()
        )
        out.append(Weighed(Text(each.text.symbols, ink + each.worth.log), ink, each.worth))
    return sorted(out, key=lambda each: -each.text.log)


def is_variant(symbols: Sequence[str], of: Sequence[str]) -> bool:
    """Whether two readings are the same but for sizes of kana."""
    return len(symbols) == len(of) and all(
        a == b or OTHER_SIZE.get(a) == b for a, b in zip(symbols, of, strict=True)
    )


def _is_measure(symbol: str) -> bool:
    """Whether a character is a kana that has but one size."""
    is_kana = "ぁ" <= symbol <= "ゖ" or "ァ" <= symbol <= "ヺ"
    return is_kana and symbol not in OTHER_SIZE and symbol not in _FLAT


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
