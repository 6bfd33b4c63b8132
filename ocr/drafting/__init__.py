"""From the blank of a form to a first draft of its declaration, for a person to go over."""

from ocr.drafting.draft import Draft, DraftField, DraftOption, DraftPage, DraftRows
from ocr.drafting.drafter import Drafter

__all__ = ["Draft", "DraftField", "DraftOption", "DraftPage", "DraftRows", "Drafter"]
