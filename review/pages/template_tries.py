"""Filled papers tried on the form in the editor: what was read, the places it was read from, and
papers of invented people that are kept as golden scans."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from review.images import cut
from review.pages.templates import Editing, Editor, result_html
from review.problems import Forbidden, NoPicture
from review.room import InRoom
from review.shown.templates import tried as shown
from review.templating import render
from workflows.audit import Act
from workflows.templates import Try

router = APIRouter()


class Truth(BaseModel):
    """What stands on the paper, as typed, by field id."""

    model_config = ConfigDict(extra="forbid")

    paper: int
    name: str = ""
    values: dict[str, str]


def try_html(bench_id: str, tried: Try) -> str:
    return render("templates/try.html", {"bench": bench_id, "tried": shown(tried)})


@router.get("/templates/bench/{bench_id}/tries/{try_id}/{paper}/{field_id}")
def place(
    room: InRoom, person: Editor, bench_id: str, try_id: str, paper: int, field_id: str
) -> Response:
    """The place of a field on the tried paper. A private one only of an invented person."""
    tried = room.templates.tried(bench_id, person, try_id)
    field = next((e for e in tried.paper(paper).fields if e.field.id == field_id), None)
    if field is None:
        raise NoPicture("この項目は読まれていません。")
    if field.field.private and not tried.is_invented:
        raise Forbidden
    picture = tried.picture(paper, field.page)
    if picture is None:
        raise NoPicture("画像のファイルが見つかりません。")
    return Response(cut(picture, field.box), media_type="image/jpeg")


@router.post("/templates/bench/{bench_id}/tries/{try_id}/drop")
def drop(room: InRoom, person: Editing, bench_id: str, try_id: str) -> JSONResponse:
    room.templates.drop_try(bench_id, person, try_id)
    return JSONResponse({})


@router.post("/templates/bench/{bench_id}/tries/{try_id}/golden")
def keep(
    room: InRoom, person: Editing, bench_id: str, try_id: str, truth: Truth
) -> JSONResponse:  # fmt: skip
    golden = room.templates.keep_golden(
        bench_id, person, try_id, truth.paper, truth.values, truth.name
    )
    room.audit.note(person.name, Act.FORM_SAVED, what=f"golden bench={bench_id}")
    return JSONResponse({"name": golden.name, "html": _goldens(room, person, bench_id)})


@router.post("/templates/bench/{bench_id}/golden/{name}/drop")
def drop_golden(room: InRoom, person: Editing, bench_id: str, name: str) -> JSONResponse:
    room.templates.drop_golden(bench_id, person, name)
    return JSONResponse({"html": _goldens(room, person, bench_id)})


@router.post("/templates/bench/{bench_id}/examine")
def examine(room: InRoom, person: Editing, bench_id: str) -> JSONResponse:
    """Read the golden scans with the form as it stands."""
    bench = room.templates.bench(bench_id, person)
    return JSONResponse(
        {"html": result_html(room.templates.examine_bench(bench), may_accept=False)}
    )


def _goldens(room: InRoom, person: Editing, bench_id: str) -> str:
    bench = room.templates.bench(bench_id, person)
    return render("templates/goldens.html", {"goldens": room.templates.goldens(bench)})
