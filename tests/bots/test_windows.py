"""Windows that stay open, parts of a screen, tables that grow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import NotReady
from tests.bots.playground import Playground, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("windows")
    with serve(Path(__file__).parent / "site_windows") as url, Playground(url, folder) as ground:
        yield ground


def result(ground: Playground, page: str, steps: str, **values: object) -> str:
    stage = ground.play(page, steps, **values)  # type: ignore[arg-type]
    return stage.page.locator("[name=KEKKA]").input_value()


KEPT = """
- popup: {click: 新規受付}
  as: 受付
- wait: {shown: {contains: 凡例}}
- window: 受付
  do:
    - fill: 氏名
      with: "{name}"
- read: {heading: 氏名, window: 受付}
  into: back
- window: 受付
  do:
    - click: 渡す
"""


def test_a_window_stays_open_under_its_name(ground: Playground) -> None:
    steps = KEPT + "- close: 受付\n- wait: {gone: {contains: 受付中, window: 受付}}"
    stage = ground.play("start.html", steps, name="山田")
    assert stage.page.locator("[name=KEKKA]").input_value() == "山田"
    assert stage.values.memory == {"back": "山田"}
    assert len(stage.page.context.pages) == 1


def test_a_window_that_the_page_closed_is_closed(ground: Playground) -> None:
    steps = KEPT + "- window: 受付\n  do: [{click: 閉じる}]\n- close: 受付"
    assert result(ground, "start.html", steps, name="佐藤") == "佐藤"


def test_a_frame_opens_a_window_and_gets_its_value(ground: Playground) -> None:
    inside = "".join(f"    {line}\n" for line in KEPT.strip().splitlines())
    stage = ground.play("frames.html", "- frame: MAIN\n  do:\n" + inside, name="鈴木")
    box = stage.in_frames(["MAIN"]).scope.locator("[name=KEKKA]")
    assert box.input_value() == "鈴木"


def test_a_window_with_close_is_closed_by_the_bot(ground: Playground) -> None:
    steps = """
- popup: {click: 凡例}
  close: true
  do:
    - wait: {shown: {contains: 続柄コード}}
"""
    assert len(ground.play("start.html", steps).page.context.pages) == 1


def test_windows_open_inside_windows(ground: Playground) -> None:
    steps = """
- popup: {click: 仕事を始める}
  as: 仕事
  do:
    - frame: MAIN
      do:
        - popup: {click: 新規受付}
          as: 受付
- window: 受付
  do:
    - fill: 氏名
      with: 田中
    - click: 渡す
- read: {css: "[name=KEKKA]", window: 仕事, frame: MAIN}
  into: back
"""
    assert ground.play("start.html", steps).values.memory == {"back": "田中"}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("- popup: {click: 開かない}\n  as: 窓", "新しい窓を 2 秒待ちましたが、開きません"),
        ("- popup: {click: 新規受付}\n  do: [{wait: {shown: 氏名}}]", "小さい窓が閉じる"),
        ("- popup: {click: 新規受付}\n  as: 窓\n- close: 窓\n- window: 窓\n  do: [{click: 渡す}]",
         "窓「窓」が開いていません"),
    ],
)  # fmt: skip
def test_a_window_that_is_not_there_stops_the_bot(
    ground: Playground, steps: str, words: str
) -> None:
    with pytest.raises(NotReady, match=words):
        ground.play("start.html", steps)


CONDITIONS = """
- if: {CONDITION}
  do: [{fill: {heading: 結果}, with: はい}]
  else: [{fill: {heading: 結果}, with: いいえ}]
"""


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("screen: {heading: 状態}, is: 受付済", "はい"),
        ("screen: {heading: 状態}, is: 却下", "いいえ"),
        ('screen: {heading: 状態}, is: "{v}"', "はい"),
        ('screen: {heading: 状態}, one_of: [却下, "{v}"]', "はい"),
        ("screen: {heading: ない}, is: 受付済", "いいえ"),
        ("enabled: {button: 新規受付}", "はい"),
        ("enabled: {button: 登録}", "いいえ"),
        ("enabled: {button: ない}", "いいえ"),
        ("checked: {heading: 同意}", "はい"),
        ("not: {checked: {heading: 同意}}", "いいえ"),
        ('all: [{enabled: {button: 新規受付}}, {filled: "{v}"}]', "はい"),
        ('all: [{enabled: {button: 登録}}, {filled: "{v}"}]', "いいえ"),
        ("any: [{enabled: {button: 登録}}, {not: {shown: {text: ない}}}]", "はい"),
    ],
)
def test_conditions_of_the_screen(ground: Playground, condition: str, answer: str) -> None:
    steps = CONDITIONS.replace("{CONDITION}", "{" + condition + "}")
    assert result(ground, "start.html", steps, v="受付済") == answer


def test_wait_until_a_button_can_be_pressed(ground: Playground) -> None:
    steps = "- click: 遅れて使える\n- wait: {enabled: {button: 確定}}\n  within: 1.5"
    ground.play("start.html", steps)
    with pytest.raises(NotReady, match=r"「登録」が押せることを 0\.1 秒待ちました"):
        ground.play("start.html", "- wait: {enabled: {button: 登録}}\n  within: 0.1")


def test_a_table_grows_with_the_members(ground: Playground) -> None:
    steps = """
- repeat: child
  do:
    - click: 行追加
    - row: "{child.n}"
      columns: [氏名, 続柄]
      do:
        - fill: {column: 氏名}
          with: "{child.name}"
        - choose: {column: 続柄}
          option: "{child.relation}"
- row: 2
  columns: [氏名]
  do:
    - read: {column: 氏名}
      into: second
"""
    values = {
        "child1_name": "一郎",
        "child1_relation": "子",
        "child2_name": "二郎",
        "child2_relation": None,
        "child3_name": None,
        "child3_relation": None,
    }
    stage = ground.play("parts.html", steps, **values)
    held = [stage.page.locator(f"[name={n}]").input_value() for n in ("NM1", "ZK1", "NM2", "ZK2")]
    assert held == ["一郎", "子", "二郎", ""]
    assert stage.values.memory == {"second": "二郎"}
    assert stage.page.locator("#HYO tr").count() == 3


def test_a_row_number_that_is_not_there_stops_the_bot(ground: Playground) -> None:
    with pytest.raises(NotReady, match="表の行"):
        ground.play("parts.html", "- row: 1\n  columns: [氏名, 続柄]\n  do: [{press: Tab}]")


def test_inside_sees_nothing_of_the_rest_of_the_screen(ground: Playground) -> None:
    steps = """
- click: {button: 住所検索}
- inside: {role: dialog, name: 住所検索}
  do:
    - fill: 町名
      with: 東町
    - row: {町: 東町}
      do:
        - click: 選択
"""
    stage = ground.play("parts.html", steps)
    held = [stage.page.locator(f"[name={n}]").input_value() for n in ("NAKA", "SOTO", "KEKKA")]
    assert held == ["東町", "", "東町"]


def test_hover_opens_a_menu_and_a_double_click_is_two(ground: Playground) -> None:
    steps = "- hover: {contains: 申請管理}\n- click: {link: 新規登録}"
    assert result(ground, "parts.html", steps) == "開いた"
    assert result(ground, "parts.html", "- click: {text: A-001}\n  double: true") == "二度"
    assert result(ground, "parts.html", "- click: {text: A-001}") == ""


def test_every_step_is_shown_to_the_watcher_before_it_is_done(ground: Playground) -> None:
    from dataclasses import replace

    from bots.scenario.steps import Steps
    from bots.stage import Stage
    from bots.steps import run_steps
    from forms import yaml_source
    from tests.bots.playground import Script

    seen: list[tuple[str, str]] = []

    class Eyes:
        def before(self, step: object, stage: Stage) -> None:
            held = stage.page.locator("[name=NM]")
            seen.append((type(step).__name__, held.input_value() if held.count() else ""))

    steps = "steps:\n- if: {shown: {heading: 氏名}}\n  do: [{fill: 氏名, with: 林}, {press: Tab}]"
    path = ground.folder / "watched.yaml"
    path.write_text(steps, encoding="utf-8")
    stage = replace(ground.play("entry.html", "- press: Tab"), watcher=Eyes())
    script: Steps = yaml_source.load(path, Script).steps
    run_steps(script, stage, "steps")
    assert seen == [("If", ""), ("Fill", ""), ("Press", "林")]
