"""row and read: finding a row of a list, keeping a text of the screen."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from bots import tables
from bots.asking import shown_text
from bots.locate import Want, present
from bots.scenario.steps import Read, Row
from bots.stage import Stage

Run = Callable[[Sequence[Any], Stage, str], None]


def read_text(step: Read, stage: Stage, run: Run) -> None:
    locator = present(step.read, stage, Want.READ)
    text = shown_text(locator)
    if step.pattern is not None:
        found = re.search(step.pattern, text)
        if not found:
            raise stage.not_ready(f"「{stage.name(step.read)}」に、求める形の文字がありません。")
        text = found.group(1) if found.groups() else found.group()
    stage.values.memory[step.into] = text


def in_row(step: Row, stage: Stage, run: Run) -> None:
    """Raises NotReady where the row is not there, or several are."""
    columns = step.columns or [*step.row, *step.starts]
    if step.else_ is None:
        seconds = stage.system.declared.waits.screen
        stage.wait_until(lambda: bool(_rows(step, stage, columns)), seconds, "表の行")
    rows = _rows(step, stage, columns)
    if not rows:
        run(step.else_ or [], stage, "else")
        return
    if len(rows) > 1:
        raise stage.not_ready(f"条件に合う行が表に {len(rows)} 行あります。")
    located = tables.locate(stage.scope, rows[0])
    run(step.do, stage.in_row(located, rows[0].columns), "do")


def _rows(step: Row, stage: Stage, columns: list[str]) -> list[tables.FoundRow]:
    if step.number is not None:
        return _numbered(stage.values.position(step.number), stage, columns)
    wanted = {column: stage.values.value(text) for column, text in step.row.items()}
    starts = {column: stage.values.value(text) for column, text in step.starts.items()}
    found = [
        row
        for row in tables.rows_under(stage.scope, columns)
        if tables.matches(row, wanted) and tables.is_start(row, starts)
    ]
    if not starts:
        return found
    longest = max((_length(row, list(starts)) for row in found), default=0)
    return [row for row in found if _length(row, list(starts)) == longest]


def _numbered(number: int, stage: Stage, columns: list[str]) -> list[tables.FoundRow]:
    """The row with this number (from 1) of each table with these headings."""
    found: dict[int, list[tables.FoundRow]] = {}
    for row in tables.rows_under(stage.scope, columns):
        found.setdefault(row.table, []).append(row)
    return [rows[number - 1] for rows in found.values() if len(rows) >= number]


def _length(row: tables.FoundRow, columns: list[str]) -> int:
    return sum(len(row.cells[tables.clean(column)]) for column in columns)
