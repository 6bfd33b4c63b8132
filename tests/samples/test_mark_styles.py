"""Marks by name: every style leaves ink, and the same seed draws the same mark."""

from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops

from forms.form import PageSize
from samples import fonts
from samples.generate.mark_styles import CHECKS, KEPT_APART, RINGS, STRIKES, Draw
from samples.generate.page import BLACK, Hand, Page

STYLES = {**RINGS, **CHECKS, **STRIKES}
HAND = Hand(fonts.MINCHO, BLACK, 1.0)


def _drawn(style: Draw, seed: int) -> Image.Image:
    page = Page(Image.new("RGB", (400, 300), "white"), PageSize(50, 37.5), Random(seed))
    style(page, HAND, (150.0, 120.0, 70.0, 48.0))
    return page.image


@pytest.mark.parametrize("name", sorted(STYLES))
def test_style_draws_the_same_for_the_same_seed_and_another_for_another(name: str) -> None:
    one, same, other = (_drawn(STYLES[name], seed) for seed in (1, 1, 2))
    assert (np.asarray(one.convert("L")) < 128).sum() > 20
    assert ImageChops.difference(one, same).getbbox() is None
    assert ImageChops.difference(one, other).getbbox() is not None


def test_styles_kept_apart_are_styles() -> None:
    assert set(STYLES) >= KEPT_APART
