"""What stands in the target system, beside what the store says of each record."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.entering.papers import Paper
from forms.compare import fold, is_same
from forms.record import Value
from samples.legacy.rows import LegacyRow, read_rows
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import EntryRow, RecordRow

FINAL = frozenset({State.VERIFIED, State.REJECTED, State.UNCONFIRMED})
_NOT_ENTERED = "seal"


@dataclass(slots=True)
class Outcome:
    """Counts of one run, or of several added up.

    `doubled`: rows beyond the first of one key. `lost`: verified records without a row of theirs.
    `half`: rows that equal no paper of their key, whole. `unsettled`: records in any other state
    than verified, rejected, unconfirmed. `stray`: rows of which every record is said to be
    rejected; `unconfirmed_there`: unconfirmed records whose row is there.
    """

    entries: int = 0
    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)
    doubled: int = 0
    lost: int = 0
    half: int = 0
    unsettled: int = 0
    stray: int = 0
    unconfirmed_there: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    attempts: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)

    def __add__(self, other: "Outcome") -> "Outcome":
        sums = {
            name: getattr(self, name) + getattr(other, name)
            for name in Outcome.__dataclass_fields__
        }
        return Outcome(**sums)

    @property
    def is_clean(self) -> bool:
        return not (self.doubled or self.lost or self.half or self.unsettled or self.stray)


@dataclass(frozen=True, slots=True)
class Entered:
    """A record: its paper, its state and why."""

    record_id: int
    paper: Paper
    state: State
    reason: str
    message: str


def look(store: Store, db: Path, fed: Mapping[int, Paper], key: Sequence[str]) -> Outcome:
    """Compare by value, every row and every record. `key`: the fields of an application's key."""
    found = Outcome(entries=len(fed))
    records = _records(store, fed, key, found)
    rows = defaultdict[tuple[str, ...], list[LegacyRow]](list)
    for row in read_rows(db):
        rows[_key(row.values, key)].append(row)
        found.rows += 1
    for known, papers in records.items():
        _judge(papers, rows.pop(known, []), found)
    for left in rows.values():
        found.half += len(left)
        found.odd += [f"row {row.uketsuke_no}: of no record" for row in left]
    return found


def _records(
    store: Store, fed: Mapping[int, Paper], key: Sequence[str], found: Outcome
) -> dict[tuple[str, ...], list[Entered]]:
    by_key = defaultdict[tuple[str, ...], list[Entered]](list)
    with store.read() as session:
        for row in session.scalars(select(RecordRow)):
            paper = fed[row.id]
            code = row.reason_code or ""
            one = Entered(row.id, paper, State(row.state), code, row.reason or "")
            by_key[_key(paper.values, key)].append(one)
            found.kinds[paper.kind.value] += 1
            found.states[row.state] += 1
            if one.state not in FINAL:
                found.unsettled += 1
                found.odd.append(f"record {row.id}: still {row.state} ({code})")
            if one.state is not State.VERIFIED:
                found.reasons[f"{row.state}: {code}"] += 1
        query = select(EntryRow.kind, EntryRow.outcome, func.count()).group_by(
            EntryRow.kind, EntryRow.outcome
        )
        for kind, outcome, count in session.execute(query):
            found.attempts[f"{kind}: {outcome or 'cut short'}"] += count
    return by_key


def _judge(papers: list[Entered], rows: list[LegacyRow], found: Outcome) -> None:
    numbers = ", ".join(str(each.record_id) for each in papers)
    if len(rows) > 1:
        found.doubled += len(rows) - 1
        found.odd.append(f"record {numbers}: {[row.uketsuke_no for row in rows]}")
    for row in rows:
        if not any(_is_whole(row, each.paper) for each in papers):
            found.half += 1
            found.odd.append(f"record {numbers}: row {row.uketsuke_no} is not what the paper says")
    for each in papers:
        is_there = any(_is_whole(row, each.paper) for row in rows)
        if each.state is State.VERIFIED and not is_there:
            found.lost += 1
            found.odd.append(f"record {each.record_id}: verified, not there")
        if each.state is State.UNCONFIRMED and is_there:
            found.unconfirmed_there += 1
    if rows and all(each.state is State.REJECTED for each in papers):
        found.stray += len(rows)
        found.odd += [f"record {each.record_id}: {each.reason} {each.message}" for each in papers]


def _is_whole(row: LegacyRow, paper: Paper) -> bool:
    """Every value of the paper is there, and nothing else."""
    wanted = {n: v for n, v in paper.values.items() if v and n != _NOT_ENTERED}
    return set(wanted) == set(row.values) and all(
        is_same(row.values[name], value) for name, value in wanted.items()
    )


def _key(values: Mapping[str, Value], key: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(str(values.get(name, ""))) for name in key)
