"""検索, 一覧 and 照会: finding what was registered and looking at it."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from samples.legacy import eras
from samples.legacy.faults import LOCKED
from samples.legacy.items import Item, Procedure
from samples.legacy.office import Visit
from samples.legacy.shown import named
from samples.legacy.store import CREATED, NUMBER, PAGE_SIZE, STAFF, condition_of
from samples.legacy.validation import check_item, is_blank

NO_CONDITION = "検索条件を入力してください(E0301)"
NOTHING = "該当するデータはありません(I0301)"
NO_ROW = "指定されたデータは存在しません(E0302)"
NUMBER_INPUT = "UKT_NO"


def search(visit: Visit, procedure: Procedure) -> Response:
    """The search screen; POST checks the conditions and shows the list from its first page."""
    items = [procedure.item(field_id) for field_id in procedure.searched]
    if not visit.is_post:
        return _form(visit, procedure, {}, [])
    names = [NUMBER_INPUT, *(part for item in items for part in item.parts)]
    typed = visit.posted.draft(names)
    messages = _wrong(visit, items, typed)
    condition = _condition(items, typed)
    if not condition and not messages:
        messages = [NO_CONDITION]
    if messages:
        return _form(visit, procedure, typed, messages)
    found = visit.office.store.search(procedure, condition, 1)
    if not found.total:
        return _form(visit, procedure, typed, [NOTHING])
    visit.session.searches[procedure.code] = condition
    return _list(visit, procedure, 1)


def listing(visit: Visit, procedure: Procedure) -> Response:
    """A page of the last search's list: 前頁, 次頁, or back from 照会."""
    if procedure.code not in visit.session.searches:
        return _form(visit, procedure, {}, [NO_CONDITION])
    return _list(visit, procedure, max(1, visit.posted.number("PAGE", 1)))


def detail(visit: Visit, procedure: Procedure) -> Response:
    """Every field of a row, My Numbers in full."""
    row = visit.office.store.get(procedure, visit.posted.number("ID", 0))
    if row is None:
        return visit.page("error.html", messages=[NO_ROW])
    key = named(procedure, row)
    if visit.office.sky.is_locked(visit.path, procedure.form, *key):
        return visit.page("error.html", messages=[f"{LOCKED}(E0951)"])
    created = datetime.fromisoformat(row[CREATED])
    when = f"{eras.to_text(*eras.of_day(created.date()))} {created:%H:%M:%S}"
    return visit.page(
        "detail.html",
        procedure=procedure,
        row=row,
        number=row[NUMBER],
        staff=row[STAFF],
        when=when,
        page_number=max(1, visit.posted.number("PAGE", 1)),
    )


def _wrong(visit: Visit, items: list[Item], typed: dict[str, str]) -> list[str]:
    today = visit.office.now().date()
    asked = [item for item in items if not is_blank(item, typed)]
    return [text for item in asked for text in check_item(item, typed, today)]


def _condition(items: list[Item], typed: dict[str, str]) -> dict[str, str]:
    condition = {NUMBER: typed[NUMBER_INPUT]} if typed[NUMBER_INPUT] else {}
    for item in items:
        condition |= condition_of(item, typed)
    return condition


def _form(
    visit: Visit, procedure: Procedure, typed: dict[str, str], messages: list[str]
) -> Response:
    items = [procedure.item(field_id) for field_id in procedure.searched]
    return visit.page(
        "search.html",
        procedure=procedure,
        items=items,
        draft=typed,
        messages=messages,
    )


def _list(visit: Visit, procedure: Procedure, number: int) -> Response:
    found = visit.office.store.search(procedure, visit.session.searches[procedure.code], number)
    return visit.page(
        "list.html",
        procedure=procedure,
        items=[procedure.item(field_id) for field_id in procedure.listed],
        found=found,
        page_number=number,
        pages=max(1, -(-found.total // PAGE_SIZE)),
        first=(number - 1) * PAGE_SIZE + 1,
    )
