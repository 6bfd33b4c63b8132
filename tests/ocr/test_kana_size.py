"""Sizes of kana: an engine guesses from context, the ink has the last word."""

import math

import numpy as np
import pytest

from ocr.decode.beam import Text
from ocr.decode.places import Place
from ocr.decode.weighing import Readings, Weighed, resettled
from ocr.engines.engine import Image
from ocr.ink.kana_size import as_drawn, evidence, is_variant, weighed
from ocr.ink.written import Strokes
from ocr.lexicon.words import Worth

STEP, SIDE, RIM = 10.0, 30, 7


def _boxes(*sides: int) -> Strokes:
    """A line of filled squares, each as large as given, one every 40 px."""
    mask: Image = np.zeros((SIDE + 4, 40 * len(sides)), np.uint8)
    for n, side in enumerate(sides):
        mask[SIDE - side : SIDE, 40 * n : 40 * n + side] = 255
    return Strokes(0, 0, mask, mask)


def _places(symbols: str) -> list[Place]:
    centres = [(40 * n + SIDE / 2 + RIM) / STEP for n in range(len(symbols))]
    return [Place(s, int(c), int(c) + 1, 0.9) for s, c in zip(symbols, centres, strict=True)]


@pytest.mark.parametrize(("side", "wanted"), [(18, "ョ"), (30, "ヨ")])
def test_ink_says_which_size_is_written(side: int, wanted: str) -> None:
    line, found = _boxes(30, side, 30), _places("キヨシ")
    assert as_drawn("キヨシ", evidence(line, found, STEP))[1] == wanted


def test_nothing_is_said_where_no_other_kana_gives_the_measure() -> None:
    assert evidence(_boxes(18, 30), _places("ョア"), STEP) == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("キヨ", "キョ", True),
        ("キヨ", "キヨ", True),
        ("キヨ", "キユ", False),
        ("キヨ", "キョウ", False),
    ],
)
def test_readings_that_differ_in_size_alone(one: str, other: str, same: bool) -> None:
    assert is_variant(one, other) is same


def _reading(text: str, share: float) -> Weighed:
    return Weighed(Text(tuple(text), math.log(share)), math.log(share), Worth())


def test_ink_turns_what_an_engine_took_from_context() -> None:
    ranked = weighed([_reading("ウェ", 0.9), _reading("ウエ", 0.05)], {1: -4.0})
    assert ranked[0].text.text == "ウエ"


def test_engine_and_ink_at_odds_leave_it_open() -> None:
    read = Readings((_reading("ウエ", 0.7), _reading("ウェ", 0.28)), math.log(1.0), False)
    after = weighed(read.ranked, {1: 1.0})
    settled = resettled(read, read.ranked, after)
    shares = [math.exp(each.text.log - settled.total) for each in settled.ranked]
    assert max(shares) < 0.9
    assert sum(shares) <= 1.0 + 1e-9


def test_a_reading_is_never_surer_than_all_that_could_be_said() -> None:
    read = Readings((_reading("ウエ", 0.001), _reading("ウェ", 0.9)), math.log(1.0), False)
    settled = resettled(read, read.ranked, weighed(read.ranked, {1: 4.0}))
    assert all(each.text.log <= settled.total + 1e-9 for each in settled.ranked)
