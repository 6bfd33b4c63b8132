"""Pictures, always by record and number, never by path."""

from fastapi import APIRouter, Request, Response

from review.images import cut, masked, picture_in
from review.problems import Forged, NoPicture
from review.room import InRoom, Reader, Room, Signed
from review.signing import Session
from workflows.audit import Act
from workflows.reviewing import PageView
from workflows.shared_files import Stored

_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
router = APIRouter()


@router.get("/records/{record_id}/pages/{number}")
def page_picture(
    request: Request,
    room: InRoom,
    session: Signed,
    person: Reader,
    record_id: int,
    number: int,
    grant: str = "",
) -> Response:
    """The page with private fields painted over. One that no form explains needs a grant."""
    page, private = room.histories.page(record_id, number)
    if not page.form_page:
        _check(request, room, session, grant)
    room.audit.note(person.name, Act.PICTURE_SEEN, record=record_id, what=f"page={number}")
    if private:
        return _jpeg(masked(picture_in(page.image), private))
    return _picture(page.image)


@router.get("/records/{record_id}/fields/{field_id}/picture")
def field_picture(
    request: Request,
    room: InRoom,
    session: Signed,
    person: Reader,
    record_id: int,
    field_id: str,
    grant: str = "",
) -> Response:
    """The place of one field, as it is on the paper. Needs a grant."""
    _check(request, room, session, grant)
    opened = room.desk.open(record_id, person.name)
    opened.form.field(field_id)
    reading = next(each.reading for each in opened.fields if each.field.id == field_id)
    return _jpeg(cut(picture_in(_page(opened.pages, reading.page).image), reading.box))


@router.get("/records/{record_id}/evidence/{evidence_id}")
def evidence(room: InRoom, person: Reader, record_id: int, evidence_id: int) -> Response:
    """A screen of the target system, masked when it was taken, or its words; what else the target
    gave is only to be saved, never shown by the browser."""
    content, suffix = room.histories.evidence(record_id, evidence_id)
    what = f"evidence={evidence_id}"
    room.audit.note(person.name, Act.PICTURE_SEEN, record=record_id, what=what)
    if suffix in _TYPES:
        return Response(content, media_type=_TYPES[suffix])
    if suffix == ".txt":
        return Response(content, media_type="text/plain; charset=utf-8")
    name = f"record-{record_id}-{evidence_id}{suffix if suffix[1:].isalnum() else ''}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _check(request: Request, room: Room, session: Session, grant: str) -> None:
    if not room.signer.is_granted(session, request.url.path, grant, room.now):
        raise Forged


def _page(pages: tuple[PageView, ...], form_page: int) -> PageView:
    for page in pages:
        if page.form_page == form_page:
            return page
    raise NoPicture(f"{form_page} ページ目の画像がありません。")


def _picture(stored: Stored) -> Response:
    kind = _TYPES.get(stored.suffix.lower(), "application/octet-stream")
    return Response(picture_in(stored), media_type=kind)


def _jpeg(data: bytes) -> Response:
    return Response(data, media_type="image/jpeg")
