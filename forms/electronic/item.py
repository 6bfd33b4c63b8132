"""What arrived, before anybody says what it means: items of cells by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.form import Form


class Kind(StrEnum):
    """What an application came as. Also the `source` of its readings."""

    CSV = "csv"
    EXCEL = "excel"
    XML = "xml"
    ACROFORM = "acroform"


TITLES: Mapping[Kind, str] = {
    Kind.CSV: "CSV の一覧",
    Kind.EXCEL: "Excel の一覧",
    Kind.XML: "電子申請 (XML)",
    Kind.ACROFORM: "PDF の入力欄",
}


class Held(StrEnum):
    """How a file holds a value."""

    TEXT = "text"
    NUMBER = "number"  # leading zeros are lost
    DATE = "date"  # `text` is the ISO date
    FORMULA = "formula"  # `text` is what it came to when it was saved


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: `text` as somebody would type it. `place` for people (B 列「氏名」). Japanese and
    without the value, or empty: `fault`, why it cannot be used; `note`, why a person must look at
    it although it can."""

    text: str
    place: str
    held: Held = Held.TEXT
    fault: str = ""
    note: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and not self.fault


@dataclass(frozen=True, slots=True)
class Item:
    """One application as it arrived. `number`: the row of a list, else the place in its file, from
    1; `place` for people (12 行目). `fault`: why none of its cells can be trusted."""

    number: int
    place: str
    cells: Mapping[str, Cell]
    fault: str = ""


def is_electronic(source: str) -> bool:
    """A reading's source in which nothing had to be recognised because it came as data."""
    return source in {each.value for each in Kind}


def heading_of(form: Form, field_id: str) -> str:
    """A heading that names the field of this form and no other: its label, with its id where more
    fields have that label."""
    field = form.field(field_id)
    is_alone = sum(each.label == field.label for each in form.fields) == 1
    return field.label if is_alone else f"{field.label}（{field.id}）"
