"""Where a step acts: the window, the part of it, the values, and the place in the YAML file."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page

from bots.asking.putting import Scope
from bots.dialogs import DialogWatch
from bots.failures import is_closed
from bots.scenario.scenario import Loc, Source, System
from bots.scenario.targets import Strict, Target
from bots.scenario.values import Values
from forms.errors import NotReady, UtsushiError

POLL_MS = 20
LISTEN_S = 0.1
"""How often the target's signs are looked at while waiting: that is several questions."""


class Phase(Enum):
    """What is being done; it decides what a refusal of the target means."""

    LOGIN = "ログイン"
    FIND = "検索"
    ENTER = "入力"
    SUBMIT = "登録"


class Watcher(Protocol):
    """Sees every step before it is done. What it raises (`forms.errors`) ends the work."""

    def before(self, step: Strict, stage: "Stage") -> Strict | None:
        """A step to be done in its place, else None."""
        ...


Late = Callable[[NotReady], NotReady]
"""What is raised instead where a wait was in vain."""

Keeper = Callable[[str, bytes, str], None]
"""Takes a file with the evidence: its kind, its content, the end of its name (`.pdf`)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`scope` is where targets are looked for: the page, a frame of it, a row of a table.

    `path` are the names of the frames that lead to the scope. `columns` are the headings of that
    row's table. `signs` raises where the target says that it
    logged us out, is busy, or refuses. `private` are the fields that no message may hold.
    `watcher` is told of every step before it is done. `windows` are those that steps keep open
    under a name; `keep` takes files that a step downloads.
    """

    page: Page
    scope: Scope
    values: Values = field(repr=False)
    system: System
    watch: DialogWatch
    phase: Phase
    source: Source
    signs: Callable[["Stage"], None]
    private: frozenset[str] = frozenset()
    loc: Loc = ()
    columns: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    popup: bool = False
    watcher: Watcher | None = None
    windows: dict[str, Page] = field(default_factory=dict, repr=False)
    keep: Keeper | None = None

    def at(self, *loc: int | str) -> "Stage":
        """The same, deeper in the file."""
        return replace(self, loc=(*self.loc, *loc))

    def in_frames(self, names: list[str]) -> "Stage":
        """Inside frames by name, from the scope's document inwards.

        A frame that is there now is taken as it is: that saves several questions to the browser for
        every look at it. One that is still to come is described, and looked for each time.
        """
        scope: Scope = self.scope
        for name in names:
            if (there := _frame_named(scope, name)) is not None:
                scope = there
                continue
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            scope = scope.frame_locator(f'frame[name="{quoted}"], iframe[name="{quoted}"]')
        return replace(self, scope=scope, columns=(), path=(*self.path, *names))

    @property
    def is_stale(self) -> bool:
        """Whether the frame that it acts in was replaced meanwhile: a click loaded it anew."""
        return isinstance(self.scope, Frame) and self.scope.is_detached()

    def fresh(self) -> "Stage":
        """The same place, in the frame that stands there now."""
        return self.whole.in_frames(list(self.path)) if self.is_stale else self

    def in_window(self, page: Page) -> "Stage":
        return replace(self, page=page, scope=page, columns=(), path=(), popup=True)

    def has_window(self, name: str) -> bool:
        """Whether a window is kept open under this name."""
        window = self.windows.get(name)
        return window is not None and not window.is_closed()

    def in_window_named(self, name: str) -> "Stage":
        """In a window that is kept open. Raises NotReady where it is not (any more)."""
        if not self.has_window(name):
            raise self.not_ready(f"窓「{name}」が開いていません。")
        return self.in_window(self.windows[name])

    def in_place(self, window: str | None, frames: list[str]) -> "Stage":
        """In the window of that name, or this one, and there inside frames."""
        here = self.in_window_named(window) if window is not None else self
        return here.in_frames(frames) if frames else here

    def close_windows(self) -> None:
        """Close those that steps kept open."""
        for window in self.windows.values():
            window.close()
        self.windows.clear()

    def in_row(self, row: Locator, columns: tuple[str, ...]) -> "Stage":
        return replace(self, scope=row, columns=columns)

    @property
    def whole(self) -> "Stage":
        """The whole window, where signs are looked for."""
        return replace(self, scope=self.page, columns=(), path=())

    @property
    def all_windows(self) -> tuple["Stage", ...]:
        """The whole of this window, and of each that is kept open."""
        others = (page for page in self.windows.values() if page is not self.page)
        open_ones = (self.in_window(page) for page in others if not page.is_closed())
        return (self.whole, *open_ones)

    @property
    def place(self) -> str:
        """Where in the scenario: for messages."""
        line = self.source.line(self.loc)
        return f"{self.phase.value}の手順、{self.source.path.name} の {line} 行目"

    def name(self, target: Target) -> str:
        """The target for messages, without personal data."""
        return target.told(self.values.shown)

    def not_ready(self, why: str, advice: str | None = None) -> NotReady:
        return NotReady(f"「{self.system.title}」: {why} ({self.place})", advice=advice)

    def wait_until(
        self, test: Callable[[], bool], seconds: float, what: str, late: Late | None = None
    ) -> None:
        """Wait until `test` holds, listening to the target's signs meanwhile.

        Raises what the signs raise, NotReady after `seconds` without either (as `late` wants it).
        """
        start = time.monotonic()
        end, listen = start + seconds, start + LISTEN_S
        pause = POLL_MS / 4  # most screens are there at once, or nearly
        while not self._holds(test):
            now = time.monotonic()
            if now > min(listen, end):
                self._listen(test)
                listen = time.monotonic() + LISTEN_S
            if now > end:
                error = self.not_ready(f"{what}を {seconds:g} 秒待ちましたが、現れません。")
                raise late(error) if late else error
            self.page.wait_for_timeout(pause)
            pause = min(pause * 2, POLL_MS)

    def _listen(self, test: Callable[[], bool]) -> None:
        """Raise what the signs raise, unless `test` holds by now; a screen that is just being
        replaced has no signs."""
        try:
            self.signs(self)
        except UtsushiError:
            if not self._holds(test):
                raise
        except PlaywrightError as error:
            if is_closed(error):
                raise

    def _holds(self, test: Callable[[], bool]) -> bool:
        """A document that is just being replaced answers with an error: it does not hold yet."""
        try:
            return test()
        except PlaywrightError as error:
            if is_closed(error):
                raise
        return False


def _frame_named(scope: Scope, name: str) -> Frame | None:
    """The one frame of that name in the document of a window or frame; None otherwise."""
    if isinstance(scope, Page):
        scope = scope.main_frame
    if not isinstance(scope, Frame):
        return None
    found = [frame for frame in scope.child_frames if frame.name == name]
    return found[0] if len(found) == 1 and not found[0].is_detached() else None
