"""PaddleOCR 3.7 as an engine: its pre-processing and its runner, with raw emissions kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from forms.errors import SetupError
from ocr import models as weights
from ocr.engines.engine import Emissions, Image, TextBox, Vocabulary
from ocr.engines.onnx import BATCH_PIXELS, same_width, trim
from ocr.engines.preparing import fit_line
from ocr.engines.runtime import onnxruntime


class PaddleEngine:
    """PP-OCRv6 small through PaddleOCR, on ONNX Runtime. Takes seconds to import."""

    name = "PP-OCRv6_small/paddleocr"

    def __init__(self, recogniser: Path, detector: Path) -> None:
        """Folders of the two models. Raises SetupError where PaddleOCR cannot be imported."""
        onnxruntime()
        try:
            from paddleocr import TextRecognition
        except ImportError as error:
            raise SetupError(
                "PaddleOCR がありません。", advice="エンジンを onnx にするか、入れ直してください。"
            ) from error
        model: Any = TextRecognition(
            engine="onnxruntime", model_name=recogniser.name, model_dir=str(recogniser)
        )
        self._predictor: Any = model.paddlex_predictor
        self._detector_folder = detector
        self._detector: Any = None
        self.vocabulary = Vocabulary.load(recogniser / "characters.txt")

    @classmethod
    def open(cls, models: Path | None = None) -> "PaddleEngine":
        """With the installed weights. Raises MissingModel, SetupError."""
        return cls(
            weights.find(weights.RECOGNITION.name, models),
            weights.find(weights.DETECTION.name, models),
        )

    def detect(self, image: Image) -> list[TextBox]:
        if self._detector is None:
            from paddleocr import TextDetection

            folder = self._detector_folder
            self._detector = TextDetection(
                engine="onnxruntime", model_name=folder.name, model_dir=str(folder)
            )
        result = self._detector.predict(_colour(image))[0]
        pairs = zip(result["dt_polys"], result["dt_scores"], strict=True)
        return [TextBox(np.asarray(p, np.float32), float(s)) for p, s in pairs]

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        lines = [fit_line(crop) for crop in crops]
        found: dict[int, Emissions] = {}
        steps = self._predictor.pre_tfs
        for batch in same_width([line.shape[1] for line in lines], BATCH_PIXELS):
            tensors = steps["ReisizeNorm"](imgs=[lines[i] for i in batch])
            ready = steps["ToBatch"](imgs=tensors)
            rows = np.asarray(self._predictor.runner(x=ready)[0])
            width = int(np.asarray(ready[0]).shape[-1])
            for row, i in zip(rows, batch, strict=True):
                found[i] = trim(row, crops[i], width, self.vocabulary)
        return [found[i] for i in range(len(crops))]


def _colour(image: Image) -> Image:
    return np.asarray(
        cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image, np.uint8
    )
