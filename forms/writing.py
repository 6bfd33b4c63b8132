"""`FormDeclaration` → `form.yaml`, as a person would write it.

Short fields stand on one line, dates and choices on several; keys that say nothing but the default
are left out. What is read back by `forms.declaration` equals what was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

import yaml
from pydantic import BaseModel

from forms.declaration import (
    FieldDeclaration,
    FormDeclaration,
    RowsDeclaration,
    RuleDeclaration,
)

LONGEST = 100  # characters of a line; a longer entry is written over several
HEAD = "# {title}。枠はすべて mm、用紙の左上が原点 [x, y, 幅, 高さ]。"
_WIDE = 10**9  # PyYAML must never break a line by itself
_FIRST = (
    "id", "rows", "title", "value", "label", "type", "page", "mark", "multiple", "required",
    "private", "kind",
)  # fmt: skip
_LAST = (
    "era", "cells", "length", "check", "box", "options", "eras", "year", "month", "day",
    "fields", "when", "limits", "until_march", "width", "height", "message",
)  # fmt: skip
_PARTS = ("options", "eras", "year", "month", "day")  # what makes a field too much for one line


def yaml_of(form: FormDeclaration, sections: Mapping[str, str] | None = None) -> str:
    """The text of `form.yaml`. `sections`: entry (id of a field or of rows) → words that stand as
    a comment before it (請求者)."""
    return "\n".join(_lines(form, sections or {})) + "\n"


def entry_lines(entry: FieldDeclaration | RowsDeclaration, indent: str) -> list[str]:
    """The lines of one entry of `fields`."""
    return list(_entry(entry, indent))


def rule_lines(rule: RuleDeclaration, indent: str) -> list[str]:
    return list(_block(_said(rule), indent))


def _lines(form: FormDeclaration, sections: Mapping[str, str]) -> Iterator[str]:
    yield HEAD.format(title=_comment(form.title))
    for key in type(form).model_fields:
        if key in ("pages", "fields", "rules"):
            continue
        value = getattr(form, key)
        if value != type(form).model_fields[key].default:
            yield f"{key}: {_quoted(value) if key == 'version' else _flow(value)}"
    yield "pages:"
    yield from (f"  - {_flow(_said(page))}" for page in form.pages)
    yield "fields:"
    for entry in form.fields:
        name = entry.rows if isinstance(entry, RowsDeclaration) else entry.id
        if name in sections:
            yield ""
            yield f"  # {_comment(sections[name])}"
        yield from _entry(entry, "  ")
    if form.rules:
        yield ""
        yield "rules:"
        for rule in form.rules:
            yield from _block(_said(rule), "  ")


def _entry(entry: FieldDeclaration | RowsDeclaration, indent: str) -> Iterator[str]:
    said = _said(entry)
    if isinstance(entry, RowsDeclaration):
        said.pop("fields")
        yield from _block(said, indent)
        yield f"{indent}  fields:"
        for each in entry.fields:
            yield from _entry(each, indent + "    ")
        return
    line = f"{indent}- {_flow(said)}"
    if not any(part in said for part in _PARTS) and len(line) <= LONGEST:
        yield line
        return
    yield from _block(said, indent)


def _block(said: Mapping[str, Any], indent: str) -> Iterator[str]:
    """One entry of a list over several lines; lists of mappings one line each."""
    lead = f"{indent}- "
    for key, value in said.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{lead}{key}:"
            yield from (f"{indent}    - {_flow(each)}" for each in value)
        else:
            yield f"{lead}{key}: {_flow(value, inside=False)}"
        lead = f"{indent}  "


def _said(model: BaseModel) -> dict[str, Any]:
    """Key → value of what differs from the default, in the order in which people write it."""
    fields = type(model).model_fields
    others = [key for key in fields if key not in (*_FIRST, *_LAST)]
    order = [key for key in (*_FIRST, *others, *_LAST) if key in fields]
    return {
        key: _plain(getattr(model, key))
        for key in order
        if fields[key].is_required()
        or getattr(model, key) != fields[key].get_default(call_default_factory=True)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _said(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _flow(value: Any, inside: bool = True) -> str:
    """A value on one line. `inside`: of brackets, where commas must be quoted."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    return str(value) if isinstance(value, int) else _text(str(value), inside)


def _number(value: float) -> str:
    """Without an exponent, which YAML 1.1 takes for text."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(text: str, inside: bool) -> str:
    """Plain where YAML reads it back as the same text, else in double quotes."""
    plain = _dumped([text] if inside else {"k": text}, flow=inside)
    plain = plain[1:-1] if inside else plain.removeprefix("k:").strip()
    return text if plain == text else _quoted(text)


def _quoted(text: str) -> str:
    return _dumped(text, style='"')


def _dumped(value: Sequence[str] | Mapping[str, str] | str, *, flow: bool = False,
            style: str | None = None) -> str:  # fmt: skip
    text: str = yaml.safe_dump(
        value, default_flow_style=flow, default_style=style, allow_unicode=True, width=_WIDE
    )
    return text.rstrip("\n").removesuffix("\n...")


def _comment(text: str) -> str:
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
