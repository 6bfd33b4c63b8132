"""`/records/{id}`: one record at a time, and what a person does with it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from forms.errors import DoubtError
from review.pages.queue import Part, query_of
from review.problems import BadRequest
from review.room import Acting, InRoom, Reviewer, Room
from review.shown import arrived
from review.shown.fields import ShownField, has_broken_rule, related, show
from review.templating import page, render
from workflows.accounts import Account
from workflows.audit import Act
from workflows.reviewing import Opened, Said
from workflows.reviewing.waiting import Wanted
from workflows.store.states import State

MAX_TEXT = 2000
MAX_REASON = 300
router = APIRouter()


class Answer(BaseModel):
    """`text` None accepts what the field shows. `seconds`: active time at the field."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str | None, Field(max_length=MAX_TEXT)] = None
    seconds: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 0.0
    override: bool = False


class Hold(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=MAX_REASON)]


@router.get("/records/{record_id}")
def open_record(
    request: Request, room: InRoom, person: Reviewer, record_id: int, part: Part
) -> Response:
    before = room.desk.last_holder(record_id)
    noted = room.noting(person, Act.OPENED, record=record_id)
    opened = room.desk.open(record_id, person.name, noted)
    drafts = room.drafts.of(record_id, person.name)
    fields = [show(view, draft=drafts.get(view.field.id)) for view in opened.fields]
    values = {
        "record": opened,
        "query": query_of(part),
        "taken_over_from": before if before != person.name else "",
        "drafts": sum(each.is_drafted for each in fields),
        "asked": [each for each in fields if each.status in ("doubted", "answered")],
        "twice": [each for each in fields if each.status == "twice"],
        "rest": [each for each in fields if each.status == "accepted"],
        "left": _left(opened),
        "max_reason": MAX_REASON,
        "arrived": arrived.of_record(opened) if opened.arrived else None,
    }
    return page(request, "record.html", values)


@router.post("/records/{record_id}/fields/{field_id}")
def answer(
    room: InRoom, person: Acting, record_id: int, field_id: str, said: Answer
) -> JSONResponse:
    """Accept or correct one field; the rows that changed come back."""
    word = Said(said.text, person.name, said.seconds, said.override)
    kind = "accepted" if said.text is None else "corrected"
    noted = room.noting(person, Act.ANSWERED, record=record_id, field=field_id, what=kind)
    try:
        opened = room.desk.settle(record_id, field_id, word, noted)
    except DoubtError as error:
        return _refused(room, record_id, field_id, word, error)
    view = opened.field(field_id)
    messages = [doubt.message for doubt in view.reading.doubts]
    return JSONResponse(
        {
            "settled": not view.is_doubted,
            "message": " ".join(messages),
            "can_override": has_broken_rule(view),
            "left": _left(opened),
            "rows": _rows(opened, field_id),
        }
    )


def _refused(
    room: Room, record_id: int, field_id: str, said: Said, error: DoubtError
) -> JSONResponse:
    """The text is no value. Only a blank in a required field may be let stand."""
    field = room.desk.open(record_id, said.by).field(field_id)
    shown, known = show(field), show(field, reveal=True)  # what is known here is not sent
    is_unseen = shown.hidden and bool(known.typed)
    is_blank = not said.text.strip() if said.text is not None else not known.typed
    can = shown.required and is_blank and not is_unseen and shown.status != "twice"
    return JSONResponse(
        {"message": error.message, "advice": error.advice, "can_override": can}, 422
    )


@router.post("/records/{record_id}/confirm")
def confirm(room: InRoom, person: Acting, record_id: int, part: Part) -> JSONResponse:
    noted = room.noting(person, Act.MOVED, record=record_id, what="confirmed")
    room.desk.confirm(record_id, person.name, noted)
    return JSONResponse({"next": onward(room, person, part, record_id)})


@router.post("/records/{record_id}/hold")
def hold(room: InRoom, person: Acting, record_id: int, said: Hold, part: Part) -> JSONResponse:
    reason = said.reason.strip()
    if not reason:
        raise BadRequest("保留の理由が空です。", advice="理由を選ぶか、入力してください。")
    noted = room.noting(person, Act.MOVED, record=record_id, what=State.HELD.value)
    room.desk.hold(record_id, reason, person.name, noted)
    return JSONResponse({"next": onward(room, person, part, record_id)})


def onward(room: Room, person: Account, part: Wanted, after: int) -> str:
    """Where the browser goes on: the next record of the same part, else the queue."""
    following = room.waiting.next(person.name, person.scope, part, after)
    return f"/records/{following}{query_of(part)}" if following else f"/{query_of(part)}"


def _left(opened: Opened) -> int:
    """Fields in doubt that can be answered here."""
    return sum(not each.waits_for_two for each in opened.doubted)


def _rows(opened: Opened, field_id: str) -> dict[str, str]:
    wanted = related(opened.form, field_id)
    return {
        view.field.id: row_html(opened.record_id, show(view))
        for view in opened.fields
        if view.field.id in wanted and not view.waits_for_two
    }


def row_html(record_id: int, field: ShownField) -> str:
    return render("row.html", {"field": field, "record_id": record_id})
