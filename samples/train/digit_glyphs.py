"""Pictures of single digits, and of what stands in a box though it is no digit.

Every source gives gray pictures, 255 ink on 0 paper, of any size; what paper and pen do to them
comes later (`samples.train.digit_sheets`).
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples import fonts
from samples.train import digit_strokes
from samples.train.mnist import Digits

Picture = NDArray[np.uint8]
NONE = 10  # the class of what is no digit
_SIZE = 72  # px of a font's em
_LATIN = (
    "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSans-Oblique.ttf",
    "DejaVuSansMono.ttf", "LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf",
    "LiberationMono-Regular.ttf", "LiberationSans-Italic.ttf", "LiberationSerif-Italic.ttf",
    "LiberationSansNarrow-Regular.ttf",
)  # fmt: skip
# Characters that nobody would take for a digit, even in a poor hand.
_OTHERS = (
    "あいえおかきけこさすせたなにぬねのはひふへほまみむめもやゆよりれわをん"
    "アイウエオカキケサシスセタチツテトナニヌネハヒホマミムメモヤヨラリルレン"
    "山田川木本大小中村藤佐高渡辺加年月日元号市区町県同上無有明昭平令和"
    "ABEFHKMNPRTVWXdefkmnrtwx×円人年女男〒ヵヶ々〆"
)
Source = Callable[[np.random.Generator], tuple[Picture, int]]


def handwritten(data: Digits) -> Source:
    images, labels = data

    def draw(rng: np.random.Generator) -> tuple[Picture, int]:
        n = int(rng.integers(len(images)))
        return images[n], int(labels[n])

    return draw


def stroked(rng: np.random.Generator) -> tuple[Picture, int]:
    digit = int(rng.integers(10))
    return digit_strokes.draw(digit, rng), digit


def typed(rng: np.random.Generator) -> tuple[Picture, int]:
    """A digit of a font; half the time of a font that looks handwritten."""
    digit = int(rng.integers(10))
    group = _handwritten_fonts() if rng.random() < 0.5 else _printed_fonts()
    return _glyph(group[rng.integers(len(group))], str(digit)), digit


def nothing(data: Digits) -> Source:
    """What is no digit: other characters, two digits, struck or overwritten ones, lines, blots."""
    digits = handwritten(data)
    ways = (_other, _line, _blot, _pair(digits), _struck(digits), _over(digits))
    shares = np.array([0.38, 0.1, 0.1, 0.16, 0.18, 0.08])

    def draw(rng: np.random.Generator) -> tuple[Picture, int]:
        return ways[rng.choice(len(ways), p=shares)](rng), NONE

    return draw


def _other(rng: np.random.Generator) -> Picture:
    character = _OTHERS[rng.integers(len(_OTHERS))]
    group = [*_handwritten_fonts(), *(fonts.path_of(f) for f in fonts.PRINTED)]
    return _glyph(group[rng.integers(len(group))], character)


def _line(rng: np.random.Generator) -> Picture:
    """A dash, long or wavy: nothing written, or struck out."""
    out = np.zeros((64, 96), np.uint8)
    pen = int(rng.integers(3, 10))
    x = np.linspace(8, 88, 12)
    for at in (24, 40) if rng.random() < 0.3 else (32,):
        y = at + rng.uniform(-8, 8) * (x - 48) / 40 + rng.uniform(0, 5) * np.sin(x / 9)
        cv2.polylines(out, [np.stack([x, y], 1).astype(np.int32)], False, (255,), pen, cv2.LINE_AA)
    return out


def _blot(rng: np.random.Generator) -> Picture:
    """Scribbled over, filled, or specks."""
    out = np.zeros((72, 72), np.uint8)
    if rng.random() < 0.3:
        for x, y in rng.integers(8, 64, (int(rng.integers(3, 9)), 2)):
            cv2.circle(out, (int(x), int(y)), int(rng.integers(1, 5)), (255,), -1, cv2.LINE_AA)
        return out
    points = rng.normal(36, (9, 14), (int(rng.integers(8, 30)), 2)).clip(4, 68).astype(np.int32)
    cv2.polylines(out, [points], False, (255,), int(rng.integers(3, 9)), cv2.LINE_AA)
    return out


def _pair(digits: Source) -> Callable[[np.random.Generator], Picture]:
    def draw(rng: np.random.Generator) -> Picture:
        parts = [_tight(digits(rng)[0]) for _ in range(2)]
        side = 40
        scaled = [
            cv2.resize(p, (max(4, round(p.shape[1] * side / p.shape[0])), side)) for p in parts
        ]
        gap = int(rng.integers(-4, 7))
        width = scaled[0].shape[1] + scaled[1].shape[1] + gap
        out = np.zeros((side + 16, max(width, 8) + 24), np.uint8)
        out[8 : 8 + side, 8 : 8 + scaled[0].shape[1]] = scaled[0]
        drop, left = 8 + int(rng.integers(-5, 6)), 8 + scaled[0].shape[1] + gap
        place = out[drop : drop + side, left : left + scaled[1].shape[1]]
        np.maximum(place, scaled[1], out=place)
        return out

    return draw


def _struck(digits: Source) -> Callable[[np.random.Generator], Picture]:
    """A digit with lines through it that reach past it on both sides. A seven, a four and a
    nought may have one by nature and get two."""

    def draw(rng: np.random.Generator) -> Picture:
        picture, digit = digits(rng)
        big = np.pad(cv2.resize(_tight(picture), (44, 56)), ((10, 10), (26, 26)))
        count = 2 if digit in (0, 4, 7) or rng.random() < 0.6 else 1
        slope, pen = rng.uniform(-0.5, 0.5), int(rng.integers(3, 8))
        for n in range(count):
            middle = 38 + (n - (count - 1) / 2) * rng.uniform(10, 18) + rng.uniform(-5, 5)
            reach = rng.uniform(30, 44)
            ends = [(48 + s * reach, middle + s * reach * slope) for s in (-1, 1)]
            a, b = ((round(x), round(y)) for x, y in ends)
            cv2.line(big, a, b, (255,), pen, cv2.LINE_AA)
        return np.asarray(big, np.uint8)

    return draw


def _over(digits: Source) -> Callable[[np.random.Generator], Picture]:
    """One digit written over another."""

    def draw(rng: np.random.Generator) -> Picture:
        (first, a), (second, b) = digits(rng), digits(rng)
        while a == b or 1 in (a, b):
            (first, a), (second, b) = digits(rng), digits(rng)
        return np.asarray(np.maximum(first, second), np.uint8)

    return draw


def _tight(picture: Picture) -> Picture:
    x, y, w, h = cv2.boundingRect((picture > 60).astype(np.uint8))
    return picture[y : y + h, x : x + w]


@cache
def _glyph(font: Path, character: str) -> Picture:
    face = ImageFont.truetype(str(font), _SIZE)
    image = Image.new("L", (2 * _SIZE, 2 * _SIZE), 0)
    ImageDraw.Draw(image).text((_SIZE, _SIZE), character, 255, face, "mm")
    pixels = np.asarray(image, np.uint8)
    if not pixels.any():
        raise ValueError(f"{font.name} draws nothing for {character!r}")
    return np.asarray(np.pad(_tight(pixels), 8), np.uint8)


@cache
def _handwritten_fonts() -> tuple[Path, ...]:
    return tuple(fonts.path_of(font) for font in fonts.HANDWRITTEN)


@cache
def _printed_fonts() -> tuple[Path, ...]:
    """The printed fonts of the samples, and those of Latin text that are there."""
    latin = (fonts.Font(file, file, "fonts-dejavu-core", False) for file in _LATIN)
    found = [fonts.path_of(font) for font in latin if fonts.is_installed(font)]
    return (*(fonts.path_of(font) for font in fonts.PRINTED), *found)
