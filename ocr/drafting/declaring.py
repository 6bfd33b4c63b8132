"""A draft → the declaration of a form, for `forms.writing` or an editor, and its blank as a PDF."""

import io
import shutil
from pathlib import Path

import cv2
from PIL import Image as Pillow

from forms.declaration import (
    FieldDeclaration,
    FormDeclaration,
    OptionDeclaration,
    PageDeclaration,
    RowsDeclaration,
)
from forms.form import FieldType
from ocr.drafting.draft import Draft, DraftField, DraftOption, DraftPage, DraftRows
from ocr.drafting.naming import romanised
from ocr.engines.engine import Image

UNNAMED = "様式"
UNKNOWN = "未設定"  # what no blank says: a person fills it in
SECONDS_A_FIELD = 12  # to type one by hand, before anybody measured it
TITLE_PARTS = 7  # words of a title that go into the id
QUALITY = 92


def form_id(title: str) -> str:
    """An id for a form by its title."""
    return romanised(title, TITLE_PARTS).replace("_", "-") or "yoshiki"


def declared(draft: Draft, form: str = "", version: str = "1") -> FormDeclaration:
    """Everything that the blank says; `UNKNOWN` stands where it does not.

    Raises pydantic's ValidationError for an id or a draft that cannot be one.
    """
    title = draft.title or UNNAMED
    return FormDeclaration(
        form=form or form_id(title), title=title, version=version, department=UNKNOWN,
        work_field=UNKNOWN, law=UNKNOWN,
        manual_seconds=max(30, SECONDS_A_FIELD * sum(1 for _ in draft.fields())),
        pages=[_page(page) for page in draft.pages],
        fields=[declared_entry(entry) for entry in draft.entries],
    )  # fmt: skip


def sections_of(draft: Draft) -> dict[str, str]:
    """Entry → what the part that begins with it is about, for comments in the YAML."""
    found: dict[str, str] = {}
    before = ""
    for entry in draft.entries:
        if entry.section and entry.section != before:
            found[entry.id] = entry.section
        before = entry.section or before
    return found


def declared_entry(entry: DraftField | DraftRows) -> FieldDeclaration | RowsDeclaration:
    if isinstance(entry, DraftRows):
        return RowsDeclaration(
            rows=entry.id, title=entry.title, count=entry.count, step=entry.step,
            required_rows=entry.required_rows, fields=[_field(each) for each in entry.fields],
        )  # fmt: skip
    return _field(entry)


def _page(page: DraftPage) -> PageDeclaration:
    return PageDeclaration(width=page.width, height=page.height)


def _field(field: DraftField) -> FieldDeclaration:
    has_parts = field.type in (FieldType.DATE, FieldType.CHOICE)
    return FieldDeclaration(
        id=field.id, label=field.label, type=field.type, page=field.page,
        box=None if has_parts else field.box, required=field.required, private=field.private,
        cells=field.cells, length=field.length, mark=field.mark, multiple=field.multiple,
        options=[_option(each) for each in field.options], era=field.era,
        eras=[_option(each) for each in field.eras],
        year=field.year, month=field.month, day=field.day,
    )  # fmt: skip


def _option(option: DraftOption) -> OptionDeclaration:
    label = option.label if option.label != option.value else ""
    return OptionDeclaration(value=option.value, label=label, box=option.box)


def write_blank(draft: Draft, source: Path, target: Path) -> None:
    """The blank as one PDF, a page a page: the file itself where it lies as it should, else
    pictures of its pages as they were set upright and flat."""
    if draft.is_as_filed and all(page.is_digital for page in draft.pages):
        shutil.copyfile(source, target)
        return
    target.write_bytes(pdf_of([page.image for page in draft.pages], draft.pages))


def pdf_of(images: list[Image], pages: tuple[DraftPage, ...]) -> bytes:
    """Pictures as a PDF whose pages have the pages' sizes."""
    made = []
    for image in images:
        colour = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        made.append(Pillow.fromarray(colour))
    out = io.BytesIO()
    dpi = made[0].width / (pages[0].width / 25.4)
    made[0].save(out, "PDF", save_all=True, append_images=made[1:], resolution=dpi, quality=QUALITY)
    return out.getvalue()
