"""`/measures/reports` 「月次報告」: the reports that were made, to be taken as a file."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.navigation import measures_for
from review.pages.effect import CostKeeper, CostReader
from review.problems import Forbidden
from review.room import InRoom, Room, Signed
from review.shown import reports as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.clock import TOKYO, tokyo_month

HOME = "/measures/reports"
router = APIRouter()


class ReportKind(StrEnum):
    HTML = "html"
    PDF = "pdf"


MEDIA = {ReportKind.HTML: "text/html; charset=utf-8", ReportKind.PDF: "application/pdf"}


@router.get(HOME)
def show(request: Request, room: InRoom, person: CostReader) -> Response:
    sees_all = person.scope.departments is None
    values = {
        "tabs": measures_for(person),
        "sees_all": sees_all,
        "reports": shown.lines(room.reports.all()) if sees_all else (),
        "may_make": sees_all and person.may(Right.KEEP_COSTS),
        "month": _last_month(room),
    }
    return page(request, "effect/reports.html", values)


@router.post(HOME)
def make(
    room: InRoom, session: Signed, person: CostKeeper,
    month: Annotated[str, Form(max_length=7)] = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """One more, as of now. It takes a browser some seconds."""
    room.check_token(session, token)
    _check_sight(person)
    made = room.reports.make(room.office, month, person.name)
    return RedirectResponse(f"{HOME}#report-{made.id}", 303)


@router.get(f"{HOME}/{{report_id}}/{{report_kind}}")
def take(room: InRoom, person: CostReader, report_id: int, report_kind: ReportKind) -> Response:
    """The file; who took it stands in the audit log."""
    _check_sight(person)
    made = room.reports.find(report_id)
    data = room.reports.read(made.pdf if report_kind is ReportKind.PDF else made.html)
    what = f"report={made.id} month={made.month} {report_kind}"
    room.audit.note(person.name, Act.EXPORTED, what=what)
    name = f"getsuji_{made.month}_{made.id}.{report_kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[report_kind], headers=headers)


def _check_sight(person: Account) -> None:
    """A report tells of all departments. Raises Forbidden."""
    if person.scope.departments is not None:
        raise Forbidden


def _last_month(room: Room) -> str:
    first = room.clock().astimezone(TOKYO).replace(day=1)
    return tokyo_month(first - timedelta(days=1))
