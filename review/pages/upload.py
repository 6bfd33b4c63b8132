"""`POST /intake/files`: one file as the body of a request, straight to the disk.

No multipart: nothing is parsed, nothing is spooled elsewhere, and a form on another site cannot
send it. The name of the file stands in a header, since addresses end up in logs.
"""

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from review.problems import BadRequest
from review.room import Acting, InRoom, Room
from workflows.accounts import Account
from workflows.audit import Act
from workflows.intake.uploads import Upload
from workflows.store.states import TITLES

PATH = "/intake/files"
PIECE_BYTES = 1 << 20  # written at once
_GONE = 499  # nobody reads the answer any more
router = APIRouter()


@router.post(PATH)
async def take(
    request: Request,
    room: InRoom,
    person: Acting,
    x_file_name: Annotated[str, Header(max_length=3000)] = "",
    x_upload_key: Annotated[str, Header(max_length=32)] = "",
    x_department: Annotated[str, Header(max_length=600)] = "",
) -> Response:
    """The document's number, once its bytes and its row are on the disk."""
    department = _department(room, person, unquote(x_department))
    name, size = unquote(x_file_name), int(request.headers["content-length"])
    upload = await run_in_threadpool(room.arrivals.upload, name, size)
    try:
        with upload:
            await _receive(request, upload)
            number = await run_in_threadpool(upload.take, person.name, department, x_upload_key)
    except ClientDisconnect:
        return Response(status_code=_GONE)
    await run_in_threadpool(_note, room, person, number, size)
    return await run_in_threadpool(_told, room, person, number)


async def _receive(request: Request, upload: Upload) -> None:
    """All pieces into `upload`, each large enough to be worth a write."""
    piece = bytearray()
    async for chunk in request.stream():
        piece += chunk
        if len(piece) >= PIECE_BYTES or (piece and not chunk):
            await run_in_threadpool(upload.write, bytes(piece))
            piece.clear()


def _department(room: Room, person: Account, asked: str) -> str | None:
    """Raises BadRequest for one whose papers the person would not see again."""
    if asked in room.arrivals.departments(person.scope):
        return asked
    if asked or person.scope.departments is not None:
        raise BadRequest("どの部署の書類か分かりません。", advice="部署を選んでください。")
    return None


def _note(room: Room, person: Account, number: int, size: int) -> None:
    room.audit.note(person.name, Act.UPLOADED, what=f"document={number} bytes={size}")


def _told(room: Room, person: Account, number: int) -> JSONResponse:
    arrival = room.arrivals.of(number, person.scope)
    record = arrival.records[0]
    words = record.reason.message if record.reason else TITLES[record.state]
    return JSONResponse({"document": number, "state": record.state, "message": words})
