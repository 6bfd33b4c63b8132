"""The subsidy claim of a fiscal year: what was locked, and what was decided later."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json


class ClaimRow(Base):
    """One lock of one fiscal year, with all that the claim was made of. Never taken away: an
    unlocked one keeps its row, with who unlocked it and why.

    `year` is that in which the fiscal year begins. `total` is in thousands of yen, sizes in bytes.
    """

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    total: Mapped[int] = mapped_column(BigInteger)
    inputs: Mapped[Any] = mapped_column(Json)  # lines, rates, coefficient, effect: all of it
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of `inputs` in their one spelling
    despite: Mapped[str]  # why it was locked though the check found errors; empty where it did not
    book_path: Mapped[str]
    book_sha256: Mapped[str] = mapped_column(String(64))
    book_size: Mapped[int] = mapped_column(BigInteger)
    summary_path: Mapped[str]
    summary_sha256: Mapped[str] = mapped_column(String(64))
    summary_size: Mapped[int] = mapped_column(BigInteger)
    unlocked_at: Mapped[datetime | None]
    unlocked_by: Mapped[str | None] = mapped_column(String(200))
    unlocked_reason: Mapped[str | None]


class ClaimNoteRow(Base):
    """What became of a claim: the amount decided, or what turned out to be claimed too much.

    `amount` is in thousands of yen. A note that was wrong is struck, with a reason, never deleted.
    """

    __tablename__ = "claim_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)  # of the claim that it is about
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))  # decided, excess
    amount: Mapped[int] = mapped_column(BigInteger)
    told_on: Mapped[date] = mapped_column(Date)  # the day of the decision or of the finding
    taken_year: Mapped[int | None]  # of an excess: the year from whose amount it was taken
    words: Mapped[str]
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[str | None] = mapped_column(String(200))
    struck_reason: Mapped[str | None]
