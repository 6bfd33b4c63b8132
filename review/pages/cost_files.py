"""Files of costs: documents to be attached, tables to be looked at and taken in.

A file comes as the body of a request, as everywhere (see `review.pages.upload`).
"""

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Form, Header, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from review.pages.costs import CostKeeper, year_of
from review.problems import BadRequest
from review.room import InRoom, Room, Signed, acting
from review.shown import costs as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.fiscal import FiscalYear
from workflows.ledger import NoSuchCost, VoucherKind
from workflows.ledger.sheets import tables
from workflows.ledger.sheets.imports import Import, Imports
from workflows.ledger.vouchers import MOST_BYTES

DOCUMENTS, SHEETS = "/costs/documents", "/costs/sheets"
LARGER = {DOCUMENTS: MOST_BYTES, SHEETS: tables.MOST_BYTES}
"""Paths that take larger bodies than others, and how many bytes."""

router = APIRouter()
Acting = Annotated[Account, Depends(acting(Right.KEEP_COSTS))]
Name = Annotated[str, Header(max_length=3000)]


@router.post(DOCUMENTS)
async def attach(
    request: Request, room: InRoom, person: Acting, x_file_name: Name = "",
    x_cost: Annotated[str, Header(max_length=18)] = "",
    x_kind: Annotated[str, Header(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Attach the body to a cost; where the page goes on."""
    if not (x_cost.isascii() and x_cost.isdigit()) or x_kind not in list(VoucherKind):
        raise BadRequest("どの費用のどの書類か分かりません。")
    data = await request.body()
    name = unquote(x_file_name)
    return await run_in_threadpool(
        _attach, room, person, int(x_cost), VoucherKind(x_kind), name, data
    )


def _attach(
    room: Room, person: Account, cost_id: int, kind: VoucherKind, name: str, data: bytes
) -> Response:
    _, others = room.ledger.attach(cost_id, kind, name, data, person.name, person.scope)
    seen = [each for each in others if person.scope.sees(room.ledger.find(each).department)]
    numbers = "、".join(map(str, seen[:5]))
    words = f"同じ書類が、費用 {numbers} にも付いています。" if numbers else ""
    return JSONResponse({"next": f"/costs/{cost_id}#documents", "message": words})


@router.post(SHEETS)
async def put(
    request: Request, room: InRoom, person: Acting, x_file_name: Name = "",
    x_year: Annotated[str, Header(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Keep a table of costs, to be looked at."""
    data = await request.body()
    year = year_of(room, unquote(x_year)) if x_year else None
    name = unquote(x_file_name)
    made = await run_in_threadpool(Imports(room.ledger).put, name, data, year, person.name)
    return JSONResponse({"next": f"/costs/imports/{made.id}"})


@router.get("/costs/imports/{import_id}")
def look(request: Request, room: InRoom, person: CostKeeper, import_id: int) -> Response:
    imports = Imports(room.ledger)
    made = _own_import(imports, import_id, person)
    sheet = imports.look(made, person.name)
    year = made.year or FiscalYear.at(room.clock())
    lines = shown.looked(sheet, room.ledger.known_measures(year))
    values = {
        "made": made, "sheet": sheet, "lines": lines, "year": year,
        "wrong": sum(bool(each.mistakes) for each in lines),
        "odd": sum(bool(each.odd) for each in lines),
        "total": shown.yen(sum(each.draft.own_amount for each in sheet.lines if each.draft)),
    }  # fmt: skip
    return page(request, "costs/import.html", values)


@router.post("/costs/imports/{import_id}")
def take(
    room: InRoom, session: Signed, person: CostKeeper, import_id: int,
    sure: Annotated[str, Form(max_length=10)] = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    imports = Imports(room.ledger)
    made = _own_import(imports, import_id, person)
    kept = imports.take(made.id, person.name, is_sure=sure == "1", scope=person.scope)
    return RedirectResponse(f"/costs?year={kept[0].year.begins}", 303)


def _own_import(imports: Imports, import_id: int, person: Account) -> Import:
    """Raises NoSuchCost for another's."""
    made = imports.find(import_id)
    if made.by != person.name:
        raise NoSuchCost("この取り込み")
    return made
