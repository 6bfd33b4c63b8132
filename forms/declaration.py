"""A declared form → `Form`. Boxes are in millimetres, [x, y, w, h] from the top left corner."""

from pathlib import Path
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

from forms.errors import BadDeclaration, RuleBroken
from forms.form import DateParts, Field, FieldType, Form, Mark, Option, PageSize, Rule
from forms.geometry import Box
from forms.retention import Retention
from forms.rule_kinds import LEAST_FIELDS, NEED_LIMITS

FORM_ID = r"^[a-z][a-z0-9\-]*$"
Mm = tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OptionDeclaration(_Strict):
    value: str
    label: str = ""
    box: Mm


class FieldDeclaration(_Strict):
    """One field. `box` may be left out where parts or options give it. With that of its rows
    before it, no id is longer than the 64 characters that the store keeps."""

    id: str = Key(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    label: str
    type: FieldType
    page: int = Key(default=1, ge=1)
    box: Mm | None = None
    required: bool = False
    private: bool = False
    double: bool = False
    item: str = Key(default="", max_length=40)
    subject: str = Key(default="", max_length=40)
    cells: int = Key(default=0, ge=0, le=100)
    length: tuple[int, int] | None = None
    check: Literal["corporate", "municipality", "insurer"] | None = None
    mark: Mark = Mark.CIRCLE
    multiple: bool = False
    options: list[OptionDeclaration] = []
    era: str | None = None
    eras: list[OptionDeclaration] = []
    year: Mm | None = None
    month: Mm | None = None
    day: Mm | None = None


class RowsDeclaration(_Strict):
    """A group of fields repeated `count` times, `step` mm apart downwards.

    Field ids become `<rows><n>_<id>`, labels `<title><n> <label>`. `required` fields are required
    in the first `required_rows` rows only.
    """

    rows: str = Key(pattern=r"^[a-z][a-z_]*$", max_length=19)
    title: str
    count: int = Key(ge=1, le=200)
    step: FiniteFloat
    required_rows: int = 0
    fields: list[FieldDeclaration]


class RuleDeclaration(_Strict):
    """See `forms.rules` for the kinds, `ocr.between.cross` for those that need a lexicon,
    `ocr.between.ditto` for `ditto`: the first field may refer to the second (同上)."""

    kind: Literal[
        "order", "blank_when", "filled_when", "together", "differ", "same", "rows_differ",
        "age_on", "within_age", "filled_at_age", "years_apart", "sum", "count", "between",
        "reading_of", "postal_of", "bank_of", "branch_of", "ditto",
    ]  # fmt: skip
    fields: list[str] = Key(min_length=1)
    message: str
    when: dict[str, str] = {}
    limits: tuple[int, int] | None = None
    until_march: bool = False
    width: int = Key(default=1, ge=1)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        least = LEAST_FIELDS.get(self.kind, 1)
        if len(self.fields) < least:
            raise ValueError(f"{self.kind} には項目 (fields) が {least} つ以上要ります。")
        if self.kind in NEED_LIMITS and self.limits is None:
            raise ValueError(f"{self.kind} には範囲 (limits) が要ります。")
        if self.limits is not None and self.limits[0] > self.limits[1]:
            raise ValueError("範囲 (limits) は小さい方を先に書いてください。")
        if len(self.fields) % self.width:
            raise ValueError("項目 (fields) の数が width で割り切れません。")
        return self


class PageDeclaration(_Strict):
    width: FiniteFloat = Key(default=210, gt=0)
    height: FiniteFloat = Key(default=297, gt=0)


def _kind(value: object) -> str:
    rows = "rows" in value if isinstance(value, dict) else isinstance(value, RowsDeclaration)
    return "rows" if rows else "field"


Entry = Annotated[
    Annotated[FieldDeclaration, Tag("field")] | Annotated[RowsDeclaration, Tag("rows")],
    Discriminator(_kind),
]


class Heading(_Strict):
    """What a form is, besides its fields."""

    form: str = Key(pattern=FORM_ID, max_length=64)
    title: str
    version: str = Key(max_length=64)
    department: str = Key(max_length=200)
    work_field: str
    law: str
    procedure: str = Key(default="", max_length=40)
    manual_seconds: int = Key(ge=1)
    retention: str | None = None

    @field_validator("retention")
    @classmethod
    def _is_retention(cls, written: str | None) -> str | None:
        try:
            return str(Retention.parse(written)) if written else None
        except RuleBroken as error:
            raise ValueError(error.message) from error


class FormDeclaration(Heading):
    """A form with a box for each field, as the template editor writes it."""

    pages: list[PageDeclaration] = Key(min_length=1)
    fields: list[Entry] = Key(min_length=1)
    rules: list[RuleDeclaration] = []


def form_of(source: FormDeclaration, path: Path) -> Form:
    """The form that a declaration means; `path`: the `form.yaml` that it is, or will be, beside
    whose `blank.pdf` it lies. Raises BadDeclaration naming the field."""
    pages = tuple(PageSize(p.width, p.height) for p in source.pages)
    fields = [f for entry in source.fields for f in _expand(entry, pages, path)]
    _check_ids(path, fields, source.rules)
    rules = tuple(
        Rule(
            r.kind, tuple(r.fields), r.message, tuple(r.when.items()), r.limits, r.until_march,
            r.width,
        )
        for r in source.rules
    )  # fmt: skip
    return Form(
        source.form, source.title, source.version, source.department, source.work_field,
        source.law, source.manual_seconds, pages, tuple(fields), rules, path.parent,
        Retention.parse(source.retention) if source.retention else None, source.procedure,
    )  # fmt: skip


def _check_ids(path: Path, fields: list[Field], rules: list[RuleDeclaration]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field.id in seen:
            raise BadDeclaration(str(path), 0, field.id, "同じ id の項目が二つあります。")
        seen.add(field.id)
    for rule in rules:
        for name in (*rule.fields, *rule.when):
            if name not in seen:
                raise BadDeclaration(str(path), 0, name, "規則が、ない項目を指しています。")


def _expand(
    entry: FieldDeclaration | RowsDeclaration, pages: tuple[PageSize, ...], path: Path
) -> list[Field]:
    if isinstance(entry, FieldDeclaration):
        return [_field(entry, pages, path)]
    expanded = []
    for n in range(1, entry.count + 1):
        for each in entry.fields:
            moved = _moved(each, entry.step * (n - 1))
            moved.id = f"{entry.rows}{n}_{each.id}"
            moved.label = f"{entry.title}{n} {each.label}"
            moved.required = each.required and n <= entry.required_rows
            expanded.append(_field(moved, pages, path, group=f"{entry.rows}{n}"))
    return expanded


def _moved(source: FieldDeclaration, dy: float) -> FieldDeclaration:
    def down(box: Mm | None) -> Mm | None:
        return (box[0], box[1] + dy, box[2], box[3]) if box else None

    def options(group: list[OptionDeclaration]) -> list[OptionDeclaration]:
        return [o.model_copy(update={"box": down(o.box)}) for o in group]

    return source.model_copy(
        update={
            "box": down(source.box),
            "year": down(source.year),
            "month": down(source.month),
            "day": down(source.day),
            "options": options(source.options),
            "eras": options(source.eras),
        }
    )


def _field(
    source: FieldDeclaration, pages: tuple[PageSize, ...], path: Path, group: str | None = None
) -> Field:
    if source.page > len(pages):
        raise BadDeclaration(str(path), 0, source.id, f"{source.page} ページ目はありません。")
    size = pages[source.page - 1]
    private = source.private or source.type is FieldType.MY_NUMBER
    return Field(
        id=source.id,
        label=source.label,
        type=source.type,
        page=source.page,
        box=Box.from_mm(_outer(source, path), size.width, size.height),
        required=source.required,
        private=private,
        cells=source.cells,
        length=source.length,
        mark=source.mark,
        multiple=source.multiple,
        options=_options(source.options, size),
        date=_date(source, size, path),
        group=group,
        check=source.check,
        double=source.double,
        item=source.item,
        subject=source.subject or group or "",
    )


def _options(options: list[OptionDeclaration], size: PageSize) -> tuple[Option, ...]:
    return tuple(
        Option(o.value, o.label or o.value, Box.from_mm(o.box, size.width, size.height))
        for o in options
    )


def _date(source: FieldDeclaration, size: PageSize, path: Path) -> DateParts | None:
    if source.type is not FieldType.DATE:
        return None
    if source.year is None or source.month is None or source.day is None:
        raise BadDeclaration(str(path), 0, source.id, "日付には year・month・day の枠が要ります。")
    year, month, day = (
        Box.from_mm(part, size.width, size.height)
        for part in (source.year, source.month, source.day)
    )
    return DateParts(year, month, day, _options(source.eras, size), source.era)


def _outer(source: FieldDeclaration, path: Path) -> Mm:
    """The declared box, else the smallest one around all parts."""
    if source.box is not None:
        return source.box
    parts = [o.box for o in (*source.options, *source.eras)]
    parts += [part for part in (source.year, source.month, source.day) if part is not None]
    if not parts:
        raise BadDeclaration(str(path), 0, source.id, "枠 (box) がありません。")
    left, top = min(p[0] for p in parts), min(p[1] for p in parts)
    right, bottom = max(p[0] + p[2] for p in parts), max(p[1] + p[3] for p in parts)
    return (left, top, right - left, bottom - top)
