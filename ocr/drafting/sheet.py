"""A page of a blank, ready to be looked at: upright, flat, at about 200 dpi, with its print."""

from dataclasses import dataclass

from ocr.drafting.printed import Char
from ocr.drafting.ruling import Ruling
from ocr.engines.engine import Image
from ocr.ink.dark import Mask


@dataclass(frozen=True, slots=True)
class Sheet:
    """`width`, `height`: mm of the paper. `chars`: everything printed, whether the file said it
    (`is_digital`) or it was read. `is_as_filed`: nothing was turned or bent."""

    number: int
    image: Image
    ink: Mask
    ruling: Ruling
    chars: tuple[Char, ...]
    width: float
    height: float
    is_digital: bool
    is_as_filed: bool
