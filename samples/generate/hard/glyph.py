"""One character as a person writes it: never twice the same."""

import math
from dataclasses import dataclass
from functools import cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.generate.hard.faces import Face, sized

Mask = NDArray[np.uint8]
THICKEST = 0.085  # share of a character's size: a thicker stroke fills its gaps
_FINE = 3  # drawn this many times larger and reduced


@dataclass(frozen=True, slots=True)
class Manner:
    """How a hand writes.

    `slant` leans to the right (degrees), `wide` stretches, `stroke` is how thick the pen writes
    (pixels of the page, whatever the face; 0 leaves the face as it is); `unsteady` scales all that
    differs from character to character (0 prints, 1 is an ordinary hand).
    """

    slant: float = 0.0
    wide: float = 1.0
    stroke: float = 0.0
    unsteady: float = 1.0


def draw(face: Face, ch: str, size: int, manner: Manner, rng: Random) -> Mask:
    """Ink of one character (0 to 255) on a square tile of 2 × `size`, its body in the middle."""
    em = size * _FINE
    tile = Image.new("L", (em * 2, em * 2), 0)
    _, top, _, bottom = sized(face, "国", em).getbbox("国", anchor="ls")
    drop = round(-(top + bottom) / 2)
    ImageDraw.Draw(tile).text((em, em + drop), ch, 255, sized(face, ch, em), "ms")
    by = 0.0
    if manner.stroke:
        by = _growth(face, em, manner.stroke * _FINE * (1 + rng.gauss(0, 0.08) * manner.unsteady))
    ink = _weighed(_bent(np.asarray(tile), em, manner, rng), by)
    ink = ink * _press(em * 2, manner, rng)
    return cv2.resize(ink, (size * 2, size * 2), interpolation=cv2.INTER_AREA).astype(np.uint8)


def advance(face: Face, ch: str, size: int) -> float:
    """Pixels from this character to the next; a full-width space is about half as wide."""
    return size * 0.6 if ch == "\u3000" else sized(face, ch, size).getlength(ch)


def _bent(tile: Mask, em: int, manner: Manner, rng: Random) -> Mask:
    """Sheared, turned, stretched and softly pulled out of shape."""
    loose = manner.unsteady
    lean = math.tan(math.radians(manner.slant + rng.gauss(0, 2.0) * loose))
    turn = math.radians(rng.gauss(0, 2.2) * loose)
    wide = manner.wide * (1 + rng.gauss(0, 0.04) * loose)
    high = 1 + rng.gauss(0, 0.04) * loose
    turned = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    forward = turned @ np.array([[wide, -lean * high], [0.0, high]])
    back = np.linalg.inv(forward)
    side = tile.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) - side / 2
    pull = _pull(side, em * 0.028 * loose, rng)
    from_x = back[0, 0] * x + back[0, 1] * y + side / 2 + pull[..., 0]
    from_y = back[1, 0] * x + back[1, 1] * y + side / 2 + pull[..., 1]
    moved = cv2.remap(
        tile, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_LINEAR
    )  # fmt: skip
    return moved.astype(np.uint8)


def _pull(side: int, pixels: float, rng: Random) -> NDArray[np.float32]:
    """A smooth field of displacements, of about `pixels`."""
    chance = np.random.default_rng(rng.randrange(2**32))
    coarse = chance.normal(0, pixels, (7, 7, 2)).astype(np.float32)
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _growth(face: Face, em: int, wanted: float) -> float:
    """By how many pixels strokes must grow to be `wanted` thick and stay legible."""
    natural = _stroke(face) * em
    return (
        min(wanted, THICKEST * em) - natural
        if wanted > natural
        else max(wanted - natural, -0.4 * natural)
    )


@cache
def _stroke(face: Face) -> float:
    """How thick the face's strokes are, as a share of the character's size."""
    shares = []
    for ch in "国永いタ":
        tile = Image.new("L", (300, 300), 0)
        ImageDraw.Draw(tile).text((150, 230), ch, 255, sized(face, ch, 200), "ms")
        inside = cv2.distanceTransform((np.asarray(tile) > 127).astype(np.uint8), cv2.DIST_L2, 5)
        ridge = inside[(inside > 1) & (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8)))]
        shares.append(2 * float(np.median(ridge)) / 200 if ridge.size else 0.05)
    return float(np.median(shares))


def _weighed(tile: Mask, by: float) -> NDArray[np.float32]:
    """Strokes thicker by `by` pixels, at the same thickness all along."""
    on = (tile > 127).astype(np.uint8)
    if not by or not on.any():
        return tile.astype(np.float32)
    inside = cv2.distanceTransform(on, cv2.DIST_L2, 3)
    outside = cv2.distanceTransform(1 - on, cv2.DIST_L2, 3)
    edge = inside - outside + by / 2
    return (np.clip(edge + 0.5, 0, 1) * 255).astype(np.float32)


def _press(side: int, manner: Manner, rng: Random) -> NDArray[np.float32]:
    """How hard the pen is pressed, by place: 1 and a little less."""
    chance = np.random.default_rng(rng.randrange(2**32))
    coarse = chance.uniform(1 - 0.22 * min(manner.unsteady, 1.0), 1, (4, 4)).astype(np.float32)
    return np.clip(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), 0, 1).astype(
        np.float32
    )
