"""`/`: what waits for a person, what left the straight way, and finding a record by number."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.pages.measures import warnings
from review.room import InRoom, Reader, Reviewer, Signed
from review.shown import queue as shown
from review.shown.arrivals import may_be_read_again
from review.templating import page
from workflows.accounts import Right
from workflows.audit import Act
from workflows.reviewing.settling import may_be_settled
from workflows.reviewing.waiting import Age, Wanted
from workflows.stacks.words import ABOUT_SHEETS
from workflows.store.states import TITLES, State

ASIDE = (State.REJECTED, State.UNCONFIRMED, State.RETURNED, State.HELD)
MAX_SEARCH = 100
router = APIRouter()


async def part_of(form: str = "", department: str = "", age: str = "") -> Wanted:
    """The part of the queue that an address names; what it names wrongly is as not named."""
    known = [each for each in Age if each.value == age]
    return Wanted(form, department, known[0] if known else None)


Part = Annotated[Wanted, Depends(part_of)]


def query_of(part: Wanted) -> str:
    """`?form=…`, or empty for the whole queue: goes with the person from record to record."""
    named = {"form": part.form, "department": part.department, "age": part.age}
    given = {name: str(value) for name, value in named.items() if value}
    return f"?{urlencode(given)}" if given else ""


@router.get("/")
def show(request: Request, room: InRoom, person: Reader, part: Part, q: str = "") -> Response:
    waiting, counts = room.waiting, room.overview.counts(person.scope)
    parts = waiting.parts(person.scope, part)
    items = waiting.items(person.scope, part, shown.MAX_ROWS)
    query = q[:MAX_SEARCH]
    values = {
        "counts": shown.counts(counts),
        "choices": shown.choices(parts, part, room.desk.hand.catalogue, query_of),
        "query": query_of(part),
        "part": part,
        "items": shown.items(items, person.name, room.clock()),
        "total": parts.total,
        "only_two": counts[State.DOUBTED] - parts.total if part == Wanted() else 0,
        "warnings": warnings(room, person),
        "searched": query.strip(),
        "found": room.finding.find(person.scope, query, shown.MAX_ROWS),
        "may_review": person.may(Right.REVIEW),
        "is_readable": may_be_read_again,
        "may_be_settled": may_be_settled,
        "about_sheets": ABOUT_SHEETS,
        "aside": [
            (TITLES[state], counts[state], room.overview.aside(person.scope, state, shown.MAX_ROWS))
            for state in ASIDE
            if counts[state]
        ],
    }
    return page(request, "queue.html", values)


@router.post("/records/{record_id}/reopen")
def reopen(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    record_id: int,
    token: Annotated[str, Form()] = "",
) -> Response:
    """Take a held, returned or rejected record back to review, and open it."""
    room.check_token(session, token)
    noted = room.noting(person, Act.MOVED, record=record_id, what=State.DOUBTED.value)
    room.desk.reopen(record_id, person.name, noted)
    return RedirectResponse(f"/records/{record_id}", 303)
