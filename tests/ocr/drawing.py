"""Blanks drawn for tests: nothing but print and rules, in millimetres from the top left corner.
The fonts are named, not embedded, so that none need be installed."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

MM = 72 / 25.4
FONT = "HeiseiKakuGo-W5"


class Paper:
    """One page or more, of A4's width and `height` mm. `text` gives the top left of the letters."""

    def __init__(self, path: Path, height: float = A4[1] / MM) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = path
        self._canvas: Any = canvas.Canvas(str(path), pagesize=(A4[0], height * MM))
        self._height = height * MM

    def text(self, x: float, y: float, text: str, size: float = 9, gap: float = 0) -> "Paper":
        """`gap`: mm between letters; they are then drawn one by one, as a spaced label is."""
        self._canvas.setFont(FONT, size)
        foot = self._height - y * MM - size
        if not gap:
            self._canvas.drawString(x * MM, foot, text)
            return self
        for n, ch in enumerate(text):
            self._canvas.drawString(x * MM + n * (size + gap * MM), foot, ch)
        return self

    def down(self, x: float, y: float, text: str, step: float, size: float = 9) -> "Paper":
        """Letters below each other, `step` mm apart."""
        for n, ch in enumerate(text):
            self.text(x, y + n * step, ch, size)
        return self

    def box(self, x: float, y: float, w: float, h: float, thick: float = 0.5) -> "Paper":
        self._canvas.setLineWidth(thick)
        self._canvas.rect(x * MM, self._height - (y + h) * MM, w * MM, h * MM)
        return self

    def row(self, y: float, h: float, xs: Sequence[float], thick: float = 0.5) -> "Paper":
        """Cells beside each other between the given x."""
        for left, right in pairwise(xs):
            self.box(left, y, right - left, h, thick)
        return self

    def comb(self, x: float, y: float, count: int, side: float = 6, dashed: bool = True) -> "Paper":
        self.box(x, y, count * side, side)
        for n in range(1, count):
            self.rule(x + n * side, y, x + n * side, y + side, (1, 1) if dashed else ())
        return self

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, dash: Sequence[float] = ()
    ) -> "Paper":
        """A line; `dash`: points of ink and of white."""
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(*([list(dash)] if dash else []))
        self._canvas.line(x0 * MM, self._height - y0 * MM, x1 * MM, self._height - y1 * MM)
        self._canvas.setDash()
        return self

    def date(self, x: float, y: float, gap: float = 10, before: str = "") -> "Paper":
        """年 月 日 with `gap` mm before each, after the words `before`."""
        if before:
            self.text(x, y, before)
            x += len(before) * 9 / MM
        for n, ch in enumerate("年月日"):
            self.text(x + gap + n * (gap + 9 / MM), y, ch)
        return self

    def next_page(self) -> "Paper":
        self._canvas.showPage()
        return self

    def done(self) -> Path:
        """The file, with a line of print at its foot as every form has."""
        self.text(20, 285, "（注意）太枠の中だけに、黒のボールペンで記入してください。", 7)
        self._canvas.save()
        return self.path
