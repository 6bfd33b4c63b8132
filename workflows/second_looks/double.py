"""Double entry: two people alike, else a third; then the record may go on."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.form import Form
from forms.record import Value
from forms.values import normalise
from workflows.accounts import Account
from workflows.clock import Clock, utc_now
from workflows.second_looks import tasks
from workflows.second_looks.comparing import is_written_alike
from workflows.second_looks.drawing import draw
from workflows.second_looks.looks import Looks, check_is_new, forget_private, looks, text_of
from workflows.second_looks.stages import Purpose, Stage
from workflows.second_looks.tasks import Task
from workflows.settings import Settings
from workflows.store import readings, records
from workflows.store.database import Store
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import (
    AnswerRow,
    RecordRow,
    SecondTaskRow,
)


def compare(
    session: Session, shared: Path, record: RecordRow, task: SecondTaskRow, found: Looks,
    form: Form, mark: Mark,
) -> Stage:  # fmt: skip
    """After a look: open until there are two, then settled or a third person's."""
    if len(found) < 2:
        return Stage.OPEN
    one, other = found
    values = [readings.from_json(each.value) for each in found]
    if not (one.is_readable and other.is_readable and is_written_alike(*values)):
        task.state = Stage.DIFFERS
        return Stage.DIFFERS
    by = f"{one.by}・{other.by}"
    answer = _answer(task, one.raw or "", values[0], Mark(by, mark.at), seconds=0.0)
    _settle(session, shared, record, task, found, form, answer)
    return Stage.SETTLED


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people typed differently. A text is None where one could not read it."""

    task: Task
    first: str | None
    second: str | None


class Differences:
    """What a third person settles, seeing both texts and the paper."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._shared, self._clock = settings.shared_path, clock

    def left(self, person: Account) -> int:
        """How many wait for this person, who typed neither."""
        query = select(func.count()).select_from(SecondTaskRow).join(RecordRow)
        with self._store.read() as session:
            return session.scalar(query.where(*self._wanted(person))) or 0

    def next(self, person: Account) -> Difference | None:
        """The oldest one, from now on in the person's hand."""
        wanted, now = self._wanted(person), self._clock()
        with self._store.write() as session:
            given = tasks.give_next(session, self._catalogue, self._settings, wanted, person, now)
            if given is None:
                return None
            row, task = given
            first, second = (text_of(each) for each in looks(session, row))
            return Difference(task, first, second)

    def settle(self, task_id: int, person: Account, text: str, seconds: float = 0.0) -> None:
        """The third person's word. Raises DoubtError where it is no value of the field, SamePerson
        where it comes from one of the two."""
        with self._store.write() as session:
            row = tasks.taken(session, task_id, Stage.DIFFERS)
            if row.purpose != Purpose.DOUBLE:
                raise tasks.NoSuchTask
            tasks.check_is_seen(session, self._catalogue, row, person)
            record = session.get_one(RecordRow, row.record_id)
            form = self._catalogue.revision(row.form, record.version or "")
            field = form.field(row.field)
            found = looks(session, row)
            check_is_new(found, person, field.label)
            tasks.lease(row, person, self._clock(), self._settings.review_lock_seconds)
            mark = Mark(person.name, self._clock())
            answer = _answer(row, text, normalise(field, text), mark, seconds)
            session.add(tasks.timing(record, "settled", seconds, mark))
            _settle(session, self._shared, record, row, found, form, answer)

    def _wanted(self, person: Account) -> tuple[ColumnElement[bool], ...]:
        return (
            SecondTaskRow.purpose == Purpose.DOUBLE,
            SecondTaskRow.state == Stage.DIFFERS,
            RecordRow.state == State.DOUBTED,
            tasks.seen_by(self._catalogue, person),
            tasks.untouched_by(person),
        )


def _answer(task: SecondTaskRow, raw: str, value: Value, mark: Mark, seconds: float) -> AnswerRow:
    return AnswerRow(
        record_id=task.record_id, field=task.field, kind=readings.DOUBLE, raw=raw,
        value=readings.to_json(value), by=mark.by, at=mark.at, seconds=seconds,
    )  # fmt: skip


def _settle(
    session: Session, shared: Path, record: RecordRow, task: SecondTaskRow, found: Looks,
    form: Form, answer: AnswerRow,
) -> None:  # fmt: skip
    session.add(answer)
    task.state = Stage.SETTLED
    task.settled_by, task.settled_at = answer.by, answer.at
    tasks.release(task)
    forget_private(found, form.field(task.field))
    session.flush()
    record.double_left = tasks.double_left(session, record.id)
    _go_on(session, shared, record, form, Mark(answer.by, answer.at))


def _go_on(session: Session, shared: Path, record: RecordRow, form: Form, mark: Mark) -> None:
    """Ready, where nothing else is in doubt, nobody has it open, and it did not come back with a
    reason that no reviewer has dealt with."""
    is_open = record.lease_until is not None and record.lease_until >= mark.at
    came_back = bool(record.reason_code) and not record.reviewed
    if record.state != State.DOUBTED or record.double_left or is_open or came_back:
        return
    if readings.effective(session, record, form).is_doubted:
        return
    records.move(session, record, State.READY, mark, note="二人入力が済みました")
    record.attempts, record.next_try_at = 0, None
    draw(session, shared, record, form, mark.at)
