"""Single digits: the small net on real ones, boxes and their frames, lines of digits."""

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from forms.form import Form
from forms.geometry import Box
from ocr.decode.cells import Digit, both
from ocr.digits import digit_net
from ocr.digits.lattice import joined, lattice
from ocr.digits.net import WEIGHTS
from ocr.digits.normal import INNER, SIDE, normal
from ocr.digits.weigh import is_certain, weighed
from ocr.engines import small
from ocr.engines.engine import Image
from ocr.engines.small import SmallModel
from ocr.ink import comb
from ocr.ink.written import Strokes, Written
from ocr.scale import px
from samples import digits as real

Write = Callable[[Callable[[Image], None]], Written]
SIZE = (1654, 2339)


def _tight(image: NDArray[np.uint8]) -> Image:
    x, y, w, h = cv2.boundingRect((image > 60).astype(np.uint8))
    return np.asarray(255 - image[y : y + h, x : x + w], np.uint8)


@pytest.fixture(scope="module")
def sample() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    return real.load()


def test_real_digits_are_read(sample: tuple[NDArray[np.uint8], NDArray[np.int64]]) -> None:
    images, labels = sample
    read = digit_net().read([_tight(image) for image in images])
    right = np.mean([int(d.log.argmax()) == label for d, label in zip(read, labels, strict=True)])
    assert right >= 0.99


def test_what_the_net_is_sure_of_is_right(
    sample: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    images, labels = sample
    read = digit_net().read([_tight(image) for image in images])
    sure = [n for n, d in enumerate(read) if math.exp(d.log.max()) > 0.99 and d.support > 0.98]
    wrong = [n for n in sure if int(read[n].log.argmax()) != labels[n]]
    assert len(sure) >= 0.8 * len(labels)
    assert len(wrong) <= 0.001 * len(labels)


def _line_of(text: str, gap: int = 6) -> Strokes:
    """Real digits side by side, 40 px high; `gap` px between them, less than 0 makes them touch."""
    images, labels = real.load()
    tiles, at = [], 20
    for digit in text:
        tight = _tight(images[np.flatnonzero(labels == int(digit))[0]])
        tile = cv2.resize(tight, (max(8, round(tight.shape[1] * 40 / tight.shape[0])), 40))
        tiles.append((at, 255 - np.asarray(tile, np.uint8)))
        at += tile.shape[1] + gap
    darkness = np.zeros((80, at + 20), np.uint8)
    for left, tile in tiles:
        place = darkness[20:60, left : left + tile.shape[1]]
        np.maximum(place, tile, out=place)
    return Strokes(0, 0, np.where(darkness > 100, 255, 0).astype(np.uint8), darkness)


def _scribble() -> Image:
    out = np.full((50, 60), 255, np.uint8)
    points = np.random.default_rng(3).integers(5, 45, (25, 2)).astype(np.int32)
    cv2.polylines(out, [points], False, 0, 4, cv2.LINE_AA)
    return out


def _struck() -> Image:
    out = 255 - cv2.resize(255 - _line_of("8").picture(2), (40, 56))
    wide = np.pad(out, ((4, 4), (26, 26)), constant_values=255)
    for y in (26, 40):
        cv2.line(wide, (2, y), (wide.shape[1] - 3, y - 3), 0, 4, cv2.LINE_AA)
    return np.asarray(wide, np.uint8)


@pytest.mark.parametrize(
    "picture",
    [_line_of("25").picture(0), _scribble(), _struck(), np.zeros((6, 50), np.uint8)],
    ids=["two digits", "scribble", "struck out", "dash"],
)
def test_what_is_no_digit_has_little_support(picture: Image) -> None:
    assert digit_net().read([picture])[0].support < 0.5


@pytest.mark.parametrize("shape", [(40, 30), (9, 60), (3, 3), (300, 200)])
def test_normal_keeps_proportions_and_fills_the_frame(shape: tuple[int, int]) -> None:
    out = normal(np.zeros(shape, np.uint8))
    rows, columns = np.flatnonzero(out.any(axis=1)), np.flatnonzero(out.any(axis=0))
    assert out.shape == (SIDE, SIDE)
    assert max(len(rows), len(columns)) == INNER
    assert len(rows) / len(columns) == pytest.approx(shape[0] / shape[1], rel=0.25)
    assert abs(rows[0] + rows[-1] - SIDE + 1) <= 1


def test_both_libraries_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tensor = np.random.default_rng(1).random((5, 1, SIDE, SIDE), np.float32)
    one = SmallModel(WEIGHTS)(tensor)
    monkeypatch.setattr(small, "_on_openvino", lambda path: None)
    other = SmallModel(WEIGHTS)(tensor)
    assert np.exp(one).sum(axis=1) == pytest.approx(np.ones(5), abs=1e-4)
    assert one == pytest.approx(other, abs=1e-3)


def _box_px(box: Box) -> tuple[float, float, float, float]:
    return box.x * SIZE[0], box.y * SIZE[1], box.w * SIZE[0], box.h * SIZE[1]


def _read(written: Written, form: Form) -> dict[int, str]:
    """The digits of the postal code by box."""
    field = form.field("postal")
    found = comb.filled(written, field.box, field.cells, digit_net().worth)
    assert found is not None
    read = digit_net().of_strokes(found.parts)
    return {n: str(int(d.log.argmax())) for n, d in zip(found.cells, read, strict=True)}


def _seven(x: float, top: float, foot: float, wide: float) -> list[tuple[float, float]]:
    return [(x - wide / 2, top), (x + wide / 2, top), (x - wide / 8, foot)]


@pytest.mark.parametrize("over", [0.0, 0.5, 1.0], ids=["at the frame", "over", "far over"])
def test_tall_digits_over_both_frames_are_read(write: Write, risai: Form, over: float) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    step = width / 7

    def tall(image: Image) -> None:
        for cell, shape in ((1, "1"), (3, "4"), (5, "7")):
            x, y0, y1 = left + step * (cell + 0.5), top - px(over), top + height + px(over)
            lines = {
                "1": [[(x, y0), (x - 3, y1)]],
                "4": [
                    [(x - 8, y0), (x - 13, y1 - 22), (x + 14, y1 - 24)],
                    [(x + 5, y0), (x + 3, y1)],
                ],
                "7": [_seven(x, y0, y1, 26)],
            }[shape]  # fmt: skip
            for points in lines:
                cv2.polylines(image, [np.array(points, np.int32)], False, 30, 4, cv2.LINE_AA)

    assert _read(write(tall), risai) == {1: "1", 3: "4", 5: "7"}


@pytest.mark.parametrize("off", [-2, 0, 2])
def test_seven_whose_bar_lies_on_the_frame_is_a_seven(write: Write, risai: Form, off: int) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    x = left + width / 7 * 2.5
    points = np.array(_seven(x, top + off, top + height - 8, 28), np.int32)

    def seven(image: Image) -> None:
        cv2.polylines(image, [points], False, 20, 5, cv2.LINE_AA)

    field = risai.field("postal")
    found = comb.filled(write(seven), field.box, field.cells)
    assert found is not None
    (digit,) = digit_net().of_strokes(found.parts)
    assert int(digit.log.argmax()) == 7


@pytest.mark.parametrize("off", [-1, 1])
def test_two_whose_foot_lies_on_the_frame_is_a_two(write: Write, risai: Form, off: int) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    x, y = left + width / 7 * 4.5, top + height + off
    points = [
        (x - 11, y - 34),
        (x, y - 40),
        (x + 11, y - 31),
        (x + 6, y - 18),
        (x - 12, y),
        (x + 14, y),
    ]

    def two(image: Image) -> None:
        cv2.polylines(image, [np.array(points, np.int32)], False, 20, 5, cv2.LINE_AA)

    assert _read(write(two), risai) == {4: "2"}


def test_thick_frame_alone_fills_no_box(write: Write, risai: Form) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    field = risai.field("postal")

    def fat(image: Image) -> None:
        corner = (round(left), round(top)), (round(left + width), round(top + height))
        cv2.rectangle(image, *corner, 30, 5)

    assert comb.filled(write(fat), field.box, field.cells, digit_net().worth) is None


@pytest.mark.parametrize("off", [-3, 0, 3])
def test_one_along_the_frame_is_not_lost_in_silence(write: Write, risai: Form, off: int) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    x = round(left + width / 7 * 4) + off

    def one(image: Image) -> None:
        cv2.line(
            image, (x - 1, round(top + 7)), (x + 1, round(top + height - 7)), 20, 5, cv2.LINE_AA
        )

    field = risai.field("postal")
    found = comb.filled(write(one), field.box, field.cells)
    if found is not None:  # else an empty box, which a full comb may not have
        assert [str(int(d.log.argmax())) for d in digit_net().of_strokes(found.parts)] == ["1"]


@pytest.mark.parametrize("pair", ["00", "48", "35", "92"])
def test_digits_that_touch_are_parted_between_their_boxes(
    write: Write, risai: Form, pair: str
) -> None:
    left, top, width, height = _box_px(risai.field("postal").box)
    ink = _line_of(pair, gap=-3).picture(0)
    x, y = round(left + width / 7 * 2 - ink.shape[1] / 2), round(top + (height - ink.shape[0]) / 2)

    def touching(image: Image) -> None:
        place = image[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.minimum(place, ink, out=place)

    assert _read(write(touching), risai) == {1: pair[0], 2: pair[1]}


def test_stroke_end_over_the_frame_does_not_fill_the_next_box(write: Write, risai: Form) -> None:
    left, top, width, _ = _box_px(risai.field("postal").box)
    edge = left + width / 7 * 3

    def long_two(image: Image) -> None:
        ink = _line_of("2").picture(0)
        x, y = round(edge - ink.shape[1] - 2), round(top + 6)
        place = image[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.minimum(place, ink, out=place)
        foot = y + ink.shape[0] - 4
        cv2.line(image, (round(edge) - 14, foot), (round(edge) + 9, foot - 2), 20, 4, cv2.LINE_AA)

    assert list(_read(write(long_two), risai)) == [2]


@pytest.mark.parametrize("text", ["0312345678", "09087654321", "120", "38"])
def test_digits_on_a_line_are_read_whole(text: str) -> None:
    found = lattice(_line_of(text), digit_net().read).best(lambda t: len(t) == len(text), 11)
    assert found[0][0] == text


@pytest.mark.parametrize("text", ["09087654321", "120", "38", "0800"])
def test_digits_that_touch_are_parted_among_the_likeliest_ways(text: str) -> None:
    ways = lattice(_line_of(text, gap=-2), digit_net().read)
    found = ways.best(lambda t: len(t) == len(text), 11)
    assert text in [likely for likely, _ in found[:4]]  # the engine has a say as well


def _sure(digit: int, support: float = 1.0) -> Digit:
    logs = np.full(10, math.log(0.001))
    logs[digit] = math.log(0.991)
    return Digit(logs, support)


def _fake(pictures: Sequence[Image]) -> list[Digit]:
    """A picture wider than high is no digit."""
    return [_sure(len(p) % 10, 0.01 if p.shape[1] > p.shape[0] else 0.99) for p in pictures]


def _bars(*bars: tuple[int, int, int, int]) -> Strokes:
    mask = np.zeros((60, 160), np.uint8)
    for left, top, right, bottom in bars:
        mask[top:bottom, left:right] = 255
    return Strokes(0, 0, mask, mask)


def test_hyphen_between_digits_is_passed_over() -> None:
    line = _bars((10, 5, 15, 47), (30, 25, 42, 29), (60, 5, 65, 46))
    assert lattice(line, _fake).best(lambda t: len(t) == 2, 9)[0][0] == "21"


def test_lines_joined_are_read_one_after_the_other() -> None:
    one, two = (lattice(_bars((10, 5, 15, bottom)), _fake) for bottom in (46, 48))
    ways = joined([one, two])
    assert ways.best(lambda t: True, 9)[0][0] == "13"
    assert ways.support("13") > 0.9
    assert ways.support("77") < 0.01


def test_a_second_reader_that_disagrees_takes_the_certainty() -> None:
    alone, other = _sure(3), _sure(5)
    assert math.exp(both(alone, _sure(3)).log.max()) > 0.99
    assert math.exp(both(alone, other).log.max()) < 0.98
    assert int(both(alone, other).log.argmax()) == 3


def test_readings_of_one_reader_alone_are_kept_but_weigh_little() -> None:
    ranked = weighed({"12": -0.1, "17": -3.0}, {"17": -0.05})
    assert {text for text, _ in ranked} == {"12", "17"}
    assert math.fsum(math.exp(log) for _, log in ranked) == pytest.approx(1.0)
    assert not is_certain(ranked, 0.999)
    assert weighed({}, {}) == []
