"""Asking to see what is private. Every asking is logged, never what was seen."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from review.pages.record import row_html
from review.room import InRoom, Room, Signed, acting
from review.shown.fields import show
from review.signing import Session
from workflows.accounts import Account, Right
from workflows.audit import Act

GRANT_SECONDS = 300  # to load a picture; asking again is one key
router = APIRouter()
Revealing = Annotated[Account, Depends(acting(Right.REVEAL))]


@router.post("/records/{record_id}/fields/{field_id}/reveal")
def reveal_field(
    room: InRoom, session: Signed, person: Revealing, record_id: int, field_id: str
) -> JSONResponse:
    """The field's row with its value, and where its picture is."""
    opened = room.desk.open(record_id, person.name)
    opened.form.field(field_id)
    view = next(each for each in opened.fields if each.field.id == field_id)
    room.audit.note(person.name, Act.REVEALED, record=record_id, field=field_id)
    picture = f"/records/{record_id}/fields/{field_id}/picture"
    draft = room.drafts.of(record_id, person.name).get(field_id)
    row = row_html(record_id, show(view, reveal=True, draft=draft))
    return JSONResponse({"row": row, "picture": granted(room, session, picture)})


@router.post("/records/{record_id}/pages/{number}/reveal")
def reveal_page(
    room: InRoom, session: Signed, person: Revealing, record_id: int, number: int
) -> JSONResponse:
    """Where a page is that no form explains: nobody knows what stands on it."""
    room.histories.page(record_id, number)
    room.audit.note(person.name, Act.REVEALED, record=record_id, what=f"page={number}")
    return JSONResponse({"picture": granted(room, session, f"/records/{record_id}/pages/{number}")})


def granted(room: Room, session: Session, path: str) -> str:
    return f"{path}?grant={room.signer.grant(session, path, room.now + GRANT_SECONDS)}"
