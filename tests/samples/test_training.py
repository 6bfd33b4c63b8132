"""The lines that the recogniser learns from, and the score card. Nothing here needs PyTorch."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.decode import classes
from ocr.engines.engine import Emissions, Vocabulary
from samples.handwriting import StrokeHand, can_write
from samples.train import texts
from samples.train.features import WIDEST, usable
from samples.train.lines import FIRST_SEED, Example, written
from samples.train.real_ink import glued, photographs
from samples.train.scoring import by_class, distance, freely
from samples.train.spoiling import spoil

VOCABULARY = Vocabulary.of([*"0123456789あいう-"])
SHORT = st.text("あい1", max_size=6)


@pytest.mark.parametrize(
    "kind", [texts.name, texts.reading, texts.address, texts.digits, texts.date, texts.words]
)
def test_texts_of_forms_can_be_written_by_strokes(kind: Callable[[Random], str]) -> None:
    chance = Random(5)
    made = [kind(chance) for _ in range(40)]
    assert len(set(made)) > 8
    assert sum(can_write(text) for text in made) > 36


def test_every_character_of_a_text_is_among_those_that_are_told_apart() -> None:
    chance = Random(9)
    said = {ch for _ in range(3000) for ch in texts.text(chance)}
    assert said - {"\u3000"} <= texts.characters()


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_line_is_dark_ink_on_white(seed: int) -> None:
    ink = StrokeHand(seed, 0.3).line("山田 1234", 40).ink
    picture = spoil(ink, Random(seed))
    assert picture.dtype == np.uint8
    assert np.median(picture) > picture.min() + 40
    assert picture.shape[1] > picture.shape[0]


def test_the_same_chance_spoils_alike() -> None:
    ink = StrokeHand(1).line("山田", 40).ink
    assert np.array_equal(spoil(ink, Random(3)), spoil(ink, Random(3)))


def test_a_written_line_has_the_text_without_white_space() -> None:
    made = [written("stroke", Random(n), FIRST_SEED + n) for n in range(10)]
    assert all(made)
    assert not any(ch.isspace() for each in made for ch in each.text)


def test_digits_are_glued_in_their_order() -> None:
    one, other = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    one[:, 10:14], other[4:24, 8:20] = 255, 255
    line = glued([one, other], 6)
    inked = np.flatnonzero((line < 128).any(axis=0))
    assert np.count_nonzero(np.diff(inked) > 1) == 1
    assert (line[:, inked[0]] < 128).sum() == 28
    assert (line[:, inked[-1]] < 128).sum() == 20


def test_without_the_photographs_there_is_nothing_to_measure(tmp_path: Path) -> None:
    assert photographs(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "width", "labels"),
    [
        ("12", 96, [2, 3]),
        ("11", 16, None),  # a double needs a frame more
        ("1漢", 96, None),  # the model has no such character
        ("", 96, None),
        ("1", WIDEST + 48, None),
    ],
)
def test_only_lines_that_the_model_could_write_are_learnt(
    text: str, width: int, labels: list[int] | None
) -> None:
    example = Example("stroke", np.full((48, width), 255, np.uint8), text)
    assert usable(example, VOCABULARY) == labels


def _emissions(text: str) -> Emissions:
    columns = [c for ch in text for c in (VOCABULARY.columns.get(ch, 0), 0)]
    frames = np.full((len(columns), len(VOCABULARY)), 0.001, np.float32)
    frames[np.arange(len(columns)), columns] = 1.0
    return Emissions(frames / frames.sum(axis=1, keepdims=True), VOCABULARY, 8.0)


def test_reading_freely_takes_the_likeliest_column_of_each_frame() -> None:
    assert freely(_emissions("112い")) == "112い"


def test_reading_by_class_finds_only_what_may_stand() -> None:
    assert by_class(_emissions("112"), classes.digits) == "112"


@given(SHORT, SHORT)
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert (distance(one, other) == 0) is (one == other)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("", "あ", 1), ("あい", "い", 1), ("12", "21", 2), ("あ1い", "あい", 1)],
)
def test_distance_counts_wrong_lost_and_added(one: str, other: str, far: int) -> None:
    assert distance(one, other) == far
