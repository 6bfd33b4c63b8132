"""Typing a field of double entry anew: the one way to change what two people have settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import StoreError
from forms.form import Field
from workflows.accounts import Account
from workflows.clock import Clock, utc_now
from workflows.reviewing.missing import NoSuchRecord
from workflows.second_looks import tasks
from workflows.second_looks.stages import Purpose, Stage
from workflows.store import readings
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import AnswerRow, RecordRow, SecondTaskRow


class NotToRestart(StoreError):
    default_advice = "確認待ちの記録で、二人入力の済んだ項目だけをやり直せます。"


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled field of a record that is in review."""

    record_id: int
    title: str
    field: Field
    by: str
    at: datetime


class Restarting:
    """Calls raise StoreError where there is nothing to begin anew."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def settled(self, person: Account, limit: int = 50) -> Sequence[Settled]:
        """What the person may have typed anew, the latest first."""
        query = (
            select(SecondTaskRow, RecordRow)
            .join(RecordRow)
            .where(
                SecondTaskRow.purpose == Purpose.DOUBLE,
                SecondTaskRow.state == Stage.SETTLED,
                RecordRow.state == State.DOUBTED,
                tasks.seen_by(self._catalogue, person),
            )
            .order_by(SecondTaskRow.settled_at.desc(), SecondTaskRow.id.desc())
            .limit(limit)
        )
        with self._store.read() as session:
            found = session.execute(query).all()
            newest = {each for row, _ in found if (each := _last(session, row)) is not None}
            return tuple(self._settled(row, record) for row, record in found if row.id in newest)

    def restart(self, record_id: int, field_id: str, person: Account) -> None:
        """Raises NoSuchRecord for another department's, NotToRestart for a record that is not in
        review or a field that is still being typed."""
        with self._store.write() as session:
            record = session.get(RecordRow, record_id)
            last = _newest(session, record_id, field_id)
            if record is None or last is None:
                raise NoSuchRecord(record_id)
            tasks.check_is_seen(session, self._catalogue, last, person)
            if record.state != State.DOUBTED or last.state != Stage.SETTLED:
                raise NotToRestart("二人入力をやり直せません。")
            session.add(
                AnswerRow(
                    record_id=record.id, field=field_id, kind=readings.RESTARTED, raw="",
                    by=person.name, at=self._clock(), seconds=0.0,
                )
            )  # fmt: skip
            session.add(
                SecondTaskRow(
                    record_id=record.id, form=last.form, field=field_id, purpose=Purpose.DOUBLE,
                    state=Stage.OPEN, round=last.round + 1, made_at=self._clock(),
                )
            )  # fmt: skip
            session.flush()
            record.double_left = tasks.double_left(session, record.id)

    def _settled(self, row: SecondTaskRow, record: RecordRow) -> Settled:
        form = self._catalogue.revision(row.form, record.version or "")
        at = row.settled_at or row.made_at
        return Settled(record.id, form.title, form.field(row.field), row.settled_by or "", at)


def _newest(session: Session, record_id: int, field: str) -> SecondTaskRow | None:
    query = select(SecondTaskRow).where(
        SecondTaskRow.record_id == record_id,
        SecondTaskRow.field == field,
        SecondTaskRow.purpose == Purpose.DOUBLE,
    )
    return session.scalars(query.order_by(SecondTaskRow.round.desc()).limit(1)).first()


def _last(session: Session, row: SecondTaskRow) -> int | None:
    newest = _newest(session, row.record_id, row.field)
    return newest.id if newest else None
