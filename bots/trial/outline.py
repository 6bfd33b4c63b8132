"""A coloured frame around what is meant, for the eyes of a person; taken away again."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

COLOUR = "#e4572e"

_SET = """(all, colour) => all.forEach((one) => {
  one.setAttribute("data-utsushi-style", one.getAttribute("style") || "");
  one.style.setProperty("outline", `4px solid ${colour}`, "important");
  one.style.setProperty("outline-offset", "2px", "important");
  one.scrollIntoView({block: "center", inline: "nearest"});
})"""
_UNSET = """(all) => all.forEach((one) => {
  const before = one.getAttribute("data-utsushi-style");
  if (before === null) return;
  if (before) one.setAttribute("style", before); else one.removeAttribute("style");
  one.removeAttribute("data-utsushi-style");
})"""


@contextmanager
def outlined(locator: Locator, colour: str = COLOUR) -> Iterator[None]:
    """While the block runs, what the locator matches is outlined. A page that has gone is left."""
    with suppress(PlaywrightError):
        locator.evaluate_all(_SET, colour)
    try:
        yield
    finally:
        with suppress(PlaywrightError):
            locator.evaluate_all(_UNSET)
