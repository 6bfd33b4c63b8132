"""Spoilers: documented size and mode, the same for the same chance, and no more than they say."""

from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from samples import fonts
from samples.generate.page import render
from samples.generate.spoil import FAX_SIZE, SPOILERS, spoil
from tests.ours import OURS

BLANK = render(next(iter(OURS)).blank, 100)[0]
needs_gothic = pytest.mark.skipif(not fonts.has_all(fonts.GOTHIC), reason="IPAex fonts missing")
NAMES = [pytest.param(n, marks=needs_gothic) if n == "stamp" else n for n in SPOILERS]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean grey difference, 0 to 255."""
    return float(
        ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean[0]
    )


@pytest.mark.parametrize("name", NAMES)
def test_size_and_mode_are_as_documented(name: str) -> None:
    spoiled = SPOILERS[name](BLANK, Random(1))
    assert spoiled.size == (FAX_SIZE if name == "fax" else BLANK.size)
    assert spoiled.mode == ("1" if name in ("fax", "black") else "RGB")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_chance_spoils_the_same_way(name: str) -> None:
    one, other = (SPOILERS[name](BLANK, Random(7)) for _ in range(2))
    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_changed_and_still_a_page(name: str) -> None:
    spoiled = SPOILERS[name](BLANK, Random(3)).resize(BLANK.size)
    assert 0 < difference(spoiled, BLANK) < 80


def test_upside_down_twice_is_the_page_again() -> None:
    twice = spoil(BLANK, ("upside_down", "upside_down"), Random(1))
    assert twice.tobytes() == BLANK.tobytes()


def test_skew_turns_at_most_three_degrees() -> None:
    """A thin level line through the middle of an A4 page stays within 3° and moves visibly."""
    for seed in range(8):
        page = Image.new("RGB", (1000, 1414), (255, 255, 255))
        page.paste((0, 0, 0), (0, 706, 1000, 708))
        spoiled = np.asarray(SPOILERS["skew"](page, Random(seed)).convert("L"))
        heights = [int(np.argmin(spoiled[:, x])) for x in (100, 900)]
        degrees = np.degrees(np.arctan2(heights[1] - heights[0], 800))
        assert 0.3 <= abs(degrees) <= 3.1


def test_scale_stays_within_three_per_cent() -> None:
    page = Image.new("RGB", (1000, 1414), (255, 255, 255))
    for x in (100, 900):
        page.paste((0, 0, 0), (x, 0, x + 3, 1414))
    for seed in range(8):
        spoiled = np.asarray(SPOILERS["scale"](page, Random(seed)).convert("L"))[700]
        dark = np.flatnonzero(spoiled < 128)
        assert 0.965 <= (dark[-1] - dark[0]) / 802 <= 1.035


def test_an_unknown_spoiler_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        spoil(BLANK, ("coffee",), Random(1))
