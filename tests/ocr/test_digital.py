"""What a file says by itself."""

import numpy as np
import pytest

from forms.form import Field, Form
from forms.geometry import Box
from ocr.align.blank import BlankPage
from ocr.align.fit import Fit
from ocr.align.page import AlignedPage
from ocr.digital import from_acroform, from_text, typed_glyphs
from ocr.ink.dark import inks_of
from ocr.pages.page import Glyph


def _page(blank: BlankPage, glyphs: tuple[Glyph, ...]) -> AlignedPage:
    seen = np.full(blank.image.shape, 255, np.uint8)
    fit = Fit(1.0, np.ones((1, 1), np.float32))
    return AlignedPage(1, blank, blank.image, inks_of(blank.image), seen, fit, glyphs)


def _typed(text: str, box: Box, blank: BlankPage, size: float = 28.0) -> tuple[Glyph, ...]:
    height, width = blank.image.shape
    left, top, _, bottom = box.to_px(width, height)
    middle = (top + bottom) / 2
    return tuple(
        Glyph(
            ch, left + 6 + size * n, middle - size / 2, left + 6 + size * (n + 1), middle + size / 2
        )
        for n, ch in enumerate(text)
        if ch != "\u3000"
    )


@pytest.mark.parametrize(
    ("field_id", "values", "raw"),
    [
        ("name", {"name": "山田\u3000花子"}, "山田\u3000花子"),
        ("shinsei_date", {"shinsei_date": "令和7年4月1日"}, "令和7年4月1日"),
        (
            "shinsei_date",
            {"shinsei_date.year": "7", "shinsei_date.month": "4", "shinsei_date.day": "1"},
            "令和7年4月1日",
        ),
        (
            "damage",
            {"damage.屋根": "Yes", "damage.外壁": "Off", "damage.その他": "On"},
            "屋根、その他",
        ),
        ("relation", {"relation": "本人"}, "本人"),
    ],
)
def test_form_values_are_taken_by_name(
    risai: Form, field_id: str, values: dict[str, str], raw: str
) -> None:
    guess = from_acroform(risai.field(field_id), values)
    assert guess is not None
    assert (guess.raw, guess.probability, guess.source) == (raw, 1.0, "acroform")


def test_form_without_the_value_says_nothing(risai: Form) -> None:
    assert from_acroform(risai.field("name"), {"other": "x"}) is None


def test_printed_labels_of_the_blank_are_nobodys_answer(risai_blank: BlankPage) -> None:
    assert typed_glyphs(_page(risai_blank, risai_blank.glyphs)) == ()


def _field(form: Form, field_id: str) -> Field:
    return form.field(field_id)


def test_text_in_the_box_is_read_with_its_space(risai: Form, risai_blank: BlankPage) -> None:
    field = _field(risai, "name")
    typed = _typed("山田\u3000花子", field.box, risai_blank)
    page = _page(risai_blank, (*risai_blank.glyphs, *typed))
    guess = from_text(field, typed_glyphs(page), page)
    assert guess is not None
    assert (guess.raw, guess.source) == ("山田\u3000花子", "pdf-text")


def test_date_parts_in_text_make_a_date(risai: Form, risai_blank: BlankPage) -> None:
    field = _field(risai, "risai_date")
    assert field.date is not None
    typed = tuple(
        glyph
        for box, text in ((field.date.year, "7"), (field.date.month, "10"), (field.date.day, "3"))
        for glyph in _typed(text, box, risai_blank, 20.0)
    )
    page = _page(risai_blank, typed)
    guess = from_text(field, typed_glyphs(page), page)
    assert guess is not None
    assert guess.raw == "令和7年10月3日"
