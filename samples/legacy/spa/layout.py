"""What the page is told to draw: sections and fields of a form, search panel and list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samples.legacy.arranging import arranged
from samples.legacy.eras import ERAS
from samples.legacy.items import Item, Kind, Late, Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.spa import looks
from samples.legacy.weather import Weather

Json = dict[str, Any]


class Layout:
    """A procedure as the page shows it in this weather."""

    def __init__(self, procedure: Procedure, weather: Weather) -> None:
        self.procedure = arranged(procedure, _in_headings(procedure, weather))
        self._renamed = weather.renamed

    def label(self, item: Item) -> str:
        """The label of an item today."""
        return looks.label(item, self._renamed)

    @property
    def late(self) -> Late | None:
        """The block that comes once a choice is made, where there is one."""
        return self.procedure.late or looks.LATE.get(self.procedure.form)

    def form(self) -> Json:
        """The entry form, without its late block."""
        late = self.late
        later = late.fields if late else ()
        titles = looks.SECTIONS.get(self.procedure.form)
        sections = [
            {
                "title": titles[n] if titles else step.title,
                "fields": [self._field(i) for i in step.items if i.field_id not in later],
                "late": _place_of(later, step.items),
            }
            for n, step in enumerate(self.procedure.steps)
        ]
        trigger = late.trigger if late else ""
        return {"title": self.procedure.title, "sections": sections, "trigger": trigger}

    def late_fields(self, code: str) -> list[Json]:
        """The fields of the late block for a choice; none where it asks for no more."""
        late = self.late
        word = self.procedure.item(late.trigger).word(code) if late else None
        if late is None or word is None or (late.words and word not in late.words):
            return []
        return [self._field(i) for i in self.procedure.items if i.field_id in late.fields]

    def listing(self) -> Json:
        """The search panel and the columns of the list."""
        item = self.procedure.item
        searched = [self._field(item(field_id)) for field_id in self.procedure.searched]
        columns = [self.label(item(field_id)) for field_id in self.procedure.listed]
        plain = [{**each, "required": False, "naming": "for"} for each in searched]
        return {"search": plain, "columns": ["受付番号", *columns, "登録者"]}

    def _field(self, item: Item) -> Json:
        return {
            "id": item.field_id,
            "label": self.label(item),
            "look": looks.look(item),
            "naming": looks.naming(item),
            "required": item.required,
            "length": _longest(item),
            "group": item.group,
            "help": looks.HELP.get(item.kind, ""),
            "options": [{"code": option.code, "word": option.word} for option in item.options],
            "fills": next(
                (o.field_id for o in self.procedure.items if o.postal == item.name and o.postal), ""
            ),
        }


def menu(weather: Weather) -> list[Json]:
    """The procedures for the navigation, and the words of the buttons that were renamed."""
    return [
        {
            "code": procedure.code,
            "title": procedure.title,
            "mark": procedure.mark,
            **Layout(procedure, weather).listing(),
        }
        for procedure in of_the_cloud()
    ]


def eras() -> list[Json]:
    """The eras for the date fields, latest first."""
    return [{"code": era.code, "word": era.name} for era in reversed(ERAS)]


def _place_of(later: tuple[str, ...], items: tuple[Item, ...]) -> str | None:
    """The field after which the late block comes; empty: before all; None: not in this section."""
    ids = [item.field_id for item in items]
    first = next((n for n, field_id in enumerate(ids) if field_id in later), None)
    return None if first is None else ids[first - 1] if first else ""


def _longest(item: Item) -> int:
    by_kind = {Kind.PHONE: 13, Kind.POSTAL: 8, Kind.ADDRESS: item.length * 2}
    return by_kind.get(item.kind, item.length)


def _in_headings(procedure: Procedure, weather: Weather) -> Weather:
    """`moved` may name a field by this system's label; the items know their own headings."""
    headings: Mapping[str, str] = {looks.label(item, {}): item.heading for item in procedure.items}
    moved = {headings.get(name, name): number for name, number in weather.moved.items()}
    return Weather(moved=moved)
