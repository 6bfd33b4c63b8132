"""Blanks: their layout files, and that the committed PDFs are what the sources draw."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from forms.errors import BadDeclaration
from forms.form import Form
from forms.printed import Layout, load_layout
from forms.source import load_drawn
from samples import fonts
from samples.blanks.draw import draw_blank
from tests.ours import OURS

FORMS = list(OURS)
needs_print = pytest.mark.skipif(not fonts.has_all(*fonts.PRINTED), reason="IPAex fonts missing")
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def pictures(path: Path) -> list[np.ndarray]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=1, grayscale=True).to_numpy().astype(int) for page in document]


def layout_of(form: Form) -> Layout:
    drawn = load_drawn(form.folder / "form.yaml").layout
    return drawn or load_layout(form.folder / "blank.yaml")


@by_form
def test_layout_has_a_page_for_each_page_of_the_form(form: Form) -> None:
    layout = layout_of(form)
    assert len(layout.pages) == len(form.pages)


@by_form
def test_no_ruled_line_runs_through_a_writing_box(form: Form) -> None:
    layout = layout_of(form)
    for number, page in enumerate(layout.pages, start=1):
        ruled = [*page.frames, *page.cells, *page.dashed, *(head.box for head in page.heads)]
        for field in form.on_page(number):
            left, top = field.box.x * 210, field.box.y * 297
            right, bottom = left + field.box.w * 210, top + field.box.h * 297
            for x, y, w, h in ruled:
                upright = y < bottom and y + h > top and any(left < at < right for at in (x, x + w))
                level = x < right and x + w > left and any(top < at < bottom for at in (y, y + h))
                assert not upright, (field.id, (x, y, w, h))
                assert not level, (field.id, (x, y, w, h))


def test_a_typo_in_a_layout_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "blank.yaml"
    path.write_text("face: mincho\npages:\n  - frame: []\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match="3 行目"):
        load_layout(path)


@needs_print
@by_form
def test_the_committed_blank_is_what_its_sources_draw(form: Form, tmp_path: Path) -> None:
    draw_blank(form, tmp_path / "blank.pdf")
    for drawn, committed in zip(
        pictures(tmp_path / "blank.pdf"), pictures(form.blank), strict=True
    ):
        assert np.abs(drawn - committed).mean() < 0.5


@needs_print
def test_drawing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        draw_blank(FORMS[0], tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@needs_print
def test_a_layout_with_too_few_pages_is_refused(tmp_path: Path) -> None:
    form = next(form for form in FORMS if form.id == "kaigo-nintei")
    (tmp_path / "form.yaml").write_bytes((form.folder / "form.yaml").read_bytes())
    (tmp_path / "blank.yaml").write_text("pages:\n  - {}\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match="ページ数"):
        draw_blank(replace(form, folder=tmp_path), tmp_path / "blank.pdf")
