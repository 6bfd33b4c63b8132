"""What may stand under `sheet:` in a `form.yaml`, and in a piece. Lengths are millimetres."""

from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    FiniteFloat,
    Tag,
    field_validator,
    model_validator,
)
from pydantic import Field as Key

from forms.declaration import RuleDeclaration
from forms.form import FieldType, Mark


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Word(_Strict):
    """One option: `value` is what the record holds, `label` what is printed (the same, if "")."""

    value: str
    label: str = ""

    @property
    def printed(self) -> str:
        return self.label or self.value


class Cell(_Strict):
    """One field with its printed heading. `head` is printed where it differs from `label`; `unit`
    stands after the writing (人, 円), `note` in small print at its end; `share` of what a row has
    left over (its type's, if 0); `width` fixes it with the heading."""

    id: str = Key(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    label: str
    type: FieldType
    head: str = ""
    required: bool = False
    private: bool = False
    double: bool = False
    item: str = Key(default="", max_length=40)
    cells: int = Key(default=0, ge=0, le=100)
    length: tuple[int, int] | None = None
    check: Literal["corporate", "municipality", "insurer"] | None = None
    mark: Mark = Mark.CIRCLE
    multiple: bool = False
    options: list[Word] = []
    era: str | None = None
    eras: list[str] = []
    unit: str = ""
    note: str = ""
    share: FiniteFloat = Key(default=0, ge=0)
    width: FiniteFloat = Key(default=0, ge=0)
    subject: str = Key(default="", max_length=40)

    @field_validator("options", mode="before")
    @classmethod
    def _words(cls, written: object) -> object:
        """A bare word is its own value."""
        if not isinstance(written, list):
            return written
        return [{"value": each} if isinstance(each, str) else each for each in written]


class Row(_Strict):
    """Cells beside each other; as high as the highest needs, or `height`."""

    row: list[Cell] = Key(min_length=1)
    height: FiniteFloat = Key(default=0, ge=0)


class Table(_Strict):
    """`count` rows under one line of headings: fields `<table><n>_<id>`, as `forms.declaration`
    names rows; `required` holds for the first `required_rows`. `height` of each row.

    `together`: cells that are filled all or none in each row after those; `distinct`: no two rows
    are alike in all of them."""

    table: str = Key(pattern=r"^[a-z][a-z_]*$", max_length=19)
    title: str
    count: int = Key(ge=1, le=40)
    required_rows: int = Key(default=0, ge=0)
    height: FiniteFloat = Key(default=0, ge=0)
    cells: list[Cell] = Key(min_length=1)
    together: list[str] = []
    distinct: list[str] = []

    @model_validator(mode="after")
    def _names_its_own_cells(self) -> Self:
        known = [cell.id for cell in self.cells]
        for name in (*self.together, *self.distinct):
            if name not in known:
                raise ValueError(f"表に項目「{name}」はありません。ある項目: {'、'.join(known)}")
        return self


class Section(_Strict):
    """A bar across the page."""

    section: str
    height: FiniteFloat = Key(default=6, gt=0)


class Words(_Strict):
    """Printed sentences across the page, a line each."""

    words: str
    size: FiniteFloat = Key(default=8.5, gt=0)


class Use(_Strict):
    """A piece of `forms/pieces/`. `as` is put before its ids (`as`_name) and becomes the subject of
    its fields, `title` before its labels; `without` leaves fields out; `required` and `optional`
    change what it says of them; `labels` renames. Of a table in it, `rows` is put in the place of
    its id, `title` of its title, `count` and `required_rows` of its own; the other keys go for its
    cells."""

    use: str
    as_: str = Key(default="", alias="as", pattern=r"^([a-z][a-z0-9_]*)?$", max_length=24)
    title: str = ""
    without: list[str] = []
    required: list[str] = []
    optional: list[str] = []
    labels: dict[str, str] = {}
    rows: str = Key(default="", pattern=r"^([a-z][a-z_]*)?$", max_length=19)
    count: int = Key(default=0, ge=0, le=40)
    required_rows: int | None = Key(default=None, ge=0)

    @property
    def asks_for_table(self) -> bool:
        return bool(self.rows or self.count) or self.required_rows is not None


def _kind(value: object) -> str:
    names = ("row", "table", "section", "words", "use")
    if isinstance(value, dict):
        return next((name for name in names if name in value), "row")
    return next(name for name in names if hasattr(value, name))


Piled = Annotated[
    Annotated[Row, Tag("row")]
    | Annotated[Table, Tag("table")]
    | Annotated[Section, Tag("section")]
    | Annotated[Words, Tag("words")]
    | Annotated[Use, Tag("use")],
    Discriminator(_kind),
]


class Sheet(_Strict):
    """One page from top to bottom. `style` stands in the upper right corner (（様式第１号）),
    `title` in the middle (the form's own on the first page), `to` whom it is for, `lead` the
    sentence before the rows; after them `notes`, and empty cells that the office fills in itself.
    """

    style: str = ""
    title: str | None = None
    to: str | None = None
    lead: str = ""
    rows: list[Piled] = Key(min_length=1)
    notes: str = ""
    staff: list[str] = []


class Piece(_Strict):
    """A block that many forms have. `{whose}` in a rule's message becomes the title of its use
    with の after it, or nothing."""

    piece: str
    about: str
    rows: list[Annotated[Row | Table | Section | Words, Key()]] = Key(min_length=1)
    rules: list[RuleDeclaration] = []
