"""Stored values as the confirmation, list and detail screens print them."""

from __future__ import annotations

from samples.legacy import eras
from samples.legacy.items import Draft, Item, Kind, Procedure
from samples.legacy.validation import is_blank

SEPARATORS = {Kind.PHONE: "-", Kind.POSTAL: "-", Kind.ADDRESS: "　"}


def shown(item: Item, draft: Draft) -> str:
    """The text of an item; empty when it was left blank. My Numbers stand there in full."""
    if is_blank(item, draft):
        return ""
    values = [draft.get(part, "") for part in item.parts]
    if item.kind is Kind.DATE:
        return eras.to_text(values[0], values[1], values[2], values[3])
    if item.kind is Kind.CODE:
        return f"{values[0]}:{item.word(values[0]) or ''}"
    if item.options:
        return "、".join(item.word(code) or "" for code in values[0].split(","))
    if item.kind is Kind.ADDRESS:
        values = [value for value in values[1:] if value]
    return SEPARATORS.get(item.kind, "").join(values)


def named(procedure: Procedure, draft: Draft) -> tuple[str, ...]:
    """What tells an application from another: the texts of the items of its key."""
    return tuple(shown(procedure.item(field_id), draft) for field_id in procedure.key)
