"""Confidence that can be believed: raw figures → the probability of being right."""

from ocr.calibration.curve import Calibration, Curve, shipped
from ocr.calibration.figures import figures_of
from ocr.calibration.trust import Learnt, Trust

__all__ = ["Calibration", "Curve", "Learnt", "Trust", "figures_of", "shipped"]
