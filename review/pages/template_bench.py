"""`/templates/bench/{id}`: the editor over one form, its state kept as it changes, and saving."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, field_validator
from starlette.concurrency import run_in_threadpool

from review.pages.templates import Editing, Editor
from review.problems import BadRequest, NoPicture
from review.room import InRoom, Room, Signed
from review.shown.templates import choices, mistakes
from review.templating import page
from workflows.accounts import Account
from workflows.audit import Act

UPLOAD, STATE = "/templates/upload", "/templates/state"
LARGER = {UPLOAD: 40_000_000, STATE: 2_000_000}
"""Paths that take larger bodies than others, and how many bytes."""

router = APIRouter()


class State(BaseModel):
    """`serial`: of the state that was changed."""

    model_config = ConfigDict(extra="forbid")

    bench: str
    serial: int
    declaration: dict[str, Any]

    @field_validator("declaration")
    @classmethod
    def _is_json(cls, value: dict[str, Any]) -> dict[str, Any]:
        # NaN is none, half a character neither: nothing could write or read it back.
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return value


@router.get("/templates/bench/{bench_id}")
def editor(request: Request, room: InRoom, person: Editor, bench_id: str) -> Response:
    bench = room.templates.bench(bench_id, person)
    found = room.templates.checked(bench, person)
    values = {
        "bench": bench,
        "goldens": room.templates.goldens(bench),
        "alike": room.templates.alike(bench, person),
        "data": {
            "bench": bench.id,
            "serial": bench.serial,
            "declaration": bench.declaration,
            "mistakes": mistakes(found.mistakes),
            "choices": choices(
                room.templates.forms(person), room.templates.work_fields, room.templates.procedures
            ),
            "base": bench.base and {"form": bench.base.form, "version": bench.base.version},
        },
    }
    return page(request, "templates/editor.html", values)


@router.get("/templates/bench/{bench_id}/pages/{number}")
def picture(room: InRoom, person: Editor, bench_id: str, number: int) -> Response:
    path = room.templates.bench(bench_id, person).picture(number)
    if not path.is_file():
        raise NoPicture("白紙の画像がありません。")
    return FileResponse(path, media_type="image/png")


@router.post(STATE)
def keep(room: InRoom, person: Editing, state: State) -> JSONResponse:
    bench, found = room.templates.put(state.bench, person, state.declaration, state.serial)
    return JSONResponse({"serial": bench.serial, "mistakes": mistakes(found)})


@router.post("/templates/bench/{bench_id}/save")
def save(room: InRoom, person: Editing, bench_id: str) -> JSONResponse:
    """Where the browser goes on, or what must be mended first."""
    saved, found = room.templates.save(bench_id, person)
    if saved is None:
        return JSONResponse({"mistakes": mistakes(found)})
    room.audit.note(person.name, Act.FORM_SAVED, what=f"{saved.form} {saved.version}")
    return JSONResponse(
        {"next": f"/templates/forms/{saved.form}?saved=true", "lost": list(saved.lost)}
    )


@router.post("/templates/bench/{bench_id}/drop")
def drop(
    room: InRoom, session: Signed, person: Editor, bench_id: str, token: Annotated[str, Form()]
) -> RedirectResponse:
    room.check_token(session, token)
    room.templates.drop(bench_id, person)
    return RedirectResponse("/templates", 303)


@router.post(UPLOAD)
async def upload(
    request: Request, room: InRoom, person: Editing, bench: str = "", use: str = "blank",
    invented: bool = False, x_file_name: Annotated[str, Header(max_length=3000)] = "",
) -> JSONResponse:  # fmt: skip
    """A file as the body: a blank (`use=blank`; of a workbench: its new print), or a filled paper
    to try. Read in a process of its own, not in this one."""
    stack = ExitStack()
    try:
        source = await run_in_threadpool(stack.enter_context, room.templates.upload())
        with source.open("xb") as written:
            async for chunk in request.stream():
                await run_in_threadpool(written.write, chunk)
        name = unquote(x_file_name)[:200]
        deed = _try if use == "try" else _begin
        return await run_in_threadpool(deed, room, person, bench, source, name, invented)
    except OSError as error:
        raise BadRequest(
            "ファイルを保存できません。", advice="サーバーのディスクの空きを確かめてください。"
        ) from error
    finally:
        stack.close()  # a file or two in memory: also where whoever sends has gone


def _begin(
    room: Room, person: Account, bench_id: str, source: Path, _name: str, _invented: bool
) -> JSONResponse:
    if bench_id:
        made = room.templates.replace_blank(bench_id, person, source)
    else:
        made = room.templates.begin(source, person)
    return JSONResponse({"next": f"/templates/bench/{made.id}"})


def _try(
    room: Room, person: Account, bench_id: str, source: Path, name: str, invented: bool
) -> JSONResponse:
    from review.pages.template_tries import try_html

    tried = room.templates.try_paper(bench_id, person, source, name, is_invented=invented)
    kind = "invented" if invented else "real"
    room.audit.note(person.name, Act.FORM_TRIED, what=f"bench={bench_id} {kind}")
    return JSONResponse({"id": tried.id, "html": try_html(bench_id, tried)})
