"""`/intake/list-template`: an empty list for applications that come as data."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from review.problems import BadRequest
from review.room import InRoom, Reader
from workflows.electronic.template import as_csv, as_excel

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter()
Short = Annotated[str, Query(max_length=64)]


@router.get("/intake/list-template")
def take(room: InRoom, person: Reader, form: Short = "", kind: Short = "xlsx") -> Response:
    """With the headings of a form that the person sees. Raises BadRequest."""
    if form not in {each.form for each in room.arrivals.choices(person.scope)}:
        raise BadRequest("どの様式の一覧か分かりません。", advice="様式を選んでください。")
    chosen = room.office.catalogue[form]
    if kind == "csv":
        return _file(as_csv(chosen), "text/csv; charset=utf-8", f"{form}.csv")
    return _file(as_excel(chosen), _EXCEL, f"{form}.xlsx")


def _file(data: bytes, kind: str, name: str) -> Response:
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=kind, headers=said)
