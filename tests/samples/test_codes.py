"""QR codes on samples are read as what they say."""

from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from forms.form import FieldType, Form
from ocr.qr import codes_in
from samples import fonts
from samples.generate import hand
from samples.generate.fill import Paper
from samples.generate.page import BLACK, Hand, render
from samples.generate.people import Town
from samples.generate.typed import typed_pdf
from samples.generate.values import Values, values_of
from samples.generate.widgets import widgets_of
from tests.ours import OURS

DPI = 200
needs_print = pytest.mark.skipif(not fonts.has_all(*fonts.PRINTED), reason="IPAex fonts missing")


@pytest.fixture(scope="module")
def form() -> Form:
    return OURS["mynumber-card"]


@pytest.fixture(scope="module")
def values(form: Form) -> Values:
    return values_of(form, Town(Random(3)), Random(3), date(2025, 6, 2))


def texts_on(image: Image.Image) -> list[str]:
    return [each.text for each in codes_in(np.asarray(image.convert("L")))]


@needs_print
def test_a_filled_paper_bears_its_own_code(form: Form, values: Values) -> None:
    pages = hand.fill(form, Paper(values), Hand(fonts.MINCHO, BLACK, 0.0), Random(3), DPI)
    assert [texts_on(page) for page in pages] == [[values["shinsei_qr"]]]


@needs_print
def test_a_file_of_a_word_processor_bears_it_too(
    form: Form, values: Values, tmp_path: Path
) -> None:
    typed_pdf(form, Paper(values), tmp_path / "typed.pdf")
    assert [texts_on(page) for page in render(tmp_path / "typed.pdf", DPI)] == [
        [values["shinsei_qr"]]
    ]


def test_nobody_types_a_code_into_a_form_field(form: Form, values: Values) -> None:
    codes = {field.id for field in form.fields if field.type is FieldType.QR}
    assert codes
    assert not codes & {widget.name[0] for widget in widgets_of(form, Paper(values))}
