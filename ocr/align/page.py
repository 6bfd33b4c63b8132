"""Page image → the form page it is, laid exactly over its blank; or the reason why not."""

from dataclasses import dataclass

import cv2
import numpy as np

from forms.errors import EmptyPage, Misaligned, UnknownForm
from forms.geometry import Box
from ocr.align.blank import BlankPage, Blanks
from ocr.align.finding import Finder
from ocr.align.fit import Fit
from ocr.align.laid import Laid
from ocr.align.lay import Lay
from ocr.align.look import Look, Matrix
from ocr.align.telling import Likely, Telling
from ocr.engines.engine import Image
from ocr.ink.dark import Inks, Mask, darkness_of, gray_of, inks_of
from ocr.ink.sheet_lines import without_shades
from ocr.pages.page import Glyph, Page

NEARLY = 0.35  # from here on it is the form, but not in place; below, some other paper
EMPTY = 0.0004  # share of ink on an empty page: dust and punch holes


@dataclass(frozen=True)
class AlignedPage:
    """A page in its blank's place, at 200 dpi. `seen`: 255 where the scan has paper at all;
    `glyphs` are those of the page, moved with it; `lay`: where each place of the blank is on the
    page as it arrived."""

    number: int
    blank: BlankPage
    image: Image
    inks: Inks
    seen: Mask
    fit: Fit
    glyphs: tuple[Glyph, ...]
    lay: Lay | None = None

    def is_seen(self, box: Box) -> bool:
        """Whether nearly all of a box is on the scan."""
        left, top, right, bottom = box.to_px(self.seen.shape[1], self.seen.shape[0])
        part = self.seen[top:bottom, left:right]
        return bool(part.size and (part > 0).mean() > 0.97)


class Aligner:
    """Not thread-safe. `by_title`: a page with another title is refused, whatever else it has."""

    def __init__(self, blanks: Blanks, *, by_title: bool = True) -> None:
        self._by_title = by_title
        self._finder, self._telling = Finder(blanks), Telling(blanks)

    def align(self, page: Page, likely: Likely | None = None) -> AlignedPage:
        """Raises UnknownForm (no form fits, or nothing is on the page, or two that look alike
        cannot be told apart) and Misaligned."""
        look = Look(gray_of(page.image))
        if _is_empty(look):
            raise EmptyPage(f"{page.number} ページ目は白紙です。")
        laid = self._finder.best(look)
        if laid is None or laid.fit.score < NEARLY:
            raise UnknownForm(f"{page.number} ページ目は、登録済みのどの様式とも合いません。")
        if not laid.fits:
            raise Misaligned(
                f"{page.number} ページ目は「{laid.blank.form.title}」のようですが、"
                f"枠の位置が合いません (一致度 {laid.fit.score:.0%})。"
            )
        laid = self._telling.apart(page.number, laid, likely)
        if self._by_title and laid.has_other_title:
            raise UnknownForm(
                f"{page.number} ページ目は「{laid.blank.form.title}」とよく似ていますが、"
                "題名が違うようです。",
                advice="登録していない様式なら、様式を作るか手で入力してください。"
                "同じ様式なら、様式を選んで読み直してください。",
            )
        return _drawn(page, laid)


def _drawn(page: Page, laid: Laid) -> AlignedPage:
    image = laid.lay.draw(page.image)
    seen = laid.lay.seen(page.image.shape[1], page.image.shape[0])
    glyphs = _moved(page.glyphs, laid.lay.homography)
    inks = without_shades(inks_of(image), laid.blank.printed)
    return AlignedPage(page.number, laid.blank, image, inks, seen, laid.fit, glyphs, laid.lay)


def _moved(glyphs: tuple[Glyph, ...], homography: Matrix) -> tuple[Glyph, ...]:
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


def _is_empty(look: Look) -> bool:
    small, _ = look.at(min(1.0, 1000 / look.long_side))
    rim_y, rim_x = small.shape[0] // 20, small.shape[1] // 20
    inner = small[rim_y : small.shape[0] - rim_y, rim_x : small.shape[1] - rim_x]
    return bool((darkness_of(np.ascontiguousarray(inner)) > 60).mean() < EMPTY)
