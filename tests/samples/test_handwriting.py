"""Writers drawn by strokes: repeatable, inked where they say, able to write what forms ask for."""

from random import Random

import numpy as np
import pytest

from samples.handwriting import StrokeHand, can_write, known
from samples.handwriting.kanjivg import strokes_in
from samples.handwriting.shapes import DRAWN
from samples.handwriting.strokes import choose, copybook, ways

KANA = "".join(chr(c) for c in (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7))) + "ー々"
SIGNS = "0123456789-/()（）、。・「」〒%&+,.ABCXYZabcxyz０９－"
LINE = "山田 太郎 やまだ 090-1234-5678"


def _level_1() -> str:
    codes = ((row + 0xA0, cell + 0xA0) for row in range(16, 48) for cell in range(1, 95))
    return "".join(bytes(code).decode("euc_jp", "ignore") for code in codes)


def test_same_seed_gives_the_same_ink() -> None:
    first, second = (StrokeHand(7).line(LINE, 40) for _ in range(2))
    assert np.array_equal(first.ink, second.ink)
    assert first.boxes == second.boxes


def test_a_hand_never_writes_a_line_twice_alike() -> None:
    hand = StrokeHand(7)
    assert hand.line(LINE, 40).ink.tobytes() != hand.line(LINE, 40).ink.tobytes()


def test_writers_differ() -> None:
    widths = {StrokeHand(seed).line(LINE, 40).ink.shape for seed in range(8)}
    assert len(widths) > 4


@pytest.mark.parametrize("text", [KANA, SIGNS, _level_1()], ids=["kana", "signs", "kanji level 1"])
def test_can_write_what_forms_hold(text: str) -> None:
    assert [ch for ch in text if not can_write(ch)] == []


def test_a_character_without_strokes_is_refused() -> None:
    assert not can_write("한")
    with pytest.raises(KeyError):
        StrokeHand(1).line("한", 40)


def test_every_way_of_every_character_is_a_drawing_in_its_square() -> None:
    strokes = [s for ch in known() for way in ways(ch) for s in way]
    assert min(len(s) for s in strokes) > 1
    points = np.concatenate(strokes)
    assert points.min() >= 0
    assert points.max() <= 109


@pytest.mark.parametrize("ch", [*DRAWN, *KANA[::7], *"鬱龍"])
def test_every_way_keeps_its_strokes_when_made_ready(ch: str) -> None:
    for number, way in enumerate(ways(ch)):
        copy = copybook(ch, number)
        assert len(copy.long) == len(way)
        assert np.isfinite(copy.points).all()


@pytest.mark.parametrize("loose", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("vertical", [False, True])
def test_boxes_hold_the_ink(loose: float, vertical: bool) -> None:
    got = StrokeHand(11, loose).line("あ5 漢ヲ、", 48, vertical=vertical)
    covered = np.zeros(got.ink.shape, bool)
    for ch, (left, top, right, bottom) in zip("あ5 漢ヲ、", got.boxes, strict=True):
        assert (left < right) is not ch.isspace()
        covered[top:bottom, left:right] = True
        if not ch.isspace():
            assert got.ink[top:bottom, left:right].max() > 60
    # A stroke's soft edge may reach a pixel out of its box.
    assert (got.ink[~covered] > 0).mean() < 0.01


def test_boxes_follow_one_another() -> None:
    across = [left for left, _, _, _ in StrokeHand(3, 0.3).line("一二三四五六七八", 40).boxes]
    down = [top for _, top, _, _ in StrokeHand(3, 0.3).line("口日月目田", 40, vertical=True).boxes]
    assert across == sorted(across)
    assert down == sorted(down)


def test_white_space_alone_has_no_ink() -> None:
    got = StrokeHand(1).line("\u3000 ", 40)
    assert got.ink.max() == 0
    assert len(got.boxes) == 2


def test_picture_is_dark_on_white() -> None:
    got = StrokeHand(5).line("国", 64)
    assert np.array_equal(got.picture, 255 - got.ink)
    assert np.median(got.picture) == 255


def test_neat_writing_keeps_closer_to_the_copybook_than_careless_writing() -> None:
    def far(loose: float) -> float:
        inks = [StrokeHand(seed, loose).character("国", 64).ink.shape for seed in range(12)]
        return float(np.std([height / width for height, width in inks]))

    assert far(0.0) < far(1.0)


def test_other_shapes_of_a_digit_are_used() -> None:
    assert {choose("7", Random(seed)) for seed in range(40)} == set(range(len(ways("7"))))


def test_curves_of_an_svg_become_strokes() -> None:
    svg = '<path id="a" d="M10,10c0,30,30,60,60,60"/><path id="b" d="M5,5 L20,5"/>'
    curve, line = strokes_in(svg)
    assert curve[0].tolist() == [10, 10]
    assert curve[-1].tolist() == [70, 70]
    assert len(curve) > 4
    assert line.tolist() == [[5, 5], [20, 5]]
