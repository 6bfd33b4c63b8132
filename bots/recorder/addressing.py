"""How to point at a thing that was used: as a person would, and so that the bot finds the same one.

Every way is tried with the very code by which the bot looks for targets. It is taken only where
that finds this one element and no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from pydantic import ValidationError

from bots import tables
from bots.locate import Want, locate
from bots.recorder.events import Seen
from bots.scenario.targets import Target
from bots.stage import Stage
from forms.errors import UtsushiError

_MATCHED = """(all, [document_, number]) => {
  const state = window.__utsushi;
  const wanted = state && state.id === document_ ? state.find(number) : null;
  if (!wanted) return [all.length, -1, false, 1];
  const role = wanted.getAttribute("role"), group = wanted.closest("[role=radiogroup]");
  const set = wanted.name && /^(radio|checkbox)$/.test(wanted.type)
    ? [...document.getElementsByName(wanted.name)].filter((each) => each.type === wanted.type)
    : role === "radio" && group ? [...group.querySelectorAll("[role=radio]")] : [];
  const kind = (each) => [each.type, each.getAttribute("role")].join();
  return [all.length, all.indexOf(wanted), all.every((each) => kind(each) === kind(wanted)),
          Math.max(1, set.length)];
}"""
"""Of the elements that a target means: how many, which of them is ours, all of one kind? And how
many boxes of ours bear the same name."""

Written = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """A target that means this element. `several`: it means a whole set of tick boxes."""

    target: Target
    several: bool = False


def address(seen: Seen, document: str, here: Stage, want: Want) -> Address | None:
    """The surest way to point at the element, None where there is none.

    `here` is the stage of its own frame. Raises Playwright's error where the document is gone.
    """
    later: list[tuple[Written, int, int]] = []
    for written in _ways(seen, want, bool(here.columns)):
        count, index, alike, size = _matched(written, seen, document, here, want)
        if index < 0:
            continue
        if size > 1 or (want is Want.CHECK and count > 1):
            if alike and count > 1 and count >= size:
                return Address(_target(written), several=want is Want.CHECK)
        elif count == 1 and "css" not in written:
            return Address(_target(written))
        later.append((written, count, index + 1 if count > 1 else 0))
    for written, _, position in sorted(later, key=lambda each: _unsure(each[0], each[1])):
        return Address(_target({**written, "nth": position} if position else written))
    return None


def _matched(
    written: Written, seen: Seen, document: str, here: Stage, want: Want
) -> tuple[int, int, bool, int]:
    try:
        locator = locate(_target(written), here, want)
        answer = locator.evaluate_all(_MATCHED, [document, seen.control.number])
    except (ValidationError, UtsushiError):
        return 0, -1, False, 1
    except PlaywrightError as error:
        if "selector" in str(error).lower() and "closed" not in str(error):
            return 0, -1, False, 1
        raise
    count, index, alike, size = answer
    return count, index, alike, size


def _target(written: Written) -> Target:
    return Target.model_validate(dict(written))


def _unsure(written: Written, count: int) -> tuple[int, int, bool]:
    """Of the ways that are left: a box by its number among few under a heading, then CSS."""
    kind = "css" if "css" in written else "heading" if "heading" in written else ""
    ranks = {"heading": 0, "css": 1 if "heading" in written else 2, "": 3}
    return ranks[kind], count, "section" in written


def _ways(seen: Seen, want: Want, in_row: bool) -> Iterator[Written]:
    if want is Want.CLICK:
        yield from _clicked(seen, in_row)
    elif want is Want.CHECK:  # a set of tick boxes goes by the heading over all of them
        yield from ({"heading": words} for words in _each(*seen.headings))
        yield from _typed(seen)
    else:
        yield from _typed(seen)


def _clicked(seen: Seen, here_is_row: bool) -> Iterator[Written]:
    names = _each(seen.words, *seen.labels, seen.alt, seen.title)
    for words in names:
        yield {"named": words}
    if seen.title:
        yield {"title": escaped(seen.title)}
    if seen.alt:
        yield {"alt": escaped(seen.alt)}
    for heading in _each(*seen.headings):
        for words in names:
            yield {"heading": heading, "link": words}
            yield {"heading": heading, "button": words}
    for section in _each(*seen.sections):
        for words in names:
            yield {"named": words, "section": section}
    if seen.role not in ("", "button", "link"):
        for words in names:
            yield {"role": seen.role, "name": words}
    if here_is_row and seen.row is not None and seen.row.column >= 0:
        yield {"column": escaped(seen.row.heads[seen.row.column])}
    for words in names:
        yield {"text": words}
    for css in seen.css:
        yield {"css": css}


def _typed(seen: Seen) -> Iterator[Written]:
    labels, headings = _each(*seen.labels), _each(*seen.headings)
    for words in (*labels, *headings):
        yield {"named": words}
    for words in labels:
        yield {"label": words}
    for words in headings:
        yield {"heading": words}
    for heading in headings:
        for words in labels:
            yield {"heading": heading, "label": words}
    for section in _each(*seen.sections):
        for words in headings:
            yield {"heading": words, "section": section}
        for words in labels:
            yield {"label": words, "section": section}
    if seen.placeholder and "placeholder" in Target.model_fields:
        yield {"placeholder": escaped(seen.placeholder)}
    if seen.title:
        yield {"title": escaped(seen.title)}
    for heading in headings:
        for css in seen.css:
            yield {"heading": heading, "css": css}


def _each(*words: str) -> list[str]:
    """Without a colon, as they are, and without any marks of the screen around them, each once."""
    ways = [(text.rstrip(":： "), text, tables.clean(text)) for text in words]
    forms = [form for three in ways for form in three if form]
    return list(dict.fromkeys(escaped(text) for text in forms))


def escaped(text: str) -> str:
    """A text of the screen as a text of a scenario: braces are doubled."""
    return text.replace("{", "{{").replace("}", "}}")
