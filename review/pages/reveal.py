"""Asking to see what is private. Every asking is logged, never what was seen."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from review.pages.record import row_html
from review.room import Acting, InRoom, Room, audit
from review.shown.fields import show
from review.signing import Session

GRANT_SECONDS = 300  # to load a picture; asking again is one key
router = APIRouter()


@router.post("/records/{record_id}/fields/{field_id}/reveal")
def reveal_field(room: InRoom, person: Acting, record_id: int, field_id: str) -> JSONResponse:
    """The field's row with its value, and where its picture is."""
    opened = room.desk.open(record_id, person.name)
    opened.form.field(field_id)
    view = next(each for each in opened.fields if each.field.id == field_id)
    note(person, f"record={record_id} field={field_id}")
    picture = f"/records/{record_id}/fields/{field_id}/picture"
    row = row_html(record_id, show(view, reveal=True))
    return JSONResponse({"row": row, "picture": granted(room, person, picture)})


@router.post("/records/{record_id}/pages/{number}/reveal")
def reveal_page(room: InRoom, person: Acting, record_id: int, number: int) -> JSONResponse:
    """Where a page is that no form explains: nobody knows what stands on it."""
    room.histories.page(record_id, number)
    note(person, f"record={record_id} page={number}")
    return JSONResponse({"picture": granted(room, person, f"/records/{record_id}/pages/{number}")})


def granted(room: Room, person: Session, path: str) -> str:
    return f"{path}?grant={room.signer.grant(person, path, room.now + GRANT_SECONDS)}"


def note(person: Session, what: str) -> None:
    """One line of the audit log: who asked to see what. No value, no page."""
    audit.info("revealed %s by=%s", what, person.name)
