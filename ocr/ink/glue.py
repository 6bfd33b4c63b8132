"""Several small pieces of writing drawn as one line: an engine sees them in one look, with the
context it is used to, and geometry still says which frame belongs to which piece."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.decode.alphabet import Frames
from ocr.engines.engine import Image
from ocr.ink.written import Strokes
from ocr.scale import whole_px

GAP = 0.7  # white between two pieces, as a share of the line's height
RIM = 0.15
LEAST_HEIGHT_MM = 2.2  # lower pieces are not blown up to the whole height of a line


@dataclass(frozen=True, slots=True)
class Glued:
    """`spans`: for each piece its left and right end in pixels of the picture, half the gap
    included."""

    picture: Image
    spans: tuple[tuple[float, float], ...]

    def cut(self, frames: Frames, step: float) -> list[Frames]:
        """The frames of each piece; `step` is the width of a frame in pixels of the picture."""
        count = len(frames.blank)
        parts = []
        for left, right in self.spans:
            start = min(count - 1, max(0, round(left / step)))
            end = min(count, max(start + 1, round(right / step)))
            parts.append(
                Frames(frames.blank[start:end], frames.symbols[start:end], frames.names, 0.0)
            )
        return parts


def glue(pieces: Sequence[Strokes]) -> Glued:
    """Pieces from left to right, each centred on the line's height. None may be empty."""
    pictures = [piece.picture(0) for piece in pieces]
    height = max(*(p.shape[0] for p in pictures), whole_px(LEAST_HEIGHT_MM))
    rim, gap = round(RIM * height), round(GAP * height)
    line: list[Image] = [np.full((height, rim), 255, np.uint8)]
    spans, at = [], rim
    for picture in pictures:
        middle = _centred(picture, height)
        spans.append((at - gap / 2, at + middle.shape[1] + gap / 2))
        line += [middle, np.full((height, gap), 255, np.uint8)]
        at += middle.shape[1] + gap
    whole = np.pad(np.concatenate(line, axis=1), ((rim, rim), (0, 0)), constant_values=255)
    return Glued(np.asarray(whole, np.uint8), tuple(spans))


def _centred(picture: Image, height: int) -> Image:
    above = (height - picture.shape[0]) // 2
    below = height - picture.shape[0] - above
    return np.asarray(np.pad(picture, ((above, below), (0, 0)), constant_values=255), np.uint8)
