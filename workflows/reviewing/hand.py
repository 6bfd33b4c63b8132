"""The record in hand: what every deed of a reviewer starts with."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import StoreError
from forms.form import Form
from workflows.clock import Clock, utc_now
from workflows.reviewing.views import Locked, owner
from workflows.settings import Settings
from workflows.store import drafts, records
from workflows.store.database import Store
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import RecordRow

Along = Callable[[Session], None]
"""What is done in the same transaction as a deed: it is there with it, or neither is."""


def alone(session: Session) -> None:
    """Nothing along with the deed."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Takes records into hand: doubted ones, one person at a time, until `review_lock_seconds`
    after the last call."""

    store: Store
    catalogue: Catalogue
    settings: Settings
    clock: Clock = utc_now

    def take(self, session: Session, record_id: int, by: str) -> RecordRow:
        """The doubted record, locked for `by` from now on. Raises Locked, and StoreError where it
        is not one."""
        row = records.get(session, record_id)
        if row.state != State.DOUBTED:
            raise StoreError(
                f"記録 {record_id} は確認待ちではありません。",
                advice="一覧を開き直してください。ほかの人が確認を終えた可能性があります。",
            )
        seconds = self.settings.review_lock_seconds
        if not records.lease(session, row, State.DOUBTED, self.mark(owner(by)), seconds):
            raise Locked(f"記録 {record_id} は {holder_of(row)} さんが確認中です。")
        return row

    def put_down(
        self, session: Session, row: RecordRow, after: State, by: str, *, note: str = "",
        reason: Reason | None = None,
    ) -> None:  # fmt: skip
        """The record leaves the review; nothing unsent is kept of it."""
        records.move(session, row, after, self.mark(by), note=note, reason=reason)
        drafts.drop(session, row.id)

    def lay_aside(self, session: Session, row: RecordRow, by: str) -> None:
        """The record stays in review, in nobody's hand, with nothing unsent."""
        session.flush()
        records.release(session, row.id, owner(by))
        drafts.drop(session, row.id)

    def check_free(self, row: RecordRow) -> None:
        """Raises Locked where a person or a machine has it in hand."""
        if row.lease_owner and row.lease_until and row.lease_until >= self.clock():
            raise Locked(f"記録 {row.id} は処理中です。")

    def form(self, row: RecordRow) -> Form:
        return self.catalogue.revision(row.form or "", row.version or "")

    def mark(self, by: str) -> Mark:
        return Mark(by, self.clock())


def holder_of(row: RecordRow) -> str:
    """The name of who has or had it in hand; empty where nobody has, or a machine."""
    mine = owner("")
    return (row.lease_owner or "").removeprefix(mine) if _is_person(row, mine) else ""


def _is_person(row: RecordRow, start: str) -> bool:
    return (row.lease_owner or "").startswith(start)
