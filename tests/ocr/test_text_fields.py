"""Lines of text in a field: what must be seen by a person though the ink itself is clear."""

from collections.abc import Callable, Sequence

import cv2
import pytest

from forms.form import Form
from ocr.align.blank import BlankPage
from ocr.align.page import AlignedPage
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.fields import text
from ocr.fields.plan import Sheet
from ocr.fields.text import TextPlan
from ocr.guess import Guess
from ocr.ink.written import written_on
from tests.ocr.conftest import emissions

Read = Callable[..., Guess]
WORDS = Vocabulary(("", *"0123456789山田丁目番号地千", " "))


@pytest.fixture
def read(
    risai: Form, risai_blank: BlankPage, page_of: Callable[[BlankPage, Image], AlignedPage]
) -> Read:
    """A field that holds these lines: blocks of ink, as the engine is made to read them."""

    def make(name: str, *lines: str) -> Guess:
        field, image = risai.field(name), risai_blank.image.copy()
        height, width = image.shape
        for n, line in enumerate(lines):
            left = round(field.box.x * width) + 20
            top = round(field.box.y * height) + 6 + 34 * n
            for at in range(len(line)):
                wide = 4 if line == "1" else 20
                corner = (left + 40 * at + wide, top + 18)
                cv2.rectangle(image, (left + 40 * at, top), corner, 0, 2)
        page = page_of(risai_blank, image)
        plan = text.plan(field, Sheet(page, written_on(page), WORDS, "engine"))
        assert isinstance(plan, TextPlan)
        assert len(plan.lines) == len(lines)
        return plan.guess([_seen(line) for line in lines])

    return make


def _seen(line: str) -> Emissions:
    rows: Sequence[dict[str, float]] = [row for ch in line for row in ({}, {ch: 0.99}, {})]
    return emissions(rows, WORDS)


@pytest.mark.parametrize(
    ("lines", "is_doubted"), [(("山田", "1"), True), (("山田", "番地"), False)]
)
def test_a_stroke_alone_under_the_writing_may_be_dirt(
    lines: tuple[str, ...], is_doubted: bool, read: Read
) -> None:
    said = [each.message for each in read("damage_text", *lines).doubts]
    assert any("汚れ" in message for message in said) is is_doubted


@pytest.mark.parametrize(("line", "is_doubted"), [("山田048番地", True), ("山田48番地", False)])
def test_a_house_number_without_its_first_digit_is_doubted(
    line: str, is_doubted: bool, read: Read
) -> None:
    said = [each.message for each in read("house_address", line).doubts]
    assert any("0で始まって" in message for message in said) is is_doubted
