"""Names of items and their codes in the national standards: dated data with its sources.

Only what could be supported is in `items.yaml` and `codes.yaml`. An item without a name, or a value
without a code, keeps its own text and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source
from forms.errors import BadDeclaration

_HERE = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Item(_Strict):
    item: str = Key(min_length=1)
    standard: str = ""
    coded_as: str = ""
    codes: str = ""
    also: list[str] = []


class _Items(_Strict):
    as_of: date
    source: str
    items: list[_Item]


class _Table(_Strict):
    name: str = Key(min_length=1)
    source: str
    confirmed: bool
    codes: dict[str, str]


class _Tables(_Strict):
    as_of: date
    tables: list[_Table]


@dataclass(frozen=True, slots=True)
class Item:
    """`standard`: what the national standard calls its text, `coded_as` its code; both "" where no
    public source was found. `codes`: the table that its values are coded by."""

    item: str
    standard: str = ""
    coded_as: str = ""
    codes: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """`confirmed`: by a norm or an official paper; else out of public programs, for the office to
    confirm."""

    name: str
    source: str
    confirmed: bool
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Standard:
    """All of it, as of a day."""

    as_of: date
    source: str
    items: Mapping[str, Item]
    tables: Mapping[str, CodeTable]

    def item(self, word: str) -> Item:
        """What a form's word for an item means; an item of that name alone where we know none."""
        return self.items.get(_bare(word)) or Item(word)

    def knows(self, word: str) -> bool:
        return _bare(word) in self.items

    def code(self, table: str, value: str) -> str:
        """The code of a value, "" where the table has none."""
        found = self.tables.get(table)
        return found.codes.get(_bare(value), "") if found else ""


@cache
def standard() -> Standard:
    """What we ship."""
    items = yaml_source.load(_HERE / "items.yaml", _Items)
    tables = yaml_source.load(_HERE / "codes.yaml", _Tables)
    named = {each.name: CodeTable(**each.model_dump()) for each in tables.tables}
    found: dict[str, Item] = {}
    for said in items.items:
        if said.codes and said.codes not in named:
            problem = f"codes「{said.codes}」という表はありません。"
            raise BadDeclaration(str(_HERE / "items.yaml"), 0, said.item, problem)
        item = Item(said.item, said.standard, said.coded_as, said.codes, tuple(said.also))
        for word in (item.item, *item.also):
            if found.setdefault(_bare(word), item) is not item:
                problem = "同じ項目が二つあります。"
                raise BadDeclaration(str(_HERE / "items.yaml"), 0, word, problem)
    return Standard(items.as_of, items.source, found, named)


def _bare(word: str) -> str:
    """Without spaces; brackets and digits in one width."""
    wide = {ord("("): "（", ord(")"): "）"} | {ord("０") + n: str(n) for n in range(10)}
    return "".join(word.split()).translate(wide)
