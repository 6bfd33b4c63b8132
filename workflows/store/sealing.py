"""Where sealed values get their places: each row has its number before it is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, Update, event, func, inspect, select, text
from sqlalchemy.orm import Session, sessionmaker

from workflows.sealing import Ring
from workflows.store.tables.base import Base
from workflows.store.tables.sealed import Placed, Sealed, SealedText, give_ring

Params = Mapping[str, Any]


@lru_cache(maxsize=256)
def sealed_columns(table: Table) -> tuple[str, ...]:
    """Names of the sealed columns of a table."""
    return tuple(each.key for each in table.columns if isinstance(each.type, Sealed))


def guard(engine: Engine, ring: Ring | None) -> None:
    """Seal with these keys what goes in, open what comes out."""
    give_ring(engine.dialect, ring)
    event.listen(engine, "before_execute", _place, retval=True)


def number_rows(writes: "sessionmaker[Session]") -> None:
    """New rows with something sealed get their ids before they are written: only one writer is
    inside at a time, so that the next one is known."""
    event.listen(writes, "before_flush", _number)


def _place(
    _connection: Connection, clause: Any, many: Sequence[Params], one: Params, _options: object
) -> tuple[Any, Sequence[Params], Params]:
    if not isinstance(clause, Insert | Update) or not isinstance(clause.table, Table):
        return clause, many, one
    names = sealed_columns(clause.table)
    if not names:
        return clause, many, one
    row = "id" if isinstance(clause, Insert) else f"{clause.table.name}_id"
    return clause, [_placed(each, names, row) for each in many], _placed(one, names, row)


def _placed(params: Params, names: Iterable[str], row: str) -> Params:
    """Where a row is not named, the columns themselves refuse what is not sealed."""
    if row not in params:
        return params
    given = {name: params[name] for name in names if params.get(name) is not None}
    return {**params, **{name: Placed(each, params[row]) for name, each in given.items()}}


def _number(session: Session, _context: object, _instances: object) -> None:
    waiting: dict[Table, list[Any]] = defaultdict(list)
    for each in session.new:
        table = inspect(type(each)).local_table
        if isinstance(each, Base) and sealed_columns(table) and getattr(each, "id", None) is None:
            waiting[table].append(each)
    for table, rows in waiting.items():
        rows.sort(key=lambda each: inspect(each).insert_order)
        for each, number in zip(rows, next_ids(session, table, len(rows)), strict=True):
            each.id = number


def next_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Ids for new rows: who inserts many at once gives them himself. In a write transaction."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        query = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return session.scalars(query).all()
    last = session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    return range(last + 1, last + 1 + count)


def stored_rows(connection: Connection, table: Table, after: int, limit: int) -> Sequence[Any]:
    """The sealed columns as they are stored, of the next rows by id."""
    names = ", ".join(f'CAST("{name}" AS TEXT) AS "{name}"' for name in sealed_columns(table))
    query = f'SELECT id, {names} FROM "{table.name}" WHERE id > :after ORDER BY id LIMIT :limit'
    return connection.execute(text(query), {"after": after, "limit": limit}).all()


def store_as_is(connection: Connection, table: Table, row: int, values: Mapping[str, str]) -> None:
    """Write columns as they are to be stored."""
    is_postgres = connection.dialect.name == "postgresql"
    sets = []
    for name in values:
        is_json = is_postgres and not isinstance(table.columns[name].type, SealedText)
        sets.append(f'"{name}" = CAST(:{name} AS JSON)' if is_json else f'"{name}" = :{name}')
    connection.execute(
        text(f'UPDATE "{table.name}" SET {", ".join(sets)} WHERE id = :id'), {**values, "id": row}
    )
