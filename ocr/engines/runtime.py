"""ONNX Runtime, silenced: it reports its use to its makers unless it is told not to, early."""

import os
from typing import Any

SILENCE = "ORT_DISABLE_TELEMETRY"


def onnxruntime() -> Any:
    """The library, imported late. Every import of it, PaddleOCR's too, must come after this one.

    Source of the variable and the call: `Privacy.md` and the names in the package itself (1.32).
    """
    os.environ[SILENCE] = "1"
    import onnxruntime as library

    library.disable_telemetry_events()
    return library
