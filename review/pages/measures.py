"""`/measures` 「効果」: what review takes against typing, and what passes without a person."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from review.navigation import measures_for
from review.room import InRoom, Reader, Room
from review.shown import measures as shown
from review.templating import page
from workflows.accounts import Account
from workflows.measures import ENOUGH
from workflows.measures.spent import LEAST_SHOWN

router = APIRouter()


def warnings(room: Room, person: Account) -> tuple[shown.WorthLine, ...]:
    """Forms that cost more to review than to type, for the queue."""
    titles = room.measures.titles(person.scope)
    return shown.worths(room.measures.warnings(person.scope), titles)


@router.get("/measures")
def show(
    request: Request,
    room: InRoom,
    person: Reader,
    month: Annotated[str, Query(max_length=7)] = "",
) -> Response:
    report = room.measures.report(person.scope, month or None)
    titles = room.measures.titles(person.scope)
    values = {
        "tabs": measures_for(person),
        "month": month,
        "worths": shown.worths(report.worths, titles),
        "fields": shown.fields(report, titles),
        "shares": shown.shares(report.shares, titles),
        "enough": ENOUGH,
        "least": LEAST_SHOWN,
    }
    return page(request, "measures/measures.html", values)
