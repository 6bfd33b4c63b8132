"""A declaration as it stands in the editor → every mistake in it, each at its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from forms import yaml_source
from forms.declaration import (
    FORM_ID,
    FieldDeclaration,
    FormDeclaration,
    RowsDeclaration,
    form_of,
)
from forms.errors import BadDeclaration
from forms.form import Form

STANDING = "form-being-drawn"  # instead of a form's id before it has one
_PARTS = ("pages", "fields", "rules")
_TAGS = ("field", "rows")  # pydantic names which kind of entry it took for it


@dataclass(frozen=True, slots=True)
class Mistake:
    """`place`: keys and numbers (from 0) from the top, as `("fields", 3, "label")`."""

    place: tuple[str | int, ...]
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """`declaration` and `form` where nothing is wrong, else the mistakes."""

    declaration: FormDeclaration | None
    form: Form | None
    mistakes: tuple[Mistake, ...]


def check(data: Any, folder: Path) -> Checked:
    """`data` as JSON gave it; `folder`: where the form's blank lies."""
    if isinstance(data, dict):
        data = {"law": "", **data}  # many a form of an office's own has none
    try:
        declaration = FormDeclaration.model_validate(data)
    except ValidationError as error:
        found = [_mistake(each) for each in error.errors()]
        known = {each.place for each in found}
        found += [each for each in _empty(data) if each.place not in known]
        return Checked(None, None, tuple(found))
    twice = list(_twice(declaration))
    mistakes = [*_left_out(declaration), *_off_the_page(declaration), *twice]
    form = None
    try:
        form = form_of(declaration, folder / "form.yaml")
    except BadDeclaration as error:
        mistakes += [] if twice else [_placed(declaration, error)]
    return Checked(declaration, form, ()) if not mistakes else Checked(None, None, tuple(mistakes))


def check_fields(data: dict[str, Any], folder: Path) -> Checked:
    """The same of pages, fields and rules alone: enough for reading, before the form as a whole
    has its name and department."""
    standing = {"manual_seconds": 1, "law": ""}
    standing |= dict.fromkeys(("title", "department", "work_field"), STANDING)
    standing["version"] = str(data.get("version") or STANDING)
    named = str(data.get("form") or "")
    standing["form"] = named if re.fullmatch(FORM_ID, named) else STANDING
    return check(standing | {key: data[key] for key in _PARTS if key in data}, folder)


def _mistake(error: Any) -> Mistake:
    problem, fix = yaml_source.in_words(error, FormDeclaration)
    is_blank = error["type"].startswith("string_") and error.get("input") in (None, "")
    if is_blank or error["type"] == "missing":
        problem, fix = "入力してください。", ""
    elif error["type"] == "too_short" and error["loc"] == ("fields",):
        problem, fix = "項目がまだありません。", "「項目を加える」で枠を引いてください。"
    elif error["type"] == "too_short" and error["loc"][0] == "rules":
        problem, fix = "項目を選んでください。", ""
    place = tuple(
        part
        for n, part in enumerate(error["loc"])
        if not (part in _TAGS and n and isinstance(error["loc"][n - 1], int))
    )
    return Mistake(place, problem, fix)


def _empty(data: Any) -> Iterator[Mistake]:
    for key in ("title", "version", "department", "work_field"):
        if isinstance(data, dict) and not str(data.get(key) or "").strip():
            yield Mistake((key,), "入力してください。")


def _left_out(form: FormDeclaration) -> Iterator[Mistake]:
    """What YAML lets stand empty, and a person who reads or claims needs."""
    yield from _empty(form.model_dump())
    for place, field in _fields(form):
        if not field.label.strip():
            yield Mistake((*place, "label"), "名前を付けてください。")
        for name in ("options", "eras"):
            for n, option in enumerate(getattr(field, name)):
                if not option.value.strip():
                    yield Mistake((*place, name, n, "value"), "値を入力してください。")
    for n, rule in enumerate(form.rules):
        if not rule.message.strip():
            yield Mistake(("rules", n, "message"), "言葉を入力してください。")


def _off_the_page(form: FormDeclaration) -> Iterator[Mistake]:
    """Boxes that lie outside their page, or have no size."""
    for place, field in _fields(form):
        if field.page > len(form.pages):
            continue
        page = form.pages[field.page - 1]
        for key, (x, y, w, h) in _boxes(field):
            if w <= 0 or h <= 0:
                yield Mistake((*place, *key), "枠に大きさがありません。")
            elif x < 0 or y < 0 or x + w > page.width + 0.05 or y + h > page.height + 0.05:
                yield Mistake((*place, *key), "枠が用紙からはみ出しています。")


def _twice(form: FormDeclaration) -> Iterator[Mistake]:
    """Ids that stand there twice; rows count with all their fields."""
    seen: set[str] = set()
    for place, entry in [(("fields", n), e) for n, e in enumerate(form.fields)]:
        for name in _ids(entry):
            if name in seen:
                yield Mistake((*place, "id"), f"同じ id「{name}」の項目が二つあります。")
                break
            seen.add(name)


def _ids(entry: FieldDeclaration | RowsDeclaration) -> list[str]:
    if isinstance(entry, FieldDeclaration):
        return [entry.id]
    return [f"{entry.rows}{n}_{f.id}" for n in range(1, entry.count + 1) for f in entry.fields]


def _placed(form: FormDeclaration, error: BadDeclaration) -> Mistake:
    """Where the error's field or rule is."""
    message = str(error).partition(": ")[2] or error.message
    for place, field in _fields(form):
        if field.id == error.key or error.key.endswith(f"_{field.id}"):
            return Mistake(place, message, error.advice)
    for n, rule in enumerate(form.rules):
        if error.key in (*rule.fields, *rule.when):
            return Mistake(("rules", n, "fields"), f"「{error.key}」: {message}", error.advice)
    return Mistake((), error.message, error.advice)


def _fields(form: FormDeclaration) -> Iterator[tuple[tuple[str | int, ...], FieldDeclaration]]:
    for n, entry in enumerate(form.fields):
        if isinstance(entry, FieldDeclaration):
            yield ("fields", n), entry
        else:
            yield from ((("fields", n, "fields", m), each) for m, each in enumerate(entry.fields))


def _boxes(
    field: FieldDeclaration,
) -> Iterator[tuple[tuple[str | int, ...], tuple[float, float, float, float]]]:
    for name in ("box", "year", "month", "day"):
        box = getattr(field, name)
        if box is not None:
            yield (name,), box
    for name in ("options", "eras"):
        yield from (((name, n, "box"), o.box) for n, o in enumerate(getattr(field, name)))
