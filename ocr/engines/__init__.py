"""Recognition engines. One file an engine; each imports its library only when it is opened."""

import logging
from collections.abc import Callable
from pathlib import Path

from forms.errors import MissingModel, SetupError
from ocr.engines.engine import Emissions, Engine, TextBox, Vocabulary
from ocr.engines.folders import Folders, folders

DEFAULT = "openvino"  # the fastest that gives the same emissions (docs/adr/0006-engines.md)
FALLBACK = "onnx"  # where the default cannot be loaded and no engine was asked for

log = logging.getLogger(__name__)


def _openvino(where: Folders) -> Engine:
    from ocr.engines.openvino import OpenVinoEngine

    return OpenVinoEngine(where)


def _onnx(where: Folders) -> Engine:
    from ocr.engines.onnx import OnnxEngine

    return OnnxEngine(where)


def _paddle(where: Folders) -> Engine:
    from ocr.engines.paddle import PaddleEngine

    return PaddleEngine(where)


ENGINES: dict[str, Callable[[Folders], Engine]] = {
    "openvino": _openvino, "onnx": _onnx, "paddle": _paddle,
}  # fmt: skip


def open_engine(name: str | None = None, models: Path | None = None) -> Engine:
    """The engine, ready. Without a name the default one, or with a warning its stand-in where the
    default cannot be loaded on this computer.

    Raises SetupError for an unknown name or an engine that cannot be loaded, MissingModel without
    weights.
    """
    if name is not None and name not in ENGINES:
        known = "、".join(ENGINES)
        raise SetupError(f"文字認識エンジン「{name}」はありません。", advice=f"使えるもの: {known}")
    where = folders(models)
    if name is not None:
        return ENGINES[name](where)
    try:
        return ENGINES[DEFAULT](where)
    except MissingModel:
        raise
    except SetupError as error:
        log.warning("engine %s cannot be loaded (%s), using %s", DEFAULT, error.__cause__, FALLBACK)
        return ENGINES[FALLBACK](where)


__all__ = [
    "DEFAULT", "ENGINES", "FALLBACK", "Emissions", "Engine", "TextBox", "Vocabulary", "open_engine",
]  # fmt: skip
