"""`/intake`: what came in, where each is now, and what to do about what did not go through."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from review.room import InRoom, Reader, Room
from review.shown import arrivals as shown
from review.shown.stacks import stack
from review.templating import page
from workflows.accounts import Account, Right
from workflows.intake.uploads import MEGABYTE

router = APIRouter()


@router.get("/intake")
def show(
    request: Request, room: InRoom, person: Reader, day: str = "", only: str = "", skip: int = 0
) -> Response:
    departments = room.arrivals.departments(person.scope)
    sees_all = person.scope.departments is None
    values = dict(_listed(room, person, day, only, skip)) | {
        "may_upload": person.may(Right.REVIEW) and bool(departments or sees_all),
        "departments": departments,
        "is_free": sees_all,
        # Not asked with the list: a share that is away may take its time to say so.
        "strangers": room.arrivals.strangers() if sees_all else (),
        "most": room.arrivals.most_bytes,
        "megabytes": room.arrivals.most_bytes // MEGABYTE,
    }
    return page(request, "intake/intake.html", values)


@router.get("/intake/list")
def listed(
    request: Request, room: InRoom, person: Reader, day: str = "", only: str = "", skip: int = 0
) -> Response:
    """The list alone, asked for again and again."""
    return page(request, "intake/list.html", _listed(room, person, day, only, skip))


def _listed(
    room: Room, person: Account, day: str, only: str, skip: int
) -> Mapping[str, Any]:  # fmt: skip
    today = room.arrivals.today()
    chosen = _day(day) or today
    begin = max(0, min(skip, shown.MOST_SKIPPED))
    found = room.arrivals.of_day(
        person.scope, chosen, troubled=only == shown.TROUBLES, limit=shown.MAX_ROWS, skip=begin
    )
    stacks = room.separators.outcomes([e.document_id for e in found.arrivals], person.scope)
    return {
        "stacks": {n: stack(each, room.separators.title) for n, each in stacks.items()},
        "shown": shown.day(found, today, only, begin),
        "is_watched": room.arrivals.is_watched(),
        "may_act": person.may(Right.REVIEW),
        "choices": room.arrivals.choices(person.scope),
    }


def _day(text: str) -> date | None:
    """None for what is no day, or none on which anything can have come."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if shown.FIRST_YEAR <= found.year <= shown.LAST_YEAR else None
