"""The libraries that run the weights, silenced: some report their use to their makers unless they
are told not to, early. No other file imports them."""

import os
import sys
from typing import Any

SILENCE = "ORT_DISABLE_TELEMETRY"
SHUT = ("openvino.tools", "openvino_telemetry")


def onnxruntime() -> Any:
    """The library, imported late. Every import of it, PaddleOCR's too, must come after this one.

    Source of the variable and the call: `Privacy.md` and the names in the package itself (1.32).
    """
    os.environ[SILENCE] = "1"
    import onnxruntime as library

    library.disable_telemetry_events()
    return library


def openvino() -> Any:
    """The library, imported late and without its conversion tools: those alone bring its telemetry
    package, and a good second of start-up. The library itself bears their absence (2026.4,
    `openvino/__init__.py`). Raises ImportError, OSError where it cannot be loaded."""
    for name in SHUT:
        # None in this table means to Python that there is no such module.
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    import openvino as library

    return library
