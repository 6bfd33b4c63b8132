"""What is on or under the paper before any machine sees it. Same size in and out, RGB."""

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Light = NDArray[np.float32]


def ruled(image: Image.Image, rng: Random) -> Image.Image:
    """Ruled paper under a thin form: its lines and some of its writing shine through."""
    height, width = image.height, image.width
    scale = width / 210
    sheet = np.zeros((height, width), dtype=np.float32)
    pitch = rng.uniform(6.5, 9) * scale
    thick = max(1, round(0.2 * scale))
    at = rng.uniform(8, 20) * scale
    while at < height - 5 * scale:
        sheet[round(at) : round(at) + thick] = 1.0
        at += pitch
    soft = np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.12 * scale), np.float32)
    sheet = soft / (soft.max() or np.float32(1))
    return _shaded(image, 1 - rng.uniform(0.1, 0.18) * _turned(sheet, rng.uniform(-0.8, 0.8)))


def back(image: Image.Image, rng: Random) -> Image.Image:
    """The print of the page's other side, mirrored, faint and soft."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    behind = cv2.GaussianBlur(grey[:, ::-1], (0, 0), 0.35 * image.width / 210)
    behind = np.roll(behind, round(rng.uniform(2, 6) * image.width / 210), axis=0)
    ink = np.asarray(1 - behind / 255, np.float32)
    return _shaded(image, 1 - rng.uniform(0.14, 0.24) * ink)


def copy_paper(image: Image.Image, rng: Random) -> Image.Image:
    """The second sheet of a carbon set: tinted, with smears where a hand lay."""
    tint = rng.choice(((255, 236, 238), (255, 250, 222), (232, 242, 255)))
    light = np.ones((image.height, image.width), dtype=np.float32)
    for _ in range(rng.randint(3, 6)):
        centre = (rng.randrange(image.width), rng.randrange(image.height))
        axes = (rng.randint(40, 220), rng.randint(8, 40))
        spot = np.zeros_like(light)
        cv2.ellipse(spot, centre, axes, rng.uniform(-30, 30), 0, 360, (1.0,), -1)
        light -= rng.uniform(0.03, 0.09) * cv2.GaussianBlur(spot, (0, 0), 14)
    shaded = np.asarray(_shaded(image, light), dtype=np.float32)
    return Image.fromarray((shaded * np.array(tint, dtype=np.float32) / 255).astype(np.uint8))


def crumpled(image: Image.Image, rng: Random) -> Image.Image:
    """Folded twice and carried in a pocket: creases both ways, a little soiled."""
    light = np.ones((image.height, image.width), dtype=np.float32)
    rows = np.arange(image.height, dtype=np.float32)[:, None]
    columns = np.arange(image.width, dtype=np.float32)[None, :]
    for line, extent in ((rows, image.height), (columns, image.width)):
        middle = extent * rng.uniform(0.45, 0.55)
        width = image.width * rng.uniform(0.002, 0.005)
        edge = np.exp(-(((line - middle) / width) ** 2))
        side = np.tanh((line - middle) / (width * 12)) * rng.uniform(-0.04, 0.04)
        light = light - rng.uniform(0.08, 0.2) * edge + side
    chance = np.random.default_rng(rng.randrange(2**32))
    stains = cv2.resize(
        chance.normal(0, 0.02, (24, 17)).astype(np.float32), (image.width, image.height),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip
    return _shaded(image, np.clip(light + stains, 0.5, 1.02))


def faded(image: Image.Image, rng: Random) -> Image.Image:
    """A copy made with the toner nearly empty: paler, with pale bands."""
    grey = np.asarray(image, dtype=np.float32)
    keep = rng.uniform(0.6, 0.75)
    columns = np.arange(image.width, dtype=np.float32)
    band = np.ones(image.width, dtype=np.float32)
    for _ in range(rng.randint(1, 3)):
        middle, width = rng.uniform(0, image.width), rng.uniform(0.02, 0.05) * image.width
        band -= rng.uniform(0.15, 0.3) * np.exp(-(((columns - middle) / width) ** 2))
    kept = keep * np.clip(band, 0.55, 1)[None, :, None]
    return Image.fromarray((255 - (255 - grey) * kept).astype(np.uint8))


def _shaded(image: Image.Image, light: Light) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32) * light[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _turned(sheet: Light, degrees: float) -> Light:
    height, width = sheet.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(sheet, matrix, (width, height)).astype(np.float32)
