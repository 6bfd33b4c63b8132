"""A text as a QR code: for separator sheets and for samples."""

import re

import numpy as np
import zxingcpp

from ocr.engines.engine import Image

_LEVEL = "Q"  # a quarter of the code may be lost
QUIET = 4  # modules of paper around it


def svg_of(text: str) -> str:
    """An `<svg>` element without a size of its own, with its quiet zone."""
    drawn = _code(text).to_svg(add_quiet_zones=True)
    element = drawn[drawn.index("<svg") :]
    return re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', element, count=1)


def picture_of(text: str, side: int) -> Image:
    """Black on white, gray, about `side` px (each module is a whole number of px, at least one),
    with its quiet zone."""
    plain = np.asarray(_code(text).to_image(scale=1, add_quiet_zones=False), np.uint8)
    modules = np.pad(plain, QUIET, constant_values=255)
    return np.kron(modules, np.ones([max(1, side // len(modules))] * 2, np.uint8))


def _code(text: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL)
