"""Forms that are nearly one that we ship: another title, another word, another number; for trying
whether they are told apart."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
from pypdf import PdfReader, PdfWriter
from reportlab.lib.units import mm

from forms.errors import SetupError
from forms.form import Form
from ocr.pages.glyphs import visible_glyphs
from ocr.pages.page import Glyph
from samples.blanks.pen import POINT, Pen

_FINE = 10  # px a mm, for where letters stand


def variant(
    form: Form, folder: Path, form_id: str, title: str, words: Mapping[str, str],
    face: str = "mincho",
) -> Form:  # fmt: skip
    """The form with other words on its blank, drawn into `folder` (made anew). `words`: what is
    printed → what stands there instead, wherever it does; spaces aside. Raises SetupError where
    nothing of the kind is printed."""
    folder.mkdir()
    writer = PdfWriter(clone_from=PdfReader(form.blank))
    missing = set(words)
    for number, page in enumerate(writer.pages):
        glyphs = _glyphs(form, number)
        found = {old: runs for old in words if (runs := _runs(glyphs, old))}
        missing -= set(found)
        changes = [(run, words[old]) for old, runs in found.items() for run in runs]
        if changes:
            page.merge_page(PdfReader(_overlay(form, number, changes, face)).pages[0])
    if missing:
        raise SetupError(
            f"様式 {form.id} に「{'」「'.join(sorted(missing))}」は印刷されていません。"
        )
    writer.write(folder / "blank.pdf")
    return replace(form, id=form_id, title=title, folder=folder)


def _glyphs(form: Form, number: int) -> list[Glyph]:
    size = form.pages[number]
    with pypdfium2.PdfDocument(form.blank) as pdf:
        width, height = round(size.width * _FINE), round(size.height * _FINE)
        return list(visible_glyphs(pdf[number], width, height))


def _runs(glyphs: Sequence[Glyph], text: str) -> list[Sequence[Glyph]]:
    """Where the text stands, in the order in which the file draws."""
    wanted = "".join(text.split())
    whole = "".join(each.character for each in glyphs)
    found, at = [], whole.find(wanted)
    while at >= 0:
        found.append(glyphs[at : at + len(wanted)])
        at = whole.find(wanted, at + 1)
    return found


def _overlay(
    form: Form, number: int, changes: Sequence[tuple[Sequence[Glyph], str]], face: str
) -> io.BytesIO:
    size, drawn = form.pages[number], io.BytesIO()
    pen = Pen(drawn, form.title, size.width, size.height)
    for run, _ in changes:
        for each in run:
            _cover(pen, each, size.height)
    for run, text in changes:
        _write(pen, run, "".join(text.split()), face)
    pen.next_page()
    pen.save()
    drawn.seek(0)
    return drawn


def _cover(pen: Pen, glyph: Glyph, height_mm: float) -> None:
    left, bottom = glyph.left / _FINE * mm, (height_mm - glyph.bottom / _FINE) * mm
    wide, high = ((b - a) / _FINE * mm for a, b in _sides(glyph))
    pen.canvas.setFillGray(1)
    pen.canvas.rect(left, bottom, wide, high, stroke=0, fill=1)
    pen.canvas.setFillGray(0)


def _sides(glyph: Glyph) -> tuple[tuple[float, float], tuple[float, float]]:
    return (glyph.left, glyph.right), (glyph.top, glyph.bottom)


def _write(pen: Pen, run: Sequence[Glyph], text: str, face: str) -> None:
    """In the letters of what stood there; over its width, or closer where that is too little."""
    (left, right), (top, bottom) = (run[0].left, run[-1].right), (run[0].top, run[0].bottom)
    width, side = (right - left) / _FINE, (run[0].right - run[0].left) / _FINE
    side = min(side, width / max(len(text), 1))
    pen.spread(left / _FINE, (top + bottom) / 2 / _FINE, width, text, side / POINT, face)
