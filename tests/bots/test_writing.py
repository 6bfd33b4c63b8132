"""A declaration is written as a person would write it; one target is mended, nothing else moves."""

from pathlib import Path

import pytest
import yaml

from bots.scenario import SCENARIOS, load_system
from bots.scenario.expressions import parse
from bots.scenario.mending import replace_target
from bots.scenario.models import ScenarioDeclaration, SystemDeclaration
from bots.scenario.scenario import Loc
from bots.scenario.targets import Target
from bots.scenario.writing import flow, steps_to_yaml, to_yaml
from forms import yaml_source
from forms.errors import SetupError
from tests.bots.playground import Script

FILES = sorted(SCENARIOS.glob("*/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_written_loads_as_the_same(path: Path, tmp_path: Path) -> None:
    declared = load(path)
    written = tmp_path / path.name
    written.write_text(to_yaml(declared), encoding="utf-8")
    assert load(written) == declared
    assert to_yaml(load(written)) == to_yaml(declared)


def load(path: Path) -> ScenarioDeclaration | SystemDeclaration:
    if path.name == "system.yaml":
        return yaml_source.load(path, SystemDeclaration)
    return yaml_source.load(path, ScenarioDeclaration)


STEPS = """\
- click: 検索
- fill: {heading: 生年月日, nth: 2}
  with: "{birth|yy}"
- choose: 性別
  option: "{sex}"
- frame: [MAIN, NAKA]
  do:
    - press: Enter
      in: 備考
- popup: {click: {heading: 住所, link: 住所検索}}
  do:
    - click: 選択
- popup: {click: 新規}
  as: 受付
- row: "{child.n}"
  columns: [氏名, 続柄]
  do:
    - click: {column: 氏名}
- row: 2
  columns: [氏名]
  do:
    - hover: "12"
- if: {value: "{v}", is: "01"}
  do:
    - open: "a: b"
- wait:
    all:
      - enabled: {button: 登録}
      - not: {shown: {text: "# 処理中"}}
"""


def test_steps_are_written_in_their_short_forms(tmp_path: Path) -> None:
    path = tmp_path / "steps.yaml"
    path.write_text("steps:\n" + STEPS, encoding="utf-8")
    assert steps_to_yaml(yaml_source.load(path, Script).steps) == STEPS


@pytest.mark.parametrize(
    "text",
    ["", " ", "yes", "1", "01", "1985-04-03", "a: b", "a #b", "#ERR", "- x", "{a}", "a,b", "𠮷",
     "ア　イ", "次頁>>", "null", "~", "a\nb", 'say "x"', "=", "<<", "12:30", "*", "x:", "?", "…"],
)  # fmt: skip
def test_every_text_comes_back(text: str) -> None:
    step = Target(label=parse(text.replace("{", "{{").replace("}", "}}")))
    target = Target.model_validate(yaml.safe_load(flow(step)))
    assert target.label == step.label


FILE = """\
# 先頭の注
form: x   # 様式
enter:
  - click: 検索     # 検索を押す
  - fill: {label: "氏名"}   # 名前
    with: "{name}"
  - fill:
      heading: 住所   # 左の見出し
      nth: 2
    # 住所の値
    with: "{address}"
  - frame: MAIN
    do: [{click: {button: 次へ}}, {click: 戻る}]
  - popup: {click: 探す}
    do:
      - click: 選択
read_back:
  fields:
    kana: カナ氏名
    name: {at: 漢字氏名, as: "{name}"}
"""


@pytest.mark.parametrize(
    ("loc", "new", "old", "wanted"),
    [
        (("enter", 0, "click"), {"button": "探す"}, "click: 検索", "click: {button: 探す}"),
        (("enter", 1, "fill"), "お名前", '{label: "氏名"}', "お名前"),
        (
            ("enter", 2, "fill"),
            {"heading": "所在地", "nth": 2},
            "heading: 住所   # 左の見出し\n      nth: 2",
            "{heading: 所在地, nth: 2}  # 左の見出し",
        ),
        (("enter", 3, "do", 1, "click"), {"css": "#x"}, "click: 戻る", 'click: {css: "#x"}'),
        (("enter", 4, "popup", 0, "click"), "調べる", "click: 探す", "click: 調べる"),
        (
            ("read_back", "fields", "kana"),
            {"heading": "フリガナ"},
            "カナ氏名",
            "{heading: フリガナ}",
        ),
        (("read_back", "fields", "name", "at"), "氏名:", "漢字氏名", '"氏名:"'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_target_changes(
    tmp_path: Path, loc: Loc, new: object, old: str, wanted: str, newline: str, mark: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes((mark + FILE.replace("\n", newline)).encode())
    replace_target(path, loc, Target.model_validate(new))
    expected = mark + FILE.replace("\n", newline).replace(old.replace("\n", newline), wanted)
    assert path.read_bytes().decode() == expected
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "loc", [(), ("enter",), ("enter", 9, "click"), ("enter", 0, "fill"), ("gone",)]
)
def test_what_is_no_target_is_left_alone(tmp_path: Path, loc: Loc) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(FILE, encoding="utf-8")
    with pytest.raises(SetupError, match="書き換えられません"):
        replace_target(path, loc, Target.model_validate("氏名"))
    assert path.read_text(encoding="utf-8") == FILE


def test_a_file_where_the_target_is_shared_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    text = "a: &t {label: x}\nb: *t\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError):
        replace_target(path, ("a",), Target.model_validate("y"))
    assert path.read_text(encoding="utf-8") == text


def test_every_target_of_the_shipped_systems_can_be_mended(tmp_path: Path) -> None:
    path = tmp_path / "system.yaml"
    path.write_bytes((SCENARIOS / "practice" / "system.yaml").read_bytes())
    before = path.read_text(encoding="utf-8")
    replace_target(path, ("login", "steps", 3, "click"), Target.model_validate({"button": "入る"}))
    system = load_system(tmp_path, {})
    assert system.declared.login is not None
    assert path.read_text(encoding="utf-8") == before.replace(
        "- click: ログイン\n", "- click: {button: 入る}\n"
    )
