"""What is asked of a page in its own language: what a target means there, and what it shows.

The files beside this one hold the rules. They are known to the browser as one selector engine, so
that a target stays a Playwright locator: it is looked for anew, by its words, whenever it is used.
The same rules (and `bots.hands`) stand in each document of a context that was made ready (`equip`)
for the questions, which would have to bring them along each time.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Playwright
from playwright.sync_api import Error as PlaywrightError

from bots import hands
from bots.asking.leaving import LISTEN

ENGINE = "utsushi"
KEY = 'Symbol.for("utsushi.rules")'
PARTS = (
    "words",
    "shown",
    "headings",
    "sections",
    "lists",
    "scroll",
    "choices",
    "find",
    "paging",
)


def register(playwright: Playwright) -> None:
    """Make the engine known, once for a started Playwright, before its first page.

    It lives beside the page's own scripts, where Playwright's clicks live, so that a document whose
    questions are put directly (`putting`) has Playwright's own script once and not twice.
    """
    source = f"(() => {{ {_known()}\n{_ENGINE} }})()"
    playwright.selectors.register(ENGINE, source, content_script=True)


def equip(context: BrowserContext) -> None:
    """Once for each browser context, before its first page."""
    context.add_init_script(f"(() => {{ {_known()} {LISTEN} }})()")


def selector(way: str, **said: Any) -> str:
    """A selector of the engine. Signs that Playwright's own grammar knows are written as codes."""
    text = json.dumps({"way": way, **{k: v for k, v in said.items() if v is not None}})
    for sign in "<>'`":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"{ENGINE}={text}"


def question(body: str) -> str:
    """A function `(all, arg) => …` for `Locator.evaluate_all` that knows the rules: those that the
    engine has left in the document, which has it before it is asked anything."""
    names = f"const {{ {', '.join(OFFERED)} }} = globalThis[{KEY}]"
    return f"(all_, arg) => {{ {names}; return ({body})(all_, arg); }}"


@cache
def _known() -> str:
    """What leaves the rules and the hands in a document."""
    return f"{rules()}\n{hands.offered()}\n{_OFFER}"


@cache
def rules() -> str:
    """Every file in one text, without comments and indents: each document gets it."""
    folder = Path(__file__).parent
    text = "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    return re.sub(r"^[ ]*//.*\n|^[ ]+", "", text, flags=re.MULTILINE)


OFFERED = (
    "shown", "rowsUnder", "tidyRow", "wordOf", "isChosen", "kindOf", "ownedBy", "choiceOf",
    "scrollList", "isOff", "find", "findAll", "clean", "turners", "furtherIn", "limitsOf",
)  # fmt: skip
"""What questions may ask by name."""

_OFFER = f"""Object.defineProperty(globalThis, {KEY},
  {{ value: {{ {", ".join(OFFERED)} }}, configurable: true }});"""
_ENGINE = """return {
  query: (root, text) => find(root, JSON.parse(text))[0] || null,
  queryAll: (root, text) => find(root, JSON.parse(text)),
};"""

SHOWN = "(elements) => elements.slice(0, 1).map(shown)"
ROWS = "(elements, wanted) => rowsUnder(elements[0], wanted).map(tidyRow)"
BOXES = '(boxes) => boxes.map((box) => [wordOf(box), box.value || "", isChosen(box)])'
"""Of round buttons, tick boxes and switches: the word of each, its value, whether it is chosen."""
KINDS = "(boxes) => boxes.map(kindOf)"
"""Of controls to choose by: own (of the browser), many, radio, listbox, typing, opening."""
OWNED = "(boxes) => boxes.slice(0, 1).map(ownedBy)"
"""The id of the list that belongs to a combobox, where it says so and the list is there."""
CHOICES = "(boxes) => (boxes[0] && boxes[0].options ? [...boxes[0].options] : boxes).map(choiceOf)"
"""Of options: the words of each, its value, whether it is chosen."""
SCROLL = "(elements, said) => scrollList(elements[0], said)"
OFF = "(elements) => elements.every(isOff)"
FURTHER = """(elements, wanted) => elements.slice(0, 1).map((each) =>
  [furtherIn(each, wanted), limitsOf(each)])"""
"""Of a screen with a list of these columns: the words of what surely leads to further pages and can
be pressed, or tells of rows that are not there, each with the number of the last page where only
that is known (else 0); and the numbers at which it says that it cuts lists off."""
QUIET = """(elements, [since, rest, ended]) => {
  const fresh = document.readyState === "complete" && Date.now() - performance.now() >= since;
  const key = Symbol.for("utsushi-rest");
  const note = document[key] || (document[key] = { moved: performance.now(), watch: null });
  if (!note.watch) {
    note.watch = new MutationObserver(() => { note.moved = performance.now(); });
    note.watch.observe(document, { subtree: true, childList: true, characterData: true,
                                   attributes: true });
  }
  const busy = [...document.querySelectorAll("[aria-busy=true],[role=progressbar]")]
    .some((each) => each.checkVisibility());
  const still = Math.min(performance.now() - note.moved, Date.now() - ended);
  return [fresh, document.readyState !== "loading" && !busy && still >= rest];
}"""
"""Whether the document was loaded whole after `since` (ms since 1970), and whether it was read to
its end, nothing has moved in it, and no answer has come since `ended`, for `rest` ms. It begins to
watch when it is asked first."""
SAID = """(elements) => [elements.every((each) => each.ownerDocument.readyState !== "loading"),
  elements.map((each) => each.innerText)]"""
"""Of words on a screen: whether their documents were read to the end, and the text of each."""
FIELDS = "(elements, targets) => findAll(elements[0], targets).map((each) => each.map(shown))"
"""For each target the text of every element that it means."""


def squeeze(text: str) -> str:
    """The words of a button without spaces and whatever their width, as the rules compare them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def shown_text(locator: Locator) -> str:
    """What the first element shows, or what its boxes hold. Does not wait.

    Raises Playwright's error where there is no element (any more).
    """
    texts: list[str] = locator.evaluate_all(question(SHOWN))
    if not texts:
        raise PlaywrightError("no element to ask")
    return texts[0].strip()
