"""Costs, their documents, the journal of both, imported files, 財政力指数, locked fiscal years.

Yen are whole. A fiscal year is the year of its April. Nothing here is ever deleted or overwritten
without a line in the journal.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json


class CostRow(Base):
    """A line of the ledger. `serial` grows with each change; `struck_at` set: it counts no more."""

    __tablename__ = "costs"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    contracted_on: Mapped[date | None] = mapped_column(Date)
    inspected_on: Mapped[date | None] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)
    payee: Mapped[str]
    title: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)  # the whole invoice, tax included
    tax: Mapped[int] = mapped_column(BigInteger)
    measure: Mapped[str | None] = mapped_column(String(32))
    category: Mapped[str | None]
    eligible: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    decided_by: Mapped[str] = mapped_column(String(200))
    funding: Mapped[Any] = mapped_column(Json)  # {fund: yen}
    other_claims: Mapped[str]
    department: Mapped[str] = mapped_column(String(200))
    project: Mapped[str]
    share: Mapped[Any | None] = mapped_column(Json)  # {key, own, parties: [[code, name, weight]]}
    import_id: Mapped[int | None] = mapped_column(ForeignKey("cost_imports.id"))
    serial: Mapped[int]
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[str | None] = mapped_column(String(200))
    struck_reason: Mapped[str | None]


class VoucherRow(Base):
    """A document of a cost; `detached_at` set: it was taken off, and stays in our keeping."""

    __tablename__ = "cost_vouchers"

    id: Mapped[int] = mapped_column(primary_key=True)
    cost_id: Mapped[int] = mapped_column(ForeignKey("costs.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    path: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    detached_at: Mapped[datetime | None]


class CostJournalRow(Base):
    """Who did what. `changes`: {field: [before, after]} in words; `cost_id` None: to the year."""

    __tablename__ = "cost_journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    cost_id: Mapped[int | None] = mapped_column(ForeignKey("costs.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    deed: Mapped[str] = mapped_column(String(16))
    changes: Mapped[Any] = mapped_column(Json)
    reason: Mapped[str]


class CostImportRow(Base):
    """A file of costs that was looked at, and perhaps taken in."""

    __tablename__ = "cost_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str]
    path: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    year: Mapped[int | None]  # for lines without one
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(String(200))
    costs: Mapped[int]


class StrengthRow(Base):
    """財政力指数 as entered; the newest of a year counts. `yearly`: figures as text."""

    __tablename__ = "cost_strengths"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    yearly: Mapped[Any] = mapped_column(Json)
    source: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))


class CostLockRow(Base):
    """A fiscal year whose claim is locked."""

    __tablename__ = "cost_locks"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str]
