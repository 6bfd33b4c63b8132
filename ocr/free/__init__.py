"""Papers without a template: what is written where, and which label it belongs to."""

from ocr.free.found import FreeDocument, FreePage, FreePair, FreeText
from ocr.free.reader import FreeReader

__all__ = ["FreeDocument", "FreePage", "FreePair", "FreeReader", "FreeText"]
