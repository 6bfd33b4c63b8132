"""QR codes on samples: printed on the paper before anybody writes on it."""

from PIL import Image

from ocr.qr.drawing import picture_of
from samples.generate.page import Page, Px

_INSIDE = 0.96  # of the field's box


def print_code(page: Page, box: Px, text: str) -> None:
    """The code with its quiet zone, in the middle of `box` (px)."""
    x, y, w, h = box
    side = max(1, round(min(w, h) * _INSIDE))
    drawn = Image.fromarray(picture_of(text, side)).convert("RGB").resize((side, side))
    page.image.paste(drawn, (round(x + (w - side) / 2), round(y + (h - side) / 2)))
