"""Several revisions of one form side by side, and many forms: the right one is taken, or none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from forms.catalogue import Catalogue
from forms.errors import UnknownForm
from forms.form import Form, PageSize
from ocr.align import Aligner, BlankPage, Blanks
from ocr.engines.engine import Image
from ocr.pages import Page
from ocr.scale import px, whole_px
from samples import moved

Declare = Callable[[Image, str, str], Form]


@pytest.fixture
def declare(tmp_path: Path, risai: Form) -> Declare:
    """A form of one page whose blank is a picture."""

    def make(image: Image, form_id: str, version: str) -> Form:
        folder = tmp_path / f"{form_id}-{version}"
        folder.mkdir()
        Pillow.fromarray(image).save(folder / "blank.pdf", resolution=200.0)
        return replace(
            risai, id=form_id, version=version, pages=(PageSize(210, 297),), folder=folder
        )

    return make


def _retitled(image: Image) -> Image:
    """With another number of the form at the upper right (様式第１号)."""
    changed = image.copy()
    top, bottom, left, right = (round(px(v)) for v in (8, 14, 170, 197))
    changed[top:bottom, left:right] = 255
    cv2.putText(changed, "No. 7 / 2025", (left, bottom - 8), 0, 0.9, (0,), 2)
    return changed


def _line_moved(image: Image) -> Image:
    """With the rows of 被害の状況 and 自己判定方式 parted 3 mm lower."""
    changed = image.copy()
    at, by = whole_px(206), whole_px(3)
    left, right = whole_px(16), whole_px(194)
    line = image[at - 3 : at + 4, left:right].copy()
    changed[at - 3 : at + 4, left:right] = image[at - 14 : at - 7, left:right]
    changed[at - 3 + by : at + 4 + by, left:right] = np.minimum(
        line, changed[at - 3 + by : at + 4 + by, left:right]
    )
    return changed


@pytest.mark.parametrize("change", [_retitled, _line_moved])
@pytest.mark.parametrize("is_old", [False, True])
def test_of_two_revisions_the_one_on_the_paper_is_taken(
    declare: Declare,
    risai_blank: BlankPage,
    change: Callable[[Image], Image],
    is_old: bool,
) -> None:
    new, old = change(risai_blank.image), risai_blank.image
    catalogue = Catalogue([declare(new, "form", "2025")], [declare(old, "form", "2023")])
    page = moved.turned(old if is_old else new, 1.5).scanned(3).image
    laid = Aligner(Blanks(catalogue)).align(Page(1, page, 200.0))
    assert laid.blank.form.version == ("2023" if is_old else "2025")


def test_page_that_is_the_same_in_both_revisions_is_read_as_the_newer(
    declare: Declare, risai_blank: BlankPage
) -> None:
    blank = risai_blank.image
    catalogue = Catalogue([declare(blank, "form", "2025")], [declare(blank, "form", "2023")])
    page = moved.turned(blank, -1).scanned(5).image
    assert Aligner(Blanks(catalogue)).align(Page(1, page, 200.0)).blank.form.version == "2025"


def test_page_whose_telling_part_is_covered_is_refused(
    declare: Declare, risai_blank: BlankPage
) -> None:
    old = risai_blank.image
    new = _retitled(old)
    catalogue = Catalogue([declare(new, "form", "2025")], [declare(old, "form", "2023")])
    covered = new.copy()
    covered[: round(px(16)), round(px(160)) :] = 255
    page = moved.turned(covered, 1).scanned(7).image
    with pytest.raises(UnknownForm, match="区別できません"):
        Aligner(Blanks(catalogue)).align(Page(1, page, 200.0))


def test_each_of_many_forms_in_the_same_print_is_told_from_the_others(
    declare: Declare, risai_blank: BlankPage
) -> None:
    images = {f"form{n:02d}": moved.reordered(risai_blank.image, n) for n in range(8)}
    catalogue = Catalogue(declare(image, name, "1") for name, image in images.items())
    aligner = Aligner(Blanks(catalogue))
    for seed, name in enumerate(("form00", "form04", "form07")):
        page = moved.turned(images[name], 3 * seed - 3).scanned(seed).image
        assert aligner.align(Page(1, page, 200.0)).blank.form.id == name
    with pytest.raises(UnknownForm):
        aligner.align(Page(1, moved.reordered(risai_blank.image, 99), 200.0))
