"""What counts as an answer to the committing click."""

import pytest

from bots.scenario.models import SubmitDeclaration
from bots.submit import Answer, Outcome, press
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


def pressed(ground: Playground, button: str, **more: object) -> Answer:
    declared = SubmitDeclaration.model_validate(
        {
            "ready": {"shown": {"text": "登録画面"}},
            "click": button,
            "accepted": {"shown": {"text": "登録が完了しました"}},
            **more,
        }
    )
    stage = ground.play("submit.html", "- wait: {shown: {text: 登録画面}}")
    return press(declared, stage, stage.page.get_by_role("button", name=button, exact=True))


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
    assert pressed(ground, button) == answer


def test_the_words_of_a_refusal_are_those_of_the_whole_page(ground: Playground) -> None:
    rejected = [{"css": "#KUWASHIKU"}, {"css": "#ERR"}]
    answer = pressed(ground, "少しずつ断る", rejected=rejected)
    assert answer == Answer(Outcome.REJECTED, "年齢が対象外です")
