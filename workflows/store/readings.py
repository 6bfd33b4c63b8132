"""Readings in and out of their rows, and what people said laid over what the machine read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import rules
from forms.form import Form
from forms.geometry import Box
from forms.record import Candidate, Doubt, Figures, Reading, Record, Value
from workflows.store.tables import AnswerRow, ReadingRow, RecordRow


@dataclass(frozen=True, slots=True)
class Answer:
    """The last word of a person on a field. `overrides`: the broken rule that was let stand."""

    field: str
    kind: str
    raw: str
    value: Value
    overrides: str | None
    by: str


def save(session: Session, row: RecordRow, form: Form, record: Record, fit: float) -> None:
    """Write the machine's readings and the counts of accepted and doubted fields."""
    row.form, row.version, row.fit = form.id, record.version, fit
    row.fields = len(record.readings)
    row.fields_doubted = sum(not reading.accepted for reading in record.readings)
    row.fields_accepted = row.fields - row.fields_doubted
    session.add_all(
        _row(row.id, position, reading) for position, reading in enumerate(record.readings)
    )


def _row(record_id: int, position: int, reading: Reading) -> ReadingRow:
    return ReadingRow(
        record_id=record_id,
        position=position,
        field=reading.field,
        raw=reading.raw,
        value=to_json(reading.value),
        confidence=reading.confidence,
        page=reading.page,
        box=[reading.box.x, reading.box.y, reading.box.w, reading.box.h],
        source=reading.source,
        accepted=reading.accepted,
        doubts=[{"code": each.code, "message": each.message} for each in reading.doubts],
        candidates=[
            {"value": each.value, "probability": each.probability} for each in reading.candidates
        ],
        figures=asdict(reading.figures) if reading.figures else None,
        basis=reading.figures.basis if reading.figures else None,
    )


def machine(row: ReadingRow) -> Reading:
    """As the machine read it."""
    return Reading(
        field=row.field,
        raw=row.raw,
        value=from_json(row.value),
        confidence=row.confidence,
        page=row.page,
        box=Box(*row.box),
        source=row.source,
        doubts=tuple(Doubt(**each) for each in row.doubts),
        candidates=tuple(Candidate(**each) for each in row.candidates),
        figures=to_figures(row.figures),
    )


def to_figures(kept: Any) -> Figures | None:
    return Figures(**kept) if kept else None


def answers(session: Session, record_id: int) -> Mapping[str, Answer]:
    """The latest answer of each field that has one."""
    query = select(AnswerRow).where(AnswerRow.record_id == record_id).order_by(AnswerRow.id)
    return {
        row.field: Answer(row.field, row.kind, row.raw, from_json(row.value), row.overrides, row.by)
        for row in session.scalars(query)
    }


def effective(session: Session, row: RecordRow, form: Form) -> Record:
    """The record as it now stands: people's answers laid over the readings, rules checked again."""
    return lay_over(form, row, (machine(each) for each in row.readings), answers(session, row.id))


def lay_over(
    form: Form, row: RecordRow, readings: Iterable[Reading], said: Mapping[str, Answer]
) -> Record:
    """Pure part of `effective`. A rule that a person let stand is no doubt until it changes."""
    laid = tuple(_answered(each, said.get(each.field)) for each in readings)
    checked = rules.check(form, Record(row.form or form.id, row.version or form.version, laid))
    return Record(
        checked.form,
        checked.version,
        tuple(_let_stand(each, said.get(each.field)) for each in checked.readings),
    )


def _answered(reading: Reading, answer: Answer | None) -> Reading:
    if answer is None and reading.value is None and reading.raw.strip():
        return reading  # what is no value of its field stays in doubt, whatever its code
    if answer is None:  # rules between fields are checked afresh
        kept = tuple(doubt for doubt in reading.doubts if doubt.code != "rule")
        return replace(reading, doubts=kept)
    return replace(
        reading, raw=answer.raw, value=answer.value, confidence=1.0, source="person", doubts=()
    )


def _let_stand(reading: Reading, answer: Answer | None) -> Reading:
    if answer is None or answer.overrides is None:
        return reading
    kept = tuple(d for d in reading.doubts if d.code != "rule" or d.message != answer.overrides)
    return replace(reading, doubts=kept)


def to_json(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def from_json(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value
