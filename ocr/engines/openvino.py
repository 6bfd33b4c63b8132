"""The same weights on OpenVINO: the fastest way on an ordinary CPU."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from forms.errors import MissingModel, SetupError
from ocr.engines.batches import same_width, trim
from ocr.engines.boxes import boxes_from_map
from ocr.engines.engine import Emissions, Image, TextBox
from ocr.engines.folders import Folders, check_width, vocabulary_of
from ocr.engines.preparing import fit_line, line_tensor, padded_width, page_tensor
from ocr.engines.runtime import openvino
from ocr.engines.threads import thread_count

CACHE = "openvino"  # folder of prepared models, beside the weights

log = logging.getLogger(__name__)


class OpenVinoEngine:
    """PP-OCR on OpenVINO's CPU device. Lines run one by one, widest first, as many at once as
    there are threads: on a CPU a batch gains nothing over that, and no line waits for padding."""

    def __init__(self, folders: Folders, threads: int | None = None) -> None:
        """`threads`: lines at once; None: the setting, else one per core. Raises MissingModel,
        SetupError where OpenVINO cannot be loaded."""
        self.name = f"{folders.recogniser.name}/openvino"
        self.vocabulary = vocabulary_of(folders.recogniser)
        self._folders, self._threads = folders, threads or thread_count()
        self._library, self._core = _opened()
        recogniser = self._compiled(folders.recogniser, streams=self._threads)
        last = recogniser.output(0).get_partial_shape()[-1]
        width = last.get_length() if last.is_static else None
        check_width(folders.recogniser, width, self.vocabulary)
        self._queue = self._library.AsyncInferQueue(recogniser, self._threads)
        self._queue.set_callback(_keep)
        self._detector: Any = None

    def detect(self, image: Image) -> list[TextBox]:
        if self._detector is None:
            self._detector = self._compiled(self._folders.detector, streams=1)
        out = self._detector(page_tensor(image))[0]
        return boxes_from_map(out[0, 0], image.shape[1], image.shape[0])

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        found: dict[int, Emissions] = {}
        lines = [fit_line(crop) for crop in crops]
        for (i,) in same_width([padded_width(line) for line in lines], most=1):
            tensor = line_tensor(lines[i])[None]
            self._queue.start_async({0: tensor}, (found, i, crops[i], self.vocabulary))
        self._queue.wait_all()
        return [found[i] for i in range(len(crops))]

    def _compiled(self, folder: Path, streams: int) -> Any:
        options = {
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": self._threads,
            # Two readers on one machine must not be tied to the same core.
            "ENABLE_CPU_PINNING": False,
            # Probabilities are calibrated: no CPU may quietly run in fewer bits.
            "INFERENCE_PRECISION_HINT": "f32",
        }
        path = folder / "inference.onnx"
        kept = _kept(self._core, self._library, path)
        try:
            return _imported(self._core, kept, options) or _made(self._core, path, kept, options)
        except RuntimeError as error:
            raise MissingModel(f"文字認識の重み {path} を読み込めません。") from error


def _opened() -> tuple[Any, Any]:
    try:
        library = openvino()
        core = library.Core()
        if "CPU" not in core.available_devices:
            raise RuntimeError("no CPU device")
    except (ImportError, OSError, RuntimeError) as error:
        raise SetupError(
            "OpenVINO をこのコンピュータで使えません。", advice="エンジンを onnx にしてください。"
        ) from error
    return library, core


def _keep(request: Any, place: tuple[dict[int, Emissions], int, Image, Any]) -> None:
    """Called when a line is done: its emissions are copied out before the request is used again."""
    found, i, crop, vocabulary = place
    width = request.get_input_tensor().shape[-1]
    found[i] = trim(request.get_output_tensor().data[0], crop, width, vocabulary)


def _kept(core: Any, library: Any, path: Path) -> Path | None:
    """Where the prepared form of these very weights is kept for this library and processor."""
    try:
        file = path.stat()
    except OSError:
        return None
    cpu = core.get_property("CPU", "FULL_DEVICE_NAME")
    features = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    what = f"{library.__version__} {cpu} {features} {file.st_size} {file.st_mtime_ns}"
    return path.parent / CACHE / f"{hashlib.sha256(what.encode()).hexdigest()[:24]}.blob"


def _imported(core: Any, kept: Path | None, options: dict[str, Any]) -> Any:
    """The prepared model, or None where there is none that this OpenVINO takes."""
    try:
        data = kept.read_bytes() if kept is not None else b""
    except OSError:
        return None
    try:
        return core.import_model(data, "CPU", options) if data else None
    except RuntimeError:
        log.warning("prepared model not usable, made anew")
        return None


def _made(core: Any, path: Path, kept: Path | None, options: dict[str, Any]) -> Any:
    """Prepare the model, and keep that for the next start where the folder can be written."""
    model = core.compile_model(str(path), "CPU", options)
    if kept is not None:
        try:
            _write(kept, model.export_model().getvalue())
        except OSError as error:
            log.debug("prepared model not kept: %s", type(error).__name__)
    return model


def _write(kept: Path, data: bytes) -> None:
    """Whole or not at all, in the place of what was prepared before. Raises OSError."""
    kept.parent.mkdir(exist_ok=True)
    part = kept.with_name(f"{uuid4().hex}.part")
    try:
        part.write_bytes(data)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    for old in kept.parent.glob("*.blob"):
        if old != kept:
            old.unlink(missing_ok=True)
