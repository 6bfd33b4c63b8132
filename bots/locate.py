"""Targets → Playwright locators. A thing is addressed as a person would point at it."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, cast

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from bots.asking import selector, squeeze
from bots.asking.putting import Scope, put
from bots.failures import NotFound
from bots.scenario.expressions import Template
from bots.scenario.targets import Target
from bots.stage import Stage
from bots.tables import clean, position
from forms.errors import NotReady

_NO_TEXT = ("hidden", "radio", "checkbox", "submit", "button", "reset", "image", "file")
BOXES = (
    "input" + "".join(f':not([type="{kind}"])' for kind in _NO_TEXT) + ", textarea, "
    '[contenteditable="true"], [contenteditable=""], [role="textbox"], [role="searchbox"]'
)
CHOICES = (
    'select, input[type="radio"], [role="combobox"], [role="listbox"], [role="radio"], '
    '[aria-haspopup="listbox"]'
)
TICKS = 'input[type="checkbox"], [role="checkbox"], [role="switch"], select[multiple]'

MOST_RELOADS = 5
"""How often a page may be loaded anew under the hands, by what they do: then they let go."""
COUNT = "(found) => ({ count: found.length })"


class Want(Enum):
    """What is to be done with the target: it decides which elements can be meant."""

    CLICK = ""
    FILL = BOXES
    CHOOSE = CHOICES
    CHECK = TICKS
    UPLOAD = 'input[type="file"]'
    SEE = "see"
    READ = "read"

    @property
    def is_typing(self) -> bool:
        """Whether it needs something that takes a value; its selector is `value` then."""
        return self not in (Want.CLICK, Want.SEE, Want.READ)


def locate(target: Target, stage: Stage, want: Want) -> Locator:
    """The target's locator. It may match nothing yet, or more than one element."""
    stage = _place(target, stage)
    found = _found(target, stage, want)
    return found.nth(stage.values.position(target.nth) - 1) if target.nth else found


def _place(target: Target, stage: Stage) -> Stage:
    """The window and frame that the target names, as they are now."""
    if target.window is not None:
        stage = stage.in_window_named(target.window)
    if target.frame:
        stage = stage.whole.in_frames(target.frame)
    return stage.fresh()


def present(target: Target, stage: Stage, want: Want) -> Locator:
    """As `locate`, once it is there. A thing that is there twice is not guessed at.

    Raises NotFound where it does not come in time, NotReady where it is not one.
    """
    return asked(target, stage, want, COUNT)[0]


def asked(
    target: Target, stage: Stage, want: Want, script: str, given: object = None
) -> tuple[Locator, dict[str, Any]]:
    """As `present`; finding the target and asking it is one question to the browser.

    `script` takes the elements and `given` (see `putting.put`), and answers with `count` at least.
    With none of them, or with several where one is wanted, it must do nothing.
    """
    locator, answer, failures = locate(target, stage, want), dict[str, Any](), 0

    def there() -> bool:
        nonlocal answer, locator, failures
        locator = locate(target, stage, want)  # its frame may have been loaded anew
        try:
            answer = _put(target, stage, want, script, given, locator)
        except PlaywrightError as error:
            failures += "context was destroyed" in str(error)
            if failures > MOST_RELOADS:
                name = stage.name(target)
                raise stage.not_ready(f"「{name}」の画面が何度も読み直されます。") from None
            raise
        return bool(answer["count"])

    def missing(error: NotReady) -> NotReady:
        return NotFound(error, target, want, stage)

    limit = stage.system.declared.waits.screen
    stage.wait_until(there, limit, f"「{stage.name(target)}」", missing)
    if answer["count"] > 1 and want in (Want.CLICK, Want.FILL, Want.READ, Want.UPLOAD):
        raise stage.not_ready(
            f"「{stage.name(target)}」に当てはまるものが {answer['count']} 個あり、"
            "どれか決められません。",
            advice="シナリオに nth (何番目) か、より確かな示し方を書いてください。",
        )
    return locator, answer


def _put(
    target: Target, stage: Stage, want: Want, script: str, given: object, locator: Locator
) -> dict[str, Any]:
    """Put the question where the target stands now."""
    place = _place(target, stage)
    meant = None if _is_nested(target) else _meant(target, place, want, _section(target, place))
    if meant is None:
        return cast(dict[str, Any], locator.evaluate_all(script, given))
    nth = place.values.position(target.nth) if target.nth else None
    told = {**meant, "nth": nth} if nth else meant
    return cast(dict[str, Any], put(place.scope, script, given, told))


def _is_nested(target: Target) -> bool:
    """Whether it is something that stands at a heading, not what the heading itself names."""
    return target.heading is not None and target.way != "heading"


def _section(target: Target, stage: Stage) -> str | None:
    return clean(_words(target.section, stage)) if target.section is not None else None


def _found(target: Target, stage: Stage, want: Want) -> Locator:
    scope, section = stage.scope, _section(target, stage)
    if _is_nested(target):
        words = clean(_words(cast(Template, target.heading), stage))
        typing = want.is_typing or None
        scope = scope.locator(selector("heading", words=words, typing=typing, section=section))
        section = None
    if (meant := _meant(target, stage, want, section)) is not None:
        return scope.locator(selector(**meant))
    if target.way == "css":
        found = scope.locator(cast(str, target.css))
    elif target.way == "column":
        found = _column(target, stage, want)
    else:
        found = _by_words(target, scope, _words(_template(target), stage))
    return found.and_(scope.locator(selector("inside", section=section))) if section else found


def described(target: Target, stage: Stage) -> dict[str, Any] | None:
    """What a field of a screen is for the question `FIELDS`; None where that cannot say it."""
    if target.frame or target.window or target.way not in ("heading", "label", "named"):
        return None
    if _is_nested(target):
        return None
    nth = stage.values.position(target.nth) if target.nth else None
    words = clean(_words(_template(target), stage))
    return {"way": target.way, "words": words, "section": _section(target, stage), "nth": nth}


_OURS = ("heading", "named", "label", "button", "link")
"""Ways of pointing that the rules of `bots.asking` know."""


def _meant(target: Target, stage: Stage, want: Want, section: str | None) -> dict[str, Any] | None:
    """The target as the rules take it, `nth` aside; None where they alone do not know it."""
    way = target.way
    if way not in _OURS or (way == "named" and want is Want.SEE and section is None):
        return None
    if way == "named" and want is Want.CLICK:
        way = "clickable"
    words = _words(_template(target), stage)
    if way in ("button", "link", "clickable"):
        return {"way": way, "words": squeeze(words), "section": section}
    boxes = want.value if want.is_typing else None
    return {"way": way, "words": clean(words), "boxes": boxes, "section": section}


def _by_words(target: Target, scope: Scope, words: str) -> Locator:
    if target.way == "named":  # whatever bears these words may be what is to be seen
        found = scope.locator(selector("named", words=clean(words)))
        return found.or_(scope.get_by_text(words, exact=True))
    if target.way == "role":
        return scope.locator(f"role={target.role}[name={_quoted(words)}s]")
    return _WAYS[target.way](scope, words)


_WAYS: Mapping[str, Callable[[Scope, str], Locator]] = {
    "text": lambda scope, words: scope.get_by_text(words, exact=True),
    "contains": lambda scope, words: scope.get_by_text(words),
    "title": lambda scope, words: scope.get_by_title(words, exact=True),
    "alt": lambda scope, words: scope.get_by_alt_text(words, exact=True),
}


def _column(target: Target, stage: Stage, want: Want) -> Locator:
    heading = clean(_words(cast(Template, target.column), stage))
    index = position(heading, stage.columns)
    if index is None:
        raise stage.not_ready(f"表に「{heading}」という列がありません。")
    said: dict[str, Any] = {"words": heading, "index": index}
    if want.is_typing:
        said["boxes"] = want.value
    return stage.scope.locator(selector("cell", click=want is Want.CLICK or None, **said))


def _template(target: Target) -> Template:
    """The words of the way in which it is pointed at."""
    return cast(Template, getattr(target, "name" if target.way == "role" else target.way))


def _words(template: Template, stage: Stage) -> str:
    return stage.values.text(template) or ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"'
