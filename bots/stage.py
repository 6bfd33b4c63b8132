"""Where a step acts: the window, the part of it, the values, and the place in the YAML file."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, FrameLocator, Locator, Page

from bots.dialogs import DialogWatch
from bots.failures import is_closed
from bots.scenario.scenario import Loc, Source, System
from bots.scenario.targets import Target
from bots.scenario.values import Values
from forms.errors import NotReady, UtsushiError

Scope = Page | Frame | FrameLocator | Locator

POLL_MS = 20


class Phase(Enum):
    """What is being done; it decides what a refusal of the target means."""

    LOGIN = "ログイン"
    FIND = "検索"
    ENTER = "入力"
    SUBMIT = "登録"


@dataclass(frozen=True, slots=True)
class Stage:
    """`scope` is where targets are looked for: the page, a frame of it, a row of a table.

    `path` are the names of the frames that lead to the scope. `columns` are the headings of that
    row's table. `signs` raises where the target says that it
    logged us out, is busy, or refuses. `private` are the fields that no message may hold.
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

    def in_row(self, row: Locator, columns: tuple[str, ...]) -> "Stage":
        return replace(self, scope=row, columns=columns)

    @property
    def whole(self) -> "Stage":
        """The whole window, where signs are looked for."""
        return replace(self, scope=self.page, columns=(), path=())

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

    def wait_until(self, test: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until `test` holds, listening to the target's signs meanwhile.

        Raises what the signs raise, NotReady after `seconds` without either.
        """
        end = time.monotonic() + seconds
        while not self._holds(test):
            try:
                self.signs(self)
            except UtsushiError:
                if self._holds(test):
                    return
                raise
            if time.monotonic() > end:
                raise self.not_ready(f"{what}を {seconds:g} 秒待ちましたが、現れません。")
            self.page.wait_for_timeout(POLL_MS)

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
