"""QR codes on scans: found however a scanner treats them, and the field that holds one."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from forms.form import Field, FieldType, Form
from forms.geometry import Box
from forms.record import Reading
from forms.separator import Kind, Separator, written
from ocr import gate
from ocr.align.blank import BlankPage
from ocr.align.page import AlignedPage
from ocr.engines.engine import Image
from ocr.fields import plan_field
from ocr.fields.plan import Sheet
from ocr.ink.written import written_on
from ocr.pages import Page
from ocr.qr import codes_in
from ocr.qr.drawing import picture_of
from ocr.qr.separators import separator_on
from tests.ocr.conftest import SMALL

KEY = b"k" * 32
SHEET = Separator(12, Kind.PART, "jido-teate-nintei", "こども課", 24)
TEXT = written(SHEET, KEY)
MM = 200 / 25.4
Lie = Callable[[BlankPage, Image], AlignedPage]


def on_paper(text: str, side_mm: float = 72) -> Image:
    """A4 at 200 dpi with the code and a bar of print."""
    page = np.full((2339, 1654), 255, np.uint8)
    page[200:320, 120:1530] = 0
    code = picture_of(text, round(side_mm * MM))
    page[1500 : 1500 + len(code), 200 : 200 + len(code)] = code
    return page


def turned(page: Image, degrees: float) -> Image:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255,)), np.uint8)


def noisy(page: Image, deviation: float) -> Image:
    noise = np.random.default_rng(1).normal(0, deviation, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def faxed(page: Image) -> Image:
    """Black and white, every other line lost, specks."""
    lines = noisy(page[::2], 40)
    black = np.where(lines > 128, 255, 0).astype(np.uint8)
    specks = np.random.default_rng(2).random(black.shape) < 0.01
    return np.repeat(np.where(specks, 255 - black, black).astype(np.uint8), 2, axis=0)


def smaller(page: Image, factor: float) -> Image:
    made = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(made, np.uint8)


SPOILED: dict[str, Callable[[Image], Image]] = {
    "clean": lambda page: page,
    "skewed": lambda page: turned(page, 7),
    "upside down": lambda page: turned(page, 180),
    "on its side": lambda page: np.ascontiguousarray(np.rot90(page)),
    "noisy": lambda page: noisy(page, 60),
    "blurred": lambda page: np.asarray(cv2.GaussianBlur(page, (0, 0), 3.0), np.uint8),
    "faxed": lambda page: faxed(turned(page, 1.5)),
    "75 dpi": lambda page: smaller(page, 0.375),
    "shaded": lambda page: (page * np.linspace(0.3, 1, page.shape[1])).astype(np.uint8),
    "in colour": lambda page: np.repeat(page[:, :, None], 3, axis=2),
}


@pytest.mark.parametrize("way", SPOILED)
def test_a_separator_sheet_is_known_however_it_was_scanned(way: str) -> None:
    found = separator_on(Page(3, SPOILED[way](on_paper(TEXT)), 200.0), KEY)
    assert found is not None
    assert (found.number, found.separator) == (3, SHEET)


@pytest.mark.parametrize("key", [b"another office", None])
def test_a_sheet_from_elsewhere_is_a_sheet_that_says_nothing(key: bytes | None) -> None:
    found = separator_on(Page(1, on_paper(TEXT), 200.0), key)
    assert found is not None
    assert found.separator is None


def test_two_different_sheets_on_one_page_say_nothing() -> None:
    page = on_paper(TEXT)
    other = picture_of(written(replace(SHEET, serial=13), KEY), round(50 * MM))
    page[500 : 500 + len(other), 900 : 900 + len(other)] = other
    found = separator_on(Page(1, page, 200.0), KEY)
    assert found is not None
    assert found.separator is None


@pytest.mark.parametrize("text", ["https://example.lg.jp/a?b=1", "1234567890"])
def test_a_page_with_another_code_is_no_sheet(text: str) -> None:
    assert separator_on(Page(1, on_paper(text), 200.0), KEY) is None


def test_japanese_text_in_shift_jis_is_read_as_it_stands() -> None:
    assert [each.text for each in codes_in(on_paper("申請書ＩＤ：１２３"))] == [
        "申請書ＩＤ：１２３"
    ]


@pytest.mark.parametrize("text", ["申請", "申請書ＩＤ：１２３"])
def test_shift_jis_that_does_not_say_so_is_read(text: str) -> None:
    code = zxingcpp.create_barcode(text.encode("cp932"), zxingcpp.BarcodeFormat.QRCode)
    drawn = np.asarray(code.to_image(scale=4), np.uint8)
    assert [each.text for each in codes_in(drawn)] == [text]


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (3, 200), (30, 30, 3)])
def test_a_picture_without_a_code_has_none(shape: tuple[int, ...]) -> None:
    assert codes_in(np.full(shape, 255, np.uint8), thorough=True) == ()


FIELD_BOX = (150.0, 100.0, 25.0, 25.0)  # mm, over a lighter part of the form


@pytest.fixture
def field(risai: Form) -> Field:
    box = Box.from_mm(FIELD_BOX, 210, 297)
    return Field("shinsei_qr", "申請書ID の QR", FieldType.QR, 1, box, required=True)


@pytest.fixture
def read(
    risai_blank: BlankPage, page_of: Lie, field: Field
) -> Callable[[Callable[[Image], None]], Reading]:
    """The field as read from a clean sheet on which something was drawn."""

    def make(draw: Callable[[Image], None]) -> Reading:
        blank = replace(risai_blank, image=np.full_like(risai_blank.image, 255))
        image = blank.image.copy()
        draw(image)
        page = page_of(blank, image)
        guess = plan_field(field, Sheet(page, written_on(page), SMALL, "none")).guess([])
        return gate.judge(field, guess, 1, field.box)

    return make


def stamped(
    image: Image, text: str, mm: float = 22, across: float = 1.5, down: float = 1.5
) -> None:
    code = picture_of(text, round(mm * MM))
    x, y = round((FIELD_BOX[0] + across) * MM), round((FIELD_BOX[1] + down) * MM)
    image[y : y + len(code), x : x + len(code)] = code


def test_the_value_of_the_field_is_the_text_of_the_code(
    read: Callable[[Callable[[Image], None]], Reading],
) -> None:
    reading = read(lambda image: stamped(image, "01234567890123456789012"))
    assert (reading.value, reading.source) == ("01234567890123456789012", "qr")
    assert reading.accepted
    assert reading.figures is None  # nothing was recognised, nothing is to be learnt from it


def test_a_code_that_cannot_be_read_is_a_doubt(
    read: Callable[[Callable[[Image], None]], Reading],
) -> None:
    def spoilt(image: Image) -> None:
        stamped(image, "01234567890123456789012")
        x, y = (round(each * MM) for each in FIELD_BOX[:2])
        image[y + 40 : y + 140, x : x + 190] = 0  # ink over it

    reading = read(spoilt)
    assert reading.value is None
    assert [each.code for each in reading.doubts] == ["unreadable"]


def test_a_place_without_a_code_is_a_blank_field(
    read: Callable[[Callable[[Image], None]], Reading],
) -> None:
    assert [each.code for each in read(lambda image: None).doubts] == ["blank"]


def test_two_codes_in_one_place_are_a_doubt(
    read: Callable[[Callable[[Image], None]], Reading],
) -> None:
    def two(image: Image) -> None:
        stamped(image, "1", 11)
        stamped(image, "2", 11, 13.5, 13.5)

    reading = read(two)
    assert reading.value is None
    assert "two_marks" in [each.code for each in reading.doubts]
