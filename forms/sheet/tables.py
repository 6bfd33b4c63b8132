"""The rules that a table of rows has by itself."""

from collections.abc import Iterator

from forms.declaration import RuleDeclaration
from forms.sheet.rows import Table


def rules_of(table: Table) -> tuple[RuleDeclaration, ...]:
    """Rows that are filled by halves, and the same row twice. A single cell is no half."""
    return (*_together(table), *_distinct(table))


def _together(table: Table) -> Iterator[RuleDeclaration]:
    labels = _labels(table, table.together)
    if len(labels) < 2:
        return
    said = "と".join(labels.values()) + "の一方がありません。"
    if len(labels) > 2:
        said = "記入がそろっていません。"
    for n in range(table.required_rows + 1, table.count + 1):
        fields = [f"{table.table}{n}_{name}" for name in labels]
        yield RuleDeclaration(kind="together", fields=fields, message=f"{table.title}{n}の{said}")


def _distinct(table: Table) -> Iterator[RuleDeclaration]:
    labels = _labels(table, table.distinct)
    if not labels or table.count < 2:
        return
    rows = range(1, table.count + 1)
    fields = [f"{table.table}{n}_{name}" for n in rows for name in labels]
    message = f"同じ{table.title}が二度書かれています。"
    yield RuleDeclaration(kind="rows_differ", fields=fields, width=len(labels), message=message)


def _labels(table: Table, names: list[str]) -> dict[str, str]:
    labels = {cell.id: cell.label for cell in table.cells}
    return {name: labels[name] for name in names}
