"""Twins: a character that an engine swaps for another is looked at a second time."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.decode.places import Place
from ocr.decode.twins import FEATURES, SUSPECT, features_of, suspects, twins
from ocr.engines.engine import Image as Pixels
from ocr.ink.written import Strokes
from samples import fonts

STEP = 8.0
needs_fonts = pytest.mark.skipif(
    not fonts.has_all(fonts.MINCHO, fonts.GOTHIC), reason="fonts are not installed"
)


def _drawn(text: str, font: fonts.Font, size: int = 34) -> Strokes:
    image = Image.new("L", (size * (len(text) + 1), 2 * size), 0)
    opened = ImageFont.truetype(str(fonts.path_of(font)), size)
    ImageDraw.Draw(image).text((size // 2, size // 3), text, font=opened, fill=255)
    pixels = np.asarray(image)
    return Strokes(0, 0, np.where(pixels > 110, 255, 0).astype(np.uint8), pixels)


def _places(line: Strokes, text: str) -> list[Place]:
    """Where an engine sees each of the characters: its frames lie on the picture with its rim."""
    left, top, right, bottom = line.bounds
    rim = max(3, round(0.22 * (bottom - top)))
    wide = (right - left) / len(text)
    centres = [(rim + (n + 0.5) * wide) / STEP for n in range(len(text))]
    return [Place(ch, int(c), int(c) + 1, 0.99) for ch, c in zip(text, centres, strict=True)]


@needs_fonts
@pytest.mark.parametrize("font", [fonts.MINCHO, fonts.GOTHIC])
@pytest.mark.parametrize(
    ("written", "read"), [("山﨑誠", "山崎誠"), ("髙田愛", "高田愛"), ("濵口学", "濱口学")]
)
def test_a_twin_is_suspected(font: fonts.Font, written: str, read: str) -> None:
    line = _drawn(written, font)
    found = suspects(line, _places(line, read), STEP)
    own = next((n, a, b) for n, (a, b) in enumerate(zip(read, written, strict=True)) if a != b)
    assert own in [(each.at, each.seen, each.other) for each in found]


@needs_fonts
@pytest.mark.parametrize("font", [fonts.MINCHO, fonts.GOTHIC])
@pytest.mark.parametrize("text", ["山崎誠", "濱口学", "吉田恵", "柳田愛"])
def test_the_character_itself_is_not(font: fonts.Font, text: str) -> None:
    line = _drawn(text, font)
    assert suspects(line, _places(line, text), STEP) == ()


def test_every_pair_tells_two_characters_apart_and_can_be_weighed() -> None:
    listed = [each for pairs in twins().values() for each in pairs]
    assert len({(each.seen, each.other) for each in listed}) == len(listed) > 20
    for each in listed:
        assert each.seen != each.other
        assert each.weights.shape == (FEATURES,)
        assert 0 < each.share < 0.5
        assert each.scale > 0


def _cross(size: int) -> Pixels:
    ink: Pixels = np.zeros((size, size), np.uint8)
    cv2.line(ink, (size // 2, 4), (size // 2, size - 5), (255.0,), max(1, size // 12))
    cv2.line(ink, (4, size // 3), (size - 5, size // 3), (255.0,), max(1, size // 12))
    return ink


def test_features_have_length_one_and_hardly_change_with_size() -> None:
    small, large = features_of(_cross(48)), features_of(_cross(144))
    assert np.linalg.norm(small) == pytest.approx(1.0, abs=1e-5)
    assert float(small @ large) > 0.95


def test_an_empty_character_is_no_error() -> None:
    assert not features_of(np.zeros((10, 10), np.uint8)).any()


def test_a_line_without_any_such_character_is_not_looked_at() -> None:
    nothing = Strokes(0, 0, np.zeros((10, 10), np.uint8), np.zeros((10, 10), np.uint8))
    assert suspects(nothing, [Place("々", 0, 1, 0.9)], STEP) == ()
    assert 0 < SUSPECT < 0.5
