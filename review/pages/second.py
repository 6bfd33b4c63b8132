"""Typing blind: fields that two people type, and samples of what passed by itself.

A page hands out one field at a time; its script sends what was typed and gets the next one back.
Nothing that was read or typed before is ever in an answer to these calls.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from review.images import picture_in, strip
from review.problems import NoPicture
from review.room import Acting, InRoom, Reviewer, Room, Signed
from review.shown import second as shown
from review.templating import page, render
from workflows.accounts import Account
from workflows.audit import Act
from workflows.second_looks.blind import Typed
from workflows.second_looks.stages import Purpose
from workflows.second_looks.tasks import Task

MAX_TEXT = 2000
TITLES = {Purpose.DOUBLE: "二人入力", Purpose.SAMPLE: "抜き取り確認"}
HOMES = {Purpose.DOUBLE: "/double", Purpose.SAMPLE: "/sampling"}
router = APIRouter()


class Said(BaseModel):
    """`text` blank: blank on the paper; None: nobody can read it. `seconds` of active work."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str | None, Field(max_length=MAX_TEXT)] = None
    seconds: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 0.0


@router.get("/double")
def double(request: Request, room: InRoom, person: Reviewer) -> Response:
    """What waits to be typed or settled, and what may be typed anew."""
    left = room.second.blind.left(Purpose.DOUBLE, person)
    values = {
        "left": left,
        "how_many": shown.how_many(left),
        "differences": room.second.differences.left(person),
        "settled": room.second.restarting.settled(person),
    }
    return page(request, "second/double.html", values)


@router.get("/second/{purpose}/tasks")
def work(request: Request, room: InRoom, person: Reviewer, purpose: Purpose) -> Response:
    task = _next(room, person, purpose)
    values = {
        "title": TITLES[purpose],
        "home": HOMES[purpose],
        "url": f"/second/{purpose}/tasks",
        "can_skip": True,
        "task": task,
        "left": shown.how_many(room.second.blind.left(purpose, person)),
    }
    return page(request, "second/work.html", values)


@router.post("/second/{purpose}/tasks/{task_id}")
def look(room: InRoom, person: Acting, purpose: Purpose, task_id: int, said: Said) -> JSONResponse:
    """Take what was typed, and hand out the next field."""
    task = room.second.blind.task(task_id, person)
    stage = room.second.blind.look(task_id, person, Typed(said.text, said.seconds))
    what = f"{task.purpose}={stage}"
    room.audit.note(
        person.name, Act.ANSWERED, record=task.record_id, field=task.field.id, what=what
    )
    return answer(_next(room, person, purpose), room.second.blind.left(purpose, person))


@router.get("/second/{purpose}/tasks/{task_id}/picture")
def picture(room: InRoom, person: Reviewer, purpose: Purpose, task_id: int) -> Response:
    """The place on the paper, for who has the task in hand."""
    return place_of(room.second.blind.in_hand(task_id, person))


@router.post("/second/release")
def release(room: InRoom, person: Acting) -> JSONResponse:
    """The person has left the page."""
    room.second.blind.release(person)
    return JSONResponse({})


@router.post("/double/{record_id}/fields/{field_id}/restart")
def restart(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    record_id: int,
    field_id: str,
    token: Annotated[str, Form()] = "",
) -> Response:
    """Two people type the field anew."""
    room.check_token(session, token)
    room.second.restarting.restart(record_id, field_id, person)
    room.audit.note(person.name, Act.ANSWERED, record=record_id, field=field_id, what="restarted")
    return RedirectResponse("/double", 303)


def answer(task: shown.ShownTask | None, left: int) -> JSONResponse:
    """The next field as a piece of the page; None where nothing waits."""
    html = render("second/task.html", {"task": task}) if task else None
    return JSONResponse({"task": html, "left": shown.how_many(left)})


def place_of(task: Task) -> Response:
    """The field's place with its surroundings, other private places painted over; of a private
    field nothing but its own place."""
    if task.page is None:
        raise NoPicture("画像のファイルが見つかりません。")
    picture = picture_in(task.page.image)
    data = strip(picture, task.box, task.hidden_places, is_private=task.field.private)
    return Response(data, media_type="image/jpeg")


def noted(room: Room, person: Account, task: Task, what: str) -> None:
    """The person is about to see the field on the paper."""
    act = Act.REVEALED if task.field.private else Act.OPENED
    room.audit.note(person.name, act, record=task.record_id, field=task.field.id, what=what)


def _next(room: Room, person: Account, purpose: Purpose) -> shown.ShownTask | None:
    task = room.second.blind.next(purpose, person)
    if task is None:
        return None
    noted(room, person, task, purpose.value)
    return shown.show_task(task, f"/second/{purpose}/tasks/{task.id}")
