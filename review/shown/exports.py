"""Exports as their pages show them: what may be chosen, what stood in the way, what came out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.catalogue import Catalogue
from forms.form import Field, FieldType, Form
from forms.standard import Reduced
from workflows.accounts import Scope
from workflows.exports import (
    CHOICES,
    CONFIRMED,
    Characters,
    Encoding,
    Format,
    Kind,
    LayoutDeclaration,
    Shelf,
    Trouble,
    Written,
    fields_of,
    standard,
)
from workflows.exports.cells import ITEM_TITLES
from workflows.exports.charset import candidates, code_points, proposal
from workflows.exports.declaration import ColumnDeclaration, DateStyle, Item, Width
from workflows.store.states import TITLES, State

FORMATS = {
    Format.CSV: "CSV", Format.EXCEL: "Excel", Format.JSON: "JSON", Format.FIXED: "固定長",
    Format.NATIONAL: "国の標準の項目名・コード",
}  # fmt: skip
OFFERED = (Format.CSV, Format.EXCEL, Format.JSON, Format.NATIONAL)  # of every form
CHARACTERS = {
    Characters.ALL: "すべて",
    Characters.CP932: "CP932 にある文字",
    Characters.JIS_X_0213: "JIS X 0213 (第四水準まで)",
    Characters.JIS_X_0208: "JIS X 0208 (第二水準まで)",
}
ENCODINGS = {Encoding.UTF_8: "UTF-8", Encoding.CP932: "CP932 (Shift_JIS)"}
DATES = {
    DateStyle.ISO: "1985-04-03", DateStyle.COMPACT: "19850403", DateStyle.SLASH: "1985/04/03",
    DateStyle.ERA: "昭和60年4月3日", DateStyle.ERA_LETTER: "S60.04.03",
    DateStyle.ERA_DIGITS: "3600403",
}  # fmt: skip
WIDTHS = {Width.AS_IS: "そのまま", Width.FULL: "全角", Width.HALF: "半角"}
PRIVATE = "（見るのに権限が要ります）"
PLACES = 5  # of a character that are named on the page


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Misfit:
    """A character that may not be written, and where it stands. `proposal`: the same one under
    another number; `candidates`: others that may stand for it."""

    character: str
    points: str
    proposal: str
    candidates: tuple[Reduced, ...]
    count: int
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A column of a layout in the editor. `codes` as a person types them: 男=1、女=2."""

    column: ColumnDeclaration
    holds: str
    codes: str


def forms_of(catalogue: Catalogue, scope: Scope) -> tuple[Form, ...]:
    return tuple(form for form in catalogue if scope.sees(form.department))


def own(shelf: Shelf, forms: Iterable[Form], chosen: str) -> tuple[Choice, ...]:
    """The office's layouts of these forms."""
    seen = {form.id for form in forms}
    return tuple(
        Choice(f"own:{each.name}", _title(each.layout), f"own:{each.name}" == chosen)
        for each in shelf.all()
        if each.layout is not None and each.layout.form in seen
    )


def _title(layout: LayoutDeclaration) -> str:
    return f"{layout.title}（{FORMATS[layout.format]}）"


def standards(forms: Iterable[Form], chosen: str) -> tuple[Choice, ...]:
    values = [(form, kind) for form in forms for kind in OFFERED]
    return tuple(
        Choice(name, f"{form.title}（{FORMATS[kind]}）", name == chosen)
        for form, kind in values
        if (name := f"standard:{form.id}:{kind.value}")
    )


def states(chosen: Sequence[State] = CONFIRMED) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, TITLES[each], each in chosen) for each in CHOICES)


def misfits(written: Written, layout: LayoutDeclaration) -> tuple[Misfit, ...]:
    """Characters to be replaced, the most frequent first."""
    places: dict[str, list[tuple[int, str]]] = {}
    for each in written.troubles.listed:
        if each.kind is Kind.CHARACTER:
            places.setdefault(each.what, []).append((each.record_id, each.column))
    return tuple(
        Misfit(
            unit, code_points(unit), proposal(unit, layout.encoding, layout.characters),
            candidates(unit, layout.encoding, layout.characters), count,
            tuple(places.get(unit, ()))[:PLACES],
        )
        for unit, count in written.troubles.characters.most_common()
    )  # fmt: skip


def missing_in(layout: LayoutDeclaration) -> str:
    """Where a character is missing that was not written."""
    encoding = ENCODINGS[layout.encoding]
    if layout.characters is Characters.ALL:
        return encoding
    return CHARACTERS[layout.characters].replace(" にある文字", "")


def others(written: Written) -> tuple[Trouble, ...]:
    """What no substitute helps against."""
    return tuple(each for each in written.troubles.listed if each.kind is not Kind.CHARACTER)


def holdings(form_id: str, catalogue: Catalogue) -> tuple[Choice, ...]:
    """What a column of this form may hold."""
    fields = fields_of(catalogue, form_id).values()
    items = [
        Choice(f"item:{name.value}", title, is_date=name is Item.RECEIVED)
        for name, title in ITEM_TITLES.items()
    ]
    named = [
        Choice(f"field:{f.id}", f.label + (PRIVATE if f.private else ""), is_date=_is_date(f))
        for f in fields
    ]
    return *named, *items, Choice("text:", "決まった文字")


def rows(layout: LayoutDeclaration) -> tuple[Row, ...]:
    return tuple(_row(column) for column in layout.columns)


def _row(column: ColumnDeclaration) -> Row:
    item = f"item:{column.item.value}" if column.item else "text:"
    codes = "、".join(f"{value}={code}" for value, code in column.codes.items())
    return Row(column, f"field:{column.field}" if column.field else item, codes)


def _is_date(field: Field) -> bool:
    return field.type is FieldType.DATE


def new_layout(form: Form) -> LayoutDeclaration:
    """What the editor begins with: the form's standard under a name of its own."""
    made = standard(form, Format.CSV)
    return made.model_copy(update={"layout": f"{form.id}-1", "title": f"{form.title} 書き出し"})
