"""Choosing where the page has made its own controls: comboboxes, lists, round buttons, suggestions.

Each is read back like a list of the browser's own: what it shows then must be the wanted words.
"""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator

from bots.asking import CHOICES, KINDS, OWNED, question, selector, shown_text, squeeze
from bots.scenario.targets import Target
from bots.stage import Stage
from forms.compare import fold
from forms.errors import Rejected

_SIGNS = "×✕✖▼▾⌄˅ⓧ"
"""What such controls show beside the words: signs to clear and to open."""


def choose(locator: Locator, wanted: str, by_code: bool, target: Target, stage: Stage) -> bool:
    """Choose `wanted` by its words or its code; False where the control is one of the browser's.

    Raises Rejected where there is no such choice, NotReady where another one is shown afterwards.
    """
    kinds: list[str] = locator.evaluate_all(question(KINDS))
    if not kinds or any(kind == "own" for kind in kinds):
        return False
    if "radio" in kinds:
        _press(locator, _only(locator, wanted, by_code, target, stage))
    elif len(kinds) > 1:
        raise stage.not_ready(
            f"「{stage.name(target)}」に当てはまるものが {len(kinds)} 個あり、"
            "どれか決められません。"
        )
    elif kinds[0] == "listbox":
        inside = locator.locator("[role=option]")
        _press(inside, _only(inside, wanted, by_code, target, stage))
    else:
        _pick(locator, kinds[0], wanted, by_code, target, stage)
    return True


def select_many(locator: Locator, wanted: list[str], target: Target, stage: Stage) -> bool:
    """Exactly those named, in a list that takes several; False where it is no such list."""
    if locator.evaluate_all(question(KINDS)) != ["many"]:
        return False
    rows: list[list[Any]] = locator.evaluate_all(question(CHOICES))
    words = [fold(row[0]) for row in rows]
    if not {fold(each) for each in wanted} <= set(words):
        raise _no_such_choice(target, stage)
    named = [n for n, word in enumerate(words) if word in {fold(each) for each in wanted}]
    if len(named) != len(wanted):
        raise stage.not_ready(f"「{stage.name(target)}」に同じ選択肢が二つ以上あります。")
    locator.select_option(index=named)
    chosen = [n for n, row in enumerate(locator.evaluate_all(question(CHOICES))) if row[2]]
    if chosen != named:
        raise _not_held(target, stage)
    return True


def _pick(
    box: Locator, kind: str, wanted: str, by_code: bool, target: Target, stage: Stage
) -> None:
    """Open the list of a combobox, or type to have it suggest; click the one option."""
    if not by_code and _is_shown(box, wanted):
        return
    if kind == "typing":
        box.fill(wanted)
    else:
        box.click()
    scope = stage.fresh().whole.in_frames(list(stage.path)).scope

    def options(words: str | None = None) -> Locator:
        owner: list[str] = box.evaluate_all(question(OWNED))
        return scope.locator(selector("options", words=words, owner=owner[0] or None))

    # What is offered comes late, and changes while it is searched for.
    _until(lambda: bool(_matching(options(), wanted, by_code)), stage)
    index = _only(options(), wanted, by_code, target, stage)
    word = str(options().evaluate_all(question(CHOICES))[index][0])
    options(squeeze(word)).click()
    if not _until(lambda: _is_shown(box, word), stage):
        raise _not_held(target, stage)


def _until(test: Callable[[], bool], stage: Stage) -> bool:
    """Wait for `test`, at most as for a screen, listening to the target's signs."""
    limit = stage.system.declared.waits.screen
    end, held = time.monotonic() + limit, False

    def over() -> bool:
        nonlocal held
        held = test()
        return held or time.monotonic() > end

    stage.wait_until(over, limit + 1, "選択肢")
    return held


def _is_shown(box: Locator, wanted: str) -> bool:
    return fold(shown_text(box).strip(_SIGNS + " \n")) == fold(wanted)


def _press(options: Locator, index: int) -> None:
    options.nth(index).click()


def _matching(options: Locator, wanted: str, by_code: bool) -> list[int]:
    rows: list[list[Any]] = options.evaluate_all(question(CHOICES))
    said = [str(row[1] if by_code else row[0]) for row in rows]
    return [n for n, word in enumerate(said) if fold(word) == fold(wanted)]


def _only(options: Locator, wanted: str, by_code: bool, target: Target, stage: Stage) -> int:
    found = _matching(options, wanted, by_code)
    if len(found) > 1:
        raise stage.not_ready(f"「{stage.name(target)}」に同じ選択肢が {len(found)} 個あります。")
    if not found:
        raise _no_such_choice(target, stage)
    return found[0]


def _no_such_choice(target: Target, stage: Stage) -> Rejected:
    return Rejected(f"「{stage.name(target)}」の選択肢に、記録の値に当たるものがありません。")


def _not_held(target: Target, stage: Stage) -> Exception:
    return stage.not_ready(f"「{stage.name(target)}」に入れた値が、読み返すと違っています。")
