"""Controls that a page has made itself: each is used by its words and read back."""

import pytest

from forms.errors import NotReady, Rejected
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


def test_a_combobox_is_opened_and_one_option_clicked(ground: Playground) -> None:
    page = ground.play("choices.html", "- choose: 施設\n  option: 東保育所").page
    assert page.locator("#combo").inner_text() == "東保育所"


def test_what_is_typed_is_taken_from_the_suggestions(ground: Playground) -> None:
    page = ground.play("choices.html", "- choose: 町名\n  option: 写市本町").page
    assert page.locator("#town").input_value() == "写市本町"
    assert page.locator("#town").get_attribute("data-code") == "4"


def test_round_buttons_of_the_page_are_marked(ground: Playground) -> None:
    page = ground.play("choices.html", "- choose: 続柄\n  option: 子").page
    marked = page.locator("[role=radio]").evaluate_all("(all) => all.map((e) => e.ariaChecked)")
    assert marked == ["false", "true"]


def test_an_open_list_is_chosen_from(ground: Playground) -> None:
    steps = "- choose: 区分\n  option: 更新\n- read: 区分\n  into: text"
    page = ground.play("choices.html", steps).page
    chosen = page.locator("ul:not(.pop) [role=option]")
    assert chosen.evaluate_all("(all) => all.map((e) => e.ariaSelected)") == ["false", "true"]


@pytest.mark.parametrize(("value", "on"), [("希望", "true"), (None, "false")])
def test_a_switch_is_ticked(ground: Playground, value: str | None, on: str) -> None:
    page = ground.play("choices.html", '- check: 通知\n  when: "{v}"', v=value).page
    assert page.locator("[role=switch]").get_attribute("aria-checked") == on


def test_a_list_that_takes_several_has_those_named(ground: Playground) -> None:
    page = ground.play("choices.html", '- check: 理由\n  options: "{v}"', v=("疾病", "介護")).page
    chosen = page.locator("#many").evaluate("(e) => [...e.selectedOptions].map((o) => o.text)")
    assert chosen == ["疾病", "介護"]


@pytest.mark.parametrize(
    ("steps", "box", "text"),
    [
        ("- fill: 日付\n  with: '2024-04-01'", "#day", "2024-04-01"),
        ("- fill: 遅い欄\n  with: 間に合う", "#lazy", "間に合う"),
        ("- fill: 描き直す欄\n  with: 残る", "#again", "残る"),
    ],
)
def test_boxes_of_modern_pages_are_filled(
    ground: Playground, steps: str, box: str, text: str
) -> None:
    assert ground.play("choices.html", steps).page.locator(box).input_value() == text


def test_an_editable_part_is_filled(ground: Playground) -> None:
    page = ground.play("choices.html", "- fill: 本文\n  with: 長い文").page
    assert page.locator("#body").inner_text() == "長い文"


def test_a_button_that_is_off_until_the_form_is_filled_is_waited_for(ground: Playground) -> None:
    steps = "- fill: 描き直す欄\n  with: 残る\n- click: 送る"
    assert ground.play("choices.html", steps).page.title() == "送信"


@pytest.mark.parametrize(
    ("steps", "error", "words"),
    [
        ("- choose: 施設\n  option: 西保育所", Rejected, "選択肢に"),
        ("- choose: 町名\n  option: 写市西町", Rejected, "選択肢に"),
        ("- choose: 続柄\n  option: 孫", Rejected, "選択肢に"),
        ("- check: 理由\n  options: 不明", Rejected, "選択肢に"),
        ("- choose: 頑固\n  option: 乙", NotReady, "読み返すと違って"),
    ],
)
def test_what_cannot_be_chosen_stops_the_bot(
    ground: Playground, steps: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ground.play("choices.html", steps)
