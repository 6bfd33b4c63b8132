"""What is asked of a page in its own language. Each text is one JavaScript function."""

from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

LEAVE = """(box) => {
  box.blur();
  return [box.value, "maxLength" in box ? box.maxLength : -1];
}"""
"""Leave a text box as the Tab key does; what it holds then, and its maxlength (-1: none)."""

OPTIONS = """(list) => list.tagName !== "SELECT" ? []
  : [...list.options].map((option) => [option.text, option.value, option.selected])"""
"""Of a drop-down list: the word of each option, its value, whether it is chosen."""


def ask(locator: Locator, script: str) -> Any:
    """Put a question to the first element, without waiting and in one round trip.

    Raises Playwright's error where there is no element (any more).
    """
    answers = locator.evaluate_all(f"(all) => all.slice(0, 1).map({script})")
    if not answers:
        raise PlaywrightError("no element to ask")
    return answers[0]
