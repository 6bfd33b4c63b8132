"""The one committing click and what came of it. Nothing here raises: not knowing is an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from bots.conditions import holds, tidy, words_of
from bots.deadline import Deadline
from bots.failures import is_browser_failure, reason
from bots.once import Sending, sent_once
from bots.scenario.models import SubmitDeclaration
from bots.stage import Phase, Stage
from forms.errors import NotReady, UtsushiError


class Outcome(Enum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the target seems to have done. `words`: its own, or why nothing is known."""

    outcome: Outcome
    words: str = ""


def press(
    submit: SubmitDeclaration, here: Stage, button: Locator, deadline: Deadline | None = None
) -> Answer:
    """Click once, before the deadline or never, and wait for the answer.

    Every failure is Outcome.UNKNOWN.
    """
    limit = here.system.declared.waits.answer
    try:
        with sent_once(here.page.context, limit, deadline) as sending:
            here = replace(here, phase=Phase.SUBMIT, signs=partial(_listen, sending))
            return _pressed(submit, here, button, deadline, sending)
    except UtsushiError as error:
        return Answer(Outcome.UNKNOWN, error.message)
    except Exception as error:  # noqa: BLE001  the door after the click: whatever it was, unknown
        why = reason(error) if is_browser_failure(error) else type(error).__name__
        return Answer(Outcome.UNKNOWN, why)


def _pressed(
    submit: SubmitDeclaration,
    here: Stage,
    button: Locator,
    deadline: Deadline | None,
    sending: Sending,
) -> Answer:
    before = _said_already(submit, here)
    with _asked(submit, here, deadline):
        _click(button, deadline, asks=submit.dialog is not None)
        return _wait(submit, here, sending, before)


@contextmanager
def _asked(submit: SubmitDeclaration, here: Stage, deadline: Deadline | None) -> Iterator[None]:
    """The question that the click brings up is answered with yes, before the deadline or never."""
    if submit.dialog is None:
        yield
        return
    words = here.values.text(submit.dialog) or ""
    with here.watch.expecting(words, accept=True, deadline=deadline):
        yield


def _click(button: Locator, deadline: Deadline | None, *, asks: bool) -> None:
    """Raises NotReady where it is too late: then nothing was clicked."""
    if deadline is not None:
        deadline.arm(button, asks=asks)
        if deadline.is_over:
            raise NotReady("登録ボタンを押す期限が過ぎたため、押しませんでした。")
    button.click(no_wait_after=True)  # its answer may take longer than a screen: see `_wait`


def _wait(submit: SubmitDeclaration, here: Stage, sending: Sending, before: str) -> Answer:
    """Red words that stood there `before` the click are no answer to it, nor is there a refusal
    while the target is still at work."""
    answers: list[Answer] = []

    def answered() -> bool:
        if holds(submit.accepted, here):
            answers.append(Answer(Outcome.ACCEPTED))
        elif not sending.under_way and (said := _refused(submit, here)) not in ("", before):
            here.signs(here)  # a page that says that we are logged out may say it in red
            answers.append(Answer(Outcome.REJECTED, said))
        return bool(answers)

    here.at("accepted").wait_until(answered, here.system.declared.waits.answer, "登録の結果")
    return answers[0]


def _said_already(submit: SubmitDeclaration, here: Stage) -> str:
    try:
        return _refused(submit, here, in_part=True)
    except PlaywrightError:  # a frame is just being replaced: it says nothing
        return ""


def _refused(submit: SubmitDeclaration, here: Stage, *, in_part: bool = False) -> str:
    """The scenario's own words come first, and are asked last: see `words_of`."""
    common = words_of(here.system.declared.rejected, here.whole, in_part=in_part)
    return words_of(submit.rejected, here, in_part=in_part) or common


def _listen(sending: Sending, stage: Stage) -> None:
    """After the click only what says that no answer will come ends the wait."""
    if sending.lost:
        raise stage.not_ready("登録の途中で、業務システムとの接続が切れました。")
    if heard := stage.watch.unexpected():
        raise stage.not_ready(f"予期しない窓が出ました: {tidy(heard.words, stage)}")
    for sign in (*stage.system.declared.logged_out, *stage.system.declared.busy):
        if holds(sign, stage.whole):
            raise stage.not_ready("登録の結果が表示されませんでした。")
