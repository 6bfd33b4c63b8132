"""What people write with, and how its ink lies on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.generate.page import Colour


@dataclass(frozen=True, slots=True)
class Tool:
    """`cover` is how much of the paper's light the ink takes (0..1); `grain` how much of the
    paper's tooth shows through it; `bleed` millimetres of blur; `stroke` how thick a line it draws
    (mm; 0 as the face is)."""

    ink: Colour
    cover: tuple[float, float]
    grain: float = 0.0
    bleed: float = 0.0
    stroke: tuple[float, float] = (0.3, 0.45)


TOOLS: Mapping[str, Tool] = {
    "ball": Tool((24, 26, 34), (0.9, 1.0)),
    "blue": Tool((38, 62, 168), (0.72, 0.92)),
    "pencil": Tool((70, 70, 74), (0.5, 0.68), grain=0.5, stroke=(0.38, 0.55)),
    "carbon": Tool((58, 54, 122), (0.55, 0.75), grain=0.3, bleed=0.1, stroke=(0.35, 0.5)),
    "felt": Tool((18, 18, 22), (0.95, 1.0), bleed=0.03, stroke=(0.45, 0.6)),
    "print": Tool((20, 20, 22), (0.92, 1.0), stroke=(0.0, 0.0)),
}


def lay(paper: Image.Image, ink: NDArray[np.uint8], tool: Tool, rng: Random) -> Image.Image:
    """The RGB paper with ink on it. `ink` (0 to 255) has the paper's size; strokes darken print."""
    mask = np.asarray(ink, np.float32) / 255
    if tool.bleed:
        soft = cv2.GaussianBlur(mask, (0, 0), tool.bleed * paper.width / 210)
        mask = np.asarray(soft, np.float32)
    if tool.grain:
        mask = mask * _tooth(mask.shape[0], mask.shape[1], tool.grain, rng)
    mask = mask * rng.uniform(*tool.cover)
    light = np.asarray(paper, dtype=np.float32)
    taken = 1 - mask[..., None] * (1 - np.array(tool.ink, dtype=np.float32) / 255)
    return Image.fromarray((light * taken).astype(np.uint8))


def _tooth(height: int, width: int, depth: float, rng: Random) -> NDArray[np.float32]:
    """1 where the ink reaches the paper, less in its hollows."""
    chance = np.random.default_rng(rng.randrange(2**32))
    rough = chance.normal(0, 1, (height, width)).astype(np.float32)
    rough = np.asarray(cv2.GaussianBlur(rough, (0, 0), 0.9), np.float32)
    hollows = np.clip(rough / (rough.std() or 1.0) * 0.5 + 0.25, 0, 1)
    return (1 - depth * hollows).astype(np.float32)
