"""The writer of filled AcroForm PDFs. Which fields there are: `samples.generate.widgets`."""

import io
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from forms.form import Form, PageSize
from samples.blanks.pen import Pen
from samples.generate.fill import Paper
from samples.generate.typed import POINTS_PER_MM, TypeWriter
from samples.generate.widgets import Widget, widgets_of

_COMBO, _COMB, _PRINT = 1 << 17, 1 << 24, 4  # PDF 32000-1, tables 228, 230 and 165


def acroform_pdf(form: Form, paper: Paper, target: Path, face: str = "gothic") -> None:
    """Write `target`: the blank with filled fields, each with its own look."""
    widgets = widgets_of(form, paper)
    writer = PdfWriter(clone_from=PdfReader(form.blank))
    tree = _Tree(writer)
    for widget, look in zip(widgets, _looks(form, widgets, face).pages, strict=True):
        size = form.pages[widget.page - 1]
        made = tree.add(widget, _dictionary(widget, size, writer, look))
        page = writer.pages[widget.page - 1]
        page.setdefault(NameObject("/Annots"), ArrayObject()).append(made)
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(
        _made(
            Fields=tree.roots,
            DA=TextStringObject("/Helv 0 Tf 0 g"),
            DR=_made(Font=_made(Helv=writer._add_object(_helvetica()))),
        )
    )
    with target.open("wb") as out:
        writer.write(out)


class _Tree:
    """The field tree: parts of one field hang under it."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._kids: dict[str, tuple[IndirectObject, ArrayObject]] = {}
        self.roots = ArrayObject()

    def add(self, widget: Widget, made: DictionaryObject) -> IndirectObject:
        """The reference of the new field, which is a root or hangs under its parent."""
        added = self._writer._add_object(made)
        if len(widget.name) == 1:
            self.roots.append(added)
            return added
        parent, kids = self._parent(widget.name[0])
        kids.append(added)
        made[NameObject("/Parent")] = parent
        return added

    def _parent(self, name: str) -> tuple[IndirectObject, ArrayObject]:
        if name not in self._kids:
            kids = ArrayObject()
            parent = self._writer._add_object(_made(T=TextStringObject(name), Kids=kids))
            self.roots.append(parent)
            self._kids[name] = (parent, kids)
        return self._kids[name]


def _looks(form: Form, widgets: list[Widget], face: str) -> PdfReader:
    """A PDF with one page a widget, on which its look is drawn where it stands on the form."""
    buffer = io.BytesIO()
    pen = Pen(buffer, form.title)
    for widget in widgets:
        size = form.pages[widget.page - 1]
        typed = TypeWriter(pen, size, face)
        pen.text((size.width, size.height), " ", 1, face)  # a page with nothing on it is kept
        for box in widget.marked:
            (typed.check if widget.ticked else typed.ring)(box)
        if widget.kind == "Tx" and widget.value and widget.cells:
            typed.cells(widget.box, widget.value, widget.cells)
        elif widget.kind == "Tx" and widget.value:
            typed.line(widget.box, widget.value, centred=len(widget.name) > 1)
        pen.next_page()
    pen.save()
    return PdfReader(buffer)


def _dictionary(
    widget: Widget, size: PageSize, writer: PdfWriter, look: PageObject
) -> DictionaryObject:
    rect = _rectangle(widget, size)
    drawn = writer._add_object(_appearance(look, rect, writer))
    field = _made(
        Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), FT=NameObject(f"/{widget.kind}"),
        T=TextStringObject(widget.name[-1]), Rect=rect, F=NumberObject(_PRINT),
        P=writer.pages[widget.page - 1].indirect_reference,
    )  # fmt: skip
    if widget.kind == "Btn":
        state = NameObject(f"/{widget.value}")
        field |= _made(V=state, AS=state, AP=_made(N=_made(Yes=drawn)))
        return field
    field |= _made(
        V=TextStringObject(widget.value), DA=TextStringObject("/Helv 0 Tf 0 g"), AP=_made(N=drawn)
    )
    if widget.kind == "Ch":
        options = ArrayObject(TextStringObject(each) for each in widget.options)
        field |= _made(Ff=NumberObject(_COMBO), Opt=options)
    if widget.cells:
        field |= _made(Ff=NumberObject(_COMB), MaxLen=NumberObject(widget.cells))
    return field


def _appearance(look: PageObject, rect: ArrayObject, writer: PdfWriter) -> StreamObject:
    """A page's content as a form object whose box is the widget's, in page coordinates."""
    stream = StreamObject()
    content = look.get_contents()
    stream.set_data(content.get_data() if content is not None else b"")
    stream |= _made(
        Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=rect,
        Resources=look["/Resources"].clone(writer),
    )  # fmt: skip
    return stream.flate_encode()


def _rectangle(widget: Widget, size: PageSize) -> ArrayObject:
    """The widget's box with room for a ring, in points from the bottom left corner."""
    room = 0.0 if widget.kind == "Tx" else 1.5
    left = widget.box.x * size.width - room
    top = size.height - widget.box.y * size.height + room
    right = left + widget.box.w * size.width + 2 * room
    bottom = top - widget.box.h * size.height - 2 * room
    return ArrayObject(
        FloatObject(round(v * POINTS_PER_MM, 2)) for v in (left, bottom, right, top)
    )  # fmt: skip


def _helvetica() -> DictionaryObject:
    """What a viewer types with when a person changes a field."""
    return _made(
        Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica")
    )


def _made(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
