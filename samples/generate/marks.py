"""What people draw instead of writing: rings, ticks, crosses, filled squares, seals."""

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from samples import fonts
from samples.generate.page import Colour, Hand, Page, Px, face

_FINE = 3  # strokes are drawn this many times larger and reduced
_SEAL_RED: Colour = (205, 38, 32)
_SEAL_MM = 10.5
TICKS = ("tick", "tick", "tick", "cross", "fill")

Points = list[tuple[float, float]]


def ring(page: Page, hand: Hand, box: Px) -> None:
    """An imperfect ellipse around the box: loose, slanted, open or overlapping at its end."""
    rng, shake = page.rng, hand.loose
    x, y, w, h = box
    wide = w / 2 + page.scale * rng.uniform(0.2, 0.4 + 0.9 * shake)
    high = h / 2 + page.scale * rng.uniform(0.0, 0.3 + 0.6 * shake)
    cx = x + w / 2 + page.scale * rng.uniform(-0.5, 0.5) * shake
    cy = y + h / 2 + page.scale * rng.uniform(-0.4, 0.4) * shake
    slant = math.radians(rng.uniform(-12, 12) * shake)
    start = math.radians(rng.uniform(-130, -50))
    sweep = math.radians(360 + rng.uniform(-28, 40) * shake)
    drift = rng.uniform(-0.09, 0.09) * shake
    points: Points = []
    for n in range(73):
        part = n / 72
        angle = start + sweep * part
        grow = 1 + drift * part + 0.015 * shake * math.sin(5 * angle)
        ex, ey = wide * grow * math.cos(angle), high * grow * math.sin(angle)
        points.append(
            (
                cx + ex * math.cos(slant) - ey * math.sin(slant),
                cy + ex * math.sin(slant) + ey * math.cos(slant),
            )
        )
    stroke(page, hand, points)


def check(page: Page, hand: Hand, box: Px) -> None:
    """A tick, a cross or a filling in a square, as the hand does it."""
    x, y, w, h = box
    over = 0.25 * hand.loose * page.rng.random()

    def at(fx: float, fy: float) -> tuple[float, float]:
        wobble = 0.06 * hand.loose
        dx, dy = page.rng.uniform(-wobble, wobble), page.rng.uniform(-wobble, wobble)
        return (x + (fx + dx) * w, y + (fy + dy) * h)

    if hand.tick == "tick":
        stroke(page, hand, [at(0.15, 0.5), at(0.42, 0.85), at(0.95 + over, 0.1 - over)])
    elif hand.tick == "cross":
        stroke(page, hand, [at(0.12, 0.12), at(0.88, 0.88)])
        stroke(page, hand, [at(0.88, 0.12), at(0.12, 0.88)])
    else:
        path = [at(0.12 + 0.76 * (n % 2), 0.12 + 0.76 * n / 9) for n in range(10)]
        stroke(page, hand, path, 0.7)


def strike(page: Page, hand: Hand, box: Px) -> None:
    """Struck out by two lines (二重線)."""
    x, y, w, h = box
    for part in (0.42, 0.6):
        stroke(page, hand, [(x, y + h * part), (x + w, y + h * (part + 0.03 * hand.loose))])


def stroke(page: Page, hand: Hand, points: Points, width_mm: float = 0.0) -> None:
    """A line of the pen through the points, `width_mm` thick (by chance 0.35 to 0.5 mm)."""
    thick = page.scale * (width_mm or page.rng.uniform(0.35, 0.5))
    margin = thick * 2
    left = math.floor(min(x for x, _ in points) - margin)
    top = math.floor(min(y for _, y in points) - margin)
    right = math.ceil(max(x for x, _ in points) + margin)
    bottom = math.ceil(max(y for _, y in points) + margin)
    size = (right - left, bottom - top)
    tile = Image.new("L", (size[0] * _FINE, size[1] * _FINE), 0)
    moved = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
    ImageDraw.Draw(tile).line(moved, 255, max(2, round(thick * _FINE)), joint="curve")
    page.image.paste(hand.ink, (left, top), tile.resize(size, Image.Resampling.LANCZOS))


def seal(page: Page, box: Px, family: str) -> None:
    """A red round seal with the family name, turned a little, over whatever stands there."""
    rng = page.rng
    x, y, w, h = box
    side = round(_SEAL_MM * page.scale)
    tile = seal_face(side, family, page.scale)
    tile = tile.rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC)
    worn = np.asarray(tile, dtype=np.float32)
    chance = np.random.default_rng(rng.randrange(2**32))
    patches = Image.fromarray(chance.integers(120, 256, (7, 7), dtype=np.uint8))
    worn = worn * np.asarray(patches.resize(tile.size, Image.Resampling.BICUBIC)) / 255
    mask = Image.fromarray(worn.astype(np.uint8))
    left = round(x + w / 2 - side / 2 + rng.uniform(-1.2, 0.8) * page.scale)
    top = round(y + h / 2 - side / 2 + rng.uniform(-0.8, 0.8) * page.scale)
    where = (left, top, left + side, top + side)
    ink = Image.new("RGB", (side, side), (255, 255, 255))
    ink.paste(_SEAL_RED, (0, 0), mask)
    page.image.paste(ImageChops.multiply(page.image.crop(where), ink), where)


def seal_face(side: int, family: str, scale: float) -> Image.Image:
    """A round seal of `side` pixels: white where ink is."""
    tile = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(tile)
    edge = scale * 0.45
    pen.ellipse((1, 1, side - 2, side - 2), outline=255, width=round(scale * 0.5))
    size = int((side - 4 * edge) / max(len(family), 2) * 0.92)
    top = side / 2 - size * (len(family) - 1) / 2
    for n, ch in enumerate(family):
        at = (side / 2, top + size * n)
        pen.text(at, ch, 255, face(fonts.MINCHO, size), "mm", stroke_width=max(1, round(scale / 9)))
    return tile
