"""Handwriting drawn stroke by stroke, as many different people would write it."""

from samples.handwriting.hand import HandLine, StrokeHand
from samples.handwriting.strokes import can_write, known

__all__ = ["HandLine", "StrokeHand", "can_write", "known"]
