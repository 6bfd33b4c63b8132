"""PaddleOCR's own way, to compare with: its recognition on our crops, its pipeline on whole pages.

The same weights and the same inference backend (ONNX Runtime), PaddleOCR's own pre-processing,
text detection and free decoding, at its default settings.
"""

import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

from benchmarks.scoring import ReadPaper, Scored
from forms.compare import is_same
from forms.errors import DoubtError
from forms.form import Field, FieldType
from forms.values import normalise
from ocr.engines.engine import Image
from ocr.engines.folders import Folders, folders, model_name
from ocr.engines.runtime import onnxruntime

BATCH = 8
READABLE = frozenset(
    {
        FieldType.NAME, FieldType.KANA, FieldType.ADDRESS, FieldType.TEXT, FieldType.POSTAL_CODE,
        FieldType.PHONE, FieldType.NUMBER, FieldType.MY_NUMBER,
    }
)  # fmt: skip
"""Types whose crop is one line of text. Marks, seals and dates in parts need more than a reader."""


class PaddleCrops:
    """PaddleOCR's text recognition on the fields that we read, cut from the same aligned pages."""

    def __init__(self) -> None:
        self.ours = self.theirs = self.fields = 0

    def add(self, paper: ReadPaper, scored: Sequence[Scored]) -> None:
        """Read the paper's fields once more and count both sides."""
        wanted = [each for each in scored if each.reading and _is_compared(each)]
        crops = [_crop(paper, each) for each in wanted]
        pairs = [(s, c) for s, c in zip(wanted, crops, strict=True) if c is not None and c.size]
        if not pairs:
            return
        texts = _recogniser().predict([_colour(crop) for _, crop in pairs], batch_size=BATCH)
        for (each, _), text in zip(pairs, texts, strict=True):
            self.fields += 1
            self.ours += each.is_right
            self.theirs += _is_right(each.field, str(text["rec_text"]), each)

    def shares(self) -> dict[str, float]:
        whole = max(self.fields, 1)
        return {
            "fields": self.fields,
            "right": round(self.ours / whole, 5),
            "paddleocr_right": round(self.theirs / whole, 5),
        }


def pages_per_minute(pages: Iterable[Path], dpi: int, limit_side: int | None = None) -> float:
    """PaddleOCR's whole pipeline on one-page PDFs, drawn at `dpi` in the time; models are open.

    `limit_side` is the long side (px) to which text detection reduces a page; None leaves
    PaddleOCR's default. Where there are several, the first is read once before the clock starts.
    """
    pipeline, paths = _pipeline(limit_side), list(pages)
    if len(paths) > 1:
        pipeline.predict(_rendered(paths[0], dpi))
    start = time.perf_counter()
    for path in paths:
        pipeline.predict(_rendered(path, dpi))
    return 60 * len(paths) / (time.perf_counter() - start)


def _is_compared(each: Scored) -> bool:
    return each.field.type in READABLE and not each.is_doubtful


def _crop(paper: ReadPaper, each: Scored) -> Image | None:
    """The field's box on the page that the reader aligned."""
    own = [a for a in paper.applications if any(r is each.reading for r in a.record.readings)]
    for page in (page for application in own for page in application.pages):
        if page.form_page == each.field.page:
            height, width = page.image.shape[:2]
            box = each.field.box
            top, left = round(box.y * height), round(box.x * width)
            bottom, right = round((box.y + box.h) * height), round((box.x + box.w) * width)
            return page.image[top:bottom, left:right]
    return None


def _is_right(field: Field, text: str, each: Scored) -> bool:
    try:
        return is_same(normalise(field, text), each.wanted)
    except DoubtError:
        return False


def _colour(crop: Image) -> Image:
    return np.ascontiguousarray(np.stack([crop] * 3, axis=-1) if crop.ndim == 2 else crop)


def _rendered(path: Path, dpi: int) -> Image:
    with pypdfium2.PdfDocument(path) as document:
        return np.ascontiguousarray(document[0].render(scale=dpi / 72).to_numpy()[..., :3])


@cache
def _recogniser() -> Any:
    onnxruntime()  # silenced before PaddleOCR imports it
    import paddleocr

    where = folders(None)
    return paddleocr.TextRecognition(
        engine="onnxruntime",
        model_name=model_name(where.recogniser),
        model_dir=str(where.recogniser),
    )


def _pipeline(limit_side: int | None) -> Any:
    onnxruntime()
    import paddleocr

    where: Folders = folders(None)
    limits: dict[str, Any] = {}
    if limit_side:
        limits = {"text_det_limit_side_len": limit_side, "text_det_limit_type": "max"}
    return paddleocr.PaddleOCR(
        engine="onnxruntime",
        text_detection_model_name=model_name(where.detector),
        text_detection_model_dir=str(where.detector),
        text_recognition_model_name=model_name(where.recogniser),
        text_recognition_model_dir=str(where.recogniser),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        **limits,
    )
