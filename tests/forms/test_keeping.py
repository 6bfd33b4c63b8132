"""What a person wrote into a form.yaml is kept where nothing changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from forms.catalogue import DEFINITIONS
from forms.declaration import FieldDeclaration, FormDeclaration
from forms.keeping import keep
from forms.plain import plain_text
from forms.writing import yaml_of

FILES = sorted(DEFINITIONS.glob("*/form.yaml"))


def written(path: Path) -> str:
    """As the editor gets it: with every field written out."""
    return plain_text(path.read_text(encoding="utf-8"), path)


KAIGO = written(DEFINITIONS / "kaigo-nintei" / "form.yaml")
Change = Callable[[FormDeclaration], object]


def parsed(text: str) -> FormDeclaration:
    return FormDeclaration.model_validate(yaml.safe_load(text))


def field(form: FormDeclaration, name: str) -> FieldDeclaration:
    return next(e for e in form.fields if isinstance(e, FieldDeclaration) and e.id == name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_an_unchanged_form_is_the_same_file(path: Path) -> None:
    text = written(path)
    kept = keep(text, yaml_of(parsed(text)))
    assert (kept.text, kept.lost) == (text, ())


def test_only_the_changed_lines_differ_and_comments_above_them_stay() -> None:
    form = parsed(KAIGO)
    field(form, "hihokensha_number").label = "番号"
    kept = keep(KAIGO, yaml_of(form)).text
    changed = [line for line in kept.splitlines() if line not in KAIGO.splitlines()]
    assert len(changed) == 1
    assert "番号" in changed[0]
    assert kept.count("# 被保険者\n") == 1


def test_a_comment_inside_a_changed_rule_is_lost_and_told() -> None:
    form = parsed(KAIGO)
    form.rules[1].limits = (40, 110)
    kept = keep(KAIGO, yaml_of(form))
    assert kept.lost == ("介護保険法第9条: 40歳から",)


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form.fields.pop(3),
        lambda form: form.fields.insert(0, form.fields.pop(5)),
        lambda form: form.rules.append(form.rules[0]),
        lambda form: form.rules.clear(),
        lambda form: setattr(form, "title", "別の#名前: 一つ"),
        lambda form: setattr(field(form, "sex"), "required", False),
        lambda form: form.pages.append(form.pages[0]),
    ],
)
def test_what_is_kept_says_what_was_to_be_written(change: Change) -> None:
    form = parsed(KAIGO)
    change(form)
    assert parsed(keep(KAIGO, yaml_of(form)).text) == form


@pytest.mark.parametrize("written", ["", "fields: [", "form: [1, 2]", "- a\n- b"])
def test_a_file_that_is_no_form_is_written_anew(written: str) -> None:
    text = yaml_of(parsed(KAIGO))
    assert keep(written, text).text == text


def test_entries_on_one_line_are_written_anew_rather_than_cut_wrongly() -> None:
    form = parsed(KAIGO)
    data = yaml.safe_load(KAIGO)
    cramped = yaml.safe_dump(data, allow_unicode=True, default_flow_style=True, width=10**6)
    assert parsed(keep(cramped, yaml_of(form)).text) == form
