"""Page image → the form page it is, laid exactly over its blank; or the reason why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from forms.errors import Misaligned, UnknownForm
from forms.geometry import Box
from ocr.align.blank import BlankPage, Blanks
from ocr.align.features import Features, Homography, Match, features_of, is_sane, match
from ocr.align.fit import Fit, measure
from ocr.align.lay import Lay
from ocr.align.refine import bend_of, corrected
from ocr.engines.engine import Image
from ocr.ink import Inks, Mask, darkness_of, gray_of, ink_threshold, inks_of
from ocr.pages.page import Glyph, Page

FITS = 0.62  # from here on a page is read
NEARLY = 0.35  # from here on it is the form, but not in place; below, some other paper
MOST_WEAK = 0.2  # share of the page that may be out of place or cut away
LEAST_AGREEING = 14  # matched points for a form to be thought of at all
RIVALS = 2  # forms that are laid over and measured
CLEAR_LEAD = 2.5  # a form with this many times the points of the next needs no rival
EMPTY = 0.0004  # share of ink on an empty page: dust and punch holes


@dataclass(frozen=True)
class AlignedPage:
    """A page in its blank's place, at 200 dpi. `seen`: 255 where the scan has paper at all;
    `glyphs` are those of the page, moved with it."""

    number: int
    blank: BlankPage
    image: Image
    inks: Inks
    seen: Mask
    fit: Fit
    glyphs: tuple[Glyph, ...]

    def is_seen(self, box: Box) -> bool:
        """Whether nearly all of a box is on the scan."""
        left, top, right, bottom = box.to_px(self.seen.shape[1], self.seen.shape[0])
        part = self.seen[top:bottom, left:right]
        return bool(part.size and (part > 0).mean() > 0.97)


@dataclass(frozen=True)
class _Laid:
    """One try: a blank, how the page lies over it, and how well."""

    blank: BlankPage
    lay: Lay
    fit: Fit


class Aligner:
    """Not thread-safe."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks

    def align(self, page: Page) -> AlignedPage:
        """Raises UnknownForm (no form fits, or nothing is on the page) and Misaligned."""
        gray = gray_of(page.image)
        if _is_empty(gray):
            raise UnknownForm(
                f"{page.number} ページ目は白紙です。",
                advice="裏面や白紙なら何もする必要はありません。薄い場合は濃くスキャンし直してください。",
            )
        laid = self._best(gray)
        if laid is None or laid.fit.score < NEARLY:
            raise UnknownForm(f"{page.number} ページ目は、登録済みのどの様式とも合いません。")
        if laid.fit.score < FITS or laid.fit.weak_share > MOST_WEAK:
            raise Misaligned(
                f"{page.number} ページ目は「{laid.blank.form.title}」のようですが、"
                f"枠の位置が合いません (一致度 {laid.fit.score:.0%})。"
            )
        return _drawn(page, laid)

    def _best(self, gray: Image) -> _Laid | None:
        """The best of the quick way, or of the robust way where the quick one does not fit."""
        best: _Laid | None = None
        for kind, of_blank in _WAYS:
            for blank, found in _ranked(features_of(gray, kind), list(self._blanks), of_blank):
                laid = _laid(blank, gray, found.homography)
                if best is None or laid.fit.score > best.fit.score:
                    best = laid
            if best is not None and best.fit.score >= FITS:
                return best
        return best


_WAYS: tuple[tuple[str, Callable[[BlankPage], Features]], ...] = (
    ("orb", lambda blank: blank.quick_features),
    ("sift", lambda blank: blank.robust_features),
)


def _ranked(
    features: Features, blanks: Sequence[BlankPage], of_blank: Callable[[BlankPage], Features]
) -> list[tuple[BlankPage, Match]]:
    """The likely blanks, most agreeing points first."""
    likely = []
    for blank in blanks:
        found = match(of_blank(blank), features)
        height, width = blank.image.shape
        if found and found.agreeing >= LEAST_AGREEING and is_sane(found.homography, width, height):
            likely.append((blank, found))
    likely.sort(key=lambda each: -each[1].agreeing)
    if len(likely) > 1 and likely[0][1].agreeing > CLEAR_LEAD * likely[1][1].agreeing:
        return likely[:1]
    return likely[:RIVALS]


def _laid(blank: BlankPage, gray: Image, start: Homography) -> _Laid:
    homography, found = corrected(blank, gray, start)
    height, width = blank.image.shape
    flat = _tried(blank, gray, Lay(homography, None, width, height))
    bend = bend_of(found, blank)
    if bend is None:
        return flat
    bent = _tried(blank, gray, replace(flat.lay, bend=bend))
    return bent if bent.fit.score >= flat.fit.score else flat


def _tried(blank: BlankPage, gray: Image, lay: Lay) -> _Laid:
    return _Laid(blank, lay, _fit(blank, lay.draw(gray)))


def _fit(blank: BlankPage, laid: Image) -> Fit:
    darkness = darkness_of(laid)
    threshold = ink_threshold(darkness)
    return measure(blank.parts, np.where(darkness > threshold, 255, 0).astype(np.uint8))


def _drawn(page: Page, laid: _Laid) -> AlignedPage:
    image = laid.lay.draw(page.image)
    seen = laid.lay.seen(page.image.shape[1], page.image.shape[0])
    glyphs = _moved(page.glyphs, laid.lay.homography)
    return AlignedPage(page.number, laid.blank, image, inks_of(image), seen, laid.fit, glyphs)


def _moved(glyphs: tuple[Glyph, ...], homography: Homography) -> tuple[Glyph, ...]:
    """Glyphs from page pixels to blank pixels."""
    if not glyphs:
        return ()
    corners = np.array([[[g.left, g.top], [g.right, g.bottom]] for g in glyphs], np.float64)
    moved = cv2.perspectiveTransform(corners.reshape(1, -1, 2), np.linalg.inv(homography))
    out = []
    for glyph, ((x0, y0), (x1, y1)) in zip(glyphs, moved.reshape(-1, 2, 2), strict=True):
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        out.append(Glyph(glyph.character, *(float(v) for v in box)))
    return tuple(out)


def _is_empty(gray: Image) -> bool:
    margin_y, margin_x = gray.shape[0] // 20, gray.shape[1] // 20
    inner = gray[margin_y : gray.shape[0] - margin_y, margin_x : gray.shape[1] - margin_x]
    scale = min(1.0, 1200 / max(inner.shape))
    small = cv2.resize(inner, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return bool((darkness_of(np.asarray(small, np.uint8)) > 60).mean() < EMPTY)
