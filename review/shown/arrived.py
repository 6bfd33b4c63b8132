"""How an application came as data: what its source wrote, field by field, and its files."""

from dataclasses import dataclass

from forms.electronic.item import TITLES
from forms.form import Field
from forms.record import Reading
from review.shown.fields import HIDDEN
from workflows.electronic.result import Arrived
from workflows.reviewing import Opened
from workflows.reviewing.shortlist import MOST_RECORDS


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`text` as the source wrote it; hidden of a private field."""

    field: str
    label: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownArrived:
    """`history`: address of the page that shows the files' pages; empty where there are none."""

    title: str
    cells: tuple[ShownCell, ...]
    files: tuple[ShownFile, ...]
    notes: tuple[str, ...]
    history: str


def of_record(opened: Opened) -> ShownArrived | None:
    """For the place of the paper in review."""
    if opened.arrived is None:
        return None
    pairs = [(each.field, each.machine) for each in opened.fields]
    cells = tuple(
        _cell(field, reading, opened.arrived)
        for field, reading in pairs
        if field.id in opened.arrived.places
    )
    return _shown(opened.arrived, cells, f"/records/{opened.record_id}/history")


def of_history(arrived: Arrived) -> ShownArrived:
    """What the history tells beside the record's own values."""
    return _shown(arrived, (), "")


def title_of(arrived: Arrived) -> str:
    """`CSV の一覧　12 行目　申請番号 …`"""
    parts = [TITLES[arrived.kind], arrived.place]
    parts += [f"申請の番号 {arrived.reference}"] if arrived.reference else []
    return "　".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Turns:
    """Where the other records of a long document are; empty addresses where there are none."""

    words: str
    before: str
    after: str


def turns(address: str, skip: int, shown: int, total: int) -> Turns | None:
    """None where all of them are shown."""
    if shown >= total:
        return None
    words = f"{total:,} 件の記録のうち {skip + 1}〜{skip + shown} 件目（人の対応が要るものが先）"
    before = f"{address}?skip={max(0, skip - MOST_RECORDS)}" if skip else ""
    after = f"{address}?skip={skip + shown}" if skip + shown < total else ""
    return Turns(words, before, after)


def _shown(arrived: Arrived, cells: tuple[ShownCell, ...], history: str) -> ShownArrived:
    files = tuple(ShownFile(each.name, each.problem) for each in arrived.attachments)
    has_pages = any(each.pages for each in arrived.attachments)
    return ShownArrived(
        title_of(arrived), cells, files, arrived.notes, history if has_pages else ""
    )


def _cell(field: Field, reading: Reading, arrived: Arrived) -> ShownCell:
    text = HIDDEN if field.private and reading.raw else reading.raw
    return ShownCell(field.id, field.label, arrived.places[field.id], text)
