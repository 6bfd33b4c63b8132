"""The fields of work by which the ministry counts where RPA is used: ten names and その他.

Dated data in `work_fields.yaml`, with its source and what of it is confirmed. An office may put a
list of its own beside its forms.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source
from forms.errors import BadDeclaration

NAME = "work_fields.yaml"
SHIPPED = Path(__file__).parent / NAME
_NEAR = 0.8  # of difflib: a slip of the hand, not another word


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Key(min_length=1)
    confirmed: bool = False
    also: list[str] = []


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")

    as_of: date
    source: str
    rest: str = Key(min_length=1)
    fields: list[_Entry] = Key(min_length=1)


@dataclass(frozen=True, slots=True)
class WorkField:
    """`confirmed`: read in the ministry's paper itself. `also`: words that mean the same."""

    title: str
    confirmed: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkFields:
    """The list as of a day. `rest` takes what belongs to none of `fields`."""

    as_of: date
    source: str
    rest: str
    fields: tuple[WorkField, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """In the order of the list, the rest last."""
        return (*(each.title for each in self.fields), self.rest)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        return tuple(each.title for each in self.fields if not each.confirmed)

    def known(self, word: str) -> str | None:
        """The list's own name for what a form says; None where it has none."""
        bare = _bare(word)
        if bare == _bare(self.rest):
            return self.rest
        for each in self.fields:
            if bare in {_bare(name) for name in (each.title, *each.also)}:
                return each.title
        return None

    def counted(self, word: str) -> str:
        """Under which name a form is counted."""
        return self.known(word) or self.rest

    def meant(self, word: str) -> str | None:
        """The name that a word which is none of them was most likely meant to be."""
        if self.known(word) is not None:
            return None
        names = {_bare(name): each.title for each in self.fields for name in _names(each)}
        near = difflib.get_close_matches(_bare(word), list(names), n=1, cutoff=_NEAR)
        return names[near[0]] if near else None


def load_work_fields(folders: Iterable[Path] = ()) -> WorkFields:
    """The list of the first folder that has one, else ours. Raises BadDeclaration."""
    own = (path for folder in folders if (path := folder / NAME).is_file())
    first = next(own, None)
    return shipped() if first is None else _load(first)


@cache
def shipped() -> WorkFields:
    """The list that we ship."""
    return _load(SHIPPED)


def _load(path: Path) -> WorkFields:
    said = yaml_source.load(path, _List)
    titles = [each.title for each in said.fields] + [said.rest]
    if len({_bare(title) for title in titles}) < len(titles):
        raise BadDeclaration(str(path), 0, "fields", "同じ名前の分野が二つあります。")
    fields = tuple(WorkField(e.title, e.confirmed, tuple(e.also)) for e in said.fields)
    return WorkFields(said.as_of, said.source, said.rest, fields)


def _names(each: WorkField) -> tuple[str, ...]:
    return (each.title, *each.also)


def _bare(word: str) -> str:
    """Without spaces; brackets and middle dots in one width."""
    wide = str.maketrans("()･", "（）・")
    return "".join(word.split()).translate(wide)
