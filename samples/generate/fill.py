"""A form and its values → marks on paper, through whatever writer puts them there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from forms.era import EraDate, to_era
from forms.form import Field, FieldType, Mark
from forms.geometry import Box
from forms.record import Value
from samples.generate.people import SPACE, phone_with_hyphens

_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


class Writer(Protocol):
    """Puts one thing on a page. Boxes are fractions of the page."""

    def line(self, box: Box, text: str, *, centred: bool = False) -> None: ...

    def cells(self, box: Box, text: str, count: int) -> None: ...

    def ring(self, box: Box) -> None: ...

    def check(self, box: Box) -> None: ...

    def seal(self, box: Box, family: str) -> None: ...

    def strike(self, box: Box) -> None: ...

    def code(self, box: Box, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper: values by field id, and what is there beside them.

    `extra` are options ringed or ticked besides the value; `struck` fields struck out (二重線);
    `wide` writes the numbers of addresses in full width, as word processors do. `written` is text
    that stands there instead of the value as usual (同上); `corrected` what was written first.
    """

    values: Mapping[str, Value]
    extra: Mapping[str, str] = field(default_factory=dict)
    struck: tuple[str, ...] = ()
    wide: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)


def fill_field(writer: Writer, form_field: Field, paper: Paper) -> None:
    """Put one field of the paper on its page."""
    value = paper.values.get(form_field.id)
    if form_field.type is FieldType.CHOICE:
        _choose(writer, form_field, value, paper.extra.get(form_field.id))
    elif form_field.type is FieldType.SEAL:
        if value == "あり":
            writer.seal(form_field.box, _family(form_field, paper.values))
    elif form_field.type is FieldType.QR:
        if isinstance(value, str):
            writer.code(form_field.box, value)
    elif isinstance(value, str):
        text = paper.written.get(form_field.id) or as_written(form_field, value, paper.wide)
        _text(writer, form_field, value, text)
    if form_field.id in paper.struck:
        writer.strike(form_field.box)


def as_written(form_field: Field, value: str, wide: bool = False) -> str:
    """The value as the applicant writes it: phone numbers get hyphens, addresses wide digits."""
    if form_field.type is FieldType.PHONE:
        return phone_with_hyphens(value)
    if form_field.type is FieldType.ADDRESS and wide:
        return value.translate(_WIDE)
    return value


def date_parts(form_field: Field, day: EraDate) -> list[tuple[str, Box, str]]:
    """(part, box, text) of year, month and day as written; 元 for the first year."""
    if form_field.date is None:
        return []
    year = "元" if day.year == 1 else str(day.year)
    return [
        ("year", form_field.date.year, year),
        ("month", form_field.date.month, str(day.month)),
        ("day", form_field.date.day, str(day.day)),
    ]


def _text(writer: Writer, form_field: Field, value: str, text: str) -> None:
    if form_field.date is not None:
        day = to_era(date.fromisoformat(value))
        for era in form_field.date.eras:
            if era.value == day.era:
                writer.ring(era.box)
        for _, box, part in date_parts(form_field, day):
            writer.line(box, part, centred=True)
    elif form_field.cells:
        writer.cells(form_field.box, text, form_field.cells)
    else:
        centred = form_field.type is FieldType.NUMBER
        writer.line(form_field.box, text, centred=centred)


def _choose(writer: Writer, form_field: Field, value: Value, extra: str | None) -> None:
    chosen = set(value if isinstance(value, tuple) else (value,)) | {extra}
    mark = writer.check if form_field.mark is Mark.CHECK else writer.ring
    for option in form_field.options:
        if option.value in chosen:
            mark(option.box)


def _family(form_field: Field, values: Mapping[str, Value]) -> str:
    """What the seal says: the applicant's family name; an agent seals as 代表."""
    return "代表" if "daiko" in form_field.id else family_of(values)


def family_of(values: Mapping[str, Value]) -> str:
    """The applicant's family name, 代表 where there is none."""
    names = [key for key in values if key.endswith("_name")]
    for key in ("seikyusha_name", "name", *names):
        name = values.get(key)
        if isinstance(name, str):
            return name.split(SPACE)[0]
    return "代表"
