"""Rings, ticks and seals drawn on a real blank, as people draw them."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from forms.form import Field, Form
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
NOTHING = Vocabulary(("", " "))


def _edges(image: Image, box: Box) -> tuple[int, int, int, int]:
    return box.to_px(image.shape[1], image.shape[0])


def ring(
    image: Image,
    box: Box,
    *,
    loose: float = 1.2,
    gap: float = 0.0,
    slant: float = 0.0,
    off: tuple[float, float] = (0.0, 0.0),
    colour: object = 0,
    width: int = 3,
) -> None:
    """An ellipse around a word. `gap`: degrees left open; `slant`: degrees; `off`: mm."""
    left, top, right, bottom = _edges(image, box)
    centre = (
        round((left + right) / 2 + px(off[0])), round((top + bottom) / 2 + px(off[1])),
    )  # fmt: skip
    axes = (
        round((right - left) / 2 * loose + px(0.6)),
        round((bottom - top) / 2 * loose + px(0.4)),
    )
    cv2.ellipse(image, centre, axes, slant, gap / 2, 360 - gap / 2, colour, width, cv2.LINE_AA)


RINGS = [
    {}, {"loose": 1.5}, {"loose": 1.0}, {"gap": 70.0}, {"slant": 20.0}, {"slant": -20.0},
    {"off": (1.0, 0.5)}, {"off": (-1.0, -0.7)}, {"width": 2}, {"width": 7}, {"colour": 120},
    {"loose": 1.4, "gap": 40.0, "slant": 12.0, "off": (0.6, 0.4)},
]  # fmt: skip


def _circled(form: Form) -> list[Field]:
    return [each for each in form.fields if each.options and each.mark == "circle"]


@pytest.mark.parametrize("how", RINGS, ids=str)
def test_ring_names_its_word(write: Write, risai: Form, how: dict[str, object]) -> None:
    for each in _circled(risai):
        for option in each.options:
            written = write(lambda image, o=option: ring(image, o.box, **how))  # type: ignore[misc,arg-type]
            marked = rings(written, each.options)
            assert marked.chosen == (option.value,), each.id
            assert marked.confidence > 0.6


@pytest.mark.parametrize("how", RINGS[:3], ids=str)
def test_plain_ring_is_sure(write: Write, risai: Form, how: dict[str, object]) -> None:
    each = risai.field("relation")
    written = write(lambda image: ring(image, each.options[1].box, **how))  # type: ignore[arg-type]
    assert rings(written, each.options).confidence > 0.97


def test_clean_blank_has_no_marks(write: Write, risai: Form) -> None:
    written = write(lambda image: None)
    for each in risai.fields:
        if each.options:
            look = rings if each.mark == "circle" else ticks
            marked = look(written, each.options)
            assert marked.chosen == ()
            assert marked.is_nothing


def test_two_rings_are_both_seen_and_doubted(write: Write, risai: Form) -> None:
    each = risai.field("cause")

    def two(image: Image) -> None:
        ring(image, each.options[0].box)
        ring(image, each.options[2].box)

    marked = rings(write(two), each.options)
    assert marked.chosen == (each.options[0].value, each.options[2].value)
    guess = choice.understood(each, marked)
    assert [doubt.code for doubt in guess.doubts] == ["two_marks"]


def test_required_choice_without_a_mark_is_doubted(write: Write, risai: Form) -> None:
    each = risai.field("relation")
    guess = choice.understood(each, rings(write(lambda image: None), each.options))
    assert [doubt.code for doubt in guess.doubts] == ["no_mark"]


def _tick(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    w, h = right - left, bottom - top
    points = [
        (left + w * 0.2, top + h * 0.5),
        (left + w * 0.45, top + h * 0.85),
        (right + 4, top - 3),
    ]
    cv2.polylines(image, [np.array(points, np.int32)], False, 40, 3, cv2.LINE_AA)


def _cross(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    cv2.line(image, (left + 5, top + 5), (right - 5, bottom - 5), 40, 3, cv2.LINE_AA)
    cv2.line(image, (right - 5, top + 5), (left + 5, bottom - 5), 40, 3, cv2.LINE_AA)


def _fill(image: Image, box: Box) -> None:
    left, top, right, bottom = _edges(image, box)
    cv2.rectangle(image, (left + 3, top + 3), (right - 3, bottom - 3), 60, -1)


def _round(image: Image, box: Box) -> None:
    ring(image, box, loose=1.3)


@pytest.mark.parametrize("draw", [_tick, _cross, _fill, _round])
def test_every_kind_of_tick_counts(
    write: Write, risai: Form, draw: Callable[[Image, Box], None]
) -> None:
    each = risai.field("damage")
    wanted = (each.options[1], each.options[4])

    def both(image: Image) -> None:
        for option in wanted:
            draw(image, option.box)

    marked = ticks(write(both), each.options)
    assert marked.chosen == tuple(option.value for option in wanted)
    assert marked.confidence > 0.9


def test_speck_in_a_square_is_no_tick(write: Write, risai: Form) -> None:
    each = risai.field("self_judge")

    def speck(image: Image) -> None:
        left, top, _, _ = _edges(image, each.options[0].box)
        cv2.circle(image, (left + 15, top + 15), 2, 0, -1)

    assert ticks(write(speck), each.options).chosen == ()


def _seal(image: Image, box: Box, mm: float, colour: object) -> None:
    left, top, right, bottom = _edges(image, box)
    x, y, r = (left + right) // 2 + 6, (top + bottom) // 2 - 5, round(px(mm / 2))
    cv2.circle(image, (x, y), r, colour, 3, cv2.LINE_AA)
    for turn in range(5):
        step = round(r * 0.6 * math.sin(turn))
        cv2.line(image, (x - r // 2, y + step), (x + r // 2, y + step), colour, 3, cv2.LINE_AA)


@pytest.mark.parametrize(
    ("mm", "is_red", "value"),
    [(10.0, True, "あり"), (12.0, False, "あり"), (0.0, True, "なし"), (1.0, False, "なし")],
)
def test_seal_is_seen_red_or_dark(
    risai: Form, risai_blank: BlankPage, page_of: Lay, mm: float, is_red: bool, value: str
) -> None:
    image = np.asarray(cv2.cvtColor(risai_blank.image, cv2.COLOR_GRAY2BGR), np.uint8)
    if mm:
        _seal(image, risai.field("seal").box, mm, (60, 50, 210) if is_red else (70, 70, 70))
    page = page_of(risai_blank, image)
    sheet = Sheet(page, written_on(page), NOTHING, "none")
    guess = plan_field(risai.field("seal"), sheet).guess([])
    assert guess.raw == value
    assert guess.probability > 0.9
