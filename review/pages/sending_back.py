"""`/records/{id}/send-back` and its slip: the paper goes back, and a printed page says why."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.pages.queue import Part, query_of
from review.pages.record import MAX_REASON, onward
from review.problems import BadRequest
from review.room import InRoom, Reader, Reviewer, Signed
from review.shown.lacks import REASONS, lacks
from review.templating import page
from workflows.accounts import Right
from workflows.audit import Act
from workflows.reviewing.sending_back import RECEIVERS, Lack, Receiver
from workflows.store.states import State

router = APIRouter()


@router.get("/records/{record_id}/send-back")
def ask(request: Request, room: InRoom, person: Reviewer, record_id: int, part: Part) -> Response:
    opened = room.desk.open(record_id, person.name)
    values = {
        "record": opened,
        "query": query_of(part),
        "receivers": RECEIVERS,
        "reasons": REASONS,
        "lacks": lacks(opened),
        "max_reason": MAX_REASON,
    }
    return page(request, "desk/send_back.html", values)


@router.post("/records/{record_id}/send-back")
def send_back(
    room: InRoom, session: Signed, person: Reviewer, record_id: int, part: Part,
    reason: Annotated[str, Form(max_length=MAX_REASON)] = "",
    receiver: Annotated[Receiver, Form()] = Receiver.APPLICANT,
    field: Annotated[list[str] | None, Form()] = None,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """`field`: ids of the fields that the slip names."""
    room.check_token(session, token)
    known = {each.field: each.words for each in lacks(room.desk.open(record_id, person.name))}
    missing = [Lack(each, known[each]) for each in field or () if each in known]
    if not reason.strip() and not missing:
        raise BadRequest(
            "差戻しの理由がありません。", advice="理由を書くか、足りない項目を選んでください。"
        )
    noted = room.noting(person, Act.MOVED, record=record_id, what=State.RETURNED.value)
    words = reason.strip() or REASONS[0]
    room.sending.send_back(record_id, receiver, words, missing, person.name, noted)
    return RedirectResponse(f"/records/{record_id}/slip{query_of(part)}", 303)


@router.get("/records/{record_id}/slip")
def slip(request: Request, room: InRoom, person: Reader, record_id: int, part: Part) -> Response:
    """The slip, to be printed; and the way on."""
    made = room.sending.slip(record_id)
    room.audit.note(person.name, Act.OPENED, record=record_id, what="slip")
    may_go_on = person.may(Right.REVIEW)
    values = {
        "slip": made,
        "receiver": RECEIVERS[made.receiver],
        "is_applicant": made.receiver is Receiver.APPLICANT,
        "onward": onward(room, person, part, record_id) if may_go_on else "/",
        "now": room.clock(),
    }
    return page(request, "desk/slip.html", values)
