"""Text into a box: one line, fitted; digits one a cell. Printed evenly, written by hand not."""

from PIL import Image, ImageDraw

from samples.fonts import Font
from samples.generate.page import Hand, Page, Px, face, font_for

_LOOSE = 0.72  # of the box height: the height of a handwritten line
_PRINT_MM = 3.9  # 11 points, as a word processor fills a form
_HAND_MM = (4.4, 6.4)
_LEAST_MM = 2.2


def write_line(page: Page, hand: Hand, box: Px, text: str, align: str = "left") -> None:
    """One line in the box, made smaller until it fits; a little to the right of its left edge."""
    font = font_for(hand.font, text)
    x, y, w, h = box
    size = _size(page, hand, box, text, font)
    width = _width(font, size, text)
    indent = page.scale * (1.0 + 1.5 * page.rng.random() * hand.shake)
    left = x + (w - width) / 2 if align == "center" else x + min(indent, max(w - width, 0))
    rise = page.rng.uniform(-0.02, 0.02) * hand.shake  # lines climb or fall a little
    middle = y + h / 2 + page.rng.uniform(-0.04, 0.04) * h * hand.shake
    at = left
    for ch in text:
        step = _width(font, size, ch)
        if not ch.isspace():
            slope = rise * (at - left)
            _glyph(page, hand, font, ch, size, (at + step / 2, middle + slope))
        at += step * (1 + page.rng.uniform(-0.05, 0.05) * hand.shake)


def write_cells(page: Page, hand: Hand, box: Px, text: str, cells: int) -> None:
    """One character a cell, from the left."""
    font = font_for(hand.font, text)
    x, y, w, h = box
    step = w / cells
    size = round(h * (0.78 if hand.shake else 0.66))
    for n, ch in enumerate(text):
        dx = page.rng.uniform(-0.09, 0.09) * step * hand.shake
        dy = page.rng.uniform(-0.05, 0.05) * h * hand.shake
        _glyph(page, hand, font, ch, size, (x + step * (n + 0.5) + dx, y + h / 2 + dy))


def _size(page: Page, hand: Hand, box: Px, text: str, font: Font) -> int:
    _, _, w, h = box
    wanted = _PRINT_MM if not hand.shake else page.rng.uniform(*_HAND_MM)
    size = min(wanted * page.scale, h * _LOOSE)
    room = w - page.scale * (1.2 if not hand.shake else 2.5)
    natural = _width(font, round(size), text)
    if natural > room:
        size = size * room / natural
    return max(int(size), round(_LEAST_MM * page.scale))


def _width(font: Font, size: int, text: str) -> float:
    """Pixels; a full-width space is as wide as half a character, as people leave it."""
    spaces = text.count("\u3000")
    bare = text.replace("\u3000", "")
    return face(font, size).getlength(bare) + spaces * size * 0.6


def _glyph(page: Page, hand: Hand, font: Font, ch: str, size: int, at: tuple[float, float]) -> None:
    """One character, its em square centred at `at`, turned and shifted by the hand's shake."""
    rng, shake = page.rng, hand.shake
    real = max(4, round(size * (1 + rng.uniform(-0.07, 0.07) * shake)))
    tile = Image.new("L", (real * 2, real * 2), 0)
    ImageDraw.Draw(tile).text((real, real + _drop(font, real)), ch, 255, face(font, real), "ms")
    if shake:
        tile = tile.rotate(rng.uniform(-3.5, 3.5) * shake, Image.Resampling.BICUBIC)
        tile = tile.point([round(v * rng.uniform(0.86, 1.0)) for v in range(256)])
    jitter = size * 0.03 * shake
    x = round(at[0] - real + rng.uniform(-jitter, jitter))
    y = round(at[1] - real + rng.uniform(-jitter, jitter))
    page.image.paste(hand.ink, (x, y), tile)


def _drop(font: Font, size: int) -> int:
    """From the middle of a Japanese character down to its base line, in pixels."""
    _, top, _, bottom = face(font, size).getbbox("国", anchor="ls")
    return round(-(top + bottom) / 2)
