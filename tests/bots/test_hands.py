"""Typing on pages that watch, rewrite, redraw, or move the cursor."""

import pytest

from benchmarks.overhead.messages import counting
from forms.errors import NotReady
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


def held(ground: Playground, steps: str, box: str) -> str:
    return ground.play("hands.html", steps).page.locator(f"[name={box}]").input_value()


@pytest.mark.parametrize(
    ("heading", "text", "box", "shows"),
    [
        ("部品", "山田 花子", "STATE", "山田 花子"),
        ("鍵盤", "ﾔﾏﾀﾞ", "STATE", "ﾔﾏﾀﾞ"),
        ("描き直し", "本町1-2", "DR", "本町1-2"),
        ("型", "123", "MK", "123"),
        ("出来事", "値", "LOG", "focus keydown input keyup change blur "),
    ],
)
def test_a_page_takes_what_is_typed(
    ground: Playground, heading: str, text: str, box: str, shows: str
) -> None:
    assert held(ground, f"- fill: {heading}\n  with: '{text}'", box) == shows


def test_a_cursor_that_jumps_takes_nothing_with_it(ground: Playground) -> None:
    steps = """
- fill: {heading: 番号, nth: 1}
  with: '123'
- fill: {heading: 番号, nth: 2}
  with: '4567'
- click: 次へ
"""
    page = ground.play("hands.html", steps).page
    assert [page.locator(f"[name={box}]").input_value() for box in ("T1", "T2")] == ["123", "4567"]


@pytest.mark.parametrize("other", ["郵便番号", "遅い番号"])
def test_a_box_that_another_one_changed_stops_the_bot_before_the_click(
    ground: Playground, other: str
) -> None:
    steps = f"- fill: 住所\n  with: 移市1-2\n- fill: {other}\n  with: '100'\n- click: 次へ"
    with pytest.raises(NotReady, match="「住所」に入れた値が、あとで変わって"):
        ground.play("hands.html", steps)
    assert ground.stage({}).page.title() == "手"


def test_a_box_may_be_set_anew_after_another_one_changed_it(ground: Playground) -> None:
    steps = "- fill: 郵便番号\n  with: '100'\n- fill: 住所\n  with: 移市1-2\n- click: 次へ"
    assert held(ground, steps, "AD") == "移市1-2"


def test_what_a_click_clears_is_no_mistake(ground: Playground) -> None:
    steps = """
- fill: 家族
  with: 一郎
- click: 追加
- fill: 家族
  with: 二郎
- click: 追加
- fill: 住所
  with: 移市
- click: 次へ
"""
    assert ground.play("hands.html", steps).page.title() == "次"


def test_a_list_that_another_one_fills_is_chosen_in(ground: Playground) -> None:
    steps = "- choose: 県\n  option: 移県\n- choose: 町\n  option: 浜町"
    assert held(ground, steps, "TOWN") == "22"


@pytest.mark.parametrize(
    "steps",
    [
        "- fill: 固定\n  with: 後",
        "- fill: 使えない\n  with: 後",
        "- choose: 覆い\n  option: 一",
    ],
)
def test_what_a_person_could_not_use_is_not_used(ground: Playground, steps: str) -> None:
    with pytest.raises(NotReady, match="時間内に操作できません"):
        ground.play("hands.html", steps)
    page = ground.stage({}).page
    assert page.locator("[name=RO]").input_value() == "前"
    assert page.locator("[name=DI]").input_value() == ""
    assert not page.locator("[name=CV]").is_checked()


def test_a_page_that_forbids_scripts_of_others_is_typed_in(ground: Playground) -> None:
    steps = "- fill: 氏名\n  with: 山田\n- choose: 性別\n  option: 女"
    page = ground.play("strict.html", steps).page
    assert page.locator("[name=NM]").input_value() == "山田"
    assert page.locator("[value='2']").is_checked()


def test_a_page_that_is_loaded_anew_at_every_choice_is_let_go(ground: Playground) -> None:
    """And forgets it each time."""
    with pytest.raises(NotReady):
        ground.play("postback.html", "- choose: 県\n  option: 写県\n- wait: {shown: {text: 次}}")


def test_a_field_is_one_question(ground: Playground) -> None:
    ground.play("hands.html", "- fill: 家族\n  with: 一郎")  # the browser is open then
    steps = """
- fill: {heading: 番号, nth: 1}
  with: '12'
- fill: 住所
  with: 移市1-2
- choose: 県
  option: 移県
"""
    with counting() as asked:
        ground.play("hands.html", steps)
    opened = 1
    assert asked.count == opened + 3
