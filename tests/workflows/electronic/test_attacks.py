"""Files made to do harm: refused, with a word that says what for."""

import stat
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from forms.errors import PaperError, UnreadableFile
from tests.workflows.electronic.conftest import Read
from tests.workflows.electronic.files import csv_of, excel_of, row, with_parts, xml_of, zip_of
from workflows.electronic import limits

XML = xml_of({"氏名": "山田", "開始日": "R6.4.1", "性別": "男"})
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>"""
OUTSIDE = (
    b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>"""
)


def named(name: str) -> bytes:
    return zip_of({"a.xml": XML, name: b"x"})


def locked() -> bytes:
    """An archive that says that a part of it is encrypted."""
    data = bytearray(zip_of({"a.xml": XML}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def linked() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.xml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def packed(method: int) -> bytes:
    """By a method whose parts Python unpacks whole, whatever size they say."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.xml", XML)
    return out.getvalue()


def nested(depth: int) -> bytes:
    data = zip_of({"a.xml": XML})
    for _ in range(depth):
        data = zip_of({"inner.zip": data})
    return data


ARCHIVES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "climbing": (lambda: named("../../etc/cron.d/x"), "外のフォルダ"),
    "absolute": (lambda: named("/etc/x"), "外のフォルダ"),
    "drive": (lambda: named("C:/x"), "外のフォルダ"),
    "climbing backwards": (lambda: named("..\\..\\x"), "外のフォルダ"),
    "link": (linked, "リンク"),
    "locked": (locked, "パスワード"),
    "bomb": (lambda: zip_of({"a.xml": XML, "b": bytes(20_000_000)}), "ありえない大きさ"),
    "deep": (lambda: nested(4), "深すぎます"),
    "bzip2": (lambda: packed(zipfile.ZIP_BZIP2), "使えない方法"),
    "lzma": (lambda: packed(zipfile.ZIP_LZMA), "使えない方法"),
    "broken": (lambda: b"PK\x03\x04" + bytes(500), "壊れています"),
    "nothing": (lambda: zip_of({"a.txt": b"x"}), "申請のデータ"),
    "word": (lambda: zip_of({"[Content_Types].xml": b"", "word/a.xml": b""}), "Word"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_does_harm_is_refused(read: Read, name: str) -> None:
    make, word = ARCHIVES[name]
    with pytest.raises(UnreadableFile, match=word):
        read(make(), "a.zip")


def test_twins_in_an_archive_are_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="同じ名前"):
        read(zip_of({"a.xml": XML, "A.XML": XML}), "a.zip")


def test_too_many_parts_are_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="多すぎます"):
        read(zip_of({str(n): b"" for n in range(limits.MOST_PARTS + 1)}), "a.zip")


def test_a_size_that_an_archive_lies_about_is_counted_again(read: Read) -> None:
    data = bytearray(zip_of({"a.xml": XML, "b.bin": bytes(900_000)}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        read(bytes(data), "a.zip")


POINTING = b'<Relationships><Relationship Id="a" Type="http://x/%s" Target="b"/></Relationships>'
PARTS = {
    "macro by another name": ("xl/_rels/a.rels", POINTING % b"vbaProject", "マクロ"),
    "DDE by another name": ("xl/_rels/a.rels", POINTING % b"externalLink", "DDE"),
    "OLE by another name": ("xl/_rels/a.rels", POINTING % b"oleObject", "OLE"),
    "entities in UTF-16": ("xl/a.xml", LAUGHS.decode().encode("utf-16"), "普通のブック"),
    "macro": ("xl/vbaProject.bin", b"x", "マクロ"),
    "old macro": ("xl/macrosheets/sheet1.xml", b"<a/>", "マクロ"),
    "DDE": ("xl/externalLinks/externalLink1.xml", b"<ddeLink/>", "DDE"),
    "connection": ("xl/connections.xml", b"<a/>", "外部のデータ"),
    "OLE": ("xl/embeddings/oleObject1.bin", b"x", "OLE"),
    "ActiveX": ("xl/activeX/activeX1.xml", b"<a/>", "ActiveX"),
    "entities": ("xl/worksheets/sheet9.xml", LAUGHS, "普通のブック"),
}


@pytest.mark.parametrize("name", PARTS)
def test_an_excel_file_that_can_act_is_refused(read: Read, name: str) -> None:
    part, content, word = PARTS[name]
    with pytest.raises(UnreadableFile, match=word):
        read(with_parts(excel_of(row()), {part: content}), "a.xlsx")


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.zip", "a.csv"])
def test_a_macro_is_seen_whatever_the_file_is_called(read: Read, name: str) -> None:
    with pytest.raises(UnreadableFile, match="マクロ"):
        read(with_parts(excel_of(row()), {"xl/vbaProject.bin": b"x"}), name)


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize("inside", [False, True], ids=["alone", "in a bundle"])
def test_entities_in_xml_are_refused(read: Read, data: bytes, inside: bool) -> None:
    with pytest.raises(UnreadableFile, match="DTD"):
        read(zip_of({"a.xml": data}) if inside else data, "a.zip" if inside else "a.xml")


def test_xml_that_is_too_deep_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="入れ子"):
        read(b"<a>" * 5000 + b"</a>" * 5000, "a.xml")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_list_that_is_too_long_is_refused(
    read: Read, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    rows = [row()] * 4
    with pytest.raises(UnreadableFile, match="行が多すぎます"):
        read(csv_of(*rows) if name == "a.csv" else excel_of(*rows), name)


def test_workbooks_in_a_bundle_share_what_may_be_unpacked(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = excel_of(row())
    size = sum(each.file_size for each in zipfile.ZipFile(BytesIO(book)).infolist())
    monkeypatch.setattr(limits, "MOST_WORKBOOK", size - 1)
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        read(zip_of({"a.xlsx": book}), "a.zip")


def test_pages_beyond_what_anybody_looks_at_are_named_and_not_made(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = BytesIO()
    Image.new("L", (50, 50)).save(out, "PNG")
    monkeypatch.setattr(limits, "MOST_SHOWN", 1)
    parts = {"a.xml": XML, "1.png": out.getvalue(), "2.png": out.getvalue()}
    (application,) = read(zip_of(parts), "a.zip").applications
    assert [(len(each.pages), bool(each.problem)) for each in application.arrived.attachments] == [
        (1, False),
        (0, True),
    ]


SEEDS = {
    "a.csv": csv_of(row()),
    "a.xlsx": excel_of(row()),
    "a.xml": XML,
    "a.zip": zip_of({"a.xml": XML, "b.csv": csv_of(row())}),
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader(
    read: Read, name: str
) -> None:
    rng = Random(name)
    for _ in range(40):
        data = bytearray(SEEDS[name])
        for _ in range(rng.choice([1, 3, 10])):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(4))
        with suppress(PaperError):
            read(bytes(data), name)
