"""`/procedures` 「手続き」: every procedure of the ministry's list, and whether its paper is read;
`/procedures/register`: the 個人情報ファイル簿 as far as it follows from here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from review.navigation import procedures_for
from review.room import InRoom, Person, Room, Signed, needs
from review.shown import procedures as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.clock import TOKYO
from workflows.privacy import SUFFIXES, Kind, Need, Source, write

MEDIA = {
    Kind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.MARKDOWN: "text/markdown; charset=utf-8",
}
router = APIRouter()
Reader = Annotated[Account, Depends(needs(Right.READ_WORK))]


@router.get("/procedures")
def show(
    request: Request,
    room: InRoom,
    person: Person,
    state: Annotated[str, Query(max_length=20)] = "",
    words: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """For everybody who has signed in: nothing here is about a person."""
    values = {
        "tabs": procedures_for(person),
        "shown": shown.shown(room.layouts.catalogue, person, state, words.strip()),
        "states": shown.STATES,
        "state": state,
        "words": words.strip(),
        "may_edit": person.may(Right.EDIT_FORMS),
    }
    return page(request, "procedures/procedures.html", values)


@router.get("/procedures/register")
def register(request: Request, room: InRoom, person: Reader) -> Response:
    values = {
        "tabs": procedures_for(person),
        "entries": room.registers.entries(person.scope),
        "needs": Need,
        "sources": Source,
        "kinds": (("excel", "Excel"), ("csv", "CSV"), ("markdown", "Markdown")),
    }
    return page(request, "procedures/register.html", values)


@router.post("/procedures/register")
def take(
    room: InRoom, session: Signed, person: Reader,
    kind: Annotated[Kind, Form()] = Kind.EXCEL,
    every: Annotated[bool, Form()] = False,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The file; that it was taken stands in the audit log."""
    room.check_token(session, token)
    entries = room.registers.entries(person.scope)
    chosen = [each for each in entries if every or each.need is not Need.NOT_YET]
    today = room.clock().astimezone(TOKYO).date()
    content = write(kind, chosen, today)
    _note(room, person, f"privacy-register {kind.value} files={len(chosen)}")
    name = f"kojin-joho-file-bo_{today:%Y%m%d}{SUFFIXES[kind]}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA[kind], headers=headers)


def _note(room: Room, person: Account, what: str) -> None:
    room.audit.note(person.name, Act.EXPORTED, what=what)
