"""`python -m samples.train.twins`: weights that tell a character from its twin.

Written into `ocr/decode/twins.npz`. Both are drawn in every installed font that has both, bent and
smeared as hands and scanners do, and by hands that draw strokes where there are strokes for both;
the directions of their strokes are weighed (ridge regression). How far the weights may be believed
is measured on fonts that were left out, one after the other; the script prints that score.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.decode.twins import FEATURES, FILE, SUSPECT, Twin, features_of
from samples.handwriting.hand import StrokeHand
from samples.handwriting.strokes import can_write

# What is read, what stands there, and the share of people with it among the two: guesses from the
# numbers of bearers that are known (髙 and 﨑 about one in ten, forms of registers far rarer).
USUAL, RARE = 0.1, 0.01
_USUAL = (
    "崎﨑 高髙 吉𠮷 濱濵 浜濵 演濵 橋𣘺 橋槗 土𡈽 犬𡈽 柳栁 真眞 "
    "富冨 邊邉 寄嵜 蔦嶌 瀬瀨 枇椛 坏圷 泉湶 鰺鯵 鶇鶫 紘絋 昂昻"
)
_RARE = "清淸 青靑 横橫 郷鄕 寛寬"
PAIRS = (
    [(*pair, USUAL) for pair in _USUAL.split()]
    + [(*pair, RARE) for pair in _RARE.split()]
    + [
        (plain, chr(code), RARE)
        for plain, code in zip(
            "塚晴朗隆神祥福靖精羽都館鶴猪益礼諸逸海梅敏勉",
            (
                0xFA10, 0xFA12, 0xF929, 0xF9DC, 0xFA19, 0xFA1A, 0xFA1B, 0xFA1C, 0xFA1D, 0xFA1E,
                0xFA26, 0xFA2C, 0xFA2D, 0xFA16, 0xFA17, 0xFA18, 0xFA22, 0xFA25, 0xFA45, 0xFA44,
                0xFA41, 0xFA33,
            ),
            strict=True,
        )
    ]
)  # fmt: skip
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
NAMES = (
    "ipaexm.ttf", "ipaexg.ttf", "setofont.ttf", "KleeOne-Regular.ttf", "KleeOne-SemiBold.ttf",
    "kiloji.ttf", "YOzRS_.ttf", "YOzRE_.ttf", "AoyagiKouzanT.ttf", "NotoSansCJK-Regular.ttc",
    "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc",
)  # fmt: skip
COPIES, BY_HAND, SIZE = 24, 96, 64
RIDGE = 3.0
MOST_MISSED, MOST_FALSE = 0.5, 0.4  # a pair that is told apart worse is left out
ALIKE = 0.995  # two glyphs so alike are one: the font does not draw the twin


def main() -> int:
    fonts = [path for folder in FOLDERS for name in NAMES for path in sorted(folder.rglob(name))]
    rng, kept = Random(3), list[Twin]()
    for seen, other, share in PAIRS:
        drawn = {p.name: d for p in fonts if (d := _drawn(p, seen, other, rng)) is not None}
        if can_write(seen + other):
            drawn["hands"] = _written(seen, other, rng)
        if len(drawn) >= 3 and (twin := _learnt(seen, other, share, drawn)):
            kept.append(twin)
    np.savez_compressed(
        FILE,
        seen=np.array([ord(t.seen) for t in kept], np.uint32),
        other=np.array([ord(t.other) for t in kept], np.uint32),
        weights=np.array([t.weights for t in kept], np.float16),
        bias=np.array([t.bias for t in kept], np.float32),
        scale=np.array([t.scale for t in kept], np.float32),
        share=np.array([t.share for t in kept], np.float32),
    )
    sys.stdout.write(f"{len(kept)} pairs, {FILE.stat().st_size / 1e3:.0f} kB\n")
    return 0


def _drawn(path: Path, seen: str, other: str, rng: Random) -> NDArray[np.float32] | None:
    """Features of `COPIES` of each, stacked; None where the font does not tell them apart."""
    if not {ord(seen), ord(other)} <= _characters(path):
        return None
    font = ImageFont.truetype(str(path), SIZE)
    plain = [_glyph(font, ch) for ch in (seen, other)]
    if not all(each.any() for each in plain):
        return None
    one, two = (features_of(each) for each in plain)
    if float(one @ two) > ALIKE:
        return None
    rows = [[features_of(_bent(ink, rng)) for _ in range(COPIES)] for ink in plain]
    return np.array(rows, np.float32).reshape(2 * COPIES, FEATURES)


def _written(seen: str, other: str, rng: Random) -> NDArray[np.float32]:
    """The same, each copy by another hand that draws strokes."""
    rows = []
    for ch in (seen, other):
        hands = (StrokeHand(rng.randrange(2**31), rng.random()) for _ in range(BY_HAND))
        inks = (hand.line(ch, rng.uniform(24, 44)).ink for hand in hands)
        rows += [features_of(np.where(ink > 70, 255, 0).astype(np.uint8)) for ink in inks]
    return np.array(rows, np.float32)


_known: dict[Path, frozenset[int]] = {}


def _characters(path: Path) -> frozenset[int]:
    if path not in _known:
        with TTFont(path, fontNumber=0, lazy=True) as opened:
            _known[path] = frozenset(opened.getBestCmap())
    return _known[path]


def _glyph(font: ImageFont.FreeTypeFont, ch: str) -> NDArray[np.uint8]:
    image = Image.new("L", (SIZE + SIZE // 2, SIZE + SIZE // 2), 0)
    ImageDraw.Draw(image).text((SIZE // 4, SIZE // 4), ch, font=font, fill=255, anchor="lt")
    return np.where(np.asarray(image) > 110, 255, 0).astype(np.uint8)


def _bent(ink: NDArray[np.uint8], rng: Random) -> NDArray[np.uint8]:
    """A copy as another hand, another pen, another scanner would give it."""
    side = ink.shape[0]
    turn, slant = rng.gauss(0, 0.05), rng.gauss(0, 0.08)
    across, down = (1 + rng.gauss(0, 0.08) for _ in range(2))
    middle = side / 2
    matrix = np.array([[across, slant - turn, 0], [turn, down, 0]])
    matrix[:, 2] = middle - matrix[:, :2] @ np.array([middle, middle])
    noise = np.random.default_rng(rng.randrange(2**32))
    shift = [
        cv2.resize(noise.normal(0, 1.6, (7, 7)).astype(np.float32), ink.shape, None, 0, 0, 2)
        for _ in range(2)
    ]
    rows, columns = np.indices(ink.shape, np.float32)
    moved = cv2.warpAffine(ink, matrix, (side, side))
    moved = cv2.remap(moved, columns + shift[0], rows + shift[1], cv2.INTER_LINEAR)
    scale = rng.uniform(0.3, 0.8)
    small = cv2.resize(moved, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pen = rng.choice((0, 0, 1))
    if pen:
        small = cv2.dilate(small, np.ones((2, 2), np.uint8))
    return np.where(small > rng.uniform(60, 150), 255, 0).astype(np.uint8)


def _learnt(
    seen: str, other: str, share: float, drawn: dict[str, NDArray[np.float32]]
) -> Twin | None:
    """None where fonts left out show that the two cannot be told apart."""
    scores, truths = [], []
    for left_out, own in drawn.items():
        weights, bias = _ridge([rows for name, rows in drawn.items() if name != left_out])
        scores.append(own @ weights + bias)
        truths.append(_wanted(own))
    score, truth = np.concatenate(scores), np.concatenate(truths)
    scale = _scale(score, truth)
    weights, bias = _ridge(list(drawn.values()))
    twin = Twin(seen, other, weights.astype(np.float32), bias, scale, share)
    limit = (np.log(SUSPECT / (1 - SUSPECT)) - np.log(share / (1 - share))) / scale
    false, missed = (score[truth < 0] >= limit).mean(), (score[truth > 0] < limit).mean()
    sys.stdout.write(
        f"{seen} {other} U+{ord(other):04X}: {len(drawn)} kinds of writing, on each left out "
        f"{false:.1%} doubted for nothing, {missed:.1%} missed\n"
    )
    sys.stdout.flush()
    return twin if missed < MOST_MISSED and false < MOST_FALSE else None


def _wanted(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """-1 for the first half, what is read; 1 for its twin."""
    return np.repeat([-1.0, 1.0], len(rows) // 2)


def _ridge(groups: list[NDArray[np.float32]]) -> tuple[NDArray[np.float64], float]:
    rows, wanted = np.concatenate(groups), np.concatenate([_wanted(each) for each in groups])
    mean = rows.mean(axis=0)
    x = (rows - mean).astype(np.float64)
    # Fewer rows than features would not change the answer: solved on the rows' side.
    inner = x @ x.T + RIDGE * np.eye(len(x))
    weights = x.T @ np.linalg.solve(inner, wanted)
    return weights, float(-mean @ weights)


def _scale(score: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """The slope of a logistic curve through 0, by the likeliest of a few."""
    slopes = np.geomspace(0.5, 32, 25)
    losses = [np.logaddexp(0, -slope * truth * score).sum() for slope in slopes]
    return float(slopes[int(np.argmin(losses))])


def pairs() -> Iterator[tuple[str, str]]:
    """What is told apart: (read, what may stand there)."""
    yield from ((seen, other) for seen, other, _ in PAIRS)


if __name__ == "__main__":
    sys.exit(main())
