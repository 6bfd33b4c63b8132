"""The one committing click and what came of it. Nothing here raises: not knowing is an answer."""

from dataclasses import dataclass, replace
from enum import Enum

from playwright.sync_api import Locator

from bots.conditions import holds, tidy, words_of
from bots.failures import is_browser_failure, reason
from bots.scenario.models import SubmitDeclaration
from bots.stage import Phase, Stage
from forms.errors import UtsushiError


class Outcome(Enum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the target seems to have done. `words`: its own, or why nothing is known."""

    outcome: Outcome
    words: str = ""


def press(submit: SubmitDeclaration, here: Stage, button: Locator) -> Answer:
    """Click once and wait for the answer. Every failure is Outcome.UNKNOWN."""
    here = replace(here, phase=Phase.SUBMIT, signs=_listen)
    try:
        return _pressed(submit, here, button)
    except UtsushiError as error:
        return Answer(Outcome.UNKNOWN, error.message)
    except Exception as error:  # noqa: BLE001  the door after the click: whatever it was, unknown
        why = reason(error) if is_browser_failure(error) else type(error).__name__
        return Answer(Outcome.UNKNOWN, why)


def _pressed(submit: SubmitDeclaration, here: Stage, button: Locator) -> Answer:
    if submit.dialog is None:
        button.click()
        return _wait(submit, here)
    with here.watch.expecting(here.values.text(submit.dialog) or "", accept=True):
        button.click()
        return _wait(submit, here)


def _wait(submit: SubmitDeclaration, here: Stage) -> Answer:
    answers: list[Answer] = []

    def answered() -> bool:
        if holds(submit.accepted, here):
            answers.append(Answer(Outcome.ACCEPTED))
        elif said := _refused(submit, here):
            _listen(here)  # a page that says that we are logged out may say it in red
            answers.append(Answer(Outcome.REJECTED, said))
        return bool(answers)

    here.at("accepted").wait_until(answered, here.system.declared.waits.answer, "登録の結果")
    return answers[0]


def _refused(submit: SubmitDeclaration, here: Stage) -> str:
    own = words_of(submit.rejected, here)
    return own or words_of(here.system.declared.rejected, here.whole)


def _listen(stage: Stage) -> None:
    """After the click only what says that no answer will come ends the wait."""
    if heard := stage.watch.unexpected():
        raise stage.not_ready(f"予期しない窓が出ました: {tidy(heard.words, stage)}")
    for sign in (*stage.system.declared.logged_out, *stage.system.declared.busy):
        if holds(sign, stage.whole):
            raise stage.not_ready("登録の結果が表示されませんでした。")
