"""Every mistake of a form in the editor, at its place."""

from pathlib import Path
from typing import Any

import pytest

from tests.workflows.templates.drawn import drawn
from workflows.templates import check

WITH_RULE = {"rules": [{"kind": "order", "fields": ["name", "gone"], "message": "順"}]}
TWICE = {"fields": [drawn()["fields"][0], drawn()["fields"][0]]}


def field(**changes: Any) -> dict[str, Any]:
    return {"fields": [drawn()["fields"][0] | changes]}


def places(declaration: dict[str, Any]) -> list[str]:
    found = check(declaration, Path())
    return [".".join(map(str, each.place)) for each in found.mistakes]


def test_a_whole_form_has_none() -> None:
    found = check(drawn(), Path("x"))
    assert found.mistakes == ()
    assert found.form is not None
    assert found.form.blank == Path("x/blank.pdf")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"form": ""}, "form"),
        ({"form": "犬"}, "form"),
        ({"form": "../x"}, "form"),
        ({"title": " "}, "title"),
        ({"department": ""}, "department"),
        ({"manual_seconds": 0}, "manual_seconds"),
        ({"fields": []}, "fields"),
        (field(label=""), "fields.0.label"),
        (field(id="Ａ"), "fields.0.id"),
        (field(type="nonsense"), "fields.0.type"),
        (field(box=[200, 20, 80, 10]), "fields.0.box"),
        (field(box=[20, 20, 0, 10]), "fields.0.box"),
        (field(box=["nan", 20, 80, 10]), "fields.0.box.0"),
        (field(box=[20, 20, "inf", 10]), "fields.0.box.2"),
        ({"pages": [{"width": 0}]}, "pages.0.width"),
        (field(box=None), "fields.0"),
        (field(type="date"), "fields.0"),
        (field(page=3), "fields.0"),
        (field(cells=10**9), "fields.0.cells"),
        (field(unknown=1), "fields.0.unknown"),
        (TWICE, "fields.1.id"),
        (WITH_RULE, "rules.0.fields"),
        ({"rules": [{"kind": "order", "fields": ["name"], "message": "順"}]}, "rules.0"),
        ({"rules": [{"kind": "together", "fields": ["name", "sex"], "message": ""}]},
         "rules.0.message"),
    ],
)  # fmt: skip
def test_a_mistake_is_placed(change: dict[str, Any], place: str) -> None:
    assert places(drawn(**change)) == [place]


def test_a_mistake_inside_rows_is_placed_in_their_first_row() -> None:
    inner = {"id": "name", "label": "", "type": "name", "box": [20, 20, 80, 10]}
    rows = {"rows": "child", "title": "児童", "count": 2, "step": 12, "fields": [inner]}
    assert places(drawn(fields=[rows])) == ["fields.0.fields.0.label"]


def test_a_billion_rows_are_a_mistake_and_not_counted() -> None:
    inner = {"id": "name", "label": "氏名", "type": "name", "box": [20, 20, 80, 10]}
    rows = {"rows": "child", "title": "児童", "count": 10**9, "step": 12, "fields": [inner]}
    assert places(drawn(fields=[rows])) == ["fields.0.count"]


def test_every_mistake_is_told_at_once() -> None:
    assert places(drawn(form="", manual_seconds=0)) == ["form", "manual_seconds"]


def test_words_are_japanese() -> None:
    declarations = [drawn(form=""), drawn(form="X"), drawn(manual_seconds=0), drawn(fields=[])]
    for each in declarations:
        for mistake in check(each, Path()).mistakes:
            assert not any("a" <= ch <= "z" for ch in mistake.message), mistake.message
