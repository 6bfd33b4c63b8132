"""`/records/{id}/other-form`: the person says what form the paper is; the intake reads it again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.pages.queue import Part, query_of
from review.pages.record import onward
from review.problems import BadRequest
from review.room import InRoom, Reviewer, Signed
from review.templating import page
from workflows.audit import Act
from workflows.store.states import State

router = APIRouter()
AFRESH = "*"


@router.get("/records/{record_id}/other-form")
def choose(
    request: Request, room: InRoom, person: Reviewer, record_id: int, part: Part
) -> Response:
    state = room.overview.state_of(record_id)
    back = f"/records/{record_id}" if state is State.DOUBTED else "/"
    values = {
        "record_id": record_id,
        "query": query_of(part),
        "back": f"{back}{query_of(part)}",
        "choices": room.rereading.choices(person.scope),
        "afresh": AFRESH,
        "is_possible": state in (State.DOUBTED, State.HELD),
    }
    return page(request, "desk/other_form.html", values)


@router.post("/records/{record_id}/other-form")
def ask(
    room: InRoom, session: Signed, person: Reviewer, record_id: int, part: Part,
    form: Annotated[str, Form()] = "", version: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    if not form:
        raise BadRequest("様式が選ばれていません。", advice="一覧から選んでください。")
    wanted = "" if form == AFRESH else form
    noted = room.noting(person, Act.MOVED, record=record_id, what=f"reread={form}")
    room.rereading.ask(record_id, person.name, person.scope, wanted, version, noted)
    return RedirectResponse(onward(room, person, part, record_id), 303)
