"""Pieces: blocks of fields that many forms have, each declared once in `forms/pieces/`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from forms import yaml_source
from forms.declaration import FieldDeclaration, RowsDeclaration, RuleDeclaration
from forms.errors import BadDeclaration
from forms.sheet.rows import Cell, Piece, Row, Section, Table, Use, Words

PIECES = Path(__file__).parent.parent / "pieces"

Laid = Row | Table | Section | Words


@dataclass(frozen=True, slots=True)
class Used:
    """A piece as one form uses it: ids, labels and messages are the form's."""

    rows: tuple[Laid, ...]
    rules: tuple[RuleDeclaration, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """The same on a print that is not ours."""

    fields: tuple[FieldDeclaration | RowsDeclaration, ...]
    rules: tuple[RuleDeclaration, ...]


def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in PIECES.glob("*.yaml")))


@cache
def piece(name: str) -> Piece:
    """Raises KeyError where there is none, BadDeclaration for a mistake in its file."""
    if name not in names():
        raise KeyError(name)
    return yaml_source.load(PIECES / f"{name}.yaml", Piece)


def used(use: Use, path: Path) -> Used:
    """Raises BadDeclaration where there is no such piece, or no such field or table in it."""
    source = _piece(use, path)
    if use.asks_for_table and not any(isinstance(row, Table) for row in source.rows):
        raise _no_table(use, path)
    known = _names(source.rows)
    for name in (*use.without, *use.required, *use.optional, *use.labels):
        if name not in known:
            raise _no_field(use, name, path)
    rows = [row for each in source.rows if (row := _row(each, use)) is not None]
    left = known - set(use.without) | _table_ids(source.rows)
    return Used(tuple(rows), tuple(_rules(source.rules, use, left)))


def placed(use: Use, at: Mapping[str, Mapping[str, Any]], path: Path) -> Placed:
    """The fields of the piece that have a place in `at`. Raises BadDeclaration."""
    known = [cell.id for cell in cells_of(_piece(use, path).rows)]
    for name in at:
        if name not in known:
            raise _no_field(use, name, path)
    without = [name for name in known if name not in at]
    ours = used(use.model_copy(update={"without": without}), path)
    prefix = f"{use.as_}_" if use.as_ else ""
    fields = [_placed(cell, at[cell.id.removeprefix(prefix)], path) for cell in cells_of(ours.rows)]
    return Placed(tuple(fields), ours.rules)


def cells_of(rows: Sequence[object]) -> Iterator[Cell]:
    """The single fields of rows; those of tables are not among them."""
    for each in rows:
        if isinstance(each, Row):
            yield from each.row


def _names(rows: Sequence[Laid]) -> set[str]:
    """Ids of all fields, those of tables as they stand there."""
    in_tables = {cell.id for table in rows if isinstance(table, Table) for cell in table.cells}
    return in_tables | {cell.id for cell in cells_of(rows)}


def _piece(use: Use, path: Path) -> Piece:
    try:
        return piece(use.use)
    except KeyError:
        problem = f"部品「{use.use}」はありません。"
        known = f"ある部品: {'、'.join(names())}"
        raise BadDeclaration(str(path), 0, use.use, problem, known) from None


def _no_field(use: Use, name: str, path: Path) -> BadDeclaration:
    known = "、".join(sorted(_names(piece(use.use).rows)))
    problem = f"部品「{use.use}」に項目「{name}」はありません。"
    return BadDeclaration(str(path), 0, name, problem, f"ある項目: {known}")


def _no_table(use: Use, path: Path) -> BadDeclaration:
    problem = f"部品「{use.use}」に表はありません。"
    hint = "rows・count・required_rows は消してください（表のある部品だけに書けます）。"
    return BadDeclaration(str(path), 0, use.use, problem, hint)


def _table_ids(rows: Sequence[Laid]) -> set[str]:
    return {
        f"{table.table}{n}_{cell.id}"
        for table in rows
        if isinstance(table, Table)
        for n in range(1, table.count + 1)
        for cell in table.cells
    }


def _row(row: Laid, use: Use) -> Laid | None:
    if isinstance(row, Row):
        kept = [_cell(cell, use) for cell in row.row if cell.id not in use.without]
        return row.model_copy(update={"row": kept}) if kept else None
    return _table(row, use) if isinstance(row, Table) else row


def _table(table: Table, use: Use) -> Table:
    name = use.rows or table.table
    is_whole = not {*table.distinct} & {*use.without}
    return table.model_copy(
        update={
            "table": f"{use.as_}_{name}" if use.as_ else name,
            "title": use.title or table.title,
            "count": use.count or table.count,
            "required_rows": table.required_rows
            if use.required_rows is None
            else use.required_rows,
            "cells": [_in_table(cell, use) for cell in table.cells if cell.id not in use.without],
            "together": [each for each in table.together if each not in use.without],
            "distinct": table.distinct if is_whole else [],
        }
    )


def _in_table(cell: Cell, use: Use) -> Cell:
    label = use.labels.get(cell.id)
    said = {"label": label, "head": label} if label else {}
    return cell.model_copy(update={"required": _is_required(cell, use)} | said)


def _is_required(cell: Cell, use: Use) -> bool:
    return (cell.required or cell.id in use.required) and cell.id not in use.optional


def _cell(cell: Cell, use: Use) -> Cell:
    label = use.labels.get(cell.id) or use.title + cell.label
    return cell.model_copy(
        update={
            "id": f"{use.as_}_{cell.id}" if use.as_ else cell.id,
            "label": label,
            "head": use.labels.get(cell.id) or cell.head or cell.label,
            "required": _is_required(cell, use),
            "subject": cell.subject or use.as_,
        }
    )


def _rules(rules: Sequence[RuleDeclaration], use: Use, left: set[str]) -> Iterator[RuleDeclaration]:
    """Those whose fields are all there."""
    prefix = f"{use.as_}_" if use.as_ else ""
    whose = f"{use.title}の" if use.title else ""
    for rule in rules:
        if not {*rule.fields, *rule.when} <= left:
            continue
        yield rule.model_copy(
            update={
                "fields": [prefix + name for name in rule.fields],
                "when": {prefix + name: value for name, value in rule.when.items()},
                "message": rule.message.replace("{whose}", whose),
            }
        )


def _placed(cell: Cell, at: Mapping[str, Any], path: Path) -> FieldDeclaration:
    try:
        return FieldDeclaration.model_validate(said_of(cell) | dict(at))
    except ValidationError as error:
        first = error.errors()[0]
        problem, fix = yaml_source.in_words(first, FieldDeclaration)
        raise BadDeclaration(str(path), 0, cell.id, problem, fix) from error


def said_of(cell: Cell) -> dict[str, Any]:
    """What a cell says of its field, without where it stands."""
    names = (
        "id", "label", "type", "required", "private", "double", "item", "subject", "cells",
        "length", "check", "mark", "multiple", "era",
    )  # fmt: skip
    return {name: getattr(cell, name) for name in names}
