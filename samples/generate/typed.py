"""The writer of born-digital PDFs: text as text, rings and ticks as vector lines."""

import io
from pathlib import Path

import numpy as np
from pypdf import PdfReader, PdfWriter

from forms.form import Form, PageSize
from forms.geometry import Box
from forms.printed import Mm
from ocr.qr.drawing import picture_of
from samples.blanks.pen import POINT, Pen
from samples.generate.fill import Paper, fill_field

_SIZE = 10.5  # points
_RING = 1.0  # points


class TypeWriter:
    """Draws on the current page of a Pen."""

    def __init__(self, pen: Pen, size: PageSize, face: str) -> None:
        self._pen, self._size, self._face = pen, size, face

    def mm(self, box: Box) -> Mm:
        width, height = self._size.width, self._size.height
        return (box.x * width, box.y * height, box.w * width, box.h * height)

    def line(self, box: Box, text: str, *, centred: bool = False) -> None:
        x, y, w, h = self.mm(box)
        natural = self._pen.width(text, _SIZE, self._face)
        size = min(_SIZE, _SIZE * (w - 1.6) / natural)
        at = (x + w / 2 if centred else x + 0.8, y + h / 2)
        self._pen.text(at, text, size, self._face, "center" if centred else "left")

    def cells(self, box: Box, text: str, count: int) -> None:
        x, y, w, h = self.mm(box)
        for n, ch in enumerate(text):
            self._pen.text(
                (x + w * (n + 0.5) / count, y + h / 2), ch, _SIZE + 1, self._face, "center"
            )

    def ring(self, box: Box) -> None:
        x, y, w, h = self.mm(box)
        self._pen.ellipse((x - 0.6, y - 0.4, w + 1.2, h + 0.8), _RING)

    def check(self, box: Box) -> None:
        x, y, w, h = self.mm(box)
        low = (x + w * 0.4, y + h * 0.85)
        self._pen.line((x + w * 0.12, y + h * 0.5, *low), _RING * 1.4)
        self._pen.line((*low, x + w * 0.95, y + h * 0.1), _RING * 1.4)

    def seal(self, box: Box, family: str) -> None:
        """Nobody seals a file: callers leave the seal out."""

    def strike(self, box: Box) -> None:
        x, y, w, h = self.mm(box)
        for part in (0.44, 0.56):
            self._pen.line((x, y + h * part, x + w, y + h * part), 0.7)

    def code(self, box: Box, text: str) -> None:
        x, y, w, h = self.mm(box)
        modules = picture_of(text, 1) < 128
        side = min(w, h) / len(modules)
        for row, line in enumerate(modules):
            for column in np.flatnonzero(line):
                at = (x + float(column) * side, y + row * side, side, side)
                self._pen.rect(at, 0, shade=0)


def typed_pdf(form: Form, paper: Paper, target: Path, face: str = "gothic") -> None:
    """Write `target`: the blank with its fields typed over it. No field is an image."""
    over = io.BytesIO()
    pen = Pen(over, form.title)
    for number, size in enumerate(form.pages, start=1):
        writer = TypeWriter(pen, size, face)
        pen.text((size.width, size.height), " ", 1, face)  # a page with nothing on it is kept
        for form_field in form.on_page(number):
            fill_field(writer, form_field, paper)
        pen.next_page()
    pen.save()
    merged = PdfWriter(clone_from=PdfReader(form.blank))
    for page, typed in zip(merged.pages, PdfReader(over).pages, strict=True):
        page.merge_page(typed)
    for page in merged.pages:
        page.compress_content_streams()
    with target.open("wb") as out:
        merged.write(out)


POINTS_PER_MM = 1 / POINT
