"""What the page asks for: forms, postal codes, checks, registration, lists and details."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from samples.legacy.addresses import look_up
from samples.legacy.faults import LOCKED, TWICE, WRITTEN, Trouble
from samples.legacy.items import Draft, Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.serving import Building
from samples.legacy.shown import named
from samples.legacy.spa.checking import errors
from samples.legacy.spa.desk import Call, behind_login, current, log_in, log_out, refuse
from samples.legacy.spa.layout import Layout
from samples.legacy.spa.values import Posted, columns_of, draft_of, moment, shown
from samples.legacy.store import CREATED, NUMBER, STAFF, condition_of

CHUNK = 50
"""Rows that the list fetches at a time."""
NOT_THERE = "指定された申請は存在しません。"
WRONG = "入力内容に誤りがあります。"


def routes(building: Building) -> list[Route]:
    """The API."""

    def on(path: str, *answering: Any) -> list[Route]:
        return [
            Route(f"/api{path}", behind_login(building, each), methods=[method])
            for method, each in zip(answering[::2], answering[1::2], strict=True)
        ]

    of = "/procedures/{code}"
    return [
        Route("/api/session", current(building), methods=["GET"]),
        Route("/api/login", log_in(building), methods=["POST"]),
        *on("/logout", "POST", log_out),
        *on("/postal", "GET", postal),
        *on("/towns", "GET", town_list),
        *on(f"{of}/form", "GET", form),
        *on(f"{of}/late", "GET", late),
        *on(f"{of}/check", "POST", check),
        *on(f"{of}/applications", "GET", listing, "POST", register),
        *on(f"{of}/applications/{{id:int}}", "GET", detail),
    ]


def postal(call: Call) -> Response:
    """The town of a whole postal code; an empty text where it is not in the table."""
    code = call.request.query_params.get("code", "")
    found = look_up(code, "") if len(code) == 7 else []
    return JSONResponse({"address": found[0].name if found else ""})


def town_list(call: Call) -> Response:
    """Towns by a part of their name, for the window of 地番検索."""
    name = call.request.query_params.get("name", "")
    found = look_up("", name) if name else []
    return JSONResponse({"towns": [{"postal": t.postal, "name": t.name} for t in found]})


def form(call: Call) -> Response:
    """The entry form as it is opened."""
    blocked = call.strikes("popup_blocked")
    return JSONResponse({**_layout(call).form(), "popup_blocked": blocked})


def late(call: Call) -> Response:
    """The late block for a choice."""
    chosen = call.request.query_params.get("value", "")
    return JSONResponse({"fields": _layout(call).late_fields(chosen)})


def check(call: Call) -> Response:
    """What stands in the confirmation, and its one-time token; or what is wrong."""
    layout, posted = _layout(call), _posted(call)
    if wrong := errors(layout, posted, call.building.now().date()):
        return JSONResponse({"error": WRONG, "fields": wrong}, status_code=422)
    draft = draft_of(layout.procedure, posted)
    token = call.session.new_token(layout.procedure.code)
    guarded = call.building.sky.weather.token
    said = {"shown": _shown(layout, draft), "token": token, "guarded": guarded}
    return JSONResponse(said)


def register(call: Call) -> Response:
    """Store it and answer with the receipt number."""
    layout, posted, building = _layout(call), _posted(call), call.building
    procedure, now = layout.procedure, building.now()
    if wrong := errors(layout, posted, now.date()):
        return JSONResponse({"error": WRONG, "fields": wrong}, status_code=422)
    draft = draft_of(procedure, posted)
    if building.sky.is_locked(call.path, procedure.form, *named(procedure, draft)):
        return refuse(f"{LOCKED}。", 423)
    if building.sky.weather.token and not call.session.takes_token(
        procedure.code, str(call.body.get("token", ""))
    ):
        building.sky.count("token", call.path)
        return refuse(f"{TWICE}。", 409)
    if call.strikes("half"):
        building.store.add_half(procedure, draft, call.session.staff, now)
        return refuse(Trouble.ERROR.words, Trouble.ERROR.status)
    number = building.store.add(procedure, draft, call.session.staff, now)
    return JSONResponse({"number": number}, status_code=201, headers={WRITTEN: "1"})


def listing(call: Call) -> Response:
    """A piece of the list: `page` from 1, `CHUNK` rows each, and how many there are in all."""
    layout, asked = _layout(call), call.request.query_params
    condition = {NUMBER: asked["number"]} if asked.get("number") else {}
    for field_id in layout.procedure.searched:
        item = layout.procedure.item(field_id)
        value = asked.getlist(field_id)
        said = columns_of(item, value if len(value) > 1 else "".join(value))
        condition |= condition_of(item, said)
    page = asked.get("page", "1")
    number = max(1, int(page)) if page.isascii() and page.isdigit() else 1
    found = call.building.store.search(layout.procedure, condition, number, CHUNK)
    rows = [{"id": row["ID"], "cells": _cells(layout, row)} for row in found.rows]
    return JSONResponse({"total": found.total, "size": CHUNK, "rows": rows})


def detail(call: Call) -> Response:
    """Every item of an application, My Numbers in full."""
    layout = _layout(call)
    row = call.building.store.get(layout.procedure, call.request.path_params["id"])
    if row is None:
        return refuse(NOT_THERE, 404)
    key = named(layout.procedure, row)
    if call.building.sky.is_locked(call.path, layout.procedure.form, *key):
        return refuse(f"{LOCKED}。", 423)
    said = {"number": row[NUMBER], "staff": row[STAFF], "when": moment(row[CREATED])}
    return JSONResponse({**said, "shown": _shown(layout, row)})


def _layout(call: Call) -> Layout:
    return Layout(_procedure(call.request.path_params["code"]), call.building.sky.weather)


def _procedure(code: str) -> Procedure:
    """Raises HTTPException 404 for an unknown code."""
    found = next((each for each in of_the_cloud() if each.code == code), None)
    if found is None:
        raise HTTPException(404)
    return found


def _posted(call: Call) -> Posted:
    """The values as texts and lists of texts, whatever was sent."""
    values = call.body.get("values")
    if not isinstance(values, dict):
        return {}
    return {
        str(name): [str(each) for each in value] if isinstance(value, list) else str(value or "")
        for name, value in values.items()
    }


def _shown(layout: Layout, row: Draft) -> list[dict[str, str]]:
    items = layout.procedure.items
    return [
        {"label": layout.label(item), "text": shown(item, row), "group": item.group}
        for item in items
    ]


def _cells(layout: Layout, row: Draft) -> list[str]:
    items = (layout.procedure.item(field_id) for field_id in layout.procedure.listed)
    return [row[NUMBER], *(shown(item, row) for item in items), row[STAFF]]
