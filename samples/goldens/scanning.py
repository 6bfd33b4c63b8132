"""Pages → a small file as an office scanner leaves it."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image

from samples.generate import files
from samples.generate.spoil import spoil
from samples.goldens.papers import DPI

MOST_BYTES = 150_000  # of one golden scan: they are many, and kept with the product
QUALITIES = (45, 30)  # of the JPEG in a gray scan, tried in this order; then black and white


def write_scan(pages: Sequence[Image.Image], path: Path, seed: str, *, black: bool) -> None:
    """A PDF of at most 150 kB (black and white where gray would be more): laid on the glass a
    little off."""
    moved = [spoil(page, ("shift",), Random(f"{seed}/{n}")) for n, page in enumerate(pages)]
    for quality in () if black else QUALITIES:
        files.save([page.convert("L") for page in moved], path, quality, DPI)
        if path.stat().st_size <= MOST_BYTES:
            return
    rng = Random(seed)
    files.save([spoil(page, ("black",), rng) for page in moved], path, 0, DPI)
