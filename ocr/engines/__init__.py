"""Recognition engines. One file an engine; each imports its library only when it is opened."""

from collections.abc import Callable
from pathlib import Path

from forms.errors import SetupError
from ocr.engines.engine import Emissions, Engine, TextBox, Vocabulary

DEFAULT = "onnx"


def _onnx(models: Path | None) -> Engine:
    from ocr.engines.onnx import OnnxEngine

    return OnnxEngine.open(models)


def _paddle(models: Path | None) -> Engine:
    from ocr.engines.paddle import PaddleEngine

    return PaddleEngine.open(models)


ENGINES: dict[str, Callable[[Path | None], Engine]] = {"onnx": _onnx, "paddle": _paddle}


def open_engine(name: str = DEFAULT, models: Path | None = None) -> Engine:
    """The engine, ready. Raises SetupError for an unknown name, MissingModel without weights."""
    if name not in ENGINES:
        known = "、".join(ENGINES)
        raise SetupError(f"文字認識エンジン「{name}」はありません。", advice=f"使えるもの: {known}")
    return ENGINES[name](models)


__all__ = ["DEFAULT", "ENGINES", "Emissions", "Engine", "TextBox", "Vocabulary", "open_engine"]
