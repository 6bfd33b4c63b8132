"""One record and a layout → the texts of its row, or what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forms.form import Field
from forms.record import Value
from forms.standard.characters import units
from workflows.clock import TOKYO
from workflows.exports import charset, values
from workflows.exports.declaration import ColumnDeclaration, Format, Item, LayoutDeclaration
from workflows.exports.trouble import Kind, Replaced, Trouble, Troubles, Unwritable
from workflows.store.states import TITLES, State

# A spreadsheet takes what begins with one of these for a formula (OWASP, CSV Injection; the wide
# ones count in Japanese installations).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
_WITH_CSV = (Format.CSV, Format.NATIONAL)


@dataclass(frozen=True, slots=True)
class Exported:
    """A record as it stands: its values, people's answers laid over what was read."""

    record_id: int
    form_title: str
    version: str
    file: str
    received_at: datetime
    state: State
    receipt: str
    values: Mapping[str, Value]
    # As read or typed, before it became a value; where it was asked for.
    written: Mapping[str, str] = field(default_factory=dict)


class Cells:
    """Makes rows. `troubles` collects what could not be written, and what was done about it."""

    def __init__(
        self,
        layout: LayoutDeclaration,
        fields: Mapping[str, Field],
        substitutes: Mapping[str, str],
    ) -> None:
        self._layout, self._fields = layout, fields
        self._substitutes = {**layout.substitutes, **substitutes}
        self.troubles = Troubles()

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title_of(each, self._fields) for each in self._layout.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The titles as a CSV begins with them."""
        return tuple(self.guarded(each) for each in self.titles)

    def row(self, record: Exported) -> Sequence[str]:
        """One text a column. A cell in trouble is empty, and told in `troubles`."""
        return [self._cell(record, column) for column in self._layout.columns]

    def _cell(self, record: Exported, column: ColumnDeclaration) -> str:
        try:
            text = values.in_width(self._text(record, column), column.width)
            return self.guarded(self.encodable(record, column, text))
        except Unwritable as problem:
            self._tell(record, column, problem.kind, problem.what)
            return ""

    def _text(self, record: Exported, column: ColumnDeclaration) -> str:
        if column.text is not None:
            return column.text
        if column.item is not None:
            return _item(record, column.item, column)
        known = self._fields[column.field]
        value = record.values.get(column.field)
        return values.of_field(known, value, column.date, column.codes, column.join)

    def guarded(self, text: str) -> str:
        """For a spreadsheet, an apostrophe before what it would calculate. The record stays."""
        is_csv = self._layout.format in _WITH_CSV and self._layout.formulas == "guard"
        if not is_csv or not text.startswith(_FORMULA):
            return text
        self.troubles.guarded += 1
        return GUARD + text

    def encodable(self, record: Exported, column: ColumnDeclaration, text: str) -> str:
        """`text` with what a person said instead of what may not be written; the rest is told."""
        encoding, characters = self._layout.encoding, self._layout.characters
        text, done = charset.substituted(text, encoding, self._substitutes, characters)
        title = title_of(column, self._fields)
        self.troubles.replaced += [Replaced(record.record_id, title, *each) for each in done]
        for unit in charset.misfits(text, encoding, characters):
            self._tell(record, column, Kind.CHARACTER, unit)
        return text

    def as_said(self, text: str) -> str:
        """The same without a word, for a text that is told elsewhere."""
        layout = self._layout
        return charset.substituted(text, layout.encoding, self._substitutes, layout.characters)[0]

    def _tell(self, record: Exported, column: ColumnDeclaration, kind: Kind, what: str) -> None:
        title = title_of(column, self._fields)
        self.troubles.add(Trouble(record.record_id, title, kind, what))

    def padded(self, record: Exported, row: Sequence[str]) -> list[bytes]:
        """The row as cells of a fixed width; where one is in trouble, pads alone stand there."""
        return [
            self._padded(record, column, text)
            for column, text in zip(self._layout.columns, row, strict=True)
        ]

    def _padded(self, record: Exported, column: ColumnDeclaration, text: str) -> bytes:
        length = column.bytes or 0
        encoded = text.encode(self._layout.encoding, errors="ignore")
        if len(encoded) > length and column.overflow == "cut":
            encoded = _cut(text, self._layout.encoding, length)
            self.troubles.cut += 1
        pad = column.pad.encode(self._layout.encoding)
        missing = length - len(encoded)
        if missing < 0:
            self._tell(record, column, Kind.TOO_LONG, f"{len(encoded)} バイト (枠は {length})")
            return b""
        if missing % len(pad):
            self._tell(record, column, Kind.TOO_LONG, f"余り {missing} バイトを全角で埋められない")
            return b""
        padding = pad * (missing // len(pad))
        return encoded + padding if column.align == "left" else padding + encoded


def _cut(text: str, encoding: str, length: int) -> bytes:
    """As many whole characters as fit into `length` bytes."""
    encoded = b""
    for unit in units(text):
        more = encoded + unit.encode(encoding, errors="ignore")
        if len(more) > length:
            break
        encoded = more
    return encoded


def _item(record: Exported, item: Item, column: ColumnDeclaration) -> str:
    if item is Item.RECEIVED:
        return values.in_style(record.received_at.astimezone(TOKYO).date(), column.date)
    texts: Mapping[Item, str] = {
        Item.RECORD: str(record.record_id),
        Item.FILE: record.file,
        Item.FORM: record.form_title,
        Item.VERSION: record.version,
        Item.STATE: TITLES[record.state],
        Item.RECEIPT: record.receipt,
    }
    return texts[item]


ITEM_TITLES: Mapping[Item, str] = {
    Item.RECORD: "記録",
    Item.RECEIVED: "受付日",
    Item.FILE: "ファイル",
    Item.FORM: "様式",
    Item.VERSION: "版",
    Item.STATE: "状態",
    Item.RECEIPT: "業務システムの受付番号",
}


def title_of(column: ColumnDeclaration, fields: Mapping[str, Field]) -> str:
    """The column's heading: its own, else what it holds is called."""
    if column.title:
        return column.title
    if column.item is not None:
        return ITEM_TITLES[column.item]
    return fields[column.field].label if column.field in fields else ""
