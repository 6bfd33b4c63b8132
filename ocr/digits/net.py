"""The small net that reads single digits: a picture of one box → how likely each digit is.

Its weights are our own, trained by `samples.train.digits`; what they score stands beside them in
`digits.json`.
"""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.decode.cells import Digit
from ocr.digits.normal import normal
from ocr.engines.engine import Image
from ocr.engines.small import SmallModel, Tensor
from ocr.ink.written import Strokes

WEIGHTS = Path(__file__).with_name("digits.onnx")
NONE = 10  # the column of what is no single digit
UNSURE = math.log(0.9)  # natural log of the likeliest: a picture below is looked at again, moved

Logs = NDArray[np.float64]


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
        is_unsure = logs.max(axis=1) < UNSURE
        if is_unsure.any():
            logs[is_unsure] = self._looked_again(tensor[is_unsure], logs[is_unsure])
        digits = logs[:, :NONE] - np.logaddexp.reduce(logs[:, :NONE], axis=1, keepdims=True)
        support = np.clip(-np.expm1(logs[:, NONE]), 0.0, 1.0)
        return [Digit(row, float(s)) for row, s in zip(digits, support, strict=True)]

    def _looked_again(self, tensor: Tensor, logs: Logs) -> Logs:
        """The mean of the first look and of four at the same pictures a little moved."""
        rolled = [np.roll(tensor, step, axis) for axis in (2, 3) for step in (-2, -1, 1, 2)]
        moved = [(one + other) / 2 for one, other in zip(rolled[::2], rolled[1::2], strict=True)]
        found = self._model(np.concatenate(moved)).astype(np.float64)
        mean = (logs + found.reshape(len(moved), *logs.shape).sum(axis=0)) / (len(moved) + 1)
        return np.asarray(mean - np.logaddexp.reduce(mean, axis=1, keepdims=True))

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
