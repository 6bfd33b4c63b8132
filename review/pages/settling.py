"""`/records/{id}/settle`: the paper of a held separator sheet was looked at (確かめた)."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from review.room import InRoom, Reviewer, Signed
from workflows.audit import Act

router = APIRouter()


@router.post("/records/{record_id}/settle")
def settle(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    record_id: int,
    token: Annotated[str, Form()] = "",
    word: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    together: Annotated[str, Form()] = "",
) -> Response:
    """End it with a word; with `together` all of the file that are held for the same reason, as far
    as the person sees them."""
    room.check_token(session, token)
    document, _ = room.settling.settle(
        record_id, word, text, person.name,
        lambda number: room.noting(person, Act.MOVED, record=number, what=f"settled {word}"),
        person.scope if together else None,
    )  # fmt: skip
    return RedirectResponse(f"/documents/{document}", 303)
