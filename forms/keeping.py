"""What a person wrote into a `form.yaml` stays where the editor changed nothing: comments, blank
lines, the order and the look of an entry.

The text of an entry (a key at the top, a field, a rule) that says the same as before is taken over
as it stands; before a changed one the comments above it are kept. Comments inside a changed entry
are lost, and told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml
from pydantic import BaseModel, ValidationError

from forms.declaration import FormDeclaration, RowsDeclaration

_LISTS = ("fields", "rules")
_COMMENT = re.compile(r"(?:^|\s)#\s*(.+)$")

Key = tuple[str, ...]
"""A place in the file: the key at the top, then what names the entry of its list."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`lost`: the words of comments that are not in `text` any more."""

    text: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of one entry, with the comments and blank lines above it."""

    above: tuple[str, ...]
    lines: tuple[str, ...]


def keep(written: str, text: str) -> Kept:
    """`text` (a whole `form.yaml`) with what can be kept of the file `written` before it."""
    before, after = _model(written), _model(text)
    if before is None or after is None:
        return Kept(text, _lost(written, text))
    old, new = _parts(written, before), _parts(text, after)
    if not old or not new:
        return Kept(text, _lost(written, text))
    was, now = _said(before), _said(after)
    lines: list[str] = []
    for key, part in new.items():
        kept = old.get(key)
        lines += part.above if kept is None else kept.above
        is_same = kept is not None and was.get(key) == now.get(key)
        lines += kept.lines if kept is not None and is_same else part.lines
    merged = "\n".join(lines).rstrip() + "\n"
    whole = merged if _model(merged) == after else text
    return Kept(whole, _lost(written, whole))


def _model(text: str) -> FormDeclaration | None:
    try:
        return FormDeclaration.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError):
        return None


def _said(form: FormDeclaration) -> dict[Key, object]:
    """What each entry says; of a list as a whole nothing, for its entries say it."""
    said: dict[Key, object] = {
        (name,): None if name in _LISTS else getattr(form, name) for name in type(form).model_fields
    }
    for name in _LISTS:
        said |= dict(zip(_names(form, name), getattr(form, name), strict=True))
    return said


def _names(form: FormDeclaration, name: str) -> list[Key]:
    """One for each entry of a list; rules of the same words are counted."""
    seen: Counter[Key] = Counter()
    names = []
    for entry in getattr(form, name):
        key = (name, *_name(entry))
        seen[key] += 1
        names.append((*key, str(seen[key])))
    return names


def _name(entry: BaseModel) -> Key:
    if isinstance(entry, RowsDeclaration):
        return ("rows", entry.rows)
    if hasattr(entry, "kind"):
        return (entry.kind, *getattr(entry, "fields", ()))
    return ("id", str(getattr(entry, "id", "")))


def _parts(text: str, form: FormDeclaration) -> Mapping[Key, _Part]:
    """The text cut at its entries; empty where it is not written one entry below the other."""
    lines = text.splitlines()
    starts = list(_starts(yaml.compose(text), form))
    numbers = [number for number, _ in starts]
    if numbers != sorted(set(numbers)) or not _each_begins(lines, starts):
        return {}
    heads = [_head(lines, number) for number in numbers]
    ends = [*heads[1:], len(lines)]
    return {
        key: _Part(tuple(lines[head:number]), tuple(lines[number:end]))
        for (number, key), head, end in zip(starts, heads, ends, strict=True)
    }


def _each_begins(lines: Sequence[str], starts: Sequence[tuple[int, Key]]) -> bool:
    return all(lines[n].lstrip().startswith("-") for n, key in starts if len(key) > 1)


def _starts(root: yaml.Node | None, form: FormDeclaration) -> Iterator[tuple[int, Key]]:
    """(line from 0, key) of each entry, in the order of the file."""
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        yield key.start_mark.line, (key.value,)
        if key.value in _LISTS and isinstance(value, yaml.SequenceNode):
            names = _names(form, key.value)
            for name, item in zip(names, value.value, strict=True):
                yield item.start_mark.line, name


def _head(lines: Sequence[str], number: int) -> int:
    """The first of the comments and blank lines that stand right above a line."""
    while number and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith("#")):
        number -= 1
    return number


def _lost(written: str, text: str) -> tuple[str, ...]:
    left = Counter(_comments(text))
    lost = []
    for each in _comments(written):
        if left[each]:
            left[each] -= 1
        else:
            lost.append(each)
    return tuple(lost)


def _comments(text: str) -> Iterator[str]:
    for line in text.splitlines():
        found = _COMMENT.search(line)
        if found:
            yield found[1].strip()
