"""Blanks that come as scans and photos: set straight, read, and proposed as from their file."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image as Pillow

from forms.catalogue import DEFINITIONS
from ocr.drafting import Drafter
from ocr.drafting.flat import sheet_in, unleaned
from ocr.drafting.geometry import Rect
from ocr.drafting.known_words import put_right
from ocr.drafting.printed import Char
from ocr.drafting.ruling import ruling_of
from ocr.engines.engine import Image
from ocr.ink.dark import inks_of
from samples import moved

RISAI = DEFINITIONS / "risai-shomei" / "blank.pdf"


def ruled_page() -> Image:
    """A4 at 200 dpi with a table of 4 × 8 cells."""
    page = np.full((2339, 1654), 255, np.uint8)
    for n in range(9):
        cv2.line(page, (150, 300 + 200 * n), (1500, 300 + 200 * n), (0,), 3)
    for x in (150, 500, 900, 1200, 1500):
        cv2.line(page, (x, 300), (x, 1900), (0,), 3)
    return page


def chars(text: str, gap: float = 0) -> list[Char]:
    return [Char(ch, Rect(n * (20 + gap), 0, n * (20 + gap) + 20, 20)) for n, ch in enumerate(text)]


@pytest.mark.parametrize("degrees", [-8, 0.6])
def test_a_skewed_table_is_set_straight(degrees: float) -> None:
    scan = moved.turned(ruled_page(), degrees).scanned(1).image
    cells = ruling_of(inks_of(unleaned(scan)).ink).cells
    assert len(cells) == 32
    tops = sorted(round(cell.rect.top) for cell in cells)[::4]
    assert [b - a for a, b in pairwise(tops)] == pytest.approx([200] * 7, abs=3)


def test_a_photo_is_cut_out_and_its_lean_taken_out() -> None:
    page = cv2.cvtColor(ruled_page(), cv2.COLOR_GRAY2BGR)
    photo = moved.photographed(np.asarray(page, np.uint8), 1, 0.15).image
    sheet = sheet_in(photo)
    assert sheet is not None
    small = cv2.resize(sheet, (1654, 2339), interpolation=cv2.INTER_AREA)
    cells = ruling_of(inks_of(unleaned(np.asarray(small, np.uint8))).ink).cells
    assert len(cells) == 32
    widths = {round((c.rect.right - c.rect.left) / 50) for c in cells}
    assert widths <= {6, 7, 8}


def test_a_plain_scan_has_no_sheet_to_cut_out() -> None:
    assert sheet_in(moved.turned(ruled_page(), 1).scanned(1).image) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("白営業", "自営業"),
        ("エ白営業", "エ自営業"),
        ("イバート", "イパート"),
        ("晋通", "普通"),
        ("電話番另", "電話番号"),
        ("電話番号", "電話番号"),
        ("有無", "有無"),
        ("地震", "地震"),
    ],
)
def test_a_known_word_with_one_character_wrong_is_put_right(read: str, meant: str) -> None:
    assert "".join(char.text for char in put_right(chars(read))) == meant
    assert "".join(char.text for char in put_right(chars(read, gap=30))) == meant


@pytest.mark.models
def test_a_skewed_scan_gives_the_proposals_of_the_file(tmp_path: Path) -> None:
    drafter, path = Drafter(), tmp_path / "scan.png"
    picture = pypdfium2.PdfDocument(RISAI)[0].render(scale=200 / 72).to_numpy()[..., :3]
    scan = moved.turned(np.ascontiguousarray(picture), 1.5).scanned(3).image
    Pillow.fromarray(scan).save(path, dpi=(200, 200))
    said, read = drafter.propose(RISAI), drafter.propose(path)
    assert read.title == said.title
    assert [(f.label, f.type) for f in read.fields()] == [(f.label, f.type) for f in said.fields()]
    assert [[o.value for o in f.options] for f in read.fields()] == [
        [o.value for o in f.options] for f in said.fields()
    ]
    assert not read.is_as_filed
