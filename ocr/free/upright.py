"""Standing a page upright: quarter turns by what can be read, skew by the lines' slope."""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.engines import Emissions, Engine, TextBox
from ocr.engines.engine import Image
from ocr.free.crops import crop_of, is_tall, laid_down, side_by_side, sides

LOOKED_AT = 6  # boxes read to find which way is up
READABLE = 0.6  # mean belief from which characters set side by side count as upright
LEAST_SKEW = 0.15  # degrees
MOST_SKEW = 15.0


def turned_upright(image: Image, engine: Engine) -> tuple[Image, int]:
    """The page and the quarter turns (degrees, clockwise) that it was given."""
    boxes = _largest(engine.detect(image))
    if not boxes:
        return image, 0
    crops = [crop_of(image, box) for box in boxes]
    tall = sum(is_tall(box) for box in boxes)
    if 2 * tall <= len(boxes):
        lines = [c for c, b in zip(crops, boxes, strict=True) if not is_tall(b)]
        turns = 0 if _belief(engine, lines) >= _belief(engine, _turned(lines, 2)) else 180
    else:
        turns = _of_columns(engine, [c for c, b in zip(crops, boxes, strict=True) if is_tall(b)])
    return np.ascontiguousarray(np.rot90(image, -turns // 90)), turns


def _of_columns(engine: Engine, columns: Sequence[Image]) -> int:
    """Columns are vertical writing, or lines of a page that lies on its side. A recogniser reads
    either when it is laid down; only in vertical writing can each character be read by itself."""
    left, right = _belief(engine, _turned(columns, 1)), _belief(engine, _turned(columns, 3))
    if right > left:
        return 90
    singles = [line for column in columns if (line := side_by_side(column)) is not None]
    return 0 if singles and _belief(engine, singles) >= READABLE * left else 270


def straightened(image: Image, boxes: Sequence[TextBox]) -> Image:
    """The page turned by the slope of its lines of text, on white."""
    angle = skew_of(boxes)
    if abs(angle) < LEAST_SKEW:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    out = cv2.warpAffine(
        image, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(out, np.uint8)


def skew_of(boxes: Sequence[TextBox]) -> float:
    """Degrees by which the lines fall to the right: the middle of all, long lines first."""
    found = []
    for box in boxes:
        across, down = sides(box)
        along = box.corners[1] - box.corners[0] if not is_tall(box) else None
        if along is not None and across >= 4 * down:
            found.append((float(np.degrees(np.arctan2(along[1], along[0]))), across))
    if not found:
        return 0.0
    found.sort()
    weights = np.cumsum([weight for _, weight in found])
    middle = int(np.searchsorted(weights, weights[-1] / 2))
    angle = found[middle][0]
    return angle if abs(angle) <= MOST_SKEW else 0.0


def _largest(boxes: Sequence[TextBox]) -> list[TextBox]:
    def area(box: TextBox) -> float:
        across, down = sides(box)
        return across * down

    return sorted(boxes, key=area, reverse=True)[:LOOKED_AT]


def _turned(crops: Sequence[Image], quarters: int) -> list[Image]:
    if quarters == 1:
        return [laid_down(crop) for crop in crops]
    return [np.ascontiguousarray(np.rot90(crop, quarters)) for crop in crops]


def _belief(engine: Engine, lines: Sequence[Image]) -> float:
    """Mean belief of the engine in the characters that it sees in the lines."""
    return float(np.mean([belief(e) for e in engine.recognise(lines)])) if lines else 0.0


def belief(emissions: Emissions) -> float:
    """Mean probability of the best character over the frames where it is no blank; 0 without."""
    rows = emissions.probabilities
    best = rows.argmax(axis=1)
    seen = rows[np.arange(len(rows)), best][best > 0]
    return float(seen.mean()) if len(seen) else 0.0
