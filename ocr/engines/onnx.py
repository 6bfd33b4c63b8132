"""Light adapter: the PP-OCR weights straight on ONNX Runtime. Starts at once."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.errors import MissingModel
from ocr import models as weights
from ocr.engines.boxes import boxes_from_map
from ocr.engines.engine import Emissions, Image, TextBox, Vocabulary
from ocr.engines.preparing import HEIGHT, MIN_WIDTH, fit_line, line_tensor, page_tensor
from ocr.engines.runtime import onnxruntime

BATCH_PIXELS = 2560  # width of all lines of a batch together: bounds memory
THREADS_VARIABLE = "UTSUSHI_OCR_THREADS"


class OnnxEngine:
    """PP-OCRv6 small on ONNX Runtime's CPU provider."""

    name = "PP-OCRv6_small/onnxruntime"

    def __init__(self, recogniser: Path, detector: Path, threads: int = 0) -> None:
        """Folders of the two models. `threads` for one operator; 0 means one per core."""
        self._recogniser = _session(recogniser, threads)
        self._detector_folder, self._threads = detector, threads
        self._detector: Any = None
        self.vocabulary = Vocabulary.load(recogniser / "characters.txt")

    @classmethod
    def open(cls, models: Path | None = None, threads: int | None = None) -> "OnnxEngine":
        """With the installed weights. Raises MissingModel."""
        count = int(os.environ.get(THREADS_VARIABLE, "0")) if threads is None else threads
        return cls(
            weights.find(weights.RECOGNITION.name, models),
            weights.find(weights.DETECTION.name, models),
            count,
        )

    def detect(self, image: Image) -> list[TextBox]:
        if self._detector is None:
            self._detector = _session(self._detector_folder, self._threads)
        (out,) = self._detector.run(None, {"x": page_tensor(image)})
        return boxes_from_map(out[0, 0], image.shape[1], image.shape[0])

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        lines = [fit_line(crop) for crop in crops]
        found: dict[int, Emissions] = {}
        for batch in same_width([line.shape[1] for line in lines], BATCH_PIXELS):
            tensor = np.stack([line_tensor(lines[i]) for i in batch])
            (out,) = self._recogniser.run(None, {"x": tensor})
            for row, i in zip(out, batch, strict=True):
                found[i] = trim(row, crops[i], tensor.shape[-1], self.vocabulary)
        return [found[i] for i in range(len(crops))]


def trim(rows: NDArray[np.float32], crop: Image, width: int, vocabulary: Vocabulary) -> Emissions:
    """Emissions without the frames that only saw padding. `width` is that of the padded line."""
    height, across = crop.shape[:2]
    own = min(width, HEIGHT * across / height)
    per_frame = width / len(rows)
    frames = min(len(rows), int(np.ceil(own / per_frame)) + 1)
    kept = np.array(rows[:frames], np.float32)
    return Emissions(kept, vocabulary, per_frame * across / own)


def same_width(widths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indices in groups whose padded widths are equal, narrow ones first, each group at most
    `most` pixels wide together."""
    by_width: dict[int, list[int]] = {}
    for i, width in enumerate(widths):
        by_width.setdefault(max(MIN_WIDTH, width), []).append(i)
    for width in sorted(by_width):
        group, size = by_width[width], max(1, most // width)
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _session(folder: Path, threads: int) -> Any:
    library = onnxruntime()
    options = library.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Waiting threads must not take the cores that a second reader or a browser needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = folder / "inference.onnx"
    try:
        return library.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise MissingModel(f"文字認識の重み {path} を読み込めません。") from error
