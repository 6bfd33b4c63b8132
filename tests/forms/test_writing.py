"""`form.yaml` as it is written: read back the same, and as a person would write it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import yaml_source
from forms.catalogue import DEFINITIONS
from forms.declaration import (
    FieldDeclaration,
    FormDeclaration,
    OptionDeclaration,
    PageDeclaration,
    RowsDeclaration,
    RuleDeclaration,
)
from forms.errors import BadDeclaration
from forms.form import FieldType, Mark
from forms.source import load_drawn
from forms.writing import yaml_of

SHIPPED = sorted(DEFINITIONS.glob("*/form.yaml"))


def form_with(*fields: FieldDeclaration | RowsDeclaration, title: str = "犬") -> FormDeclaration:
    return FormDeclaration(
        form="inu", title=title, version="2024-04", department="環境課", work_field="生活",
        law="狂犬病予防法", manual_seconds=60, pages=[PageDeclaration()], fields=list(fields),
    )  # fmt: skip


def read_back(text: str, folder: Path) -> FormDeclaration:
    path = folder / "form.yaml"
    path.write_text(text, encoding="utf-8")
    return yaml_source.load(path, FormDeclaration)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_form_is_read_back_the_same(path: Path, tmp_path: Path) -> None:
    form = load_drawn(path).declaration
    assert read_back(yaml_of(form), tmp_path) == form


def test_a_form_is_written_as_a_person_would() -> None:
    form = form_with(
        FieldDeclaration(id="name", label="氏名", type=FieldType.NAME, box=(20, 50.5, 80, 9)),
        FieldDeclaration(
            id="sex", label="性別", type=FieldType.CHOICE, mark=Mark.CHECK, required=True,
            options=[
                OptionDeclaration(value="1", box=(1, 2, 3, 4)),
                OptionDeclaration(value="女", box=(5, 2, 3, 4)),
            ],
        ),
        RowsDeclaration(
            rows="dog", title="犬", count=2, step=9.5,
            fields=[FieldDeclaration(id="num", label="番号", type=FieldType.NUMBER, cells=4,
                                     box=(20, 90, 24, 6))],
        ),
    )  # fmt: skip
    form = form.model_copy(
        update={"rules": [RuleDeclaration(kind="differ", fields=["name", "sex"], message="同じ")]}
    )
    assert yaml_of(form, {"sex": "飼い主"}) == (
        "# 犬。枠はすべて mm、用紙の左上が原点 [x, y, 幅, 高さ]。\n"
        "form: inu\n"
        "title: 犬\n"
        'version: "2024-04"\n'
        "department: 環境課\n"
        "work_field: 生活\n"
        "law: 狂犬病予防法\n"
        "manual_seconds: 60\n"
        "pages:\n"
        "  - {}\n"
        "fields:\n"
        "  - {id: name, label: 氏名, type: name, box: [20, 50.5, 80, 9]}\n"
        "\n"
        "  # 飼い主\n"
        "  - id: sex\n"
        "    label: 性別\n"
        "    type: choice\n"
        "    mark: check\n"
        "    required: true\n"
        "    options:\n"
        '      - {value: "1", box: [1, 2, 3, 4]}\n'
        "      - {value: 女, box: [5, 2, 3, 4]}\n"
        "  - rows: dog\n"
        "    title: 犬\n"
        "    count: 2\n"
        "    step: 9.5\n"
        "    fields:\n"
        "      - {id: num, label: 番号, type: number, cells: 4, box: [20, 90, 24, 6]}\n"
        "\n"
        "rules:\n"
        "  - kind: differ\n"
        "    fields: [name, sex]\n"
        "    message: 同じ\n"
    )


@given(title=st.text(min_size=1), label=st.text(min_size=1))
def test_any_words_are_read_back_the_same(
    title: str, label: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    field = FieldDeclaration(id="a", label=label, type=FieldType.TEXT, box=(1, 2, 3, 4))
    form = form_with(field, title=title)
    text = yaml_of(form, {"a": title})
    assert read_back(text, tmp_path_factory.getbasetemp()) == form


@given(box=st.tuples(*[st.floats(0, 500)] * 4))
def test_any_box_is_read_back_the_same(
    box: tuple[float, float, float, float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    form = form_with(FieldDeclaration(id="a", label="あ", type=FieldType.TEXT, box=box))
    assert read_back(yaml_of(form), tmp_path_factory.getbasetemp()) == form


def test_a_control_character_is_told_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("form: a\ntitle: \x1b\n", encoding="utf-8")
    with pytest.raises(BadDeclaration) as told:
        yaml_source.load(path, FormDeclaration)
    assert told.value.line == 2
