"""Rows of a table → drafts, each with what is wrong or odd about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from forms.errors import SetupError
from workflows.fiscal import FiscalYear
from workflows.ledger.checks import Code, Notice, is_alike, key_of, notices
from workflows.ledger.draft import CostDraft, checked
from workflows.ledger.errors import BadCost, BadSheet
from workflows.ledger.item import CostItem
from workflows.ledger.measures import MeasureDeclaration
from workflows.ledger.sheets.columns import BY_ID, COLUMNS, column_of
from workflows.ledger.sheets.tables import Table, table_of
from workflows.ledger.sheets.values import Measures, draft_of

_HEAD_ROWS = 20  # a title, a date and a name may stand above the headings
_LEAST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file. `texts` by the ids of columns. `draft`: as it would be kept; None where
    there are `mistakes`."""

    number: int
    texts: Mapping[str, str]
    draft: CostDraft | None
    mistakes: tuple[BadCost, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says. `unknown`: headings that mean nothing to us; what stands below is not
    taken."""

    how: str
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Every line may be taken."""
        return bool(self.lines) and all(each.draft for each in self.lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line is held against. `standing`: what is in the ledger, by `checks.key_of`."""

    measures: Measures
    standing: Mapping[tuple[object, ...], Sequence[CostItem]]
    year: FiscalYear | None
    by: str


@dataclass(frozen=True, slots=True)
class _Head:
    row: int  # index in the table
    columns: Mapping[int, str]
    unknown: tuple[str, ...]


def table_in(data: bytes, name: str) -> tuple[Table, "_Head"]:
    """The first sheet that has our headings, and where they stand. Raises BadSheet."""
    for table in table_of(data, name):
        if head := _head(table):
            _check_head(head, name)
            return table, head
    needed = "、".join(each.title for each in COLUMNS if each.is_needed)
    raise BadSheet(f"{name} に費用の見出し ({needed} など) の行が見つかりません。")


def raw_lines(
    table: Table, head: _Head
) -> Iterator[tuple[int, dict[str, str], tuple[BadCost, ...]]]:
    """(number, texts, cells that cannot be used) of every row that is not empty."""
    for number, cells in islice(table.rows, head.row + 1, None):
        texts = {name: cells[at] for at, name in head.columns.items() if at < len(cells)}
        faults = tuple(
            BadCost(f"{BY_ID[name].title}に{problem}", field=name)
            for at, name in head.columns.items()
            if (problem := table.faults.get((number, at)))
        )
        if any(texts.values()) or faults:
            yield number, texts, faults


def read(table: Table, head: _Head, reading: Reading) -> Sheet:
    """Every line, with what is wrong and odd about it."""
    lines: list[Line] = []
    seen: dict[tuple[object, ...], list[Line]] = {}
    for number, texts, faults in raw_lines(table, head):
        line = _line(number, texts, faults, reading)
        lines.append(replace(line, notices=(*line.notices, *_again(line, seen))))
    return Sheet(table.how, tuple(lines), head.unknown)


def _line(
    number: int, texts: dict[str, str], faults: tuple[BadCost, ...], reading: Reading
) -> Line:
    broken = {each.field for each in faults}
    draft, mistakes = draft_of(texts, reading.measures, reading.year)
    mistakes = (*faults, *(each for each in mistakes if each.field not in broken))
    if draft is None or mistakes:
        return Line(number, texts, None, mistakes)
    try:
        made = checked(draft, _known(reading, draft.year), reading.by)
    except BadCost as error:
        return Line(number, texts, None, (error,))
    odd = notices(made, reading.standing.get(key_of(made), ()))
    return Line(number, texts, made, (), odd)


def _known(reading: Reading, year: FiscalYear) -> tuple[MeasureDeclaration, ...]:
    """None for a year without any: `draft_of` has told that where the line names one."""
    try:
        return tuple(reading.measures(year))
    except SetupError:
        return ()


def _again(line: Line, seen: dict[tuple[object, ...], list[Line]]) -> Iterator[Notice]:
    """The same line earlier in the file; `seen`: earlier ones by what makes them alike."""
    if line.draft is None:
        return
    earlier = seen.setdefault(key_of(line.draft), [])
    draft = line.draft
    first = next((e.number for e in earlier if e.draft and is_alike(draft, e.draft)), None)
    if first is not None:
        words = f"ファイルの {first} 行目と、支払先・金額・日付が同じです。"
        yield Notice(Code.TWICE, "amount", words)
    earlier.append(line)


def _head(table: Table) -> _Head | None:
    for index, (_, cells) in enumerate(table.rows[:_HEAD_ROWS]):
        named = {at: name for at, text in enumerate(cells) if (name := column_of(text))}
        if len(set(named.values())) >= _LEAST_HEADINGS:
            unknown = tuple(text for at, text in enumerate(cells) if text and at not in named)
            return _Head(index, named, unknown)
    return None


def _check_head(head: _Head, name: str) -> None:
    """Raises BadSheet where a heading stands twice, or one that is needed is missing."""
    ids = list(head.columns.values())
    for each in COLUMNS:
        if ids.count(each.id) > 1:
            raise BadSheet(f"{name} に「{each.title}」の列が二つあります。")
        if each.is_needed and each.id not in ids:
            also = "税込の金額の列が要ります。" if each.id == "amount" else None
            raise BadSheet(f"{name} に「{each.title}」の列がありません。", advice=also)
