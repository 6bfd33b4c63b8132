"""The tables of README.md, made from the layout: `python -m samples.legacy.spa.guide`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samples.legacy.items import Late
from samples.legacy.procedures import PROCEDURES
from samples.legacy.spa.layout import Layout
from samples.legacy.weather import Weather

HEAD = "| label | control | named | field id |\n|---|---|---|---|"
CONTROLS = {
    "text": "text, max {length}",
    "area": "textarea with a counter, max {length}",
    "digits": "text, {length} digits",
    "my_number": "text, 12 digits with check digit",
    "date": "`input type=date`",
    "era_date": "select 元号, then texts 年 月 日",
    "postal": "text, becomes 100-0001, overwrites 住所",
    "phone": "`input type=tel`, 10 or 11 digits",
    "address": "text, max {length}",
    "picked_address": "read-only text, window by the button 地番検索",
    "radios": "radio buttons: {words}",
    "segmented": "buttons of role radio: {words}",
    "chips": "tick boxes: {words}",
    "checkbox": "tick box: {words}",
    "switch": "button of role switch: {words}",
    "select": "select: {words}",
    "combobox": "button of role combobox: {words}",
}
TIES = {
    "for": "`label for`",
    "floating": "`label for`, inside the box",
    "plain": "text above, not tied",
    "labelledby": "`aria-labelledby`",
}
BY_LOOK = {
    "radios": "legend",
    "chips": "legend",
    **dict.fromkeys(("combobox", "segmented", "switch", "era_date"), TIES["labelledby"]),
    "checkbox": "text above, not tied",
}


def tables() -> str:
    """One Markdown table for each section and search panel, required fields marked with *."""
    return "\n\n".join(text for each in PROCEDURES for text in _of(Layout(each, Weather())))


def _of(layout: Layout) -> Iterable[str]:
    procedure = layout.procedure
    yield f"### {procedure.title} (`{procedure.code}`, form `{procedure.form}`)"
    for section in layout.form()["sections"]:
        yield _table(section["title"], section["fields"])
        if section["late"] is not None and layout.late is not None:
            yield _late(layout, layout.late)
    listing = layout.listing()
    yield _table("search", listing["search"])
    yield f"Columns of the list: {', '.join(listing['columns'])}, 操作 (button 詳細)."


def _late(layout: Layout, late: Late) -> str:
    item = layout.procedure.item(late.trigger)
    which = f"is {'、'.join(late.words)}" if late.words else "is chosen"
    option = next(o.code for o in item.options if not late.words or o.word in late.words)
    return _table(f"once {layout.label(item)} {which}", layout.late_fields(option))


def _table(title: str, fields: list[dict[str, Any]]) -> str:
    return "\n".join([title, "", HEAD, *(_line(each) for each in fields)])


def _line(field: dict[str, Any]) -> str:
    words = ", ".join(option["word"] for option in field["options"])
    control = CONTROLS[field["look"]].format(length=field["length"], words=words)
    tie = BY_LOOK.get(field["look"], TIES[field["naming"]])
    label = field["label"] + ("*" if field["required"] else "")
    group = f" ({field['group']})" if field["group"] else ""
    return f"| {label}{group} | {control} | {tie} | `{field['id']}` |"


if __name__ == "__main__":
    print(tables())
