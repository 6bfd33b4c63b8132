"""Filled-in pages moved by known maps: the fields are found where they are, or not at all."""

from functools import cache

import numpy as np
import pytest

from benchmarks.align import CASES, HALF_MM, MOST_MM, Sheet, errors_mm, foreign, sheets
from forms.catalogue import Catalogue
from forms.errors import PaperError
from ocr.align import AlignedPage, Aligner, Blanks
from ocr.pages import Page
from ocr.reader import LEAST_FIT
from samples import moved

BY_EYE_MM = 1.5  # so far off a field would be cut wrongly

# One page for each case, so that every page of every form has its share.
HARD = (
    "quarter turns", "skew 10", "scale 70 %", "scale 130 %", "black and white", "coarse fax",
    "much grain", "photo, lean 20 %", "photo from afar", "photo, curled 5 mm", "cut 15 %",
    "curled 2 mm", "folded 5 mm",
)  # fmt: skip


@pytest.fixture(scope="module")
def aligner(catalogue: Catalogue) -> Aligner:
    """Of the forms of these papers alone: how they are told from others is tried elsewhere."""
    ids = dict.fromkeys(each.form for each in papers())
    return Aligner(Blanks(Catalogue(catalogue[each] for each in ids)))


@cache
def papers() -> list[Sheet]:
    return sheets()


@pytest.mark.parametrize(("seed", "name"), list(enumerate(HARD)))
def test_fields_of_a_moved_page_are_found_within_half_a_millimetre(
    aligner: Aligner, seed: int, name: str
) -> None:
    sheet = papers()[seed % 4]
    page = CASES[name](sheet.image, seed)
    laid = aligner.align(Page(1, page.image, 200.0))
    off = errors_mm(laid, page)
    assert laid.blank.key == (sheet.form, sheet.number)
    assert np.median(off) < HALF_MM
    assert off.max() < MOST_MM


def test_pages_of_forms_that_nobody_declared_are_refused(aligner: Aligner) -> None:
    tally = foreign(aligner, papers(), 4)
    assert (tally.refused, tally.wrong) == (4, 0)


def _field_is_off(laid: AlignedPage, down_mm: float, from_y: float) -> dict[str, float]:
    """By field: how far (mm) the page's lower part has left it behind."""
    if laid.lay is None:
        raise ValueError("not laid")
    height, width = laid.blank.image.shape
    off = {}
    for field in laid.blank.form.on_page(laid.blank.number):
        x, y = (field.box.x + field.box.w / 2) * width, (field.box.y + field.box.h / 2) * height
        true = np.array([[x, y + (down_mm * moved.MM if y > from_y else 0)]])
        off[field.id] = float(np.linalg.norm(laid.lay.to_page(np.array([[x, y]])) - true))
    return {name: value / moved.MM for name, value in off.items()}


@pytest.mark.parametrize("down_mm", [3, 8])
@pytest.mark.parametrize("number", [0, 3])
def test_fields_that_lie_elsewhere_are_known_not_to_fit(
    aligner: Aligner, number: int, down_mm: float
) -> None:
    sheet = papers()[number]
    torn = np.full_like(sheet.image, 255)
    at, by = int(sheet.image.shape[0] * 0.62), round(down_mm * moved.MM)
    torn[:at], torn[at + by :] = sheet.image[:at], sheet.image[at:-by]
    try:
        laid = aligner.align(Page(1, torn, 200.0))
    except PaperError:
        return  # refused as a whole: nothing is read at the wrong place
    off = _field_is_off(laid, down_mm, at)
    believed = [f for f in laid.blank.form.on_page(laid.blank.number) if off[f.id] > BY_EYE_MM]
    assert all(laid.fit.around(field.box) < LEAST_FIT for field in believed)
