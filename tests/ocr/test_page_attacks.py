"""Files made to hurt: refused before anything large is unpacked, in words."""

import base64
import io
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Pillow

from forms.errors import UnreadableFile
from ocr.pages import limits, nesting, open_document, unpacking
from ocr.pages.unpacking import Bomb
from tests.ocr.test_pages import _png_of_size

MEGABYTE = 1 << 20


@pytest.fixture
def smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """An eighth of what is allowed, so that the bombs are made in no time."""
    for name in ("MOST_DRAWN", "MOST_IN_ALL", "MOST_PICTURE"):
        monkeypatch.setattr(unpacking, name, getattr(unpacking, name) // 8)


@cache
def packed(megabytes: int, times: int = 1, unit: bytes = b" ") -> bytes:
    """So much of nothing, packed (`times` over)."""
    made = zlib.compressobj(9)
    data = b"".join(made.compress(unit * MEGABYTE) for _ in range(megabytes)) + made.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def stream(data: bytes, more: bytes = b"/Filter /FlateDecode", end: bytes = b"\n") -> bytes:
    head = b"<< /Length %d %s >>\nstream" % (len(data), more)
    return head + end + data + b"\nendstream"


def pdf(content: bytes, *more: bytes, pages: int = 1) -> bytes:
    """A page (or many) with this content, and further objects from number 5."""
    kids = b"3 0 R " * pages
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        content,
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + head + table + trailer


def picture(width: int, height: int, data: bytes, filter_: bytes) -> bytes:
    sizes = b"/Type /XObject /Subtype /Image /Width %d /Height %d" % (width, height)
    kind = b" /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter " + filter_
    return stream(data, sizes + kind)


def jpeg(width: int, height: int) -> bytes:
    """Says that size, and holds a small picture."""
    made = io.BytesIO()
    Pillow.new("L", (64, 64), 255).save(made, "JPEG")
    sizes = (64).to_bytes(2) * 2
    return made.getvalue().replace(sizes, height.to_bytes(2) + width.to_bytes(2), 1)


def jpeg2000(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Pillow.new("L", (64, 64), 255).save(made, "JPEG2000")
    sizes = (64).to_bytes(4) * 2
    return made.getvalue().replace(sizes, width.to_bytes(4) + height.to_bytes(4))


def ascii85(data: bytes) -> bytes:
    return base64.a85encode(data) + b"~>"


def calling(steps: int) -> bytes:
    """A drawing that calls another ten times, which calls another ten times, and so on."""
    drawings = []
    for number in range(steps):
        body = b"/I%x\n Do " * 10 if number < steps - 1 else b"0 0 9 9 re f"
        further = b"/Resources << /XObject << /I %d 0 R >> >>" % (number + 6)
        kind = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + further
        drawings.append(stream(body, kind))
    return pdf(DRAW, *drawings)


DRAW = stream(b"q 500 0 0 800 0 0 cm /I Do Q", b"")
LAYERS = b"/Filter [/FlateDecode /FlateDecode]"
BOMBS: dict[str, Callable[[], bytes]] = {
    "drawing": lambda: pdf(stream(packed(10))),
    "line ends as on Windows": lambda: pdf(stream(packed(10), end=b"\r\n")),
    "twice packed": lambda: pdf(stream(packed(10, times=2), LAYERS)),
    "in Ascii85": lambda: pdf(
        stream(ascii85(packed(10)), b"/Filter [/ASCII85Decode /FlateDecode]")
    ),
    "in hexadecimal": lambda: pdf(
        stream(packed(10).hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]")
    ),
    "a list of objects": lambda: pdf(
        stream(packed(10), b"/Type /ObjStm /N 1 /First 10 /Filter /FlateDecode")
    ),
    "many that are just allowed": lambda: pdf(
        DRAW, *[stream(packed(7)) for _ in range(10)]
    ),
    "packed in packed in packed": lambda: pdf(stream(packed(2, times=6))),
    "said to be a picture": lambda: pdf(
        stream(packed(60), b"/Subtype /Image /Filter /FlateDecode")
    ),
    "drawings in drawings": lambda: calling(9),
    "drawings in drawings without end": lambda: calling(60),
    "a JPEG larger than the PDF says": lambda: pdf(
        DRAW, picture(64, 64, jpeg(60_000, 60_000), b"/DCTDecode")
    ),
    "a JPEG 2000 larger than the PDF says": lambda: pdf(
        DRAW, picture(64, 64, jpeg2000(60_000, 60_000), b"/JPXDecode")
    ),
}  # fmt: skip


def forbid_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No library gets to unpack anything from now on."""
    Pillow.init()

    def touched(*_: object) -> None:
        pytest.fail("it was unpacked")

    monkeypatch.setattr(pypdfium2, "PdfDocument", touched)
    monkeypatch.setattr(Pillow.Image, "load", touched)


@pytest.mark.usefixtures("smaller")
@pytest.mark.parametrize("made", BOMBS.values(), ids=BOMBS)
def test_a_pdf_that_unpacks_to_more_than_paper_is_refused_before_it_is_opened(
    tmp_path: Path, made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(made())
    forbid_unpacking(monkeypatch)
    assert path.stat().st_size < 2 * MEGABYTE
    with pytest.raises(UnreadableFile, match="ありえない大きさ") as refused:
        open_document(path)
    assert "開かずに" in refused.value.advice


def test_80_megabytes_of_drawing_are_too_many_and_50_are_not() -> None:
    with pytest.raises(Bomb):
        unpacking.check(pdf(stream(packed(80))))
    unpacking.check(pdf(stream(packed(50))))


def test_a_locked_pdf_that_opens_without_a_password_is_looked_into_as_well(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(stream(packed(80))))))
    writer.encrypt("", "owner", algorithm="AES-256")
    with (tmp_path / "locked.pdf").open("wb") as writable:
        writer.write(writable)
    with pytest.raises(UnreadableFile, match="ありえない大きさ"):
        open_document(tmp_path / "locked.pdf")


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_a_picture_of_300_megapixels_is_refused_before_it_is_unpacked(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"large.{suffix}"
    path.write_bytes(_png_of_size(20_000, 15_000) if suffix == "png" else _tiff(20_000, 15_000))
    forbid_unpacking(monkeypatch)
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        list(open_document(path).pages())


def _tiff(width: int, height: int) -> bytes:
    """Says that size, and holds nothing."""
    tags = {256: width, 257: height, 258: 8, 259: 8, 262: 1, 273: 8, 277: 1, 278: height, 279: 4}
    entries = b"".join(
        tag.to_bytes(2, "little") + b"\x04\0\x01\0\0\0" + value.to_bytes(4, "little")
        for tag, value in tags.items()
    )
    directory = len(tags).to_bytes(2, "little") + entries + bytes(4)
    return b"II*\0" + (12).to_bytes(4, "little") + b"\0\0\0\0" + directory


def test_a_picture_of_300_megapixels_in_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(pdf(DRAW, picture(20_000, 15_000, packed(1), b"/FlateDecode")))
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        list(open_document(path).pages())


def test_a_picture_that_is_drawn_over_and_over_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "often.pdf"
    draw = stream(b"q 500 0 0 800 0 0 cm /I Do Q " * 10, b"")
    path.write_bytes(pdf(draw, picture(8000, 8000, packed(1), b"/FlateDecode")))
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        list(open_document(path).pages())


def test_a_page_that_takes_too_long_ends_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(pdf(stream(b"0 0 9 9 re f", b""), b"null", pages=3))
    assert len(list(open_document(path).pages())) == 3
    monkeypatch.setattr(limits, "MAX_PAGE_SECONDS", -1.0)
    with pytest.raises(UnreadableFile, match="1 ページ目は、図が複雑すぎて"):
        list(open_document(path).pages())


def test_a_thousand_pages_are_refused_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf(DRAW, picture(1, 1, packed(1), b"/FlateDecode"), pages=1000))
    with pytest.raises(UnreadableFile, match="1000 ページ"):
        open_document(path)
    frames = [Pillow.new("1", (8, 8)) for _ in range(limits.MAX_PAGES + 1)]
    frames[0].save(tmp_path / "many.tif", save_all=True, append_images=frames[1:])
    with pytest.raises(UnreadableFile, match=f"{limits.MAX_PAGES + 1} ページ"):
        open_document(tmp_path / "many.tif")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"stream",
        b"stream\n",
        b"endstream\n",
        b"stream\nx\x9c",
        b"stream\r\nx",
        b"stream\n<~~>",
    ],
)
def test_what_is_broken_is_no_bomb(data: bytes) -> None:
    unpacking.check(data)


def test_honest_drawings_and_pictures_pass() -> None:
    scan = picture(2480, 3508, packed(9), b"/FlateDecode")
    unpacking.check(pdf(stream(packed(5)), scan, scan))
    nesting.check(calling(4))
    with pytest.raises(Bomb):
        unpacking.check(pdf(DRAW, picture(9, 9, jpeg(9000, 9000), b"/DCTDecode")), pixels=10**7)
