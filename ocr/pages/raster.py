"""TIFF (one or many pages), JPEG and PNG through Pillow."""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from forms.errors import UnreadableFile
from ocr.engines.engine import Image
from ocr.pages import limits
from ocr.pages.page import Page
from ocr.pages.square import at_most, squared

MOST_DPI = 300.0  # more than reading needs
_PLAUSIBLE_DPI = (50.0, 1300.0)
_A4_LONG_SIDE = 297 / 25.4  # inches
_PROBLEMS = (OSError, ValueError, SyntaxError, EOFError, MemoryError, Pillow.DecompressionBombError)


class RasterFile:
    """An image file. Sizes are checked before any pixel is unpacked."""

    form_values: Mapping[str, str]
    odd_values: frozenset[str]

    def __init__(self, name: str, kind: str, image: Pillow.Image, count: int, pixels: int) -> None:
        self.form_values, self.odd_values = {}, frozenset()
        self.page_count = count
        self._name, self._kind, self._image, self._pixels = name, kind, image, pixels

    @classmethod
    def open(cls, name: str, kind: str, data: bytes, pages: int, pixels: int) -> "RasterFile":
        """Raises UnreadableFile: broken, or more pages than allowed."""
        try:
            with _quiet():
                image = Pillow.open(io.BytesIO(data), formats=(kind,))
                count = int(getattr(image, "n_frames", 1)) if kind == "TIFF" else 1
        except Pillow.DecompressionBombError as error:
            raise limits.too_large(name, 1) from error
        except _PROBLEMS as error:
            raise limits.broken(name, kind) from error
        if count > pages:
            raise limits.too_many_pages(name, count, pages)
        return cls(name, kind, image, count, pixels)

    def pages(self) -> Iterator[Page]:
        for index in range(self.page_count):
            yield self._page(index)

    def _page(self, index: int) -> Page:
        try:
            with _quiet():
                if index:
                    self._image.seek(index)
                if self._image.width * self._image.height > self._pixels:
                    raise limits.too_large(self._name, index + 1)
                said = _dpi(self._image)
                across, down = said or _guessed_dpi(self._image)
                if said and min(said) >= 2 * MOST_DPI and _is_halved(self._image):
                    across, down = across / 2, down / 2
                self._image.load()
                upright = ImageOps.exif_transpose(self._image)
                pixels = to_array(upright)
        except _PROBLEMS as error:
            raise self._broken(error) from error
        image, dpi = squared(pixels, across, down)
        if said:  # the paper may fill only a part of a photo, whose resolution is guessed
            image, dpi = at_most(image, dpi, MOST_DPI)
        return Page(index + 1, image, dpi)

    def _broken(self, error: BaseException) -> UnreadableFile:
        is_cut = "truncated" in str(error) or isinstance(error, EOFError)
        made = limits.truncated if is_cut else limits.broken
        return made(self._name, self._kind)


def to_array(image: Pillow.Image) -> Image:
    """Gray or BGR, 8 bits, transparency on white."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(np.asarray(image))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), np.uint8)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Pillow.new("RGBA", layered.size, "white")
        image = Pillow.alpha_composite(ground, layered)
    colour = np.asarray(image.convert("RGB"), np.uint8)
    return cast(Image, cv2.cvtColor(colour, cv2.COLOR_RGB2BGR))


def _eight_bits(values: NDArray[Any]) -> Image:
    """16-bit (and 32-bit, float) samples scaled to 0–255."""
    top = 65535.0 if values.dtype.kind in "ui" else float(values.max() or 1.0)
    return np.clip(values.astype(np.float32) * (255.0 / top), 0, 255).astype(np.uint8)


def _dpi(image: Pillow.Image) -> tuple[float, float] | None:
    """(across, down) as the file says; None where it says nothing that can be."""
    said = image.info.get("dpi", (0, 0))
    across, down = float(said[0]), float(said[1])
    low, high = _PLAUSIBLE_DPI
    return (across, down) if low <= across <= high and low <= down <= high else None


def _guessed_dpi(image: Pillow.Image) -> tuple[float, float]:
    """From an A4 page's long side."""
    guess = max(image.size) / _A4_LONG_SIDE
    return guess, guess


def _is_halved(image: Pillow.Image) -> bool:
    """Ask the decoder for half the pixels (a JPEG's can); whether it will give them."""
    width = image.width
    image.draft(image.mode, (width // 2, image.height // 2))
    return image.width <= width // 2 + 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of odd metadata and of large pictures; we check what matters ourselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
