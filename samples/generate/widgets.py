"""Which AcroForm fields a form has, with the values of one application.

Text fields hold the text as written; a date is `<id>.year`, `.month`, `.day` and, where eras are
printed to choose from, `.era`; a choice is a list with the option's value; several options are
checkboxes `<id>.<value>`. Seals have no field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forms.era import EraDate, to_era
from forms.form import Field, FieldType, Form, Mark, Option
from forms.geometry import Box
from samples.generate.fill import Paper, as_written, date_parts


@dataclass(frozen=True, slots=True)
class Widget:
    """One field or kid. `name` is (field id,) or (field id, part); `kind` is Tx, Ch or Btn.

    `marked` are boxes to ring or tick instead of text.
    """

    name: tuple[str, ...]
    kind: str
    page: int
    box: Box
    value: str
    cells: int = 0
    options: tuple[str, ...] = ()
    marked: tuple[Box, ...] = ()
    ticked: bool = False


def widgets_of(form: Form, paper: Paper) -> list[Widget]:
    """Every widget of the form, in the order of its fields."""
    return [widget for field in form.fields for widget in _widgets(field, paper)]


def _widgets(field: Field, paper: Paper) -> Iterator[Widget]:
    value = paper.values.get(field.id)
    if field.type in (FieldType.SEAL, FieldType.QR):
        return
    if field.type is FieldType.CHOICE:
        yield from _choices(field, value if isinstance(value, tuple) else (value or "",))
    elif field.date is not None:
        day = to_era(date.fromisoformat(value)) if isinstance(value, str) else None
        yield from _date(field, field.date.eras, day)
    else:
        text = as_written(field, value, paper.wide) if isinstance(value, str) else ""
        yield Widget((field.id,), "Tx", field.page, field.box, text, field.cells)


def _choices(field: Field, chosen: tuple[str, ...]) -> Iterator[Widget]:
    ticked = field.mark is Mark.CHECK
    if field.multiple:
        for option in field.options:
            name, on = (field.id, option.value), option.value in chosen
            state = "Yes" if on else "Off"
            yield Widget(
                name, "Btn", field.page, option.box, state, 0, (), (option.box,), ticked
            )  # fmt: skip
        return
    values = tuple(o.value for o in field.options)
    marked = tuple(o.box for o in field.options if o.value in chosen)
    yield Widget(
        (field.id,), "Ch", field.page, field.box, chosen[0], 0, values, marked, ticked
    )  # fmt: skip


def _date(field: Field, eras: tuple[Option, ...], day: EraDate | None) -> Iterator[Widget]:
    if eras:
        marked = tuple(o.box for o in eras if day and o.value == day.era)
        values = tuple(o.value for o in eras)
        name, box = (day.era if day else ""), _around([o.box for o in eras])
        yield Widget((field.id, "era"), "Ch", field.page, box, name, 0, values, marked)
    for part, box, text in date_parts(field, day or EraDate("令和", 1, 1, 1)):
        yield Widget((field.id, part), "Tx", field.page, box, text if day else "")


def _around(boxes: list[Box]) -> Box:
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.w for b in boxes), max(b.y + b.h for b in boxes)
    return Box(left, top, right - left, bottom - top)
