"""Bad files are bad in just the way they say."""

from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image, UnidentifiedImageError
from pypdf.errors import PyPdfError

from samples import bad
from samples.bad.__main__ import main


def test_every_kind_is_made_once_under_its_own_name(tmp_path: Path) -> None:
    made = bad.make_all(tmp_path / "new")
    assert set(made) == set(bad.KINDS)
    assert {path.name for path in (tmp_path / "new").iterdir()} == {p.name for p in made.values()}
    assert len({path.read_bytes() for path in made.values()}) == len(made)


def test_empty_has_no_byte(tmp_path: Path) -> None:
    assert bad.empty(tmp_path).read_bytes() == b""


def test_truncated_begins_as_a_pdf_and_does_not_end(tmp_path: Path) -> None:
    data = bad.truncated(tmp_path).read_bytes()
    assert data.startswith(b"%PDF")
    assert b"startxref" not in data
    with pytest.raises(PyPdfError):
        pypdf.PdfReader(tmp_path / "truncated.pdf", strict=True)


def test_encrypted_opens_with_its_password_only(tmp_path: Path) -> None:
    path = bad.encrypted(tmp_path)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(path)
    with pypdfium2.PdfDocument(path, password=bad.PASSWORD) as document:
        assert len(document) >= 1


def test_many_pages_are_many_in_a_small_file(tmp_path: Path) -> None:
    path = bad.many_pages(tmp_path)
    assert path.stat().st_size < 500_000
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == bad.PAGES
    assert len(pypdf.PdfReader(path, strict=True).pages) == bad.PAGES


def test_photo_is_a_colourful_landscape(tmp_path: Path) -> None:
    with Image.open(bad.photo(tmp_path)) as image:
        assert image.width > image.height
        assert len(set(image.resize((60, 45)).get_flattened_data())) > 1000


def test_unknown_form_is_one_a4_page_of_a_form_we_lack(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(bad.unknown_form(tmp_path)) as document:
        text = "".join(document[0].get_textpage().get_text_range().split())
        assert len(document) == 1
    assert "犬の登録申請書" in text


def test_white_is_nearly_white(tmp_path: Path) -> None:
    with Image.open(bad.white(tmp_path)) as image:
        grey = sorted(image.convert("L").resize((200, 283)).get_flattened_data())
    assert grey[len(grey) // 100] > 200


def test_renamed_text_is_no_picture_and_no_pdf(tmp_path: Path) -> None:
    path = bad.renamed_text(tmp_path)
    assert path.suffix == ".pdf"
    with pytest.raises(UnidentifiedImageError):
        Image.open(path)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(path)


def test_odd_name_is_odd_and_its_scan_is_good(tmp_path: Path) -> None:
    path = bad.odd_name(tmp_path)
    assert path.name == "申請　①～㈱𠮷野 (1).PDF"
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 2


def test_the_command_lists_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(bad.KINDS)
