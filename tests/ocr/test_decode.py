"""Decoding: probabilities are right, and only what may stand in the field is read."""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.check_digits import is_my_number, my_number_digit
from ocr.decode import classes, context, search
from ocr.decode.alphabet import Frames
from ocr.decode.cells import Digit, digit_of, numbers
from ocr.decode.places import places
from ocr.decode.score import scored
from ocr.decode.weighing import Lexicon, Readings, readings
from ocr.engines.engine import Emissions
from ocr.lexicon.words import STRONGEST, Worth

Make = Callable[[Sequence[dict[str, float]]], Emissions]


@st.composite
def frames(draw: st.DrawFn, most: int = 5) -> Frames:
    count = draw(st.integers(1, most))
    rows = []
    for _ in range(count):
        row = [draw(st.floats(0.01, 1.0)) for _ in range(3)]
        rows.append([value / sum(row) for value in row])
    table = np.array(rows)
    return Frames(table[:, 0], table[:, 1:], ("1", "2"), 0.0)


def _by_hand(each: Frames) -> dict[str, float]:
    """Probability of each text: the sum over every path that collapses to it."""
    found: dict[str, float] = {}
    for path in itertools.product(range(3), repeat=len(each.blank)):
        p, text, last = 1.0, "", 0
        for t, symbol in enumerate(path):
            p *= each.blank[t] if symbol == 0 else each.symbols[t, symbol - 1]
            if symbol not in (0, last):
                text += each.names[symbol - 1]
            last = symbol
        found[text] = found.get(text, 0.0) + float(p)
    return found


@given(frames())
def test_beam_gives_the_exact_probability_of_each_text(each: Frames) -> None:
    wanted = _by_hand(each)
    got = {text.text: math.exp(text.log) for text in search(each, width=200)}
    for text, probability in got.items():
        assert probability == pytest.approx(wanted[text], rel=1e-6)
    assert sum(got.values()) == pytest.approx(1.0, rel=1e-6)


@given(frames())
def test_best_text_comes_first(each: Frames) -> None:
    logs = [text.log for text in search(each)]
    assert logs == sorted(logs, reverse=True)


@given(frames())
def test_longest_bounds_the_text(each: Frames) -> None:
    assert all(len(text.text) <= 1 for text in search(each, longest=1))


@given(frames())
def test_places_are_in_order_and_apart(each: Frames) -> None:
    best = search(each)[0]
    found = places(each, best.symbols)
    assert [p.symbol for p in found] == list(best.symbols)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0.0 <= p.peak <= 1.0 for p in found)


def test_letters_that_look_like_digits_are_read_as_digits(make_emissions: Make) -> None:
    given_rows = make_emissions([{"O": 0.9}, {}, {"l": 0.9}, {}, {"8": 0.8, "3": 0.1}])
    read = search(classes.digits(given_rows.vocabulary).project(given_rows))
    assert read[0].text == "018"


def test_support_tells_that_something_else_was_written(make_emissions: Make) -> None:
    digits = classes.digits(make_emissions([{}]).vocabulary)
    clear = digits.project(make_emissions([{"5": 0.98}]))
    foreign = digits.project(make_emissions([{"山": 0.97, "5": 0.01}]))
    assert clear.support > math.log(0.95)
    assert foreign.support < math.log(0.1)


def test_hiragana_in_a_furigana_is_read_as_katakana(make_emissions: Make) -> None:
    rows = make_emissions([{"あ": 0.9}, {}, {"ア": 0.9}])
    assert search(classes.katakana(rows.vocabulary).project(rows))[0].text == "アア"


def test_hyphens_of_a_phone_count_as_nothing(make_emissions: Make) -> None:
    rows = make_emissions([{"0": 0.9}, {"-": 0.9}, {"3": 0.9}])
    assert search(classes.phone(rows.vocabulary).project(rows))[0].text == "03"


def test_digit_of_a_box_needs_ink_and_sums_to_one(make_emissions: Make) -> None:
    rows = make_emissions([{}, {"7": 0.6, "1": 0.3}, {"7": 0.5}, {}])
    digit = digit_of(classes.digits(rows.vocabulary).project(rows))
    assert int(digit.log.argmax()) == 7
    assert float(np.exp(digit.log).sum()) == pytest.approx(1.0)
    empty = digit_of(classes.digits(rows.vocabulary).project(make_emissions([{}, {"7": 0.001}])))
    assert empty.support < 0.01


def _digit(**shares: float) -> Digit:
    logs = np.full(10, -20.0)
    for name, share in shares.items():
        logs[int(name[1:])] = math.log(share)
    return Digit(logs, 1.0)


def test_check_digit_picks_the_number_that_can_be() -> None:
    eleven = "12345678901"
    right = eleven + str(my_number_digit(eleven))
    sure = [_digit(**{f"d{d}": 0.999}) for d in right]
    sure[4] = _digit(d3=0.55, d5=0.44)
    assert numbers(sure)[0].text != right
    found = numbers(sure, is_my_number)
    assert found[0].text == right
    assert math.exp(found[0].log) > 0.9


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_clear_digits_are_never_dropped_or_turned(wanted: list[int]) -> None:
    read = numbers([_digit(**{f"d{d}": 0.99}) for d in wanted])
    assert read[0].text == "".join(map(str, wanted))


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("二宮", "ニ宮"), ("工藤", "エ藤"), ("八木", "ハ木"), ("カナ", "力ナ"), ("三郎", "ミ郎"),
        ("コーポ", "コ一ポ"), ("一郎", "ー郎"),
    ],
)  # fmt: skip
def test_script_prefers_what_japanese_writes(likely: str, unlikely: str) -> None:
    assert context.script(likely) > context.script(unlikely)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("変わった", "変わつた"), ("待って", "待つて"), ("きっと", "きっる"), ("シャツ", "サャツ"),
        ("てっぺい", "てっ"), ("あさひ", "あっさっ"), ("雨どい", "雨どぃ"), ("カイ", "カィ"),
    ],
)  # fmt: skip
def test_script_prefers_sizes_of_kana_that_are_spoken(likely: str, unlikely: str) -> None:
    assert context.script(likely) > context.script(unlikely)


@pytest.mark.parametrize(
    "text",
    [
        "待つため",
        "かつて",
        "言いつたえ",
        "みつわ台",
        "いつき",
        "スタッフ",
        "デュオ",
        "つた",
        "ファミリーコート",
        "ティアラ",
        "チェリー",
        "ウォーク",
        "ドゥエル",
        "イェーガー",
    ],
)
def test_a_size_that_may_be_meant_costs_nothing(text: str) -> None:
    assert context.script(text) == context.furigana(text) == 0.0


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("リョウ", "ロョウ"), ("ハットリ", "ハッリ"), ("キヨシ", "ケョシ")]
)
def test_furigana_is_spoken_too(likely: str, unlikely: str) -> None:
    assert context.furigana(likely) > context.furigana(unlikely)


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [
        ("松島048番地", True), ("鷺沼0-3", True), ("桜0丁目1", True), ("松島2048番地", False),
        ("鷺沼2-03", False), ("鷺沼2-3コーポ桜005号室", False), ("鷺沼10-3", False),
    ],
)  # fmt: skip
def test_no_house_number_begins_with_nought(text: str, is_lost: bool) -> None:
    assert context.has_lost_digit(text) is is_lost


def test_chome_is_mended_only_after_a_number() -> None:
    assert context.repaired("3丁日5番") == "3丁目5番"
    assert context.repaired("八丁日和") == "八丁目和"
    assert context.repaired("丁日") == "丁日"


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("3-5", "3ー5"), ("3-5", "3一5"), ("コーポ", "コ-ポ"), ("A-1", "Aー1")]
)
def test_address_prefers_a_hyphen_between_numbers(likely: str, unlikely: str) -> None:
    assert context.address(likely) > context.address(unlikely)


@given(frames())
def test_scoring_a_text_gives_its_exact_probability(each: Frames) -> None:
    wanted = _by_hand(each)
    texts = [text for text in wanted if text]
    got = {text.text: math.exp(text.log) for text in scored(each, texts)}
    for text in texts:
        assert got.get(text, 0.0) == pytest.approx(wanted[text], rel=1e-6, abs=1e-12)


def test_texts_that_the_frames_cannot_say_are_left_out() -> None:
    each = Frames(np.array([0.5]), np.array([[0.5]]), ("1",), 0.0)
    assert scored(each, ["2", "11", ""]) == []


def test_frames_without_writing_are_read_as_one() -> None:
    blank = np.array([0.99999, 0.99999, 0.2, 0.99999, 0.99999, 0.99999, 0.3])
    symbols = np.zeros((7, 1))
    symbols[[2, 6], 0] = 0.8, 0.7
    each = Frames(blank, symbols, ("1",), 0.0)
    assert list(each.starts()) == [0, 2, 3, 6]
    assert search(each)[0].text == "11"
    assert [(p.start, p.end) for p in places(each, ("1", "1"))] == [(2, 3), (6, 7)]


@dataclass(frozen=True)
class _Listed:
    """A lexicon of one word."""

    word: str
    log: float = STRONGEST

    def weigh(self, text: str) -> Worth:
        return Worth(self.log, len(text)) if text == self.word else Worth()

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterable[str]:
        return (self.word,)


def _one(**shares: float) -> Frames:
    """One character written, each reading with its share."""
    names = tuple(shares)
    rest = 1.0 - sum(shares.values())
    return Frames(np.array([rest]), np.array([list(shares.values())]), names, 0.0)


def _read(each: Frames, lexicon: Lexicon | None) -> Readings:
    return readings(each, lambda text: 0.0, lexicon, lambda found: found)


def test_a_lexicon_settles_what_the_ink_leaves_open() -> None:
    open_ink = _one(末=0.55, 未=0.44)
    assert _read(open_ink, None).ranked[0].text.text == "末"
    read = _read(open_ink, _Listed("未"))
    assert (read.ranked[0].text.text, read.is_contested) == ("未", False)


def test_a_lexicon_that_would_overrule_clear_ink_leaves_it_with_a_doubt() -> None:
    read = _read(_one(左=0.96, 佐=0.03), _Listed("佐"))
    assert (read.ranked[0].text.text, read.is_contested) == ("左", True)


def test_a_closed_lexicon_comes_first_with_the_same_doubt() -> None:
    each, listed = _one(部=0.96, 都=0.03), _Listed("都")
    read = readings(each, lambda text: 0.0, listed, lambda found: found, is_closed=True)
    assert (read.ranked[0].text.text, read.is_contested) == ("都", True)


def test_ink_beyond_any_lexicon_is_not_contested() -> None:
    read = _read(_one(左=0.9995, 佐=0.0001), _Listed("佐"))
    assert (read.ranked[0].text.text, read.is_contested) == ("左", False)


def test_a_known_word_is_believed_more_than_an_unknown_one() -> None:
    ink = _one(左=0.9, 佐=0.05)
    known, unknown = _read(ink, _Listed("左")), _read(ink, None)
    sure, less = (r.ranked[0].text.log - r.total for r in (known, unknown))
    assert sure > less
    assert sure <= 0.0
