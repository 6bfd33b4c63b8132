"""A line to learn from: text in some hand or print, spoiled as on its way to the recogniser."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from ocr.engines.engine import Image
from samples import fonts
from samples.fonts import Font
from samples.handwriting import StrokeHand, can_write
from samples.train import texts
from samples.train.real_ink import glued
from samples.train.spoiling import spoil

HELD_OUT = frozenset({"kiloji.ttf", "AoyagiKouzanT.ttf"})
"""Handwriting fonts that only the score card sees."""
FIRST_SEED = 100_000
"""Writers below are for measuring and for the samples; training takes those from here up."""
_EM = (26, 58)  # px: 4 to 7 mm at 200 dpi, and coarser scans
_LONGEST = 22  # characters


@dataclass(frozen=True, slots=True)
class Example:
    """`kind`: stroke, font, print or digits; `text` without white space, as the model gives it."""

    kind: str
    picture: Image
    text: str


class Examples:
    """Endless examples, the same for the same seed."""

    def __init__(self, seed: int, digits: tuple[Image, NDArray[np.int64]] | None = None) -> None:
        """`digits`: pictures and labels of real digits to learn from, if there are any."""
        self._seed, self._digits = seed, digits

    def example(self, number: int) -> Example:
        chance = Random(f"{self._seed}:{number}")
        part = chance.random()
        if part < 0.08 and self._digits is not None:
            return self._glued(chance)
        kind = "stroke" if part < 0.66 else "font" if part < 0.80 else "print"
        return written(kind, chance, FIRST_SEED + chance.randrange(10**6))

    def _glued(self, chance: Random) -> Example:
        images, labels = self._digits or (np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))
        at = chance.randrange(len(labels) - 12)
        picks = [at + chance.randrange(12) for _ in range(chance.randint(1, 12))]
        picture = glued([np.asarray(images[i]) for i in picks], chance.randint(-4, 10))
        enlarged = cv2.resize(picture, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC)
        text = "".join(str(labels[i]) for i in picks)
        return Example("digits", spoil(np.asarray(255 - enlarged, np.uint8), chance), text)


def written(kind: str, chance: Random, seed: int, faces: Sequence[Font] = ()) -> Example:
    """A spoiled line by the writer or with the font that `seed` picks."""
    own = Random(seed)
    if kind == "stroke":
        wanted = _until(can_write, chance)
        hand = StrokeHand(seed)
        vertical = chance.random() < 0.06
        ink = hand.line(wanted, chance.uniform(*_EM), vertical=vertical).ink
        ink = np.ascontiguousarray(np.rot90(ink)) if vertical else ink
    else:
        face = own.choice(faces or (_hands() if kind == "font" else fonts.PRINTED))
        wanted = _until(lambda text: fonts.can_draw(face, text), chance)
        ink = _set(face, wanted, chance)
    return Example(kind, spoil(ink, chance), "".join(wanted.split()))


def _hands() -> tuple[Font, ...]:
    return tuple(font for font in fonts.HANDWRITTEN if font.file not in HELD_OUT)


def held_out() -> tuple[Font, ...]:
    return tuple(font for font in fonts.HANDWRITTEN if font.file in HELD_OUT)


def _until(fits: "texts.Fits", chance: Random) -> str:
    while True:
        wanted = texts.text(chance)
        if len(wanted) <= _LONGEST and fits(wanted):
            return wanted


@cache
def _face(font: Font, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path_of(font)), px)


def _set(font: Font, text: str, chance: Random) -> Image:
    """A line set in a font; handwriting a little uneven. Coverage, 255 ink."""
    size = round(chance.uniform(*_EM))
    face, shake = _face(font, size), chance.uniform(0, 1.2) if font.handwritten else 0.0
    gap = chance.uniform(0, 0.15) * size if chance.random() < 0.5 else 0.0
    width = round(sum(face.getlength(ch) + gap for ch in text)) + 2 * size
    canvas = Picture.new("L", (width, 2 * size), 0)
    pen, at = ImageDraw.Draw(canvas), size * 0.5
    for ch in text:
        lift = chance.gauss(0, 0.03) * size * shake
        own = _face(font, max(8, round(size * (1 + chance.gauss(0, 0.04) * shake))))
        if not ch.isspace():
            pen.text((at, 1.4 * size + lift), ch, 255, own, "ls")
        at += (face.getlength(ch) if not ch.isspace() else 0.5 * size) + gap
    drawn = np.asarray(canvas, np.uint8)
    x, y, w, h = cv2.boundingRect(drawn)
    return np.ascontiguousarray(drawn[y : y + h, x : x + w])
