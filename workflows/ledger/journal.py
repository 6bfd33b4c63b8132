"""The journal of the ledger: who did what, when, and what it was before. Lines are only added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.audit import Act, AuditLog
from workflows.clock import Clock
from workflows.fiscal import FiscalYear
from workflows.ledger.errors import YearLocked
from workflows.store.tables import CostJournalRow, CostLockRow


class Deed(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    STRUCK = "struck_out"
    RESTORED = "restored"
    ATTACHED = "attached"
    DETACHED = "detached"
    STRENGTH = "strength"
    LOCKED = "year_locked"
    UNLOCKED = "year_unlocked"


DEED_TITLES: Mapping[Deed, str] = {
    Deed.ADDED: "登録", Deed.CHANGED: "訂正", Deed.STRUCK: "抹消", Deed.RESTORED: "抹消の取り消し",
    Deed.ATTACHED: "書類の添付", Deed.DETACHED: "書類を外す", Deed.STRENGTH: "財政力指数",
    Deed.LOCKED: "年度の確定", Deed.UNLOCKED: "確定の解除",
}  # fmt: skip

Changes = Mapping[str, tuple[str, str]]
"""Field in words → (before, after)."""


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    by: str
    deed: Deed
    changes: Changes
    reason: str


class Journal:
    """Each line is also one of the audit log, there without values."""

    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit, self._clock = audit, clock

    def note(
        self, session: Session, by: str, deed: Deed, year: FiscalYear, cost_id: int | None,
        changes: Changes, reason: str = "",
    ) -> None:  # fmt: skip
        """The last thing that a transaction does (see `AuditLog.note_in`)."""
        self.add(session, by, deed, year, cost_id, changes, reason)
        what = f"{deed.value} year={year.begins}" + (f" cost={cost_id}" if cost_id else "")
        self._audit.note_in(session, by, Act.COSTS_CHANGED, what=what)

    def add(
        self, session: Session, by: str, deed: Deed, year: FiscalYear, cost_id: int | None,
        changes: Changes, reason: str = "",
    ) -> None:  # fmt: skip
        """The same without the line of the audit log, where one stands for several."""
        session.add(
            CostJournalRow(
                year=year.begins, cost_id=cost_id, at=self._clock(), by=by, deed=deed.value,
                changes={name: list(pair) for name, pair in changes.items()}, reason=reason,
            )
        )  # fmt: skip

    def note_many(self, session: Session, by: str, what: str) -> None:
        """One line of the audit log for lines that were added."""
        self._audit.note_in(session, by, Act.COSTS_CHANGED, what=what)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What differs, in the order of the fields."""
    names = [*after, *(name for name in before if name not in after)]
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def lines(session: Session, year: FiscalYear, cost_id: int | None) -> tuple[Line, ...]:
    """Of a cost, or (None) of the year itself; the newest first."""
    query = select(CostJournalRow).order_by(CostJournalRow.id.desc())
    if cost_id is None:
        query = query.where(CostJournalRow.year == year.begins, CostJournalRow.cost_id.is_(None))
    else:
        query = query.where(CostJournalRow.cost_id == cost_id)
    return tuple(_line(row) for row in session.scalars(query))


def _line(row: CostJournalRow) -> Line:
    changes = {name: (str(pair[0]), str(pair[1])) for name, pair in row.changes.items()}
    return Line(row.at, row.by, Deed(row.deed), changes, row.reason)


def is_locked(session: Session, year: FiscalYear) -> bool:
    return session.get(CostLockRow, year.begins) is not None


def check_open(session: Session, *years: FiscalYear) -> None:
    """Raises YearLocked."""
    for year in years:
        if is_locked(session, year):
            raise YearLocked(year)
