"""Taking print out: strokes survive where they cross it, neighbours' ink stays out, dust goes."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from forms.form import Form
from forms.geometry import Box
from ocr.decode.places import Place
from ocr.engines.engine import Image
from ocr.ink import comb
from ocr.ink.glue import glue
from ocr.ink.lines import has_unread_ink, lines_of
from ocr.ink.written import Strokes, Written
from ocr.scale import px

Write = Callable[[Callable[[Image], None]], Written]
SIZE = (1654, 2339)


def _px(box: Box) -> tuple[int, int, int, int]:
    return box.to_px(*SIZE)


def test_blank_form_has_nothing_written(write: Write, risai: Form) -> None:
    written = write(lambda image: None)
    assert cv2.countNonZero(written.mask) == 0


def test_stroke_across_a_printed_line_stays_in_one_piece(write: Write, risai: Form) -> None:
    left, _, right, bottom = _px(risai.field("kana").box)
    x = (left + right) // 2

    def stroke(image: Image) -> None:  # from the furigana down into the name
        cv2.line(image, (x, bottom - 25), (x + 6, bottom + 45), 30, 4, cv2.LINE_AA)

    written = write(stroke)
    assert len(np.unique(written.pieces[written.pieces > 0])) == 1
    assert np.ptp(np.nonzero(written.mask)[0]) >= 64


def test_ink_of_the_next_field_is_left_out(write: Write, risai: Form) -> None:
    left, top, _, bottom = _px(risai.field("kana").box)
    below = _px(risai.field("name").box)

    def both(image: Image) -> None:
        cv2.rectangle(image, (left + 40, top + 12), (left + 90, bottom - 12), 0, 3)
        cv2.rectangle(image, (left + 40, below[1] + 6), (left + 120, below[3] - 6), 0, 3)

    strokes = write(both).of_box(risai.field("kana").box)
    _, y0, _, y1 = strokes.bounds
    assert strokes.top + y1 <= bottom - 8
    assert strokes.top + y0 >= top + 8


@pytest.mark.parametrize("blur", [0.8, 1.4, 2.0])
def test_blurred_print_leaves_nothing_behind(write: Write, blur: float) -> None:
    def soften(image: Image) -> None:
        image[:] = cv2.GaussianBlur(image, (0, 0), blur)

    assert cv2.countNonZero(write(soften).mask) < 200


def test_dust_is_not_ink(write: Write, risai: Form) -> None:
    left, top, _, _ = _px(risai.field("name").box)

    def dust(image: Image) -> None:
        for n in range(12):
            image[top + 20 + n % 3 * 9, left + 30 + n * 25] = 0

    assert write(dust).of_box(risai.field("name").box).amount == 0


def test_much_dust_makes_a_blank_unsure(write: Write, risai: Form) -> None:
    left, top, right, _ = _px(risai.field("name").box)

    def broken(image: Image) -> None:
        for x in range(left + 30, right - 200, 12):
            image[top + 20 : top + 22, x : x + 2] = 0

    assert write(lambda image: None).of_box(risai.field("name").box).blank_sure == 1.0
    assert write(broken).of_box(risai.field("name").box).blank_sure < 0.95


@pytest.mark.parametrize("dark", [60, 130, 175, 205])
def test_light_pencil_is_ink(write: Write, risai: Form, dark: int) -> None:
    left, top, _, bottom = _px(risai.field("name").box)

    def line(image: Image) -> None:
        cv2.line(image, (left + 40, top + 20), (left + 140, bottom - 20), dark, 3)

    strokes = write(line).of_box(risai.field("name").box)
    assert strokes.amount > 200
    assert strokes.picture(4).min() < 110


def _stroke(rows: list[tuple[int, int]], width: int = 200, height: int = 160) -> Strokes:
    mask = np.zeros((height, width), np.uint8)
    for top, bottom in rows:
        mask[top:bottom, 20 : width - 20 : 3] = 255
    return Strokes(0, 0, mask, mask)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([], 0), ([(20, 60)], 1), ([(10, 50), (70, 115)], 2),
        ([(10, 50), (70, 110), (120, 158)], 3),
        ([(10, 14), (22, 60)], 1), ([(20, 55), (60, 63)], 1),
    ],
)  # fmt: skip
def test_lines_are_split_by_white_bands(rows: list[tuple[int, int]], count: int) -> None:
    assert len(lines_of(_stroke(rows))) == count


def _seen(*centres: float) -> list[Place]:
    return [Place("字", round(c / 4), round(c / 4) + 1, 1.0) for c in centres]


def test_ink_that_no_symbol_stands_for_is_noticed() -> None:
    line = _stroke([(40, 80)], 240)  # ink over 200 px, 40 px high: five characters wide
    assert not has_unread_ink(line, _seen(26, 66, 106, 146, 186), 4.0)
    assert has_unread_ink(line, _seen(26, 66, 146, 226), 4.0)
    assert has_unread_ink(line, _seen(26, 66, 106), 4.0)
    assert has_unread_ink(line, [], 4.0)


def _digit(image: Image, box: Box, cell: int, count: int, text: str) -> None:
    left, top, right, bottom = _px(box)
    step = (right - left) / count
    x = round(left + step * (cell + 0.5))
    cv2.putText(image, text, (x - 12, (top + bottom) // 2 + 14), 0, 1.2, 0, 3, cv2.LINE_AA)


@pytest.mark.parametrize("cells", [(0, 1, 2, 3, 4, 5, 6), (0, 1, 2), (3, 4, 5, 6), (6,)])
def test_comb_keeps_filled_and_empty_boxes(
    write: Write, risai: Form, cells: tuple[int, ...]
) -> None:
    each = risai.field("postal")

    def fill(image: Image) -> None:
        for cell in cells:
            _digit(image, each.box, cell, each.cells, str(cell + 1))

    found = comb.filled(write(fill), each.box, each.cells)
    assert found is not None
    assert found.cells == cells
    assert len(found.line.spans) == len(cells)


def test_empty_comb_is_nothing(write: Write, risai: Form) -> None:
    each = risai.field("postal")
    assert comb.filled(write(lambda image: None), each.box, each.cells) is None


def test_digit_across_its_frame_stays_whole(write: Write, risai: Form) -> None:
    each = risai.field("postal")
    left, top, right, bottom = _px(each.box)
    x = round(left + (right - left) * 2.5 / 7)

    def tall(image: Image) -> None:
        cv2.line(image, (x, top - round(px(1.2))), (x, bottom - 12), 0, 4)

    found = comb.filled(write(tall), each.box, each.cells)
    assert found is not None
    assert found.cells == (2,)
    assert found.line.picture.shape[0] > px(6)


def test_glued_pieces_lie_in_their_spans() -> None:
    pieces = [_stroke([(30, 70)], width) for width in (60, 90, 70)]
    line = glue(pieces)
    dark = line.picture < 128
    inside = np.zeros(dark.shape[1], bool)
    for left, right in line.spans:
        inside[max(0, round(left)) : round(right)] = True
    assert not dark[:, ~inside].any()
    assert all(a[1] <= b[0] + 1 for a, b in zip(line.spans, line.spans[1:], strict=False))


@pytest.mark.parametrize(("has_writing", "sure"), [(True, 0.9), (False, 1.0)])
def test_writing_that_a_line_joins_to_a_neighbour_is_no_blank(
    has_writing: bool, sure: float
) -> None:
    page: Image = np.zeros((400, 1600), np.uint8)
    cv2.line(page, (10, 200), (1590, 200), (255,), 3)  # a ruled line shines through
    cv2.rectangle(page, (20, 150), (900, 250), (255,), 4)  # and takes the neighbours along
    if has_writing:
        cv2.putText(page, "48", (1220, 215), 0, 1.6, (255,), 4)
    mask: Image = np.where(page > 0, np.uint8(255), np.uint8(0))
    pieces = (mask > 0).astype(np.int32)
    sizes = np.array([0, pieces.sum()], np.int32)
    empty = np.zeros_like(mask)
    written = Written(mask, mask, empty, pieces, sizes, 2, mask, mask, empty, 255 - empty, 128)
    found = written.of_box(Box(1200 / 1600, 150 / 400, 200 / 1600, 100 / 400))
    assert (found.amount, found.blank_sure) == (0, sure)
