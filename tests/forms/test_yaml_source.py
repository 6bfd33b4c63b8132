"""YAML that was not written in good faith: a mistake with a line, never a stop."""

import pytest
from pydantic import BaseModel, ConfigDict

from forms.errors import BadDeclaration
from forms.yaml_source import text_or_tell


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    kind: dict[str, str] = {}


def told(text: str) -> BadDeclaration:
    found = text_or_tell(text, "x.yaml", Model)
    assert isinstance(found, list)
    return found[0]


def test_aliases_that_multiply_are_a_mistake_and_are_not_written_out() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    for n in range(1, 12):
        lines.append(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]")
    assert "too many aliases" in told("\n".join([*lines, "title: *a11"])).message


@pytest.mark.parametrize("text", ["title: &a [*a]", "kind: &a {k: *a}", "title: &a {<<: *a}"])
def test_an_alias_that_leads_into_itself_is_a_mistake(text: str) -> None:
    assert "YAML として読めません" in told(text).message


@pytest.mark.parametrize(
    "value", ["2026-13-45", "9" * 5000, "!!int abc", "!!bool abc", "!!timestamp abc", "!!float x"]
)
def test_a_value_that_cannot_be_made_is_told_with_its_line(value: str) -> None:
    found = told(f"kind: {{}}\ntitle: {value}\n")
    assert (found.line, "値として読めません" in found.message) == (2, True)


def test_a_name_used_again_is_fine() -> None:
    made = text_or_tell("title: &t 題\nkind: {a: *t}\n", "x.yaml", Model)
    assert isinstance(made, Model)
    assert made.kind == {"a": "題"}
