"""Lists of several pages: what leads from one to the next, and how many hits the screen tells."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from playwright.sync_api import Frame

from bots import tables
from bots.asking import question
from bots.asking.putting import put
from bots.locate import Want
from bots.recorder.addressing import address, escaped
from bots.recorder.events import Act, Kind, Phase, Screen, Texts, Turn, seen_of
from bots.recorder.screens import lasting
from bots.scenario.check import PAGE
from bots.scenario.targets import Target
from bots.scenario.writing import plain
from bots.stage import Stage

MOST = 4
"""Controls of one screen that are looked at: a list has them above and below."""

_TURNERS = f"""(elements) => elements.slice(0, 1).flatMap((each) => turners(each)).slice(0, {MOST})
  .map((one) => ({{ seen: window.__utsushi.described(one.element), number: one.number }}))"""
_WORDED = ("named", "label", "button", "link", "text", "title", "alt", "role")
_TOLD = re.compile("該当|件数|検索結果|合計|ヒット")
_COUNTED = re.compile(r"\D*[\d,]+\s*件")
_AFTER = 3
"""Texts after a label in which its number and 件 stand, where each has an element of its own."""


def turns_of(frame: Frame, document: str, here: Stage) -> tuple[Turn, ...]:
    """What leads to further pages on this screen, as the bot finds it; the surest first.

    Raises Playwright's error where the document is gone.
    """
    found: list[Turn] = []
    for each in put(frame, question(_TURNERS)):
        at = address(seen_of(each["seen"]), document, here, Want.CLICK)
        onward = by_number(at.target, int(each["number"])) if at else None
        if at is not None and onward is not None and not _is_known(onward, found):
            found.append(Turn(at.target, onward))
    return tuple(found)


def by_number(target: Target, number: int) -> Target | None:
    """The same with `{page}` for the page's number; None where its words do not hold that once.
    A target without a number (0) leads to any page."""
    if not number:
        return target
    if target.way not in _WORDED:
        return None
    said = plain(target)
    said = {"named": said} if isinstance(said, str) else said
    key = "name" if target.way == "role" else target.way
    pieces = re.split(rf"(?<!\d){number}(?!\d)", unicodedata.normalize("NFKC", said[key]))
    if len(pieces) != 2:
        return None
    return Target.model_validate({**said, key: f"{{{PAGE}}}".join(pieces)})


def counts_in(texts: Texts) -> Iterator[Target]:
    """Where a screen seems to tell the number of hits (該当件数：12 件)."""
    words = [unicodedata.normalize("NFKC", text) for _, text in texts]
    for place, text in enumerate(words):
        if not _TOLD.search(text):
            continue
        for length in range(1, _AFTER + 1):
            if _COUNTED.match("".join(words[place : place + length])):
                if piece := lasting(texts[place][1]):
                    yield Target.model_validate({"contains": escaped(piece)})
                break


def is_turning(act: Act) -> bool:
    """Whether the act turned to a further page of a list."""
    return act.kind is Kind.CLICK and _turn(act) is not None


def turns_to_try(
    acts: Sequence[Act], screens: Sequence[Screen], opening: Act
) -> tuple[list[Target], list[Target]]:
    """What leads to further pages of the list in which `opening` is a row: what the clerk pressed
    there, then what was seen there; and what else was pressed there, whose words say nothing of
    pages. Each once."""
    row = opening.seen.row if opening.seen else None
    heads = {tables.clean(head) for head in row.heads} if row else set()
    listed = [act for act in acts if act.frames == opening.frames and act is not opening]
    pressed = [_turn(act) for act in listed if is_turning(act)]
    seen = [turn for s in screens if s.frames == opening.frames for turn in s.turns]
    turns = _once([turn.onward for turn in (*pressed, *seen) if turn])
    searched = [act.target for act in acts if act.phase is Phase.FIND]
    other = [act.target for act in listed if _is_in_list(act, heads) and not is_turning(act)]
    return turns, _once([each for each in other if each and each not in searched])


def _once(targets: Sequence[Target]) -> list[Target]:
    return list({str(plain(each)): each for each in targets}.values())


def _turn(act: Act) -> Turn | None:
    turns = act.screen.turns if act.screen else ()
    return next((each for each in turns if each.pressed == act.target), None)


def _is_in_list(act: Act, heads: set[str]) -> bool:
    """Whether it was pressed outside of the rows while the list stood there already: it may be a
    control whose words say nothing of pages. One that may have changed something is none: it would
    be pressed again to try it."""
    if act.sent or act.kind is not Kind.CLICK or act.seen is None or act.seen.row or not act.screen:
        return False
    if act.phase is not Phase.LOOK_UP:
        return False
    texts = {tables.clean(text) for _, text in act.screen.texts}
    return bool(heads - {""}) and heads - {""} <= texts


def _is_known(target: Target, found: list[Turn]) -> bool:
    return any(plain(each.onward) == plain(target) for each in found)
