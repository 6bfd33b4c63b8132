"""A day's arrivals as the page 「受付」 shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from review.shown.words import clock, size_text
from workflows.electronic.keeping import ABOUT_DATA
from workflows.reviewing.arrivals import TROUBLES as TROUBLED
from workflows.reviewing.arrivals import Arrival, ArrivedRecord, Day
from workflows.stacks.words import ABOUT_SHEETS
from workflows.store.records import Reason
from workflows.store.states import TITLES, State

MAX_ROWS = 50
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_SKIPPED = 100_000
TROUBLES = "troubles"
SHEET = "仕切り紙"
_WEEKDAYS = "月火水木金土日"

STAGES: tuple[tuple[str, str, tuple[State, ...]], ...] = (
    ("unread", "読み取り待ち", (State.RECEIVED, State.READING)),
    ("doubted", "確認待ち", (State.DOUBTED,)),
    ("ready", "入力待ち", (State.READY, State.SUBMITTING)),
    ("done", "入力済み", (State.VERIFIED,)),
    ("duplicate", "重複", (State.DUPLICATE,)),
    ("settled", TITLES[State.SETTLED], (State.SETTLED,)),
    ("trouble", "対応が必要", TROUBLED),
)
REOPENED = frozenset({State.HELD, State.RETURNED, State.REJECTED, State.DUPLICATE})
"""From these a person may take it back to review, where there is anything to review."""
# Nothing to read there.
_HOPELESS = frozenset({"UnreadableFile", "VanishedFile"}) | ABOUT_SHEETS | ABOUT_DATA
_KINDS: Mapping[State, str] = {state: kind for kind, _, states in STAGES for state in states}


@dataclass(frozen=True, slots=True)
class Stage:
    kind: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """`kind` names the colour. What may be done next: `can_check` in the review, `can_reopen` it
    there, `can_choose` a form or reading again."""

    record_id: int
    kind: str
    state: str
    title: str
    pages: str
    reason: Reason | None
    receipt_number: str | None
    can_check: bool
    can_reopen: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class ShownArrival:
    document_id: int
    time: str
    name: str
    facts: str
    first: int | None
    records: tuple[ShownRecord, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """Addresses are those of the page; `query` is what the list is asked for again with."""

    iso: str
    title: str
    is_today: bool
    before: str
    after: str | None
    only_troubles: bool
    all_of_it: str
    troubles_of_it: str
    documents: int
    stages: tuple[Stage, ...]
    rows: tuple[ShownArrival, ...]
    range_text: str
    newer: str | None
    older: str | None
    query: str


def day(found: Day, today: date, only: str, skip: int) -> ShownDay:
    """`skip`: how many of the newest the list leaves out."""
    one, iso, last = timedelta(days=1), found.day.isoformat(), skip + len(found.arrivals)
    is_troubles = only == TROUBLES
    kept = {"day": iso} | ({"only": TROUBLES} if is_troubles else {})
    is_long = found.total > MAX_ROWS and bool(found.arrivals)
    return ShownDay(
        iso=iso,
        title=_title(found.day, today),
        is_today=found.day == today,
        before=_address(day=(found.day - one).isoformat()),
        after=_address(day=(found.day + one).isoformat()) if found.day < today else None,
        only_troubles=is_troubles,
        all_of_it=_address(day=iso),
        troubles_of_it=_address(day=iso, only=TROUBLES),
        documents=found.documents,
        stages=_stages(found),
        rows=tuple(arrival(each) for each in found.arrivals),
        range_text=f"{found.total} 件のうち {skip + 1}〜{last} 件目" if is_long else "",
        newer=_address(**kept, skip=str(max(0, skip - MAX_ROWS))) if skip else None,
        older=_address(**kept, skip=str(last)) if last < found.total else None,
        query=urlencode(kept | {"skip": str(skip)}),
    )


def _stages(found: Day) -> tuple[Stage, ...]:
    counts = found.counts
    return tuple(Stage(kind, title, sum(counts[s] for s in of)) for kind, title, of in STAGES)


def arrival(each: Arrival) -> ShownArrival:
    return ShownArrival(
        each.document_id, clock(each.received_at), each.name, _facts(each), each.first,
        tuple(_record(r, each) for r in each.records), _more(each.more),
    )  # fmt: skip


def _more(counts: Mapping[State, int]) -> str:
    """`ほかに 480 件（入力待ち 470、重複 10）`"""
    if not counts:
        return ""
    parts = "、".join(f"{TITLES[state]} {counts[state]}" for state in State if state in counts)
    return f"ほかに {sum(counts.values()):,} 件（{parts}）"


def _record(each: ArrivedRecord, of: Arrival) -> ShownRecord:
    pages = "・".join(str(number) for number in each.pages)
    many = len(of.records) > 1
    where = f"{pages} ページ目" if many and pages else ""
    return ShownRecord(
        each.record_id, _KINDS[each.state], TITLES[each.state], each.title or _sheet(each),
        each.place or where, each.reason, each.receipt_number,
        each.state is State.DOUBTED,
        each.state in REOPENED and not each.is_unread,
        may_be_read_again(each.state, each.reason, of.is_kept),
    )  # fmt: skip


def _sheet(each: ArrivedRecord) -> str:
    return SHEET if each.reason and each.reason.code in ABOUT_SHEETS else ""


def may_be_read_again(state: State, reason: Reason | None, is_kept: bool) -> bool:
    """A held paper of which we have the bytes, and which another reading may understand."""
    return state is State.HELD and is_kept and (not reason or reason.code not in _HOPELESS)


def _facts(each: Arrival) -> str:
    """Where from, for whom, how much: `田中 さんが追加　こども課　2 ページ　1.2 MB`."""
    parts = [f"{each.uploaded_by} さんが追加" if each.uploaded_by else "受付フォルダ"]
    parts += [each.department] if each.department else []
    parts += [f"{each.page_count} ページ"] if each.page_count else []
    parts += [size_text(each.size)] if each.is_kept else []
    return "　".join(parts)


def _title(chosen: date, today: date) -> str:
    text = f"{chosen.month}月{chosen.day}日 ({_WEEKDAYS[chosen.weekday()]})"
    if chosen == today:
        return f"今日 {text}"
    return text if chosen.year == today.year else f"{chosen.year}年{text}"


def _address(**query: str) -> str:
    return f"/intake?{urlencode(query)}"
