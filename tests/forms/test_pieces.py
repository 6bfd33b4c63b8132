"""The shared pieces themselves."""

from pathlib import Path

import pytest

from forms.declaration import FieldDeclaration
from forms.sheet import pieces
from forms.sheet.laying import laid
from forms.sheet.rows import Sheet, Table, Use


@pytest.mark.parametrize("name", pieces.names())
def test_a_piece_fits_on_a_sheet_by_itself(name: str) -> None:
    sheets = laid([Sheet(rows=[Use.model_validate({"use": name})])], "様式", Path("form.yaml"))
    assert sheets.fields
    assert pieces.piece(name).piece == name


@pytest.mark.parametrize("name", pieces.names())
def test_rules_of_a_piece_name_its_own_fields(name: str) -> None:
    piece = pieces.piece(name)
    known = {cell.id for cell in pieces.cells_of(piece.rows)}
    for table in piece.rows:
        if isinstance(table, Table):
            rows = range(1, table.count + 1)
            known |= {f"{table.table}{n}_{cell.id}" for n in rows for cell in table.cells}
    for rule in piece.rules:
        assert {*rule.fields, *rule.when} <= known


@pytest.mark.parametrize("name", pieces.names())
def test_a_renamed_piece_keeps_every_rule(name: str) -> None:
    use = Use.model_validate({"use": name, "as": "sono", "title": "その人"})
    used = pieces.used(use, Path("form.yaml"))
    assert len(used.rules) == len(pieces.piece(name).rules)
    assert all(field.startswith("sono_") for rule in used.rules for field in rule.fields)
    assert all("{" not in rule.message for rule in used.rules)


def test_what_a_cell_says_is_what_a_field_may_say() -> None:
    for name in pieces.names():
        for cell in pieces.cells_of(pieces.piece(name).rows):
            assert set(pieces.said_of(cell)) <= set(FieldDeclaration.model_fields)
