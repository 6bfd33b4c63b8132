"""Rows of a table that repeat: children, members of a household."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ocr.drafting.draft import DraftField, DraftRows
from ocr.drafting.found import Place
from ocr.drafting.labelling import Label

SLACK_MM = 1.2  # that a place may be off in its row
LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field with the place that it stands in; its id is not settled yet."""

    field: DraftField
    place: Place
    label: Label


def rows_of(proposed: Sequence[Proposed]) -> list[Proposed | DraftRows]:
    """The same with rows that repeat taken together, each where its first field stood."""
    columns = [p for p in proposed if p.label.is_column]
    gone: dict[int, DraftRows | None] = {}
    for _, group in groupby(sorted(columns, key=_table_key), key=_table_key):
        lines = _lines(list(group))
        for run in _runs(lines):
            made = _rows(run)
            for line in run:
                gone.update((id(each), None) for each in line)
            gone[id(run[0][0])] = made
    taken = [gone.get(id(each), each) for each in proposed]
    return [each for each in taken if each is not None]


def _table_key(each: Proposed) -> tuple[float, str]:
    """Fields under headings of one height belong together."""
    top = each.label.rect.middle[1] if each.label.rect else 0.0
    return round(top / 24), each.label.section


def _lines(group: list[Proposed]) -> list[list[Proposed]]:
    """By row, from top to bottom, each from left to right."""
    lines: list[list[Proposed]] = []
    for each in sorted(group, key=lambda p: p.place.rect.middle[1]):
        if lines and _same(lines[-1][0].place.rect.top, each.place.rect.top):
            lines[-1].append(each)
        else:
            lines.append([each])
    return [sorted(line, key=lambda p: (p.field.box[0], p.field.box[1])) for line in lines]


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SLACK_MM * 8


def _runs(lines: list[list[Proposed]]) -> list[list[list[Proposed]]]:
    """Lines that follow each other evenly and hold the same."""
    runs: list[list[list[Proposed]]] = []
    for line in lines:
        if runs and _follows(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [run for run in runs if len(run) >= LEAST_ROWS]


def _follows(run: list[list[Proposed]], line: list[Proposed]) -> bool:
    step = line[0].field.box[1] - run[-1][0].field.box[1]
    is_even = len(run) == 1 or abs(step - _step(run)) <= SLACK_MM
    alike = len(line) == len(run[0]) and all(
        _is_like(a.field, b.field) for a, b in zip(run[0], line, strict=True)
    )
    return is_even and alike and step > 3


def _is_like(one: DraftField, other: DraftField) -> bool:
    return (
        one.type is other.type
        and one.cells == other.cells
        and len(one.options) == len(other.options)
        and len(one.eras) == len(other.eras)
        and abs(one.box[0] - other.box[0]) <= SLACK_MM
        and abs(one.box[2] - other.box[2]) <= 2 * SLACK_MM
    )


def _step(run: list[list[Proposed]]) -> float:
    return (run[-1][0].field.box[1] - run[0][0].field.box[1]) / (len(run) - 1)


def _rows(run: list[list[Proposed]]) -> DraftRows:
    first = run[0]
    heads = [each.field.label for each in first]
    title = _common(heads) or first[0].label.section or "明細"
    fields = tuple(replace(each.field, label=_without(each.field.label, title)) for each in first)
    section = first[0].label.section
    return DraftRows("", title, len(run), round(_step(run), 2), fields, section)


def _common(heads: Sequence[str]) -> str:
    """What the headings speak of: 児童の氏名 → 児童."""
    for head in heads:
        if "の" in head[1:-1]:
            before = head[: head.index("の", 1)]
            if before[-1:] not in "・別" and len(before) <= 6 and "・" not in before:
                return before
    return ""


def _without(label: str, title: str) -> str:
    return label.removeprefix(f"{title}の") or label
