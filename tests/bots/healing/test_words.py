"""How alike words are, what a change writes into a file, and that every verb can be told."""

from pathlib import Path

import pytest
import yaml

from bots.healing.mending import Edit, apply, changed
from bots.healing.places import Place, Written
from bots.healing.words import likeness
from bots.scenario import steps as verbs
from bots.scenario.describing import _WORDS, describe
from bots.scenario.expressions import parse
from bots.scenario.scenario import Source
from bots.scenario.values import Values
from forms.errors import SetupError


@pytest.mark.parametrize(
    ("old", "near", "far"),
    [
        ("漢字氏名", "氏名（漢字）", "カナ氏名"),
        ("カナ氏名", "フリガナ", "漢字氏名"),
        ("生年月日", "お誕生日", "申請年月日"),
        ("電話番号", "ご連絡先", "郵便番号"),
        ("世帯人数", "世帯員数", "世帯主氏名"),
        ("必要部数", "枚数", "被害の状況"),
        ("次へ", "進む", "前へ"),
        ("検索", "照会する", "クリア"),
        ("個人番号", "マイナンバー", "受付番号"),
        ("住所", "お住まい必須", "備考"),
    ],
)
def test_the_renamed_word_is_nearer_than_its_neighbour(old: str, near: str, far: str) -> None:
    assert likeness(old, near) > likeness(old, far)
    assert likeness(old, near) == pytest.approx(likeness(near, old))


def test_the_same_word_written_otherwise_is_the_same() -> None:
    assert likeness("※ 氏　名：", "氏名 必須") == 1.0
    assert likeness("氏名", "") == 0.0


FILE = """\
# 手順
enter:
  - fill: 漢字氏名      # 全角
    with: "{name}"
  - use: date
    with: {heading: 生年月日, date: "{birth}"}
  - popup: {click: {heading: "住所", link: 住所検索}}
    do: []
find:
  rows: {where: {漢字氏名: "{name}"}}
"""


def edit(*loc: int | str, old: str, new: str, is_key: bool = False) -> Edit:
    return Edit(Path("a.yaml"), loc, 0, old, new, is_key)


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (
            edit("enter", 0, "fill", "named", old="漢字氏名", new="氏名（漢字）"),
            "- fill: 漢字氏名      # 全角",
            "- fill: 氏名（漢字）      # 全角",
        ),
        (
            edit("enter", 1, "with", "heading", old="生年月日", new="誕生日, 和暦"),
            "heading: 生年月日,",
            'heading: "誕生日, 和暦",',
        ),
        (
            edit("enter", 2, "popup", 0, "click", "heading", old="住所", new="お住まい"),
            'heading: "住所"',
            'heading: "お住まい"',
        ),
        (
            edit("find", "rows", "where", "漢字氏名", old="漢字氏名", new="氏名", is_key=True),
            "{漢字氏名:",
            "{氏名:",
        ),
    ],
)
def test_a_change_touches_one_word_and_nothing_else(made: Edit, before: str, after: str) -> None:
    assert FILE.count(before) == 1
    assert changed(FILE, made) == FILE.replace(before, after)


def test_a_file_that_says_something_else_by_now_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(FILE, encoding="utf-8")
    made = Edit(path, ("enter", 0, "fill"), 3, "カナ氏名", "フリガナ")
    with pytest.raises(SetupError, match="調べたときと違います"):
        apply([made])
    assert path.read_text(encoding="utf-8") == FILE


def test_line_ends_of_windows_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(FILE.replace("\n", "\r\n").encode("utf-8"))
    apply([Edit(path, ("enter", 0, "fill"), 3, "漢字氏名", "氏名")])
    expected = FILE.replace("fill: 漢字氏名", "fill: 氏名").replace("\n", "\r\n")
    assert path.read_bytes() == expected.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "new", "written"),
    [
        ("児童{child.n|full_width}氏名", "お子様１氏名", "お子様{child.n|full_width}氏名"),
        ("児童{child.n|full_width}氏名", "お子様の氏名", None),
        ("氏名", "氏名 {姓名}", "氏名 {{姓名}}"),
    ],
)
def test_the_slots_of_a_renamed_word_are_kept(text: str, new: str, written: str | None) -> None:
    values = Values({"child1_name": "見本"}, row=("child", 1))
    at = Place(Source(Path("a.yaml"), yaml.compose("{}", Loader=yaml.SafeLoader)), ())
    assert Written(parse(text), at, values).with_words(new) == written


def test_every_verb_has_a_sentence_of_its_own() -> None:
    assert set(_WORDS) == set(verbs.VERBS.values())


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (
            {"fill": "カナ氏名", "with": "{kana|half_kana}"},
            "「カナ氏名」に「{kana|half_kana}」を入力する",
        ),
        ({"click": {"heading": "住所", "link": "住所検索"}}, "「住所の住所検索」を押す"),
        ({"choose": "職業", "code": "{job|code:job}"}, "「職業」でコード「{job|code:job}」を選ぶ"),
        (
            {"dialog": "破棄します", "optional": True, "during": [{"click": "戻る"}]},
            "確認の窓「破棄します」が出たら「OK」と答える",
        ),
        ({"repeat": "child", "do": [{"click": "次へ"}]}, "記録の「child」の行ごとにくり返す"),
    ],
)
def test_a_step_is_told_in_words(step: dict[str, object], told: str) -> None:
    model = verbs.VERBS[next(iter(step))]
    assert describe(model.model_validate(step)) == told
