"""The sealed columns of the store, a few rows at a time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Table

from workflows.sealing import CannotOpen, Ring
from workflows.store.database import Store
from workflows.store.sealing import sealed_columns, store_as_is, stored_rows
from workflows.store.tables import Base
from workflows.store.tables.sealed import Sealed

AT_ONCE = 200  # rows in one transaction: some 20 ms, during which nobody else writes


def sealed_tables() -> tuple[Table, ...]:
    """All tables with something sealed."""
    return tuple(each for each in Base.metadata.sorted_tables if sealed_columns(each))


def reseal(store: Store, ring: Ring) -> tuple[int, int]:
    """Every value under the key that seals now: how many rows were written anew, how many were left
    because a value in them was changed or moved and cannot be opened."""
    done = broken = 0
    for table in sealed_tables():
        for changed, left in _batches(store, ring, table):
            done, broken = done + changed, broken + left
    return done, broken


def stale(store: Store, ring: Ring) -> int:
    """Rows with a value in clear or under an older key."""
    found = 0
    for table in sealed_tables():
        last = 0
        while True:
            with store.read() as session:
                rows = stored_rows(session.connection(), table, last, AT_ONCE)
            if not rows:
                break
            last = rows[-1].id
            found += sum(any(_stale(table, row, ring)) for row in rows)
    return found


def _batches(store: Store, ring: Ring, table: Table) -> Iterator[tuple[int, int]]:
    last = 0
    while True:
        changed = left = 0
        with store.write() as session:
            connection = session.connection()
            rows = stored_rows(connection, table, last, AT_ONCE)
            for row in rows:
                try:
                    values = _changes(table, row, ring)
                except CannotOpen:
                    left += 1
                    continue
                if values:
                    store_as_is(connection, table, row.id, values)
                    changed += 1
        if not rows:
            return
        last = rows[-1].id
        yield changed, left


def _changes(table: Table, row: Row[Any], ring: Ring) -> dict[str, str]:
    """What is to be stored instead, by column."""
    return {
        name: kind.resealed(getattr(row, name), row.id, ring)
        for name, kind in _stale(table, row, ring)
    }


def _stale(table: Table, row: Row[Any], ring: Ring) -> Iterator[tuple[str, Sealed]]:
    for name in sealed_columns(table):
        kind, stored = table.columns[name].type, getattr(row, name)
        if isinstance(kind, Sealed) and stored is not None and not kind.is_current(stored, ring):
            yield name, kind
