"""What scanners, fax machines and clerks do to a page. Each spoiler is one function.

A spoiler takes an image and the chance it may use; it returns an image of the same size, RGB,
except the two that end in black and white: `black` keeps the size, `fax` has 200 dpi
(A4: 1654 × 2339 px).
"""

import io
import math
from collections.abc import Callable, Iterable, Mapping
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples import fonts
from samples.generate.page import Colour, face

Spoiler = Callable[[Image.Image, Random], Image.Image]

A4_MM = (210.0, 297.0)
FAX_SIZE = (1654, 2339)  # A4 at 200 dpi
SKEW_DEGREES = 3.0
SCALE = (0.97, 1.03)
SHIFT_MM = 4.0
_STAMP: Colour = (40, 70, 160)


def skew(image: Image.Image, rng: Random) -> Image.Image:
    """Turned by up to ±3°, at least 0.5°, about the middle of the page."""
    degrees = rng.uniform(0.5, SKEW_DEGREES) * rng.choice((-1, 1))
    return _moved(image, degrees, 1.0, (0.0, 0.0))


def scale(image: Image.Image, rng: Random) -> Image.Image:
    """Printed 97 to 103 % large, about the middle of the page."""
    return _moved(image, 0.0, rng.uniform(*SCALE), (0.0, 0.0))


def shift(image: Image.Image, rng: Random) -> Image.Image:
    """Laid up to 4 mm off in both directions."""
    pixels = image.width / A4_MM[0]
    dx, dy = (rng.uniform(-SHIFT_MM, SHIFT_MM) * pixels for _ in range(2))
    return _moved(image, rng.uniform(-0.4, 0.4), 1.0, (dx, dy))


def upside_down(image: Image.Image, rng: Random) -> Image.Image:
    """Fed the wrong way round."""
    return image.transpose(Image.Transpose.ROTATE_180)


def noise(image: Image.Image, rng: Random) -> Image.Image:
    """Grain of a sensor and specks of dust."""
    chance = _chance(rng)
    pixels = np.asarray(image, dtype=np.float32)
    grain = chance.normal(0, 5, (*pixels.shape[:2], 1)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.8)[..., None] * 1.6
    spoiled = Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(spoiled)
    for _ in range(rng.randint(15, 45)):
        x, y = rng.randrange(image.width), rng.randrange(image.height)
        r = rng.uniform(0.5, 1.6)
        shade = rng.randint(60, 150)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(shade, shade, shade))
    return spoiled


def grey(image: Image.Image, rng: Random) -> Image.Image:
    """Recycled paper under a tired lamp: a grey, uneven background, less contrast."""
    corners = np.array([[rng.uniform(0.78, 0.94) for _ in range(2)] for _ in range(2)])
    size = (image.width, image.height)
    light = cv2.resize(corners.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    pixels = np.asarray(image, dtype=np.float32)
    faded = 255 - (255 - pixels) * rng.uniform(0.8, 0.92)
    return Image.fromarray((faded * light[..., None]).astype(np.uint8))


def jpeg(image: Image.Image, rng: Random) -> Image.Image:
    """Saved once more by something with a low quality setting (30 to 45)."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=rng.randint(30, 45))
    return Image.open(buffer).convert("RGB")


def blur(image: Image.Image, rng: Random) -> Image.Image:
    """Slightly out of focus, as by a worn lens."""
    pixels = cv2.GaussianBlur(np.asarray(image), (0, 0), rng.uniform(0.7, 1.1))
    return Image.fromarray(pixels.astype(np.uint8))


def fold(image: Image.Image, rng: Random) -> Image.Image:
    """Folded in three for an envelope: two faint shadows across the page."""
    pixels = np.asarray(image, dtype=np.float32)
    rows = np.arange(image.height, dtype=np.float32)
    shade = np.ones(image.height, dtype=np.float32)
    for third in (1, 2):
        middle = image.height * third / 3 + rng.uniform(-0.01, 0.01) * image.height
        width = image.width * rng.uniform(0.002, 0.006)
        shade -= rng.uniform(0.1, 0.25) * np.exp(-(((rows - middle) / width) ** 2))
    return Image.fromarray((pixels * shade[:, None, None]).astype(np.uint8))


def stamp(image: Image.Image, rng: Random) -> Image.Image:
    """A round blue receipt stamp with a date, over whatever text stands at the upper right."""
    pixels = image.width / A4_MM[0]
    side = round(27 * pixels)
    tile = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(tile)
    pen.ellipse((2, 2, side - 3, side - 3), outline=220, width=round(0.6 * pixels))
    for height in (0.36, 0.64):
        half = math.sqrt(0.25 - (height - 0.5) ** 2) * side
        at = [(side / 2 - half, side * height), (side / 2 + half, side * height)]
        pen.line(at, 220, round(0.4 * pixels))
    day = f"{rng.randint(6, 7)}.{rng.randint(1, 12)}.{rng.randint(1, 28)}"
    for text, height in (("受　付", 0.23), (day, 0.5), ("市民課", 0.77)):
        pen.text((side / 2, side * height), text, 220, face(fonts.GOTHIC, side // 7), "mm")
    tile = tile.rotate(rng.uniform(-20, 20), Image.Resampling.BICUBIC)
    spoiled = image.convert("RGB")
    left = round(rng.uniform(96, 150) * pixels)
    top = round(rng.uniform(38, 62) * pixels)
    spoiled.paste(_STAMP, (left, top), tile.point([v * 3 // 5 for v in range(256)]))
    return spoiled


def fax(image: Image.Image, rng: Random) -> Image.Image:
    """Sent by fax: 200 dpi, black and white, a few lost lines and specks."""
    small = image.convert("L").resize(FAX_SIZE, Image.Resampling.LANCZOS)
    pixels = np.asarray(small, dtype=np.float32)
    chance = _chance(rng)
    grainy = pixels + chance.normal(0, 12, pixels.shape)
    sent = np.where(grainy < 150, 0, 255).astype(np.uint8)
    for _ in range(rng.randint(2, 5)):
        row = rng.randrange(sent.shape[0] - 3)
        sent[row : row + rng.randint(1, 2)] = 255
    specks = chance.random(sent.shape) < 0.0002
    sent[specks] = 255 - sent[specks]
    return Image.fromarray(sent).convert("1", dither=Image.Dither.NONE)


def black(image: Image.Image, rng: Random) -> Image.Image:
    """Scanned in black and white, as office machines do by default."""
    pixels = np.asarray(image.convert("L"))
    return Image.fromarray(np.where(pixels < 165, 0, 255).astype(np.uint8)).convert(
        "1", dither=Image.Dither.NONE
    )  # fmt: skip


SPOILERS: Mapping[str, Spoiler] = {
    "skew": skew,
    "scale": scale,
    "shift": shift,
    "upside_down": upside_down,
    "noise": noise,
    "grey": grey,
    "jpeg": jpeg,
    "blur": blur,
    "fold": fold,
    "stamp": stamp,
    "fax": fax,
    "black": black,
}


def spoil(image: Image.Image, names: Iterable[str], rng: Random) -> Image.Image:
    """The spoilers of these names, one after the other. Raises KeyError for an unknown name."""
    for name in names:
        image = SPOILERS[name](image, rng)
    return image


def _moved(
    image: Image.Image, degrees: float, factor: float, by: tuple[float, float]
) -> Image.Image:
    middle = (image.width / 2, image.height / 2)
    matrix = cv2.getRotationMatrix2D(middle, degrees, factor)
    matrix[:, 2] = matrix[:, 2] + np.asarray(by)
    pixels = np.asarray(image.convert("RGB"))
    paper = [float(v) for v in np.median(pixels[:8], axis=(0, 1))]
    moved = cv2.warpAffine(
        pixels, matrix, image.size, flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=paper,
    )  # fmt: skip
    return Image.fromarray(moved.astype(np.uint8))


def _chance(rng: Random) -> np.random.Generator:
    return np.random.default_rng(rng.randrange(2**32))
