"""The shared pieces themselves."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from forms.declaration import FieldDeclaration, RowsDeclaration
from forms.errors import BadDeclaration
from forms.sheet import pieces
from forms.sheet.laying import Sheets, laid
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


def _laid(use: dict[str, object]) -> Sheets:
    return laid([Sheet(rows=[Use.model_validate(use)])], "様式", Path("form.yaml"))


def test_a_table_of_a_piece_is_the_form_s_own_by_name_title_and_rows() -> None:
    use = {"use": "household", "rows": "person", "title": "異動者", "count": 2, "required_rows": 1}
    sheets = _laid(use | {"without": ["sex"], "optional": ["relation"]})
    (table,) = sheets.fields
    assert isinstance(table, RowsDeclaration)
    assert (table.rows, table.title, table.count, table.required_rows) == ("person", "異動者", 2, 1)
    assert [(cell.id, cell.required) for cell in table.fields] == [
        ("name", True), ("birth", True), ("relation", False),
    ]  # fmt: skip
    assert [(rule.kind, rule.fields, rule.message) for rule in sheets.rules] == [
        ("together", ["person2_name", "person2_birth"],
         "異動者2の氏名と生年月日の一方がありません。"),
        ("rows_differ", ["person1_name", "person1_birth", "person2_name", "person2_birth"],
         "同じ異動者が二度書かれています。"),
    ]  # fmt: skip


def test_rows_are_not_held_against_each_other_where_a_cell_of_it_is_left_out() -> None:
    sheets = _laid({"use": "household", "without": ["birth"]})
    assert [rule.kind for rule in sheets.rules] == ["together"] * 5


@pytest.mark.parametrize("said", [{"rows": "person"}, {"count": 2}, {"required_rows": 0}])
def test_what_goes_for_a_table_is_refused_where_the_piece_has_none(said: dict[str, object]) -> None:
    with pytest.raises(BadDeclaration, match="表はありません"):
        _laid({"use": "contact"} | said)


def test_a_rule_of_a_table_names_its_own_cells() -> None:
    cells = [{"id": "name", "label": "氏名", "type": "name"}]
    with pytest.raises(ValidationError, match="birth"):
        Table.model_validate(
            {"table": "person", "title": "人", "count": 2, "cells": cells, "distinct": ["birth"]}
        )


def test_what_a_cell_says_is_what_a_field_may_say() -> None:
    for name in pieces.names():
        for cell in pieces.cells_of(pieces.piece(name).rows):
            assert set(pieces.said_of(cell)) <= set(FieldDeclaration.model_fields)
