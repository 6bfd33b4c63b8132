"""All pages of a form written as sheets → its fields and its print."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.declaration import RuleDeclaration
from forms.printed import Layout
from forms.sheet.page import Column, Entry
from forms.sheet.pieces import Laid, used
from forms.sheet.rows import Row, Section, Sheet, Table, Use
from forms.sheet.tables import rules_of

TO = "○○市長　あて"
SHADE = 0.94


@dataclass(frozen=True, slots=True)
class Sheets:
    fields: tuple[Entry, ...]
    rules: tuple[RuleDeclaration, ...]
    layout: Layout


def laid(sheets: Sequence[Sheet], title: str, path: Path) -> Sheets:
    """Raises BadDeclaration naming the field or row that has no room, or the piece that is
    missing."""
    fields: list[Entry] = []
    rules: list[RuleDeclaration] = []
    layout = Layout(shade=SHADE, pages=[])
    for number, sheet in enumerate(sheets, start=1):
        column = Column(number, path)
        is_first = number == 1
        heading = sheet.title if sheet.title is not None else (title if is_first else "")
        to = sheet.to if sheet.to is not None else (TO if is_first else "")
        column.title(sheet.style, heading, to, sheet.lead)
        for each in sheet.rows:
            if isinstance(each, Use):
                piece = used(each, path)
                rules += piece.rules
                for row in piece.rows:
                    rules += _put(column, row)
            else:
                rules += _put(column, each)
        column.end(sheet.notes, sheet.staff)
        fields += column.fields
        layout.pages.append(column.page)
    return Sheets(tuple(fields), tuple(rules), layout)


def _put(column: Column, row: Laid) -> Sequence[RuleDeclaration]:
    """Returns the rules that a table has by itself."""
    if isinstance(row, Row):
        column.row(row)
    elif isinstance(row, Table):
        column.table(row)
        return rules_of(row)
    elif isinstance(row, Section):
        column.section(row)
    else:
        column.words(row)
    return ()
