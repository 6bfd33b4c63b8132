"""Identifying and laying over: the boxes come to where they are, and foreign paper is refused."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from forms.errors import Misaligned, UnknownForm
from forms.geometry import Box
from ocr.align.blank import BlankPage, Blanks
from ocr.align.fit import Nearness, measure
from ocr.align.page import Aligner
from ocr.engines.engine import Image
from ocr.pages import Page
from ocr.reader import LEAST_FIT
from ocr.scale import PX_PER_MM

HALF_MM = 0.5 * PX_PER_MM


@pytest.fixture(scope="module")
def aligner(blanks: Blanks) -> Aligner:
    return Aligner(blanks)


def _marked(blank: BlankPage) -> tuple[Image, NDArray[np.float64]]:
    """The blank with small crosses where nothing is printed, and where they are."""
    image, points = blank.image.copy(), []
    height, width = image.shape
    for y in range(120, height - 120, 60):
        for x in range(120, width - 120, 60):
            if image[y - 14 : y + 15, x - 14 : x + 15].min() > 245:
                points.append((x, y))
    chosen = points[:: max(1, len(points) // 40)]
    for x, y in chosen:
        cv2.circle(image, (x, y), 5, 0, -1)
    return image, np.array(chosen, np.float64)


def _spoiled(image: Image, matrix: NDArray[np.float64], size: tuple[int, int], seed: int) -> Image:
    moved = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_AREA, borderValue=(255,) * 3)
    noise = np.random.default_rng(seed).normal(0, 6, moved.shape)
    soft = cv2.GaussianBlur(moved, (0, 0), 0.7).astype(np.float32) * 0.85 + 20 + noise
    return np.clip(soft, 0, 255).astype(np.uint8)


def _turn(
    blank: BlankPage, angle: float, scale: float
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Turned about the middle of a sheet large enough to hold it."""
    height, width = blank.image.shape
    radians = np.deg2rad(angle)
    c, s = abs(np.cos(radians)) * scale, abs(np.sin(radians)) * scale
    size = (int(width * c + height * s) + 20, int(width * s + height * c) + 20)
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale), [0, 0, 1]])
    matrix[:2, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return matrix, size


def _worst(image: Image, points: NDArray[np.float64]) -> float:
    """Largest distance (px) between where dots should be and where they are on the laid page."""
    dark = 255 - image
    errors = []
    for x, y in points.astype(int):
        part = dark[y - 14 : y + 15, x - 14 : x + 15].astype(np.float64)
        part[part < 80] = 0
        ys, xs = np.mgrid[-14:15, -14:15]
        errors.append(np.hypot((part * xs).sum() / part.sum(), (part * ys).sum() / part.sum()))
    return float(np.max(errors))


@pytest.mark.parametrize(
    ("number", "angle", "scale"),
    [
        (0, 0, 1.0), (1, 180, 1.0), (2, 90, 0.9), (3, 270, 1.0),
        (0, 10, 0.85), (1, -10, 1.3), (2, 2, 0.7),
    ],
)  # fmt: skip
def test_boxes_come_back_within_half_a_millimetre(
    aligner: Aligner, blanks: Blanks, number: int, angle: float, scale: float
) -> None:
    blank = list(blanks)[number]
    image, points = _marked(blank)
    matrix, size = _turn(blank, angle, scale)
    page = Page(1, _spoiled(image, matrix, size, number), 200.0)
    laid = aligner.align(page)
    assert laid.blank.key == blank.key
    assert laid.fit.score > 0.9
    assert _worst(laid.image, points) < HALF_MM


def test_bent_paper_is_laid_flat(aligner: Aligner, risai_blank: BlankPage) -> None:
    image, points = _marked(risai_blank)
    height, width = image.shape
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(image, xs, ys + 9 * np.sin(xs / width * np.pi) ** 2, cv2.INTER_LINEAR)
    laid = aligner.align(Page(1, np.asarray(bent, np.uint8), 200.0))
    assert _worst(laid.image, points) < HALF_MM


def test_photo_in_perspective_is_laid_flat(aligner: Aligner, risai_blank: BlankPage) -> None:
    image, points = _marked(risai_blank)
    height, width = image.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[90, 60], [width - 40, 0], [width, height], [0, height - 90]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen).astype(np.float64)
    laid = aligner.align(Page(1, _spoiled(image, matrix, (width, height), 1), 200.0))
    assert _worst(laid.image, points) < HALF_MM


def test_cut_margin_is_read_but_known_not_to_be_seen(
    aligner: Aligner, risai_blank: BlankPage
) -> None:
    cut = risai_blank.image[:, 60:].copy()
    laid = aligner.align(Page(1, cut, 200.0))
    assert laid.seen[:, :50].max() == 0
    assert all(laid.is_seen(each.box) for each in risai_blank.form.fields)


def test_half_a_page_is_refused_as_out_of_place(aligner: Aligner, risai_blank: BlankPage) -> None:
    half = risai_blank.image.copy()
    half[half.shape[0] // 2 :] = 255
    with pytest.raises((Misaligned, UnknownForm)):
        aligner.align(Page(1, half, 200.0))


def test_page_in_two_pieces_is_out_of_place(aligner: Aligner, risai_blank: BlankPage) -> None:
    torn = risai_blank.image.copy()
    middle = torn.shape[0] // 2
    torn[middle:] = np.roll(torn[middle:], 70, axis=1)
    with pytest.raises(Misaligned, match="位置が合いません"):
        aligner.align(Page(1, torn, 200.0))


def test_white_page_is_named_as_such(aligner: Aligner) -> None:
    noise = np.random.default_rng(0).normal(245, 3, (2339, 1654))
    with pytest.raises(UnknownForm, match="白紙"):
        aligner.align(Page(2, np.clip(noise, 0, 255).astype(np.uint8), 200.0))


def _foreign_table() -> Image:
    """A ruled A4 table that no form is."""
    page = np.full((2339, 1654), 255, np.uint8)
    for y in range(200, 2200, 90):
        cv2.line(page, (120, y), (1530, y), 0, 3)
        cv2.putText(page, f"No. {y} name address", (150, y + 60), 0, 1.2, 0, 2)
    for x in (120, 420, 900, 1200, 1530):
        cv2.line(page, (x, 200), (x, 2180), 0, 3)
    return page


def _photo() -> Image:
    """Smooth light and shade, nothing printed."""
    noise = np.random.default_rng(3).integers(0, 256, (24, 18)).astype(np.uint8)
    return np.asarray(cv2.resize(noise, (1654, 2339), interpolation=cv2.INTER_CUBIC), np.uint8)


def _grain() -> Image:
    return np.random.default_rng(4).integers(0, 256, (1400, 1000)).astype(np.uint8)


@pytest.mark.parametrize("make", [_foreign_table, _photo, _grain])
def test_paper_that_is_no_form_is_refused(aligner: Aligner, make: object) -> None:
    with pytest.raises(UnknownForm, match="どの様式とも"):
        aligner.align(Page(1, make(), 200.0))  # type: ignore[operator]


def _ruled(rows: range) -> NDArray[np.uint8]:
    """A page at 100 dpi, 260 × 260 px: level lines at some rows, upright ones and letters' worth of
    spots over all of it."""
    page = np.zeros((260, 260), np.uint8)
    page[list(rows)] = 255
    return page


def test_print_that_a_copy_lost_in_one_place_does_not_hide_the_fields_around_it() -> None:
    level, upright = _ruled(range(5, 260, 20)), _ruled(range(5, 260, 20)).T.copy()
    page = level | upright
    upright[:, :80] = 0
    upright[90:160, 78] = 255  # a sliver of print that the page does not have
    fit = measure([level, upright], Nearness.of(page))
    assert fit.around(Box(0.1, 0.4, 0.5, 0.1)) > LEAST_FIT


def test_a_place_where_all_around_is_shifted_does_not_fit() -> None:
    level, upright = _ruled(range(5, 260, 40)), _ruled(range(5, 260, 40)).T.copy()
    shifted = level | np.roll(upright, 8, axis=1)  # by 2 mm
    fit = measure([level, upright], Nearness.of(shifted))
    assert fit.around(Box(0.1, 0.4, 0.5, 0.1)) < LEAST_FIT
