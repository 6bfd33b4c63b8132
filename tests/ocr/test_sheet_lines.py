"""Shades over the whole sheet, folds and ruled paper, taken off; what people draw stays."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from forms.form import Form
from ocr.align.blank import BlankPage
from ocr.engines.engine import Image
from ocr.ink.dark import Inks, inks_of
from ocr.ink.sheet_lines import without_shades
from ocr.scale import px

Shade = Callable[[tuple[int, int]], NDArray[np.float32]]


def _fold(size: tuple[int, int]) -> NDArray[np.float32]:
    """A soft dark band across, and one from head to foot."""
    rows, columns = np.ogrid[: size[0], : size[1]]
    level = np.exp(-(((rows - 0.3 * size[0] - 0.004 * columns) / px(0.9)) ** 2))
    upright = np.exp(-(((columns - 0.55 * size[1]) / px(0.7)) ** 2))
    return np.asarray(1 - 0.2 * level - 0.15 * upright, np.float32)


def _one_sided(size: tuple[int, int]) -> NDArray[np.float32]:
    """A dark band across whose shade dies away slowly on one side."""
    rows, columns = np.ogrid[: size[0], : size[1]]
    away = (rows - 0.3 * size[0] - 0.004 * columns) / px(1.0)
    tail = np.where(away > 0, np.exp(-np.abs(away) / 4.0), 0.0)
    return np.asarray(1 - 0.2 * np.exp(-(away**2)) - 0.06 * tail, np.float32)


def _ruled(size: tuple[int, int]) -> NDArray[np.float32]:
    """Thin lines, 8 mm apart, a little turned."""
    rows, columns = np.ogrid[: size[0], : size[1]]
    away = (rows + 0.01 * columns) % px(8.0) - px(4.0)
    return np.asarray(1 - 0.16 * np.exp(-((away / px(0.2)) ** 2)), np.float32)


def _seen(image: Image, light: NDArray[np.float32]) -> Inks:
    return inks_of(np.asarray(image * light, np.uint8))


def _added(inks: Inks, blank: BlankPage) -> int:
    """Ink well off the print, px."""
    near = cv2.dilate(blank.printed, np.ones((9, 9), np.uint8))
    return int(cv2.countNonZero(inks.ink & ~near))


@pytest.mark.parametrize("shade", [_fold, _one_sided, _ruled], ids=lambda each: each.__name__)
def test_a_shade_over_the_whole_sheet_leaves_hardly_any_ink(
    risai_blank: BlankPage, shade: Shade
) -> None:
    image = risai_blank.image
    inks = _seen(image, shade(image.shape))
    clean = without_shades(inks, risai_blank.printed)
    before = _added(inks, risai_blank)
    assert before > 10_000
    assert _added(clean, risai_blank) < 0.02 * before


@pytest.mark.parametrize("shade", [_fold, _ruled], ids=lambda each: each.__name__)
def test_writing_on_a_shade_stays(risai_blank: BlankPage, shade: Shade) -> None:
    image = risai_blank.image.copy()
    for row in range(300, 2000, 150):
        cv2.putText(image, "4071 583", (500, row), 0, 1.2, (60,), 3, cv2.LINE_AA)
    even = np.ones(image.shape, np.float32)
    wanted = _seen(image, even).ink
    found = without_shades(_seen(image, shade(image.shape)), risai_blank.printed).ink
    differing = cv2.countNonZero(cv2.erode(wanted ^ found, np.ones((2, 2), np.uint8)))
    assert differing < 0.05 * cv2.countNonZero(wanted)


def test_a_line_that_a_person_drew_stays(risai_blank: BlankPage, risai: Form) -> None:
    image = risai_blank.image.copy()
    left, top, right, bottom = risai.field("phone").box.to_px(image.shape[1], image.shape[0])
    cv2.line(image, (left - 60, (top + bottom) // 2), (right + 60, (top + bottom) // 2), (120,), 3)
    inks = inks_of(image)
    assert without_shades(inks, risai_blank.printed) is inks


def test_a_page_without_shades_is_left_as_it_is(risai_blank: BlankPage) -> None:
    chance = np.random.default_rng(4)
    grain = chance.normal(0, 4, risai_blank.image.shape)
    inks = inks_of(np.clip(risai_blank.image + grain, 0, 255).astype(np.uint8))
    assert without_shades(inks, risai_blank.printed) is inks
