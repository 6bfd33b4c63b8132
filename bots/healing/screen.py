"""The words that stand on a screen, as candidates for what a target was renamed to."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from bots.asking.putting import root
from bots.healing.words import BADGES, MARKS
from bots.screen_script import ask
from bots.stage import Stage

SCRIPT = Path(__file__).parent / "screen.js"


@dataclass(frozen=True, slots=True)
class Word:
    """`kind`: label, heading, placeholder, button, link, title, alt, text. `place` counts the
    elements of the document from its top."""

    kind: str
    words: str
    place: int


@cache
def script() -> str:
    """The JavaScript function without its comment, which a call could not begin with."""
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))


def words_on(stage: Stage) -> tuple[Word, ...]:
    """The words where the stage acts, in their order. None where nothing can be asked there."""
    try:
        found: list[tuple[str, str, int]] = ask(root(stage.scope), script())
    except PlaywrightError:
        return ()
    return tuple(Word(kind, bare(words), place) for kind, words, place in found if bare(words))


def bare(words: str) -> str:
    """Words as a scenario names them: without 必須 and the like, and marks at the ends."""
    return BADGES.sub("", words.strip(MARKS + " ")).strip(MARKS + " ")


def frame_names(page: Page) -> tuple[str, ...]:
    """The names of the frames that are there, the outer ones first."""
    return tuple(dict.fromkeys(name for frame in page.frames if (name := _name(frame))))


def _name(frame: Frame) -> str:
    return "" if frame.parent_frame is None else frame.name
