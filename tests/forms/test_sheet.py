"""A form written as rows of cells: everything has a place, and nothing lies over another."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from forms.declaration import RowsDeclaration
from forms.errors import BadDeclaration
from forms.form import Field, FieldType, Form
from forms.geometry import Box
from forms.source import load_drawn, load_form, plain_of
from forms.writing import yaml_of

HEAD = """\
form: inu-toroku
title: 犬の登録申請書
version: "2024"
department: 環境課
work_field: その他
law: 狂犬病予防法第4条
manual_seconds: 120
"""
DOG = (
    HEAD
    + """\
sheet:
  - style: （様式第１号）
    lead: 次のとおり犬の登録を申請します。
    rows:
      - use: submitted
      - section: １　所有者
      - use: applicant
      - section: ２　犬
      - row:
          - {id: shurui, label: 種類, type: text, required: true}
          - {id: birth, label: 生年月日, type: date, eras: [平成, 令和]}
      - row:
          - {id: sex, label: 性別, type: choice, options: [雄, 雌]}
          - {id: weight, label: 体重, type: number, length: [1, 2], unit: kg}
      - row: [{id: reason, label: 事由, type: choice, mark: check, multiple: true,
               options: [新規, 転入, 譲受, 再交付, その他の事由, 住所の変更, 所有者の変更]}]
      - table: pup
        title: 子犬
        count: 3
        required_rows: 1
        cells:
          - {id: name, label: 名, type: text, required: true}
          - {id: birth, label: 生年月日, type: date, eras: [平成, 令和]}
          - {id: sex, label: 性別, type: choice, options: [雄, 雌]}
      - use: my_number
    notes: 備考　手数料を添えてください。
    staff: [受付印, 登録番号]
rules:
  - {kind: order, fields: [birth, shinsei_date], message: 犬の生年月日が申請年月日より後です。}
"""
)


def written(folder: Path, text: str) -> Path:
    path = folder / "form.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def dog(tmp_path: Path) -> Form:
    return load_form(written(tmp_path, DOG))


def test_every_field_has_a_place_on_the_page(dog: Form) -> None:
    for field in dog.fields:
        assert 0 < field.box.x < field.box.x + field.box.w < 1, field.id
        assert 0 < field.box.y < field.box.y + field.box.h < 1, field.id


def parts(field: Field) -> list[Box]:
    if field.date:
        return [*(era.box for era in field.date.eras), *dates(field)]
    return [option.box for option in field.options] or [field.box]


def dates(field: Field) -> list[Box]:
    return [field.date.year, field.date.month, field.date.day] if field.date else []


def is_apart(one: Box, other: Box) -> bool:
    beside = one.x + one.w <= other.x + 1e-6 or other.x + other.w <= one.x + 1e-6
    return beside or one.y + one.h <= other.y + 1e-6 or other.y + other.h <= one.y + 1e-6


def test_no_two_places_to_write_lie_over_each_other(dog: Form) -> None:
    boxes = [(field.id, box) for field in dog.fields for box in parts(field)]
    for (one_id, one), (other_id, other) in combinations(boxes, 2):
        assert is_apart(one, other), (one_id, other_id)


def test_options_that_are_ringed_stand_a_ring_apart(dog: Form) -> None:
    for left, right in pairwise(option.box for option in dog.field("sex").options):
        assert (right.x - left.x - left.w) * 210 >= 5.9


def test_options_without_room_go_to_the_next_line(dog: Form) -> None:
    tops = {round(option.box.y * 297) for option in dog.field("reason").options}
    assert len(tops) == 2


def test_a_piece_brings_its_fields_and_rules(dog: Form) -> None:
    assert dog.field("name").required
    assert dog.field("name").item == "氏名"
    assert [rule.kind for rule in dog.rules] == ["reading_of", "postal_of", "order"]


def test_a_table_is_rows_of_fields(dog: Form) -> None:
    assert [f.id for f in dog.fields if f.group == "pup2"] == [
        "pup2_name",
        "pup2_birth",
        "pup2_sex",
    ]
    assert dog.field("pup1_name").required
    assert not dog.field("pup2_name").required
    assert dog.field("pup2_birth").subject == "pup2"


def test_a_comb_of_a_my_number_is_private_and_of_twelve_cells(dog: Form) -> None:
    field = dog.field("my_number")
    assert (field.type, field.cells, field.private) == (FieldType.MY_NUMBER, 12, True)


def test_a_code_is_a_square_with_room_for_its_modules(tmp_path: Path) -> None:
    rows = "{id: code, label: 申請書ID, type: qr}, {id: n, label: 番号, type: number, cells: 12}"
    form = load_form(written(tmp_path, HEAD + f"sheet:\n  - rows:\n      - row: [{rows}]\n"))
    box = form.field("code").box
    assert box.w * 210 == pytest.approx(box.h * 297)
    assert box.w * 210 >= 20


def test_the_plain_form_that_the_editor_sees_is_the_same_form(tmp_path: Path, dog: Form) -> None:
    plain = plain_of(DOG, Path("form.yaml"))
    assert any(isinstance(entry, RowsDeclaration) for entry in plain.fields)
    assert load_form(written(tmp_path, yaml_of(plain))) == dog


def test_print_stands_beside_the_fields_of_a_sheet(tmp_path: Path) -> None:
    drawn = load_drawn(written(tmp_path, DOG))
    assert drawn.layout is not None
    page = drawn.layout.pages[0]
    assert {"犬の登録申請書", "kg", "※市町村記入欄"} <= {text.text for text in page.texts}
    assert {"受付印", "種類", "１　所有者"} <= {head.text for head in page.heads}


def test_a_second_use_has_ids_and_words_of_its_own(tmp_path: Path) -> None:
    more = DOG.replace(
        "      - use: my_number\n",
        "      - {use: agent, as: dairi, title: 代理人の, labels: {relation: 間柄}}\n",
    )
    form = load_form(written(tmp_path, more))
    assert form.field("dairi_name").label == "代理人の氏名"
    assert form.field("dairi_relation").label == "間柄"
    assert form.field("dairi_name").subject == "dairi"
    together = next(rule for rule in form.rules if rule.kind == "together")
    assert together.fields == ("dairi_name", "dairi_phone")


def test_what_is_left_out_of_a_piece_takes_its_rules_along(tmp_path: Path) -> None:
    less = DOG.replace("use: applicant", "{use: applicant, without: [postal, seal]}")
    form = load_form(written(tmp_path, less))
    assert "postal" not in {field.id for field in form.fields}
    assert [rule.kind for rule in form.rules] == ["reading_of", "order"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("use: applicant", "use: aplicant", r"14 行目.*部品「aplicant」はありません"),
        (
            "use: applicant",
            "{use: applicant, without: [fax]}",
            r"14 行目.*「applicant」に項目「fax」はありません",
        ),
        ("label: 種類", "lable: 種類", r"17 行目 「label」: 必要なキー"),
        ("count: 3", "count: 30", r"収まりません"),
        ("unit: kg", "unti: kg", r"「unit」ではありませんか|知らない"),
        ("sheet:\n", "fields: []\npages: [{}]\nsheet:\n", "用紙は A4"),
        ("id: weight", "id: sex", "二つあります"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    with pytest.raises(BadDeclaration, match=said):
        load_form(written(tmp_path, DOG.replace(right, wrong, 1)))


def test_a_row_without_room_says_how_much_is_missing(tmp_path: Path) -> None:
    comb = "type: number, cells: 13}"
    wide = f"{{id: n, label: 番号, {comb}, {{id: m, label: 番号, {comb}"
    with pytest.raises(BadDeclaration, match=r"mm 足りません"):
        load_form(written(tmp_path, HEAD + f"sheet:\n  - rows:\n      - row: [{wide}]\n"))


def test_a_form_has_fields_or_a_sheet(tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration, match="fields か sheet"):
        load_form(written(tmp_path, HEAD))


def test_a_piece_is_placed_on_a_print_that_is_not_ours(tmp_path: Path) -> None:
    text = HEAD + (
        "pages: [{}]\nfields:\n"
        "  - {use: applicant, as: nushi, title: 飼い主, at: {name: {box: [10, 10, 50, 10]}}}\n"
    )
    form = load_form(written(tmp_path, text))
    assert [(f.id, f.label, f.type.value) for f in form.fields] == [
        ("nushi_name", "飼い主氏名", "name")
    ]
    assert form.rules == ()


def test_a_place_without_a_box_is_told(tmp_path: Path) -> None:
    text = HEAD + "pages: [{}]\nfields:\n  - {use: applicant, at: {name: {bx: [1, 1, 5, 1]}}}\n"
    with pytest.raises(BadDeclaration, match="知らないキー"):
        load_form(written(tmp_path, text))


def test_the_example_of_the_docs_is_a_form(tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "forms.ja.md").read_text(encoding="utf-8")
    example = docs.split("```yaml\n")[1].split("```")[0]
    assert len(example.splitlines()) < 60
    assert "pup3_sex" in {field.id for field in load_form(written(tmp_path, example)).fields}
