"""Files of data → applications: lists, XML, bundles."""

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from forms.catalogue import Catalogue
from forms.errors import PaperError, UnknownForm
from tests.workflows.electronic.conftest import Read
from tests.workflows.electronic.files import (
    HEAD,
    csv_of,
    excel_of,
    row,
    saved,
    xml_of,
    zip_of,
)
from workflows.electronic.reader import DataReader
from workflows.electronic.result import ElectronicDocument
from workflows.electronic.sources import Sources

GOOD = {"氏名": "山田　太郎", "開始日": "R6.4.1", "性別": "男", "電話": "0312345678"}
MAP = """source: portal
title: ポータル
kind: xml
application: Shinsei
reference: 受付番号
attachments: 添付
fields: {name: 申請者/氏名, start: 開始, sex: {from: 性別, values: {"1": 男, "2": 女}}}
"""


def names(document: ElectronicDocument) -> list[object]:
    return [each.record.values["name"] for each in document.applications]


def pdf(tmp_path: Path, pages: int = 1) -> bytes:
    canvas = Canvas(str(tmp_path / "paper.pdf"), pagesize=(200, 200))
    for number in range(pages):
        canvas.drawString(50, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return (tmp_path / "paper.pdf").read_bytes()


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_the_encodings_that_offices_write(read: Read, encoding: str) -> None:
    document = read(csv_of(row(), row("髙橋　花子"), encoding=encoding), "a.csv")
    assert names(document) == ["山田　太郎", "髙橋　花子"]
    assert [each.arrived.place for each in document.applications] == ["2 行目", "3 行目"]


def test_a_list_with_tabs_and_words_above_its_headings(read: Read) -> None:
    lines = [["調査票の一覧"], ["令和6年4月"], list(HEAD), list(row())]
    text = "\n".join("\t".join(line) for line in lines)
    document = read(text.encode(), "a.tsv")
    assert document.applications[0].arrived.place == "4 行目"


def test_zeros_that_programs_wrap_as_text_are_kept(read: Read) -> None:
    document = read(csv_of(row(電話='"=""0312345678"""')), "a.csv")
    assert document.applications[0].record.values["phone"] == "0312345678"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_a_formula_in_a_list_is_never_taken(read: Read, text: str) -> None:
    reading = read(csv_of(row(電話=text)), "a.csv").applications[0].record.reading("phone")
    assert (reading.raw, [each.code for each in reading.doubts]) == ("", ["cell"])


def test_a_row_with_a_cell_too_many_is_doubted_whole(read: Read) -> None:
    document = read(csv_of(row(), (*row("佐藤　次郎"), "余り")), "a.csv")
    first, second = document.applications
    assert not first.record.is_doubted
    assert {d.code for r in second.record.readings for d in r.doubts} == {"shifted"}


def test_what_stands_in_no_field_is_told_by_its_heading(read: Read) -> None:
    document = read(csv_of((*row(), "至急"), head=(*HEAD, "備考")), "a.csv")
    assert document.applications[0].arrived.notes == ("使わなかった欄: 備考",)


def test_a_list_of_no_form_is_refused_without_telling_its_cells(read: Read) -> None:
    with pytest.raises(UnknownForm) as caught:
        read(csv_of(("山田", "横浜市"), head=("鈴木", "川崎市")), "a.csv")
    assert not any(word in caught.value.message for word in ("鈴木", "川崎市", "山田"))


def test_a_broken_list_is_refused_with_its_line(read: Read) -> None:
    with pytest.raises(PaperError, match="3 行目"):
        read(csv_of(row()) + b'\r\n"a"b,c', "a.csv")


def test_an_excel_list_keeps_dates_and_shown_zeros(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "調査票"
    sheet.append(list(HEAD))
    sheet.append(["山田　太郎", None, datetime.datetime(2024, 4, 1), None, "男", None, 312345678])
    sheet.cell(2, 7).number_format = "0000000000"
    application = read(saved(book), "a.xlsx").applications[0]
    assert application.record.values["start"] == "2024-04-01"
    assert application.record.values["phone"] == "0312345678"
    assert application.arrived.place == "シート「調査票」2 行目"


def test_zeros_that_excel_lost_are_a_doubt_with_the_likely_number(read: Read) -> None:
    data = excel_of(["山田　太郎", "", "R6.4.1", "", "男", "", 312345678])
    reading = read(data, "a.xlsx").applications[0].record.reading("phone")
    assert [each.code for each in reading.doubts] == ["zeros"]
    assert reading.candidates[0].value == "0312345678"


def test_an_excel_formula_without_a_saved_result_is_told(read: Read) -> None:
    data = excel_of(["山田　太郎", "", "R6.4.1", "", "男", "", "=CONCAT(1,2)"])
    reading = read(data, "a.xlsx").applications[0].record.reading("phone")
    assert "計算式の結果が保存されていません" in reading.doubts[0].message


@pytest.mark.parametrize("encoding", ["UTF-8", "Shift_JIS", "UTF-16", "EUC-JP"])
def test_xml_is_read_in_japanese_encodings(read: Read, encoding: str) -> None:
    document = read(xml_of(GOOD, encoding=encoding), "a.xml")
    assert names(document) == ["山田　太郎"]
    assert document.applications[0].arrived.places["name"] == "「氏名」"


def test_xml_with_several_applications_is_as_many_records(read: Read) -> None:
    document = read(xml_of(GOOD, GOOD | {"氏名": "佐藤　次郎"}), "a.xml")
    assert names(document) == ["山田　太郎", "佐藤　次郎"]


def test_a_source_map_reads_what_no_word_explains(read: Read, maps: Path) -> None:
    (maps / "portal.yaml").write_text(MAP, encoding="utf-8")
    inside = "<Shinsei><受付番号>A-0001</受付番号><申請者><氏名>山田　太郎</氏名></申請者>"
    rest = "<開始>2024-04-01</開始><性別>2</性別></Shinsei>"
    document = read(f'<r xmlns="urn:x">{inside}{rest}</r>'.encode(), "a.xml")
    application = document.applications[0]
    assert (application.record.values["sex"], application.arrived.reference) == ("女", "A-0001")
    assert application.arrived.source == "portal"


def test_a_broken_source_map_is_left_out_and_stops_nothing(read: Read, maps: Path) -> None:
    (maps / "portal.yaml").write_text("source: 1", encoding="utf-8")
    assert names(read(xml_of(GOOD), "a.xml")) == ["山田　太郎"]


def test_a_bundle_keeps_its_papers_with_the_application(read: Read, tmp_path: Path) -> None:
    parts = {"申請.xml": xml_of(GOOD), "添付/本人確認.pdf": pdf(tmp_path, 2), "メモ.docx": b"?"}
    document = read(zip_of(parts), "a.zip")
    arrived = document.applications[0].arrived
    assert [(each.name, each.pages) for each in arrived.attachments] == [
        ("本人確認.pdf", (1, 2)),
        ("メモ.docx", ()),
    ]
    assert [page.form_page for page in document.applications[0].pages] == [0, 0]


def test_in_a_bundle_of_folders_every_paper_finds_its_application(
    read: Read, tmp_path: Path
) -> None:
    parts = {}
    for name in ("甲", "乙"):
        parts[f"{name}/data.xml"] = xml_of(GOOD | {"氏名": f"山田　{name}"})
        parts[f"{name}/paper.pdf"] = pdf(tmp_path)
    document = read(zip_of(parts), "a.zip")
    assert names(document) == ["山田　甲", "山田　乙"]
    assert [[p.number for p in each.pages] for each in document.applications] == [[1], [2]]
    assert document.refused == ()


def test_a_bundle_in_a_bundle_is_read(read: Read) -> None:
    assert names(read(zip_of({"1.zip": zip_of({"a.xml": xml_of(GOOD)})}), "a.zip")) == [
        "山田　太郎"
    ]


def test_a_paper_that_belongs_to_nobody_goes_to_a_person(read: Read, tmp_path: Path) -> None:
    parts = {"a.csv": csv_of(row(), row("佐藤　次郎")), "誰か.pdf": pdf(tmp_path)}
    document = read(zip_of(parts), "a.zip")
    assert len(document.applications) == 2
    assert [(each.error.code, len(each.pages)) for each in document.refused] == [("StrayFiles", 1)]


def test_papers_named_by_the_application_are_its_own_and_missing_ones_are_told(
    read: Read, maps: Path, tmp_path: Path
) -> None:
    (maps / "portal.yaml").write_text(MAP, encoding="utf-8")
    inside = "<申請者><氏名>山田</氏名></申請者><開始>2024-04-01</開始><性別>1</性別>"
    xml = "".join(
        f"<Shinsei><受付番号>{n}</受付番号>{inside}<添付>{n}.pdf</添付></Shinsei>"
        for n in ("A-0001", "A-0002")
    )
    parts = {"a.xml": f"<r>{xml}</r>".encode(), "A-0001.pdf": pdf(tmp_path)}
    first, second = read(zip_of(parts), "a.zip").applications
    assert (len(first.pages), first.arrived.warnings) == (1, ())
    assert (len(second.pages), len(second.arrived.warnings)) == (0, 1)


def test_a_list_that_fits_two_forms_names_both(tmp_path: Path) -> None:
    for form in ("chosa", "chosa-b"):
        folder = tmp_path / form
        folder.mkdir()
        source = Path(__file__).parents[1] / "forms" / "chosa" / "form.yaml"
        text = source.read_text(encoding="utf-8")
        text = text.replace("form: chosa", f"form: {form}").replace("調査票", f"調査票{form}")
        (folder / "form.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_bytes(csv_of(row()))
    catalogue = Catalogue.load(tmp_path)
    reader = DataReader(Sources(catalogue, ()))
    with pytest.raises(UnknownForm, match="調査票chosa-b"):
        reader.read(path)
    assert len(reader.read_as(path, catalogue["chosa-b"]).applications) == 1


def pdf_form(**values: str) -> bytes:
    """A PDF form of somebody else."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(300, 300))
    canvas.drawString(10, 285, "form")
    for row_number, (name, value) in enumerate(values.items()):
        y = 260 - 40 * row_number
        canvas.acroForm.textfield(name=name, value=value, x=50, y=y, width=200, height=20)
    canvas.save()
    return out.getvalue()


def test_a_pdf_form_of_others_is_read_by_its_map_with_its_page(read: Read, maps: Path) -> None:
    fields = "{phone: TEL, start: DATE}"
    text = f"source: pdf-a\ntitle: p\nkind: acroform\nfields: {fields}\n"
    (maps / "p.yaml").write_text(text, encoding="utf-8")
    (application,) = read(
        pdf_form(TEL="0312345678", DATE="2024-04-01", MEMO="x"), "a.pdf"
    ).applications
    assert application.record.values["phone"] == "0312345678"
    assert application.record.reading("phone").source == "acroform"
    assert application.arrived.notes == ("使わなかった欄: MEMO",)
    assert [page.form_page for page in application.pages] == [0]


def test_a_pdf_without_a_map_is_a_paper(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_form(TEL="0312345678"))
    assert not DataReader(Sources(catalogue, ())).takes(path)


def test_one_cell_in_the_last_corner_of_a_sheet_ends_nothing(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(HEAD))
    sheet.append(list(row()))
    sheet.cell(1_048_576, 16_384).value = "x"
    with pytest.raises(PaperError, match="行が多すぎます"):
        read(saved(book), "a.xlsx")


def test_a_hidden_sheet_is_not_read_but_told_and_others_are(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(HEAD))
    sheet.append(list(row()))
    hidden = book.create_sheet("裏")
    hidden.sheet_state = "hidden"
    hidden.append(list(HEAD))
    hidden.append(list(row("隠れ　太郎")))
    found = read(saved(book), "a.xlsx")
    assert names(found) == ["山田　太郎"]
    assert found.applications[0].arrived.notes == ("隠れているシート「裏」は使いませんでした。",)


def test_a_text_with_an_element_in_it_is_for_a_person_and_not_cut(read: Read) -> None:
    data = xml_of({"氏名": "山田<b>　</b>太郎", "開始日": "R6.4.1", "性別": "男"})
    (found,) = read(data, "a.xml").applications
    reading = next(each for each in found.record.readings if each.field == "name")
    assert reading.raw == ""
    assert any("別の要素" in doubt.message for doubt in reading.doubts)
