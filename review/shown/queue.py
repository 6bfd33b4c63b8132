"""The queue as its page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from review.shown.words import age
from workflows.reviewing import QueueItem
from workflows.store.states import TITLES, State

MAX_ROWS = 100  # of one list on one page; the counts are always of all


@dataclass(frozen=True, slots=True)
class ShownItem:
    """`left` counts fields still unanswered; `holder` is who has it, unless that is the reader."""

    record_id: int
    title: str
    received_at: datetime
    age: str
    left: int
    is_begun: bool
    holder: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class FormTab:
    """One kind of paper in the queue; `form` is empty for all of them."""

    form: str
    title: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Count:
    title: str
    count: int


_COUNTED: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("読み取り待ち", (State.RECEIVED, State.READING)),
    (TITLES[State.DOUBTED], (State.DOUBTED,)),
    (TITLES[State.READY], (State.READY, State.SUBMITTING)),
    ("入力済み", (State.VERIFIED,)),
    (TITLES[State.HELD], (State.HELD,)),
    (TITLES[State.REJECTED], (State.REJECTED,)),
    (TITLES[State.UNCONFIRMED], (State.UNCONFIRMED,)),
    (TITLES[State.DUPLICATE], (State.DUPLICATE,)),
)


def counts(by_state: Mapping[State, int]) -> tuple[Count, ...]:
    return tuple(Count(title, sum(by_state[s] for s in states)) for title, states in _COUNTED)


def items(queue: Iterable[QueueItem], by: str, now: datetime) -> tuple[ShownItem, ...]:
    return tuple(_item(each, by, now) for each in queue)


def tabs(by_form: Mapping[str, tuple[str, int]], form: str) -> tuple[FormTab, ...]:
    """One for all, then one for each form; `by_form` gives title and count."""
    every = FormTab("", "すべて", total(by_form, ""), not form)
    return every, *(FormTab(i, t, n, i == form) for i, (t, n) in by_form.items())


def total(by_form: Mapping[str, tuple[str, int]], form: str) -> int:
    """Records of one form, of all when `form` is empty."""
    return sum(count for name, (_, count) in by_form.items() if not form or name == form)


def _item(item: QueueItem, by: str, now: datetime) -> ShownItem:
    mine = item.locked_by == by
    return ShownItem(
        item.record_id, item.title, item.received_at, age(item.received_at, now),
        max(0, item.doubts - item.answered), item.answered > 0,
        None if mine else item.locked_by, mine,
    )  # fmt: skip
