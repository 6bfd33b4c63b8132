"""`/exports/layouts/…`: the office's own layouts, by a table of columns or as YAML."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from forms import yaml_source
from forms.errors import BadDeclaration
from review.pages.exports import Exporter
from review.problems import BadRequest
from review.room import InRoom, Room, Signed, acting
from review.shown import exports as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.exports import LayoutDeclaration, NotSeen, yaml_of

MAX_YAML = 20_000
router = APIRouter()
ActingExporter = Annotated[Account, Depends(acting(Right.EXPORT))]


class Edited(BaseModel):
    """What the table of columns sends: a declaration, not yet checked, and the mark of the file
    that it was made from (None for a new one)."""

    model_config = ConfigDict(extra="forbid")

    layout: dict[str, Any]
    mark: Annotated[str | None, Field(max_length=64)] = None


@router.get("/exports/layouts/new")
def begin(request: Request, room: InRoom, person: Exporter, form: str) -> Response:
    made = shown.new_layout(room.layouts.catalogue[form])
    _check_seen(room, person, made.form)
    return _editor(request, room, made, yaml_of(made), None)


@router.get("/exports/layouts/{name}")
def edit(request: Request, room: InRoom, person: Exporter, name: str) -> Response:
    kept = room.layouts.find(name)
    if kept.layout is None:
        return _broken(request, kept.text, kept.mark, kept.mistakes)
    _check_seen(room, person, kept.layout.form)
    return _editor(request, room, kept.layout, kept.text, kept.mark)


@router.post("/exports/layouts")
def save(room: InRoom, person: ActingExporter, said: Edited) -> JSONResponse:
    """From the table of columns. Mistakes come back with the row that they are in."""
    try:
        layout = LayoutDeclaration.model_validate(said.layout)
    except ValidationError as error:
        return JSONResponse({"mistakes": [_mistake(each) for each in error.errors()]}, 422)
    _check_seen(room, person, layout.form)
    made = room.layouts.check(yaml_of(layout))
    if isinstance(made, list):  # what only the form knows: a field, or a heading
        return JSONResponse({"mistakes": [_in_form(each, layout) for each in made]}, 422)
    room.layouts.save(yaml_of(layout), said.mark)
    _note(room, person, layout.layout)
    return JSONResponse({"next": f"/exports?layout=own:{layout.layout}"})


@router.post("/exports/layouts/yaml")
def save_yaml(
    request: Request,
    room: InRoom,
    session: Signed,
    person: Exporter,
    text: Annotated[str, Form(max_length=MAX_YAML)] = "",
    mark: Annotated[str, Form(max_length=64)] = "",
    token: Annotated[str, Form()] = "",
) -> Response:
    """The file as it was typed; where it has mistakes, each with its line."""
    room.check_token(session, token)
    text = text.replace("\r\n", "\n")
    made = room.layouts.check(text)
    if isinstance(made, list):
        return _broken(request, text, mark, tuple(made), 422)
    _check_seen(room, person, made.form)
    room.layouts.save(text, mark or None)
    _note(room, person, made.layout)
    return RedirectResponse(f"/exports?layout=own:{made.layout}", 303)


@router.post("/exports/layouts/{name}/remove")
def remove(
    room: InRoom, session: Signed, person: Exporter, name: str,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    kept = room.layouts.find(name)
    if kept.layout is not None:
        _check_seen(room, person, kept.layout.form)
    room.layouts.remove(name)
    _note(room, person, f"{name} removed")
    return RedirectResponse("/exports", 303)


def _check_seen(room: Room, person: Account, form: str) -> None:
    """Raises NotSeen for another department's form."""
    known = {each.id: each for each in room.layouts.catalogue}
    if form not in known:
        raise BadRequest("様式がありません。")
    if not person.scope.sees(known[form].department):
        raise NotSeen


def _note(room: Room, person: Account, what: str) -> None:
    room.audit.note(person.name, Act.SETTING_CHANGED, what=f"layout={what}")


def _editor(
    request: Request, room: Room, layout: LayoutDeclaration, text: str, mark: str | None
) -> Response:
    catalogue = room.layouts.catalogue
    values = {
        "layout": layout,
        "form": catalogue[layout.form],
        "text": text,
        "mark": mark or "",
        "mistakes": (),
        "rows": shown.rows(layout),
        "holdings": shown.holdings(layout.form, catalogue),
        "formats": [(each.value, title) for each, title in shown.FORMATS.items()],
        "encodings": [(each.value, title) for each, title in shown.ENCODINGS.items()],
        "characters": [(each.value, title) for each, title in shown.CHARACTERS.items()],
        "dates": [(each.value, title) for each, title in shown.DATES.items()],
        "widths": [(each.value, title) for each, title in shown.WIDTHS.items()],
        "has_words": any(
            line.lstrip().startswith("#") and line not in yaml_of(layout)
            for line in text.splitlines()
        ),
    }
    return page(request, "exports/layout.html", values)


def _broken(
    request: Request, text: str, mark: str, mistakes: tuple[BadDeclaration, ...], status: int = 200
) -> Response:
    """The YAML alone: a table cannot be made of it."""
    values = {"layout": None, "text": text, "mark": mark, "mistakes": mistakes, "name": ""}
    return page(request, "exports/layout.html", values, status)


def _mistake(error: Any) -> dict[str, Any]:
    """Where in the table (a row from 0, or None for the head), and in words."""
    loc = error["loc"]
    row = loc[1] if len(loc) > 1 and loc[0] == "columns" and isinstance(loc[1], int) else None
    problem, fix = yaml_source.in_words(error, LayoutDeclaration)
    key = str(loc[-1]) if loc else ""
    return {"row": row, "key": key, "message": f"{problem}{fix}"}


def _in_form(mistake: BadDeclaration, layout: LayoutDeclaration) -> dict[str, Any]:
    """`yaml_of` writes one line a column, the last one at the end of the text."""
    first = len(yaml_of(layout).splitlines()) - len(layout.columns)
    message = mistake.message.partition(": ")[2] or mistake.message
    return {"row": mistake.line - 1 - first, "key": "", "message": f"{message}{mistake.advice}"}
