"""The small net that reads single digits: a picture of one box → how likely each digit is.

Its weights are our own, trained by `samples.train.digits`; what they score stands beside them in
`digits.json`.
"""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ocr.decode.cells import Digit
from ocr.digits.normal import normal
from ocr.engines.engine import Image
from ocr.engines.small import SmallModel
from ocr.ink.written import Strokes

WEIGHTS = Path(__file__).with_name("digits.onnx")
NONE = 10  # the column of what is no single digit


class DigitNet:
    """Thread-safe."""

    def __init__(self, model: SmallModel) -> None:
        self._model = model

    def read(self, pictures: Sequence[Image]) -> list[Digit]:
        """Each picture (gray, dark on white, cut tight to its ink) as one digit. `support` is how
        much it looks like a digit at all."""
        if not pictures:
            return []
        tensor = np.stack([normal(picture) for picture in pictures])[:, None]
        logs = self._model(tensor).astype(np.float64)
        digits = logs[:, :NONE] - np.logaddexp.reduce(logs[:, :NONE], axis=1, keepdims=True)
        support = np.clip(-np.expm1(logs[:, NONE]), 0.0, 1.0)
        return [Digit(row, float(s)) for row, s in zip(digits, support, strict=True)]

    def of_strokes(self, parts: Sequence[Strokes]) -> list[Digit]:
        """The same for ink on a page. No part may be empty."""
        return self.read([part.picture(0) for part in parts])

    def worth(self, parts: Sequence[Strokes]) -> list[float]:
        """Natural log of how sure the net is that each part is one digit, whichever."""
        read = self.of_strokes(parts)
        return [math.log(max(d.support, 1e-6)) + float(d.log.max()) for d in read]


@cache
def digit_net() -> DigitNet:
    """The net with the weights that come with the program, loaded once. Raises MissingModel."""
    return DigitNet(SmallModel(WEIGHTS))
