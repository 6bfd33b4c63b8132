"""What is in hand is kept: the lock, what was typed and not sent, the browser's own token."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from review.pages.record import MAX_TEXT
from review.room import Acting, InRoom, Person, Signed

MAX_DRAFTS = 200  # fields of one record
router = APIRouter()
Typed = Annotated[str | None, Field(max_length=MAX_TEXT)]


class Draft(BaseModel):
    """`text` as it stands in the input; None where nothing is unsent."""

    model_config = ConfigDict(extra="forbid")

    text: Typed = None


class Release(BaseModel):
    """What was typed last, by field: the record is given back only with it."""

    model_config = ConfigDict(extra="forbid")

    drafts: Annotated[dict[str, Typed], Field(max_length=MAX_DRAFTS)] = {}


@router.post("/records/{record_id}/fields/{field_id}/draft")
def keep_draft(
    room: InRoom, person: Acting, record_id: int, field_id: str, said: Draft
) -> JSONResponse:
    room.drafts.keep(record_id, field_id, said.text, person.name)
    return JSONResponse({})


@router.post("/records/{record_id}/keep")
def keep_lock(room: InRoom, person: Acting, record_id: int) -> JSONResponse:
    """The person is still at it. 409 with the name of whoever has taken over."""
    room.desk.keep(record_id, person.name)
    return JSONResponse({})


@router.post("/records/{record_id}/release")
def release(
    room: InRoom, person: Acting, record_id: int, said: Release | None = None
) -> JSONResponse:
    for field, text in (said.drafts if said else {}).items():
        room.drafts.keep(record_id, field, text, person.name)
    room.desk.release(record_id, person.name)
    return JSONResponse({"next": "/"})


@router.get("/session/token")
def token(room: InRoom, session: Signed, person: Person) -> JSONResponse:
    """For a page that was open before its person signed in anew: only our own pages can read it,
    and it changes nothing by itself."""
    return JSONResponse({"person": person.name, "token": room.signer.token(session)})
