"""Which form a page is, and where its fields are on it."""

from ocr.align.blank import BlankPage, Blanks
from ocr.align.page import AlignedPage, Aligner
from ocr.align.telling import Likely

__all__ = ["AlignedPage", "Aligner", "BlankPage", "Blanks", "Likely"]
