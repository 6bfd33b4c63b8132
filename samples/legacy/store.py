"""The system's own database: one SQLite table a procedure, every input a text column.

Nothing keeps the same application from being stored twice; only 受付番号 is unique.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from samples.legacy import eras
from samples.legacy.items import Draft, Item, Kind, Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.validation import is_blank

NUMBER = "UKETSUKE_NO"
STAFF = "TOROKU_ID"
CREATED = "created_at"
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search: its rows, and how many there are in all."""

    rows: tuple[dict[str, str], ...]
    total: int


class Store:
    """Reads and writes the rows, from any thread. Connections are kept for the next call: SQLite
    tidies up its log whenever the last one is closed, which takes longer than a whole entry."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._idle: deque[sqlite3.Connection] = deque()
        db.parent.mkdir(parents=True, exist_ok=True)
        with opened(db) as link:
            link.execute("PRAGMA journal_mode = WAL")
            link.execute("CREATE TABLE IF NOT EXISTS SAIBAN (MARK TEXT PRIMARY KEY, LAST INTEGER)")
            for procedure in of_the_cloud():
                link.execute(_table(procedure))
                for field_id in procedure.searched:
                    link.execute(_index(procedure, field_id))

    def add(self, procedure: Procedure, draft: Draft, staff: str, now: datetime) -> str:
        """Store an application and return its receipt number, for example 令06-児-000123."""
        return self._insert(procedure, procedure.items, draft, staff, now)

    def add_half(self, procedure: Procedure, draft: Draft, staff: str, now: datetime) -> None:
        """The first of two writes without a transaction: the items of the first step only.

        A system that dies before the second write leaves such a row.
        """
        self._insert(procedure, procedure.steps[0].items, draft, staff, now)

    def _insert(
        self,
        procedure: Procedure,
        items: Sequence[Item],
        draft: Draft,
        staff: str,
        now: datetime,
    ) -> str:
        columns = {k: v for item in items for k, v in stored(item, draft).items()}
        names = ", ".join((NUMBER, STAFF, CREATED, *columns))
        marks = ", ".join("?" for _ in range(len(columns) + 3))
        with self._link() as link:
            link.execute("BEGIN IMMEDIATE")
            number = _next_number(link, procedure, now)
            values = (number, staff, now.isoformat(timespec="seconds"), *columns.values())
            link.execute(f"INSERT INTO {procedure.table} ({names}) VALUES ({marks})", values)
            link.execute("COMMIT")
        return number

    def search(
        self, procedure: Procedure, condition: Mapping[str, str], page: int, size: int = PAGE_SIZE
    ) -> Found:
        """Rows that meet every condition, oldest first, `size` a page, pages from 1.

        A condition on a kana column asks for its beginning, any other for equality.
        """
        kana = {item.name for item in procedure.items if item.kind is Kind.KANA}
        tests = [
            f"{name} >= ? AND {name} < ? || char(1114111)" if name in kana else f"{name} = ?"
            for name in condition
        ]
        values = [
            value for name, value in condition.items() for _ in range(2 if name in kana else 1)
        ]
        where = f"FROM {procedure.table} WHERE {' AND '.join(tests) or '1 = 1'}"
        with self._link() as link:
            total = link.execute(f"SELECT count(*) {where}", values).fetchone()[0]
            rows = link.execute(
                f"SELECT * {where} ORDER BY ID LIMIT ? OFFSET ?",
                [*values, size, (page - 1) * size],
            ).fetchall()
        return Found(tuple(dict(row) for row in rows), total)

    def get(self, procedure: Procedure, row_id: int) -> dict[str, str] | None:
        """One row by its internal id."""
        with self._link() as link:
            row = link.execute(f"SELECT * FROM {procedure.table} WHERE ID = ?", (row_id,))
            found = row.fetchone()
        return dict(found) if found else None

    def close(self) -> None:
        """Close what is kept open. To be called when no call is running."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _link(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other call uses. One on which something failed is not kept."""
        try:
            link = self._idle.pop()
        except IndexError:
            link = _connected(self._db)
        try:
            yield link
        except BaseException:
            link.close()
            raise
        self._idle.append(link)


@contextmanager
def opened(db: Path) -> Iterator[sqlite3.Connection]:
    """A connection with rows by column name, closed at the end."""
    link = _connected(db)
    try:
        yield link
    finally:
        link.close()


def _connected(db: Path) -> sqlite3.Connection:
    link = sqlite3.connect(db, timeout=30.0, isolation_level=None, check_same_thread=False)
    link.row_factory = sqlite3.Row
    link.execute("PRAGMA synchronous = NORMAL")
    return link


def condition_of(item: Item, draft: Draft) -> dict[str, str]:
    """The columns an item of the search screen asks for; empty when it was left blank."""
    if not all(draft.get(part) for part in item.parts):
        return {}
    return stored(item, draft)


def _table(procedure: Procedure) -> str:
    columns = ", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in procedure.columns)
    return (
        f"CREATE TABLE IF NOT EXISTS {procedure.table} (ID INTEGER PRIMARY KEY, "
        f"{NUMBER} TEXT NOT NULL UNIQUE, {STAFF} TEXT NOT NULL, {CREATED} TEXT NOT NULL, {columns})"
    )


def _index(procedure: Procedure, field_id: str) -> str:
    columns = procedure.item(field_id).parts
    name = f"{procedure.table}_{columns[0]}"
    return f"CREATE INDEX IF NOT EXISTS {name} ON {procedure.table} ({', '.join(columns)})"


def _next_number(link: sqlite3.Connection, procedure: Procedure, now: datetime) -> str:
    last = link.execute(
        "INSERT INTO SAIBAN VALUES (?, 1) "
        "ON CONFLICT (MARK) DO UPDATE SET LAST = LAST + 1 RETURNING LAST",
        (procedure.mark,),
    ).fetchone()[0]
    code, year, _, _ = eras.of_day(now.date())
    return f"{eras.era_of(code).name[0]}{year}-{procedure.mark}-{last:06d}"


def stored(item: Item, draft: Draft) -> dict[str, str]:
    """The columns of an item. Dates get two digits each, and no era that stands there alone."""
    values = {part: draft.get(part, "") for part in item.parts}
    if item.kind is not Kind.DATE:
        return values
    if is_blank(item, draft):
        return dict.fromkeys(values, "")
    era, *rest = item.parts
    return {era: values[era]} | {part: values[part].zfill(2) for part in rest}
