"""Targets → Playwright locators. A thing is addressed as a person would point at it."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import cast

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from bots.scenario.expressions import Template
from bots.scenario.targets import Target
from bots.stage import Scope, Stage
from bots.tables import MARKS, clean

BOXES = (
    'input:not([type]), input[type="text"], input[type="password"], input[type="tel"], '
    'input[type="number"], input[type="search"], input[type="email"], input[type="date"], textarea'
)
CHOICES = 'select, input[type="radio"]'
TICKS = 'input[type="checkbox"]'
_CONTROL = './/input[not(@type="hidden")] or .//select or .//textarea'


class Want(Enum):
    """What is to be done with the target: it decides which elements can be meant."""

    CLICK = ""
    FILL = BOXES
    CHOOSE = CHOICES
    CHECK = TICKS
    SEE = "see"
    READ = "read"


def locate(target: Target, stage: Stage, want: Want) -> Locator:
    """The target's locator. It may match nothing yet, or more than one element."""
    if target.frame:
        stage = stage.whole.in_frames(target.frame)
    stage = stage.fresh()
    found = _found(target, stage, want)
    return found.nth(target.nth - 1) if target.nth else found


def present(target: Target, stage: Stage, want: Want) -> Locator:
    """As `locate`, once it is there. A thing that is there twice is not guessed at.

    Raises NotReady where it does not come in time or is not one.
    """
    locator = locate(target, stage, want)
    count = 0

    def there() -> bool:
        nonlocal count, locator
        try:
            count = locator.count()
        except PlaywrightError:  # its frame may have been loaded anew: look there next time
            locator = locate(target, stage, want)
            raise
        return count > 0

    stage.wait_until(there, stage.system.declared.waits.screen, f"「{stage.name(target)}」")
    if count > 1 and want in (Want.CLICK, Want.FILL, Want.READ):
        raise stage.not_ready(
            f"「{stage.name(target)}」に当てはまるものが {count} 個あり、どれか決められません。",
            advice="シナリオに nth (何番目) か、より確かな示し方を書いてください。",
        )
    return locator


def _found(target: Target, stage: Stage, want: Want) -> Locator:
    scope = stage.scope
    if target.heading is not None:
        cell = beside(scope, _words(target.heading, stage))
        if target.way == "heading":
            return cell if want in (Want.SEE, Want.READ, Want.CLICK) else cell.locator(want.value)
        scope = cell
    if target.way == "css":
        return scope.locator(cast(str, target.css))
    if target.way == "column":
        return _column(target, stage)
    return _by_words(target, scope, _words(_template(target), stage), want)


def _by_words(target: Target, scope: Scope, words: str, want: Want) -> Locator:
    if target.way == "named":
        return _named(scope, words, want)
    if target.way == "role":
        return scope.locator(f"role={target.role}[name={_quoted(words)}s]")
    return _WAYS[target.way](scope, words)


_WAYS: Mapping[str, Callable[[Scope, str], Locator]] = {
    "label": lambda scope, words: scope.get_by_label(words, exact=True),
    "button": lambda scope, words: scope.get_by_role("button", name=words, exact=True),
    "link": lambda scope, words: scope.get_by_role("link", name=words, exact=True),
    "text": lambda scope, words: scope.get_by_text(words, exact=True),
    "contains": lambda scope, words: scope.get_by_text(words),
    "title": lambda scope, words: scope.get_by_title(words, exact=True),
    "alt": lambda scope, words: scope.get_by_alt_text(words, exact=True),
}


def _named(scope: Scope, words: str, want: Want) -> Locator:
    """A plain text: a button or link for clicking, a label or heading for everything else."""
    if want is Want.CLICK:
        button = scope.get_by_role("button", name=words, exact=True)
        return button.or_(scope.get_by_role("link", name=words, exact=True))
    if want is Want.SEE:
        return beside(scope, words).or_(scope.get_by_text(words, exact=True))
    if want is Want.READ:
        return scope.get_by_label(words, exact=True).or_(beside(scope, words))
    labelled = scope.get_by_label(words, exact=True).and_(scope.locator(want.value))
    return labelled.or_(beside(scope, words).locator(want.value))


def beside(scope: Scope, heading: str) -> Locator:
    """The table cell right of a heading cell, which itself holds nothing to type in."""
    text = f'translate(string(.), "{MARKS} \u3000\t\r\n\u00a0", "")'
    return scope.locator(
        f"xpath=//*[self::th or self::td][not({_CONTROL})]"
        f"[{text} = {_quoted(clean(heading))}]"
        "/following-sibling::*[self::th or self::td][1]"
    )


def _column(target: Target, stage: Stage) -> Locator:
    heading = clean(_words(cast(Template, target.column), stage))
    if heading not in stage.columns:
        raise stage.not_ready(f"表に「{heading}」という列がありません。")
    return stage.scope.locator("xpath=./td|./th").nth(stage.columns.index(heading))


def _template(target: Target) -> Template:
    return cast(Template, getattr(target, "name" if target.way == "role" else target.way))


def _words(template: Template, stage: Stage) -> str:
    return stage.values.text(template) or ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"'
