"""Fields of digits: what the small net is sure of, what both must agree on, what is doubted."""

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from forms.check_digits import insurer_digit
from forms.form import Field, FieldType, Form
from forms.geometry import Box
from ocr.align.blank import BlankPage
from ocr.align.page import AlignedPage
from ocr.decode.cells import Digit
from ocr.digits.lattice import Lattice
from ocr.engines.engine import Emissions, Image
from ocr.fields import date, free_number, number
from ocr.fields.number import CombPlan
from ocr.fields.plan import Sheet
from ocr.ink import comb
from ocr.ink.written import Strokes, written_on
from samples import digits as real

Make = Callable[[Sequence[dict[str, float]]], Emissions]
PageOf = Callable[[BlankPage, Image], AlignedPage]


def _digit(best: int, share: float = 0.999, second: int = 0, support: float = 1.0) -> Digit:
    logs = np.full(10, -20.0)
    logs[second], logs[best] = math.log(max(1 - share, 1e-9)), math.log(share)
    return Digit(logs - np.logaddexp.reduce(logs), support)


def _comb(kind: FieldType, count: int, cells: tuple[int, ...], **more: object) -> comb.Filled:
    ink = np.full((30, 20), 255, np.uint8)
    return comb.Filled(tuple(Strokes(0, 0, ink, ink) for _ in cells), cells)


def _field(kind: FieldType = FieldType.NUMBER, cells: int = 6, check: str | None = None) -> Field:
    return Field("n", "番号", kind, 1, Box(0, 0, 1, 1), cells=cells, check=check)


def _plan(field: Field, digits: Sequence[Digit], cells: tuple[int, ...] | None = None) -> CombPlan:
    places = cells or tuple(range(len(digits)))
    return CombPlan(field, "net", _comb(field.type, field.cells, places), tuple(digits), None)


def test_unclear_digit_is_the_one_that_the_check_digit_allows() -> None:
    right = "28215" + str(insurer_digit("28215"))
    digits = [_digit(int(d)) for d in right]
    digits[2] = _digit(7, 0.55, second=2)
    guess = _plan(_field(check="insurer"), digits).guess(())
    assert guess.raw == right
    assert guess.probability > 0.99
    assert guess.weakest < 0.5  # so that a person looks all the same
    assert not guess.doubts


def test_clear_digits_that_break_the_check_digit_stay_and_are_doubted() -> None:
    guess = _plan(_field(check="insurer"), [_digit(int(d), 1 - 1e-7) for d in "282153"]).guess(())
    assert guess.raw == "282153"
    assert [each.code for each in guess.doubts] == ["check_digit"]


def test_empty_box_between_digits_is_doubted() -> None:
    digits = [_digit(n) for n in range(5)]
    assert _plan(_field(), digits, (0, 1, 2, 4, 5)).guess(()).doubts[0].code == "unreadable"
    assert not _plan(_field(), digits, (1, 2, 3, 4, 5)).guess(()).doubts


def test_box_that_holds_no_digit_is_doubted() -> None:
    digits = [*(_digit(n) for n in range(5)), _digit(4, support=0.2)]
    assert [d.code for d in _plan(_field(), digits).guess(()).doubts] == ["uncertain"]


def _written(image: Image, box: Box, cells: int, text: str) -> None:
    """Real digits in a comb, or side by side where there is none."""
    images, labels = real.load()
    height, width = image.shape
    step = box.w * width / (cells or 20)
    for n, digit in enumerate(text):
        picture = images[np.flatnonzero(labels == int(digit))[0]]
        x, y, w, h = cv2.boundingRect((picture > 60).astype(np.uint8))
        high = 36
        ink = cv2.resize(picture[y : y + h, x : x + w], (max(6, round(w * high / h)), high))
        left = round(box.x * width + step * (n + 0.5) - ink.shape[1] / 2)
        top = round((box.y + box.h / 2) * height - high / 2)
        place = image[top : top + high, left : left + ink.shape[1]]
        np.minimum(place, 255 - ink, out=place)


@pytest.fixture
def sheet(risai_blank: BlankPage, page_of: PageOf, make_emissions: Make) -> Callable[..., Sheet]:
    def make(fields: dict[Field, str]) -> Sheet:
        image = risai_blank.image.copy()
        for field, text in fields.items():
            _written(image, field.box, field.cells, text)
        page = page_of(risai_blank, image)
        return Sheet(page, written_on(page), make_emissions([{}]).vocabulary, "engine")

    return make


def test_clear_digits_in_a_comb_ask_no_engine(sheet: Callable[..., Sheet], risai: Form) -> None:
    field = risai.field("postal")
    plan = number.plan(field, sheet({field: "2750016"}))
    assert plan.crops == ()
    guess = plan.guess(())
    assert (guess.raw, guess.doubts) == ("2750016", ())
    assert guess.weakest > 0.99


def test_phone_on_a_line_is_read_and_ranked(sheet: Callable[..., Sheet], risai: Form) -> None:
    field = risai.field("phone")
    plan = number.plan(field, sheet({field: "0474512151"}))
    assert isinstance(plan, free_number.FreePlan)
    assert plan.small[0][0] == "0474512151"


def test_one_foreign_word_of_the_engine_does_not_turn_a_sure_number(
    sheet: Callable[..., Sheet], risai: Form, make_emissions: Make
) -> None:
    field = risai.field("phone")
    plan = number.plan(field, sheet({field: "0474512151"}))
    assert isinstance(plan, free_number.FreePlan)
    rows = [row for ch in "0474512751" for row in ({ch: 0.6, "1": 0.3}, {})]
    assert plan._both([make_emissions(rows)]).raw == "0474512151"


def _ways(*digits: Digit) -> Lattice:
    return Lattice(tuple(((n + 1, d),) for n, d in enumerate(digits)), (-1e9,) * len(digits))


def test_first_year_is_read_by_the_engine_where_the_net_sees_no_digit(make_emissions: Make) -> None:
    from ocr.decode import classes

    rows = make_emissions([{}, {"元": 0.9}, {}])
    frames = classes.year_digits(rows.vocabulary).project(rows)
    year = date._part(_ways(_digit(5, 0.5, second=3, support=0.01)), frames, True)
    assert year.ways[0][0] == "元"
    month = date._part(_ways(_digit(5)), frames, False)
    assert month.ways[0][0] == "5"


@pytest.mark.parametrize(("digits", "sure"), [((0.99999, 1.0), True), ((0.9, 1.0), False)])
def test_date_part_asks_the_engine_only_where_it_must(
    digits: tuple[float, float], sure: bool
) -> None:
    ways = _ways(*(_digit(n + 1, share) for n, share in enumerate(digits)))
    assert date._is_sure(ways, is_year=False) is sure


@pytest.mark.parametrize(
    ("engine", "is_disputed"),
    [
        ({"6": 0.94, "8": 0.05}, True),  # the engine would have the other
        ({"6": 0.5, "8": 0.4}, True),
        ({"6": 0.4, "8": 0.5}, False),
        ({"8": 0.9}, False),
        ({"6": 0.02}, False),  # it sees hardly anything
    ],
)
def test_a_date_part_of_which_the_engine_would_have_another_digit_is_disputed(
    engine: dict[str, float], is_disputed: bool, make_emissions: Make
) -> None:
    from ocr.decode import classes

    rows = make_emissions([{}, engine, {}])
    part = date._part(
        _ways(_digit(8, 0.9998, second=6)),
        classes.year_digits(rows.vocabulary).project(rows),
        False,
    )
    assert part.is_disputed is is_disputed
