"""Where the boxes of a field stand inside its place on the sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.form import FieldType, Mark
from forms.printed import Mm, Text
from forms.sheet import sizes
from forms.sheet.rows import Cell, Word

_INSET, _LID = 2.0, 1.2  # mm from the ruled lines, sideways and up and down
_SEAL, _COMB_HEIGHT, _WORD_HEIGHT, _ERA_HEIGHT = 12.4, 7.0, 6.0, 5.2
_QR = 25.0  # with a little paper around the code


def spots(cell: Cell, place: Mm, *, is_in_table: bool = False) -> dict[str, Any]:
    """The keys of a `FieldDeclaration` that say where it is; `place` is its ruled cell (mm)."""
    x, y, w, h = place
    if cell.type is FieldType.CHOICE:
        return {"options": list(_options(cell, place))}
    if cell.type is FieldType.DATE:
        return _date(cell, place, is_in_table=is_in_table)
    if cell.type in (FieldType.SEAL, FieldType.QR):
        most = _SEAL if cell.type is FieldType.SEAL else _QR
        side = min(most, h - 1.6, w - 2)
        return {"box": _rounded((x + (w - side) / 2, y + (h - side) / 2, side, side))}
    left = x + _INSET + (sizes.POST_MARK if cell.type is FieldType.POSTAL_CODE else 0)
    room = x + w - _INSET - sizes.after(cell) - left
    if cell.cells:
        width = min(sizes.COMB, room / cell.cells) * cell.cells
        return {"box": _rounded((left, y + (h - _COMB_HEIGHT) / 2, width, _COMB_HEIGHT))}
    if cell.type is FieldType.NUMBER:
        room = min(room, sizes.roomy(cell).width - sizes.after(cell) - 2)
    return {"box": _rounded((left, y + _LID, room, h - 2 * _LID))}


def behind(cell: Cell, place: Mm, said: Mapping[str, Any]) -> Iterator[Text]:
    """The unit right after the writing, the note at the end of the place."""
    x, y, w, h = place
    if cell.unit and (box := said.get("box")) is not None:
        yield Text(at=(round(box[0] + box[2] + 1.2, 2), round(y + h / 2, 2)), text=cell.unit)
    if cell.note:
        at = (round(x + w - 1.5, 2), round(y + h / 2, 2))
        yield Text(at=at, text=cell.note, size=8, align="right")


def _options(cell: Cell, place: Mm) -> Iterator[dict[str, Any]]:
    x, y, w, h = place
    lines = sizes.lines_of(cell, w - 4 - sizes.after(cell))
    top = y + (h - sizes.LINE * len(lines)) / 2
    columns = _columns(cell, lines, w - sizes.after(cell))
    for n, line in enumerate(lines):
        for at, word in zip(columns[n], line, strict=True):
            middle = top + sizes.LINE * (n + 0.5)
            if cell.mark is Mark.CHECK:
                side = sizes.SQUARE
                box = (x + at, middle - side / 2, side, side)
            else:
                box = (x + at, middle - _WORD_HEIGHT / 2, sizes.word_width(word), _WORD_HEIGHT)
            yield word.model_dump() | {"box": _rounded(box)}


def _columns(cell: Cell, lines: list[list[Word]], width: float) -> list[list[float]]:
    """Where each option begins, mm from the left of the place. Gaps grow where there is room, up to
    twice their least, and further down nothing moves out of step without need."""
    least = sizes.SQUARE_GAP if cell.mark is Mark.CHECK else sizes.WORD_GAP
    gaps = []
    for line in lines:
        free = width - 2 * _INSET - sum(sizes.option_width(cell, word) for word in line)
        if len(line) > 1:
            gaps.append(free / (len(line) - 1))
    gap = max(min(gaps, default=least), 2.0)
    gap = min(gap, 2 * least)
    found = []
    for line in lines:
        at, starts = _INSET + 0.5, []
        for word in line:
            starts.append(at)
            at += sizes.option_width(cell, word) + gap
        found.append(starts)
    return found


def _date(cell: Cell, place: Mm, *, is_in_table: bool) -> dict[str, Any]:
    x, y, w, h = place
    if not cell.eras:
        said: dict[str, Any] = {"era": cell.era} if cell.era else {}
        lead = 11.0 if cell.era else _INSET
        return said | _parts((x + lead, y, w - lead - 1, h))
    if is_in_table and sizes.is_stacked(cell):
        step = (h - 0.6) / len(cell.eras)
        height = min(_ERA_HEIGHT, step - 0.5)
        tops = [y + 0.3 + step * (n + 0.5) - height / 2 for n in range(len(cell.eras))]
        eras = [
            {"value": era, "box": _rounded((x + 1, top, 9.5, height))}
            for era, top in zip(cell.eras, tops, strict=True)
        ]
        return {"eras": eras} | _parts((x + 12, y, w - 12.5, h))
    is_one_line = w >= sizes.roomy(cell).width - 0.01
    band = h if is_one_line else 6.4
    eras = [
        {
            "value": era,
            "box": _rounded((x + _INSET + sizes.ERA * n, y + 0.3 + (band - 5.2) / 2, 9.5, 5.2)),
        }
        for n, era in enumerate(cell.eras)
    ]
    if not is_one_line:
        return {"eras": eras} | _parts((x + _INSET, y + band, w - _INSET - 1, h - band))
    lead = _INSET + sizes.ERA * len(cell.eras)
    return {"eras": eras} | _parts((x + lead, y, w - lead - 1, h))


def _parts(place: Mm) -> dict[str, Any]:
    """Year, month and day with their units behind them."""
    x, y, w, h = place
    pitch = min(17.0, w / 3)
    wide, high = pitch - sizes.UNIT, min(8.0, h - 1.4)
    top = y + (h - high) / 2
    return {
        name: _rounded((x + pitch * n, top, wide, high))
        for n, name in enumerate(("year", "month", "day"))
    }


def _rounded(box: tuple[float, float, float, float]) -> Mm:
    x, y, w, h = (round(value, 2) for value in box)
    return (x, y, w, h)
