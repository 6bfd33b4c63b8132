"""Page image → the form page it is, laid exactly over its blank; or the reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from forms.errors import EmptyPage, Misaligned, UnknownForm
from forms.form import Form
from forms.geometry import Box
from ocr.align.blank import BlankPage, Blanks, smoothed
from ocr.align.fit import Fit, Nearness, measure
from ocr.align.lay import Lay
from ocr.align.look import Look, Matrix
from ocr.align.patches import finely
from ocr.align.pieces import settled
from ocr.align.points import QUICK, THOROUGH, features_of
from ocr.align.rivals import Difference, Lookalikes, Seen, Verdict
from ocr.align.sight import Sighting, bent, gathered, sighting
from ocr.align.title import is_other
from ocr.engines.engine import Image
from ocr.ink.dark import Inks, Mask, darkness_of, gray_of, ink_threshold, inks_of
from ocr.pages.page import Glyph, Page

FITS = 0.62  # from here on a page is read
NEARLY = 0.35  # from here on it is the form, but not in place; below, some other paper
MOST_WEAK = 0.2  # share of the page that may be out of place or cut away
LEAST_AGREEING = 14  # features in place for a form to be thought of at all
ASKED = 12  # blanks that the index may name
THOUGHT_OF = 5  # of them whose place is sought
RIVALS = 2  # of them that are laid over and measured, until one fits
CLEAR_LEAD = 2.5  # a form with this many times the features of the next needs no rival
BENT_LEAD = 2.0  # a page that fits two lookalikes is the one it need not be bent half as much for
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


@dataclass(frozen=True, slots=True)
class Likely:
    """What a page should be, by what a person said or what came before it. It decides only between
    blanks whose print does not tell them apart, and never against what is printed. `numbers`:
    which pages (from 1) of the form; empty for any."""

    form: str
    numbers: frozenset[int] = frozenset()

    def allows(self, blank: BlankPage) -> bool:
        return blank.form.id == self.form and (not self.numbers or blank.number in self.numbers)


@dataclass(frozen=True)
class _Laid:
    """One try: a blank (by number), how the page lies over it, the page drawn there at half size,
    where its ink is near, and how well it fits."""

    owner: int
    blank: BlankPage
    lay: Lay
    half: Image
    near: Nearness
    fit: Fit
    look: Look

    @property
    def fits(self) -> bool:
        """Well enough to be read."""
        return self.fit.score >= FITS and self.fit.weak_share <= MOST_WEAK

    @cached_property
    def seen(self) -> Seen:
        gray = self.look.gray
        paper = self.lay.seen(gray.shape[1], gray.shape[0])
        return Seen(finely(self.lay.draw(gray)), self.near, paper)

    @property
    def has_other_title(self) -> bool:
        blank, title = self.blank, self.blank.title
        if title is None:
            return False
        letters = title.doubtful(blank.half_smooth, smoothed(self.half))
        return bool(letters) and is_other(letters, finely(blank.image), self.seen.fine)


class Aligner:
    """Not thread-safe. `by_title`: a page with another title is refused, whatever else it has."""

    def __init__(self, blanks: Blanks, *, by_title: bool = True) -> None:
        self._blanks, self._by_title = blanks, by_title
        self._lookalikes = Lookalikes(blanks)

    def align(self, page: Page, likely: Likely | None = None) -> AlignedPage:
        """Raises UnknownForm (no form fits, or nothing is on the page, or two that look alike
        cannot be told apart) and Misaligned."""
        look = Look(gray_of(page.image))
        if _is_empty(look):
            raise EmptyPage(f"{page.number} ページ目は白紙です。")
        laid = self._best(look)
        if laid is None or laid.fit.score < NEARLY:
            raise UnknownForm(f"{page.number} ページ目は、登録済みのどの様式とも合いません。")
        if not laid.fits:
            raise Misaligned(
                f"{page.number} ページ目は「{laid.blank.form.title}」のようですが、"
                f"枠の位置が合いません (一致度 {laid.fit.score:.0%})。"
            )
        laid = self._told_apart(page, look, laid, likely)
        if self._by_title and laid.has_other_title:
            raise UnknownForm(
                f"{page.number} ページ目は「{laid.blank.form.title}」とよく似ていますが、"
                "題名が違うようです。",
                advice="登録していない様式なら、様式を作るか手で入力してください。"
                "同じ様式なら、様式を選んで読み直してください。",
            )
        return _drawn(page, laid)

    def _best(self, look: Look) -> _Laid | None:
        """The best at a quick look, or at a thorough one where the quick one finds none."""
        best: _Laid | None = None
        for how in (QUICK, THOROUGH):
            for seen in self._sightings(look, how):
                laid = self._laid(seen.owner, look, bent(seen).lay)
                if laid.fits:
                    return laid
                if best is None or laid.fit.score > best.fit.score:
                    best = laid
        return best

    def _sightings(self, look: Look, how: tuple[int, int]) -> list[Sighting]:
        """The likely blanks, most agreeing features first."""
        marking = self._blanks.marking
        small, _ = look.at(min(1.0, how[0] / look.long_side))
        page = features_of(small, look.long_side, how)
        thought_of = [
            gathered(each, marking.features[each.owner], page, marking.sizes[each.owner])
            for each in marking.index.ask(page, ASKED)
        ]
        thought_of.sort(key=lambda each: -each.count if each else 0)
        tried = [sighting(each) for each in thought_of[:THOUGHT_OF] if each]
        likely = [each for each in tried if each and each.agreeing >= LEAST_AGREEING]
        likely.sort(key=lambda each: -each.agreeing)
        if len(likely) > 1 and likely[0].agreeing > CLEAR_LEAD * likely[1].agreeing:
            return likely[:1]
        return likely[:RIVALS]

    def _laid(self, owner: int, look: Look, start: Lay) -> _Laid:
        """Settled and measured on a picture just large enough."""
        blank = self._blanks.page(owner)
        small, shrunk = look.at(min(1.0, 0.55 / start.scale))
        there = settled(blank, small, start.onto(shrunk))
        near = Nearness.of(_half_ink(there.laid))
        fit = measure(blank.half_parts, near)
        lay = there.lay.onto(np.asarray(np.linalg.inv(shrunk), np.float64))
        return _Laid(owner, blank, lay, there.laid, near, fit, look)

    def _told_apart(self, page: Page, look: Look, best: _Laid, likely: Likely | None) -> _Laid:
        """The one of the lookalikes that the page is. Raises UnknownForm where it may be two."""
        rivals = self._rivals(best)
        if not rivals:
            return best
        tries = [best]
        # Bent paper may have been bent too far, onto the wrong lines: each has its own try; first
        # those that the page speaks for.
        for each in sorted(rivals, key=lambda d: d.judge(best.seen) is not Verdict.THEIRS):
            tries.append(self._laid(each.other, look, best.lay))
            is_theirs = each.judge(best.seen) is Verdict.THEIRS
            if is_theirs and tries[-1].fits and not self._rivals(tries[-1]):
                return tries[-1]
        found = self._winner(tries)
        if found is None and likely is not None:
            possible = [each for each in tries if not self._is_beaten(each, tries)]
            found = self._winner([each for each in possible if likely.allows(each.blank)])
        if found is None:
            raise _alike(page, [each.blank.form for each in tries])
        return found

    def _rivals(self, one: _Laid) -> list[Difference]:
        """Lookalikes that a page laid over a blank may be instead."""
        return [
            each
            for each in self._lookalikes.of(one.owner)
            if not (one.lay.bend is None or each.is_firm) or not self._is_clear(one, each)
        ]

    def _is_clear(self, one: _Laid, against: Difference) -> bool:
        """Whether a page is the blank that it was laid over, and not its lookalike."""
        verdict = against.judge(one.seen)
        return verdict is Verdict.MINE or self._is_newer(one, against, verdict)

    def _is_newer(self, one: _Laid, against: Difference, verdict: Verdict) -> bool:
        """The same print counts for the newer revision, which comes first; of two forms, for
        neither."""
        form, _ = self._blanks.marking.owners[against.other]
        is_revision = form.id == one.blank.form.id
        return verdict is Verdict.SAME and is_revision and against.other > one.owner

    def _winner(self, tries: Sequence[_Laid]) -> _Laid | None:
        """The one that wins against all others of `tries`; None where none does plainly."""
        winners = [each for each in tries if self._wins(each, tries)]
        winners.sort(key=lambda each: each.lay.bow)
        is_clear = len(winners) == 1 or (
            len(winners) > 1 and winners[1].lay.bow >= BENT_LEAD * winners[0].lay.bow
        )
        return winners[0] if is_clear else None

    def _wins(self, one: _Laid, tries: Sequence[_Laid]) -> bool:
        return one.fits and all(self._is_clear(one, each) for each in self._met(one, tries))

    def _is_beaten(self, one: _Laid, tries: Sequence[_Laid]) -> bool:
        """Whether what is printed speaks against it."""
        verdicts = (each.judge(one.seen) for each in self._met(one, tries))
        return not one.fits or any(each is Verdict.THEIRS for each in verdicts)

    def _met(self, one: _Laid, tries: Sequence[_Laid]) -> list[Difference]:
        tried = {each.owner for each in tries}
        return [each for each in self._lookalikes.of(one.owner) if each.other in tried]


def _alike(page: Page, forms: Sequence[Form]) -> UnknownForm:
    once = {(each.id, each.version): each for each in forms}.values()
    names = "、".join(f"「{each.title}」{each.version}" for each in once)
    return UnknownForm(
        f"{page.number} ページ目は、よく似た様式 ({names}) のどれか区別できません。",
        advice="版や題名の所が写るようにスキャンし直すか、手で入力してください。",
    )


def _half_ink(laid: Image) -> Mask:
    darkness = darkness_of(laid)
    return np.where(darkness > ink_threshold(darkness), 255, 0).astype(np.uint8)


def _drawn(page: Page, laid: _Laid) -> AlignedPage:
    image = laid.lay.draw(page.image)
    seen = laid.lay.seen(page.image.shape[1], page.image.shape[0])
    glyphs = _moved(page.glyphs, laid.lay.homography)
    inks = inks_of(image)
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
