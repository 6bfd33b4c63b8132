"""Marks that are no plain ring or tick: struck out, corrected, beside the word, in black seals."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from forms.form import Form
from forms.geometry import Box
from ocr.align.blank import BlankPage
from ocr.align.page import AlignedPage
from ocr.engines.engine import Image, Vocabulary
from ocr.fields import choice, plan_field
from ocr.fields.plan import Sheet
from ocr.ink.written import Written, written_on
from ocr.marks import rings, ticks
from ocr.scale import px

Write = Callable[[Callable[[Image], None]], Written]
Lay = Callable[[BlankPage, Image], AlignedPage]
Pixels = tuple[int, int, int, int]


def _edges(image: Image, box: Box) -> Pixels:
    return box.to_px(image.shape[1], image.shape[0])


def _line(image: Image, x0: float, y0: float, x1: float, y1: float, thick: int = 3) -> None:
    cv2.line(image, (round(x0), round(y0)), (round(x1), round(y1)), (30,), thick, cv2.LINE_AA)


def strike(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    middle = (top + bottom) / 2
    _line(image, left - 2, middle - 5, right + 4, middle - 3)
    _line(image, left - 3, middle + 5, right + 2, middle + 7)


def cross(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    _line(image, left, top, right, bottom)
    _line(image, right, top, left, bottom)


def ring(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    centre = ((left + right) // 2, (top + bottom) // 2)
    axes = ((right - left) // 2 + 5, (bottom - top) // 2 + 3)
    cv2.ellipse(image, centre, axes, 4, 0, 360, (30,), 3, cv2.LINE_AA)


def tick(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    w, h = right - left, bottom - top
    _line(image, left + w * 0.2, top + h * 0.5, left + w * 0.45, top + h * 0.85)
    _line(image, left + w * 0.45, top + h * 0.85, right + 2, top - 2)


@pytest.mark.parametrize("field", ["house_kind", "photo"])
def test_of_two_words_with_one_struck_out_the_other_is_a_candidate(
    write: Write, risai: Form, field: str
) -> None:
    each = risai.field(field)
    marked = rings(write(lambda image: strike(image, each.options[0].box)), each.options)
    guess = choice.understood(each, marked)
    assert "struck" in [doubt.code for doubt in guess.doubts]
    assert guess.candidates[0].value == each.options[1].value


@pytest.mark.parametrize("undo", [strike, cross], ids=lambda each: each.__name__)
def test_ring_struck_out_gives_way_to_the_other_in_doubt(
    write: Write, risai: Form, undo: Callable[[Image, Box], None]
) -> None:
    each = risai.field("cause")

    def draw(image: Image) -> None:
        ring(image, each.options[0].box)
        undo(image, each.options[0].box)
        ring(image, each.options[2].box)

    marked = rings(write(draw), each.options)
    guess = choice.understood(each, marked)
    assert guess.doubts
    assert guess.raw == each.options[2].value


def test_ring_around_two_words_is_never_sure(write: Write, risai: Form) -> None:
    each = risai.field("photo")
    a, b = each.options[0].box, each.options[1].box
    both = Box(a.x, a.y, b.x + b.w - a.x, a.h)
    marked = rings(write(lambda image: ring(image, both)), each.options)
    assert marked.confidence < 0.9 or len(marked.chosen) == 2


def test_ring_that_touches_writing_still_names_its_word(write: Write, risai: Form) -> None:
    each = risai.field("relation")

    def draw(image: Image) -> None:
        ring(image, each.options[1].box)
        left, top, _, _ = _edges(image, each.options[1].box)
        for n in range(6):
            _line(image, left - 60 + 30 * n, top - 3, left - 30 + 30 * n, top - 60 + 9 * (n % 2))

    assert rings(write(draw), each.options).chosen == (each.options[1].value,)


def test_check_over_a_word_is_a_mark_but_not_a_sure_one(write: Write, risai: Form) -> None:
    each = risai.field("cause")

    def draw(image: Image) -> None:
        left, top, right, bottom = _edges(image, each.options[3].box)
        _line(image, left + 6, top + 16, left + 20, bottom + 2)
        _line(image, left + 20, bottom + 2, right - 24, top - 14)

    marked = rings(write(draw), each.options)
    assert marked.chosen == (each.options[3].value,)
    assert marked.confidence < 0.95


def test_underline_is_a_mark_but_not_a_sure_one(write: Write, risai: Form) -> None:
    each = risai.field("relation")

    def draw(image: Image) -> None:
        left, _, right, bottom = _edges(image, each.options[2].box)
        _line(image, left - 2, bottom - 6, right + 3, bottom - 8)

    marked = rings(write(draw), each.options)
    assert marked.chosen == (each.options[2].value,)
    assert marked.confidence < 0.95


def test_struck_tick_is_doubted(write: Write, risai: Form) -> None:
    each = risai.field("self_judge")

    def draw(image: Image) -> None:
        tick(image, each.options[0].box)
        strike(image, each.options[0].box)

    guess = choice.understood(each, ticks(write(draw), each.options))
    assert "struck" in [doubt.code for doubt in guess.doubts]


@pytest.mark.parametrize(("reach", "is_ticked"), [(0.15, False), (0.9, True)])
def test_stroke_from_outside_counts_when_it_goes_through(
    write: Write, risai: Form, reach: float, is_ticked: bool
) -> None:
    each = risai.field("damage")

    def draw(image: Image) -> None:
        left, _, right, bottom = _edges(image, each.options[1].box)
        side = right - left
        _line(image, left - 40, bottom + 10, left + side * reach, bottom - side * reach)

    assert bool(ticks(write(draw), each.options).chosen) is is_ticked


def _stamp(image: Image, box: Box, sides: int) -> None:
    """A rim of 11 mm, round or with corners, with strokes in it, in black."""
    left, top, right, bottom = _edges(image, box)
    middle = np.array([(left + right) / 2 + 4, (top + bottom) / 2 - 3])
    turns = [2 * math.pi * (n + 0.5) / sides for n in range(sides)]
    rim = np.array([middle + px(5.5) * np.array([math.cos(t), math.sin(t)]) for t in turns])
    cv2.polylines(image, [rim.astype(np.int32)], True, (60,), 4, cv2.LINE_AA)
    for n in range(-2, 3):
        x, y = (float(v) for v in middle)
        _line(image, x - 16, y + 9 * n, x + 16, y + 9 * n + 4)


def _signature(image: Image, box: Box) -> None:
    left, top, right, _ = _edges(image, box)
    for n in range(6):
        x = left + (right - left) * n / 6
        _line(image, x, top + 20 + 40 * (n % 2), x + 16, top + 70 - 40 * (n % 2))


@pytest.mark.parametrize(
    ("draw", "value", "is_doubted"),
    [
        (lambda image, box: _stamp(image, box, 48), "あり", False),
        (lambda image, box: _stamp(image, box, 4), "あり", False),
        (_signature, "なし", True),
        (lambda image, box: None, "なし", False),
    ],
    ids=["round", "square", "signature", "nothing"],
)
def test_seal_in_black_is_known_by_its_rim(
    risai: Form,
    risai_blank: BlankPage,
    page_of: Lay,
    draw: Callable[[Image, Box], None],
    value: str,
    is_doubted: bool,
) -> None:
    image = risai_blank.image.copy()
    draw(image, risai.field("seal").box)
    page = page_of(risai_blank, image)
    sheet = Sheet(page, written_on(page), Vocabulary(("", " ")), "none")
    guess = plan_field(risai.field("seal"), sheet).guess([])
    assert guess.raw == value
    assert bool(guess.doubts) is is_doubted


def test_faintest_red_is_a_seal(risai: Form, risai_blank: BlankPage, page_of: Lay) -> None:
    image = np.asarray(cv2.cvtColor(risai_blank.image, cv2.COLOR_GRAY2BGR), np.uint8)
    left, top, right, bottom = _edges(image, risai.field("seal").box)
    centre = ((left + right) // 2 + 5, (top + bottom) // 2)
    cv2.circle(image, centre, round(px(5)), (222, 220, 246), 4, cv2.LINE_AA)
    page = page_of(risai_blank, image)
    sheet = Sheet(page, written_on(page), Vocabulary(("", " ")), "none")
    assert plan_field(risai.field("seal"), sheet).guess([]).raw == "あり"
