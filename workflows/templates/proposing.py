"""What is proposed for a blank, as a declaration that the editor or `form.yaml` takes over, and the
blank itself as a PDF that lies as the proposal was drawn."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image

from forms.declaration import FormDeclaration
from forms.form import FieldType, Mark

if TYPE_CHECKING:
    from ocr.drafting import Draft, DraftField, DraftRows

DPI = 200
QUALITY = 90
SECONDS_A_FIELD = 10  # typed by hand: a first guess for `manual_seconds`, to be put right
_MM = 25.4


def data_of(draft: "Draft", form_id: str, today: date) -> dict[str, Any]:
    """JSON data of a `FormDeclaration`; what the paper does not say is left empty."""
    return {
        "form": form_id,
        "title": draft.title,
        "version": f"{today:%Y-%m}",
        "department": "",
        "work_field": "",
        "law": "",
        "manual_seconds": max(30, SECONDS_A_FIELD * sum(1 for _ in draft.fields())),
        "pages": [{"width": round(p.width, 1), "height": round(p.height, 1)} for p in draft.pages],
        "fields": [_entry(each) for each in draft.entries],
        "rules": [],
    }


def sections_of(draft: "Draft") -> Mapping[str, str]:
    """What stands before the first entry of each part of the paper."""
    sections, last = {}, ""
    for entry in draft.entries:
        if entry.section and entry.section != last:
            sections[entry.id] = entry.section
        last = entry.section
    return sections


def write_blank(draft: "Draft", source: Path, target: Path) -> None:
    """The file itself where it is a PDF whose pages lie as they were looked at, else their
    pictures, made upright and flat."""
    if draft.is_as_filed and _is_pdf(source):
        shutil.copyfile(source, target)
        return
    first, *more = [
        _picture(page.image, page.width, page.height) for page in draft.pages
    ]  # fmt: skip
    first.save(
        target, "PDF", resolution=DPI, save_all=True, append_images=more, quality=QUALITY
    )  # fmt: skip


def declared(data: Mapping[str, Any]) -> FormDeclaration:
    return FormDeclaration.model_validate(data)


def _is_pdf(path: Path) -> bool:
    try:
        pypdfium2.PdfDocument(path).close()
    except pypdfium2.PdfiumError:
        return False
    return True


def _picture(pixels: Any, width: float, height: float) -> Image.Image:
    made = Image.fromarray(pixels[..., ::-1] if pixels.ndim == 3 else pixels)
    return made.resize((round(width * DPI / _MM), round(height * DPI / _MM)))


def _entry(entry: "DraftField | DraftRows") -> dict[str, Any]:
    from ocr.drafting import DraftRows

    if not isinstance(entry, DraftRows):
        return _field(entry)
    said: dict[str, Any] = {
        "rows": entry.id, "title": entry.title, "count": entry.count,
        "step": round(entry.step, 2), "fields": [_field(each) for each in entry.fields],
    }  # fmt: skip
    return said | ({"required_rows": entry.required_rows} if entry.required_rows else {})


def _field(field: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"id": field.id, "label": field.label, "type": field.type.value}
    has_parts = bool(field.options or field.eras or field.year)
    if field.page > 1:
        said["page"] = field.page
    if not has_parts:
        said["box"] = _mm(field.box)
    for name in ("required", "private", "multiple", "cells", "era"):
        if value := getattr(field, name):
            said[name] = value
    if field.length:
        said["length"] = list(field.length)
    if field.type is FieldType.CHOICE and field.mark is not Mark.CIRCLE:
        said["mark"] = field.mark.value
    for name in ("options", "eras"):
        if options := getattr(field, name):
            said[name] = [_option(each) for each in options]
    for name in ("year", "month", "day"):
        if part := getattr(field, name):
            said[name] = _mm(part)
    return said


def _option(option: Any) -> dict[str, Any]:
    said = {"value": option.value, "box": _mm(option.box)}
    return said | ({"label": option.label} if option.label not in ("", option.value) else {})


def _mm(box: Any) -> list[float]:
    return [round(float(each), 1) for each in box]
