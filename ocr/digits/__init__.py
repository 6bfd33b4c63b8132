"""Single digits, read by a small net of our own."""

from ocr.digits.net import DigitNet, digit_net

__all__ = ["DigitNet", "digit_net"]
