"""Readings in and out of their rows, and what people said laid over what the machine read.

A field that two people type blind is blank and in doubt until both have: nothing shows what was
read. One that a second look found different is in doubt until somebody answers it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forms import rules
from forms.form import Form
from forms.geometry import Box
from forms.record import Candidate, Doubt, Figures, Reading, Record, Value
from workflows.sealing import CannotOpen
from workflows.store.tables import AnswerRow, ReadingRow, RecordRow, SecondTaskRow
from workflows.store.tables.sealed import UNSURE

DOUBLE, RESTARTED, MARKED = "double", "restarted", "marked"
"""Kinds of answers: what two people typed alike (or a third settled); typing begins anew; what
was read was seen to be wrong."""

WAITS = Doubt("double", "二人入力待ちです。")
WRONG = Doubt("marked", "まとめて確認で、誤りの印が付きました。用紙を見て直してください。")
DISPUTED = "sample"


@dataclass(frozen=True, slots=True)
class Answer:
    """The last word of a person on a field. `overrides`: the broken rule that was let stand;
    `by_two`: the value was typed by two people."""

    field: str
    kind: str
    raw: str
    value: Value
    overrides: str | None
    by: str
    by_two: bool = False


def save(session: Session, row: RecordRow, form: Form, record: Record, fit: float) -> None:
    """Write the machine's readings, the counts of accepted and doubted fields, and a task for
    each field that two people type (which counts as neither)."""
    row.form, row.version, row.fit = form.id, record.version, fit
    # What came as data has no paper that two people could type from.
    double = [field.id for field in form.fields if field.double and not row.electronic]
    single = [reading for reading in record.readings if reading.field not in double]
    row.fields = len(record.readings)
    row.fields_doubted = sum(not reading.accepted for reading in single)
    row.fields_accepted = len(single) - row.fields_doubted
    row.disputed, row.double_fields = None, double or None
    _ask_two(session, row, double)
    session.add_all(
        _row(row.id, position, reading) for position, reading in enumerate(record.readings)
    )


def _ask_two(session: Session, row: RecordRow, fields: list[str]) -> None:
    """Tasks of an earlier reading are dropped."""
    if row.electronic:  # nobody was ever asked
        return
    of_record = SecondTaskRow.record_id == row.id
    last = session.scalar(select(func.max(SecondTaskRow.round)).where(of_record)) or 0
    session.execute(
        update(SecondTaskRow)
        .where(of_record, SecondTaskRow.state.in_(("open", "differs")))
        .values(state="dropped", lease_person=None, lease_until=None)
    )
    row.double_left = len(fields)
    session.add_all(
        SecondTaskRow(
            record_id=row.id, form=row.form, field=field, purpose="double", state="open",
            round=last + 1, made_at=row.changed_at,
        )
        for field in fields
    )  # fmt: skip


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
    said: dict[str, Answer] = {}
    for row in session.scalars(query):
        earlier = said.pop(row.field, None)
        if row.kind != RESTARTED:
            by_two = row.kind == DOUBLE or (earlier is not None and earlier.by_two)
            said[row.field] = Answer(
                row.field, row.kind, row.raw, from_json(row.value), row.overrides, row.by, by_two
            )
    return said


def waiting_for_two(row: RecordRow, said: Mapping[str, Answer]) -> frozenset[str]:
    """The fields that two people have yet to type: those that the form marked when it was read."""
    return frozenset(
        field for field in row.double_fields or () if not (field in said and said[field].by_two)
    )


def effective(session: Session, row: RecordRow, form: Form) -> Record:
    """The record as it now stands: people's answers laid over the readings, rules checked again."""
    return lay_over(form, row, (machine(each) for each in row.readings), answers(session, row.id))


def lay_over(
    form: Form, row: RecordRow, readings: Iterable[Reading], said: Mapping[str, Answer]
) -> Record:
    """Pure part of `effective`. A rule that a person let stand is no doubt until it changes.
    Raises CannotOpen."""
    blind = waiting_for_two(row, said)
    laid = tuple(
        hidden(each) if each.field in blind else _answered(each, said.get(each.field))
        for each in readings
    )
    known = _without_rules_on(form, blind)
    checked = rules.check(known, Record(row.form or form.id, row.version or form.version, laid))
    disputed: Mapping[str, str | None] = row.disputed or {}
    if UNSURE.keys() & disputed.keys():
        raise CannotOpen  # which fields are in doubt, nobody knows
    return Record(
        checked.form,
        checked.version,
        tuple(
            _disputed(_let_stand(each, said.get(each.field)), disputed) for each in checked.readings
        ),
    )


def hidden(reading: Reading) -> Reading:
    """Without a trace of what was read, in doubt until two people have typed it."""
    return replace(reading, raw="", value=None, confidence=0.0, doubts=(WAITS,), candidates=())


def is_hidden(reading: Reading) -> bool:
    return WAITS in reading.doubts


def _without_rules_on(form: Form, fields: frozenset[str]) -> Form:
    """A rule cannot be judged, nor its words be shown, while a value that it names is hidden."""
    if not fields:
        return form
    named = tuple(r for r in form.rules if not fields & {*r.fields, *dict(r.when)})
    return replace(form, rules=named)


def _disputed(reading: Reading, disputed: Mapping[str, str | None]) -> Reading:
    """In doubt, with what the second look typed (None: that of a private field)."""
    if reading.field not in disputed:
        return reading
    typed = disputed[reading.field]
    words = "別の値が入力されました" if typed is None else f"「{typed or '空欄'}」と入力されました"
    return reading.doubted(DISPUTED, f"抜き取り確認で、{words}。用紙を見て確かめてください。")


def _answered(reading: Reading, answer: Answer | None) -> Reading:
    if answer is None and reading.value is None and reading.raw.strip():
        return reading  # what is no value of its field stays in doubt, whatever its code
    if answer is None or answer.kind == MARKED:  # rules between fields are checked afresh
        kept = tuple(doubt for doubt in reading.doubts if doubt.code != "rule")
        left = replace(reading, doubts=kept)
        return left if answer is None else left.doubted(WRONG.code, WRONG.message)
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
