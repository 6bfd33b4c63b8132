"""Any small ONNX model of one input and one output, on one thread, by the library that is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.errors import MissingModel
from ocr.engines.runtime import onnxruntime, openvino

Tensor = NDArray[np.float32]


class SmallModel:
    """Thread-safe. The first axis of its tensors is the batch."""

    def __init__(self, path: Path) -> None:
        """Raises MissingModel where the file is not there or no library takes it."""
        if not path.is_file():
            raise MissingModel(f"重み {path} がありません。")
        self._run = _on_openvino(path) or _on_onnxruntime(path)

    def __call__(self, tensor: Tensor) -> Tensor:
        return self._run(tensor)


def _on_openvino(path: Path) -> Callable[[Tensor], Tensor] | None:
    """None where OpenVINO cannot be loaded on this computer."""
    try:
        core = openvino().Core()
        options = {
            "NUM_STREAMS": 1,
            "INFERENCE_NUM_THREADS": 1,
            "ENABLE_CPU_PINNING": False,
            "INFERENCE_PRECISION_HINT": "f32",
        }
        model: Any = core.compile_model(str(path), "CPU", options)
    except (ImportError, OSError, RuntimeError):
        return None

    def run(tensor: Tensor) -> Tensor:
        request = model.create_infer_request()  # one a call: a request is not shared by threads
        return np.array(request.infer({0: tensor})[0], np.float32)

    return run


def _on_onnxruntime(path: Path) -> Callable[[Tensor], Tensor]:
    library = onnxruntime()
    options = library.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = library.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise MissingModel(f"重み {path} を読み込めません。") from error
    name = session.get_inputs()[0].name

    def run(tensor: Tensor) -> Tensor:
        return np.asarray(session.run(None, {name: tensor})[0], np.float32)

    return run
