"""Pictures without any form on them, drawn from nothing."""

from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

_FUR = (176, 122, 66)
_DARK = (70, 45, 28)
_PHOTO = (1600, 1200)
_A4_AT_200_DPI = (1654, 2339)


def cat_like(rng: Random) -> Image.Image:
    """A landscape photo, 1600 × 1200: an animal with pointed ears on a sunlit floor."""
    image = _room(rng)
    pen = ImageDraw.Draw(image)
    pen.ellipse((520, 520, 1180, 1130), fill=_FUR)
    pen.arc((1010, 560, 1420, 1120), 250, 95, fill=_FUR, width=58)
    for left, tip, right in (
        ((600, 330), (590, 120), (770, 240)),
        ((960, 330), (975, 120), (800, 240)),
    ):
        pen.polygon([left, tip, right], fill=_FUR)
    pen.ellipse((560, 190, 1000, 610), fill=_FUR)
    for x in (690, 870):
        pen.ellipse((x - 42, 350, x + 42, 425), fill=(182, 200, 92))
        pen.ellipse((x - 12, 352, x + 12, 423), fill=(12, 12, 12))
    pen.polygon([(755, 455), (805, 455), (780, 487)], fill=(214, 130, 130))
    for y in (480, 500, 520):
        pen.line((740, 495, 520, y - 25), fill=(240, 238, 230), width=4)
        pen.line((820, 495, 1040, y - 25), fill=(240, 238, 230), width=4)
    _fur(pen, rng)
    return _taken(image, rng)


def white_page(rng: Random) -> Image.Image:
    """An A4 page at 200 dpi, grey values: paper, shadow at one edge, a few specks of dust."""
    chance = np.random.default_rng(rng.randrange(2**32))
    width, height = _A4_AT_200_DPI
    edge = np.clip(np.linspace(0, 60, width), 0, 1)[None, :]
    pixels = np.full((height, width), 252.0) - 14 * (1 - edge)
    page = Image.fromarray(pixels.astype(np.uint8))
    pen = ImageDraw.Draw(page)
    for x, y in chance.integers(0, (width, height), (25, 2)):
        pen.ellipse((int(x), int(y), int(x) + 2, int(y) + 2), fill=120)
    return page


def _room(rng: Random) -> Image.Image:
    """A wall and a floor with light falling from the left."""
    width, height = _PHOTO
    across = np.linspace(1.05, 0.6, width)[None, :, None]
    wall = np.array([196, 184, 160], dtype=np.float64)
    floor = np.array([142, 98, 60], dtype=np.float64)
    rows = np.where(np.arange(height)[:, None] < height * 0.6, wall, floor)[:, None, :]
    planks = 1 - 0.12 * (np.arange(width)[None, :, None] % 190 < 5)
    pixels = rows * across * planks
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _fur(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    """Stripes and thousands of short hairs."""
    for n in range(7):
        top = 600 + n * 65
        pen.arc((540, top, 1160, top + 170), 200, 340, fill=_DARK, width=16)
    for _ in range(9000):
        x, y = rng.uniform(530, 1170), rng.uniform(200, 1120)
        inside = ((x - 850) / 330) ** 2 + ((y - 825) / 305) ** 2 < 1
        inside |= ((x - 780) / 220) ** 2 + ((y - 400) / 210) ** 2 < 1
        is_face = 330 < y < 500 and 640 < x < 920
        if inside and not is_face:
            shade = rng.uniform(0.65, 1.2)
            colour = tuple(min(255, int(v * shade)) for v in _FUR)
            pen.line((x, y, x + rng.uniform(-6, 6), y + rng.uniform(5, 18)), fill=colour, width=2)


def _taken(image: Image.Image, rng: Random) -> Image.Image:
    """As a telephone takes it: soft, grainy, darker towards the corners."""
    pixels = cv2.GaussianBlur(np.asarray(image), (0, 0), 1.6).astype(np.float32)
    height, width = pixels.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    pixels *= (1 - 0.3 * (x**2 + y**2) / 2)[..., None]
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, 7, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))
