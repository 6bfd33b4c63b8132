"""Two people typed a field differently: a third, who typed neither, settles it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from forms.errors import Unreadable
from review.pages.second import Said, answer, noted, place_of
from review.room import Acting, InRoom, Reviewer, Room
from review.shown import second as shown
from review.templating import page
from workflows.accounts import Account
from workflows.audit import Act

URL = "/double/differences"
router = APIRouter()


@router.get(URL)
def show(request: Request, room: InRoom, person: Reviewer) -> Response:
    values = {
        "title": "二人入力の食い違い",
        "home": "/double",
        "url": URL,
        "can_skip": False,
        "task": _next(room, person),
        "left": room.second.differences.left(person),
    }
    return page(request, "second/work.html", values)


@router.post(URL + "/{task_id}")
def settle(room: InRoom, person: Acting, task_id: int, said: Said) -> JSONResponse:
    if said.text is None:
        raise Unreadable("値が選ばれていません。")
    task = room.second.blind.task(task_id, person)
    room.second.differences.settle(task_id, person, said.text, said.seconds)
    room.audit.note(
        person.name, Act.ANSWERED, record=task.record_id, field=task.field.id, what="double=third"
    )
    return answer(_next(room, person), room.second.differences.left(person))


@router.get(URL + "/{task_id}/picture")
def picture(room: InRoom, person: Reviewer, task_id: int) -> Response:
    return place_of(room.second.blind.in_hand(task_id, person))


def _next(room: Room, person: Account) -> shown.ShownTask | None:
    found = room.second.differences.next(person)
    if found is None:
        return None
    noted(room, person, found.task, "difference")
    return shown.show_task(found.task, f"{URL}/{found.task.id}", shown.choices_of(found))
