"""Scanners, copiers and fax machines with which something went wrong. Sizes may change."""

import math
from random import Random

import cv2
import numpy as np
from PIL import Image

from samples.generate import spoil

_B5_MM, _A5_MM, _B4_MM = (182.0, 257.0), (148.0, 210.0), (257.0, 364.0)
_A4_MM = spoil.A4_MM


def turned(image: Image.Image, rng: Random) -> Image.Image:
    """Laid on the glass 3 to 10° askew; the scan is large enough to hold all of the page."""
    degrees = rng.uniform(3, 10) * rng.choice((-1, 1))
    angle = math.radians(abs(degrees))
    width = math.ceil(image.width * math.cos(angle) + image.height * math.sin(angle))
    height = math.ceil(image.height * math.cos(angle) + image.width * math.sin(angle))
    matrix = cv2.getRotationMatrix2D((image.width / 2, image.height / 2), degrees, 1.0)
    middle = np.array([(width - image.width) / 2, (height - image.height) / 2])
    matrix[:, 2] = matrix[:, 2] + middle
    lid = rng.choice(((250, 250, 250), (236, 236, 236), (60, 60, 62)))
    moved = cv2.warpAffine(
        np.asarray(image.convert("RGB")), matrix, (width, height), flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_CONSTANT, borderValue=lid,
    )  # fmt: skip
    return Image.fromarray(moved.astype(np.uint8))


def skewed(image: Image.Image, rng: Random) -> Image.Image:
    """Drawn in askew by 2 to 5°, the corners cut off."""
    return spoil._moved(image, rng.uniform(2, 5) * rng.choice((-1, 1)), 1.0, (0.0, 0.0))


def on_b5(image: Image.Image, rng: Random) -> Image.Image:
    """An A4 form printed on B5 (about 87 %): the whole page is smaller."""
    return _printed(image, _B5_MM, rng)


def on_a5(image: Image.Image, rng: Random) -> Image.Image:
    """Two pages copied on one sheet: 71 %."""
    return _printed(image, _A5_MM, rng)


def on_b4(image: Image.Image, rng: Random) -> Image.Image:
    """Enlarged on B4 for someone who sees badly: 122 %."""
    return _printed(image, _B4_MM, rng)


def reduced(image: Image.Image, rng: Random) -> Image.Image:
    """Printed at 70 to 93 % on A4, white around it and not in the middle."""
    factor = rng.uniform(0.7, 0.93)
    free = (1 - factor) / 2
    by = tuple(rng.uniform(-0.8, 0.8) * free * side for side in image.size)
    return spoil._moved(image, rng.uniform(-0.6, 0.6), factor, (by[0], by[1]))


def cut(image: Image.Image, rng: Random) -> Image.Image:
    """One or two margins lost, 5 to 13 mm of them."""
    mm = image.width / _A4_MM[0]
    left, top, right, bottom = (
        round(rng.uniform(5, 13) * mm) if rng.random() < 0.45 else 0 for _ in range(4)
    )
    if not left + top + right + bottom:
        left = round(rng.uniform(6, 13) * mm)
    return image.crop((left, top, image.width - right, image.height - bottom))


def wavy(image: Image.Image, rng: Random) -> Image.Image:
    """Paper that is not flat, and an uneven feed: points moved by up to about 2 mm, smoothly."""
    mm = image.width / _A4_MM[0]
    height, width = image.height, image.width
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    phase = [rng.uniform(0, 2 * math.pi) for _ in range(4)]
    long = [rng.uniform(0.7, 1.5) for _ in range(4)]
    size = [rng.uniform(0.4, 1.1) * mm for _ in range(4)]
    dx = size[0] * np.sin(2 * math.pi * y / height * long[0] + phase[0])
    dx += size[1] * 0.5 * np.sin(2 * math.pi * x / width * long[1] + phase[1])
    dy = size[2] * np.sin(2 * math.pi * x / width * long[2] + phase[2])
    dy += size[3] * np.sin(2 * math.pi * y / height * long[3] + phase[3])
    moved = cv2.remap(
        np.asarray(image.convert("RGB")), (x + dx).astype(np.float32), (y + dy).astype(np.float32),
        cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(250, 250, 250),
    )  # fmt: skip
    return Image.fromarray(moved.astype(np.uint8))


def fax(image: Image.Image, rng: Random) -> Image.Image:
    """As the easy half's fax, for a page of any shape: padded to A4 first."""
    height = max(image.height, round(image.width * 297 / 210))
    width = round(height * 210 / 297)
    page = Image.new("RGB", (width, height), (255, 255, 255))
    page.paste(image.convert("RGB"), ((width - image.width) // 2, (height - image.height) // 2))
    return spoil.fax(page, rng)


def worn_fax(image: Image.Image, rng: Random) -> Image.Image:
    """A fax from an old machine: strokes broken or swollen, streaks along the page."""
    pixels = np.asarray(image.convert("L"), dtype=np.float32)
    pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 0.7)), np.float32)
    chance = np.random.default_rng(rng.randrange(2**32))
    uneven = cv2.resize(
        chance.normal(0, 16, (60, 42)).astype(np.float32), (image.width, image.height),
        interpolation=cv2.INTER_LINEAR,
    )  # fmt: skip
    grey = Image.fromarray(np.clip(pixels + uneven, 0, 255).astype(np.uint8))
    sent = np.asarray(fax(grey, rng).convert("L")).copy()
    for _ in range(rng.randint(1, 3)):
        column = rng.randrange(sent.shape[1])
        start = rng.randrange(sent.shape[0] // 2)
        sent[start : start + rng.randrange(400, 1600), column] = 0
    return Image.fromarray(sent).convert("1", dither=Image.Dither.NONE)


def dark_copy(image: Image.Image, rng: Random) -> Image.Image:
    """Black and white after a copier set too dark: specks, and strokes grown together."""
    grey = cv2.GaussianBlur(np.asarray(image.convert("L")), (0, 0), 0.8).astype(np.float32)
    chance = np.random.default_rng(rng.randrange(2**32))
    grey = grey + chance.normal(0, 14, grey.shape)
    dark = np.where(grey < rng.uniform(185, 200), 0, 255).astype(np.uint8)
    return Image.fromarray(dark).convert("1", dither=Image.Dither.NONE)


def _printed(image: Image.Image, paper: tuple[float, float], rng: Random) -> Image.Image:
    """The page filling other paper, at the same dots an inch."""
    scale = image.width / _A4_MM[0]
    size = (round(paper[0] * scale), round(paper[1] * scale))
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
