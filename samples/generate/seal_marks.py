"""What stands in a seal's place, by name: seals of several kinds, or something that is none.

Each style is a function `(page, hand, box, family)`; `box` is the printed place, in pixels.
"""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from samples import fonts
from samples.generate import curves, marks
from samples.generate.page import Colour, Hand, Page, Px, face
from samples.generate.strokes_of_marks import middle
from samples.generate.write import write_line

Stamp = Callable[[Page, Hand, Px, str], None]
_RED: Colour = (205, 38, 32)
_VERMILION: Colour = (226, 84, 48)
_DARK_RED: Colour = (150, 30, 34)


def round_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    marks.seal(page, box, family)


def small_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    """A personal seal of 8 to 9.5 mm, somewhat off its place."""
    _stamp(page, box, marks.seal_face, family, page.rng.uniform(8, 9.5), reach=2.2)


def faint_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    """Hardly any ink on one side."""
    _stamp(page, box, marks.seal_face, family, page.rng.uniform(9, 12), strength=0.45, worn=0.75)


def crooked_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    _stamp(page, box, marks.seal_face, family, page.rng.uniform(9, 12), turn=75, reach=2.0)


def oval_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    """An oval one of 6 by 9 mm, as of ready-made correction and office seals."""
    _stamp(page, box, marks.seal_face, family, page.rng.uniform(8.5, 10), narrow=0.7)


def square_seal(page: Page, hand: Hand, box: Px, family: str) -> None:
    """A company's square seal, 12 to 18 mm."""
    _stamp(page, box, _square_face, f"{family}之印", page.rng.uniform(12, 18), turn=6)


def signature(page: Page, hand: Hand, box: Px, family: str) -> None:
    """A name by hand where a seal is asked for."""
    write_line(page, hand, (box[0] - 2, box[1], box[2] + 4, box[3]), family, "center")


def scrawl(page: Page, hand: Hand, box: Px, family: str) -> None:
    """A signature that is a running line."""
    rng, (x, y, w, h) = page.rng, box
    count = rng.randint(6, 10)
    through = [
        (x + w * n / count, y + h * (0.5 + rng.uniform(0.1, 0.32) * (1 if n % 2 else -1)))
        for n in range(count + 1)
    ]
    marks.stroke(page, hand, curves.smooth(through), rng.uniform(0.3, 0.5))


def _stamp(
    page: Page,
    box: Px,
    made: Callable[[int, str, float], Image.Image],
    text: str,
    mm: float,
    *,
    strength: float = 1.0,
    worn: float = 0.45,
    turn: float = 14.0,
    reach: float = 1.2,
    narrow: float = 1.0,
) -> None:
    """`strength`: of the ink; `worn`: how much of it may be missing in places; `reach`: mm off."""
    rng = page.rng
    side = round(mm * page.scale)
    tile = made(side, text, page.scale).resize((max(8, round(side * narrow)), side))
    tile = tile.rotate(rng.uniform(-turn, turn), Image.Resampling.BICUBIC, expand=True)
    chance = np.random.default_rng(rng.randrange(2**32))
    low = round(255 * (1 - worn))
    patches = Image.fromarray(chance.integers(low, 256, (6, 6), dtype=np.uint8))
    uneven = np.asarray(patches.resize(tile.size, Image.Resampling.BICUBIC), np.float32) / 255
    mask = Image.fromarray((np.asarray(tile, np.float32) * uneven * strength).astype(np.uint8))
    x, y = middle(box)
    left = round(x - tile.width / 2 + rng.uniform(-reach, reach) * page.scale)
    top = round(y - tile.height / 2 + rng.uniform(-reach, reach) * 0.7 * page.scale)
    where = (left, top, left + tile.width, top + tile.height)
    ink = Image.new("RGB", tile.size, (255, 255, 255))
    ink.paste(rng.choice((_RED, _VERMILION, _DARK_RED)), (0, 0), mask)
    page.image.paste(ImageChops.multiply(page.image.crop(where), ink), where)


def _square_face(side: int, text: str, scale: float) -> Image.Image:
    """Two columns of characters in a square frame, read from the right."""
    tile = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(tile)
    pen.rectangle((1, 1, side - 2, side - 2), outline=255, width=round(scale * 0.6))
    half = (len(text) + 1) // 2
    size = int(side * 0.84 / max(half, 2))
    for n, ch in enumerate(text):
        column, row = divmod(n, half)
        at = (side * (0.72 - 0.44 * column), side * 0.5 + size * (row - (half - 1) / 2))
        pen.text(at, ch, 255, face(fonts.MINCHO, size), "mm", stroke_width=max(1, round(scale / 9)))
    return tile


SEALS: Mapping[str, Stamp] = {
    "seal_round": round_seal,
    "seal_small": small_seal,
    "seal_faint": faint_seal,
    "seal_crooked": crooked_seal,
    "seal_oval": oval_seal,
    "seal_square": square_seal,
}
NO_SEALS: Mapping[str, Stamp] = {"signature": signature, "scrawl": scrawl}
