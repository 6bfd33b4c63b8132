"""What a PDF would do, and fields that show other than they hold."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from forms.errors import UnreadableFile
from ocr.digital import from_acroform
from ocr.pages.acroform import all_values
from ocr.pages.active import Deed, deeds_in
from ocr.pages.appearance import unlike
from ocr.pages.document import Limits, opened
from tests.ours import OURS

Change = Callable[[PdfWriter], None]


def pdf(change: Change = lambda writer: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opening(kind: str) -> Change:
    def change(writer: PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind)})
        action[NameObject("/JS")] = TextStringObject("app.alert(1)")
        writer.root_object[NameObject("/OpenAction")] = action

    return change


def dynamic(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)


def filled(**values: str) -> bytes:
    """A PDF form with the looks of these values."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    for row, (name, value) in enumerate(values.items()):
        canvas.drawString(10, 150 - 40 * row, "label")
        canvas.acroForm.textfield(
            name=name, value=value, x=50, y=140 - 40 * row, width=100, height=20
        )
    canvas.save()
    return out.getvalue()


def changed(data: bytes, name: str, value: str) -> bytes:
    """Another value under the same look."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    notes = writer.pages[0]["/Annots"]
    assert isinstance(notes, ArrayObject)
    for reference in notes:
        widget = reference.get_object()
        if widget["/T"] == name:
            widget[NameObject("/V")] = TextStringObject(value)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "deeds"),
    [
        (lambda writer: None, set()),
        (opening("/JavaScript"), {Deed.SCRIPT}),
        (opening("/Launch"), {Deed.LAUNCH, Deed.SCRIPT}),
        (dynamic, {Deed.XFA, Deed.DYNAMIC}),
    ],
    ids=["nothing", "script", "launch", "dynamic"],
)
def test_what_a_pdf_would_do_is_seen(change: Change, deeds: set[Deed]) -> None:
    assert deeds_in(pdf(change)) == deeds


def test_a_name_with_letters_written_as_numbers_is_seen() -> None:
    assert Deed.LAUNCH in deeds_in(pdf(opening("/Launch")).replace(b"/Launch", b"/L#61unch"))


@pytest.mark.parametrize(
    ("change", "words"), [(opening("/Launch"), "プログラムを起動"), (dynamic, "XFA")]
)
def test_a_pdf_that_starts_programs_or_has_no_pages_of_its_own_is_refused(
    change: Change, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        opened("a.pdf", pdf(change), Limits())


def test_a_pdf_with_a_script_is_read_and_the_script_left_alone() -> None:
    assert opened("a.pdf", pdf(opening("/JavaScript")), Limits()).page_count == 1


def test_a_field_that_shows_what_it_holds_is_not_odd() -> None:
    data = filled(a="Taro", b="Jiro")
    assert unlike(data, all_values(data)) == set()


def test_a_field_that_shows_something_else_is_odd() -> None:
    data = changed(filled(a="Taro", b="Jiro"), "b", "Hanako")
    assert unlike(data, all_values(data)) == {"b"}
    assert opened("a.pdf", data, Limits()).odd_values == {"b"}


@pytest.mark.parametrize("odd", ["name", "name.year"])
def test_an_odd_field_or_part_of_one_is_taken_and_in_doubt(odd: str) -> None:
    form = OURS["risai-shomei"]
    guess = from_acroform(form.field("name"), {"name": "山田"}, {odd})
    assert guess is not None
    assert (guess.raw, [each.code for each in guess.doubts]) == ("山田", ["appearance"])


def test_what_stands_in_a_broken_pdf_goes_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    data = filled(a="Yamada").replace(b"/Kids", b"/K\xffds").replace(b"xref", b"xr?f")
    all_values(data)
    deeds_in(data)
    assert "Yamada" not in caplog.text
    assert not [each for each in caplog.records if each.name.startswith("pypdf")]
