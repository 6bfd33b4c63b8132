"""`/`: what waits for a person, and what left the straight way."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.room import InRoom, Reader, Reviewer, Signed
from review.shown import queue as shown
from review.templating import page
from workflows.store.states import TITLES, State

ASIDE = (State.REJECTED, State.UNCONFIRMED, State.HELD)
router = APIRouter()


@router.get("/")
def show(request: Request, room: InRoom, person: Reader, form: str = "") -> Response:
    by_form = room.overview.waiting_by_form()
    items = room.overview.waiting(form, shown.MAX_ROWS)
    counts = room.overview.counts()
    values = {
        "counts": shown.counts(counts),
        "tabs": shown.tabs(by_form, form),
        "form": form,
        "items": shown.items(items, person.name, room.clock()),
        "total": shown.total(by_form, form),
        "aside": [
            (TITLES[state], counts[state], room.overview.aside(state, shown.MAX_ROWS))
            for state in ASIDE
        ],
    }
    return page(request, "queue.html", values)


@router.post("/records/{record_id}/reopen")
def reopen(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    record_id: int,
    token: Annotated[str, Form()] = "",
) -> Response:
    """Take a held or rejected record back to review, and open it."""
    room.check_token(session, token)
    room.overview.state_of(record_id)
    room.desk.reopen(record_id, person.name)
    return RedirectResponse(f"/records/{record_id}", 303)
