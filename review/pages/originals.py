"""`/documents/{id}/original`: the file of a paper as it arrived, with all that stands on it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import StreamingResponse

from review.room import InRoom, Signed, needs
from workflows.accounts import Account, Right
from workflows.audit import Act

router = APIRouter()
Revealing = Annotated[Account, Depends(needs(Right.REVEAL))]


@router.post("/documents/{document_id}/original")
def original(
    room: InRoom, session: Signed, person: Revealing, document_id: int,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Only to be saved, never shown by the browser: it may hold anything."""
    room.check_token(session, token)
    found = room.originals.of(document_id, person.scope)
    room.audit.note(person.name, Act.REVEALED, what=f"document {document_id} original")
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(found.name, safe='')}",
        "Content-Length": str(found.size),
    }
    return StreamingResponse(found.pieces, media_type="application/octet-stream", headers=headers)
