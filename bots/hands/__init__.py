"""Hands in the page: to find a control, use it and read it back is one question to the browser.

The events are those of a person's typing (key, input, change, leaving), in their order. What is
not an ordinary text box, list, round button or tick box is `odd`: nothing was done, and Playwright
does it step by step. See docs/adr/0014.
"""

from functools import cache
from pathlib import Path

TYPE = "type"
"""Type `[text, name]` into the only element and leave it: `held` then, and its maxlength
(-1: none). A text that is longer is not typed. `gone`: the page replaced the box, and what
stands there does not hold the text (yet)."""

HELD = "held"
"""What the only element holds, and its maxlength."""

CHOOSE = "choose"
"""Choose `[wanted, 0 by the words | 1 by the code]` in a list or among round buttons: `rows` of
words, value and whether chosen."""

TICK = "tick"
"""Tick those named, or the only one (true, false): `rows` as of `CHOOSE`."""

CHECK = "check"
"""Before a click: the names of boxes that lost what was typed since the last click, `changed`."""


KEY = 'Symbol.for("utsushi.hands")'


@cache
def offered() -> str:
    """What the engine of `bots.asking` leaves in each document."""
    hands = Path(__file__).with_name("hands.js").read_text(encoding="utf-8")
    names = ", ".join((TYPE, HELD, CHOOSE, TICK, CHECK))
    known = f"(() => {{ {hands}\n return {{ {names} }}; }})()"
    return f"Object.defineProperty(globalThis, {KEY}, {{ value: {known}, configurable: true }});"


def script(name: str) -> str:
    """The function `(elements, given, anew) => answer` of that name, for `putting.put`."""
    return f"(found, given, anew) => globalThis[{KEY}].{name}(found, given, anew)"
