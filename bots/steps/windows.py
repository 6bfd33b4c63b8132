"""popup, dialog, frame: windows that open, small windows of the browser, pages in pages."""

from collections.abc import Callable, Sequence
from typing import Any

from bots.scenario.steps import Dialog, InFrame, Popup
from bots.stage import Stage

Run = Callable[[Sequence[Any], Stage, str], None]


def in_frame(step: InFrame, stage: Stage, run: Run) -> None:
    run(step.do, stage.in_frames(step.frame), "do")


def in_popup(step: Popup, stage: Stage, run: Run) -> None:
    """The window must close by itself before the next step."""
    limit = stage.system.declared.waits.screen
    with stage.page.expect_popup(timeout=limit * 1000) as opened:
        run([step.popup], stage, "popup")
    window = opened.value
    window.wait_for_load_state("domcontentloaded")
    run(step.do, stage.in_window(window), "do")
    stage.wait_until(window.is_closed, limit, "小さい窓が閉じるの")


def with_dialog(step: Dialog, stage: Stage, run: Run) -> None:
    words = stage.values.text(step.dialog) or ""
    typed = stage.values.text(step.type) if step.type else None
    with stage.watch.expecting(words, step.answer == "ok", typed) as expected:
        run(step.during, stage, "during")
        if not step.optional:
            limit = stage.system.declared.waits.screen
            stage.wait_until(lambda: expected.seen, limit, f"確認の窓「{step.dialog.text}」")
