"""What happens to a line between pen and recogniser: scanner, fax, form lines, and our own cutting.

Each step takes the darkness of the paper (0 paper to 255 ink, as floats) and gives it back.
"""

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

Darkness = NDArray[np.float32]


def spoil(ink: Image, chance: Random) -> Image:
    """Coverage (255 ink), cut close → a picture as the reader cuts it, dark on white."""
    noise = np.random.default_rng(chance.getrandbits(32))
    pads = [chance.randint(3, 16) for _ in range(4)]
    paper = np.pad(ink, ((pads[0], pads[1]), (pads[2], pads[3]))).astype(np.float32)
    for step, often in _STEPS:
        if chance.random() < often:
            paper = step(paper, chance, noise)
    paper = np.clip(paper, 0, 255)
    if chance.random() < 0.12:
        return _as_photographed(paper, chance, noise)
    return _as_cut(paper, chance)


def _turn(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    height, width = paper.shape
    angle = chance.gauss(0, 1.0 if width > 4 * height else 2.5)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    grown = round(width * abs(np.sin(np.radians(angle))) / 2) + 1
    matrix[1, 2] += grown
    size = (width, height + 2 * grown)
    return np.asarray(cv2.warpAffine(paper, matrix, size, flags=cv2.INTER_LINEAR), np.float32)


def _weight(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """Strokes fattened or thinned, by copier or pen."""
    if chance.random() < 0.6:
        return np.asarray(cv2.dilate(paper, np.ones((2, 2), np.uint8)), np.float32)
    thin = cv2.erode(paper, np.ones((2, 2), np.uint8))
    return np.asarray(0.7 * thin + 0.3 * paper, np.float32)


def _coarse(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """Scanned with few dots and enlarged."""
    height, width = paper.shape
    share = chance.uniform(0.4, 0.85)
    small = cv2.resize(paper, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    way = chance.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.float32)


def _blur(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    return np.asarray(cv2.GaussianBlur(paper, (0, 0), chance.uniform(0.3, 1.3)), np.float32)


def _line(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """A form's line that ran through the writing and was taken out: a slit, not always mended."""
    height, width = paper.shape
    at, thick = chance.randint(2, height - 3), chance.randint(1, 3)
    out = paper.copy()
    strip = out[at : at + thick]
    kept = noise.random(width // 12 + 1) < chance.uniform(0.2, 0.9)
    strip *= np.repeat(kept, 12)[:width]
    return out


def _remnant(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """Pieces of a box's frame that stayed at the rim."""
    height, width = paper.shape
    out, dark = paper.copy(), chance.uniform(60, 230)
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.7:
            y, x = chance.choice((0, 1, height - 2, height - 3)), chance.randrange(width)
            out[y : y + chance.randint(1, 2), x : x + chance.randint(5, max(6, width // 4))] = dark
        else:
            x, y = chance.choice((0, 1, width - 2, width - 3)), chance.randrange(height)
            out[y : y + chance.randint(5, height), x : x + chance.randint(1, 2)] = dark
    return out


def _specks(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    height, width = paper.shape
    out = paper.copy()
    for _ in range(chance.randint(1, 8)):
        at = (chance.randrange(width), chance.randrange(height))
        cv2.circle(out, at, chance.randint(0, 1), (chance.uniform(60, 220),), -1)
    return out


def _grain(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    grain = noise.normal(0, chance.uniform(3, 16), paper.shape).astype(np.float32)
    soft = cv2.GaussianBlur(grain, (0, 0), 0.7) * 1.5
    return np.asarray(paper + (soft if chance.random() < 0.5 else grain), np.float32)


def _faint(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """Pencil, carbon copy, a pen that runs dry."""
    height, width = paper.shape
    waves = noise.uniform(0.55, 1.0, (2, max(2, width // 60))).astype(np.float32)
    light = cv2.resize(waves, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(paper * light * chance.uniform(0.35, 0.8), np.float32)


def _fax(paper: Darkness, chance: Random, noise: np.random.Generator) -> Darkness:
    """Black and white, ragged at the edges, a line now and then lost."""
    level = chance.uniform(0.3, 0.6) * max(float(np.percentile(paper, 97)), 40.0)
    out = (paper + noise.normal(0, 14, paper.shape) > level).astype(np.float32) * 255
    if chance.random() < 0.15:
        row = chance.randrange(len(out))
        out[row] = out[max(0, row - 1)]
    return np.asarray(out, np.float32)


_STEPS = (
    (_turn, 0.3), (_weight, 0.15), (_faint, 0.2), (_coarse, 0.3), (_blur, 0.5), (_line, 0.12),
    (_specks, 0.1), (_grain, 0.35), (_fax, 0.2), (_remnant, 0.15),
)  # fmt: skip


def _as_cut(paper: Darkness, chance: Random) -> Image:
    """As `ocr.ink.written.Strokes.picture`: the ink alone, its contrast drawn out, with a rim."""
    mask = np.where(paper > chance.uniform(24, 60), 255, 0).astype(np.uint8)
    if not mask.any():
        mask[:] = 255
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    full = float(np.percentile(paper[mask > 0], 80))
    gain = float(np.clip(225 / max(full, 1.0), 1, 4))
    drawn = np.where(near > 0, np.minimum(paper * gain, 255), 0).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(mask)
    tight = 255 - drawn[y : y + h, x : x + w]
    return np.asarray(np.pad(tight, chance.randint(3, 10), constant_values=255), np.uint8)


def _as_photographed(paper: Darkness, chance: Random, noise: np.random.Generator) -> Image:
    """With its paper: uneven light, less contrast, grain."""
    height, width = paper.shape
    light = noise.uniform(0.72, 1.0, (2, 3)).astype(np.float32)
    ground = 255 * cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    shown = ground * (1 - paper / 255 * chance.uniform(0.6, 0.95))
    return np.clip(shown + noise.normal(0, 3, paper.shape), 0, 255).astype(np.uint8)
