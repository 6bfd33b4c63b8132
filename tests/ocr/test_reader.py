"""The whole way, on committed scans with their truth."""

import io
import json
from pathlib import Path

import cv2
import numpy as np
import pypdf
import pytest
from PIL import Image as Pillow

from benchmarks.scoring import Tally, read_papers, score, tally
from forms.catalogue import Catalogue
from forms.errors import UnknownForm, UnreadableFile
from forms.separator import Kind, Separator, written
from ocr.align.blank import Blanks
from ocr.engines.engine import Image
from ocr.models.places import READER
from ocr.picture import PLAIN
from ocr.pile import KEPT_SIDE
from ocr.qr.drawing import picture_of
from ocr.reader import Reader

pytestmark = pytest.mark.models
KEY = b"k" * 32


@pytest.fixture(scope="module")
def reader(catalogue: Catalogue) -> Reader:
    return Reader.open(catalogue, separator_key=KEY)


def _tiff(path: Path, images: list[np.ndarray]) -> Path:  # type: ignore[type-arg]
    first, *rest = [Pillow.fromarray(image) for image in images]
    first.save(path, save_all=True, append_images=rest, compression="tiff_lzw", dpi=(200, 200))
    return path


def test_empty_form_is_read_as_blank_and_doubted_where_required(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    form = catalogue["risai-shomei"]
    path = _tiff(tmp_path / "blank.tif", [blanks.of(form)[0].image])
    (application,) = reader.read(path).applications
    assert application.fit > 0.95
    values = {k: v for k, v in application.record.values.items() if k != "seal"}
    assert set(values.values()) == {None}
    for each in form.fields:
        codes = {doubt.code for doubt in application.record.reading(each.id).doubts}
        assert bool(codes & {"blank", "no_mark"}) == each.required, each.id
    assert application.record.reading("seal").value == "なし"


def test_pages_fall_into_applications_and_missing_pages_are_doubted(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    one, two = (page.image for page in blanks.of(catalogue["kaigo-nintei"]))
    other = blanks.of(catalogue["risai-shomei"])[0].image
    path = _tiff(tmp_path / "batch.tif", [one, two, other, one, np.full_like(one, 255)])
    read = reader.read(path)
    assert read.page_count == 5
    assert [(a.form.id, [p.number for p in a.pages]) for a in read.applications] == [
        ("kaigo-nintei", [1, 2]), ("risai-shomei", [3]), ("kaigo-nintei", [4]),
    ]  # fmt: skip
    assert [each.number for each in read.refused] == [5]
    assert "白紙" in read.refused[0].error.message
    doubts = read.applications[2].record.reading("doctor_name").doubts
    assert [doubt.code for doubt in doubts] == ["missing_page"]


def test_separator_sheets_part_what_lies_between_them(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    one, two = (page.image for page in blanks.of(catalogue["kaigo-nintei"]))
    other = blanks.of(catalogue["risai-shomei"])[0].image
    sheet = Separator(3, Kind.PART, "kaigo-nintei", "高齢者支援課", 2)
    ours, strange = (_sheet(written(sheet, key), one) for key in (KEY, b"another"))
    blank = np.full_like(one, 255)
    path = _tiff(tmp_path / "stack.tif", [ours, one, ours, two, blank, strange, other])
    read = reader.read(path)
    assert [(e.number, e.separator) for e in read.separators] == [(1, sheet), (3, sheet), (6, None)]
    assert [(a.form.id, [p.number for p in a.pages]) for a in read.applications] == [
        ("kaigo-nintei", [2]), ("kaigo-nintei", [4]), ("risai-shomei", [7]),
    ]  # fmt: skip
    assert [each.error.code for each in read.refused] == ["EmptyPage"]


def _sheet(text: str, like: Image) -> Image:
    page = np.full_like(like, 255)
    code = picture_of(text, 500)
    page[1500 : 1500 + len(code), 200 : 200 + len(code)] = code
    page[200:300, 120:1500] = 0
    return page


@pytest.mark.parametrize("threads", ["1", "2"])
def test_long_file_is_read_as_its_pages_are_whatever_runs_beside(
    catalogue: Catalogue,
    tmp_path: Path,
    blanks: Blanks,
    monkeypatch: pytest.MonkeyPatch,
    threads: str,
) -> None:
    monkeypatch.setenv("UTSUSHI_OCR_THREADS", threads)
    reader = Reader.open(catalogue)
    one = blanks.of(catalogue["risai-shomei"])[0].image
    other = one.copy()
    cv2.putText(other, "0312345678", _place(catalogue, "phone", one), 0, 1.2, (0,), 3, cv2.LINE_AA)
    read = reader.read(_tiff(tmp_path / "both.tif", [one, other, one]))
    values = [a.record.reading("phone").value for a in read.applications]
    assert values == [None, "0312345678", None]
    assert [a.record for a in reader.read(tmp_path / "both.tif").applications] == [
        a.record for a in read.applications
    ]


def _place(catalogue: Catalogue, field: str, image: Image) -> tuple[int, int]:
    left, top, _, bottom = (
        catalogue["risai-shomei"].field(field).box.to_px(image.shape[1], image.shape[0])
    )
    return left + 12, (top + bottom) // 2 + 14


def test_pictures_of_a_long_file_are_kept_small(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    """Memory must not grow by 12 MB for every page of a file."""
    one = blanks.of(catalogue["risai-shomei"])[0].image
    white = np.full((400, 300), 255, np.uint8)
    read = reader.read(_tiff(tmp_path / "long.tif", [*([white] * PLAIN), one]))
    (page,) = read.applications[0].pages
    assert page.picture.pixels is None
    assert len(page.picture.packed) < one.size / 4
    assert page.image.shape == one.shape
    assert np.abs(page.image.astype(int) - one).mean() < 4  # laid anew, and JPEG


def test_first_reason_is_raised_when_no_page_can_be_read(reader: Reader, tmp_path: Path) -> None:
    path = _tiff(tmp_path / "white.tif", [np.full((2339, 1654), 255, np.uint8)] * 2)
    with pytest.raises(UnknownForm, match="1 ページ目は白紙"):
        reader.read(path)
    assert [(number, max(image.shape)) for number, image in reader.pictures(path)] == [
        (1, KEPT_SIDE),
        (2, KEPT_SIDE),
    ]


def test_unreadable_file_is_refused(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile):
        reader.read(path)


def test_scan_with_an_ocr_layer_is_read_from_its_picture(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    """Text laid under a scan is another program's reading: never taken for typed text."""
    image = blanks.of(catalogue["risai-shomei"])[0].image
    out = io.BytesIO()
    Pillow.fromarray(image).save(out, "PDF", resolution=200)
    page = pypdf.PdfReader(out).pages[0]
    assert page.extract_text() == ""
    path = tmp_path / "scan.pdf"
    path.write_bytes(out.getvalue())
    (application,) = reader.read(path).applications
    assert {reading.source for reading in application.record.readings} <= {
        "mark", f"{READER.name}/openvino",
    }  # fmt: skip


def _named(scans: Path, *words: str) -> list[Path]:
    return [p for p in sorted(scans.glob("*.truth.json")) if any(w in p.name for w in words)]


def _tally(reader: Reader, catalogue: Catalogue, truths: list[Path]) -> Tally:
    papers = read_papers(reader, truths)
    return tally([each for paper in papers for each in score(catalogue, paper)])


def test_committed_scans_are_read_well(reader: Reader, catalogue: Catalogue, scans: Path) -> None:
    truths = _named(scans, "003-", "005-", "013-", "016-", "024-", "026-", "031-", "033-")
    assert len(truths) >= 6
    total = _tally(reader, catalogue, truths)
    assert total.right / total.fields >= 0.95
    assert total.accepted / total.fields >= 0.70
    assert total.wrong_accepted / total.fields <= 0.005


def test_typed_forms_are_read_without_an_error(
    reader: Reader, catalogue: Catalogue, scans: Path
) -> None:
    truths = _named(scans, "acroform", "digital")
    assert truths
    total = _tally(reader, catalogue, truths)
    assert total.right == total.fields


def test_records_follow_the_order_of_the_form(
    reader: Reader, catalogue: Catalogue, scans: Path
) -> None:
    truth = json.loads(_named(scans, "003-")[0].read_text(encoding="utf-8"))
    (application,) = reader.read(scans / truth["file"]).applications
    fields = [each.id for each in application.form.fields]
    assert [reading.field for reading in application.record.readings] == fields


def test_pages_are_read_as_the_form_that_a_person_named(
    reader: Reader, catalogue: Catalogue, tmp_path: Path, blanks: Blanks
) -> None:
    one, two = (page.image for page in blanks.of(catalogue["kaigo-nintei"]))
    other = blanks.of(catalogue["risai-shomei"])[0].image
    path = _tiff(tmp_path / "batch.tif", [one, two, other])
    (application,) = reader.read_as(path, catalogue["kaigo-nintei"], [1, 2]).applications
    assert [page.number for page in application.pages] == [1, 2]
    (again,) = reader.read(path, [3]).applications
    assert (again.form.id, [page.number for page in again.pages]) == ("risai-shomei", [3])
    with pytest.raises(UnknownForm):
        reader.read_as(path, catalogue["jido-teate-nintei"], [3])
    with pytest.raises(UnreadableFile, match="ページがありません"):
        reader.read(path, [9])
