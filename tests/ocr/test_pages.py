"""The door for files: every kind of good file gives pages, every kind of bad one its own reason."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image as Pillow
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

from forms.errors import UnreadableFile, VanishedFile
from ocr.pages import Page, open_document
from ocr.pages.document import Limits


def _gradient(mode: str = "L", size: tuple[int, int] = (60, 40)) -> Pillow.Image:
    width, height = size
    ramp = np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))
    return Pillow.fromarray(ramp).convert(mode)


def _pdf(pages: int, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _saved(image: Pillow.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nearly nothing: a decompression bomb."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def _huge_page() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=600_000, height=600_000)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty.pdf", lambda: b"", "空のファイル"),
    ("cut.pdf", lambda: _pdf(2)[:-200], "途中で切れて"),
    ("broken.pdf", lambda: b"%PDF-1.4\nnothing\nstartxref\n0\n%%EOF", "壊れています"),
    ("locked.pdf", lambda: _pdf(1, "secret"), "パスワード"),
    ("none.pdf", lambda: _pdf(0), "ページがありません"),
    ("long.pdf", lambda: _pdf(7), "7 ページあり"),
    ("huge.pdf", _huge_page, "大きすぎます"),
    ("cut.jpg", lambda: _saved(_gradient(size=(400, 400)), "JPEG")[:-400], "途中で切れて"),
    ("cut.png", lambda: _saved(_gradient(size=(400, 400)), "PNG")[:-120], "途中で切れて"),
    ("broken.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "壊れています"),
    ("broken.tif", lambda: b"II*\x00" + b"\xff" * 50, "壊れています"),
    ("bomb.png", lambda: _png_of_size(60_000, 60_000), "大きすぎます"),
    ("a.docx", lambda: b"PK\x03\x04" + b"\0" * 100, "Office 文書か ZIP"),
    ("a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "古い Office 文書"),
    ("photo.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
    ("clip.mp4", lambda: b"\0\0\0\x18ftypisom" + b"\0" * 50, "動画"),
    ("a.gif", lambda: _saved(_gradient("P"), "GIF"), "GIF"),
    ("a.html", lambda: b"<html></html>", "HTML"),
    ("a.pdf", lambda: b"just words", "知らない種類"),
]


@pytest.mark.parametrize(("name", "make", "words"), BAD, ids=[row[0] for row in BAD])
def test_bad_file_says_why_and_what_to_do(
    tmp_path: Path, name: str, make: Callable[[], bytes], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(UnreadableFile) as caught:
        list(open_document(path, Limits(pages=5)).pages())
    assert words in caught.value.message
    assert name in caught.value.message
    assert caught.value.advice


def test_file_that_is_gone_has_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(VanishedFile):
        open_document(tmp_path / "gone.pdf")


def test_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.pdf"
    path.write_bytes(_saved(_gradient(), "PNG"))
    (page,) = open_document(path).pages()
    assert page.image.shape == (40, 60)


@pytest.mark.parametrize(
    ("kind", "mode", "shape"),
    [
        ("TIFF", "1", (40, 60)), ("TIFF", "L", (40, 60)), ("TIFF", "RGB", (40, 60, 3)),
        ("TIFF", "CMYK", (40, 60, 3)), ("TIFF", "I;16", (40, 60)), ("JPEG", "L", (40, 60)),
        ("JPEG", "CMYK", (40, 60, 3)), ("PNG", "RGBA", (40, 60, 3)), ("PNG", "P", (40, 60, 3)),
        ("PNG", "LA", (40, 60, 3)),
    ],
)  # fmt: skip
def test_every_pixel_format_keeps_dark_dark(
    tmp_path: Path, kind: str, mode: str, shape: tuple[int, ...]
) -> None:
    image = _gradient("L")
    image = (
        image.convert("I;16").point(lambda v: v * 256) if mode == "I;16" else image.convert(mode)
    )
    path = tmp_path / "page"
    path.write_bytes(_saved(image, kind))
    (page,) = open_document(path).pages()
    assert page.image.shape == shape
    assert page.image.dtype == np.uint8
    assert page.image[:, :6].mean() < 60
    assert page.image[:, -6:].mean() > 190


def test_transparency_becomes_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(_saved(Pillow.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))
    (page,) = open_document(path).pages()
    assert page.image.min() == 255


def test_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    path = tmp_path / "photo.jpg"
    path.write_bytes(_saved(_gradient(), "JPEG", exif=exif.tobytes()))
    (page,) = open_document(path).pages()
    assert page.image.shape == (60, 40)


def test_tiff_gives_every_page_with_its_resolution(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    rest = [_gradient(), _gradient("RGB")]
    path.write_bytes(_saved(_gradient(), "TIFF", save_all=True, append_images=rest, dpi=(240, 240)))
    document = open_document(path)
    assert document.page_count == 3
    assert [(p.number, p.dpi) for p in document.pages()] == [(1, 240.0), (2, 240.0), (3, 240.0)]


def test_fax_pages_are_stretched_to_square_pixels(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    path.write_bytes(_saved(_gradient("1"), "TIFF", dpi=(204, 98)))
    (page,) = open_document(path).pages()
    assert page.image.shape == (83, 60)
    assert page.dpi == 204.0


def test_resolution_is_guessed_from_a4_where_the_file_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(_saved(_gradient(size=(827, 1169)), "PNG"))
    (page,) = open_document(path).pages()
    assert page.dpi == pytest.approx(100, abs=0.5)


def test_turned_pdf_page_is_rendered_as_it_is_shown(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=595, height=842)
    page[NameObject("/Rotate")] = NumberObject(90)
    path = tmp_path / "turned.pdf"
    with path.open("wb") as file:
        writer.write(file)
    (read,) = open_document(path).pages()
    assert read.image.shape[1] > read.image.shape[0]


SCAN = _gradient(size=(600, 800))


Change = Callable[[pypdf.PdfWriter], None]


def _scanned(image: Pillow.Image, change: Change | None = None) -> bytes:
    """A PDF of one page that is one picture at 100 dpi."""
    reader = pypdf.PdfReader(io.BytesIO(_saved(image, "PDF", resolution=100)))
    writer = pypdf.PdfWriter(clone_from=reader)
    if change is not None:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _read_one(tmp_path: Path, data: bytes) -> Page:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    (page,) = open_document(path).pages()
    return page


@pytest.mark.parametrize("mode", ["L", "RGB", "1"])
def test_scan_in_a_pdf_is_taken_as_it_lies_there(tmp_path: Path, mode: str) -> None:
    page = _read_one(tmp_path, _scanned(SCAN.convert(mode)))
    assert page.dpi == pytest.approx(100)
    assert page.image.shape[:2] == (800, 600)
    assert page.image.ndim == (3 if mode == "RGB" else 2)
    wanted = np.asarray(SCAN.convert(mode).convert("L"), int)
    gray = page.image if page.image.ndim == 2 else page.image[:, :, 1]
    assert np.abs(gray.astype(int) - wanted).mean() < 2  # but for what JPEG changes


@pytest.mark.parametrize(("angle", "dark"), [(90, "top"), (180, "right"), (270, "bottom")])
def test_scan_on_a_turned_page_is_turned_as_it_is_shown(
    tmp_path: Path, angle: int, dark: str
) -> None:
    def turn(writer: pypdf.PdfWriter) -> None:
        writer.pages[0][NameObject("/Rotate")] = NumberObject(angle)

    image = _read_one(tmp_path, _scanned(SCAN, turn)).image
    assert image.shape == ((600, 800) if angle != 180 else (800, 600))
    sides = {"top": image[:20], "bottom": image[-20:], "left": image[:, :20]}
    sides["right"] = image[:, -20:]
    assert min(sides, key=lambda name: float(sides[name].mean())) == dark


def _with_paint(writer: pypdf.PdfWriter) -> None:
    _append(writer, b"q 1 0 0 rg 30 30 200 200 re f Q")


def _with_cut(writer: pypdf.PdfWriter) -> None:
    writer.pages[0].cropbox.upper_right = (300, 400)


def _with_second_picture(writer: pypdf.PdfWriter) -> None:
    _append(writer, b"q 100 0 0 100 0 0 cm /image Do Q")


def _append(writer: pypdf.PdfWriter, code: bytes) -> None:
    page, stream = writer.pages[0], DecodedStreamObject()
    contents = page.get_contents()
    assert contents is not None
    stream.set_data(contents.get_data() + b"\n" + code)
    page[NameObject("/Contents")] = writer._add_object(stream)


@pytest.mark.parametrize("change", [_with_paint, _with_cut, _with_second_picture])
def test_page_that_is_more_or_less_than_its_picture_is_drawn(
    tmp_path: Path, change: Change
) -> None:
    plain = _read_one(tmp_path, _scanned(SCAN))
    page = _read_one(tmp_path, _scanned(SCAN, change))
    assert page.dpi == 200  # drawn at the least resolution, not taken at its own
    size = page.image.shape[1] // 2, page.image.shape[0] // 2
    shown = np.asarray(Pillow.fromarray(page.image).convert("L").resize(size), int)
    same = plain.image[: size[1], : size[0]]
    is_whole = shown.shape == plain.image.shape
    assert not is_whole or np.abs(shown - same).mean() > 2  # what was added is seen


def test_scan_finer_than_needed_is_made_smaller(tmp_path: Path) -> None:
    data = _saved(_gradient(size=(1200, 1800)), "PDF", resolution=600)
    page = _read_one(tmp_path, data)
    assert page.dpi == 300
    assert page.image.shape == (900, 600)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_image_finer_than_needed_is_made_smaller(tmp_path: Path, kind: str) -> None:
    page = _read_one(tmp_path, _saved(_gradient(size=(1200, 1800)), kind, dpi=(600, 600)))
    assert page.dpi == pytest.approx(300, abs=1)
    assert page.image.shape == (900, 600)
    assert page.image[:, :60].mean() < 40
    assert page.image[:, -60:].mean() > 215


def test_photo_of_unknown_resolution_keeps_its_pixels(tmp_path: Path) -> None:
    page = _read_one(tmp_path, _saved(_gradient(size=(3000, 4000)), "JPEG"))
    assert page.image.shape == (4000, 3000)


def test_glyphs_of_a_pdf_lie_on_their_ink(risai_blank_path: Path) -> None:
    (page,) = open_document(risai_blank_path).pages()
    gray = page.image if page.image.ndim == 2 else page.image.min(axis=2)
    assert len(page.glyphs) > 100
    dark = [
        gray[int(g.top) : int(g.bottom) + 1, int(g.left) : int(g.right) + 1].min()
        for g in page.glyphs
    ]
    assert np.mean(np.array(dark) < 150) > 0.98


@pytest.fixture
def risai_blank_path(risai: object) -> Path:
    return risai.blank  # type: ignore[attr-defined,no-any-return]
