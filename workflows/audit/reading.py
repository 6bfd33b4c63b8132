"""Reading the audit log: by person, record, kind and day; as CSV."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

from sqlalchemy import ColumnElement, func, select

from workflows.audit.acts import TITLES, Act
from workflows.clock import TOKYO
from workflows.store.database import Store
from workflows.store.tables import AuditRow

_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # as in `exports.cells`
_HEAD = ("番号", "日時", "だれが", "種類", "記録", "項目", "内容", "検印")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    by: str
    act: str
    record: int | None
    field: str
    what: str
    seal: str

    @property
    def title(self) -> str:
        """The kind of deed in Japanese; the code of one that this version does not know."""
        return TITLES[Act(self.act)] if self.act in set(Act) else self.act


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: all that is set must hold. `first` and `last` are days in Tokyo, inclusive."""

    by: str = ""
    act: str = ""
    record: int | None = None
    first: date | None = None
    last: date | None = None


class AuditReader:
    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, wanted: Wanted) -> int:
        query = select(func.count()).select_from(AuditRow).where(*_asked(wanted))
        with self._store.read() as session:
            return session.scalar(query) or 0

    def latest(self, wanted: Wanted, limit: int, skip: int = 0) -> tuple[Line, ...]:
        """The newest first."""
        query = select(AuditRow).where(*_asked(wanted)).order_by(AuditRow.number.desc())
        with self._store.read() as session:
            return tuple(_line(row) for row in session.scalars(query.limit(limit).offset(skip)))

    def each(self, wanted: Wanted) -> Iterator[Line]:
        """The oldest first, in flat memory."""
        query = select(AuditRow).where(*_asked(wanted)).order_by(AuditRow.number)
        with self._store.read() as session:
            for row in session.scalars(query.execution_options(yield_per=_AT_ONCE)):
                yield _line(row)

    def people(self) -> tuple[str, ...]:
        """Everybody who stands in the log."""
        with self._store.read() as session:
            return tuple(sorted(session.scalars(select(AuditRow.by).distinct())))


def csv_text(lines: Iterable[Line]) -> Iterator[str]:
    """CSV with a byte order mark, row by row. A text that a spreadsheet would take for a formula
    gets a `'`."""
    yield "\ufeff" + row_text(_HEAD)
    for line in lines:
        local = line.at.astimezone(TOKYO).isoformat(timespec="seconds")
        cells = (line.by, line.title, str(line.record or ""), line.field, line.what, line.seal)
        yield row_text((str(line.number), local, *(plain(each) for each in cells)))


def row_text(cells: Iterable[str]) -> str:
    """One line of CSV."""
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def plain(text: str) -> str:
    """With a `'` where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _asked(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.by:
        yield AuditRow.by == wanted.by
    if wanted.act:
        yield AuditRow.act == wanted.act
    if wanted.record is not None:
        yield AuditRow.record_id == wanted.record
    if wanted.first:
        yield AuditRow.at >= _midnight(wanted.first)
    if wanted.last:
        yield AuditRow.at < _midnight(wanted.last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO).astimezone(UTC)


def _line(row: AuditRow) -> Line:
    return Line(
        row.number, row.at, row.by, row.act, row.record_id, row.field, row.what, row.seal
    )  # fmt: skip
