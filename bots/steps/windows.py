"""popup, window, close, frame, inside, dialog: the places where steps are done."""

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bots.locate import Want, present
from bots.scenario.steps import Close, Dialog, InFrame, InPart, InWindow, Popup
from bots.stage import Stage

Run = Callable[[Sequence[Any], Stage, str], None]


def in_frame(step: InFrame, stage: Stage, run: Run) -> None:
    run(step.do, stage.in_frames(step.frame), "do")


def in_part(step: InPart, stage: Stage, run: Run) -> None:
    """Raises NotReady where the part does not come, or there are two."""
    part = present(step.inside, stage.at("inside"), Want.READ)
    run(step.do, stage.in_row(part, ()), "do")


def in_popup(step: Popup, stage: Stage, run: Run) -> None:
    """Raises NotReady where no window opens, or one that should close by itself does not."""
    window = _opened(step, stage, run)
    if step.as_ is not None:
        stage.windows[step.as_] = window
    run(step.do, stage.in_window(window), "do")
    if step.close:
        window.close()
    elif step.as_ is None:
        limit = stage.system.declared.waits.screen
        stage.wait_until(window.is_closed, limit, "小さい窓が閉じるの")


def _opened(step: Popup, stage: Stage, run: Run) -> Page:
    limit = stage.system.declared.waits.screen
    late = False
    try:
        with stage.page.expect_popup(timeout=limit * 1000) as opened:
            run([step.popup], stage, "popup")
    except PlaywrightTimeout:
        late = True
    if late:
        stage.signs(stage)
        raise stage.not_ready(
            f"新しい窓を {limit:g} 秒待ちましたが、開きません。",
            advice="同じ窓がもう開いていないか、画面が窓を開けたかを確かめてください。",
        )
    window = opened.value
    window.wait_for_load_state("domcontentloaded")
    return window


def in_window(step: InWindow, stage: Stage, run: Run) -> None:
    """Raises NotReady where the window is not open (any more)."""
    run(step.do, stage.in_window_named(step.window), "do")


def close_window(step: Close, stage: Stage, run: Run) -> None:
    """One that closed by itself is closed."""
    window = stage.windows.pop(step.close, None)
    if window is None:
        raise stage.not_ready(f"窓「{step.close}」が開いていません。")
    window.close()


def with_dialog(step: Dialog, stage: Stage, run: Run) -> None:
    words = stage.values.text(step.dialog) or ""
    typed = stage.values.text(step.type) if step.type else None
    with stage.watch.expecting(words, step.answer == "ok", typed) as expected:
        run(step.during, stage, "during")
        if not step.optional:
            limit = stage.system.declared.waits.screen
            stage.wait_until(lambda: expected.seen, limit, f"確認の窓「{step.dialog.text}」")
