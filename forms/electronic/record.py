"""An item → a record: each field's value with what is wrong or odd about it. Nothing is guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from forms import rules
from forms.electronic.item import Cell, Held, Item, Kind
from forms.electronic.source_map import Wanted
from forms.electronic.values import is_rounded, may_have_lost_zeros, typed, with_zeros
from forms.errors import DoubtError
from forms.form import Field, Form
from forms.record import Candidate, Reading, Record
from forms.values import normalise

LONGEST = 2000  # characters of one value
CELL, SHIFTED, FORMULA, ZEROS, NOTED = "cell", "shifted", "formula", "zeros", "noted"
BLANK = "blank"
"""Codes of doubts that only data can have, and the one of a required blank."""


def record_of(form: Form, item: Item, fields: Mapping[str, Wanted], kind: Kind) -> Record:
    """The application on `form`, checked by the form's own rules. Confidence is 1 where there is a
    value or nothing at all: nothing had to be recognised. 0 where what stands there is no value."""
    readings = tuple(_reading(each, item, fields.get(each.id), kind) for each in form.fields)
    return rules.check(form, Record(form.id, form.version, readings))


def places_of(item: Item, fields: Mapping[str, Wanted]) -> dict[str, str]:
    """Where each field stood, for people."""
    return {
        field: "、".join(cell.place for cell in _cells(item, wanted))
        for field, wanted in fields.items()
        if _cells(item, wanted)
    }


def _reading(field: Field, item: Item, wanted: Wanted | None, kind: Kind) -> Reading:
    cells = _cells(item, wanted)
    reading = Reading(field.id, "", None, 1.0, field.page, field.box, kind.value)
    if fault := next((each for each in cells if each.fault), None):
        reading = replace(reading, confidence=0.0)
        reading = reading.doubted(CELL, f"{_at(item, cells)}{fault.fault}")
    elif wanted is not None:
        texts = {name: cell.text for name, cell in item.cells.items()}
        reading = _valued(field, reading, wanted, texts, item, cells)
    if item.fault and reading.raw:
        reading = reading.doubted(SHIFTED, item.fault)
    if field.required and reading.value is None and reading.accepted:
        where = f" ({_at(item, cells, '')})" if cells else " (この項目の欄がありません)"
        reading = reading.doubted(BLANK, f"{field.label}が空です。必須の項目です{where}。")
    return reading


def _valued(
    field: Field, reading: Reading, wanted: Wanted, texts: Mapping[str, str], item: Item,
    cells: Sequence[Cell],
) -> Reading:  # fmt: skip
    raw = typed(field, wanted.filled(texts), wanted.values)
    if len(raw) > LONGEST:
        reading = replace(reading, raw=raw[:LONGEST], confidence=0.0)
        return reading.doubted(CELL, f"{_at(item, cells)}長すぎて、途中までしか入りません。")
    try:
        reading = replace(reading, raw=raw, value=normalise(field, raw))
    except DoubtError as error:
        reading = replace(reading, raw=raw, confidence=0.0)
        where = f" ({_at(item, cells, '')})。" if cells else "。"
        return _refused(field, reading, f"{error.message.removesuffix('。')}{where}")
    held = cells[0].held if len(cells) == 1 else Held.TEXT
    if any(cell.held is Held.FORMULA for cell in cells):
        message = f"{_at(item, cells)}計算式の結果です。確かめてください。"
        reading = reading.doubted(FORMULA, message)
    if note := next((cell.note for cell in cells if cell.note), ""):
        reading = reading.doubted(NOTED, f"{_at(item, cells)}{note}")
    if raw and may_have_lost_zeros(field, raw, held):
        message = "数として保存されています。先頭の 0 が消えていないか、確かめてください。"
        reading = reading.doubted(ZEROS, f"{_at(item, cells)}{message}")
    return reading


def _refused(field: Field, reading: Reading, message: str) -> Reading:
    """What is no value of the field, and why it may have come to that."""
    if is_rounded(field, reading.raw):
        return reading.doubted(
            ZEROS, f"{message}表計算ソフトが桁を丸めています。元の番号を確かめてください。"
        )
    likely = with_zeros(field, reading.raw)
    if likely is None:
        return reading.doubted("unreadable", message)
    reading = replace(reading, candidates=(Candidate(likely, 0.9),))
    return reading.doubted(ZEROS, f"{message}表計算ソフトで先頭の 0 が消えたようです。")


def _cells(item: Item, wanted: Wanted | None) -> tuple[Cell, ...]:
    names = wanted.names if wanted else ()
    return tuple(item.cells[name] for name in names if name in item.cells)


def _at(item: Item, cells: Sequence[Cell], end: str = ": ") -> str:
    where = "、".join(cell.place for cell in cells)
    return f"{item.place} {where}{end}".lstrip() if where else f"{item.place}{end}"
