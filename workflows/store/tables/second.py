"""The tables of second looks: fields typed blind by two people, and samples of what passed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base
from workflows.store.tables.sealed import SealedJson, SealedText


class SecondTaskRow(Base):
    """One field of a record that people look at again without seeing what was read.

    `purpose`: `double` or `sample`; `state` as in `workflows.second_looks.tasks.Stage`; `round`
    counts from 1 where the same field is typed anew. `rate`: the share of fields that was drawn
    when this one was. `holding`: entry waits for the look.
    """

    __tablename__ = "second_tasks"
    __table_args__ = (
        UniqueConstraint("record_id", "field", "purpose", "round"),
        Index("second_tasks_waiting", "purpose", "state", "form", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    form: Mapped[str] = mapped_column(String(64))
    field: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(default=1)
    rate: Mapped[float | None]
    holding: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    first_person: Mapped[int | None]  # whose look came first, as in `SecondLookRow`
    first_by: Mapped[str | None] = mapped_column(String(200))
    lease_person: Mapped[int | None]  # id of the account that has it in hand
    lease_until: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(200))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    corrected_by: Mapped[str | None] = mapped_column(String(200))  # in the target system
    corrected_at: Mapped[datetime | None]


class SecondLookRow(Base):
    """What one person typed. `person`: id of the account, which no renaming changes. The text of a
    private field is taken away once the task is settled."""

    __tablename__ = "second_looks"
    __table_args__ = (UniqueConstraint("task_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("second_tasks.id"))
    person: Mapped[int]
    by: Mapped[str] = mapped_column(String(200))
    raw: Mapped[str | None] = mapped_column(SealedText("second_looks.raw"))
    value: Mapped[Any | None] = mapped_column(SealedJson("second_looks.value"))
    is_readable: Mapped[bool]
    at: Mapped[datetime]
    seconds: Mapped[float]


class SamplingRateRow(Base):
    """A rate that a supervisor set. The latest of each form counts; `form` is empty for all that
    have none of their own, `rate` None where one follows those again."""

    __tablename__ = "sampling_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(64))
    rate: Mapped[float | None]
    holding: Mapped[bool]
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class ReviewCostRow(Base):
    """What a record of a form costs people, worked out now and then (seconds)."""

    __tablename__ = "review_costs"

    form: Mapped[str] = mapped_column(String(64), primary_key=True)
    records: Mapped[int]
    mean: Mapped[float]
    at_least: Mapped[float]  # lower end of the interval of the mean
    at: Mapped[datetime]
