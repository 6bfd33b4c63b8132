"""open, click, fill, choose, check, press: what hands do. What is filled is read back at once."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from bots import screen_script
from bots.locate import Want, present
from bots.scenario.steps import Check, Choose, Click, Fill, Open, Press
from bots.scenario.targets import Target
from bots.scenario.values import unencodable
from bots.screen_script import ask
from bots.stage import Stage
from forms.compare import fold
from forms.errors import Rejected
from forms.record import Value

Run = Callable[[Sequence[Any], Stage, str], None]


def open_address(step: Open, stage: Stage, run: Run) -> None:
    address = (stage.values.text(step.open) or "").lstrip("/")
    stage.page.goto(urljoin(stage.system.url, address), wait_until="domcontentloaded")


def click(step: Click, stage: Stage, run: Run) -> None:
    locator = present(step.click, stage, Want.CLICK)
    try:
        locator.click()
    except PlaywrightError:
        if not (stage.popup and stage.page.is_closed()):
            raise


def fill(step: Fill, stage: Stage, run: Run) -> None:
    """Raises Rejected where the box cannot hold the text, NotReady where it holds another then."""
    text = stage.values.text(step.with_) or ""
    locator = present(step.fill, stage, Want.FILL)
    if not text and not locator.input_value():
        return
    _check_encodable(step.fill, text, stage)
    locator.fill(text)
    held, longest = ask(locator, screen_script.LEAVE)
    if 0 <= longest < _units(text):
        raise Rejected(
            f"「{stage.name(step.fill)}」の欄は {longest} 文字までで、値が入りきりません。"
        )
    wanted = (stage.values.text(step.shows) or "") if step.shows else text
    if held != wanted:
        raise _not_held(step.fill, stage)


def choose(step: Choose, stage: Stage, run: Run) -> None:
    """A blank value chooses nothing. Raises Rejected where the screen has no such choice."""
    written = step.option or step.code
    wanted = stage.values.text(written) if written else None
    if not wanted:
        return
    locator = present(step.choose, stage, Want.CHOOSE)
    choices, is_list = _choices(locator)
    words = [word if step.option else value for word, value, _ in choices]
    index = _only(words, wanted, step.choose, stage)
    if is_list:
        locator.select_option(index=index)
    else:
        locator.nth(index).check()
    chosen = [each[2] for each in _choices(locator)[0]]
    if chosen != [number == index for number in range(len(choices))]:
        raise _not_held(step.choose, stage)


def check(step: Check, stage: Stage, run: Run) -> None:
    locator = present(step.check, stage, Want.CHECK)
    boxes: list[tuple[str, str, bool]] = locator.evaluate_all(screen_script.BOXES)
    if step.options is not None:
        wanted = _those_named(boxes, stage.values.value(step.options), step.check, stage)
    elif len(boxes) == 1:
        wanted = [step.when is None or bool(stage.values.value(step.when))]
    else:
        raise stage.not_ready(
            f"「{stage.name(step.check)}」の欄にチェックが {len(boxes)} 個あります。"
        )
    for number, (box, tick) in enumerate(zip(boxes, wanted, strict=True)):
        if box[2] != tick:
            locator.nth(number).set_checked(tick)
    if [ticked for _, _, ticked in locator.evaluate_all(screen_script.BOXES)] != wanted:
        raise _not_held(step.check, stage)


def press(step: Press, stage: Stage, run: Run) -> None:
    if step.in_ is not None:
        present(step.in_, stage, Want.FILL).press(step.press)
    else:
        stage.page.keyboard.press(step.press)


def _choices(locator: Locator) -> tuple[list[tuple[str, str, bool]], bool]:
    """Word, value and whether chosen, of a drop-down list (True) or of round buttons (False)."""
    options: list[tuple[str, str, bool]] = ask(locator, screen_script.OPTIONS)
    return (options, True) if options else (locator.evaluate_all(screen_script.BOXES), False)


def _only(words: list[str], wanted: str, target: Target, stage: Stage) -> int:
    """The position of the one choice that says `wanted`."""
    found = [n for n, word in enumerate(words) if fold(word) == fold(wanted)]
    if len(found) > 1:
        raise stage.not_ready(f"「{stage.name(target)}」に同じ選択肢が {len(found)} 個あります。")
    if not found:
        raise Rejected(f"「{stage.name(target)}」の選択肢に、記録の値に当たるものがありません。")
    return found[0]


def _those_named(
    boxes: list[tuple[str, str, bool]], value: Value, target: Target, stage: Stage
) -> list[bool]:
    named = {fold(each) for each in ((value,) if isinstance(value, str) else value or ())}
    words = [fold(word) for word, _, _ in boxes]
    if not named <= set(words):
        raise Rejected(f"「{stage.name(target)}」の選択肢に、記録の値に当たるものがありません。")
    return [word in named for word in words]


def _check_encodable(target: Target, text: str, stage: Stage) -> None:
    if bad := unencodable(text, stage.values.encoding):
        raise Rejected(
            f"「{stage.name(target)}」の「{bad}」は「{stage.system.title}」の文字にありません。",
            advice="使う文字を担当者が決め、記録を直してください。",
        )


def _not_held(target: Target, stage: Stage) -> Exception:
    return stage.not_ready(f"「{stage.name(target)}」に入れた値が、読み返すと違っています。")


def _units(text: str) -> int:
    """Length as maxlength counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
