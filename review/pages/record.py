"""`/records/{id}`: one record at a time, and what a person does with it."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from forms.errors import DoubtError
from review.problems import BadRequest
from review.room import Acting, InRoom, Reviewer, Room
from review.shown.fields import ShownField, has_broken_rule, related, show
from review.templating import page, render
from workflows.reviewing import Opened

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
    request: Request, room: InRoom, person: Reviewer, record_id: int, form: str = ""
) -> Response:
    room.overview.state_of(record_id)
    opened = room.desk.open(record_id, person.name)
    fields = [show(view) for view in opened.fields]
    values = {
        "record": opened,
        "form": form,
        "asked": [each for each in fields if each.status != "accepted"],
        "rest": [each for each in fields if each.status == "accepted"],
        "left": len(opened.doubted),
        "max_reason": MAX_REASON,
    }
    return page(request, "record.html", values)


@router.post("/records/{record_id}/fields/{field_id}")
def answer(
    room: InRoom, person: Acting, record_id: int, field_id: str, said: Answer
) -> JSONResponse:
    """Accept or correct one field; the rows that changed come back."""
    by = person.name
    try:
        if said.text is None:
            view = room.desk.accept(record_id, field_id, by, said.seconds, said.override)
        else:
            view = room.desk.answer(
                record_id, field_id, said.text, by, said.seconds, said.override
            )  # fmt: skip
    except DoubtError as error:
        return _refused(room, record_id, field_id, by, said, error)
    opened = room.desk.open(record_id, by)
    messages = [doubt.message for doubt in view.reading.doubts]
    return JSONResponse(
        {
            "settled": not view.is_doubted,
            "message": " ".join(messages),
            "can_override": has_broken_rule(view),
            "left": len(opened.doubted),
            "rows": _rows(opened, field_id),
        }
    )


def _refused(
    room: Room, record_id: int, field_id: str, by: str, said: Answer, error: DoubtError
) -> JSONResponse:
    """The text is no value. Only a blank in a required field may be let stand."""
    view = _field(room.desk.open(record_id, by), field_id)
    is_blank = not said.text.strip() if said.text is not None else not view.typed
    can = view.required and is_blank and not view.hidden
    return JSONResponse(
        {"message": error.message, "advice": error.advice, "can_override": can}, 422
    )


@router.post("/records/{record_id}/confirm")
def confirm(
    room: InRoom, person: Acting, record_id: int, form: str = ""
) -> JSONResponse:  # fmt: skip
    room.desk.confirm(record_id, person.name)
    return _onward(room, person.name, record_id, form)


@router.post("/records/{record_id}/hold")
def hold(room: InRoom, person: Acting, record_id: int, said: Hold, form: str = "") -> JSONResponse:
    reason = said.reason.strip()
    if not reason:
        raise BadRequest("保留の理由が空です。", advice="理由を選ぶか、入力してください。")
    room.desk.hold(record_id, reason, person.name)
    return _onward(room, person.name, record_id, form)


@router.post("/records/{record_id}/release")
def release(room: InRoom, person: Acting, record_id: int) -> JSONResponse:
    room.desk.release(record_id, person.name)
    return JSONResponse({"next": "/"})


def _onward(room: Room, by: str, record_id: int, form: str) -> JSONResponse:
    """Where the browser goes on: the next record of the same form, else the queue."""
    following = room.overview.next_doubted(by, form, after=record_id)
    path = f"/records/{following}" if following else "/"
    return JSONResponse({"next": f"{path}?{urlencode({'form': form})}" if form else path})


def _rows(opened: Opened, field_id: str) -> dict[str, str]:
    wanted = related(opened.form, field_id)
    shown = [show(view) for view in opened.fields if view.field.id in wanted]
    return {each.id: row_html(opened.record_id, each) for each in shown}


def row_html(record_id: int, field: ShownField) -> str:
    return render("row.html", {"field": field, "record_id": record_id})


def _field(opened: Opened, field_id: str) -> ShownField:
    """Raises SetupError where the form has no such field."""
    opened.form.field(field_id)
    return next(show(view) for view in opened.fields if view.field.id == field_id)
