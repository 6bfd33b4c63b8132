"""The look-alike review as its pages show it: what waits, and a grid that fits the screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from forms.form import Field, FieldType
from review.shown.words import in_words
from workflows.alike import Group, Heap, Item

MOST_VALUES = 40  # of one field that are offered by themselves
TYPES: Mapping[FieldType, str] = {
    FieldType.NAME: "氏名", FieldType.KANA: "フリガナ", FieldType.ADDRESS: "住所",
    FieldType.TEXT: "文字", FieldType.POSTAL_CODE: "郵便番号", FieldType.PHONE: "電話番号",
    FieldType.NUMBER: "数字", FieldType.DATE: "日付", FieldType.CHOICE: "選択",
    FieldType.SEAL: "印", FieldType.QR: "QR コード",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide pieces of a grid are, and how many fit on a screen of 1280 × 1024."""

    name: str
    columns: int
    rows: int

    @property
    def size(self) -> int:
        return self.columns * self.rows


FIGURE = Shape("figure", 15, 7)
SMALL = Shape("small", 7, 7)
MEDIUM = Shape("medium", 4, 7)
LONG = Shape("long", 3, 7)
WIDE = Shape("wide", 2, 7)
_WIDEST = ((0.17, SMALL), (0.4, MEDIUM), (0.55, LONG))  # of the page


@dataclass(frozen=True, slots=True)
class Piece:
    """One item: its picture, what was read, and what a screen reader says."""

    key: str
    record_id: int
    picture: str
    words: str
    spoken: str
    percent: int


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a grid."""

    title: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One field of the first page, with its ways into a grid."""

    form_title: str
    label: str
    count: int
    href: str
    has_figures: bool
    field_href: str


def query(group: Group, value: str = "") -> str:
    """The group as the end of an address; `value`: the name of one, which is never there itself."""
    said = {
        "form": group.form, "field": group.field, "type": group.type.value if group.type else "",
        "value": value, "figure": group.figure, "accepted": "1" if group.accepted else "",
        "day": group.day.isoformat() if group.day else "",
    }  # fmt: skip
    return urlencode({name: text for name, text in said.items() if text})


def waiting(heaps: Iterable[Heap], day: date | None) -> tuple[Waiting, ...]:
    return tuple(_waiting(heap, Group(heap.form, heap.field.id, day=day)) for heap in heaps)


def _waiting(heap: Heap, group: Group) -> Waiting:
    return Waiting(
        heap.form_title, heap.field.label, heap.count, f"/alike/grid?{query(group)}",
        heap.has_figures, f"/alike/field?{query(group)}",
    )  # fmt: skip


def by_type(heaps: Iterable[Heap], day: date | None) -> tuple[Way, ...]:
    """One way a type that more than one field has."""
    found: dict[FieldType, list[int]] = {}
    for heap in heaps:
        found.setdefault(heap.field.type, []).append(heap.count)
    return tuple(
        Way(TYPES[kind], sum(counts), f"/alike/field?{query(Group(type=kind, day=day))}")
        for kind, counts in found.items()
        if len(counts) > 1
    )


def values(
    group: Group,
    counts: Mapping[str, int],
    fields: Iterable[Field],
    name_of: Callable[[str], str],
) -> tuple[Way, ...]:
    """One way a value that more than one reading has."""
    kinds = {field.type: field for field in fields}
    field = next(iter(kinds.values())) if len(kinds) == 1 else None
    return tuple(
        Way(
            in_words(field, text) if field else text, count,
            f"/alike/grid?{query(group, name_of(text))}",
        )
        for text, count in list(counts.items())[:MOST_VALUES]
        if count > 1
    )  # fmt: skip


def figures(group: Group, counts: Mapping[str, int]) -> tuple[Way, ...]:
    return tuple(
        Way(figure, count, f"/alike/grid?{query(replace(group, figure=figure))}")
        for figure, count in counts.items()
    )


def shape(group: Group, fields: Iterable[Field]) -> Shape:
    """By the widest of the fields; boxes are fractions of an A4 page, 210 mm wide."""
    if group.figure is not None:
        return FIGURE
    width = max((field.box.w for field in fields), default=1.0)
    return next((shape for widest, shape in _WIDEST if width < widest), WIDE)


def piece(item: Item) -> Piece:
    picture = f"/records/{item.record_id}/fields/{item.field.id}/crop"
    if item.position is not None:
        picture += f"?figure={item.position}"
    words = item.text if item.position is not None else in_words(item.field, item.text)
    spoken = f"{words} 記録 {item.record_id}"
    if item.position is not None:
        spoken += f" の {item.position + 1} 桁目"
    percent = round(100 * item.confidence)
    return Piece(item.key, item.record_id, picture, words, spoken, percent)
