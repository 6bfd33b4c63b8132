"""A file becomes pages: images with a resolution, and what digital text they carry."""

from ocr.pages.document import Document, open_document
from ocr.pages.page import Glyph, Page

__all__ = ["Document", "Glyph", "Page", "open_document"]
