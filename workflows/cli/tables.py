"""Tables that a person can read in a terminal, full-width characters aligned."""

import sys
from collections.abc import Iterable, Sequence

PLAIN_WIDTH = 140  # columns where the output is no terminal


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print to stdout. Cells of numbers stand to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    listed = [tuple(row) for row in rows]
    for index, name in enumerate(head):
        is_number = bool(listed) and all(isinstance(row[index], int | float) for row in listed)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in listed:
        table.add_row(*(_text(cell) for cell in row))
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    console = Console(markup=False, emoji=False, highlight=False, width=width)
    if title:  # not the table's own, which would wrap at the width of a narrow table
        console.print(title, style="table.title")
    console.print(table)


def _text(cell: object) -> str:
    return f"{cell:,.1f}" if isinstance(cell, float) else " ".join(str(cell).split("\n"))
