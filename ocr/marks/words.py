"""Which of several printed words is marked: by a ring above all, else by a check, a line or a
filling; and which are struck out.

A ring may be loose, open, slanted or drawn in two strokes. Two looks must agree: the hull of a
cluster of ink (which word it holds, how centrally), and the path of a ring around a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from forms.form import Option
from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.marks import hulls
from ocr.marks.across import Across, across, surplus
from ocr.marks.hulls import JOINS_MM, Points, Vote
from ocr.marks.marked import Marked, sure
from ocr.marks.over import DOUBTED, over_words
from ocr.marks.places import Rect, around, rect_of, word_of
from ocr.marks.traced import trace
from ocr.scale import px

AROUND_MM = 4.0  # rings reach this far out of the word's box
STRAY = 60  # px of ink on the words from which "nothing is marked" is not believed
RING = 0.28  # score from which a word counts as ringed
TRACED = 0.62  # share of the way round, less what it is off the middle
CLEAR = 0.97  # so sure a hull needs no second look
LEAST_MARK_MM = 1.5  # the smallest check, across its longer side
NEAR_MM = 2.2  # a check stands no further from its word
ADDED = 25  # px of added ink on one word are a mark …
CLEARLY = 3.0  # … when no other word has a third of it
SURPLUS = 14  # px of ink off the print of one word that a check may have left
OVER = 8  # px off the print along one stroke over a word: a check
OTHER_MARK = 0.93  # how sure a mark that is no ring can be: people mean several things by it


@dataclass(frozen=True, slots=True)
class _Scene:
    """One field's surroundings. `mask` is cut to `region`; `words` and `boxes` are in its pixels;
    `lines` by option."""

    written: Written
    region: Rect
    mask: Mask
    boxes: tuple[Rect, ...]
    words: tuple[Rect, ...]
    lines: tuple[Across, ...]

    @property
    def on_page(self) -> list[Rect]:
        """The words, in pixels of the page."""
        return [word.moved(self.region.left, self.region.top) for word in self.words]

    @property
    def struck(self) -> set[int]:
        return {n for n, each in enumerate(self.lines) if each.is_struck}


@dataclass(frozen=True, slots=True)
class _Look:
    """What one way of looking says."""

    chosen: tuple[int, ...]
    confidence: float


def rings(written: Written, options: Sequence[Option]) -> Marked:
    """Which words are ringed or marked otherwise, and which are struck out."""
    ink = _ink_upon(written, options)
    scene = _scene(written, options)
    look = _Look((), sure(1.0, 1.0))
    if cv2.countNonZero(scene.mask) or _has_red(scene):
        look = _ringed(scene)
        if not look.chosen and not scene.struck:
            look = _otherwise(scene, look)
    if not look.chosen and not scene.struck:
        look = _checked_over(scene, look)
    if not look.chosen:
        # Ink on the words that makes no mark may be one all the same.
        stray = sure(STRAY - ink, 0.75 * STRAY)
        look = _Look((), min(look.confidence, stray, _unlike(scene)))
    return _settled(scene, look, options, ink)


def _checked_over(scene: _Scene, look: _Look) -> _Look:
    """A check right on one word, of which hardly anything is seen beside the print."""
    found = over_words(scene.written, scene.on_page)
    order = sorted(range(len(found)), key=lambda n: -found[n].stroke)
    most, next_one = found[order[0]].stroke, found[order[1]].stroke if len(order) > 1 else 0
    if most >= OVER and most >= CLEARLY * next_one:
        return _Look((order[0],), OTHER_MARK)
    added = sorted(each.added for each in found)
    usual = added[(len(added) - 1) // 2] if len(added) > 1 else 0
    is_unlike = added[-1] >= max(STRAY, CLEARLY * usual)
    is_doubted = most >= DOUBTED or is_unlike  # a line under it or through it, lost with the print
    return _Look((), min(look.confidence, 0.9)) if is_doubted else look


def _unlike(scene: _Scene) -> float:
    """How far "nothing is marked" is believed: one word with more ink than its print, when the
    others have none, may have a check right on its strokes."""
    extra = sorted(surplus(scene.written, word) for word in scene.on_page)
    others = extra[-2] if len(extra) > 1 else 0
    return 0.9 if extra[-1] >= SURPLUS + 2 * others else 1.0


def _settled(scene: _Scene, look: _Look, options: Sequence[Option], ink: int) -> Marked:
    """What was struck out is not meant: a ring elsewhere is, or the one word that was left."""
    struck = scene.struck
    chosen = tuple(n for n in look.chosen if n not in struck)
    left = [n for n in range(len(options)) if n not in struck]
    if not chosen and not look.chosen and len(left) == 1:
        chosen = (left[0],)
    values = tuple(options[n].value for n in chosen or look.chosen)
    return Marked(values, look.confidence, ink, tuple(options[n].value for n in sorted(struck)))


def _scene(written: Written, options: Sequence[Option]) -> _Scene:
    region = around([rect_of(written, option.box, AROUND_MM) for option in options])
    mask = written.mask[region.top : region.bottom, region.left : region.right]
    words = [word_of(written, option.box) for option in options]
    boxes = [rect_of(written, option.box) for option in options]
    lines = tuple(_lines(written, word) for word in words)
    return _Scene(
        written, region, mask,
        tuple(box.moved(-region.left, -region.top) for box in boxes),
        tuple(word.moved(-region.left, -region.top) for word in words),
        lines,
    )  # fmt: skip


def _lines(written: Written, word: Rect) -> Across:
    """Without much added ink there can be no line."""
    side, low = round(px(1.0)), word.bottom + round(px(1.6))
    part = written.mask[word.top : low, max(0, word.left - side) : word.right + side]
    if cv2.countNonZero(part) < 0.35 * word.width:
        return Across()
    return across(written, word)


def _has_red(scene: _Scene) -> bool:
    return bool(cv2.countNonZero(_red(scene)))


def _red(scene: _Scene) -> Mask:
    r = scene.region
    return scene.written.red[r.top : r.bottom, r.left : r.right]


def _ink_upon(written: Written, options: Sequence[Option]) -> int:
    """Added ink on and right around the words (px)."""
    total = 0
    for option in options:
        rect = rect_of(written, option.box, 0.8)
        total += cv2.countNonZero(written.mask[rect.top : rect.bottom, rect.left : rect.right])
    return total


def _ringed(scene: _Scene) -> _Look:
    """Both looks; where they differ, the surer one, hardly believed."""
    votes = _first_good(scene)
    hull = _by_hull(votes)
    # Other ink about another word may be a ring too, in pieces.
    is_alone = all(vote.option in hull.chosen for vote in votes if vote.score > 0)
    if hull.confidence >= CLEAR and hull.chosen and is_alone and not scene.struck:
        return hull
    path = _by_path(scene)
    if hull.chosen == path.chosen:
        return _Look(hull.chosen, max(hull.confidence, path.confidence))
    if not path.chosen:
        # Two lines through a word have a hull too, but no good one.
        is_strike = set(hull.chosen) <= scene.struck and hull.confidence < 0.9
        return _Look((), 0.6) if is_strike else _Look(hull.chosen, min(hull.confidence, 0.9))
    if not hull.chosen or hull.confidence < path.confidence:
        return _Look(path.chosen, path.confidence if not hull.chosen else 0.6)
    return _Look(hull.chosen, 0.6)


def _by_hull(votes: Sequence[Vote]) -> _Look:
    good = [vote for vote in votes if vote.score >= RING]
    if not good:
        best = max((vote.score for vote in votes), default=0.0)
        return _Look((), sure(RING - best, 0.14))
    chosen = sorted({vote.option for vote in good})
    others = max((v.score for v in votes if v.option not in chosen), default=0.0)
    margin = min(vote.score - max(vote.next_score, others) for vote in good)
    # A short margin is a doubt; a full ring well apart from its neighbours is sure.
    confidence = min(sure(margin - 0.08, 0.3), sure(good[0].score - RING + 0.1, 0.25))
    if any(vote.holds_more for vote in good):
        confidence = min(confidence, 0.6)
    return _Look(tuple(chosen), confidence)


def _first_good(scene: _Scene) -> list[Vote]:
    """Votes of whole rings; where there is none, of rings in pieces; at last of red ones."""
    tried: list[Vote] = []
    for join_mm in JOINS_MM:
        tried = hulls.votes(scene.mask, scene.boxes, join_mm)
        if any(vote.score >= RING for vote in tried):
            return tried
    if _has_red(scene):
        tried = [*tried, *hulls.votes(_red(scene), scene.boxes, JOINS_MM[0])]
    return tried


def _by_path(scene: _Scene) -> _Look:
    mask = scene.mask | _red(scene)
    r = scene.region
    printed = scene.written.printed[r.top : r.bottom, r.left : r.right]
    traces = trace(mask, printed, scene.words)
    scores = [found.around(word) for found, word in zip(traces, scene.words, strict=True)]
    chosen = tuple(n for n, score in enumerate(scores) if score >= TRACED)
    if not chosen:
        return _Look((), sure(TRACED - max(scores), 0.2))
    least = min(scores[n] for n in chosen)
    others = max((s for n, s in enumerate(scores) if n not in chosen), default=0.0)
    return _Look(chosen, min(sure(least - TRACED + 0.06, 0.2), sure(least - others - 0.1, 0.25)))


def _otherwise(scene: _Scene, ring: _Look) -> _Look:
    """A filling, an underline, or a check on or beside one word."""
    filled = tuple(n for n, each in enumerate(scene.lines) if each.is_filled)
    if filled:
        return _Look(filled, 0.8)
    under = tuple(n for n, each in enumerate(scene.lines) if each.is_underlined)
    if under and not _has_stray(scene):
        return _Look(under, 0.85)
    votes = [_nearest(points, scene) for points in _loose_clusters(scene)]
    near = [(n, confidence) for n, confidence in votes if confidence > 0.5]
    if not near:
        return ring if _has_stray(scene) else _by_amount(scene, ring)
    chosen = tuple(sorted({n for n, _ in near}))
    return _Look(chosen, min(confidence for _, confidence in near))


def _by_amount(scene: _Scene, ring: _Look) -> _Look:
    """A mark right over a word is mostly lost with the print: what is left of it tells of it."""
    added = [int(cv2.countNonZero(word.grown(px(0.8)).of(scene.mask))) for word in scene.words]
    order = sorted(range(len(added)), key=lambda n: -added[n])
    most, next_one = added[order[0]], added[order[1]] if len(order) > 1 else 0
    if most < ADDED or most < CLEARLY * next_one:
        return ring
    return _Look((order[0],), 0.75)


def _has_stray(scene: _Scene) -> bool:
    """Whether a neighbour's stroke ends here."""
    return len(_loose_clusters(scene)) < len(_every_cluster(scene))


def _every_cluster(scene: _Scene) -> list[Points]:
    return hulls.clusters(scene.mask, JOINS_MM[0], LEAST_MARK_MM)


def _loose_clusters(scene: _Scene) -> list[Points]:
    """Clusters that are mostly this field's: a neighbour's stroke that ends here is none, and what
    comes in from farther off is not seen whole."""
    found = []
    last = (scene.region.width - 1, scene.region.height - 1)
    for points in _every_cluster(scene):
        if (points.min(axis=0) <= 0).any() or (points.max(axis=0) >= last).any():
            continue
        inner = points + np.array([scene.region.left, scene.region.top], np.int32)
        pieces = np.unique(scene.written.pieces[inner[:, 1], inner[:, 0]])
        whole = int(scene.written.sizes[pieces].sum())
        if len(points) >= 0.7 * whole:
            found.append(points)
    return found


def _nearest(points: Points, scene: _Scene) -> tuple[int, float]:
    """(option, how sure) by the mean distance of the mark's ink from where the options are
    declared: a box may be wider than its word."""
    away = [_distance(points, box) for box in scene.boxes]
    order = sorted(range(len(away)), key=lambda n: away[n])
    best = away[order[0]]
    if best > px(NEAR_MM):
        return order[0], 0.0
    lead = (away[order[1]] - best) if len(order) > 1 else px(NEAR_MM)
    share = min(lead / px(2.5), (px(NEAR_MM) - best) / px(0.8))
    return order[0], 0.5 + (OTHER_MARK - 0.5) * float(np.clip(share, 0.05, 1.0))


def _distance(points: Points, word: Rect) -> float:
    """Mean distance (px) of the points from the rectangle, 0 within it."""
    dx = np.maximum(np.maximum(word.left - points[:, 0], points[:, 0] - word.right), 0)
    dy = np.maximum(np.maximum(word.top - points[:, 1], points[:, 1] - word.bottom), 0)
    return float(np.hypot(dx, dy).mean())
