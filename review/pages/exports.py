"""`/exports`: records into a file, what stood in the way, and the file to be taken once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.background import BackgroundTask

from review.problems import BadRequest
from review.room import InRoom, Room, Signed, needs
from review.shown import exports as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.clock import TOKYO, day_of
from workflows.exports import (
    CHOICES,
    Characters,
    Encoding,
    Export,
    Format,
    LayoutDeclaration,
    NotSeen,
    Selection,
    Written,
    standard,
)

RECENT = 20
MAX_SUBSTITUTES = 500
router = APIRouter()
Exporter = Annotated[Account, Depends(needs(Right.EXPORT))]
Text = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose, as it came from the page."""

    layout: str = ""
    encoding: str = ""
    characters: str = ""
    since: str = ""
    until: str = ""
    states: tuple[str, ...] = tuple(each.value for each in Selection("").states)


def asked_of(
    layout: Text = "", encoding: Text = "", characters: Text = "", since: Text = "",
    until: Text = "", states: Annotated[list[str] | None, Form()] = None,
) -> Asked:  # fmt: skip
    return Asked(layout, encoding, characters, since, until, tuple(states or ()))


def substitutes_of(
    original: Annotated[list[str] | None, Form()] = None,
    written: Annotated[list[str] | None, Form()] = None,
) -> Mapping[str, str]:
    """What a person wants written for a character; those left blank are not."""
    pairs = list(zip(original or (), written or (), strict=False))[:MAX_SUBSTITUTES]
    return {character: text for character, text in pairs if text and text.isprintable()}


@router.get("/exports")
def show(request: Request, room: InRoom, person: Exporter, layout: str = "") -> Response:
    return page(request, "exports/exports.html", _choices(room, person, Asked(layout)))


@router.post("/exports")
def make(
    request: Request,
    room: InRoom,
    session: Signed,
    person: Exporter,
    asked: Annotated[Asked, Depends(asked_of)],
    substitutes: Annotated[Mapping[str, str], Depends(substitutes_of)],
    token: Annotated[str, Form()] = "",
) -> Response:
    """Make the file and lead to it; where a cell cannot be written, say which and ask."""
    room.check_token(session, token)
    layout = _layout(room, asked)
    made = room.exports.make(layout, _selection(layout, asked), person, substitutes)
    if isinstance(made, Export):
        return RedirectResponse(f"/exports/{made.id}", 303)
    return page(
        request, "exports/exports.html",
        _choices(room, person, asked) | _troubles(made, layout, substitutes), 422,
    )  # fmt: skip


@router.get("/exports/{export_id}")
def made(request: Request, room: InRoom, person: Exporter, export_id: int) -> Response:
    export = room.exports.find(export_id, person.name)
    values = {"export": export, "formats": shown.FORMATS}
    return page(request, "exports/made.html", values)


@router.post("/exports/{export_id}/file")
def take(
    room: InRoom, session: Signed, person: Exporter, export_id: int,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The file, once; it is gone from here when it was sent. Not for a person who has lost the
    department since it was made."""
    room.check_token(session, token)
    form = room.exports.find(export_id, person.name).form
    if not person.scope.sees(room.layouts.catalogue[form].department):
        raise NotSeen
    export, pieces, done = room.exports.take(export_id, person.name)
    name = quote(
        f"{_plain(export.title)}_{export.at.astimezone(TOKYO):%Y%m%d}_{export.id}{export.suffix}"
    )
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{name}",
        "Content-Length": str(export.size),
    }
    return StreamingResponse(
        pieces, media_type="application/octet-stream", headers=headers,
        background=BackgroundTask(done),
    )  # fmt: skip


def _plain(title: str) -> str:
    """A title as a part of a file's name on every system."""
    return "".join("_" if ch in '\\/:*?"<>|' or not ch.isprintable() else ch for ch in title)


def _choices(room: Room, person: Account, asked: Asked) -> dict[str, Any]:
    forms = shown.forms_of(room.layouts.catalogue, person.scope)
    chosen = tuple(each for each in CHOICES if each.value in asked.states)
    return {
        "asked": asked,
        "own": shown.own(room.layouts, forms, asked.layout),
        "broken": [each for each in room.layouts.all() if each.layout is None],
        "standards": shown.standards(forms, asked.layout),
        "forms": forms,
        "encodings": [(name.value, title) for name, title in shown.ENCODINGS.items()],
        "characters": [(name.value, title) for name, title in shown.CHARACTERS.items()],
        "states": shown.states(chosen),
        "recent": room.exports.recent(person.name, RECENT),
        "formats": shown.FORMATS,
        "written": None,
    }


def _troubles(
    written: Written, layout: LayoutDeclaration, substitutes: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "written": written,
        "misfits": shown.misfits(written, layout),
        "others": shown.others(written),
        "substitutes": substitutes,
        "missing_in": shown.missing_in(layout),
    }


def _layout(room: Room, asked: Asked) -> LayoutDeclaration:
    """Raises BadRequest, NoSuchLayout."""
    kind, _, name = asked.layout.partition(":")
    if kind == "own":
        made = room.layouts.layout(name)
    elif kind == "standard":
        form, _, format_ = name.partition(":")
        if format_ not in list(Format):
            raise BadRequest("形式を選んでください。")
        made = standard(room.layouts.catalogue[form], Format(format_))
    else:
        raise BadRequest("レイアウトが選ばれていません。", advice="一覧から選んでください。")
    changes: dict[str, object] = {}
    if asked.encoding in list(Encoding) and made.format in (Format.CSV, Format.JSON):
        changes["encoding"] = Encoding(asked.encoding)
    if asked.characters in list(Characters):
        changes["characters"] = Characters(asked.characters)
    return made.model_copy(update=changes)


def _selection(layout: LayoutDeclaration, asked: Asked) -> Selection:
    states = tuple(each for each in CHOICES if each.value in asked.states)
    if not states:
        raise BadRequest("状態が選ばれていません。", advice="一つ以上の状態を選んでください。")
    since, until = _day(asked.since), _day(asked.until)
    if since and until and since > until:
        raise BadRequest("期間の始まりが終わりより後です。", advice="受付日を直してください。")
    return Selection(layout.form, since, until, states)


def _day(text: str) -> date | None:
    try:
        return day_of(text) if text else None
    except ValueError as error:
        raise BadRequest(
            "日付を読めません。", advice="2026-04-01 のように入力してください。"
        ) from error
