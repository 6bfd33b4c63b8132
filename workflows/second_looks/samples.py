"""Samples of what passed by itself: a difference stops the record, or is flagged where it has been
entered already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.form import Field
from forms.record import Value
from forms.values import normalise
from workflows.accounts import Account
from workflows.clock import Clock, utc_now
from workflows.second_looks import answered, tasks
from workflows.second_looks.comparing import is_written_alike
from workflows.second_looks.looks import forget_private, looks
from workflows.second_looks.stages import Purpose, Stage
from workflows.second_looks.tasks import Task
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store import readings, records
from workflows.store.database import Store
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import (
    AnswerRow,
    RecordRow,
    SecondLookRow,
    SecondTaskRow,
)

ENTERED = (State.SUBMITTING, State.UNCONFIRMED, State.VERIFIED)


def compare(
    session: Session, record: RecordRow, task: SecondTaskRow, look: SecondLookRow, field: Field,
    mark: Mark,
) -> Stage:  # fmt: skip
    """After the look. What was typed of a private field is kept only while it is disputed."""
    read = tasks.reading_row(session, task)
    if read is None:
        raise tasks.NoSuchTask
    if look.is_readable and not is_written_alike(
        readings.from_json(look.value), readings.from_json(read.value)
    ):
        _dispute(session, record, task, field, look, mark)
        return Stage.DIFFERS
    task.state = Stage.SAME if look.is_readable else Stage.UNREAD
    task.settled_by, task.settled_at = mark.by, mark.at
    forget_private((look,), field)
    return Stage(task.state)


def _dispute(
    session: Session, record: RecordRow, task: SecondTaskRow, field: Field, look: SecondLookRow,
    mark: Mark,
) -> None:  # fmt: skip
    """The field is in doubt from now on; a record that waits for entry goes back to review."""
    task.state = Stage.DIFFERS
    typed = None if field.private else (look.raw or "").strip()
    record.disputed = {**(record.disputed or {}), task.field: typed}
    if record.state == State.READY:
        reason = Reason(
            "SampleDiffers",
            f"抜き取り確認で、「{field.label}」に読み取りと違う値が入力されました。",
            "用紙を見て、正しい値を確定してください。",
        )
        records.move(session, record, State.DOUBTED, mark, note="抜き取り確認", reason=reason)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A difference in a record that has been entered already. `is_wrong` None: nobody has said yet
    who is right; `typed` is what the second look typed, `read` what was entered."""

    task: Task
    typed: Value
    read: Value
    is_wrong: bool | None
    entered_at: datetime | None
    receipt_number: str | None


class Samples:
    """Calls raise StoreError where a task is gone or not for this person."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._clock = clock

    def flagged(self, person: Account, limit: int = 100) -> tuple[Flagged, ...]:
        """Entered records with a difference to settle or an error to correct in the target."""
        query = (
            select(SecondTaskRow, RecordRow)
            .join(RecordRow)
            .where(*self._wanted(person))
            .order_by(SecondTaskRow.id)
            .limit(limit)
        )
        with self._store.read() as session:
            return tuple(self._flagged(session, *row) for row in session.execute(query))

    def picture(self, task_id: int, person: Account) -> Task:
        """One of the flagged, to be looked at. Raises NoSuchTask."""
        with self._store.read() as session:
            query = select(SecondTaskRow).join(RecordRow).where(*self._wanted(person))
            row = session.scalars(query.where(SecondTaskRow.id == task_id)).first()
            if row is None:
                raise tasks.NoSuchTask
            return tasks.view(session, self._catalogue, Files.of(self._settings), row)

    def settle(self, task_id: int, person: Account, text: str, seconds: float = 0.0) -> Stage:
        """What really stands on the paper of an entered record. Where the machine was wrong the
        record gets the right value; the target system is corrected by hand.

        Raises DoubtError where the text is no value of the field.
        """
        with self._store.write() as session:
            row = self._taken(session, task_id, Stage.DIFFERS, person)
            record = session.get_one(RecordRow, row.record_id)
            form = self._catalogue.revision(row.form, record.version or "")
            field = form.field(row.field)
            value = normalise(field, text)
            mark = Mark(person.name, self._clock())
            stage = answered.settle(session, record, row, value, mark)
            if stage is Stage.WRONG:
                session.add(_correction(row, text, value, mark, seconds))
            session.add(tasks.timing(record, "settled", seconds, mark))
            forget_private(looks(session, row), field)
            return stage

    def corrected(self, task_id: int, person: Account) -> None:
        """Somebody has corrected the entry in the target system."""
        with self._store.write() as session:
            row = self._taken(session, task_id, Stage.WRONG, person)
            if row.corrected_at is not None:
                raise tasks.NoSuchTask
            row.corrected_by, row.corrected_at = person.name, self._clock()

    def _wanted(self, person: Account) -> tuple[ColumnElement[bool], ...]:
        is_wrong = (SecondTaskRow.state == Stage.WRONG) & SecondTaskRow.corrected_at.is_(None)
        return (
            SecondTaskRow.purpose == Purpose.SAMPLE,
            (SecondTaskRow.state == Stage.DIFFERS) | is_wrong,
            RecordRow.state.in_(ENTERED),
            tasks.seen_by(self._catalogue, person),
        )

    def _taken(
        self, session: Session, task_id: int, stage: Stage, person: Account
    ) -> SecondTaskRow:
        row = tasks.taken(session, task_id, stage)
        query = select(SecondTaskRow.id).join(RecordRow).where(*self._wanted(person))
        if session.scalar(query.where(SecondTaskRow.id == task_id)) is None:
            raise tasks.NoSuchTask
        return row

    def _flagged(self, session: Session, row: SecondTaskRow, record: RecordRow) -> Flagged:
        task = tasks.view(session, self._catalogue, Files.of(self._settings), row)
        read = tasks.reading_row(session, row)
        found = looks(session, row)
        return Flagged(
            task,
            readings.from_json(found[-1].value) if found else None,
            readings.from_json(read.value) if read else None,
            True if row.state == Stage.WRONG else None,
            record.submitted_at, record.receipt_number,
        )  # fmt: skip


def _correction(
    row: SecondTaskRow, text: str, value: Value, mark: Mark, seconds: float
) -> AnswerRow:
    return AnswerRow(
        record_id=row.record_id, field=row.field, kind="sampled", raw=text,
        value=readings.to_json(value), by=mark.by, at=mark.at, seconds=seconds,
    )  # fmt: skip
