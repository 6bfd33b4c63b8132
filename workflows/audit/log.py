"""The audit log: who saw, changed, revealed and exported what. Never a value."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.audit.acts import Act
from workflows.audit.marks import Mark, Marks
from workflows.audit.seals import START, Content, Sealer
from workflows.audit.verifying import Verified, verify
from workflows.clock import TOKYO, Clock, utc_now
from workflows.store.database import Store
from workflows.store.tables import AuditHeadRow, AuditRow

_HEAD = 1  # id of the one row


class AuditLog:
    """Lines are only added, each sealed over the one before. Several processes write one chain."""

    def __init__(self, store: Store, home: Path, clock: Clock = utc_now) -> None:
        self._store, self._clock = store, clock
        self._home = home
        self._sealer, self._marks = Sealer.of(home), Marks.of(home)

    def note(
        self, by: str, act: Act, *, record: int | None = None, field: str = "", what: str = ""
    ) -> None:
        """One line. `by`: the name of an account. `what`: codes, names of forms, counts and files;
        never a value of a record."""
        with self._store.write() as session:
            self.note_in(session, by, act, record=record, field=field, what=what)

    def note_in(
        self, session: Session, by: str, act: Act, *,
        record: int | None = None, field: str = "", what: str = "",
    ) -> None:  # fmt: skip
        """The same within a transaction of the caller's: it is there with the deed, or neither.

        The last thing that a transaction does: other writers of the log wait until it ends.
        """
        head = _head(session)
        if head is None:
            head = self._begun(session)
        now = self._clock()
        if head.count and _is_new_day(session, head, now):
            self._marks.add(Mark(head.count, head.last, now))
        self._add(session, head, Content(head.count + 1, now, by, act, record, field[:64], what))

    def _begun(self, session: Session) -> AuditHeadRow:
        """A new head. Where there are lines already, somebody took the old one away: that stays
        in the log."""
        last = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).first()
        head = AuditHeadRow(id=_HEAD, count=0, last=START, seal="")
        session.add(head)
        if last is not None:
            head.count, head.last = last.number, last.seal
            what = "the end of the log was missing"
            content = Content(head.count + 1, self._clock(), "-", Act.LOG_BROKEN, None, "", what)
            self._add(session, head, content)
        return head

    def _add(self, session: Session, head: AuditHeadRow, content: Content) -> None:
        seal = self._sealer.line(head.last, content)
        session.add(
            AuditRow(
                number=content.number, at=content.at, by=content.by, act=content.act,
                record_id=content.record, field=content.field, what=content.what, seal=seal,
            )
        )  # fmt: skip
        head.count, head.last = content.number, seal
        head.seal = self._sealer.head(head.count, seal)
        session.flush()

    def verified(self) -> Verified:
        """Every line, the end, and the marks beside the database."""
        return verify(self._store, self._home)

    def mark(self) -> Mark:
        """Write down where the log ends, outside the database: at each start, on each new day."""
        with self._store.read() as session:
            head = session.get(AuditHeadRow, _HEAD)
            made = Mark(head.count, head.last, self._clock()) if head else None
        if made is None:
            return Mark(0, START, self._clock())
        self._marks.add(made)
        return made


def _head(session: Session) -> AuditHeadRow | None:
    return session.get(AuditHeadRow, _HEAD, populate_existing=True)


def _is_new_day(session: Session, head: AuditHeadRow, now: datetime) -> bool:
    """In Tokyo, since the last line."""
    last = session.scalar(select(AuditRow.at).where(AuditRow.number == head.count))
    return last is not None and last.astimezone(TOKYO).date() != now.astimezone(TOKYO).date()
