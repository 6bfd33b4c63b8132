"""A procedure as an update of the system left it: headings renamed, fields moved."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from samples.legacy.items import Item, Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.weather import Weather

Pairs = tuple[tuple[str, str], ...]
Places = tuple[tuple[str, int], ...]


def arranged(procedure: Procedure, weather: Weather) -> Procedure:
    """The procedure under this weather. A heading or step that is not there changes nothing."""
    if not weather.renamed and not weather.moved:
        return procedure
    return _arranged(procedure.form, tuple(weather.renamed.items()), tuple(weather.moved.items()))


@lru_cache(maxsize=64)
def _arranged(form: str, renamed: Pairs, moved: Places) -> Procedure:
    procedure = next(each for each in of_the_cloud() if each.form == form)
    steps = [list(step.items) for step in procedure.steps]
    for heading, number in moved:
        item = next((item for items in steps for item in items if item.heading == heading), None)
        if item is not None and 1 <= number <= len(steps):
            for items in steps:
                if item in items:
                    items.remove(item)
            steps[number - 1].append(replace(item, group=_last_group(steps[number - 1])))
    words = dict(renamed)
    return replace(
        procedure,
        steps=tuple(
            replace(step, items=tuple(_renamed(item, words) for item in items))
            for step, items in zip(procedure.steps, steps, strict=True)
        ),
    )


def _last_group(items: list[Item]) -> str:
    return items[-1].group if items else ""


def _renamed(item: Item, words: dict[str, str]) -> Item:
    heading = words.get(item.heading, item.heading)
    return item if heading == item.heading else replace(item, heading=heading)
