"""The rows of the target system read from outside, in the canonical values of the paper forms.

The demo and the tests check with this what really arrived; the screens never use it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import jaconv

from samples.legacy import eras
from samples.legacy.items import Draft, Item, Kind, Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.store import CREATED, NUMBER, STAFF, opened
from samples.legacy.validation import is_blank

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """One stored application.

    `procedure` is the form id (jido-teate-nintei, kaigo-nintei …). `values` holds the
    filled fields by field id: dates ISO, choices by word (`damage` a tuple), postal codes and
    phones as digits, kana in full width. Names and addresses stand as stored: full width, town and
    the rest joined, and a character outside CP932 as &#NNNN;. `natural_key` tells applications
    apart: date of the application and who or what it is about. Personal values stay out of the
    repr.
    """

    procedure: str
    uketsuke_no: str
    staff: str
    created_at: datetime
    values: Mapping[str, Value] = field(repr=False)
    natural_key: tuple[str, ...] = field(repr=False)


def read_rows(db: Path) -> list[LegacyRow]:
    """Every row of all procedures, oldest first within each.

    Raises FileNotFoundError when there is no such database.
    """
    return [
        _read(procedure, columns)
        for procedure in of_the_cloud()
        for columns in _columns(db, procedure)
    ]


def doubled(db: Path) -> int:
    """How many rows are surplus: equal to an earlier row in everything that was applied for.

    Receipt number, time and the staff who entered it do not count: two bots with two accounts that
    enter one application have doubled it too. Raises FileNotFoundError as `read_rows` does.
    """
    surplus = 0
    for procedure in of_the_cloud():
        seen = Counter(
            tuple(columns[name] for name in procedure.columns)
            for columns in _columns(db, procedure)
        )
        surplus += seen.total() - len(seen)
    return surplus


def half(db: Path) -> int:
    """How many rows were written by half: something that an application must have is blank.

    Raises FileNotFoundError as `read_rows` does.
    """
    return sum(
        any(item.required and is_blank(item, columns) for item in procedure.items)
        for procedure in of_the_cloud()
        for columns in _columns(db, procedure)
    )


def canonical(item: Item, stored: Draft) -> Value | None:
    """The value of an item as a paper form says it, None when it is blank."""
    return None if is_blank(item, stored) else _canonical(item, [stored[p] for p in item.parts])


def _canonical(item: Item, values: list[str]) -> Value:
    match item.kind:
        case Kind.DATE:
            return eras.to_date(values[0], values[1], values[2], values[3]).isoformat()
        case Kind.CHECKS:
            return tuple(item.word(code) or code for code in values[0].split(","))
        case Kind.RADIO | Kind.CODE | Kind.FLAG:
            return item.word(values[0]) or values[0]
        case Kind.KANA:
            return jaconv.h2z(values[0], kana=True).replace(" ", "　")
        case Kind.ADDRESS:
            return "".join(values[1:])
        case _:
            return "".join(values)


def _read(procedure: Procedure, columns: Draft) -> LegacyRow:
    said = {item.field_id: canonical(item, columns) for item in procedure.items}
    values = {field_id: value for field_id, value in said.items() if value is not None}
    return LegacyRow(
        procedure=procedure.form,
        uketsuke_no=columns[NUMBER],
        staff=columns[STAFF],
        created_at=datetime.fromisoformat(columns[CREATED]),
        values=values,
        natural_key=tuple(str(values.get(field_id, "")) for field_id in procedure.key),
    )


def _columns(db: Path, procedure: Procedure) -> list[dict[str, str]]:
    if not db.is_file():
        raise FileNotFoundError(db)
    with opened(db) as link:
        rows = link.execute(f"SELECT * FROM {procedure.table} ORDER BY ID").fetchall()
    return [dict(row) for row in rows]
