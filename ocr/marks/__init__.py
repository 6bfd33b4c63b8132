"""Rings around printed words and ticks in printed squares, by geometry."""

from ocr.marks.marked import Marked
from ocr.marks.squares import ticks
from ocr.marks.words import rings

__all__ = ["Marked", "rings", "ticks"]
