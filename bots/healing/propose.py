"""What a target was probably renamed to: candidates of the present screen with a score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from playwright.sync_api import Error as PlaywrightError

from bots.healing.order import Pointed
from bots.healing.ranking import Candidate, ranked, why
from bots.healing.screen import words_on
from bots.locate import Want, locate
from bots.scenario.expressions import Template, parse
from bots.scenario.targets import Target
from bots.stage import Stage
from forms.errors import UtsushiError

CONTROLS = {
    Want.FILL: "input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=image],"
    "[type=reset],[type=file],[type=hidden]),textarea,[contenteditable=true],[role=textbox],"
    "[role=combobox],[role=searchbox],[role=spinbutton]",
    Want.CHOOSE: "select,input[type=radio],input[list],[role=combobox],[role=radio],[role=listbox],"
    "[role=radiogroup],[role=option]",
    Want.CHECK: "input[type=checkbox],input[type=radio],[role=checkbox],[role=switch]",
    Want.UPLOAD: "input[type=file]",
}
_PLACES = """(all, css) => [all.length > 0 && all.every((one) => one.matches(css)),
  all.map((one) => [...one.ownerDocument.querySelectorAll("*")].indexOf(one))]"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`target` may take the place of the one that is gone.

    `key` is the key whose words changed, from `old` to `new` as they stand on the screen. `score` 0
    to 1; `margin` to the next one. `why`: Japanese, without personal data.
    """

    target: Target
    key: str
    old: str
    new: str
    score: float
    margin: float
    why: str


def propose(
    target: Target, stage: Stage, want: Want, order: Sequence[Pointed] = (), most: int = 3
) -> tuple[Proposal, ...]:
    """What the target may be now, the likeliest first; nothing where nothing is likely.

    `order` are the words that the scenario points at, in its order (`order.pointed_at`). Every
    proposal points at exactly one thing of the right kind now. Does not wait; changes nothing.
    """
    shown = [
        (made, each.word.place)
        for each in ranked(target, stage, want, words_on(stage), order)
        if (made := _proposal(each, target, stage, want)) is not None
    ]
    found = _nearest([(proposal, place, things) for (proposal, things), place in shown])
    following = [*(each.score for each in found[1:]), 0.0]
    return tuple(
        replace(each, margin=round(each.score - after, 2))
        for each, after in list(zip(found, following, strict=False))[:most]
    )


def _nearest(found: Sequence[tuple[Proposal, int, tuple[int, ...]]]) -> list[Proposal]:
    """Of several words that point at the same thing (a section's title, its own label) the one
    that stands next to it."""
    best: dict[tuple[int, ...], tuple[int, Proposal]] = {}
    for proposal, place, things in found:
        distance = abs(things[0] - place)
        if things not in best or distance < best[things][0]:
            best[things] = distance, proposal
    return sorted((each for _, each in best.values()), key=lambda each: -each.score)


def _proposal(
    found: Candidate, target: Target, stage: Stage, want: Want
) -> tuple[Proposal, tuple[int, ...]] | None:
    for each in _written(found, target, want):
        if things := _pointed(each, stage, want):
            old, new = found.old, found.word.words
            return Proposal(each, found.key, old, new, found.score, 0.0, why(found)), things
    return None


def _written(found: Candidate, target: Target, want: Want) -> Iterator[Target]:
    """The same target with the new words; then as the word itself stands on the screen."""
    words = literal(found.word.words)
    yield target.model_copy(update={found.key: words})
    if found.key == "heading" and target.way != "heading":
        return
    bare = Target(named=words, nth=target.nth, frame=target.frame, window=target.window)
    yield bare
    if want is Want.CLICK and found.word.kind in ("title", "alt"):
        yield bare.model_copy(update={"named": None, found.word.kind: words})


def _pointed(target: Target, stage: Stage, want: Want) -> tuple[int, ...]:
    """Where in the document the one thing of the right kind stands; empty where there is none."""
    try:
        there = locate(target, stage, want)
        fit, places = there.evaluate_all(_PLACES, CONTROLS.get(want, "*"))
        if not fit or (len(places) > 1 and want not in (Want.CHOOSE, Want.CHECK, Want.SEE)):
            return ()
        return tuple(places) if want.is_typing or there.first.is_visible() else ()
    except (PlaywrightError, UtsushiError):
        return ()


def literal(text: str) -> Template:
    """A text without slots that stands for itself."""
    return parse(text.replace("{", "{{").replace("}", "}}"))
