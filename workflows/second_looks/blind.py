"""Giving out fields to look at, and taking what was typed without seeing what was read."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.form import Field
from forms.values import normalise
from workflows.accounts import Account
from workflows.clock import Clock, utc_now
from workflows.second_looks import double, samples, tasks
from workflows.second_looks.looks import check_is_new, looks
from workflows.second_looks.stages import Purpose, Stage
from workflows.second_looks.tasks import NoSuchTask, Task
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.readings import to_json
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import RecordRow, SecondLookRow, SecondTaskRow

MANY = 1000
_DOUBLE_IN = (State.DOUBTED,)
_SAMPLE_IN = (
    State.READY, State.SUBMITTING, State.VERIFIED, State.UNCONFIRMED, State.REJECTED,
    State.DOUBTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed. `text` blank: the paper is blank there; None: nobody can read it.
    `seconds` of active work."""

    text: str | None
    seconds: float = 0.0


class BlindLooks:
    """Calls raise StoreError where a task is gone, in another's hand or not for this person."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._shared, self._clock = settings.shared_path, clock

    def left(self, purpose: Purpose, person: Account) -> int:
        """How many fields wait for this person; `MANY` where it is that many or more."""
        wanted = select(SecondTaskRow.id).join(RecordRow).where(*self._wanted(purpose, person))
        query = select(func.count()).select_from(wanted.limit(MANY).subquery())
        with self._store.read() as session:
            return session.scalar(query) or 0

    def next(self, purpose: Purpose, person: Account) -> Task | None:
        """The oldest field that waits for the person, from now on in that person's hand."""
        wanted, now = self._wanted(purpose, person), self._clock()
        with self._store.write() as session:
            given = tasks.give_next(session, self._catalogue, self._settings, wanted, person, now)
            return given[1] if given else None

    def task(self, task_id: int, person: Account) -> Task:
        """One of the person's departments, in whosever hand it is. Raises NoSuchTask."""
        with self._store.read() as session:
            row = session.get(SecondTaskRow, task_id)
            if row is None or row.state not in (Stage.OPEN, Stage.DIFFERS):
                raise NoSuchTask
            tasks.check_is_seen(session, self._catalogue, row, person)
            return self._view(session, row)

    def in_hand(self, task_id: int, person: Account) -> Task:
        """The task, which the person must have in hand. Raises NoSuchTask."""
        with self._store.read() as session:
            row = session.get(SecondTaskRow, task_id)
            if row is None or row.lease_person != person.id or row.lease_until is None:
                raise NoSuchTask
            if row.lease_until < self._clock():
                raise NoSuchTask
            tasks.check_is_seen(session, self._catalogue, row, person)
            return self._view(session, row)

    def release(self, person: Account) -> None:
        """Give back whatever the person has in hand."""
        query = select(SecondTaskRow).where(SecondTaskRow.lease_person == person.id)
        with self._store.write() as session:
            for row in session.scalars(query):
                tasks.release(row)

    def look(self, task_id: int, person: Account, typed: Typed) -> Stage:
        """Take what was typed; how the task stands then.

        Raises DoubtError, and stores nothing, where the text is no value of the field; SamePerson
        where the person has looked at it before.
        """
        with self._store.write() as session:
            row = tasks.taken(session, task_id, Stage.OPEN)
            self._check_in_hand(session, row, person)
            record = session.get_one(RecordRow, row.record_id)
            form = self._catalogue.revision(row.form, record.version or "")
            field = form.field(row.field)
            before = looks(session, row)
            check_is_new(before, person, field.label)
            mark = Mark(person.name, self._clock())
            look = _look(row, field, person, typed, mark)
            session.add(look)
            if not before:
                row.first_person, row.first_by = person.id, person.name
            session.add(tasks.timing(record, row.purpose, typed.seconds, mark))
            tasks.release(row)
            session.flush()
            if row.purpose == Purpose.SAMPLE:
                return samples.compare(session, record, row, look, field, mark)
            return double.compare(session, self._shared, record, row, (*before, look), form, mark)

    def _wanted(self, purpose: Purpose, person: Account) -> tuple[ColumnElement[bool], ...]:
        states = _DOUBLE_IN if purpose is Purpose.DOUBLE else _SAMPLE_IN
        return (
            SecondTaskRow.purpose == purpose,
            SecondTaskRow.state == Stage.OPEN,
            RecordRow.state.in_(states),
            tasks.seen_by(self._catalogue, person),
            tasks.not_begun_by(person),
        )

    def _check_in_hand(self, session: Session, row: SecondTaskRow, person: Account) -> None:
        """Nobody answers what was not given to him; a hand that was slow may go on while nobody
        else has taken the task."""
        tasks.check_is_seen(session, self._catalogue, row, person)
        tasks.lease(row, person, self._clock(), self._settings.review_lock_seconds)

    def _view(self, session: Session, row: SecondTaskRow) -> Task:
        return tasks.view(session, self._catalogue, Files.of(self._settings), row)


def _look(
    row: SecondTaskRow, field: Field, person: Account, typed: Typed, mark: Mark
) -> SecondLookRow:
    """Raises DoubtError where the text is no value of the field."""
    value = None if typed.text is None else normalise(field, typed.text)
    return SecondLookRow(
        task_id=row.id, person=person.id, by=person.name, raw=typed.text, value=to_json(value),
        is_readable=typed.text is not None, at=mark.at, seconds=typed.seconds,
    )  # fmt: skip
