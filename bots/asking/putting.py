"""Putting a question to a document, by the shortest way there is.

Playwright answers `Locator.evaluate_all` in three steps: it finds the elements, hands them to the
script, and lets go of them. Where a whole document is asked, and the rules of `bots.asking` say by
themselves what is meant, they find it inside the question: one step. A document without rules (its
context was not made ready) is asked through Playwright, which brings them along.
"""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from bots.asking import KEY, selector

Scope = Page | Frame | FrameLocator | Locator
Meant = Mapping[str, Any]
"""What is said of the elements that are meant, as `find` of the rules takes it."""

_DIRECTLY = """async ([said, given]) => {
  const rules = globalThis[%s];
  if (!rules) return null;
  const found = () => said ? rules.find(document, said) : [document.documentElement];
  return [await (%s)(found(), given, found)];
}"""


def put(
    scope: Scope,
    script: str,
    given: object = None,
    meant: Meant | None = None,
) -> Any:
    """Ask `script`, a function `(elements, given, anew) => answer`, about the elements that `meant`
    tells (None: the scope's root). `anew()` finds them again; it is not given where Playwright
    found them.

    Raises Playwright's error where the document goes away meanwhile.
    """
    if isinstance(scope, Page | Frame):
        answer = scope.evaluate(_DIRECTLY % (KEY, script), [meant and dict(meant), given])
        if answer is not None:
            return answer[0]
    if meant is not None:
        return scope.locator(selector(**meant)).evaluate_all(script, given)
    return root(scope).evaluate_all(script, given)


def root(scope: Scope) -> Locator:
    """The element in which everything of the scope stands."""
    return scope if isinstance(scope, Locator) else scope.locator(":root")
