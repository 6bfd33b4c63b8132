"""What belongs to a fiscal year as a whole: 財政力指数, and whether its claim is locked."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.fiscal import FiscalYear
from workflows.ledger.errors import BadCost, NoSuchCost
from workflows.ledger.journal import Deed, check_open, is_locked
from workflows.ledger.strength import KIND_TITLES, Kind, Strength
from workflows.store.tables import CostLockRow, StrengthRow

if TYPE_CHECKING:
    from workflows.ledger.service import Ledger

_MOST = Decimal(10)


def strength(ledger: "Ledger", year: FiscalYear) -> Strength | None:
    """See `Ledger.strength`."""
    with ledger.store.read() as session:
        row = _newest(session, year)
    return _strength(row) if row else None


def set_strength(
    ledger: "Ledger",
    year: FiscalYear,
    kind: Kind,
    yearly: tuple[Decimal, ...],
    source: str,
    by: str,
) -> Strength:
    """See `Ledger.set_strength`."""
    if len(yearly) not in (1, 3):
        words = "財政力指数は、3 か年の値か、その平均を一つ入れてください。"
        raise BadCost(words, field="yearly")
    if any(not each.is_finite() or not 0 <= each < _MOST for each in yearly):
        raise BadCost("財政力指数は 0 以上 10 未満の数です。", field="yearly")
    said = " ".join(source.split())[:500]
    if not said or not said.isprintable():
        raise BadCost(
            "財政力指数の出所がありません。", field="source", advice="例: 令和6年度 決算カード"
        )
    row = StrengthRow(
        year=year.begins, kind=kind.value, yearly=[str(each) for each in yearly], source=said,
        at=ledger.clock(), by=by,
    )  # fmt: skip
    with ledger.store.write() as session:
        check_open(session, year)
        old = _newest(session, year)
        session.add(row)
        changes = {"財政力指数": (_words(old) if old else "", _words(row))}
        ledger.journal.note(session, by, Deed.STRENGTH, year, None, changes)
    return _strength(row)


def lock_in(ledger: "Ledger", session: Session, year: FiscalYear, by: str, reason: str) -> None:
    """See `Ledger.lock_in`."""
    check_open(session, year)
    session.add(CostLockRow(year=year.begins, at=ledger.clock(), by=by, reason=reason))
    ledger.journal.note(session, by, Deed.LOCKED, year, None, {}, reason)


def unlock_in(ledger: "Ledger", session: Session, year: FiscalYear, by: str, reason: str) -> None:
    """See `Ledger.unlock_in`."""
    if not is_locked(session, year):
        raise NoSuchCost(f"{year}の確定")
    session.delete(session.get_one(CostLockRow, year.begins))
    ledger.journal.note(session, by, Deed.UNLOCKED, year, None, {}, reason)


def _newest(session: Session, year: FiscalYear) -> StrengthRow | None:
    query = select(StrengthRow).where(StrengthRow.year == year.begins)
    return session.scalars(query.order_by(StrengthRow.id.desc()).limit(1)).first()


def _strength(row: StrengthRow) -> Strength:
    yearly = tuple(Decimal(each) for each in row.yearly)
    return Strength(FiscalYear(row.year), Kind(row.kind), yearly, row.source, row.by, row.at)


def _words(row: StrengthRow) -> str:
    return f"{KIND_TITLES[Kind(row.kind)]} {'・'.join(row.yearly)} ({row.source})"
