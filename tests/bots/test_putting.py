"""A question put to a document directly means what it means through Playwright."""

import pytest

from bots.asking.putting import put
from bots.locate import Want, asked, present
from bots.scenario.targets import Target
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser

NAMES = "(found) => ({ count: found.length, names: found.map((e) => e.name || e.id) })"

BROUGHT_ANEW = """() => {
  document.body.innerHTML = "<iframe name=KARI></iframe>";
  setTimeout(() => {
    document.body.innerHTML = "<iframe name=KARI></iframe>";
    const inside = document.querySelector("iframe").contentDocument;
    inside.body.innerHTML = "<label>お名前 <input value=山田></label>";
  }, 300);
}"""
"""A frame without the box is taken away, and another of its name has it."""


@pytest.mark.parametrize(
    ("target", "want"),
    [
        ({"heading": "定義氏名"}, Want.FILL),
        ({"heading": "定義電話"}, Want.READ),
        ({"heading": "定義電話", "nth": 2}, Want.FILL),
        ({"named": "名札氏名"}, Want.FILL),
        ({"label": "影氏名"}, Want.FILL),
        ({"heading": "格子氏名"}, Want.SEE),
    ],
)
def test_both_ways_find_the_same(ground: Playground, target: object, want: Want) -> None:
    ground.play("headings.html", "- wait: {shown: {label: 影氏名}}")
    locator, answer = asked(Target.model_validate(target), ground.stage({}), want, NAMES)
    assert answer == locator.evaluate_all(NAMES)


def test_what_is_found_in_a_frame_that_was_brought_anew_can_be_read(ground: Playground) -> None:
    ground.play("entry.html", "- wait: {shown: {heading: 氏名}}")
    stage = ground.stage({})
    stage.page.evaluate(BROUGHT_ANEW)
    box = present(Target.model_validate({"named": "お名前"}), stage.in_frames(["KARI"]), Want.FILL)
    assert box.input_value() == "山田"


def test_a_document_without_the_rules_is_asked_all_the_same(ground: Playground) -> None:
    ground.play("entry.html", "- wait: {shown: {heading: 氏名}}")
    page = ground.stage({}).page
    meant = {"way": "heading", "words": "氏名", "boxes": "input"}
    directly = put(page, NAMES, None, meant)
    page.evaluate('() => delete globalThis[Symbol.for("utsushi.rules")]')
    assert put(page, NAMES, None, meant) == directly
    assert directly["count"] == 1
