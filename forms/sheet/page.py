"""One page of a sheet from top to bottom: what is printed, and where the fields are."""

from collections.abc import Sequence
from pathlib import Path

from forms.declaration import FieldDeclaration, RowsDeclaration
from forms.errors import BadDeclaration
from forms.printed import Head, Mm, Page, Text
from forms.sheet import sizes
from forms.sheet.pieces import said_of
from forms.sheet.rows import Cell, Row, Section, Table, Words
from forms.sheet.spots import behind, spots

LEFT, WIDTH = 15.0, 180.0
BOTTOM = 285.0
_TABLE_HEAD = 7.0
_STAFF = 22.0
_LEADING = 4.6
_LINE = 57  # characters of a sentence across the page at 9 points

Entry = FieldDeclaration | RowsDeclaration


class Column:
    """Fills one page downwards. Raises BadDeclaration where something has no room."""

    def __init__(self, number: int, path: Path) -> None:
        self.page = Page()
        self.fields: list[Entry] = []
        self._number, self._path = number, path
        self._y, self._framed_from = 12.0, None

    _framed_from: float | None

    def title(self, style: str, title: str, to: str, lead: str) -> None:
        if style:
            self.page.texts.append(Text(at=(195, 11), text=style, size=9, align="right"))
        if title:
            size = round(min(18.0, 165 / sizes.glyphs(title) / 0.353), 1)
            width = round(min(165.0, sizes.glyphs(title) * size * 0.353 * 1.12), 1)
            self.page.texts.append(
                Text(at=(105, 20), text=title, size=size, width=width, face="gothic")
            )
            self._y = 27.0
        if to:
            self.page.texts.append(Text(at=(18, self._y + 3), text=to, size=11))
            self._y += 8
        if lead:
            self.words(Words(words=lead, size=9))
        self._y += 1

    def section(self, row: Section) -> None:
        place = self._take(row.height, row.section)
        self.page.heads.append(Head(box=place, text=row.section, face="gothic", size=9.5))

    def words(self, row: Words) -> None:
        lines = [part for line in row.words.strip().split("\n") for part in _wrapped(line)]
        self._end_frame()
        top = self._y
        self._go(_LEADING * len(lines) + 1.2, row.words[:10])
        text = "\n".join(lines)
        at = (16, round(top + _LEADING * 0.6, 2))
        self.page.texts.append(Text(at=at, text=text, size=row.size, leading=_LEADING))

    def row(self, row: Row) -> None:
        widths = self._widths(row.row)
        heads = [sizes.head_width(cell, is_first=n == 0) for n, cell in enumerate(row.row)]
        needed = (sizes.height_in(cell, width) for cell, width in zip(row.row, widths, strict=True))
        x, y, _, height = self._take(row.height or max(needed), row.row[0].id)
        for n, (cell, head, width) in enumerate(zip(row.row, heads, widths, strict=True)):
            text, is_short = sizes.heading(cell), 1 < len(cell.head or cell.label) <= 5
            self.page.heads.append(
                Head(box=_mm(x, y, head, height), text=text, spread=n == 0 and is_short)
            )
            place = _mm(x + head, y, width, height)
            self._field(cell, place)
            x += head + width

    def table(self, table: Table) -> None:
        number = 9.0
        widths = self._columns(table, WIDTH - number)
        x, y, _, _ = self._take(_TABLE_HEAD, table.table)
        height = table.height or max(sizes.in_table(cell).height for cell in table.cells)
        top = y + _TABLE_HEAD
        self._take(round(height * table.count, 2), table.table)
        self.page.heads.append(Head(box=_mm(x, y, number, _TABLE_HEAD), text="番号", size=8))
        for n in range(table.count):
            box = _mm(x, top + height * n, number, height)
            self.page.heads.append(Head(box=box, text=str(n + 1)))
        x += number
        fields = []
        for cell, width in zip(table.cells, widths, strict=True):
            text = cell.head or cell.label
            self.page.heads.append(Head(box=_mm(x, y, width, _TABLE_HEAD), text=text, size=8.5))
            for n in range(table.count):
                place = _mm(x, top + height * n, width, height)
                self.page.cells.append(place)
                said = spots(cell, place, is_in_table=True)
                self.page.texts += behind(cell, place, said)
                if n == 0:
                    fields.append(self._declared(cell, said))
            x += width
        self.fields.append(
            RowsDeclaration(
                rows=table.table,
                title=table.title,
                count=table.count,
                step=round(height, 2),
                required_rows=table.required_rows,
                fields=fields,
            )
        )

    def end(self, notes: str, staff: Sequence[str]) -> None:
        self._end_frame()
        if notes:
            self._y += 1.5
            self.words(Words(words=notes))
        if staff:
            self._staff(staff)

    def _staff(self, staff: Sequence[str]) -> None:
        top = max(self._y + 6, BOTTOM - _STAFF)
        self._y = top
        self._go(_STAFF, staff[0])
        self.page.texts.append(Text(at=(LEFT, top - 2.2), text="※市町村記入欄", size=8.5))
        width = WIDTH / len(staff)
        for n, text in enumerate(staff):
            self.page.heads.append(
                Head(box=_mm(LEFT + width * n, top, width, 6), text=text, size=8)
            )
            self.page.cells.append(_mm(LEFT + width * n, top + 6, width, _STAFF - 6))

    def _field(self, cell: Cell, place: Mm) -> None:
        self.page.cells.append(place)
        said = spots(cell, place)
        self.page.texts += behind(cell, place, said)
        self.fields.append(self._declared(cell, said))

    def _declared(self, cell: Cell, said: dict[str, object]) -> FieldDeclaration:
        return FieldDeclaration.model_validate(said_of(cell) | {"page": self._number} | said)

    def _widths(self, cells: Sequence[Cell]) -> list[float]:
        heads = sum(sizes.head_width(cell, is_first=n == 0) for n, cell in enumerate(cells))
        room = WIDTH - heads
        wanted = [
            cell.width - sizes.head_width(cell, is_first=n == 0)
            if cell.width
            else sizes.roomy(cell).width
            for n, cell in enumerate(cells)
        ]
        for n in reversed(range(len(cells))):  # the last ones give way first
            if sum(wanted) > room and not cells[n].width:
                wanted[n] = sizes.compact(cells[n]).width
        return self._shared_out(cells, wanted, room)

    def _columns(self, table: Table, room: float) -> list[float]:
        wanted = [cell.width or sizes.in_table(cell).width for cell in table.cells]
        heads = [3.0 * sizes.glyphs(cell.head or cell.label) + 2 for cell in table.cells]
        widest = [max(pair) for pair in zip(wanted, heads, strict=True)]
        return self._shared_out(table.cells, widest, room)

    def _shared_out(
        self, cells: Sequence[Cell], wanted: Sequence[float], room: float
    ) -> list[float]:
        left = room - sum(wanted)
        if left < -0.01:
            problem = f"一行に収まりません ({-left:.0f} mm 足りません)。"
            fix = "項目を次の行に移すか、見出しを短くしてください。"
            raise BadDeclaration(str(self._path), 0, cells[0].id, problem, fix)
        shares = [0 if cell.width else sizes.share(cell) for cell in cells]
        whole = sum(shares) or len(cells)
        parts = shares if sum(shares) else [1.0] * len(cells)
        return [
            round(width + left * part / whole, 2) for width, part in zip(wanted, parts, strict=True)
        ]

    def _take(self, height: float, what: str) -> Mm:
        """The next strip across the page, inside a thick frame."""
        if self._framed_from is None:
            self._framed_from = self._y
        top = self._y
        self._go(height, what)
        return _mm(LEFT, top, WIDTH, height)

    def _go(self, height: float, what: str) -> None:
        self._y = round(self._y + height, 2)
        if self._y > BOTTOM + 0.01:
            problem = (
                f"{self._number} ページ目に収まりません ({self._y - BOTTOM:.0f} mm 余ります)。"
            )
            raise BadDeclaration(
                str(self._path), 0, what, problem, "行を減らすか、次のページに移してください。"
            )

    def _end_frame(self) -> None:
        if self._framed_from is not None:
            self.page.frames.append(
                _mm(LEFT, self._framed_from, WIDTH, self._y - self._framed_from)
            )
            self._framed_from = None
            self._y = round(self._y + 1.5, 2)


def _wrapped(line: str) -> list[str]:
    lines = [""]
    for ch in line:
        if sizes.glyphs(lines[-1] + ch) > _LINE:
            lines.append("")
        lines[-1] += ch
    return lines


def _mm(x: float, y: float, w: float, h: float) -> Mm:
    return (round(x, 2), round(y, 2), round(w, 2), round(h, 2))
