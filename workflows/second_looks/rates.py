"""How many of the accepted fields are looked at again: set by a supervisor, form by form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.errors import RuleBroken
from workflows.store.tables import SamplingRateRow

OTHERS = ""
"""Stands for all forms that have no rate of their own."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`share` of the accepted fields (0 to 1); `holding`: entry waits for the look. `by` is None
    for what we ship."""

    share: float
    holding: bool
    by: str | None = None
    at: datetime | None = None


SHIPPED = Rate(0.01, holding=False)


def current(session: Session) -> Mapping[str, Rate]:
    """The latest rate of each form that has one; `OTHERS` is always there."""
    last = select(func.max(SamplingRateRow.id)).group_by(SamplingRateRow.form)
    rows = session.scalars(select(SamplingRateRow).where(SamplingRateRow.id.in_(last)))
    return {OTHERS: SHIPPED} | {
        row.form: Rate(row.rate, row.holding, row.by, row.at)
        for row in rows
        if row.rate is not None
    }


def of_form(session: Session, form: str) -> Rate:
    found = current(session)
    return found.get(form, found[OTHERS])


def put(
    session: Session, form: str, share: float | None, holding: bool, by: str, at: datetime
) -> None:
    """`share` None: the form follows the others from now on. Raises RuleBroken for a share that is
    none."""
    is_share = form != OTHERS if share is None else 0 <= share <= 1
    if not is_share:
        raise RuleBroken(
            "抜き取りの割合は 0 〜 100 % です。", advice="例: 1 と入れると 100 項目に 1 つです。"
        )
    session.add(SamplingRateRow(form=form, rate=share, holding=holding, by=by, at=at))
