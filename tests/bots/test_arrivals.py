"""What one frame sends to another has arrived before the next step looks there."""

import pytest
from playwright.sync_api import Frame

from forms.errors import NotReady
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser

ACTS = {
    "a link": "{click: {link: 新しい画面}}",
    "a form": "{click: {button: 送る}}",
    "a key": "{press: Enter, in: {css: 'input[type=submit]'}}",
    "a list": "{choose: {css: select}, option: 別の業務}",
    "a tick": "{check: {css: 'input[type=checkbox]'}}",
}


def _typed_after(ground: Playground, act: str) -> Frame:
    """The frame in which a name was typed, after an act in the menu."""
    steps = f"""
- frame: MENU
  do: [{act}]
- frame: MAIN
  do: [{{fill: 氏名, with: 山田}}]
"""
    main = ground.play("late.html", steps).page.frame("MAIN")
    assert main is not None
    return main


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_typing_goes_into_the_screen_that_was_called(ground: Playground, act: str) -> None:
    main = _typed_after(ground, act)
    assert "?okureru" in main.url
    assert main.evaluate("document.forms[0].NM.value") == "山田"


NOTHING_COMES = {
    "no content": "何も来ない",
    "mail": "メール",
    "a file": "ファイル",
    "script": "その場",
    "in a frame that is not shown": "裏の処理",
    "a file for the window": "全体のファイル",
    "a frame that is brought": "枠を足す",
}


@pytest.mark.parametrize("link", NOTHING_COMES.values(), ids=NOTHING_COMES.keys())
def test_a_frame_for_which_nothing_comes_stays_in_use(ground: Playground, link: str) -> None:
    main = _typed_after(ground, f"{{click: {{link: {link}}}}}")
    assert main.evaluate("document.forms[0].NM.value") == "山田"


def test_a_screen_that_is_called_into_the_whole_window_is_no_frame(ground: Playground) -> None:
    steps = """
- frame: MENU
  do: [{click: {link: 全体の画面}}]
- fill: 氏名
  with: 山田
"""
    assert ground.play("late.html", steps).page.evaluate("document.forms[0].NM.value") == "山田"


def test_a_screen_that_does_not_come_in_time_stops_the_bot(ground: Playground) -> None:
    with pytest.raises(NotReady, match="フレームの新しい画面を 2 秒待ちました") as caught:
        ground.play("late.html", "- frame: MENU\n  do: [{click: {link: 遅すぎる}}]")
    assert "waits の screen" in (caught.value.advice or "")
