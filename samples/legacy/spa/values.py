"""Values between the page (ISO dates, full-width kana, whole numbers) and the shared columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

import jaconv

from samples.legacy import eras
from samples.legacy.addresses import MANUAL_CODE, towns
from samples.legacy.items import Draft, Item, Kind, Procedure
from samples.legacy.rows import canonical
from samples.legacy.spa.looks import look

Posted = Mapping[str, str | list[str]]
"""Values by field id as the page sends them; choices by code, an era date as its four parts."""

PHONE = re.compile(r"(\d{2,5})-(\d{1,4})-(\d{3,4})")
HYPHENS = re.compile(r"[-‐－ー]")


def draft_of(procedure: Procedure, posted: Posted) -> dict[str, str]:
    """Values by column, as the shared store takes them. What cannot be split stays in one part."""
    draft: dict[str, str] = {}
    for item in procedure.items:
        draft |= columns_of(item, posted.get(item.field_id, ""))
    return draft


def columns_of(item: Item, value: str | list[str]) -> dict[str, str]:
    """The columns of one item."""
    if item.kind is Kind.DATE:
        parts = _date_parts(value)
    else:
        text = ",".join(value) if isinstance(value, list) else value.strip()
        parts = PARTS.get(item.kind, _whole)(text)
    return dict(zip(item.parts, parts, strict=True))


def shown(item: Item, row: Draft) -> str:
    """The text of an item in the list, the confirmation and the details; empty when blank."""
    value = canonical(item, row)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if item.kind is Kind.DATE:
        return _day(item, date.fromisoformat(value))
    if item.kind is Kind.POSTAL:
        return f"{value[:3]}-{value[3:]}"
    return value


def moment(text: str) -> str:
    """A stored time as the page prints it."""
    return f"{datetime.fromisoformat(text):%Y/%m/%d %H:%M}"


def _day(item: Item, day: date) -> str:
    if look(item) != "era_date":
        return f"{day:%Y/%m/%d}"
    code, year, _, _ = eras.of_day(day)
    number = "元" if int(year) == 1 else str(int(year))
    return f"{eras.era_of(code).name}{number}年{day.month}月{day.day}日"


def _whole(text: str) -> tuple[str, ...]:
    return (text,)


def _kana_parts(text: str) -> tuple[str, ...]:
    return (jaconv.z2h(text, kana=True).replace("　", " "),)


def _postal_parts(text: str) -> tuple[str, ...]:
    digits = HYPHENS.sub("", text)
    return digits[:3], digits[3:]


def _date_parts(value: str | list[str]) -> tuple[str, ...]:
    if isinstance(value, list):
        era, year, month, day = (*value, "", "", "", "")[:4]
        year = "1" if year == "元" else year
        return (era, year, month, day) if year or month or day else ("", "", "", "")
    if not value:
        return "", "", "", ""
    try:
        return eras.of_day(date.fromisoformat(value))
    except ValueError:
        return "", value, "", ""


def _phone_parts(text: str) -> tuple[str, ...]:
    if found := PHONE.fullmatch(text):
        return found[1], found[2], found[3]
    if not text.isascii() or not text.isdigit():
        return text, "", ""
    first = 3 if len(text) == 11 else 2
    return text[:first], text[first:-4], text[-4:]


def _address_parts(text: str) -> tuple[str, ...]:
    town = max(
        (t for t in towns() if text.startswith(t.name)), key=lambda t: len(t.name), default=None
    )
    if town is None:
        return (MANUAL_CODE if text else "", text, "")
    return town.code, town.name, text[len(town.name) :]


PARTS: Mapping[Kind, Callable[[str], tuple[str, ...]]] = {
    Kind.KANA: _kana_parts,
    Kind.PHONE: _phone_parts,
    Kind.POSTAL: _postal_parts,
    Kind.ADDRESS: _address_parts,
}
