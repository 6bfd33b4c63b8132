"""Pictures and words of screens, masked when they are taken.

A picture is: hide what is private (every document of the window, one question), take it, ask
whether all that is private was hidden. Where something came up meanwhile, it is taken again; where
that does not help, there is no picture, and the words say so.
"""

import base64
import secrets as random
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from bots.evidence import script
from bots.evidence.hiding import Hiding, hide
from bots.evidence.keeping import Shelf, store
from bots.failures import is_closed
from bots.receipt import Evidence

TRIES = 4
"""A page that replaces its frames while it is looked at has come to rest by then."""

NO_PICTURE = "(画面が変わり続け、見せてはならないものを隠しきれないため、写しは撮っていません)"


@dataclass(frozen=True, slots=True)
class Shot:
    """A masked picture (PNG; None where none could be taken safely) and the words of the screen."""

    picture: bytes | None
    words: str


def prepare(context: BrowserContext) -> None:
    """Once for each browser context, before its first page: what pages close to scripts is noted,
    so that it can be masked too."""
    context.add_init_script(script.preparing())


def take(page: Page, kind: str, shelf: Shelf, hiding: Hiding) -> tuple[Evidence, ...]:
    """A picture, kept as `kind`, and the words of the screen, kept as `kind`-text.

    Raises Playwright's error where the page is gone, SetupError where nothing can be stored.
    """
    shot = shoot(page, hiding)
    words = store(shot.words.encode("utf-8"), f"{kind}-text", shelf, ".txt")
    return (words,) if shot.picture is None else (store(shot.picture, kind, shelf), words)


def picture(page: Page, hiding: Hiding) -> bytes | None:
    """A masked picture that is not kept. Raises Playwright's error where the page is gone."""
    return shoot(page, hiding).picture


def read_text(page: Page, hiding: Hiding) -> str:
    """The words of the screen, masked. Raises Playwright's error where they cannot be read."""
    return _told(_ask(page, "read", hiding)["lines"], hiding)


def shoot(page: Page, hiding: Hiding) -> Shot:
    """Raises Playwright's error where the page is gone."""
    lines: list[str] = [NO_PICTURE]
    for _ in range(TRIES):
        try:
            before = _ask(page, "hide", hiding)
            lines = before["lines"]
            try:
                content = _capture(page)
            finally:
                after = _ask(page, "show", hiding, before["token"])
        except PlaywrightError as error:  # a document that is just being replaced
            if is_closed(error):
                raise
            page.wait_for_load_state("domcontentloaded")
            continue
        if after["whole"] and after["documents"] == before["documents"]:
            return Shot(content, _told(lines, hiding))
    return Shot(None, _told([NO_PICTURE, *lines], hiding))


def _ask(page: Page, act: str, hiding: Hiding, token: str = "") -> dict[str, Any]:
    """Put the question to every document of the window; the answers together."""
    asked = {
        "act": act, "part": False, "token": token or random.token_hex(8),
        "secrets": list(hiding.secrets), "words": list(hiding.words),
        "selectors": list(hiding.selectors),
    }  # fmt: skip
    told: dict[str, Any] = page.evaluate(script.masking(), asked)
    if told["apart"]:  # frames of other sites can only be asked one by one
        for frame in page.frames[1:]:
            more = frame.evaluate(script.masking(), {**asked, "part": True})
            told["whole"] = told["whole"] and more["whole"]
            told["documents"] += more["documents"]
            told["lines"] += more["lines"]
    return {**told, "token": asked["token"]}


def _capture(page: Page) -> bytes:
    """The visible part of the page as PNG; faster than by Playwright, which waits for more."""
    asked = page.context.new_cdp_session(page)
    try:
        told = asked.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    finally:
        asked.detach()
    return base64.b64decode(told["data"])


def _told(lines: list[str], hiding: Hiding) -> str:
    return "".join(f"{hide(line, hiding.secrets)}\n" for line in lines)
