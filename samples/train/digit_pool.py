"""Examples for training, tuning and scoring, kept in a folder so that a second run is quick."""

from pathlib import Path

import cv2
import numpy as np

from samples.train.digit_glyphs import Source, handwritten, nothing, stroked, typed
from samples.train.digit_sheets import Examples, sheet
from samples.train.mnist import Digits

# Shares of an ordinary pool: digits of people, drawn strokes, fonts, and what is no digit.
SHARES = (0.62, 0.15, 0.11, 0.12)
HELD_OUT = 5000  # the last digits of the training split: for the temperature, never trained on


def pool(folder: Path, name: str, data: Digits, count: int, seed: int) -> Examples:
    """`count` spoiled examples of all sources, from the folder if they are there."""
    path = folder / f"{name}-{count}-{seed}.npz"
    if path.is_file():
        kept = np.load(path)
        return kept["pictures"].astype(np.float32) / 255, kept["labels"]
    sources = (handwritten(data), stroked, typed, nothing(data))
    pictures, labels = _make(sources, SHARES, count, seed)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, pictures=np.round(pictures * 255).astype(np.uint8), labels=labels)
    return pictures, labels


def only(data: Digits, count: int, seed: int) -> Examples:
    """`count` spoiled digits of people and nothing else."""
    return _make((handwritten(data),), (1.0,), count, seed)


def _make(
    sources: tuple[Source, ...], shares: tuple[float, ...], count: int, seed: int
) -> Examples:
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    pictures, labels, found = [], [], 0
    while found < count:
        some, kinds = sheet(sources, shares, rng)
        pictures.append(some)
        labels.append(kinds)
        found += len(kinds)
    return np.concatenate(pictures)[:count], np.concatenate(labels)[:count]


def split(data: Digits) -> tuple[Digits, Digits]:
    """The training split without, and only, what is held out."""
    images, labels = data
    return (images[:-HELD_OUT], labels[:-HELD_OUT]), (images[-HELD_OUT:], labels[-HELD_OUT:])
