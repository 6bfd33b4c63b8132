"""Waiting until a page has come to rest: what it shows then is its answer, not a leftover.

A page that is loaded by the search is fresh by itself. A single-page application goes on showing
the old list until the new one has come; to take that for the answer would mean "not there" for an
application that is.
"""

import time
from dataclasses import dataclass, field
from types import TracebackType

from playwright.sync_api import Page, Request

from bots.asking import QUIET
from bots.asking.putting import put
from bots.failures import is_browser_failure
from bots.scenario import steps as verbs
from bots.scenario.targets import Strict
from bots.stage import Stage, Watcher

QUIET_MS = 400
"""How long nothing may move: longer than applications usually wait after the last key (300 ms)."""

ANSWERED_MS = 150
"""The same where the act was no typing and what it asked the target for has come: a second request
that the first answer leads to begins at once."""

_ACTS = (verbs.Open, verbs.Click, verbs.Fill, verbs.Choose, verbs.Check, verbs.Press)
_BACKGROUND = ("xhr", "fetch")


@dataclass(eq=False)  # no slots: Playwright marks the methods that listen
class Traffic:
    """While it is open: when the last act of the bot began, what the page still waits for, and when
    the last answer came: until it was drawn, the page shows the old one and does not move."""

    page: Page
    inner: Watcher | None = None
    acted: float = field(default_factory=time.time)
    typed: bool = True
    answered: bool = False
    asked_more: bool = False
    ended: float = 0.0
    _open: dict[Request, float] = field(default_factory=dict)

    def __enter__(self) -> "Traffic":
        self.page.on("request", self._began)
        self.page.on("requestfinished", self._ended)
        self.page.on("requestfailed", self._ended)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.page.remove_listener("request", self._began)
            self.page.remove_listener("requestfinished", self._ended)
            self.page.remove_listener("requestfailed", self._ended)
        except Exception as failure:  # the page or its driver is gone: what happened is told
            if not is_browser_failure(failure):
                raise

    def before(self, step: Strict, stage: Stage) -> Strict | None:
        """As a watcher of steps: it notes the time of those that act."""
        if isinstance(step, _ACTS):
            self.acted = time.time()
            self.typed, self.answered = isinstance(step, verbs.Fill), False
            self.asked_more = False
        return self.inner.before(step, stage) if self.inner is not None else None

    def wait_for_rest(self, here: Stage) -> bool:
        """Until nothing moves in the document of `here`; at once where an act loaded it
        anew and it asked for nothing more.

        Whether it had to be waited for. Raises NotReady where it does not come to rest.
        """
        if self._asked(here)[0] and not self.asked_more:
            return False
        limit = here.system.declared.waits.screen
        here.wait_until(lambda: self._rests(here), limit, "画面が落ち着くの")
        return True

    def _rests(self, here: Stage) -> bool:
        fresh, quiet = self._asked(here)
        waiting = any(began >= self.acted for began in self._open.values())
        return (fresh and not self.asked_more) or (quiet and not waiting)

    def _asked(self, here: Stage) -> tuple[bool, bool]:
        still = ANSWERED_MS if self.answered and not self.typed else QUIET_MS
        since = [self.acted * 1000, still, self.ended * 1000]
        fresh, quiet = put(here.fresh().scope, QUIET, since)
        return bool(fresh), bool(quiet)

    def _began(self, request: Request) -> None:
        if request.resource_type in _BACKGROUND:
            self._open[request] = time.time()
            self.asked_more = True

    def _ended(self, request: Request) -> None:
        began = self._open.pop(request, None)
        if began is not None and began >= self.acted:
            self.answered, self.ended = True, time.time()
