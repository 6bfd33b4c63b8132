"""What stands at the fields of `form.yaml`: combs, squares, option words, date units, seal mark.

Drawn from the declaration itself, so that a blank and the boxes that are read cannot drift apart.
"""

from itertools import pairwise

from forms.form import DateParts, Field, FieldType, Mark, Option, PageSize
from forms.geometry import Box
from forms.printed import Mm
from samples.blanks.pen import POINT, Pen

_WORD = 9.0  # points, at most
_COMB = 0.6  # points
_NEAR = 18.0  # mm: options further apart are not joined by a separator


def draw_field(pen: Pen, field: Field, size: PageSize, face: str, separator: str) -> None:
    """Everything printed for one field on its page."""
    to_mm = _Scale(size)
    if field.cells:
        _comb(pen, to_mm(field.box), field.cells, field.type is FieldType.POSTAL_CODE)
    if field.type is FieldType.POSTAL_CODE:
        x, y, _, h = to_mm(field.box)
        pen.text((x - 1.2, y + h / 2), "〒", 10, face, "right")
    if field.type is FieldType.SEAL:
        x, y, w, h = to_mm(field.box)
        pen.text((x + w / 2, y + h / 2), "㊞", 11, face, "center")
    if field.date:
        _date(pen, field.date, to_mm, face)
    if field.mark is Mark.CHECK:
        _squares(pen, field.options, to_mm, face)
    else:
        _words(pen, field.options, to_mm, face, separator)


class _Scale:
    """Fractions of the page → millimetres."""

    def __init__(self, size: PageSize) -> None:
        self._size = size

    def __call__(self, box: Box) -> Mm:
        width, height = self._size.width, self._size.height
        return (box.x * width, box.y * height, box.w * width, box.h * height)


def _comb(pen: Pen, box: Mm, cells: int, postal: bool) -> None:
    x, y, w, h = box
    for n in range(1, cells):
        across = x + w * n / cells
        strong = (postal and n == 3) or (cells == 12 and n % 4 == 0)
        pen.line((across, y, across, y + h), 0.9 if strong else 0.4, dash=not strong)
    pen.rect(box, _COMB)


def _date(pen: Pen, date: DateParts, to_mm: _Scale, face: str) -> None:
    _words(pen, date.eras, to_mm, face, "・")
    for part, unit in ((date.year, "年"), (date.month, "月"), (date.day, "日")):
        x, y, w, h = to_mm(part)
        pen.text((x + w + 2.1, y + h / 2), unit, _WORD, face, "center")
    if date.era:
        x, y, _, h = to_mm(date.year)
        pen.text((x - 1, y + h / 2), date.era, _WORD + 1, face, "right")


def _squares(pen: Pen, options: tuple[Option, ...], to_mm: _Scale, face: str) -> None:
    for option in options:
        x, y, w, h = to_mm(option.box)
        pen.rect((x, y, w, h), 0.8)
        pen.text((x + w + 1.8, y + h / 2), option.label, _WORD + 0.5, face)


def _words(pen: Pen, options: tuple[Option, ...], to_mm: _Scale, face: str, separator: str) -> None:
    for option in options:
        x, y, w, h = to_mm(option.box)
        size = min(_WORD, (h - 1.2) / POINT, (w - 1.2) / POINT / len(option.label))
        pen.text((x + w / 2, y + h / 2), option.label, size, face, "center")
    for left, right in pairwise(to_mm(option.box) for option in options):
        gap = right[0] - left[0] - left[2]
        if abs(left[1] - right[1]) < 1 and 0 < gap < _NEAR:
            middle = left[0] + left[2] + gap / 2
            pen.text((middle, left[1] + left[3] / 2), separator, _WORD, face, "center")
