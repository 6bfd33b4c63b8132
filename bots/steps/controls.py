"""open, click, fill, choose, check, press: what hands do. What is filled is read back at once."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from bots import hands, screen_script
from bots.asking import BOXES, question
from bots.locate import Want, asked, present
from bots.scenario.steps import Check, Choose, Click, Fill, Hover, Open, Press
from bots.scenario.targets import Target
from bots.scenario.values import unencodable
from bots.screen_script import ask
from bots.stage import Stage
from bots.steps import choices
from forms.compare import fold
from forms.errors import Rejected
from forms.record import Value

Run = Callable[[Sequence[Any], Stage, str], None]


def open_address(step: Open, stage: Stage, run: Run) -> None:
    address = (stage.values.text(step.open) or "").lstrip("/")
    stage.page.goto(urljoin(stage.system.url, address), wait_until="domcontentloaded")


def click(step: Click, stage: Stage, run: Run) -> None:
    locator = leaving(step.click, stage)
    try:
        locator.dblclick() if step.double else locator.click()
    except PlaywrightError:
        if not (stage.popup and stage.page.is_closed()):
            raise


def leaving(target: Target, stage: Stage, want: Want = Want.CLICK) -> Locator:
    """What is to be clicked or pressed, once it is there and every box holds what was typed.

    Raises NotReady where one does not: another box, or the page itself, changed it.
    """
    locator, answer = asked(target, stage, want, hands.script(hands.CHECK))
    if changed := answer["changed"]:
        raise stage.not_ready(f"「{'」「'.join(changed)}」に入れた値が、あとで変わっています。")
    return locator


def hover(step: Hover, stage: Stage, run: Run) -> None:
    present(step.hover, stage, Want.CLICK).hover()


def fill(step: Fill, stage: Stage, run: Run) -> None:
    """Raises Rejected where the box cannot hold the text, NotReady where it holds another then."""
    text = stage.values.text(step.with_) or ""
    _check_encodable(step.fill, text, stage)
    wanted = (stage.values.text(step.shows) or "") if step.shows else text
    given = [text, stage.name(step.fill)]
    locator, answer = asked(step.fill, stage, Want.FILL, hands.script(hands.TYPE), given)
    if answer.get("gone"):
        answer = _held(step.fill, stage)
    for type_again in (_insert, _type_keys):
        _check_length(step.fill, text, answer, stage)
        if answer.get("held") == wanted:
            return
        type_again(locator, text)
        answer = _held(step.fill, stage)
    if answer["held"] != wanted:
        raise _not_held(step.fill, stage)


def _insert(locator: Locator, text: str) -> None:
    """By Playwright, which waits until the box can be typed in, and knows boxes of every kind."""
    locator.fill(text)
    ask(locator, screen_script.LEAVE)


def _type_keys(locator: Locator, text: str) -> None:
    """Key by key, each into this box, wherever the page puts the cursor meanwhile."""
    if "\n" in text:
        return
    locator.press("ControlOrMeta+A")
    locator.press("Delete")
    for key in text:
        locator.press_sequentially(key)
    ask(locator, screen_script.LEAVE)


def _held(target: Target, stage: Stage) -> dict[str, Any]:
    return asked(target, stage, Want.FILL, hands.script(hands.HELD))[1]


def _check_length(target: Target, text: str, answer: dict[str, Any], stage: Stage) -> None:
    if 0 <= (longest := answer.get("longest", -1)) < _units(text):
        raise Rejected(f"「{stage.name(target)}」の欄は {longest} 文字までで、値が入りきりません。")


def choose(step: Choose, stage: Stage, run: Run) -> None:
    """A blank value chooses nothing. Raises Rejected where the screen has no such choice."""
    written = step.option or step.code
    wanted = stage.values.text(written) if written else None
    if not wanted:
        return
    at = 0 if step.option else 1
    script = hands.script(hands.CHOOSE)
    locator, answer = _used(step.choose, stage, Want.CHOOSE, script, [wanted, at])
    if answer.get("odd"):
        if choices.choose(locator, wanted, bool(at), step.choose, stage):
            return
        _choose_slowly(step, wanted, locator, stage)
        return
    rows: list[Any] = answer["rows"]
    _check_chosen(rows, _only([row[at] for row in rows], wanted, step.choose, stage), step, stage)


def _used(
    target: Target, stage: Stage, want: Want, script: str, given: object
) -> tuple[Locator, dict[str, Any]]:
    """As `asked`, again as long as the page draws the choices anew at each of them."""
    locator, answer = asked(target, stage, want, script, given)
    for _ in range(answer["count"] + 1):
        if not answer.get("again"):
            return locator, answer
        locator, answer = asked(target, stage, want, script, given)
    raise _not_held(target, stage)


def _choose_slowly(step: Choose, wanted: str, locator: Locator, stage: Stage) -> None:
    rows, is_list = _choices(locator)
    words = [word if step.option else value for word, value, _ in rows]
    index = _only(words, wanted, step.choose, stage)
    if is_list:
        locator.select_option(index=index)
    else:
        locator.nth(index).check()
    _check_chosen(_choices(locator)[0], index, step, stage)


def _check_chosen(rows: list[Any], index: int, step: Choose, stage: Stage) -> None:
    if [row[2] for row in rows] != [number == index for number in range(len(rows))]:
        raise _not_held(step.choose, stage)


def check(step: Check, stage: Stage, run: Run) -> None:
    named = stage.values.value(step.options) if step.options is not None else None
    tick = step.when is None or bool(stage.values.value(step.when))
    given = _words(named) if step.options is not None else tick
    script = hands.script(hands.TICK)
    locator, answer = _used(step.check, stage, Want.CHECK, script, given)
    odd = bool(answer.get("odd"))
    many = odd and step.options is not None
    if many and choices.select_many(locator, _words(named), step.check, stage):
        return
    boxes = locator.evaluate_all(question(BOXES)) if odd else answer["rows"]
    if step.options is not None:
        wanted = _those_named(boxes, named, step.check, stage)
    elif len(boxes) == 1:
        wanted = [tick]
    else:
        raise stage.not_ready(
            f"「{stage.name(step.check)}」の欄にチェックが {len(boxes)} 個あります。"
        )
    if odd:
        for number, (box, chosen) in enumerate(zip(boxes, wanted, strict=True)):
            if box[2] != chosen:
                locator.nth(number).set_checked(chosen)
        boxes = locator.evaluate_all(question(BOXES))
    if [ticked for _, _, ticked in boxes] != wanted:
        raise _not_held(step.check, stage)


def press(step: Press, stage: Stage, run: Run) -> None:
    if step.in_ is not None:
        leaving(step.in_, stage, Want.FILL).press(step.press)
    else:
        stage.page.keyboard.press(step.press)


def _choices(locator: Locator) -> tuple[list[tuple[str, str, bool]], bool]:
    """Word, value and whether chosen, of a drop-down list (True) or of round buttons (False)."""
    options: list[tuple[str, str, bool]] = ask(locator, screen_script.OPTIONS)
    return (options, True) if options else (locator.evaluate_all(question(BOXES)), False)


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
    named = {fold(each) for each in _words(value)}
    words = [fold(word) for word, _, _ in boxes]
    if not named <= set(words):
        raise Rejected(f"「{stage.name(target)}」の選択肢に、記録の値に当たるものがありません。")
    return [word in named for word in words]


def _words(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


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
