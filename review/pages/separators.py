"""`/separators` 「仕切り紙」: sheets that announce what comes in a stack, and what came."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from forms.separator import MOST_APPLICATIONS
from review.room import InRoom, Room, Signed, needs
from review.shown import stacks as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.stacks.key import separator_key
from workflows.stacks.printed import pdf_of_sheets
from workflows.stacks.sheets import NotAnnounced, told

HOME = "/separators"
RECENT = 50
END = "end"  # what stands in the place of a form for a sheet that ends a stack
router = APIRouter()
Maker = Annotated[Account, Depends(needs(Right.REVIEW))]


@router.get(HOME)
def show(request: Request, room: InRoom, person: Maker, made: int = 0) -> Response:
    return page(request, "separators/separators.html", _values(room, person, made))


@router.post(HOME)
def make(
    request: Request,
    room: InRoom,
    session: Signed,
    person: Maker,
    form: Annotated[str, Form(max_length=64)] = "",
    department: Annotated[str, Form(max_length=200)] = "",
    count: Annotated[str, Form(max_length=9)] = "",
    token: Annotated[str, Form()] = "",
) -> Response:
    """One more sheet, to be printed from the list."""
    room.check_token(session, token)
    try:
        if form == END:
            sheet = room.separators.make_end(person.name)
        else:
            number = int(count) if count.isascii() and count.isdigit() else 0
            sheet = room.separators.make(form, department, number, person.name, person.scope)
    except NotAnnounced as error:
        asked = {"trouble": error, "form": form, "department": department, "count": count}
        values = _values(room, person) | asked
        return page(request, "separators/separators.html", values, 422)
    room.audit.note(person.name, Act.SEPARATED, what=told(sheet))
    return RedirectResponse(f"{HOME}?made={sheet.separator.serial}", 303)


@router.post(f"{HOME}/{{serial}}/sheet")
def take(
    room: InRoom, session: Signed, person: Maker, serial: int,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The sheet as a PDF. It takes a browser a moment."""
    room.check_token(session, token)
    sheet = room.separators.find(serial, person.scope)
    data = pdf_of_sheets([sheet], separator_key(room.office.settings.shared_path))
    room.audit.note(person.name, Act.SEPARATED, what=f"{told(sheet)} printed")
    headers = {"Content-Disposition": f'inline; filename="shikirigami_{serial}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


def _values(room: Room, person: Account, made: int = 0) -> dict[str, Any]:
    sheets = shown.sheets(room.separators.recent(person.scope, RECENT))
    return {
        "forms": room.separators.forms(person.scope),
        "departments": room.separators.departments(person.scope),
        "sheets": sheets,
        "made": next((each for each in sheets if each.serial == made), None),
        "most": MOST_APPLICATIONS,
        "end": END,
        "trouble": None,
        "form": "",
        "department": "",
        "count": "",
    }
