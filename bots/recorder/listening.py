"""Hearing what is done in every window and frame, in its order."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Dialog, Download, Frame, Page, Request
from playwright.sync_api import Error as PlaywrightError

from bots.locate import Want
from bots.recorder.events import (
    PRESSED,
    Act,
    Kind,
    Neighbour,
    Phase,
    Said,
    Screen,
    Seen,
    seen_of,
    texts_of,
    told,
)
from bots.recorder.looking import TEXTS, Looker, path_of

SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
BINDING = "__utsushi_tell"
PENDING = """() => {
  if (!window.__utsushi) return 0;
  window.__utsushi.flush();
  return window.__utsushi.pending;
}"""
DOCUMENT = "() => window.__utsushi ? window.__utsushi.id : ''"
SETTLE_MS = 5
WANTS = {
    Kind.CLICK: Want.CLICK,
    Kind.FILL: Want.FILL,
    Kind.CHOOSE: Want.CHOOSE,
    Kind.CHECK: Want.CHECK,
    Kind.PRESS: Want.FILL,
    Kind.UPLOAD: Want.UPLOAD,
}
_BUTTONS = ("button", "submit", "image", "reset")
_READING = ("GET", "HEAD", "OPTIONS")


class Listener:
    """Collects `acts`. While `deaf` nothing is heard; what password boxes hold is never told.

    `secrets` are texts that were typed to log in: they stay in memory, to be hidden in pictures.
    """

    def __init__(self, looker: Looker) -> None:
        self.acts: list[Act] = []
        self.windows: list[Page] = []
        self.phase = Phase.FIND
        self.deaf = True
        self.secrets: set[str] = set()
        self._looker = looker
        self._busy = 0

    def attach(self, context: BrowserContext) -> None:
        """Before the first page of the context is opened."""

        def hear(source: dict[str, Any], message: str) -> None:
            self._hear(source["page"], source["frame"], message)

        def leave_to_person(_: Dialog) -> None:
            """A listener keeps Playwright from answering itself."""

        context.expose_binding(BINDING, hear)
        context.add_init_script(SCRIPT)
        context.on("dialog", leave_to_person)
        context.on("page", self._enter)
        context.on("request", self._note_request)

    def settle(self, page: Page) -> None:
        """Wait until all that was done so far is taken down."""
        pending = [1]
        while self._busy or any(pending):
            page.wait_for_timeout(SETTLE_MS)
            pending = [_asked(f, PENDING) or 0 for w in self.open_windows for f in w.frames]

    @property
    def open_windows(self) -> list[Page]:
        return [page for page in self.windows if not page.is_closed()]

    def note_open(self, relative: str) -> None:
        """The window was sent to an address of the system."""
        self.acts.append(Act(Kind.OPEN, self.phase, 0, text=relative))

    def see_all(self, phase: Phase, picture: Callable[[Page], str | None]) -> list[Screen]:
        """What every frame of every window shows now, kept under that phase."""
        seen: list[Screen] = []
        for page in self.open_windows:
            kept = picture(page)
            for frame in page.frames:
                if document := _asked(frame, DOCUMENT):
                    number = self.windows.index(page)
                    fields = phase is not Phase.LOGIN
                    screen = self._looker.keep(frame, number, document, phase, kept, fields=fields)
                    seen += [screen] if screen is not None else []
        return seen

    @property
    def is_busy(self) -> bool:
        """Whether something is just being taken down."""
        return self._busy > 0

    def words(self) -> set[str]:
        """The short texts that every frame of every window shows now."""
        found: set[str] = set()
        for frame in (frame for page in self.open_windows for frame in page.frames):
            document = _asked(frame, DOCUMENT)
            texts = texts_of(_asked(frame, TEXTS, document)) if document else ()
            found |= {text for _, text in texts}
        return found

    def _note_request(self, request: Request) -> None:
        """What may change something in the target belongs to what was pressed last."""
        if self.deaf or request.method in _READING:
            return
        pressed = next((act for act in reversed(self.acts) if act.kind in PRESSED), None)
        if pressed is not None:
            pressed.sent += 1

    def _hear(self, page: Page, frame: Frame, message: str) -> None:
        if self.deaf:
            return
        data = told(message)
        self._busy += 1
        try:
            if data["do"] == "dialog":
                self._take_dialog(page, data)
            elif data["do"] == "look":
                self._look(page, frame, data)
            else:
                self._take(page, frame, data)
        finally:
            self._busy -= 1

    def _look(self, page: Page, frame: Frame, data: dict[str, Any]) -> None:
        seen, document = seen_of(data["seen"]), data["document"]
        with contextlib.suppress(PlaywrightError):  # its document is gone: the next is looked at
            self._looker.look(frame, document, seen, _want_of(seen))
            self._looker.see(frame, self._window(page), document, self.phase)

    def _take(self, page: Page, frame: Frame, data: dict[str, Any]) -> None:
        window, frames = self._window(page), path_of(frame)
        act = Act(Kind(data["do"]), self.phase, window, frames, data["document"])
        act.seen = seen_of(data["seen"])
        act.text, act.secret = data.get("text") or "", bool(data.get("secret"))
        act.on, act.by_key = bool(data.get("on", True)), bool(data.get("by_key"))
        act.shown = data.get("shown") or act.text
        act.passed = tuple(data.get("passed", ()))
        if self.phase is Phase.LOGIN:
            self._forget_typed(act, data)
        if not self._looker.is_due(window):
            act.screen = self._looker.screen_of((window, frames), act.document)
        self.acts.append(act)  # before anything is asked of the page: their order is kept
        with contextlib.suppress(PlaywrightError):
            self._point(act, act.seen, frame)
            for each in data.get("beside", ()):
                self._point_beside(act, seen_of(each), frame)
            self._looker.see(frame, window, act.document, self.phase)
        if act.screen is None:
            act.screen = self._looker.screen_of((window, frames), act.document)
        if act.kind not in (Kind.FILL, Kind.CHECK):
            self._looker.changed(window)

    def _forget_typed(self, act: Act, data: dict[str, Any]) -> None:
        """Who logs in is nobody's business: neither what was typed or chosen nor what boxes hold is
        kept."""
        is_said = act.kind in (Kind.FILL, Kind.CHOOSE)
        if is_said:
            self.secrets |= {act.text, act.shown} - {""}
        if act.seen is not None:
            act.seen = replace(act.seen, control=replace(act.seen.control, value=""), note="")
        if is_said:
            act.text = act.shown = ""
        data.pop("beside", None)

    def _point(self, act: Act, seen: Seen, frame: Frame) -> None:
        found = self._looker.find(frame, act.document, seen, WANTS[act.kind])
        if found is not None:
            act.target, act.several = found.target, found.several
        if act.kind is Kind.CLICK:
            act.in_row = self._looker.find_in_row(frame, act.document, seen)

    def _point_beside(self, act: Act, seen: Seen, frame: Frame) -> None:
        want = Want.READ if seen.control.fixed else _want_of(seen)
        found = self._looker.find(frame, act.document, seen, want)
        if found is not None:
            act.beside.append(Neighbour(seen, found.target))

    def _take_dialog(self, page: Page, data: dict[str, Any]) -> None:
        window = self._window(page)
        for act in reversed(self.acts):
            if act.window == window and act.kind is not Kind.OPEN:
                act.said.append(Said(data["kind"], data["words"], data["ok"], data["text"]))
                return

    def _enter(self, page: Page) -> None:
        def downloads(_: Download) -> None:
            if acts := [act for act in self.acts if act.kind is Kind.CLICK]:
                acts[-1].downloads = True

        def turned(_: Frame) -> None:
            self._looker.changed(self._window(page))

        page.on("download", downloads)
        page.on("framenavigated", turned)
        self._window(page)

    def _window(self, page: Page) -> int:
        """The window's number. A new one was opened by what was done last."""
        if page not in self.windows:
            self.windows.append(page)
            acts = [act for act in self.acts if act.kind in (Kind.CLICK, Kind.PRESS)]
            if not self.deaf and acts and acts[-1].opened is None:
                acts[-1].opened = len(self.windows) - 1
        return self.windows.index(page)


def _want_of(seen: Seen) -> Want:
    control = seen.control
    if control.type == "select-multiple":
        return Want.CHECK
    if control.tag == "select" or control.type == "radio" or seen.role in ("combobox", "radio"):
        return Want.CHOOSE
    if control.type == "checkbox" or seen.role in ("checkbox", "switch"):
        return Want.CHECK
    if control.type == "file":
        return Want.UPLOAD
    is_box = control.tag == "textarea" or (control.tag == "input" and control.type not in _BUTTONS)
    return Want.FILL if is_box else Want.CLICK


def _asked(frame: Frame, script: str, given: object = None) -> Any:
    """What a frame answers; nothing where it is just being replaced."""
    try:
        return frame.evaluate(script, given)
    except PlaywrightError:
        return None
