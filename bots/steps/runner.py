"""The one runner: steps in their order, each failure named by its place in the file."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from bots.arrivals import awaited
from bots.conditions import check_signs, refusal, tidy
from bots.failures import Gone, is_closed, reason
from bots.scenario import steps as verbs
from bots.scenario.targets import Strict
from bots.stage import Stage
from bots.steps import controls, files, flow, python, tables, windows

Run = Callable[[Sequence[Any], Stage, str], None]

HANDLERS: Mapping[type[Strict], Callable[[Any, Stage, Run], None]] = {
    verbs.Open: controls.open_address,
    verbs.Click: controls.click,
    verbs.Fill: controls.fill,
    verbs.Choose: controls.choose,
    verbs.Check: controls.check,
    verbs.Press: controls.press,
    verbs.Hover: controls.hover,
    verbs.Upload: files.upload,
    verbs.Download: files.download,
    verbs.Popup: windows.in_popup,
    verbs.InWindow: windows.in_window,
    verbs.Close: windows.close_window,
    verbs.InPart: windows.in_part,
    verbs.Dialog: windows.with_dialog,
    verbs.InFrame: windows.in_frame,
    verbs.Wait: flow.wait,
    verbs.If: flow.either,
    verbs.Repeat: flow.repeat,
    verbs.Use: flow.use_part,
    verbs.Read: tables.read_text,
    verbs.Row: tables.in_row,
    verbs.Call: python.call_out,
}

MAY_LEAVE = (verbs.Click, verbs.Press, verbs.Choose, verbs.Check)
"""Steps that may send a frame elsewhere: a menu in one frame, the screen in another."""


def run_steps(steps: Sequence[Any], stage: Stage, key: str) -> None:
    """Do the steps that stand under `key` at the stage's place.

    Raises NotReady, LoggedOut or Rejected; none of Playwright's errors passes.
    """
    for number, step in enumerate(steps):
        run_step(step, stage.at(key, number))


def run_step(step: Strict, stage: Stage) -> None:
    """Do one step that stands at the stage's place."""
    failure, gone = None, False
    if stage.watcher is not None:
        step = stage.watcher.before(step, stage) or step
    try:
        with awaited(stage) if isinstance(step, MAY_LEAVE) else nullcontext():
            HANDLERS[type(step)](step, stage, run_steps)
    except PlaywrightError as error:
        failure, gone = reason(error), is_closed(error)
    if gone:
        raise Gone(f"「{stage.system.title}」: {failure} ({stage.place})")
    if failure:
        _explain(stage, failure)
    if heard := stage.watch.unexpected():
        raise refusal(stage, tidy(heard.words, stage))


def _explain(stage: Stage, failure: str) -> None:
    """Raise what the target's signs say, else that the step failed."""
    unreadable = ""
    try:
        check_signs(stage)
    except PlaywrightError:
        unreadable = "画面も読めません。"
    raise stage.not_ready(failure + unreadable)
