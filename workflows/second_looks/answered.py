"""A person answered a field on the record page: what that means for second looks at it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import RuleBroken
from forms.form import Field
from forms.record import Value
from workflows.second_looks.comparing import is_written_alike
from workflows.second_looks.looks import forget_private, looks
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.readings import Answer, from_json
from workflows.store.records import Mark
from workflows.store.tables import ReadingRow, RecordRow, SecondTaskRow


def check(row: RecordRow, field: Field, said: Answer | None, *, is_new: bool) -> None:
    """Raises RuleBroken for a field that two people type: before they have nobody may answer it
    here, and after that nobody may change it here (`is_new`) by himself."""
    if field.id not in (row.double_fields or ()):
        return
    if said is None or not said.by_two:
        raise RuleBroken(
            f"「{field.label}」は二人入力の項目です。ここでは入力できません。",
            advice="「二人入力」の画面で、二人がそれぞれ入力してください。",
        )
    if is_new:
        raise RuleBroken(
            f"「{field.label}」は二人入力で決まりました。一人では直せません。",
            advice="直すときは「二人入力」の画面の「やり直し」から、二人で入力し直してください。",
        )


def heard(session: Session, row: RecordRow, field: Field, value: Value, mark: Mark) -> None:
    """The answer settles a difference that a sample found. A sample not yet looked at is dropped:
    whoever answers here has seen the reading."""
    query = select(SecondTaskRow).where(
        SecondTaskRow.record_id == row.id,
        SecondTaskRow.field == field.id,
        SecondTaskRow.purpose == Purpose.SAMPLE,
        SecondTaskRow.state.in_((Stage.OPEN, Stage.DIFFERS)),
    )
    for task in session.scalars(query):
        if task.state == Stage.OPEN:
            task.state = Stage.DROPPED
        else:
            if settle(session, row, task, value, mark) is Stage.WRONG:
                task.corrected_by, task.corrected_at = mark.by, mark.at
            forget_private(looks(session, task), field)


def settle(
    session: Session, row: RecordRow, task: SecondTaskRow, value: Value, mark: Mark
) -> Stage:
    """A person has seen both: the machine was right or wrong, and the field is disputed no more."""
    read = session.scalars(
        select(ReadingRow).where(ReadingRow.record_id == row.id, ReadingRow.field == task.field)
    ).one()
    is_right = is_written_alike(from_json(read.value), value)
    task.state = Stage.RIGHT if is_right else Stage.WRONG
    task.settled_by, task.settled_at = mark.by, mark.at
    kept = dict(row.disputed or {})
    kept.pop(task.field, None)
    row.disputed = kept or None
    session.flush()
    return Stage(task.state)
