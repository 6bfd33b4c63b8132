"""Pictures made small, for pages that show many; they hide what the large ones hide."""

from fastapi import APIRouter, Response

from review.images import masked_small, picture_in, small
from review.problems import NoPicture
from review.room import InRoom, Reader
from workflows.audit import Act

router = APIRouter()


@router.get("/records/{record_id}/pages/{number}/small")
def page_picture(room: InRoom, person: Reader, record_id: int, number: int) -> Response:
    """A page that a form explains; any other is shown only when asked for."""
    page, private = room.histories.page(record_id, number)
    if not page.form_page:
        raise NoPicture("様式が分からないページは、小さくは表示しません。")
    what = f"page={number} small"
    room.audit.note(person.name, Act.PICTURE_SEEN, record=record_id, what=what)
    return _jpeg(masked_small(picture_in(page.image), private))


@router.get("/records/{record_id}/evidence/{evidence_id}/small")
def evidence(room: InRoom, person: Reader, record_id: int, evidence_id: int) -> Response:
    """A screen of the target system, masked when it was taken."""
    content, suffix = room.histories.evidence(record_id, evidence_id)
    if suffix != ".png":
        raise NoPicture("この証跡は画像ではありません。")
    what = f"evidence={evidence_id} small"
    room.audit.note(person.name, Act.PICTURE_SEEN, record=record_id, what=what)
    return _jpeg(small(content))


def _jpeg(data: bytes) -> Response:
    return Response(data, media_type="image/jpeg")
