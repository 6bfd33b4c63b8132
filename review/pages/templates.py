"""`/templates`: the forms there are, forms being drawn up, and what became of golden scans."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from review.room import InRoom, Room, Signed, acting, needs
from review.shown.templates import result
from review.templating import page, render
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.templates import FormResult, accept

Editor = Annotated[Account, Depends(needs(Right.EDIT_FORMS))]
Editing = Annotated[Account, Depends(acting(Right.EDIT_FORMS))]
Token = Annotated[str, Form()]
router = APIRouter()


@router.get("/templates")
def forms(request: Request, room: InRoom, person: Editor) -> Response:
    values = {"forms": room.templates.forms(person), "benches": room.templates.benches(person)}
    return page(request, "templates/forms.html", values)


@router.get("/templates/forms/{form_id}")
def form(
    request: Request, room: InRoom, person: Editor, form_id: str, saved: bool = False
) -> Response:
    found = room.templates.form(form_id, person)
    summary = next(e for e in room.templates.forms(person) if e.form.id == found.id)
    return page(request, "templates/form.html", {"summary": summary, "saved": saved})


@router.post("/templates/forms/{form_id}/edit")
def edit(
    room: InRoom, session: Signed, person: Editor, form_id: str, token: Token
) -> RedirectResponse:
    room.check_token(session, token)
    bench = room.templates.edit(form_id, person)
    return RedirectResponse(f"/templates/bench/{bench.id}", 303)


@router.post("/templates/forms/{form_id}/examine")
def examine(room: InRoom, person: Editing, form_id: str) -> JSONResponse:
    """Read the golden scans again; what came of it as a piece of page."""
    found = room.templates.form(form_id, person)
    return JSONResponse({"html": result_html(room.templates.examine(found), may_accept=True)})


@router.post("/templates/forms/{form_id}/accept")
def agree(room: InRoom, person: Editing, form_id: str) -> JSONResponse:
    """What is read now is what is expected from now on."""
    found = room.templates.form(form_id, person)
    accept(room.templates.examine(found))
    _note(room, person, f"golden {found.id} {found.version}")
    return JSONResponse({"html": result_html(room.templates.examine(found), may_accept=False)})


def result_html(found: FormResult, *, may_accept: bool) -> str:
    return render("templates/result.html", {"result": result(found), "may_accept": may_accept})


def _note(room: Room, person: Account, what: str) -> None:
    room.audit.note(person.name, Act.FORM_SAVED, what=what)
