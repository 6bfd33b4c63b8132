"""`/costs` 「費用」: the lines of a fiscal year, their sums, 財政力指数, the template."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from forms.errors import SetupError
from review.problems import BadRequest, Forbidden
from review.room import InRoom, Room, Signed, needs
from review.shown import costs as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Eligible, Kind, Measure
from workflows.ledger.item import ELIGIBLE_TITLES
from workflows.ledger.journal import DEED_TITLES
from workflows.ledger.sheets import template
from workflows.ledger.strength import KIND_TITLES, figures_of

router = APIRouter()
CostReader = Annotated[Account, Depends(needs(Right.READ_COSTS))]
CostKeeper = Annotated[Account, Depends(needs(Right.KEEP_COSTS))]
Short = Annotated[str, Query(max_length=40)]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def year_of(room: Room, text: str) -> FiscalYear:
    """The one that is asked for, else this one. Raises BadRequest."""
    if not text:
        return FiscalYear.at(room.clock())
    try:
        return FiscalYear.parse(text)
    except SetupError as error:
        raise BadRequest("年度が分かりません。", advice=error.advice) from error


@router.get("/costs")
def show(
    request: Request, room: InRoom, person: CostReader, year: Short = "", measure: Short = "",
    eligible: Short = "", department: Annotated[str, Query(max_length=200)] = "",
    struck: Short = "",
) -> Response:  # fmt: skip
    of = year_of(room, year)
    measures = room.ledger.known_measures(of)
    items = room.ledger.items(of, with_struck=True, scope=person.scope)
    chosen = _chosen(items, measure, eligible, department)
    with_struck = struck == "1"
    listed = [each for each in chosen if with_struck or each.struck is None]
    values = {
        "year": of,
        "years": shown.years(room.ledger.years(), FiscalYear.at(room.clock()), of),
        "asked": {"measure": measure, "eligible": eligible, "department": department},
        "with_struck": with_struck,
        "struck": sum(each.struck is not None for each in chosen),
        "measures": measures,
        "eligibles": [(each.value, title) for each, title in ELIGIBLE_TITLES.items()],
        "departments": sorted({each.department for each in items if each.department}),
        "rows": shown.rows(listed, measures),
        "sums": shown.sums(chosen),
        "is_filtered": bool(measure or eligible or department),
        "may_keep": person.may(Right.KEEP_COSTS),
        "sees_all": person.scope.departments is None,
        "is_locked": room.ledger.is_locked(of),
        "lines": room.ledger.year_lines(of),
        "deeds": DEED_TITLES,
    }
    return page(request, "costs/costs.html", values | _strength(room, of))


def _chosen(
    items: Sequence[CostItem], measure: str, eligible: str, department: str
) -> list[CostItem]:
    """`measure`: an id, or `none` for lines without one."""
    found = list(items)
    if measure in (*Measure, "none"):
        wanted = None if measure == "none" else measure
        found = [each for each in found if each.measure == wanted]
    if eligible in list(Eligible):
        found = [each for each in found if each.eligible == eligible]
    if department:
        found = [each for each in found if each.department == department]
    return found


def _strength(room: Room, year: FiscalYear) -> dict[str, Any]:
    values: dict[str, Any] = {
        "strength": room.ledger.strength(year), "coefficient": None, "steps": None,
        "kinds": [(each.value, title) for each, title in KIND_TITLES.items()],
        "kind_titles": KIND_TITLES,
    }  # fmt: skip
    try:
        return values | {
            "coefficient": room.ledger.coefficient(year),
            "steps": room.ledger.steps(year),
        }
    except SetupError:
        return values


@router.get("/costs/template")
def take_template(
    room: InRoom, person: CostReader, year: Short = "", kind: Short = "xlsx"
) -> Response:
    of = year_of(room, year)
    if kind == "csv":
        return _file(template.as_csv(), "text/csv; charset=utf-8", "cost-template.csv")
    made = template.as_excel(of, room.ledger.known_measures(of))
    return _file(made, EXCEL, f"cost-template-{of.begins}.xlsx")


def _file(data: bytes, kind: str, name: str) -> Response:
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=kind, headers=said)


@router.post("/costs/strength")
def set_strength(
    room: InRoom,
    session: Signed,
    person: CostKeeper,
    year: Annotated[str, Form(max_length=40)] = "",
    kind: Annotated[str, Form(max_length=40)] = "",
    yearly: Annotated[str, Form(max_length=200)] = "",
    source: Annotated[str, Form(max_length=500)] = "",
    token: Annotated[str, Form()] = "",
) -> Response:
    """It holds for the whole office."""
    room.check_token(session, token)
    if person.scope.departments is not None:
        raise Forbidden
    if kind not in list(Kind):
        raise BadRequest("市町村か道府県かを選んでください。")
    of = year_of(room, year)
    room.ledger.set_strength(of, Kind(kind), figures_of(yearly), source, person.name)
    return RedirectResponse(f"/costs?year={of.begins}#strength", 303)
