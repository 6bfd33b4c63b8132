"""Marks that lie on print: a check over a dense word, a ring along a square's frame."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from forms.form import Field, Form, Mark, Option
from forms.geometry import Box
from ocr.engines.engine import Image
from ocr.ink.written import Written
from ocr.marks import rings, ticks
from ocr.marks.close import close_to
from ocr.marks.over import DOUBTED, stroke_over
from ocr.marks.places import word_of

Write = Callable[[Callable[[Image], None]], Written]


def _line(image: Image, x0: float, y0: float, x1: float, y1: float, thick: int = 2) -> None:
    cv2.line(image, (round(x0), round(y0)), (round(x1), round(y1)), (30,), thick, cv2.LINE_AA)


def _check_over(image: Image, box: Box) -> None:
    """Hardly taller than the word, right on it."""
    left, top, right, bottom = box.to_px(image.shape[1], image.shape[0])
    x, y, high = (left + right) / 2 - 3, bottom - 6, bottom - top - 8
    _line(image, x - 0.35 * high, y - 0.35 * high, x, y)
    _line(image, x, y, x + 0.7 * high, y - high)


def _worded(form: Form) -> list[Field]:
    return [each for each in form.on_page(1) if each.options and each.mark is Mark.CIRCLE]


def test_a_check_right_on_a_word_chooses_it(write: Write, risai: Form) -> None:
    fields = _worded(risai)
    assert fields
    for field in fields:
        option = field.options[-1]
        marked = rings(write(lambda image, box=option.box: _check_over(image, box)), field.options)
        assert marked.chosen == (option.value,), field.id


@pytest.mark.parametrize("soft", [0.0, 0.8, 1.5])
@pytest.mark.parametrize("moved", [(0, 0), (1, -1), (2, 1)])
def test_print_that_is_soft_or_off_its_place_is_no_check(
    write: Write, risai: Form, soft: float, moved: tuple[int, int]
) -> None:
    def spoil(image: Image) -> None:
        laid = np.roll(image, moved, axis=(0, 1))
        image[:] = cv2.GaussianBlur(laid, (0, 0), soft) if soft else laid

    written = write(spoil)
    options: list[Option] = [option for field in _worded(risai) for option in field.options]
    words = [word_of(written, option.box) for option in options]
    assert max(stroke_over(close_to(written, word, 2.0), word) for word in words) < DOUBTED


@pytest.mark.parametrize("grow", [1, 3, 5])
def test_a_ring_along_a_squares_frame_is_a_mark(write: Write, risai: Form, grow: int) -> None:
    squares = [each for each in risai.on_page(1) if each.options and each.mark is Mark.CHECK]
    assert squares
    for field in squares:
        option = field.options[0]

        def draw(image: Image, box: Box = option.box) -> None:
            left, top, right, bottom = box.to_px(image.shape[1], image.shape[0])
            middle = ((left + right) // 2, (top + bottom) // 2)
            axes = ((right - left) // 2 + grow, (bottom - top) // 2 + grow)
            cv2.ellipse(image, middle, axes, 0, 0, 360, (30,), 3, cv2.LINE_AA)

        assert ticks(write(draw), field.options).chosen == (option.value,), field.id
