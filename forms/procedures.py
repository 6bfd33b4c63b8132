"""Every procedure that the ministry wants put online first, and other papers that offices see much
of: dated data in `procedures.yaml`. An office may mend and add by a file of its own.

A number is the group in the ministry's list and the place in it: `a-1` to `a-22` (the frequent
ones), `kosodate-1` to `kosodate-15`, `kaigo-1` to `kaigo-11`, `hisai-1` to `hisai-7` (被災者支援);
`hoka-…` are papers that are not on the list (一覧の外). A form names its procedure by that number
(`procedure: kaigo-8`); several forms may name one.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source
from forms.errors import BadDeclaration

NAME = "procedures.yaml"
SHIPPED = Path(__file__).parent / NAME
OUTSIDE = "hoka"  # the group of papers that are not on the ministry's list
_NUMBER = r"^[a-z]+-[0-9]{1,3}$"


class Paper(StrEnum):
    """Whose paper it is."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"  # of the prefecture, the police, the state
    NONE = "none"  # it is no paper


class MyNumber(StrEnum):
    """Whether a 個人番号 stands on it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Entry(_Strict):
    number: str = Key(pattern=_NUMBER)
    title: str = Key(min_length=1)
    department: str
    work_field: str
    law: str = ""
    law_confirmed: bool = False
    my_number: MyNumber
    my_number_source: str = ""
    paper: Paper
    paper_of: str = ""
    note: str = ""


class _List(_Strict):
    as_of: date
    source: str
    groups: dict[str, str] = {}
    procedures: list[_Entry]


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure. `law`: empty, or `law_confirmed` False, is for the office to confirm;
    `my_number_source`: why we say so; `paper_of`: the number of the one whose paper serves it."""

    number: str
    title: str
    department: str
    work_field: str
    law: str
    law_confirmed: bool
    my_number: MyNumber
    my_number_source: str
    paper: Paper
    paper_of: str = ""
    note: str = ""

    @property
    def group(self) -> str:
        return self.number.rpartition("-")[0]

    @property
    def is_listed(self) -> bool:
        """On the ministry's list."""
        return self.group != OUTSIDE


@dataclass(frozen=True, slots=True)
class Procedures:
    """The list as of a day, in its order. `groups`: their titles by the front of a number."""

    as_of: date
    source: str
    groups: Mapping[str, str]
    entries: tuple[Procedure, ...]

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self.entries)

    def find(self, number: str) -> Procedure | None:
        return next((each for each in self.entries if each.number == number), None)

    def meant(self, number: str) -> str | None:
        """The number that one which is none of them was most likely meant to be."""
        near = difflib.get_close_matches(number, [each.number for each in self.entries], n=1)
        return near[0] if near else None

    def in_words(self, procedure: Procedure) -> str:
        """Its number as a clerk says it: 介護 8."""
        group, _, place = procedure.number.rpartition("-")
        return f"{self.groups.get(group, group)} {place}"


def load_procedures(folders: Iterable[Path] = ()) -> Procedures:
    """Ours, with what an office's own files say of a number instead, and what they add. The first
    folder that knows a number counts. Raises BadDeclaration."""
    found = shipped()
    paths = [path for folder in folders if (path := folder / NAME).is_file()]
    for path in reversed(paths):
        found = _over(found, _load(path))
    _check_papers(paths[0] if paths else SHIPPED, found)
    return found


@cache
def shipped() -> Procedures:
    """The list that we ship."""
    return _load(SHIPPED)


def _load(path: Path) -> Procedures:
    said = yaml_source.load(path, _List)
    entries = tuple(Procedure(**each.model_dump()) for each in said.procedures)
    seen: set[str] = set()
    for each in entries:
        if each.number in seen:
            raise BadDeclaration(str(path), 0, each.number, "同じ番号の手続きが二つあります。")
        seen.add(each.number)
    return Procedures(said.as_of, said.source, dict(said.groups), entries)


def _over(ours: Procedures, own: Procedures) -> Procedures:
    instead = {each.number: each for each in own}
    kept = tuple(instead.pop(each.number, each) for each in ours)
    groups = {**ours.groups, **own.groups}
    return Procedures(own.as_of, own.source, groups, (*kept, *instead.values()))


def _check_papers(path: Path, found: Procedures) -> None:
    for each in found:
        other = found.find(each.paper_of) if each.paper_of else None
        if each.paper_of and (other is None or other.paper_of):
            problem = f"paper_of「{each.paper_of}」は、紙のある手続きの番号ではありません。"
            raise BadDeclaration(str(path), 0, each.number, problem)
