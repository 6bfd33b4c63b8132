"""`/claim` 「申請」: what a year may be claimed with, what is missing, its files, its lock."""

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from forms.errors import SetupError
from review.pages.costs import year_of
from review.problems import BadRequest, ReviewError
from review.room import InRoom, Room, Signed, needs
from review.shown import claim as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.claim.note import NOTE_TITLES, NoteKind
from workflows.claim.service import Made, Paper, seen_of
from workflows.clock import TOKYO, day_of
from workflows.fiscal import FiscalYear

HOME = "/claim"
router = APIRouter()
Short = Annotated[str, Form(max_length=40)]
Text = Annotated[str, Form(max_length=500)]
Token = Annotated[str, Form()]
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
MOST = 2**31 - 1  # of a number of the store


class WholeOffice(ReviewError):
    """A claim is made of the costs of all departments."""

    status = 403
    default_advice = "全部署を見られる人 (部署を限っていないアカウント) に頼んでください。"

    def __init__(self) -> None:
        super().__init__("申請は、全部署の費用から作ります。")


def _seeing_all(right: Right) -> Any:
    allowed = needs(right)

    def checked(person: Annotated[Account, Depends(allowed)]) -> Account:
        if person.scope.departments is not None:
            raise WholeOffice
        return person

    return checked


ClaimReader = Annotated[Account, Depends(_seeing_all(Right.READ_COSTS))]
ClaimKeeper = Annotated[Account, Depends(_seeing_all(Right.KEEP_COSTS))]


@router.get(HOME)
def show(
    request: Request,
    room: InRoom,
    person: ClaimReader,
    year: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    return page(request, "claim/claim.html", _values(room, person, year_of(room, year)))


@router.post(f"{HOME}/book")
def take_book(
    room: InRoom, session: Signed, person: ClaimReader, year: Short = "", token: Token = ""
) -> Response:
    """The workbook: the locked one, or one made now."""
    room.check_token(session, token)
    return _file(room.claims.book(year_of(room, year), person.name))


@router.post(f"{HOME}/summary")
def take_summary(
    room: InRoom, session: Signed, person: ClaimReader, year: Short = "", token: Token = ""
) -> Response:
    """The summary as a PDF."""
    room.check_token(session, token)
    return _file(room.claims.summary(year_of(room, year), person.name))


@router.post(f"{HOME}/kept")
def take_kept(
    room: InRoom, session: Signed, person: ClaimReader, lock: Annotated[int, Form(ge=1)],
    paper: Short = "", token: Token = "",
) -> Response:  # fmt: skip
    """A paper of a lock, of an undone one too."""
    room.check_token(session, token)
    if paper not in list(Paper) or lock > MOST:
        raise BadRequest("ファイルを選び直してください。")
    return _file(room.claims.kept(lock, Paper(paper), person.name))


@router.post(f"{HOME}/lock")
def lock(
    room: InRoom, session: Signed, person: ClaimKeeper, year: Short = "", despite: Text = "",
    seen: Annotated[str, Form(max_length=64)] = "", token: Token = "",
) -> Response:  # fmt: skip
    """`seen`: what the person has looked at. What changed since then is not locked."""
    room.check_token(session, token)
    of = year_of(room, year)
    room.claims.lock(of, person.name, despite, seen)
    return _back(of)


@router.post(f"{HOME}/unlock")
def unlock(
    room: InRoom, session: Signed, person: ClaimKeeper, year: Short = "", reason: Text = "",
    token: Token = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    of = year_of(room, year)
    room.claims.unlock(of, person.name, reason)
    return _back(of)


@router.post(f"{HOME}/notes")
def add_note(
    room: InRoom, session: Signed, person: ClaimKeeper, year: Short = "", kind: Short = "",
    thousands: Short = "", told_on: Short = "", taken_year: Short = "", words: Text = "",
    token: Token = "",
) -> Response:  # fmt: skip
    """What was decided, or turned out to be too much."""
    room.check_token(session, token)
    of = year_of(room, year)
    if kind not in list(NoteKind):
        raise BadRequest("種類を選んでください。")
    taken = year_of(room, taken_year) if taken_year else None
    room.claims.notes.add(
        of, NoteKind(kind), _whole(thousands), _day(told_on), words, person.name, taken
    )
    return _back(of, "notes")


@router.post(f"{HOME}/notes/{{note_id}}/strike")
def strike_note(
    room: InRoom, session: Signed, person: ClaimKeeper, note_id: int, year: Short = "",
    reason: Text = "", token: Token = "",
) -> Response:  # fmt: skip
    room.check_token(session, token)
    room.claims.notes.strike(note_id, reason, person.name)
    return _back(year_of(room, year), "notes")


def _values(room: Room, person: Account, year: FiscalYear) -> dict[str, Any]:
    today = room.clock().astimezone(TOKYO).date()
    years = {year, FiscalYear.of(today), *room.ledger.years()}
    values = {
        "year": year,
        "years": sorted(years, reverse=True),
        "may_keep": person.may(Right.KEEP_COSTS),
        "today": today,
        "kinds": [(kind.value, title) for kind, title in NOTE_TITLES.items()],
        "later": shown.years_after(year),
    }
    try:
        dossier = room.claims.dossier(year)
    except SetupError as problem:
        return values | {"problem": problem}
    found = shown.findings(dossier)
    locks = room.claims.locks(year)
    holds = next((each for each in locks if each.holds), None)
    return values | {
        "problem": None,
        "dossier": dossier,
        "seen": seen_of(dossier),
        "claim": dossier.claim,
        "measures": shown.measures(dossier),
        "categories": shown.categories(dossier),
        "parts": shown.parts(dossier),
        "work": shown.work(dossier),
        "documents": shown.documents(dossier),
        "method": shown.method(dossier),
        "findings": found,
        "counts": shown.counts(dossier),
        "notes": shown.notes(dossier),
        "decided": shown.decided(dossier, holds.total if holds else dossier.claim.total),
        "lock": holds,
        "locks": [each for each in locks if not each.holds],
        "change": room.claims.change_since(holds, dossier) if holds else None,
    }


def _file(made: Made) -> Response:
    """As an attachment, with its Japanese name (RFC 6266)."""
    suffix = made.name.rpartition(".")[2]
    named = f"attachment; filename=\"claim.{suffix}\"; filename*=UTF-8''{quote(made.name)}"
    headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return Response(made.data, media_type=KINDS[suffix], headers=headers)


def _back(year: FiscalYear, part: str = "lock") -> Response:
    return RedirectResponse(f"{HOME}?year={year.begins}#{part}", 303)


def _whole(text: str) -> int:
    """Also with commas. Raises BadRequest."""
    bare = text.strip().replace(",", "").replace("，", "")
    if not re.fullmatch(r"[0-9０-９]{1,9}", bare):
        raise BadRequest("額は、千円単位の数字で入力してください。")
    return int(bare)


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as error:
        raise BadRequest("日付を入力してください。") from error
