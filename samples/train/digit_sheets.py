"""Sheets of combs with digits, spoiled as scans are and cut as the reader cuts them.

What the net learns from is what it will read: every picture goes through `ocr.ink.written` (print
taken out), `ocr.ink.comb` (one box, one picture) and `ocr.digits.normal`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.form import Form, PageSize
from forms.geometry import Box
from ocr.align.blank import BlankPage
from ocr.align.fit import Fit
from ocr.align.page import AlignedPage
from ocr.digits.normal import normal
from ocr.engines.engine import Image
from ocr.ink import comb
from ocr.ink.dark import inks_of
from ocr.ink.written import written_on
from ocr.scale import px, whole_px
from samples.train.digit_glyphs import NONE, Picture, Source

ROWS, CELLS = 9, 12
_RIM_MM, _GAP_MM = 4.0, 4.0
_NO_FORM = Form("", "", "", "", "", "", 0, (PageSize(1, 1),), ())
Examples = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Count × 28 × 28 and what each is."""


@dataclass(frozen=True, slots=True)
class Combs:
    """A blank with combs: its picture, the box of each comb (px: x, y, width, height)."""

    image: Image
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """How one person writes in one comb. Lengths in shares of a box's height or width."""

    height: float
    spread: float
    slant: float
    level: float
    thicken: int
    dark: float
    drift: tuple[float, float]


def sheet(sources: Sequence[Source], shares: Sequence[float], rng: np.random.Generator) -> Examples:
    """The examples of one sheet, about ROWS × CELLS of them: a box that is read as empty gives
    none."""
    combs = _combs(rng)
    paper = _printed(combs.image, rng)
    labels = np.full((ROWS, CELLS), -1)
    for row, box in enumerate(combs.boxes):
        writer = _writer(rng)
        for cell in range(CELLS):
            if rng.random() < 0.03:
                continue
            picture, label = sources[rng.choice(len(sources), p=shares)](rng)
            _write(paper, box, cell, bent(picture, _size(box, writer, picture, rng), writer, rng),
                   writer, rng)  # fmt: skip
            labels[row, cell] = label
    return _cut(combs, scanned(paper, rng), labels)


def _combs(rng: np.random.Generator) -> Combs:
    width, height = px(rng.uniform(4.9, 7.0)) * CELLS, px(rng.uniform(6.2, 8.6))
    rim, gap = px(_RIM_MM), px(_GAP_MM)
    size = (round(ROWS * (height + gap) + 2 * rim), round(width + 2 * rim))
    image = np.full(size, 255, np.uint8)
    is_open, is_dashed = rng.random() < 0.1, rng.random() < 0.5
    boxes = tuple((rim, rim + n * (height + gap), width, height) for n in range(ROWS))
    for x, y, w, h in boxes:
        thin, thick = int(rng.integers(1, 3)), int(rng.integers(1, 4))
        for n in range(1, CELLS):
            at = round(x + w * n / CELLS)
            step = whole_px(0.8) if is_dashed else round(h) + 1
            for top in range(round(y), round(y + h), 2 * step):
                cv2.line(image, (at, top), (at, min(top + step, round(y + h))), (40,), thin)
        if not is_open:
            cv2.rectangle(image, (round(x), round(y)), (round(x + w), round(y + h)), (0,), thick)
    return Combs(image, boxes)


def _printed(image: Image, rng: np.random.Generator) -> NDArray[np.float32]:
    """The blank as it comes out of the printer: a little off its place, fatter or paler."""
    moved = np.array([[1, 0, rng.normal(0, 0.7)], [rng.normal(0, 6e-4), 1, rng.normal(0, 0.7)]])
    fat = cv2.erode(image, np.ones((2, 2), np.uint8)) if rng.random() < 0.25 else image
    laid = cv2.warpAffine(
        fat, moved, (image.shape[1], image.shape[0]), flags=cv2.INTER_LINEAR, borderValue=(255.0,)
    )
    pale = rng.uniform(0.6, 1.0)
    return np.asarray(255 - (255 - laid.astype(np.float32)) * pale, np.float32)


def _writer(rng: np.random.Generator) -> Writer:
    return Writer(
        height=float(rng.uniform(0.42, 0.98)),
        spread=float(rng.uniform(0.02, 0.09)),
        slant=float(rng.normal(0, 0.14)),
        level=float(rng.uniform(0.22, 0.72)),
        thicken=int(rng.choice([-1, 0, 0, 0, 1])),
        dark=float(rng.choice([rng.uniform(0.75, 1), rng.uniform(0.35, 0.75)])),
        drift=(float(rng.normal(0, 0.05)), float(rng.normal(0, 0.05))),
    )


def _size(
    box: tuple[float, float, float, float], writer: Writer, picture: Picture,
    rng: np.random.Generator,
) -> float:  # fmt: skip
    """Height in px of the written sign: as tall as this hand writes, hardly wider than its box."""
    _, _, w, h = box
    across, _, wide, high = cv2.boundingRect((picture > 60).astype(np.uint8))
    del across
    tall = h * writer.height * rng.uniform(0.88, 1.12)
    return float(max(px(2.0), min(tall, w / CELLS * rng.uniform(0.85, 1.15) * high / max(wide, 1))))


def bent(picture: Picture, size: float, writer: Writer, rng: np.random.Generator) -> Picture:
    """The sign `size` px high with its lines bent, slanted and drawn by another pen."""
    x, y, w, h = cv2.boundingRect((picture > 60).astype(np.uint8))
    scale = size / h
    side = (round(w * scale * 1.5) + 14, round(size * 1.4) + 14)
    angle = rng.normal(0, 0.07)
    shear = writer.slant + rng.normal(0, 0.05)
    stretch = rng.uniform(0.88, 1.12)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]]) @ np.array([[stretch, -shear], [0, 1]]) * scale
    back = np.linalg.inv(turn)
    dx = np.arange(side[0], dtype=np.float32)[None, :] - side[0] / 2
    dy = np.arange(side[1], dtype=np.float32)[:, None] - side[1] / 2
    bend = rng.normal(0, rng.uniform(0, 0.035) * h, (4, 4, 2)).astype(np.float32)
    bends = cv2.resize(bend, side, interpolation=cv2.INTER_CUBIC)
    map_x = (back[0, 0] * dx + back[0, 1] * dy + x + w / 2 + bends[..., 0]).astype(np.float32)
    map_y = (back[1, 0] * dx + back[1, 1] * dy + y + h / 2 + bends[..., 1]).astype(np.float32)
    drawn = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR).astype(np.float32) / 255
    level = writer.level if size > px(3.2) else min(writer.level, 0.5)
    inked = np.clip((drawn - level) / 0.3 + 0.5, 0, 1) * 255
    return _penned(inked.astype(np.uint8), writer.thicken, size)


def _penned(inked: Picture, thicken: int, size: float) -> Picture:
    cross = np.asarray(cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)), np.uint8)
    if thicken > 0:
        return np.asarray(cv2.dilate(inked, cross), np.uint8)
    if thicken < 0 and size > px(4.5):
        thin = np.asarray(cv2.erode(inked, cross), np.uint8)
        kept = cv2.countNonZero((thin > 100).astype(np.uint8))
        if kept > 0.45 * cv2.countNonZero((inked > 100).astype(np.uint8)):
            return thin
    return inked


def _write(
    paper: NDArray[np.float32], box: tuple[float, float, float, float], cell: int,
    ink: Picture, writer: Writer, rng: np.random.Generator,
) -> None:  # fmt: skip
    """Lay the sign into its box, a little off the middle."""
    x, y, w, h = box
    across, down = (rng.normal(d, writer.spread) for d in writer.drift)
    middle_x = x + w / CELLS * (cell + 0.5 + across)
    middle_y = y + h * (0.5 + down)
    left, top = round(middle_x - ink.shape[1] / 2), round(middle_y - ink.shape[0] / 2)
    x0, y0 = max(left, 0), max(top, 0)
    x1 = min(left + ink.shape[1], paper.shape[1])
    y1 = min(top + ink.shape[0], paper.shape[0])
    part = ink[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32) / 255
    shade = 255 * (1 - writer.dark)
    place = paper[y0:y1, x0:x1]
    place[:] = np.minimum(place, 255 - part * (255 - shade))


def scanned(paper: NDArray[np.float32], rng: np.random.Generator) -> Image:
    """What scanners do: another resolution, blur, grain, JPEG, black and white, specks."""
    height, width = paper.shape
    out: NDArray[Any] = paper
    if rng.random() < 0.3:
        factor = rng.uniform(0.55, 0.9)
        small = cv2.resize(out, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        out = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.3, 1.1))
    out = out * rng.uniform(0.8, 1.0) + rng.normal(0, rng.uniform(0, 9), out.shape)
    image = np.clip(out, 0, 255).astype(np.uint8)
    kind = rng.random()
    if kind < 0.3:
        faint = 0.5 * float(image.max()) + 0.5 * float(np.percentile(image, 3))
        image = np.where(image < faint + rng.uniform(-12, 20), 0, 255).astype(np.uint8)
        specks = rng.random(image.shape) < rng.choice([0.0, 0.0004])
        image[specks] = 255 - image[specks]
    elif kind < 0.6:
        quality = int(rng.integers(25, 70))
        packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    return image


def _cut(combs: Combs, image: Image, labels: NDArray[np.int64]) -> Examples:
    """What the reader cuts out of the boxes in which something was written."""
    height, width = image.shape
    blank = BlankPage(_NO_FORM, 1, combs.image, ())
    seen = np.full(image.shape, 255, np.uint8)
    fit = Fit(1.0, np.ones((1, 1), np.float32))
    written = written_on(AlignedPage(1, blank, image, inks_of(image), seen, fit, ()))
    pictures, kinds = [], []
    for row, (x, y, w, h) in enumerate(combs.boxes):
        box = Box(x / width, y / height, w / width, h / height)
        for cell, part in enumerate(comb.cells(written, box, CELLS)):
            if part is not None:  # what is found in an empty box is no digit
                pictures.append(normal(part.picture(0)))
                kinds.append(labels[row, cell] if labels[row, cell] >= 0 else NONE)
    side = normal(np.full((4, 4), 255, np.uint8)).shape
    return (
        np.array(pictures, np.float32).reshape(-1, *side),
        np.array(kinds, np.int64),
    )
