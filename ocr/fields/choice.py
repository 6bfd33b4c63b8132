"""Printed options: one ringed or ticked, or several."""

from forms.form import Field, Mark
from forms.record import Candidate, Doubt
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess
from ocr.marks import Marked, rings, ticks

SOURCE = "mark"


def plan(field: Field, sheet: Sheet) -> Plan:
    look = rings if field.mark is Mark.CIRCLE else ticks
    return Known(understood(field, look(sheet.written, field.options)))


def understood(field: Field, marked: Marked) -> Guess:
    """The choice as text (several joined by `、`), with the doubts that marks alone raise.

    What was struck out is never the choice by itself: what is left is a candidate, in doubt.
    """
    raw = "、".join(marked.chosen)
    return Guess(
        raw,
        marked.confidence,
        SOURCE,
        ink=marked.ink,
        candidates=_candidates(marked),
        doubts=tuple(_doubts(field, marked)),
    )


def _candidates(marked: Marked) -> tuple[Candidate, ...]:
    """What is marked first; then what had been, before it was struck out."""
    if not marked.struck:
        return ()
    first = [Candidate("、".join(marked.chosen), 0.8)] if marked.chosen else []
    others = [each for each in marked.struck if each not in marked.chosen]
    return (*first, *(Candidate(each, round(0.2 / len(others), 4)) for each in others))


def _doubts(field: Field, marked: Marked) -> list[Doubt]:
    doubts: list[Doubt] = []
    if marked.struck:
        words = "・".join(marked.struck)
        doubts.append(Doubt("struck", f"{field.label}の「{words}」に消した跡があります。"))
    if len(marked.chosen) > 1 and not field.multiple:
        doubts.append(Doubt("two_marks", f"{field.label}に印が二つ以上あります。"))
    if not marked.chosen and field.required:
        doubts.append(Doubt("no_mark", f"{field.label}に印がありません。"))
    return doubts
