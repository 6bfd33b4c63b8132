"""What the effect is worked out with: manual work as timed or estimated, the office's hourly rate;
and the monthly reports that were made."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base


class BaselineRow(Base):
    """How long typing takes by hand. `kind`: `measured` or `estimated`
    (`workflows.effect.baselines`). `seconds` of all `people` together for `records` records.

    Nothing vanishes: one that no longer holds is struck out with a reason.
    """

    __tablename__ = "baselines"

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    day: Mapped[date] = mapped_column(Date)  # timed, or estimated, on
    records: Mapped[int]
    seconds: Mapped[int]
    people: Mapped[int]
    note: Mapped[str]
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    struck_by: Mapped[str | None] = mapped_column(String(200))
    struck_at: Mapped[datetime | None]
    struck_because: Mapped[str | None]


class HourlyRateRow(Base):
    """Yen an hour of an office's work in a fiscal year (that in which it begins). The latest of
    each year counts; the earlier ones stay."""

    __tablename__ = "hourly_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    yen: Mapped[int]
    source: Mapped[str]
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class MonthlyReportRow(Base):
    """One report as it was made: a month may have several, each with its files by hash."""

    __tablename__ = "monthly_reports"
    __table_args__ = (Index("monthly_reports_by_month", "month", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))  # YYYY-MM
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    html_path: Mapped[str]
    html_sha256: Mapped[str] = mapped_column(String(64))
    html_size: Mapped[int]  # bytes
    pdf_path: Mapped[str]
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    pdf_size: Mapped[int]
