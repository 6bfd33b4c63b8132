"""From emissions to text: only what may stand in the field is read, with its probability."""

from ocr.decode.alphabet import Alphabet
from ocr.decode.beam import Text, search

__all__ = ["Alphabet", "Text", "search"]
