"""Pictures of screens, masked when they are taken, kept by the hash of their content."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page

from bots import screen_script
from bots.receipt import Evidence
from forms.errors import SetupError

MARK = "data-utsushi-private"
BLACK = "#000000"
SHORTEST_SECRET = 4
"""Shorter secrets are masked by the field that they stand in, not by their text."""


def take(
    page: Page, kind: str, folder: Path, secrets: Iterable[str], fields: Iterable[Locator] = ()
) -> Evidence:
    """A picture of the page, black over what is private.

    Masked are: every element of every frame that shows one of `secrets` or twelve digits in a row,
    password boxes, and `fields`. Raises Playwright's error where no picture can be taken,
    SetupError where it cannot be stored.
    """
    searched = [plain for each in secrets if len(plain := _plain(each)) >= SHORTEST_SECRET]
    for frame in page.frames:
        _mark(frame, searched)
    masks = [frame.locator(f"[{MARK}]") for frame in page.frames]
    picture = page.screenshot(mask=[*masks, *fields], mask_color=BLACK, animations="disabled")
    return store(picture, kind, folder)


def store(picture: bytes, kind: str, folder: Path) -> Evidence:
    """Write `<folder>/<first two digits>/<sha256>.png` whole or not at all."""
    digest = hashlib.sha256(picture).hexdigest()
    path = folder / digest[:2] / f"{digest}.png"
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(picture, path)
    except OSError as error:
        raise SetupError(
            f"画面の写しを保存できません ({folder})。",
            advice="ディスクの空きと、フォルダに書き込めるかを確かめてください。",
        ) from error
    return Evidence(kind, path, digest)


def _write(picture: bytes, path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mark(frame: Frame, secrets: list[str]) -> None:
    """A frame that is just being replaced is tried once more; else there is no picture."""
    try:
        frame.evaluate(screen_script.MARK_PRIVATE, [secrets, MARK])
    except PlaywrightError:
        if frame.is_detached():
            return
        frame.wait_for_load_state("domcontentloaded")
        frame.evaluate(screen_script.MARK_PRIVATE, [secrets, MARK])


def _plain(text: str) -> str:
    return "".join(ch for ch in text if ch not in " \u3000-")
