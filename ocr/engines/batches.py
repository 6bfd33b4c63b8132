"""Lines of text in batches of one width, and what comes back for each."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.engines.preparing import HEIGHT

BATCH_PIXELS = 2560  # width of all lines of a batch together: bounds memory


def same_width(widths: Sequence[int], most: int = BATCH_PIXELS) -> Iterator[list[int]]:
    """Indices in groups of equal width, wide ones first (then several workers end together), each
    group at most `most` pixels wide together."""
    by_width: dict[int, list[int]] = {}
    for i, width in enumerate(widths):
        by_width.setdefault(width, []).append(i)
    for width in sorted(by_width, reverse=True):
        group, size = by_width[width], max(1, most // width)
        for start in range(0, len(group), size):
            yield group[start : start + size]


def trim(rows: NDArray[np.float32], crop: Image, width: int, vocabulary: Vocabulary) -> Emissions:
    """A copy of the emissions without the frames that only saw padding. `width` is that of the
    padded line (px)."""
    height, across = crop.shape[:2]
    own = min(width, HEIGHT * across / height)
    per_frame = width / len(rows)
    frames = min(len(rows), int(np.ceil(own / per_frame)) + 1)
    return Emissions(np.array(rows[:frames], np.float32), vocabulary, per_frame * across / own)
