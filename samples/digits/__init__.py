"""Real digits to measure with: a sample of MNIST's test split, which no training here has seen.

MNIST: LeCun, Cortes, Burges, CC BY-SA 3.0; see README.md beside the sheet.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SHEET = Path(__file__).with_name("digits.png")
LABELS = Path(__file__).with_name("digits.json")
SIDE, ACROSS = 28, 50  # px of one digit, digits in a row of the sheet


def load() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Count × 28 × 28 (255 ink, 0 paper), and what each is."""
    with Image.open(SHEET) as image:
        pixels = 255 - np.asarray(image.convert("L"), np.uint8)
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["labels"]
    rows = pixels.shape[0] // SIDE
    tiles = pixels.reshape(rows, SIDE, ACROSS, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
    return tiles[: len(labels)], np.array([int(each) for each in labels], np.int64)


def save(images: NDArray[np.uint8], labels: NDArray[np.int64], source: dict[str, object]) -> None:
    """Write sheet and labels. The count must fill whole rows."""
    rows = len(images) // ACROSS
    tiles = images.reshape(rows, ACROSS, SIDE, SIDE).swapaxes(1, 2)
    sheet = Image.fromarray(255 - tiles.reshape(rows * SIDE, ACROSS * SIDE))
    sheet.save(SHEET, optimize=True)
    text = json.dumps(source | {"labels": "".join(map(str, labels))}, ensure_ascii=False, indent=1)
    LABELS.write_text(text + "\n", encoding="utf-8")
