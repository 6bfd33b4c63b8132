"""Printed options: one ringed or ticked, or several."""

from forms.form import Field, Mark
from forms.record import Doubt
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess
from ocr.marks import Marked, rings, ticks

SOURCE = "mark"


def plan(field: Field, sheet: Sheet) -> Plan:
    look = rings if field.mark is Mark.CIRCLE else ticks
    return Known(understood(field, look(sheet.written, field.options)))


def understood(field: Field, marked: Marked) -> Guess:
    """The choice as text (several joined by `、`), with the doubts that marks alone raise."""
    doubts: list[Doubt] = []
    if len(marked.chosen) > 1 and not field.multiple:
        doubts.append(Doubt("two_marks", f"{field.label}に印が二つ以上あります。"))
    if not marked.chosen and field.required:
        doubts.append(Doubt("no_mark", f"{field.label}に印がありません。"))
    return Guess(
        "、".join(marked.chosen),
        marked.confidence,
        SOURCE,
        ink=marked.ink,
        doubts=tuple(doubts),
    )
