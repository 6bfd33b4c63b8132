"""Forms made of the same pieces: told apart by what differs, or refused with their names."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.align import CASES
from forms.catalogue import Catalogue
from forms.errors import UnknownForm
from forms.form import Form
from ocr.align import Aligner, Blanks, Likely
from ocr.engines.engine import Image
from ocr.pages import Page
from samples import fonts
from samples.goldens.papers import filled
from samples.variants import variant
from tests.ours import OURS

pytestmark = pytest.mark.skipif(not fonts.has_all(), reason="fonts for samples missing")

TITLE = "罹災証明書交付申請書"
TITLES = (
    TITLE, "罹災証明書更新申請書", "罹災証明書変更申請書", "罹災証明書取消申請書",
    "罹災証明書返納届出書", "被災証明書交付申請書", "被災証明書変更申請書",
)  # fmt: skip
OTHER_ROW = {"被災した住家": "使用した住家"}
WAYS = ("as it is", "coarse fax", "photo, lean 20 %", "curled 2 mm")

Declared = Callable[..., Form]


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Declared:
    """A form that is the 罹災 one but for its title, or other words."""
    risai, folder = OURS["risai-shomei"], tmp_path_factory.mktemp("variants")

    @cache
    def make(title: str, row: bool = False, form_id: str = "") -> Form:
        if title == TITLE and not row:
            return replace(risai, id=form_id or risai.id)
        words = ({} if title == TITLE else {TITLE: title}) | (OTHER_ROW if row else {})
        name = form_id or f"variant-{TITLES.index(title) if title in TITLES else 99}-{int(row)}"
        return variant(risai, folder / name, name, title, words, "gothic")

    return make


@cache
def paper(folder: Path, form: Form) -> Image:
    """A page of it, filled in by hand."""
    page = filled(form, fonts.HANDWRITTEN[0], "siblings", "risai-shomei").pages[0]
    return np.asarray(page.convert("L"), np.uint8)


def page_of(form: Form, way: str = "as it is", cover: bool = False) -> Page:
    image = paper(form.folder, form).copy()
    if cover:
        image[: image.shape[0] // 8] = 255
    return Page(1, CASES[way](image, 1).image, 200.0)


@pytest.fixture(scope="module")
def family(declared: Declared) -> Aligner:
    return Aligner(Blanks(Catalogue(declared(each) for each in TITLES)))


@pytest.mark.parametrize(("number", "way"), [(2, WAYS[0]), (1, WAYS[1]), (6, WAYS[2])])
def test_of_many_forms_that_differ_in_their_title_the_right_one_is_taken(
    family: Aligner, declared: Declared, number: int, way: str
) -> None:
    form = declared(TITLES[number])
    assert family.align(page_of(form, way)).blank.form.id == form.id


@pytest.mark.parametrize("row", [True, False])
def test_forms_that_differ_in_one_row_are_told_apart(declared: Declared, row: bool) -> None:
    catalogue = Catalogue([declared(TITLE, True), declared(TITLE)])
    form = declared(TITLE, row)
    for way in WAYS[:2]:
        assert Aligner(Blanks(catalogue)).align(page_of(form, way)).blank.form.id == form.id


def test_a_paper_whose_telling_part_is_covered_is_refused_with_all_names(
    declared: Declared,
) -> None:
    forms = [declared(each) for each in TITLES[:2]]
    with pytest.raises(UnknownForm) as refused:
        Aligner(Blanks(Catalogue(forms))).align(page_of(forms[0], cover=True))
    assert all(each.title in refused.value.message for each in forms)


@pytest.fixture(scope="module")
def twins(declared: Declared) -> tuple[Form, Form]:
    """Two forms with the same print."""
    return declared(TITLE), declared(TITLE, form_id="twin")


def test_of_two_forms_with_the_same_print_none_is_taken(twins: tuple[Form, Form]) -> None:
    with pytest.raises(UnknownForm, match="区別できません"):
        Aligner(Blanks(Catalogue(twins))).align(page_of(twins[0]))


@pytest.mark.parametrize("number", [0, 1])
def test_what_was_said_decides_between_forms_with_the_same_print(
    twins: tuple[Form, Form], number: int
) -> None:
    likely = Likely(twins[number].id)
    laid = Aligner(Blanks(Catalogue(twins))).align(page_of(twins[0]), likely)
    assert laid.blank.form.id == likely.form


def test_what_was_said_does_not_hold_for_another_page(twins: tuple[Form, Form]) -> None:
    likely = Likely(twins[0].id, frozenset({2}))
    with pytest.raises(UnknownForm, match="区別できません"):
        Aligner(Blanks(Catalogue(twins))).align(page_of(twins[0]), likely)


@pytest.mark.parametrize("way", WAYS[:3])
def test_what_was_said_never_stands_against_what_is_printed(declared: Declared, way: str) -> None:
    one, other = (declared(each) for each in TITLES[:2])
    laid = Aligner(Blanks(Catalogue([one, other]))).align(page_of(one, way), Likely(other.id))
    assert laid.blank.form.id == one.id


@pytest.mark.parametrize(
    ("number", "way"), [(1, WAYS[0]), (6, WAYS[1]), (4, WAYS[1]), (1, WAYS[2]), (3, WAYS[3])]
)
def test_a_paper_with_a_title_that_nobody_declared_is_refused(
    declared: Declared, number: int, way: str
) -> None:
    aligner = Aligner(Blanks(Catalogue([declared(TITLE)])))
    with pytest.raises(UnknownForm, match="題名が違う"):
        aligner.align(page_of(declared(TITLES[number]), way))


def test_a_stamp_over_the_title_is_no_other_title(declared: Declared) -> None:
    image = paper(declared(TITLE).folder, declared(TITLE)).copy()
    cv2.circle(image, (900, 170), 105, (60,), 6)
    cv2.putText(image, "2025. 6. 1", (815, 180), 0, 1.1, (60,), 4)
    aligner = Aligner(Blanks(Catalogue([declared(TITLE)])))
    assert aligner.align(Page(1, image, 200.0)).blank.form.id == "risai-shomei"


def test_a_person_who_says_what_form_it_is_is_believed_about_its_title(
    declared: Declared,
) -> None:
    aligner = Aligner(Blanks(Catalogue([declared(TITLE)])), by_title=False)
    assert aligner.align(page_of(declared(TITLES[4]))).blank.form.id == "risai-shomei"


@pytest.mark.parametrize("way", WAYS[:2])
def test_forms_that_differ_in_one_small_digit_are_told_apart(tmp_path: Path, way: str) -> None:
    form = OURS["risai-shomei"]
    words = {"（様式第１号）": "（様式第２号）"}
    second = variant(form, tmp_path / "second", "second", form.title, words)
    aligner = Aligner(Blanks(Catalogue([form, second])))
    for each in (form, second):
        assert aligner.align(page_of(each, way)).blank.form.id == each.id
