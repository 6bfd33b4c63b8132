"""`utsushi read --free`: labels and values of papers without a template."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms.errors import PaperError, UtsushiError
from forms.form import FieldType
from forms.mask import mask_long_numbers
from ocr.free import FreeDocument, FreePage, FreePair, FreeText
from workflows.cli.attempt import attempt
from workflows.cli.tables import print_table
from workflows.makers import open_free_reader
from workflows.path_text import to_text
from workflows.settings import Settings

_HOW = {
    "right": "右のます目",
    "below": "下のます目",
    "inside": "同じ枠の中",
    "beside": "右",
    "under": "下",
}


def read_free(files: Sequence[Path], *, as_json: bool, show_private: bool) -> int:
    """Exit code: 0, or 4 where a file could not be read (the others are read all the same)."""
    reader = open_free_reader(Settings.load())
    failed = False
    for path in files:
        outcome = attempt(reader.read, path)
        failed |= isinstance(outcome, UtsushiError)
        if as_json:
            print(json.dumps(_document(path, outcome), ensure_ascii=False), flush=True)
        else:
            _show(path, outcome, show_private)
    return PaperError.exit_code if failed else 0


def _document(path: Path, outcome: FreeDocument | UtsushiError) -> dict[str, Any]:
    """The whole for programs; nothing is masked here."""
    if isinstance(outcome, UtsushiError):
        said = {"code": outcome.code, "message": outcome.message, "advice": outcome.advice}
        return {"file": to_text(path), "error": said}
    return {
        "file": to_text(path),
        "page_count": outcome.page_count,
        "pages": [_page(page) for page in outcome.pages],
        "seconds": {step: round(seconds, 4) for step, seconds in outcome.seconds.items()},
    }


def _page(page: FreePage) -> dict[str, Any]:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "turned": page.turned,
        "pairs": [_pair(pair) for pair in page.pairs],
        "texts": [_text(text) for text in page.texts],
    }


def _pair(pair: FreePair) -> dict[str, Any]:
    return {
        "label": pair.label.text,
        "label_box": pair.label.box.as_list(),
        "value": pair.value.text if pair.value else None,
        "box": (pair.value.box if pair.value else pair.place).as_list(),
        "place": pair.place.as_list(),
        "type": pair.type.value,
        "how": pair.how,
        "confidence": round(pair.confidence, 5),
        "candidates": [
            {"value": each.value, "probability": round(each.probability, 5)}
            for each in (pair.value.candidates if pair.value else ())
        ],
    }


def _text(text: FreeText) -> dict[str, Any]:
    return {
        "text": text.text,
        "box": text.box.as_list(),
        "confidence": round(text.confidence, 5),
        "vertical": text.is_vertical,
    }


def _show(path: Path, outcome: FreeDocument | UtsushiError, show_private: bool) -> None:
    print(to_text(path))
    if isinstance(outcome, UtsushiError):
        print(f"  読み取れません: {outcome.message}\n  → {outcome.advice}\n")
        return
    for page in outcome.pages:
        _show_page(page, show_private)


def _show_page(page: FreePage, show_private: bool) -> None:
    turned = f"、{page.turned} 度回して読みました" if page.turned else ""
    if page.pairs:
        print_table(
            f"{page.number} ページ目 (見出しと値 {len(page.pairs)} 組{turned})",
            ["見出し", "値", "確信度", "場所"],
            [
                (_line(pair.label.text), _shown(pair, show_private),
                 f"{pair.confidence:.3f}" if pair.value else "", _HOW[pair.how])
                for pair in page.pairs
            ],
        )  # fmt: skip
        return
    rows = [(_hidden(text.text, show_private), f"{text.confidence:.3f}") for text in page.texts]
    title = f"{page.number} ページ目 (見出しは見つかりません。読めた文字{turned})"
    print_table(title, ["文字", "確信度"], rows)


def _shown(pair: FreePair, show_private: bool) -> str:
    if pair.value is None:
        return "(空欄)"
    if pair.type is FieldType.MY_NUMBER and not show_private:
        return "*" * len(pair.value.text)
    return _hidden(pair.value.text, show_private)


def _hidden(text: str, show_private: bool) -> str:
    return _line(text) if show_private else mask_long_numbers(_line(text))


def _line(text: str) -> str:
    return text.replace("\n", " / ")
