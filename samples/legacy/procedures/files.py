"""Procedures of 総合窓口クラウド that stand in `<form>.yaml` beside this file: pure data."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator
from pydantic import Field as Key

from forms import yaml_source
from forms.errors import BadDeclaration
from samples.legacy.items import Item, Kind, Late, Option, Procedure, Step, coded

FOLDER = Path(__file__).parent
_LENGTHS: Mapping[Kind, int] = {
    Kind.FULL: 40,
    Kind.AREA: 200,
    Kind.KANA: 40,
    Kind.ALNUM: 20,
    Kind.ADDRESS: 50,
    Kind.MY_NUMBER: 12,
}
_DIGITS = "０１２３４５６７８９"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ItemLine(_Strict):
    """One field of the screen. `length` is the most characters (digits: the count, unless
    `up_to`); `options` the words of a choice, with codes of their own or numbered from 1; `postal`
    the field id of the postal code that fills an address; `look` and `naming` as `spa.looks` names
    them; `past` forbids days to come."""

    field: str
    label: str
    kind: Kind = Kind.FULL
    required: bool = False
    length: int = Key(default=0, ge=0)
    up_to: bool = False
    options: list[str] | dict[str, str] = []
    postal: str = ""
    group: str = ""
    past: bool = False
    look: str = ""
    naming: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind is Kind.DIGITS and not self.length:
            raise ValueError("数字の項目には桁数 (length) が要ります。")
        if (self.kind in _CHOSEN) != bool(self.options):
            raise ValueError("選ぶ項目には、そしてそれだけに、選択肢 (options) が要ります。")
        return self


_CHOSEN = (Kind.RADIO, Kind.CODE, Kind.CHECKS, Kind.FLAG)


class RowsLine(_Strict):
    """`count` equal groups: fields `<rows><n>_<field>` under titles `<title>１`, `<title>２` …"""

    rows: str
    title: str
    count: int = Key(ge=1, le=9)
    required_rows: int = 0
    items: list[ItemLine]


def _kind(value: object) -> str:
    rows = "rows" in value if isinstance(value, dict) else isinstance(value, RowsLine)
    return "rows" if rows else "item"


Line = Annotated[
    Annotated[ItemLine, Tag("item")] | Annotated[RowsLine, Tag("rows")], Discriminator(_kind)
]


class Section(_Strict):
    section: str
    items: list[Line]


class LateBlock(_Strict):
    trigger: str
    fields: list[str]
    words: list[str] = []


class ProcedureFile(_Strict):
    """`code` stands in addresses, `mark` in receipt numbers. `search`, `columns`, `key` are field
    ids: what can be asked for, what the list shows, what tells applications apart."""

    form: str
    code: str = Key(pattern=r"^[a-z]{2,4}$")
    mark: str = Key(min_length=1, max_length=1)
    title: str
    search: list[str] = Key(min_length=1)
    columns: list[str] = Key(min_length=1)
    key: list[str] = Key(min_length=1)
    sections: list[Section] = Key(min_length=1)
    late: LateBlock | None = None


def declared(folder: Path = FOLDER) -> tuple[Procedure, ...]:
    """Those of all files, by name. Raises BadDeclaration."""
    return tuple(procedure_of(path) for path in sorted(folder.glob("*.yaml")))


def procedure_of(path: Path) -> Procedure:
    """Raises BadDeclaration, also where something names a field that is not there."""
    source = yaml_source.load(path, ProcedureFile)
    late = source.late
    procedure = Procedure(
        form=source.form,
        code=source.code,
        mark=source.mark,
        title=source.title,
        table=_column(source.form.replace("-", "_")),
        steps=tuple(Step(each.section, tuple(_items(each.items))) for each in source.sections),
        searched=tuple(source.search),
        listed=tuple(source.columns),
        key=tuple(source.key),
        late=Late(late.trigger, tuple(late.fields), tuple(late.words)) if late else None,
    )
    _check_names(source, procedure, path)
    return procedure


def _check_names(source: ProcedureFile, procedure: Procedure, path: Path) -> None:
    late = source.late
    named = [*source.search, *source.columns, *source.key]
    named += [late.trigger, *late.fields] if late else []
    named += [each.postal for each in _lines(source) if each.postal]
    known = {item.field_id for item in procedure.items}
    for name in named:
        if name not in known:
            raise BadDeclaration(str(path), 0, name, "この項目はありません。")


def _lines(source: ProcedureFile) -> Iterator[ItemLine]:
    """Those outside rows."""
    for section in source.sections:
        yield from (each for each in section.items if isinstance(each, ItemLine))


def _items(lines: list[Line]) -> Iterator[Item]:
    for line in lines:
        if isinstance(line, ItemLine):
            yield _item(line, line.field, line.required, line.group)
            continue
        for n in range(1, line.count + 1):
            for each in line.items:
                required = each.required and n <= line.required_rows
                yield _item(each, f"{line.rows}{n}_{each.field}", required, line.title + _DIGITS[n])


def _item(line: ItemLine, field_id: str, required: bool, group: str) -> Item:
    is_row = field_id != line.field
    return Item(
        field_id=field_id,
        heading=group + line.label if is_row else line.label,
        name=_column(field_id),
        kind=line.kind,
        required=required,
        length=line.length or _LENGTHS.get(line.kind, 0),
        exact=line.kind is Kind.MY_NUMBER or (line.kind is Kind.DIGITS and not line.up_to),
        options=_options(line.options),
        past=line.past,
        postal=_column(line.postal) if line.postal else "",
        group=group,
        label=line.label,
        look=line.look,
        naming=line.naming,
    )


def _options(written: list[str] | dict[str, str]) -> tuple[Option, ...]:
    if isinstance(written, dict):
        return tuple(Option(code, word) for code, word in written.items())
    return coded(*written, width=2 if len(written) > 9 else 1)


def _column(name: str) -> str:
    """The F_ keeps words of SQL apart."""
    return f"F_{name.upper()}"
