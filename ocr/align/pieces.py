"""From nearly to exactly in place: small pieces of the blank are looked for near where they are."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.bend import Bend, bend_through
from ocr.align.blank import PATCH_MM, BlankPage, smoothed
from ocr.align.lay import Lay
from ocr.engines.engine import Image
from ocr.scale import px, whole_px

Places = NDArray[np.float64]

ALIKE = 0.55  # normalised correlation from which a piece counts as found
# share of the anchors, reach in mm; a bend needs more of them than a homography
COARSE, FINE, FINE_BENT = (0.35, 3.5), (0.65, 1.5), (1.0, 1.5)
STILL_MM = 0.15  # mean of what was off when drawing again would show the same
MOST_COARSE = 4  # coarse searches; flat paper needs one
NEAR_MM = 0.5  # mean of what is still off when a fine search will do
ENOUGH = 12  # pieces; fewer cannot correct anything
LEAST_SHARE = 0.2  # of the pieces; with fewer it is another paper, and search is a waste
FLAT_MM = 0.3  # from its place by a homography, for a piece to be where flat paper has it
FLAT_SHARE = 0.85  # of the pieces that are so on flat paper
STRAY_MM = 4.0  # further off, a piece is taken for another one
# stiffness of the paper and reach (mm) from it, from coarse to fine
BENDING = ((1.0, 4.0), (0.3, 2.0), (0.1, 1.0), (0.03, 0.5))


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces found: where they are on the blank, and where on the page laid over it (px of the
    blank)."""

    blank: Places
    laid: Places
    tried: int

    @property
    def off_mm(self) -> float:
        return float(np.linalg.norm(self.laid - self.blank, axis=1).mean()) / px(1)


@dataclass(frozen=True, slots=True)
class Settled:
    """A lay, and the page drawn by it (gray, half size)."""

    lay: Lay
    laid: Image


def settled(blank: BlankPage, image: Image, start: Lay) -> Settled:
    """A better lay of a gray page from a nearly right one. `image` may be as small as half the
    blank."""
    now = Settled(start, start.draw(image, 2))
    for _ in range(MOST_COARSE):
        found = locate(blank, now.laid, *COARSE)
        better = _corrected(now.lay, found)
        if better is None:
            return now
        now = Settled(better, better.draw(image, 2))
        if found.off_mm < NEAR_MM:
            break
    found = locate(blank, now.laid, *(FINE if now.lay.bend is None else FINE_BENT))
    better = _corrected(now.lay, found)
    if better is None:
        return now
    is_same = better.bend is None and found.off_mm < STILL_MM
    return Settled(better, now.laid if is_same else better.draw(image, 2))


def locate(blank: BlankPage, laid: Image, share: float, reach_mm: float) -> Found:
    """Look for the surroundings of a share of the anchors within `reach_mm`; `laid` is at half
    size."""
    template, page = blank.half_smooth, smoothed(laid)
    half, reach = whole_px(PATCH_MM / 2) // 2, whole_px(reach_mm) // 2
    anchors = blank.anchors[: max(1, round(share * len(blank.anchors)))]
    there, here = [], []
    for x, y in anchors.tolist():
        shift = _shift(template, page, x, y, half, reach)
        if shift is not None:
            there.append((x, y))
            here.append((x + shift[0], y + shift[1]))
    return Found(_full(there), _full(here), len(anchors))


def _full(points: list[tuple[float, float]]) -> Places:
    """From pixels of the half size to those of the full one."""
    return np.array(points, np.float64).reshape(-1, 2) * 2 + 0.5


def _shift(
    template: Image, page: Image, x: int, y: int, half: int, reach: int
) -> tuple[float, float] | None:
    top, left = max(y - half - reach, 0), max(x - half - reach, 0)
    window = page[top : y + half + reach + 1, left : x + half + reach + 1]
    patch = template[y - half : y + half + 1, x - half : x + half + 1]
    if window.shape[0] <= patch.shape[0] or window.shape[1] <= patch.shape[1]:
        return None
    scores = cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED)
    _, best, _, (bx, by) = cv2.minMaxLoc(scores)
    if not ALIKE <= best <= 1.01:
        return None
    if not (0 < bx < scores.shape[1] - 1 and 0 < by < scores.shape[0] - 1):
        return None  # still rising at the rim: the true place is further off
    fx = _peak(*scores[by, bx - 1 : bx + 2].tolist())
    fy = _peak(*scores[by - 1 : by + 2, bx].tolist())
    return bx + fx - (x - half - left), by + fy - (y - half - top)


def _peak(before: float, at: float, after: float) -> float:
    """Sub-pixel place of a peak by the parabola through it and its neighbours."""
    curve = before - 2 * at + after
    return 0.0 if curve >= 0 else min(max((before - after) / (2 * curve), -0.5), 0.5)


def _corrected(lay: Lay, found: Found) -> Lay | None:
    """Flat where a homography brings nearly all pieces into place, else bent. None where too few
    pieces were found to tell, or no paper lies so."""
    if len(found.blank) < max(ENOUGH, LEAST_SHARE * found.tried):
        return None
    there = found.laid if lay.bend is None else found.laid + lay.bend.at(found.laid)
    step = _homography(found.blank, there)
    if step is None:
        return None
    back = cv2.perspectiveTransform(there[None], np.linalg.inv(step))[0]
    off = np.linalg.norm(back - found.blank, axis=1)
    better = replace(lay, homography=lay.homography @ step, bend=None)
    if (off < px(FLAT_MM)).sum() < FLAT_SHARE * (off < px(STRAY_MM)).sum():
        if lay.bend is None:
            better = replace(better, bend=_bend(better, found.blank, back - found.blank))
        else:
            more = there - found.blank - lay.bend.at(found.blank)
            better = replace(lay, bend=lay.bend.plus(_bend(lay, found.blank, more)))
    return better if better.is_sane() else None


def _homography(here: Places, there: Places) -> Places | None:
    step: NDArray[Any] | None = cv2.findHomography(here, there, cv2.USAC_MAGSAC, px(FLAT_MM))[0]
    return None if step is None else np.asarray(step, np.float64)


def _bend(lay: Lay, points: Places, moved: Places) -> Bend:
    return bend_through(points, moved, lay.width, lay.height, BENDING)[0]
