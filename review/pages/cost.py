"""`/costs/{id}`: one cost: its fields, its documents, what became of it; and a new one."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from review.pages.costs import CostKeeper, CostReader, year_of
from review.room import InRoom, Room, Signed
from review.shown import costs as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, CostDraft, CostItem
from workflows.ledger.journal import DEED_TITLES
from workflows.ledger.sheets.values import draft_of

router = APIRouter()
Text = Annotated[str, Form(max_length=1000)]
Long = Annotated[str, Form(max_length=10_000)]
_LINES = {"share"}  # fields of several lines


def texts_of(
    year: Text = "", contracted_on: Text = "", inspected_on: Text = "", paid_on: Text = "",
    payee: Text = "", title: Text = "", amount: Text = "", tax: Text = "", measure: Text = "",
    category: Text = "", eligible: Text = "", reason: Text = "", decided_by: Text = "",
    general: Text = "", national: Text = "", prefectural: Text = "", bonds: Text = "",
    other: Text = "", other_claims: Text = "", department: Text = "", project: Text = "",
    share_key: Text = "", share: Long = "",
) -> Mapping[str, str]:  # fmt: skip
    """What stands in the fields, by the ids of `ledger.sheets.columns`."""
    return dict(locals())


Texts = Annotated[Mapping[str, str], Depends(texts_of)]


@router.get("/costs/new")
def new(
    request: Request, room: InRoom, person: CostKeeper,
    year: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    own = sorted(person.scope.departments or ())
    texts = dict.fromkeys(texts_of(), "") | {
        "year": str(year_of(room, year)), "eligible": "undecided",
        "department": own[0] if len(own) == 1 else "",
    }  # fmt: skip
    return _page(request, room, person, shown.CostForm(texts))


@router.post("/costs/new")
def create(
    request: Request, room: InRoom, session: Signed, person: CostKeeper, texts: Texts,
    seen: Text = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    found = _read(room, person, texts, seen)
    if isinstance(found, shown.CostForm):
        return _page(request, room, person, found, status=422)
    kept = room.ledger.add(found, person.name, person.scope)
    return RedirectResponse(f"/costs/{kept.id}", 303)


@router.get("/costs/{cost_id}")
def show(request: Request, room: InRoom, person: CostReader, cost_id: int) -> Response:
    item = room.ledger.find(cost_id, person.scope)
    others = room.ledger.items(item.year)
    odd = () if item.struck else shown.odd_of(item, others)
    return _page(request, room, person, shown.CostForm(shown.texts_of(item)), item, odd=odd)


@router.post("/costs/{cost_id}")
def change(
    request: Request, room: InRoom, session: Signed, person: CostKeeper, cost_id: int,
    texts: Texts, serial: Annotated[int, Form()] = 0, why: Text = "", seen: Text = "",
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    item = room.ledger.find(cost_id, person.scope)
    found = _read(room, person, texts, seen, item)
    if isinstance(found, shown.CostForm):
        return _page(request, room, person, found, item, status=422, serial=serial, why=why)
    room.ledger.change(cost_id, found, serial or -1, person.name, why.strip(), person.scope)
    return RedirectResponse(f"/costs/{cost_id}", 303)


@router.post("/costs/{cost_id}/strike")
def strike(
    room: InRoom, session: Signed, person: CostKeeper, cost_id: int, why: Text = "",
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    room.ledger.strike(cost_id, why, person.name, person.scope)
    return RedirectResponse(f"/costs/{cost_id}", 303)


@router.post("/costs/{cost_id}/restore")
def restore(
    room: InRoom, session: Signed, person: CostKeeper, cost_id: int, why: Text = "",
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    room.ledger.restore(cost_id, why, person.name, person.scope)
    return RedirectResponse(f"/costs/{cost_id}", 303)


@router.get("/costs/{cost_id}/vouchers/{voucher_id}")
def voucher(room: InRoom, person: CostReader, cost_id: int, voucher_id: int) -> Response:
    """The file as it was kept; never shown inside our pages."""
    found = room.ledger.document(cost_id, voucher_id, person.scope)
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
    data = room.ledger.bytes_of(found)
    room.audit.note(person.name, Act.EXPORTED, what=f"cost={cost_id} voucher={voucher_id}")
    return Response(data, media_type="application/octet-stream", headers=said)


@router.post("/costs/{cost_id}/vouchers/{voucher_id}/detach")
def detach(
    room: InRoom, session: Signed, person: CostKeeper, cost_id: int, voucher_id: int,
    why: Text = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    room.ledger.document(cost_id, voucher_id, person.scope)  # of this cost
    room.ledger.detach(voucher_id, why, person.name, person.scope)
    return RedirectResponse(f"/costs/{cost_id}#documents", 303)


def _read(
    room: Room, person: Account, texts: Mapping[str, str], seen: str, item: CostItem | None = None
) -> CostDraft | shown.CostForm:
    """What is to be kept, or the form again with what is wrong, or odd and not seen yet."""
    draft, errors = draft_of(texts, room.ledger.measures)
    if draft is None:
        return shown.CostForm(texts, shown.mistakes_of(errors))
    try:
        made, odd = room.ledger.look(draft, person.name, item.id if item else 0, person.scope)
    except BadCost as error:
        return shown.CostForm(texts, shown.mistakes_of([error]))
    if odd and seen != shown.mark_of(odd):
        return shown.CostForm(texts, odd=odd)
    return made


def _page(
    request: Request, room: Room, person: Account, form: shown.CostForm,
    item: CostItem | None = None, *, status: int = 200, serial: int = 0, why: str = "",
    odd: tuple[Any, ...] = (),
) -> Response:  # fmt: skip
    year = item.year if item else year_of(room, _year_text(form))
    is_locked = room.ledger.is_locked(year)
    values = {
        "form": form, "item": item, "year": year, "serial": serial or (item.serial if item else 0),
        "why": why, "odd": odd, "measures": room.ledger.known_measures(year),
        "choices": shown.choices(), "lines": room.ledger.lines(item.id) if item else (),
        "deeds": DEED_TITLES, "kinds": shown.kinds(),
        "parts": shown.parts(item.share, item.amount) if item else (),
        "documents": shown.documents(item) if item else (), "is_locked": is_locked,
        "may_keep": person.may(Right.KEEP_COSTS) and not is_locked,
        "departments": _departments(room, person, year),
        "own": shown.yen(item.own_amount) if item else "",
        "specific": shown.yen(item.specific_funds) if item else "",
    }  # fmt: skip
    return page(request, "costs/cost.html", values, status)


def _departments(room: Room, person: Account, year: FiscalYear) -> list[str]:
    """Those of the forms, of the person and of the year's costs, as far as the person sees."""
    known = set(room.sight.departments()) | (person.scope.departments or frozenset())
    known |= {each.department for each in room.ledger.items(year, scope=person.scope)}
    return sorted(each for each in known if each and person.scope.sees(each))


def _year_text(form: shown.CostForm) -> str:
    return "" if "year" in form.mistakes else form.texts.get("year", "")
