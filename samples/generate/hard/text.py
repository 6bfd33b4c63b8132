"""Text into a box: size, spacing and baseline of a hand, its faces mixed by character."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from samples.generate.hard import faces, glyph
from samples.generate.hard.faces import Face
from samples.generate.page import Page, Px
from samples.handwriting import StrokeHand, can_write

STROKES = "strokes"
_LEAST_MM = 2.3
_SMALLEST = 0.82  # of a kanji: the kana and digits of a stroke writer
_SMALL = 0.86  # kana, digits and Latin beside kanji


@dataclass(frozen=True, slots=True)
class Style:
    """`main` and `mates` name faces of `faces.HANDS`: each character is in the main face, but for
    `mix` of them in a mate's. `main` may be `STROKES`: drawn stroke by stroke, `loose` says how.
    `reach` is the height of a line as a share of its box: beyond 0.8 strokes touch the frames.
    `size_mm` is the natural height. `drift` is how far lines climb.
    """

    main: str
    mates: tuple[str, ...]
    mix: float
    manner: glyph.Manner
    size_mm: float = 5.2
    reach: float = 0.72
    drift: float = 0.03
    air: float = 0.0  # between characters, as a share of the size
    loose: float = 0.3


class Text:
    """Writes on one page (black on white)."""

    def __init__(self, page: Page, style: Style, seed: int = 0) -> None:
        """`seed` is the person, for hands that are drawn by strokes."""
        self._page, self._style, self._rng = page, style, page.rng
        self._strokes = StrokeHand(seed, style.loose) if style.main == STROKES else None
        self.last: Px = (0.0, 0.0, 0.0, 0.0)  # where the last line or row of cells was written

    def line(self, box: Px, text: str, *, centred: bool = False, size: float = 0.0) -> None:
        """One line, made smaller until it fits. `size` (px) overrules the hand's own."""
        if self._strokes and can_write(text):
            self._drawn_line(self._strokes, box, text, centred, size)
            return
        rng, style = self._rng, self._style
        x, y, w, h = box
        chosen = [(ch, self._face(ch)) for ch in text]
        px = self._fit(box, chosen, size)
        width = self._width(chosen, px)
        indent = self._page.scale * rng.uniform(0.6, 2.8)
        left = x + (w - width) / 2 if centred else x + min(indent, max(w - width, 0) / 2)
        unsteady = style.manner.unsteady
        rise = rng.uniform(-style.drift, style.drift) * unsteady
        middle = y + h / 2 + rng.uniform(-0.05, 0.05) * h * unsteady
        low, high = y - 0.02 * h, y + 1.02 * h
        at = left
        for ch, which in chosen:
            step = self._step(which, ch, px)
            if not ch.isspace():
                real = self._real(ch, px)
                wave = rng.gauss(0, 0.035) * px * unsteady
                wanted = middle + rise * (at - left - width / 2) + wave + (px - real) * 0.12
                centre = min(max(wanted, low + px * 0.42), max(high - px * 0.42, low + px * 0.42))
                self._put(which, ch, real, (at + step / 2, centre))
            at += step * (1 + rng.uniform(-0.06, 0.06) * unsteady)
        self.last = (left, middle - px / 2, at - left, px)

    def cells(self, box: Px, text: str, count: int) -> None:
        """One character a cell, from the left; with a far reach it crosses the frame."""
        rng, style = self._rng, self._style
        x, y, w, h = box
        step = w / count
        unsteady = style.manner.unsteady
        far = max(0.0, style.reach - 0.72)  # beyond an ordinary hand
        size = h * (0.74 + 0.6 * far) if unsteady else h * 0.66
        self.last = (x, y, step * len(text), h)
        for n, ch in enumerate(text):
            real = size * (1 + rng.gauss(0, 0.06) * unsteady)
            dx = rng.gauss(0, 0.06 + 0.25 * far) * step * unsteady
            dy = rng.gauss(0, 0.04 + 0.2 * far) * h * unsteady
            centre = (
                x + step * (n + 0.5) + float(np.clip(dx, -0.22 * step, 0.22 * step)),
                y + h / 2 + float(np.clip(dy, -0.16 * h, 0.16 * h)),
            )
            if self._strokes and can_write(ch):
                self._drawn(self._strokes, ch, real, centre)
            else:
                self._put(self._face(ch), ch, real, centre)

    def two_places(self, box: Px, old: str, new: str, cells: int) -> tuple[Px, Px]:
        """Where the old and the new text go: side by side where both fit, else one above the
        other. The height of a place is the size of its text."""
        x, y, w, h = box
        size = min(self._style.size_mm * self._page.scale * 0.8, h * 0.7)
        if cells:
            wide = w * len(old) / cells
            small = 3.2 * self._page.scale
            return (x, y + h * 0.1, wide, h * 0.8), (x, y - small * 0.95, w, small)
        first, second = (self._width([(c, self._face(c)) for c in t], size) for t in (old, new))
        if first + second + size * 2.5 < w:
            gap = first + size * 1.6
            return (x + size * 0.3, y + (h - size) / 2, first, size), (
                x + gap, y + (h - size) / 2, w - gap, size,
            )  # fmt: skip
        small = max(_LEAST_MM * self._page.scale, h * 0.44)
        scale = min(1.0, (w - small) / max(second * small / size, 1.0))
        first_wide = min(first * small / size, w - small * 0.5)
        return (
            (x + small * 0.3, y + h - small * 1.05, first_wide, small),
            (x + small * 0.3, y - small * 0.08, w, small * scale),
        )

    def _drawn_line(self, hand: StrokeHand, box: Px, text: str, centred: bool, size: float) -> None:
        """As `line`, by strokes: the writer's own spacing and wandering."""
        rng, scale = self._rng, self._page.scale
        x, y, w, h = box
        px = size or min(self._style.size_mm * scale * rng.uniform(0.9, 1.1), h * self._style.reach)
        width = self._ink(hand, text, px).shape[1]
        px = max(px * min(1.0, (w - 1.2 * scale) / width), _LEAST_MM * scale)
        ink = self._ink(hand, text, px)
        high, wide = ink.shape
        indent = min(scale * rng.uniform(0.6, 2.8), max(w - wide, 0) / 2)
        left = x + (w - wide) / 2 if centred else x + indent
        top = y + (h - high) / 2 + rng.uniform(-0.05, 0.05) * h
        self._page.image.paste((0, 0, 0), (round(left), round(top)), Image.fromarray(ink))
        self.last = (left, top, wide, high)

    def _drawn(self, hand: StrokeHand, ch: str, px: float, centre: tuple[float, float]) -> None:
        ink = self._ink(hand, ch, px / hand.habits.digit)
        at = (round(centre[0] - ink.shape[1] / 2), round(centre[1] - ink.shape[0] / 2))
        self._page.image.paste((0, 0, 0), at, Image.fromarray(ink))

    def _ink(self, hand: StrokeHand, text: str, px: float) -> glyph.Mask:
        """With the tool's own thickness and darkness in place of the writer's, and no character so
        small that its gaps fill."""
        pen, old = min(self._style.manner.stroke / px, glyph.THICKEST), hand.habits
        sizes = {"digit": max(old.digit, _SMALLEST), "kana": max(old.kana, _SMALLEST)}
        hand.habits = replace(old, pen=pen, ink=1.0, grain=0.0, **sizes)
        return hand.line(text, px).ink

    def _face(self, ch: str) -> Face:
        style, rng = self._style, self._rng
        if not style.manner.unsteady:
            return faces.printed(style.main, ch)
        if style.main == STROKES:
            return faces.chosen(("kleeone-regular",), ch)
        others = rng.sample(style.mates, len(style.mates))
        names = (*others, style.main) if rng.random() < style.mix else (style.main, *others)
        return faces.chosen(names, ch)

    def _fit(self, box: Px, chosen: list[tuple[str, Face]], size: float) -> int:
        _, _, w, h = box
        scale, style = self._page.scale, self._style
        wanted = size or min(style.size_mm * scale * self._rng.uniform(0.9, 1.1), h * style.reach)
        natural = self._width(chosen, wanted)
        room = w - 1.6 * scale
        if natural > room:
            wanted *= room / natural
        return max(int(wanted), round(_LEAST_MM * scale))

    def _width(self, chosen: list[tuple[str, Face]], px: float) -> float:
        return sum(self._step(which, ch, px) for ch, which in chosen)

    def _step(self, which: Face, ch: str, px: float) -> float:
        space = self._style.air * px
        return glyph.advance(which, ch, round(px)) * self._style.manner.wide + space

    def _real(self, ch: str, px: float) -> float:
        unsteady = self._style.manner.unsteady
        small = 1.0 if not unsteady or _is_kanji(ch) else _SMALL
        return px * small * (1 + self._rng.gauss(0, 0.05) * unsteady)

    def _put(self, which: Face, ch: str, px: float, centre: tuple[float, float]) -> None:
        tile = glyph.draw(which, ch, max(8, round(px)), self._style.manner, self._rng)
        at = (round(centre[0] - tile.shape[1] / 2), round(centre[1] - tile.shape[0] / 2))
        self._page.image.paste((0, 0, 0), at, Image.fromarray(tile))


def _is_kanji(ch: str) -> bool:
    return "\u3400" <= ch <= "\u9fff" or ch >= "\U00020000" or "\uf900" <= ch <= "\ufaff"
