"""The last moment for the committing click.

A worker that stood still between its journal and its click (a paused machine, a swapped-out
process) must not click when it wakes: meanwhile the record may have been looked up, believed not to
be there, and given to another. So the click has a last moment, by the clock on the wall (which goes
on while a machine sleeps) and by a clock that nobody sets; both are asked again inside the page, in
the very event of the click, and after the page's own question.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

_ARM = """(button, given) => {
  const [until, left, asks] = given, key = Symbol.for("utsushi.deadline");
  const view = button.ownerDocument.defaultView;
  const limit = { until, end: performance.now() + left, asks };
  const isOver = (each) => Date.now() > each.until || performance.now() > each.end;
  const windows = [view];
  try {
    for (let each = view; each !== each.parent; each = each.parent) {
      if (each.parent.document) windows.push(each.parent);
    }
  } catch (error) { /* a frame of another host: its questions cannot be reached */ }
  const watch = (event) => {
    const own = event.composedPath().find((each) => each[key] && each !== each.window);
    if (!own) return;
    if (isOver(own[key])) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.type === "click" && own[key].asks) {
      windows.forEach((each) => { each[key].question = own[key]; });
    }
  };
  const ask = (each) => {
    const confirm = each.confirm;
    each.confirm = (words) => {
      const question = each[key].question;
      windows.forEach((other) => { if (other[key]) other[key].question = null; });
      return confirm.call(each, words) && !(question && isOver(question));
    };
  };
  for (const each of windows) {
    if (each[key]) continue;
    each[key] = { question: null };
    ask(each);
  }
  if (!view[key].watched) {
    view[key].watched = true;
    for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
      view.addEventListener(kind, watch, true);
  }
  button[key] = limit;
}"""
"""Mark the button with its last moment. What hits it later is stopped before the page hears of it,
and a question that the click brings up (`confirm`) comes to nothing when it is answered later."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`wall` in seconds since 1970, `ticks` by `time.monotonic`."""

    wall: float
    ticks: float

    @classmethod
    def agreed(cls, promise: Callable[[], float | None]) -> "Deadline | None":
        """`promise` tells for how many seconds, from its call on, the click is allowed; None: for
        ever. What it raises passes."""
        wall, ticks = time.time(), time.monotonic()
        seconds = promise()
        return None if seconds is None else cls(wall + seconds, ticks + seconds)

    @property
    def left(self) -> float:
        """Seconds that remain, never below 0: the fewer that the two clocks tell."""
        return max(0.0, min(self.wall - time.time(), self.ticks - time.monotonic()))

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def arm(self, button: Locator, *, asks: bool) -> None:
        """Let the page itself stop what comes too late. `asks`: a question follows the click."""
        button.evaluate(_ARM, [self.wall * 1000, self.left * 1000, asks])
