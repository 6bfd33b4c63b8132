"""The queue as its page shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from forms.catalogue import Catalogue
from review.shown.words import age
from workflows.reviewing import QueueItem
from workflows.reviewing.waiting import Age, Parts, Wanted
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
class Tab:
    """One part of the queue, and how to get there."""

    title: str
    count: int
    is_chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to part the queue: `tabs` has one for all of it first. `keys` of the keyboard."""

    name: str
    title: str
    keys: str
    tabs: tuple[Tab, ...]


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
    (TITLES[State.RETURNED], (State.RETURNED,)),
    (TITLES[State.REJECTED], (State.REJECTED,)),
    (TITLES[State.UNCONFIRMED], (State.UNCONFIRMED,)),
    (TITLES[State.DUPLICATE], (State.DUPLICATE,)),
)
AGES: Mapping[Age, str] = {
    Age.TODAY: "今日",
    Age.YESTERDAY: "1〜2日前",
    Age.DAYS: "3〜6日前",
    Age.WEEK: "7日以上前",
}
_Part = tuple[str, int, Wanted]
_LEAST = 2  # parts that differ; below, there is nothing to choose


def counts(by_state: Mapping[State, int]) -> tuple[Count, ...]:
    return tuple(Count(title, sum(by_state[s] for s in states)) for title, states in _COUNTED)


def items(queue: Iterable[QueueItem], by: str, now: datetime) -> tuple[ShownItem, ...]:
    return tuple(_item(each, by, now) for each in queue)


def choices(
    parts: Parts, part: Wanted, catalogue: Catalogue, query_of: Callable[[Wanted], str]
) -> tuple[Choice, ...]:
    """Those that part the queue at all."""

    def tab(title: str, count: int, other: Wanted) -> Tab:
        return Tab(title, count, other == part, f"/{query_of(other)}")

    def choice(name: str, title: str, keys: str, whole: Wanted, found: list[_Part]) -> Choice:
        every = ("すべて", sum(count for _, count, _ in found), whole)
        return Choice(name, title, keys, tuple(tab(*each) for each in (every, *found)))

    made = (
        choice("form", "様式", "← →", replace(part, form=""), _forms(parts, part, catalogue)),
        choice(
            "department", "課", "Shift+← →", replace(part, department=""), _departments(parts, part)
        ),
        choice("age", "受付", "1〜4", replace(part, age=None), _ages(parts, part)),
    )
    return tuple(e for e in made if len(e.tabs) > _LEAST or not e.tabs[0].is_chosen)


def _forms(parts: Parts, part: Wanted, catalogue: Catalogue) -> list[_Part]:
    titles = {form.id: form.title for form in catalogue}
    wanted = sorted({*parts.forms, part.form} - {""})
    return [(titles.get(i, i), parts.forms.get(i, 0), replace(part, form=i)) for i in wanted]


def _departments(parts: Parts, part: Wanted) -> list[_Part]:
    wanted = sorted({*parts.departments, part.department} - {""})
    return [(i, parts.departments.get(i, 0), replace(part, department=i)) for i in wanted]


def _ages(parts: Parts, part: Wanted) -> list[_Part]:
    return [(title, parts.ages.get(i, 0), replace(part, age=i)) for i, title in AGES.items()]


def _item(item: QueueItem, by: str, now: datetime) -> ShownItem:
    mine = item.locked_by == by
    return ShownItem(
        item.record_id, item.title, item.received_at, age(item.received_at, now),
        max(0, item.doubts - item.answered), item.answered > 0,
        None if mine else item.locked_by, mine,
    )  # fmt: skip
