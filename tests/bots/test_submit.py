"""What counts as an answer to the committing click."""

import pytest

from bots.scenario.models import SubmitDeclaration
from bots.submit import Answer, Outcome, press
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ("登録", Answer(Outcome.ACCEPTED)),
        ("断る", Answer(Outcome.REJECTED, "受付期間外です")),
    ],
)
def test_red_words_that_stood_there_before_are_no_refusal(
    ground: Playground, button: str, answer: Answer
) -> None:
    declared = SubmitDeclaration.model_validate(
        {
            "ready": {"shown": {"text": "登録画面"}},
            "click": button,
            "accepted": {"shown": {"text": "登録が完了しました"}},
        }
    )
    stage = ground.play("submit.html", "- wait: {shown: {text: 登録画面}}")
    assert press(declared, stage, stage.page.get_by_role("button", name=button)) == answer
