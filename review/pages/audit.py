"""`/audit`: who saw, changed, revealed and exported what, for those who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import StreamingResponse

from review.room import InRoom, Signed, needs
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act, exporting
from workflows.audit.acts import TITLES
from workflows.audit.reading import Wanted, csv_text
from workflows.audit.verifying import Verified
from workflows.clock import day_of
from workflows.files import passing

MAX_ROWS = 200
MAX_FINDINGS = 20
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter()
Auditor = Annotated[Account, Depends(needs(Right.READ_AUDIT))]
Text = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is in the boxes above the table, as typed."""

    by: str
    act: str
    record: str
    first: str
    last: str

    @property
    def wanted(self) -> Wanted:
        """What cannot be read is not asked for; `unread` says so."""
        record = self.record.strip()
        return Wanted(
            self.by.strip(), self.act if self.act in TITLES else "",
            int(record) if _is_number(record) else None, _day(self.first), _day(self.last),
        )  # fmt: skip

    @property
    def unread(self) -> tuple[str, ...]:
        return tuple(self._unread())

    def _unread(self) -> Iterator[str]:
        if self.record.strip() and not _is_number(self.record.strip()):
            yield "記録の番号"
        for title, text in (("はじめの日", self.first), ("おわりの日", self.last)):
            if text and _day(text) is None:
                yield title

    def query(self, skip: int) -> str:
        parts = {name: getattr(self, name) for name in ("by", "act", "record", "first", "last")}
        said = {name: text for name, text in parts.items() if text}
        return urlencode(said | ({"skip": str(skip)} if skip else {}))


def asked_of(
    by: Text = "", act: Text = "", record: Text = "", first: Text = "", last: Text = ""
) -> Asked:
    return Asked(by, act, record, first, last)


@router.get("/audit")
def show(
    request: Request, room: InRoom, _person: Auditor, asked: Annotated[Asked, Depends(asked_of)],
    skip: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:  # fmt: skip
    return page(request, "audit.html", _values(room, asked, skip))


@router.get("/audit/lines.csv")
def export(
    room: InRoom, person: Auditor, asked: Annotated[Asked, Depends(asked_of)]
) -> StreamingResponse:
    """All lines that are asked for, the oldest first."""
    room.audit.note(person.name, Act.EXPORTED, what=f"audit {asked.query(0)}".strip())
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    lines = csv_text(room.audit_reader.each(asked.wanted))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/audit/lines.xlsx")
def export_book(
    room: InRoom, person: Auditor, asked: Annotated[Asked, Depends(asked_of)]
) -> Response:
    """The same as an Excel book, whose first sheet says what was asked for and by whom."""
    room.audit.note(person.name, Act.EXPORTED, what=f"audit {asked.query(0)}".strip())
    wanted, broken = asked.wanted, len(room.audit.verified().findings)
    total = room.audit_reader.count(wanted)
    made = exporting.Made(wanted, person.name, room.clock(), total, broken)
    with passing(room.office.home, exporting.EXCEL) as path:
        exporting.write(room.audit_reader, made, path)
        content = path.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="audit.xlsx"'}
    return Response(content, media_type=_EXCEL, headers=headers)


@router.post("/audit/verify")
def verify(
    request: Request, room: InRoom, session: Signed, _person: Auditor,
    token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Every line is checked; the answer stands above the table."""
    room.check_token(session, token)
    found = room.audit.verified()
    return page(request, "audit.html", _values(room, asked_of(), 0, found))


def _values(
    room: InRoom, asked: Asked, skip: int, verified: Verified | None = None
) -> dict[str, Any]:
    wanted = asked.wanted
    total = room.audit_reader.count(wanted)
    return {
        "asked": asked,
        "lines": room.audit_reader.latest(wanted, MAX_ROWS, skip),
        "total": total,
        "skip": skip,
        "newer": asked.query(max(0, skip - MAX_ROWS)) if skip else None,
        "older": asked.query(skip + MAX_ROWS) if skip + MAX_ROWS < total else None,
        "has_newer": skip > 0,
        "csv": asked.query(0),
        "people": room.audit_reader.people(),
        "acts": [(act.value, TITLES[act]) for act in Act],
        "verified": verified,
        "findings": verified.findings[:MAX_FINDINGS] if verified else (),
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _day(text: str) -> date | None:
    try:
        return day_of(text.strip())
    except ValueError:
        return None
