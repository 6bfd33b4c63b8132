"""PaddleOCR 3.7 as an engine: its pre-processing and its runner, with raw emissions kept.

Takes any PP-OCR model folder, any inference backend that PaddleOCR has a runner for, and a GPU.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from forms.errors import SetupError
from ocr.engines.batches import same_width, trim
from ocr.engines.engine import Emissions, Image, TextBox
from ocr.engines.folders import Folders, model_name, vocabulary_of
from ocr.engines.preparing import HEIGHT, fit_line, padded_width
from ocr.engines.runtime import onnxruntime
from ocr.engines.threads import thread_count

BACKEND = "UTSUSHI_PADDLE_BACKEND"
DEVICE = "UTSUSHI_DEVICE"
DEFAULT_BACKEND = "onnxruntime"
BACKENDS = ("onnxruntime", "paddle", "paddle_static", "paddle_dynamic")


class PaddleEngine:
    """PP-OCR through PaddleOCR. Takes seconds to import."""

    def __init__(
        self, folders: Folders, backend: str | None = None, device: str | None = None
    ) -> None:
        """`backend`: PaddleOCR's `engine` (None: the setting, else ONNX Runtime); `device`: `cpu`,
        `gpu:0` … (None: the setting, else a GPU where there is one).

        Raises SetupError where PaddleOCR or the backend cannot be used, MissingModel.
        """
        self._backend = backend or os.environ.get(BACKEND) or DEFAULT_BACKEND
        self._device = device or os.environ.get(DEVICE) or None
        if self._backend not in BACKENDS:
            known = "、".join(BACKENDS)
            raise SetupError(
                f"設定 {BACKEND} の値「{self._backend}」は使えません。",
                advice=f"使えるもの: {known}",
            )
        self.name = f"{folders.recogniser.name}/paddleocr"
        self.vocabulary = vocabulary_of(folders.recogniser)
        self._folders = folders
        self._predictor: Any = self._model("TextRecognition", folders.recogniser).paddlex_predictor
        self._detector: Any = None

    def detect(self, image: Image) -> list[TextBox]:
        if self._detector is None:
            self._detector = self._model("TextDetection", self._folders.detector)
        result = self._detector.predict(_colour(image))[0]
        pairs = zip(result["dt_polys"], result["dt_scores"], strict=True)
        return [TextBox(np.asarray(p, np.float32), float(s)) for p, s in pairs]

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        lines = [fit_line(crop) for crop in crops]
        found: dict[int, Emissions] = {}
        steps = self._predictor.pre_tfs
        for batch in same_width([padded_width(line) for line in lines]):
            width = padded_width(lines[batch[0]])
            # PaddleOCR pads to this shape (to 320 px if it is left alone) and rounds down.
            steps["ReisizeNorm"].rec_image_shape = [3, HEIGHT, width + 0.5]
            ready = steps["ToBatch"](imgs=steps["ReisizeNorm"](imgs=[lines[i] for i in batch]))
            rows = np.asarray(self._predictor.runner(x=ready)[0])
            for row, i in zip(rows, batch, strict=True):
                found[i] = trim(row, crops[i], width, self.vocabulary)
        return [found[i] for i in range(len(crops))]

    def _model(self, kind: str, folder: Path) -> Any:
        onnxruntime()  # silenced before PaddleOCR imports it
        try:
            import paddleocr
        except ImportError as error:
            raise SetupError(
                "PaddleOCR がありません。", advice="エンジンを onnx にするか、入れ直してください。"
            ) from error
        name = model_name(folder)
        try:
            return getattr(paddleocr, kind)(
                engine=self._backend, device=self._device, model_name=name, model_dir=str(folder),
                **self._options(),
            )  # fmt: skip
        except Exception as error:  # the door to PaddleOCR, which raises many kinds
            raise SetupError(
                f"PaddleOCR で {folder} を開けません (推論: {self._backend})。",
                advice=f"モデルのフォルダと、設定 {BACKEND}・{DEVICE} を確かめてください。",
            ) from error

    def _options(self) -> dict[str, Any]:
        if self._backend == "onnxruntime":
            return {"engine_config": {"intra_op_num_threads": thread_count()}}
        return {"cpu_threads": thread_count()}


def _colour(image: Image) -> Image:
    return np.asarray(
        cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image, np.uint8
    )
