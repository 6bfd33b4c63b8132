"""Relations (続柄): what may stand there is known, and clear ink is never overruled in silence."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.form import FieldType
from forms.standard.tables import standard
from ocr.decode.alphabet import Frames
from ocr.decode.weighing import Readings, readings
from ocr.fields.text import script_of
from ocr.lexicon.kin import ITEMS, kin, spell
from tests.ours import OURS


def _read(*rows: Mapping[str, float]) -> Readings:
    """A line whose frames show these characters, an empty frame after each."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    symbols = np.zeros((2 * len(rows), len(names)))
    for n, row in enumerate(rows):
        symbols[2 * n] = [row.get(name, 0.0) for name in names]
    frames = Frames(1.0 - symbols.sum(axis=1), symbols, names, 0.0)
    return readings(frames, lambda text: 0.0, kin(), lambda found: found)


def _share(read: Readings) -> float:
    return math.exp(read.ranked[0].text.log - read.total)


@pytest.mark.parametrize("word", sorted(standard().tables[ITEMS[0]].codes))
def test_every_coded_relation_is_known(word: str) -> None:
    assert kin().weigh(word).covered == len(word)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("妻", "妾"), ("長男", "長界"), ("子の妻", "子の姜"), ("子の妻の母", "子の毒の母"),
        ("妻(未届)", "妻(末届)"), ("成年後見人", "成年後貝人"), ("叔父", "淑父"),
    ],
)  # fmt: skip
def test_what_people_write_there_is_worth_more(known: str, unknown: str) -> None:
    assert kin().weigh(known).log > kin().weigh(unknown).log == 0.0


def test_a_word_that_the_ink_leaves_open_is_the_one_that_may_stand_there() -> None:
    read = _read({"妾": 0.75, "妻": 0.2})
    assert read.ranked[0].text.text == "妻"
    assert not read.is_contested


def test_clear_ink_keeps_its_word_and_the_list_leaves_a_doubt() -> None:
    read = _read({"妾": 0.965, "妻": 0.03})
    assert read.ranked[0].text.text == "妾"
    assert read.is_contested


def test_ink_without_a_second_reading_is_free_text() -> None:
    read = _read({"連": 0.99}, {"れ": 0.99}, {"子": 0.99})
    assert read.ranked[0].text.text == "連れ子"
    assert not read.is_contested
    assert _share(read) > 0.9


def test_one_side_of_a_chain_is_mended_by_its_ink() -> None:
    read = _read({"子": 0.99}, {"の": 0.99}, {"妻": 0.97}, {"の": 0.99}, {"毋": 0.6, "母": 0.35})
    assert read.ranked[0].text.text == "子の妻の母"


@given(st.text("妻夫子父母男女長二三の未届（）", max_size=8))
def test_no_word_is_proposed_that_the_ink_does_not_show(text: str) -> None:
    for each in kin().proposals(text, {}):
        assert set(spell(each)) <= set(spell(text))


def test_relations_alone_are_read_by_the_list() -> None:
    form = OURS["jumin-ido"]
    field = form.field("person1_relation")
    plain = replace(field, item="")
    assert field.type is FieldType.TEXT
    assert script_of(field, form) != script_of(plain, form)
    assert script_of(plain, form).alphabets[0][1] is None


def test_every_field_that_asks_for_a_relation_says_so() -> None:
    asked = ("続柄", "関係")
    for form in OURS:
        for field in form.fields:
            if field.type is FieldType.TEXT and field.label.endswith(asked):
                assert field.item in ITEMS, (form.id, field.id)
