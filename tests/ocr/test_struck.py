"""Struck-out, blackened and corrected writing, drawn on a real blank."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from forms.form import Form
from ocr.align.blank import BlankPage
from ocr.align.page import AlignedPage
from ocr.engines.engine import Image, Vocabulary
from ocr.fields import plan_field
from ocr.fields.plan import Doubted, Sheet
from ocr.ink.struck import doubts
from ocr.ink.written import Written, written_on
from ocr.scale import px

Draw = Callable[[Image, int, int], None]
Write = Callable[[Callable[[Image], None]], Written]
Lay = Callable[[BlankPage, Image], AlignedPage]


def _line(image: Image, ends: tuple[float, float, float, float], thick: int = 3) -> None:
    x0, y0, x1, y1 = (round(v) for v in ends)
    cv2.line(image, (x0, y0), (x1, y1), (30,), thick, cv2.LINE_AA)


def digits(image: Image, x: int, y: int, text: str = "0471234567") -> None:
    cv2.putText(image, text, (x, y + 14), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30,), 3, cv2.LINE_AA)


def level_kanji(image: Image, x: int, y: int) -> None:
    """一二三 ー ＝, each as wide as a character."""
    for n, rows in enumerate(((0,), (-10, 12), (-16, 0, 16), (0,), (-5, 5))):
        for row in rows:
            _line(image, (x + n * 50, y + row, x + n * 50 + 38, y + row - 1))


def tall_kanji(image: Image, x: int, y: int) -> None:
    """車 and 書: many level strokes, one stroke through them."""
    for n in range(4):
        for row in range(-20, 21, 10):
            _line(image, (x + n * 48, y + row, x + n * 48 + 36, y + row))
        _line(image, (x + n * 48 + 18, y - 24, x + n * 48 + 18, y + 24))


def double_strike(image: Image, x: int, y: int) -> None:
    digits(image, x, y)
    _line(image, (x - 6, y - 5, x + 240, y - 9))
    _line(image, (x - 4, y + 6, x + 238, y + 1))


def short_double_strike(image: Image, x: int, y: int) -> None:
    """Three digits of ten."""
    digits(image, x, y)
    _line(image, (x + 40, y - 5, x + 115, y - 5), 2)
    _line(image, (x + 41, y + 5, x + 114, y + 6), 2)


def single_strike(image: Image, x: int, y: int) -> None:
    digits(image, x, y)
    _line(image, (x - 6, y + 4, x + 240, y - 8))


def blackened(image: Image, x: int, y: int) -> None:
    digits(image, x + 80, y)
    cv2.rectangle(image, (x, y - 14), (x + 60, y + 14), (30,), -1)


@pytest.mark.parametrize(
    "draw", [double_strike, short_double_strike, single_strike, blackened], ids=lambda d: d.__name__
)
def test_struck_writing_is_doubted(write: Write, risai: Form, draw: Draw) -> None:
    assert _codes(write, risai, draw) == ["struck"]


def _one_struck(image: Image, x: int, y: int, lines: tuple[int, ...]) -> None:
    """Four digits standing apart; the second, a nought, has lines through it."""
    for n, digit in enumerate("4072"):
        digits(image, x + 56 * n, y, digit)
    for row in lines:
        _line(image, (x + 46, y + row, x + 90, y + row - 3), 3)


def one_digit_struck_once(image: Image, x: int, y: int) -> None:
    _one_struck(image, x, y, (1,))


def one_digit_struck_twice(image: Image, x: int, y: int) -> None:
    _one_struck(image, x, y, (-4, 6))


@pytest.mark.parametrize(
    "draw", [one_digit_struck_once, one_digit_struck_twice], ids=lambda d: d.__name__
)
def test_one_struck_digit_among_others_is_doubted(write: Write, risai: Form, draw: Draw) -> None:
    assert _codes(write, risai, draw) == ["struck"]


@pytest.mark.parametrize("digit", "0123456789")
def test_no_digit_is_struck_by_its_own_strokes(write: Write, risai: Form, digit: str) -> None:
    def draw(image: Image, x: int, y: int) -> None:
        for n in range(4):
            digits(image, x + 56 * n, y, digit)

    assert _codes(write, risai, draw) == []


def test_the_bar_of_a_seven_is_no_strike(write: Write, risai: Form) -> None:
    def draw(image: Image, x: int, y: int) -> None:
        _line(image, (x, y - 14, x + 22, y - 14))
        _line(image, (x + 22, y - 14, x + 10, y + 18))
        _line(image, (x + 4, y + 2, x + 26, y + 1))

    assert _codes(write, risai, draw) == []


@pytest.mark.parametrize("draw", [digits, level_kanji, tall_kanji], ids=lambda d: d.__name__)
def test_level_strokes_of_writing_are_no_strike(write: Write, risai: Form, draw: Draw) -> None:
    assert _codes(write, risai, draw) == []


def test_fold_across_the_page_is_no_strike(write: Write, risai: Form) -> None:
    def fold(image: Image, x: int, y: int) -> None:
        digits(image, x, y)
        _line(image, (0, y + 3, image.shape[1], y + 3))

    assert _codes(write, risai, fold) == []


def test_date_is_doubted_where_one_part_is_blackened(write: Write, risai: Form) -> None:
    each = risai.field("risai_date")
    assert each.date is not None

    def draw(image: Image) -> None:
        left, top, right, bottom = each.date.month.to_px(image.shape[1], image.shape[0])  # type: ignore[union-attr]
        cv2.circle(image, ((left + right) // 2, (top + bottom) // 2), 14, (30,), -1)

    assert [doubt.code for doubt in doubts(each, write(draw))] == ["struck"]


def test_correction_seal_in_an_address_is_doubted(
    risai: Form, risai_blank: BlankPage, page_of: Lay
) -> None:
    image = np.asarray(cv2.cvtColor(risai_blank.image, cv2.COLOR_GRAY2BGR), np.uint8)
    left, top, right, bottom = risai.field("address").box.to_px(image.shape[1], image.shape[0])
    centre = ((left + right) // 2, (top + bottom) // 2)
    cv2.circle(image, centre, round(px(3)), (60, 50, 210), 3, cv2.LINE_AA)
    written = written_on(page_of(risai_blank, image))
    assert [doubt.code for doubt in doubts(risai.field("address"), written)] == ["struck"]


def test_plan_of_a_struck_field_carries_the_doubt(
    risai: Form, risai_blank: BlankPage, page_of: Lay
) -> None:
    image = risai_blank.image.copy()
    left, top, _, bottom = risai.field("phone").box.to_px(image.shape[1], image.shape[0])
    _line(image, (left + 20, (top + bottom) // 2, left + 200, (top + bottom) // 2))
    page = page_of(risai_blank, image)
    sheet = Sheet(page, written_on(page), Vocabulary(("", " ")), "none")
    plan = plan_field(risai.field("phone"), sheet)
    assert isinstance(plan, Doubted)
    assert [doubt.code for doubt in plan.doubts] == ["struck"]


def _codes(write: Write, form: Form, draw: Draw) -> list[str]:
    each = form.field("phone")

    def at(image: Image) -> None:
        left, top, _, bottom = each.box.to_px(image.shape[1], image.shape[0])
        draw(image, left + 40, (top + bottom) // 2)

    return [doubt.code for doubt in doubts(each, write(at))]
