"""Drawing on a PDF page in millimetres from the top left corner."""

from pathlib import Path
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forms.printed import Mm
from samples import fonts

POINT = 25.4 / 72  # mm
THIN, THICK = 0.4, 1.1  # points
_MIDDLE = 0.37  # of the size: from the middle of a Japanese glyph down to its base line
_FACES = {"mincho": fonts.MINCHO, "gothic": fonts.GOTHIC}


class Pen:
    """A canvas that counts downwards. One PDF page after another by `next_page`."""

    def __init__(
        self, target: Path | BinaryIO, title: str, width: float = 210, height: float = 297
    ) -> None:
        for name, font in _FACES.items():
            pdfmetrics.registerFont(TTFont(name, str(fonts.path_of(font))))
        self._height = height
        where = str(target) if isinstance(target, Path) else target
        self._canvas = Canvas(where, pagesize=(width * mm, height * mm), invariant=1)
        self._canvas.setTitle(title)

    @property
    def canvas(self) -> Canvas:
        """The bare canvas (points from the bottom left), for what the pen has no word for."""
        return self._canvas

    def next_page(self) -> None:
        self._canvas.showPage()

    def save(self) -> None:
        self._canvas.save()

    def rect(self, box: Mm, line: float = THIN, *, dash: bool = False, shade: float = 1.0) -> None:
        """A frame of `line` points; `shade` fills it (1 leaves it empty)."""
        x, y, w, h = box
        self._stroke(line, dash)
        self._canvas.setFillGray(shade)
        self._canvas.rect(
            x * mm, (self._height - y - h) * mm, w * mm, h * mm, fill=int(shade < 1), stroke=1
        )
        self._canvas.setFillGray(0)

    def line(self, ends: Mm, line: float = THIN, *, dash: bool = False) -> None:
        x1, y1, x2, y2 = ends
        self._stroke(line, dash)
        self._canvas.line(
            x1 * mm, (self._height - y1) * mm, x2 * mm, (self._height - y2) * mm
        )  # fmt: skip

    def ellipse(self, box: Mm, line: float = THIN, *, dash: bool = False) -> None:
        x, y, w, h = box
        self._stroke(line, dash)
        top, bottom = self._height - y, self._height - y - h
        self._canvas.ellipse(x * mm, bottom * mm, (x + w) * mm, top * mm)

    def text(
        self, at: tuple[float, float], text: str, size: float, face: str, align: str = "left"
    ) -> None:
        """One line; `at` is x (left, centre or right) and the middle of the line; size points."""
        x, y = at
        base = (self._height - y) * mm - size * _MIDDLE
        self._canvas.setFont(face, size)
        draw = {
            "left": self._canvas.drawString,
            "center": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[align]
        draw(x * mm, base, text)

    def spread(
        self, left: float, y: float, width: float, text: str, size: float, face: str
    ) -> None:
        """Characters at equal distances from `left` over `width` millimetres."""
        half = size * POINT / 2
        gaps = max(len(text) - 1, 1)
        for n, ch in enumerate(text):
            x = left + half + (width - 2 * half) * n / gaps
            self.text((x, y), ch, size, face, "center")

    def width(self, text: str, size: float, face: str) -> float:
        """Millimetres that the text takes."""
        return float(pdfmetrics.stringWidth(text, face, size) / mm)

    def _stroke(self, line: float, dash: bool) -> None:
        self._canvas.setLineWidth(line)
        self._canvas.setDash(*((1.5, 1.5) if dash else ()))
