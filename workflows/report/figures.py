"""Everything that a monthly report says, before it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forms.catalogue import Catalogue
from forms.errors import SetupError
from workflows.accounts import EVERYTHING
from workflows.clock import tokyo_month
from workflows.costs import checked
from workflows.effect import Effect, effect_over
from workflows.effect.gathering import months_until
from workflows.effect.working_out import year_of
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Ledger
from workflows.second_looks.silent import Silent, silent_errors
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import RecordRow

FIRST = "1990-01"  # before any computer of an office; a year more must fit before it
TRAIL = 12  # months that the charts show
WAITING = (
    State.RECEIVED, State.READING, State.DOUBTED, State.READY, State.SUBMITTING,
    State.UNCONFIRMED, State.REJECTED, State.HELD, State.RETURNED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """Records that stand in a state now, and when the oldest of them arrived."""

    state: State
    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`month` and `before` are single months, `trail` the last twelve. `waiting` is as of
    `made_at`, whatever the month. `costs`: paid in the month; None where no ledger was asked."""

    month: str
    made_at: datetime
    effect: Effect
    before: Effect
    trail: Effect
    waiting: tuple[Waiting, ...]
    silent: tuple[Silent, ...]
    titles: Mapping[str, str]  # of the forms
    costs: tuple[CostItem, ...] | None

    @property
    def is_over(self) -> bool:
        """False while documents may still arrive in it."""
        return self.month < tokyo_month(self.made_at)

    @property
    def spent(self) -> int:
        """Yen of our own part."""
        return sum(each.own_amount for each in self.costs or ())


def figures_of(
    store: Store, catalogue: Catalogue, month: str, now: datetime, ledger: Ledger | None = None
) -> Figures:
    """Raises SetupError where it is no month."""
    month = checked(month)
    if month < FIRST:
        raise SetupError(f"{month} の月次報告は作れません。", advice="最近の月を指定します。")
    return Figures(
        month,
        now,
        effect_over(store, catalogue, (month,)),
        effect_over(store, catalogue, months_until(month, 2)[:1]),
        effect_over(store, catalogue, months_until(month, TRAIL)),
        waiting_in(store),
        tuple(e for e in silent_errors(store, catalogue, EVERYTHING, month) if e.whole),
        {form.id: form.title for form in catalogue},
        None if ledger is None else _paid_in(ledger, month),
    )


def waiting_in(store: Store) -> tuple[Waiting, ...]:
    """In the order of the way through; states in which nothing stands are left out."""
    query = (
        select(RecordRow.state, func.count(), func.min(RecordRow.received_at))
        .where(RecordRow.state.in_(WAITING))
        .group_by(RecordRow.state)
    )
    with store.read() as session:
        found = {State(row[0]): Waiting(State(row[0]), *row[1:]) for row in session.execute(query)}
    return tuple(found[state] for state in WAITING if state in found)


def _paid_in(ledger: Ledger, month: str) -> tuple[CostItem, ...]:
    """Also what belongs to the year before and was paid until its books closed."""
    year = year_of(month)
    years: Sequence[FiscalYear] = (FiscalYear(year.begins - 1), year)
    lines = (line for each in years for line in ledger.items(each))
    return tuple(line for line in lines if line.paid_on and f"{line.paid_on:%Y-%m}" == month)
