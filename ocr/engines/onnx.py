"""Light adapter: the PP-OCR weights straight on ONNX Runtime. Runs wherever Python does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from forms.errors import MissingModel
from ocr.engines.batches import same_width, trim
from ocr.engines.boxes import boxes_from_map
from ocr.engines.engine import Emissions, Image, TextBox
from ocr.engines.folders import Folders, check_width, vocabulary_of
from ocr.engines.preparing import fit_line, line_tensor, padded_width, page_tensor
from ocr.engines.runtime import onnxruntime
from ocr.engines.threads import thread_count


class OnnxEngine:
    """PP-OCR on ONNX Runtime's CPU provider."""

    def __init__(self, folders: Folders, threads: int | None = None) -> None:
        """`threads` for one operator; None: the setting, else one per core. Raises MissingModel."""
        self.name = f"{folders.recogniser.name}/onnxruntime"
        self.vocabulary = vocabulary_of(folders.recogniser)
        self._folders, self._threads = folders, threads or thread_count()
        self._recogniser = _session(folders.recogniser, self._threads)
        check_width(
            folders.recogniser, self._recogniser.get_outputs()[0].shape[-1], self.vocabulary
        )
        self._detector: Any = None

    def detect(self, image: Image) -> list[TextBox]:
        if self._detector is None:
            self._detector = _session(self._folders.detector, self._threads)
        (out,) = self._detector.run(None, {"x": page_tensor(image)})
        return boxes_from_map(out[0, 0], image.shape[1], image.shape[0])

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        lines = [fit_line(crop) for crop in crops]
        found: dict[int, Emissions] = {}
        for batch in same_width([padded_width(line) for line in lines]):
            tensor = np.stack([line_tensor(lines[i]) for i in batch])
            (out,) = self._recogniser.run(None, {"x": tensor})
            for row, i in zip(out, batch, strict=True):
                found[i] = trim(row, crops[i], tensor.shape[-1], self.vocabulary)
        return [found[i] for i in range(len(crops))]


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
