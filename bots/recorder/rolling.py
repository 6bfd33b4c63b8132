"""The same steps for the first child, the second, … → one `repeat`.

Only what is the same but for the number is rolled up: the fields (child1_name, child2_name), and
numbers in the words of targets (児童１氏名, 児童２氏名). What differs stays as it was recorded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bots.recorder.building import fields_in
from bots.recorder.entries import NOTE, PICTURE, UNSURE, Data

_NUMBERED = re.compile(r"([a-z_]+?)([1-9])_\w+")
_SLOT = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")
_CODE = re.compile(r"\|code:(\w+)")
_FULL_WIDTH = str.maketrans("123456789", "１２３４５６７８９")
_WAYS = ((str, "n"), (lambda text: text.translate(_FULL_WIDTH), "n|full_width"))
"""How a number stands on a screen, and what says it in a scenario."""

_FIXED = ("into", "use", "pattern")
"""Keys whose texts are names: no number can be put into them."""

Tables = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers of one group that are compared; `tables` are the scenario's own codes."""

    group: str
    one: int
    other: int
    tables: Tables


class _Differs(Exception):
    """More than the number is different."""


def rolled(steps: Sequence[Data], tables: Tables) -> list[Data]:
    """The steps with each run of two or more equal ones in a `repeat`, also inside of others."""
    inside = [
        {key: rolled(each, tables) if key in ("do", "during") else each for key, each in s.items()}
        for s in steps
    ]
    for group in sorted({name for step in inside for name, _ in _groups(step)}):
        inside = _rolled(inside, group, tables)
    return inside


def _rolled(steps: list[Data], group: str, tables: Tables) -> list[Data]:
    """One group; the steps as they are where its runs are not alike."""
    starts: dict[int, int] = {}
    for place, step in enumerate(steps):
        for number in sorted(n for name, n in _groups(step) if name == group):
            starts.setdefault(number, place)
    numbers = sorted(starts)
    if len(numbers) < 2:
        return steps
    length = starts[numbers[1]] - starts[numbers[0]]
    for first in range(starts[numbers[0]], max(starts[numbers[0]] - length, -1), -1):
        runs = [steps[first + k * length : first + (k + 1) * length] for k in range(len(numbers))]
        if length > 0 and (common := _common(runs, numbers, group, tables)) is not None:
            end = first + length * len(numbers)
            note = f"{UNSURE}: 見本の {len(numbers)} 件をまとめた。次の件も同じ画面か"
            loop: Data = {"repeat": group, "do": common, NOTE: note}
            if picture := common[0].get(PICTURE):
                loop[PICTURE] = picture
            return [*steps[:first], loop, *steps[end:]]
    return steps


def _common(
    runs: Sequence[list[Data]], numbers: Sequence[int], group: str, tables: Tables
) -> list[Data] | None:
    """The steps that every run is, each with its number; None where one is not."""
    for run, number in zip(runs, numbers, strict=True):
        if len(run) != len(runs[0]) or not _is_of(run, group, number):
            return None
    try:
        found = [
            _same_steps(runs[0], run, _Pair(group, numbers[0], number, tables))
            for run, number in zip(runs[1:], numbers[1:], strict=True)
        ]
    except _Differs:
        return None
    return found[0] if all(each == found[0] for each in found) else None


def _is_of(run: Sequence[Data], group: str, number: int) -> bool:
    """Whether it names fields of this number alone, and some."""
    names = fields_in(list(run))
    return bool(names) and all(name.startswith(f"{group}{number}_") for name in names)


def _same_steps(one: list[Data], other: list[Data], pair: _Pair) -> list[Data]:
    return [_same_step(a, b, pair) for a, b in zip(one, other, strict=True)]


def _same_step(one: Data, other: Data, pair: _Pair) -> Data:
    """Raises _Differs. The remark and the picture are the first one's."""
    said, others = (
        {k: v for k, v in each.items() if k not in (NOTE, PICTURE)} for each in (one, other)
    )
    if said.keys() != others.keys():
        raise _Differs
    return {**one, **{k: _same(v, others[k], pair, k) for k, v in said.items()}}


def _same(one: object, other: object, pair: _Pair, key: str = "") -> object:
    """What both are, with the number left open. Raises _Differs."""
    if isinstance(one, dict) and isinstance(other, dict):
        return _same_step(one, other, pair)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_same(a, b, pair) for a, b in zip(one, other, strict=True)]
    if isinstance(one, str) and isinstance(other, str):
        return _same_text(one, other, pair, key)
    if one == other:
        return one
    if (one, other) == (pair.one, pair.other):
        return f"{{{pair.group}.n}}"
    raise _Differs


def _same_text(one: str, other: str, pair: _Pair, key: str) -> str:
    parts, others = _SLOT.split(_opened(one, pair)), _SLOT.split(_opened(other, pair))
    if len(parts) != len(others):
        raise _Differs
    said = "".join(_same_part(a, b, pair) for a, b in zip(parts, others, strict=True))
    if key in _FIXED and said != one:
        raise _Differs
    return said


def _opened(text: str, pair: _Pair) -> str:
    """`{child1_name}` is `{child.name}`; code tables that hold the same have the name of one."""
    for number in (pair.one, pair.other):
        text = text.replace(f"{{{pair.group}{number}_", f"{{{pair.group}.")
    return _CODE.sub(lambda found: f"|code:{_first_alike(found.group(1), pair.tables)}", text)


def _first_alike(table: str, tables: Tables) -> str:
    alike = (name for name, rows in tables.items() if rows == tables.get(table))
    return next(alike, table)


def _same_part(one: str, other: str, pair: _Pair) -> str:
    if one == other:
        return one
    for written, name in _WAYS:
        a, b = written(str(pair.one)), written(str(pair.other))
        pieces, others = one.split(a), other.split(b)
        if not _SLOT.fullmatch(one) and len(pieces) > 1 and pieces == others:
            return f"{{{pair.group}.{name}}}".join(pieces)
    raise _Differs


def _groups(step: Data) -> set[tuple[str, int]]:
    """The groups and numbers whose fields a step names."""
    found = (_NUMBERED.fullmatch(name) for name in fields_in(step))
    return {(each.group(1), int(each.group(2))) for each in found if each}
