"""Papers without a template."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from forms.form import FieldType
from ocr.engines.engine import Emissions, Image, TextBox, Vocabulary
from ocr.free import labels
from ocr.free.cells import Cell, grid_of, without_lines
from ocr.free.crops import drawn_out, laid_down, side_by_side
from ocr.free.pairing import Pairing
from ocr.free.reader import FreeReader, cut_by_cells
from ocr.free.reading import Piece
from ocr.free.upright import skew_of, turned_upright
from ocr.pages import open_document
from ocr.pages.page import Page


def ruled(*lines: tuple[int, int, int, int]) -> Image:
    """An ink mask of 800 × 600 with these lines."""
    mask = np.zeros((600, 800), np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(mask, (x0, y0), (x1, y1), 255, 2)
    return mask


def _jis() -> list[str]:
    """Every character of JIS X 0208, and ASCII."""
    pairs = [bytes((row, cell)) for row in range(0xA1, 0xF5) for cell in range(0xA1, 0xFF)]
    return [chr(c) for c in range(0x21, 0x7F)] + [
        ch for pair in pairs if (ch := pair.decode("euc_jp", errors="ignore"))
    ]


WHOLE = Vocabulary(("", *_jis(), " "))
TABLE = (
    (100, 100, 700, 100), (100, 200, 700, 200), (100, 300, 700, 300),
    (100, 100, 100, 300), (300, 100, 300, 300), (700, 100, 700, 300),
)  # fmt: skip


def box(left: float, top: float, right: float, bottom: float) -> TextBox:
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return TextBox(corners, 0.9)


def piece(text: str, left: float, top: float, right: float, bottom: float) -> Piece:
    """A piece that an engine is quite sure of."""
    rows = np.zeros((2 * len(text) + 1, len(WHOLE)), np.float32)
    rows[::2, 0] = 1.0
    for n, letter in enumerate(text):
        rows[2 * n + 1, WHOLE.columns[letter]] = 1.0
    return Piece(left, top, right, bottom, Emissions(rows, WHOLE, 4.0), False)


def pairs_of(pieces: list[Piece], cells: list[Cell]) -> list[tuple[str, str | None, str]]:
    found = Pairing(pieces, cells, (800, 600)).pairs()
    return [(p.label.text, p.value.text if p.value else None, p.how) for p in found]


def test_lines_make_cells() -> None:
    cells = grid_of(ruled(*TABLE)).cells
    assert len(cells) == 4
    assert {(c.left // 100, c.top // 100) for c in cells} == {(1, 1), (3, 1), (1, 2), (3, 2)}


def test_strokes_of_writing_make_no_cell() -> None:
    mask = ruled(*TABLE)
    cv2.putText(mask, "B8", (350, 170), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 255, 3)
    assert len(grid_of(mask).cells) == 4


def test_narrow_cells_in_a_row_are_one_comb() -> None:
    rails = [(100, 100, 400, 100), (100, 140, 400, 140)]
    posts = [(x, 100, x, 140) for x in range(100, 401, 30)]
    (comb,) = grid_of(ruled(*rails, *posts)).cells
    assert comb.combs == 10


def test_lines_are_painted_over_in_the_colour_of_the_paper() -> None:
    mask = ruled(*TABLE)
    page = np.where(mask > 0, 0, 230).astype(np.uint8)
    assert without_lines(page, grid_of(mask)).min() > 200


def test_a_box_over_two_cells_is_cut() -> None:
    parts = cut_by_cells(box(150, 120, 650, 180), grid_of(ruled(*TABLE)))
    assert len(parts) == 2
    assert parts[0].corners[1, 0] <= 300 <= parts[1].corners[0, 0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("氏\u3000名", FieldType.NAME),
        ("フ リ ガ ナ", FieldType.KANA),
        ("電話番号", FieldType.PHONE),
        ("被災住家の\n所在地", FieldType.ADDRESS),
        ("配偶者の有無", FieldType.TEXT),
        ("世帯主の生年月日", FieldType.DATE),
        ("個人番号(12桁)", FieldType.MY_NUMBER),
    ],
)
def test_a_label_says_what_it_asks_for(text: str, kind: FieldType) -> None:
    assert labels.type_of(text) is kind


@pytest.mark.parametrize(
    "text", ["令和6年5月23日", "有・無", "090-1234-5678", "", "丸山 哲也", "年 月 日"]
)
def test_an_answer_is_no_label(text: str) -> None:
    assert labels.likeness(text) == 0.0


def test_the_value_stands_right_of_its_label() -> None:
    cells = [Cell(100, 100, 300, 200), Cell(302, 100, 700, 200)]
    pieces = [piece("氏名", 150, 130, 250, 170), piece("山田花子", 320, 130, 500, 170)]
    assert pairs_of(pieces, cells) == [("氏名", "山田花子", "right")]


def test_an_empty_cell_is_a_missing_value() -> None:
    cells = [Cell(100, 100, 300, 200), Cell(302, 100, 700, 200)]
    assert pairs_of([piece("住所", 150, 130, 250, 170)], cells) == [("住所", None, "right")]


def test_a_heading_has_every_row_of_its_column() -> None:
    cells = [Cell(100, y, 300, y + 58) for y in (100, 160, 220)]
    pieces = [
        piece("続柄", 150, 110, 250, 140),
        piece("長男", 150, 170, 250, 200),
        piece("長女", 150, 230, 250, 260),
    ]
    assert pairs_of(pieces, cells) == [("続柄", "長男", "below"), ("続柄", "長女", "below")]


def test_labels_one_above_the_other_have_a_value_each() -> None:
    cells = [Cell(100, 100, 300, 200), Cell(302, 100, 700, 140), Cell(302, 142, 700, 200)]
    pieces = [
        piece("フリガナ", 130, 105, 260, 130),
        piece("氏名", 130, 155, 260, 190),
        piece("ヤマダ", 320, 105, 500, 130),
        piece("山田", 320, 155, 500, 190),
    ]
    assert pairs_of(pieces, cells) == [("フリガナ", "ヤマダ", "right"), ("氏名", "山田", "right")]


def test_without_rules_the_value_stands_beside() -> None:
    pieces = [piece("電話番号", 100, 100, 220, 130), piece("0312345678", 260, 100, 450, 130)]
    assert pairs_of(pieces, []) == [("電話番号", "0312345678", "beside")]


def test_a_colon_parts_label_and_value() -> None:
    assert labels.head("用途：証明") == ("用途", "証明")


def test_a_box_is_drawn_out_but_not_into_its_neighbour() -> None:
    one, other = box(100, 100, 200, 130), box(205, 100, 300, 130)
    assert drawn_out(one, [one]).corners[1, 0] > 220
    assert drawn_out(one, [one, other]).corners[1, 0] <= 215


def test_a_column_is_laid_down_and_set_side_by_side() -> None:
    column = np.full((200, 40), 255, np.uint8)
    for y in (10, 60, 110, 160):
        cv2.rectangle(column, (8, y), (32, y + 25), 0, 3)
    row = side_by_side(column)
    assert laid_down(column).shape == (40, 200)
    assert row is not None
    dark = (row < 128).any(axis=0).astype(int)
    assert int((np.diff(dark) == 1).sum()) == 4


def test_skew_is_the_slope_of_the_long_lines() -> None:
    slope = np.tan(np.radians(3.0))
    corners = np.array([[0, 0], [400, 400 * slope], [400, 30 + 400 * slope], [0, 30]], np.float32)
    assert skew_of([TextBox(corners, 0.9)]) == pytest.approx(3.0, abs=0.05)


@pytest.fixture(scope="module")
def free_reader() -> FreeReader:
    return FreeReader.open()


@pytest.fixture(scope="module")
def paper(scans: Path) -> Page:
    return next(iter(open_document(scans / "003-risai-print-noise.jpg").pages()))


@pytest.mark.models
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_paper_is_stood_upright(free_reader: FreeReader, paper: Page, quarters: int) -> None:
    lying = np.ascontiguousarray(np.rot90(paper.image, quarters))
    upright, turned = turned_upright(lying, free_reader.engine)
    assert turned == 90 * quarters
    assert upright.shape == paper.image.shape


@pytest.mark.models
def test_what_is_written_is_found_beside_its_label(
    free_reader: FreeReader, paper: Page, scans: Path
) -> None:
    truth = json.loads((scans / "003-risai-print-noise.truth.json").read_text(encoding="utf-8"))
    fields = truth["applications"][0]["fields"]
    found = {
        (p.type, "".join(p.value.text.split())): p
        for p in free_reader.read_page(paper).pairs
        if p.value
    }
    wanted = {
        (FieldType.KANA, "kana"), (FieldType.NAME, "name"), (FieldType.PHONE, "phone"),
        (FieldType.NAME, "setai_nushi"), (FieldType.ADDRESS, "house_address"),
    }  # fmt: skip
    held = [
        name
        for kind, name in wanted
        if any(k is kind and "".join(fields[name].split()) in text for k, text in found)
    ]
    assert len(held) >= 4
