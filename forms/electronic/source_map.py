"""A source map (対応表): which column, element or PDF field of a source is which field of a form.

Lies as `<form>/intake/<any name>.yaml` beside the form, or in the office's folder of the same form.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Key

from forms import yaml_source
from forms.electronic.item import Kind
from forms.errors import BadDeclaration
from forms.form import FieldType, Form

FOLDER = "intake"
_NAMES = re.compile(r"\{([^{}]+)\}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class WantedDeclaration(_Strict):
    """One of `from` (a name) and `pattern` (`{都道府県}{市区町村}`). `values`: what stands there →
    what the form calls it."""

    name: str | None = Key(default=None, alias="from", min_length=1)
    pattern: str | None = None
    values: dict[str, str] = {}

    @model_validator(mode="after")
    def _has_one(self) -> "WantedDeclaration":
        if (self.name is None) == (self.pattern is None):
            raise ValueError("from か pattern の一方を書いてください。")
        if self.pattern is not None and not _NAMES.search(self.pattern):
            raise ValueError("pattern には {列の名前} が要ります。")
        return self


class SourceMapDeclaration(_Strict):
    source: str = Key(pattern=r"^[a-z][a-z0-9\-]*$", max_length=64)
    title: str = Key(max_length=100)
    kind: Kind
    match: list[str] = []
    application: str = ""
    encoding: str = ""
    delimiter: Annotated[str, Key(max_length=1)] = ""
    sheet: str = ""
    reference: str = ""
    attachments: str = ""
    ignore: list[str] = []
    fields: dict[str, str | WantedDeclaration] = Key(min_length=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What makes up one field: `names` of what arrived; `pattern` None where it is one of them."""

    names: tuple[str, ...]
    pattern: str | None = None
    values: tuple[tuple[str, str], ...] = ()

    def filled(self, texts: Mapping[str, str]) -> str:
        """The names' texts, laid into the pattern; blank where all of them are."""
        if self.pattern is None:
            return texts.get(self.names[0], "")
        if not any(texts.get(name, "").strip() for name in self.names):
            return ""
        return _NAMES.sub(lambda found: texts.get(found[1], ""), self.pattern)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """`match`: names that must be there for a file to be of this source. `application`: the element
    that is one application (XML); the whole document where empty. `reference`: the name under which
    the source numbers its applications. `file`: where it was declared."""

    id: str
    title: str
    kind: Kind
    form: Form
    fields: Mapping[str, Wanted]
    match: tuple[str, ...]
    application: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    reference: str = ""
    attachments: str = ""
    ignore: tuple[str, ...] = ()
    file: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every name that it takes or knows."""
        wanted = {name for each in self.fields.values() for name in each.names}
        own = {self.reference, self.attachments} - {""}
        return frozenset(wanted | own | {*self.ignore})

    def fits(self, names: Iterable[str]) -> bool:
        """All that must be there is there."""
        return set(self.match) <= set(names)


def load_map(path: Path, form: Form) -> SourceMap:
    """Read one source map of `form`. Raises BadDeclaration naming file, line and key."""
    declared = yaml_source.load(path, SourceMapDeclaration)
    text = path.read_text(encoding="utf-8-sig")
    fields = {}
    for field_id, said in declared.fields.items():
        fields[field_id] = _wanted(path, text, form, field_id, said)
    names = tuple(dict.fromkeys(name for each in fields.values() for name in each.names))
    return SourceMap(
        declared.source, declared.title, declared.kind, form, fields,
        tuple(declared.match) or names, declared.application, declared.encoding,
        declared.delimiter, declared.sheet, declared.reference, declared.attachments,
        tuple(declared.ignore), str(path),
    )  # fmt: skip


def maps_in(form: Form, folders: Iterable[Path]) -> Iterator[Path]:
    """Files of the form's source maps: beside it, and in its folder under each of `folders`."""
    own = [form.folder, *(folder / form.id for folder in folders)]
    for folder in dict.fromkeys(own):
        yield from sorted((folder / FOLDER).glob("*.yaml"))


def _wanted(
    path: Path, text: str, form: Form, field_id: str, said: str | WantedDeclaration
) -> Wanted:
    field = next((each for each in form.fields if each.id == field_id), None)
    if field is None:
        line = yaml_source.place_of(text, ("fields", field_id))
        problem = f"様式 {form.id} に、この項目はありません。"
        fix = f"「utsushi form show {form.id}」で項目の id を確かめてください。"
        raise BadDeclaration(str(path), line, field_id, problem, fix)
    if isinstance(said, str):
        return Wanted((said,))
    known = {option.value for option in field.options}
    bad = [value for value in said.values.values() if value and value not in known]
    if field.type is FieldType.CHOICE and bad:
        line = yaml_source.place_of(text, ("fields", field_id, "values"))
        problem = f"「{bad[0]}」という選択肢はありません。"
        raise BadDeclaration(str(path), line, field_id, problem, f"使える値: {'、'.join(known)}")
    names = (said.name,) if said.name is not None else tuple(_NAMES.findall(said.pattern or ""))
    return Wanted(names, said.pattern, tuple(said.values.items()))
