"""A form that is in no catalogue, drawn for tests: 犬の登録申請書, blank and filled."""

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.fonts import Font, path_of

FONT = Font("IPAゴシック", "ipag.ttf", "fonts-ipafont-gothic", False)  # `tools/setup` installs it
LEFT, LABEL, WIDTH, HEIGHT = 20.0, 38.0, 170.0, 297.0  # mm
ROWS = (("フリガナ", 9.0), ("氏名", 12.0), ("住所", 12.0), ("電話番号", 10.0), ("犬の名", 10.0))
TOP = 60.0
WRITTEN = ("ヤマダ　ハナコ", "山田　花子", "東京都千代田区丸の内1-2-3", "03-1234-5678", "ポチ")
NUMBER = "204815"


def blank(target: Path) -> Path:
    _Paper(target, is_filled=False).draw()
    return target


def filled(target: Path) -> Path:
    """A picture of the filled paper, as a scanner gives it: 200 dpi, a little askew."""
    buffer = BytesIO()
    _Paper(buffer, is_filled=True).draw()
    pdf = pypdfium2.PdfDocument(buffer.getvalue())
    image: Image.Image = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    pdf.close()
    turned = image.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    turned.save(target, dpi=(200, 200))
    return target


class _Paper:
    def __init__(self, target: Path | BytesIO, *, is_filled: bool) -> None:
        pdfmetrics.registerFont(TTFont("ipag", str(path_of(FONT))))
        where = str(target) if isinstance(target, Path) else target
        self._canvas = Canvas(where, pagesize=(210 * mm, HEIGHT * mm), invariant=1)
        self._is_filled = is_filled

    def draw(self) -> None:
        self._text(105, 25, "犬の登録申請書", 18, centred=True)
        self._text(20, 42, "次のとおり登録を申請します。", 10)
        self._rows()
        self._number()
        self._sex()
        self._text(20, 260, "この申請書は、狂犬病予防法により提出するものです。", 9)
        self._canvas.showPage()
        self._canvas.save()

    def _rows(self) -> None:
        y = TOP
        for (label, height), written in zip(ROWS, WRITTEN, strict=True):
            self._row(y, height, label)
            self._write(LEFT + LABEL + 4, y + height / 2, written, 13)
            y += height

    def _number(self) -> None:
        self._row(130, 12, "鑑札番号")
        for n, digit in enumerate(NUMBER):
            self._rect(LEFT + LABEL + 4 + n * 7, 132, 7, 8)
            self._write(LEFT + LABEL + 5.4 + n * 7, 136, digit, 14)

    def _sex(self) -> None:
        self._row(142, 12, "性別")
        for x, word in ((75, "オス"), (87, "・"), (99, "メス")):
            self._text(x, 148, word, 11, centred=True)
        if self._is_filled:
            left, top = 92, 143.6
            self._canvas.setLineWidth(1.1)
            self._canvas.ellipse(
                left * mm, (HEIGHT - top) * mm, (left + 14) * mm, (HEIGHT - top - 8.6) * mm
            )

    def _row(self, y: float, height: float, label: str) -> None:
        self._rect(LEFT, y, LABEL, height)
        self._rect(LEFT + LABEL, y, WIDTH - LABEL, height)
        self._text(LEFT + 4, y + height / 2, label, 10)

    def _rect(self, x: float, y: float, w: float, h: float) -> None:
        self._canvas.setLineWidth(0.5)
        self._canvas.rect(x * mm, (HEIGHT - y - h) * mm, w * mm, h * mm)

    def _write(self, x: float, y: float, text: str, size: float) -> None:
        if self._is_filled:
            self._text(x, y, text, size)

    def _text(self, x: float, y: float, text: str, size: float, *, centred: bool = False) -> None:
        """`y`: the middle of the line."""
        self._canvas.setFont("ipag", size)
        draw = self._canvas.drawCentredString if centred else self._canvas.drawString
        draw(x * mm, (HEIGHT - y) * mm - size * 0.37, text)
