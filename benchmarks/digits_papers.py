"""Our forms with real digits in them: single digits that people wrote (`samples/digits`), put into
combs, dates and phone numbers by one pen a paper, then scanned.

Nothing is bent or turned as in training: size, place, pen and scanner are all that is added.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forms import check_digits
from forms.catalogue import Catalogue
from forms.era import EraDate
from forms.form import Field, FieldType, Form
from samples import digits as real
from samples.generate.page import render
from samples.generate.spoil import spoil

PAGES = (("jido-teate-nintei", 1), ("kaigo-nintei", 1), ("risai-shomei", 1))
SCANS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (300, ()), (200, ("noise",)), (200, ("black",)), (300, ("skew", "noise")),
    (200, ("grey", "noise")), (200, ("fax",)), (200, ("blur", "jpeg")), (300, ("shift", "black")),
)  # fmt: skip
_FREE_MM = 6.0  # height of a digit that no box confines, at most
_NO_DAY = 28  # the last day that every month has


@dataclass(frozen=True, slots=True)
class DigitPaper:
    """A page as scanned, and the digits of each field as they stand on it."""

    form: Form
    page: int
    image: NDArray[np.uint8]
    dpi: int
    spoil: str
    written: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pen:
    """`level` (0 to 1) thins or fattens strokes; `shade` is the ink's gray; `height` the share of
    a box that digits fill."""

    level: float
    shade: int
    height: float


class _Stock:
    """Every digit of the sample once, in order, then again; and by what it is."""

    def __init__(self, rng: Random) -> None:
        self.images, self.labels = real.load()
        self._rng, self._next = rng, 0

    @property
    def is_used_up(self) -> bool:
        return self._next >= len(self.labels)

    def take(self) -> tuple[NDArray[np.uint8], str]:
        n = self._next % len(self.labels)
        self._next += 1
        return self.images[n], str(self.labels[n])

    def one(self, digit: str) -> tuple[NDArray[np.uint8], str]:
        n = self._rng.choice(np.flatnonzero(self.labels == int(digit)).tolist())
        return self.images[n], digit


def papers(seed: int, most: int | None = None) -> Iterator[DigitPaper]:
    """Papers until every digit of the sample stood in a comb once, or `most` of them."""
    catalogue, rng = Catalogue.load(), Random(seed)
    stock, count = _Stock(rng), 0
    while not stock.is_used_up and count != most:
        name, page = PAGES[count % len(PAGES)]
        dpi, spoilers = SCANS[count // len(PAGES) % len(SCANS)]
        yield _paper(catalogue[name], page, dpi, spoilers, stock, rng)
        count += 1


def _paper(
    form: Form, page: int, dpi: int, spoilers: tuple[str, ...], stock: _Stock, rng: Random
) -> DigitPaper:
    image = np.array(render(form.blank, dpi)[page - 1].convert("L"))
    pen = Pen(rng.uniform(0.35, 0.6), rng.choice((15, 40, 80, 110)), rng.uniform(0.55, 0.9))
    written = {}
    for each in form.on_page(page):
        if each.cells:
            written[each.id] = _comb(image, each, pen, stock, rng)
        elif each.date is not None and each.date.era:
            written[each.id] = _date(image, each, pen, stock, rng)
        elif each.type is FieldType.PHONE:
            written[each.id] = _phone(image, each, pen, stock, rng)
    scanned = spoil(Image.fromarray(image).convert("RGB"), spoilers, rng).convert("L")
    return DigitPaper(form, page, np.array(scanned), dpi, "-".join(spoilers), written)


def _comb(image: NDArray[np.uint8], field: Field, pen: Pen, stock: _Stock, rng: Random) -> str:
    is_my_number = field.type is FieldType.MY_NUMBER
    taken = [stock.take() for _ in range(field.cells - is_my_number)]
    text = "".join(label for _, label in taken)
    if is_my_number:
        taken.append(stock.one(str(check_digits.my_number_digit(text))))
    x, y, w, h = _px(image, field)
    step = w / field.cells
    for n, (picture, _) in enumerate(taken):
        size = min(h * pen.height, 1.05 * step * _slimness(picture)) * rng.uniform(0.93, 1.07)
        middle = (x + step * (n + 0.5 + rng.gauss(0, 0.05)), y + h * (0.5 + rng.gauss(0, 0.04)))
        draw(image, picture, size, middle, pen)
    return "".join(label for _, label in taken)


def _date(image: NDArray[np.uint8], field: Field, pen: Pen, stock: _Stock, rng: Random) -> str:
    """A day of the printed era, as the reader writes it."""
    if field.date is None or field.date.era is None:
        raise ValueError(f"{field.id} has no printed era")
    parts = (rng.randint(2, 30), rng.randint(1, 12), rng.randint(1, _NO_DAY))
    height, width = image.shape
    boxes = (field.date.year, field.date.month, field.date.day)
    for number, box in zip(parts, boxes, strict=True):
        x, y, w, h = box.x * width, box.y * height, box.w * width, box.h * height
        _line(image, str(number), (x + w / 2, y + h / 2), h * 0.8, pen, stock, rng)
    return str(EraDate(field.date.era, *parts))


def _phone(image: NDArray[np.uint8], field: Field, pen: Pen, stock: _Stock, rng: Random) -> str:
    start = rng.choice(("090", "080", "070", "03", "06", "0476", "0123"))
    rest = (11 if start in ("090", "080", "070") else 10) - len(start)
    text = start + str(rng.randint(10 ** (rest - 1), 10**rest - 1))
    x, y, w, h = _px(image, field)
    high = min(h * 0.75, w / len(text) / 1.1)
    _line(image, text, (x + w / 2, y + h / 2), high, pen, stock, rng)
    return text


def _line(
    image: NDArray[np.uint8], text: str, middle: tuple[float, float], high: float, pen: Pen,
    stock: _Stock, rng: Random,
) -> None:  # fmt: skip
    """Digits side by side, as near as people write them, about a middle."""
    pictures = [stock.one(digit)[0] for digit in text]
    size = min(high, _FREE_MM * image.shape[1] / 210) * rng.uniform(0.8, 1.0)
    widths = [max(size / _slimness(p), size * 0.25) for p in pictures]
    gap = size * rng.uniform(0.08, 0.3)
    at = middle[0] - (sum(widths) + gap * (len(text) - 1)) / 2
    for picture, width in zip(pictures, widths, strict=True):
        place = (at + width / 2, middle[1] + rng.gauss(0, 0.03) * size)
        draw(image, picture, size, place, pen)
        at += width + gap


def draw(
    image: NDArray[np.uint8], picture: NDArray[np.uint8], size: float,
    middle: tuple[float, float], pen: Pen,
) -> None:  # fmt: skip
    """The digit `size` px high about a point, its soft edges made those of a pen."""
    x, y, w, h = cv2.boundingRect((picture > 60).astype(np.uint8))
    tight = np.pad(picture[y : y + h, x : x + w], 2)
    scale = size / h
    big = cv2.resize(tight, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    ink = np.clip((big.astype(np.float32) / 255 - pen.level) / 0.3 + 0.5, 0, 1)
    left, top = round(middle[0] - ink.shape[1] / 2), round(middle[1] - ink.shape[0] / 2)
    place = image[top : top + ink.shape[0], left : left + ink.shape[1]]
    place[:] = np.minimum(place, 255 - ink * (255 - pen.shade)).astype(np.uint8)


def _slimness(picture: NDArray[np.uint8]) -> float:
    """Height by width of the ink."""
    _, _, w, h = cv2.boundingRect((picture > 60).astype(np.uint8))
    return h / w


def _px(image: NDArray[np.uint8], field: Field) -> tuple[float, float, float, float]:
    height, width = image.shape
    box = field.box
    return box.x * width, box.y * height, box.w * width, box.h * height
