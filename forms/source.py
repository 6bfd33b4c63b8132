"""What a person may write in a `form.yaml`: fields with their boxes, or a sheet of rows, and pieces
in both. Everybody else sees the plain form that it means."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import Discriminator, Tag, model_validator
from pydantic import Field as Key

from forms import yaml_source
from forms.declaration import (
    FieldDeclaration,
    FormDeclaration,
    Heading,
    PageDeclaration,
    RowsDeclaration,
    RuleDeclaration,
    form_of,
)
from forms.errors import BadDeclaration
from forms.form import Form
from forms.printed import Layout
from forms.sheet.laying import laid
from forms.sheet.pieces import placed
from forms.sheet.rows import Sheet, Use


class PlacedUse(Use):
    """A piece on a form whose print is not ours: `at` says for each of its fields where it stands
    (box; year, month, day; options, eras), as a field would."""

    at: dict[str, dict[str, Any]]


def _kind(value: object) -> str:
    for name in ("rows", "use"):
        if name in value if isinstance(value, dict) else hasattr(value, name):
            return name
    return "field"


Entry = Annotated[
    Annotated[FieldDeclaration, Tag("field")]
    | Annotated[RowsDeclaration, Tag("rows")]
    | Annotated[PlacedUse, Tag("use")],
    Discriminator(_kind),
]


class FormSource(Heading):
    pages: list[PageDeclaration] = Key(default=[])
    fields: list[Entry] = Key(default=[])
    sheet: list[Sheet] = Key(default=[])
    rules: list[RuleDeclaration] = Key(default=[])

    @model_validator(mode="after")
    def _has_one_of_both(self) -> Self:
        if bool(self.fields) == bool(self.sheet):
            raise ValueError("項目は fields か sheet の一方に書いてください。")
        if self.fields and not self.pages:
            raise ValueError("fields には用紙 (pages) が要ります。")
        if self.sheet and self.pages:
            raise ValueError("sheet の用紙は A4 です。pages を消してください。")
        return self


@dataclass(frozen=True, slots=True)
class Drawn:
    """`layout` is what is printed; None where it stands in `blank.yaml`, or nowhere."""

    declaration: FormDeclaration
    layout: Layout | None


def load_form(path: Path) -> Form:
    """Read one `form.yaml`. Raises BadDeclaration naming file, line and key."""
    return form_of(load_drawn(path).declaration, path)


def load_drawn(path: Path) -> Drawn:
    """The same as a plain form with its print. Raises BadDeclaration."""
    source = yaml_source.load(path, FormSource)
    try:
        return drawn_of(source, path)
    except BadDeclaration as error:
        raise _with_line(error, path) from error


def _with_line(error: BadDeclaration, path: Path) -> BadDeclaration:
    """The same mistake with the line on which its field or piece is named."""
    line = error.line or yaml_source.line_of_word(path.read_text(encoding="utf-8-sig"), error.key)
    return BadDeclaration(error.file, line, error.key, error.problem, error.fix)


def plain_of(text: str, path: Path) -> FormDeclaration:
    """The plain form that the text of a `form.yaml` means. Raises BadDeclaration, ValidationError,
    YAMLError."""
    return drawn_of(FormSource.model_validate(yaml.safe_load(text)), path).declaration


def drawn_of(source: FormSource, path: Path) -> Drawn:
    """Raises BadDeclaration for a piece that is not there and for what has no room."""
    layout = None
    pages, rules = source.pages, list(source.rules)
    fields: list[FieldDeclaration | RowsDeclaration] = []
    if source.sheet:
        sheets = laid(source.sheet, source.title, path)
        pages = [PageDeclaration() for _ in source.sheet]
        fields, layout = list(sheets.fields), sheets.layout
        rules = [*sheets.rules, *rules]
    for entry in source.fields:
        if isinstance(entry, PlacedUse):
            piece = placed(entry, entry.at, path)
            fields += piece.fields
            rules += piece.rules
        else:
            fields.append(entry)
    heading = {name: getattr(source, name) for name in Heading.model_fields}
    plain = FormDeclaration(**heading, pages=pages, fields=fields, rules=rules)
    return Drawn(declaration=plain, layout=layout)
