"""What every page is handed: the desk, the overview, the signer, who is working."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request

from review.crops import Crops
from review.problems import Forbidden, Forged, NotSignedIn, PasswordDue
from review.settings import ReviewSettings
from review.signing import Session, Signer
from workflows.accounts import Account, Right
from workflows.accounts.book import Accounts
from workflows.accounts.door import Door
from workflows.accounts.naming import login_key
from workflows.accounts.oidc import Provider
from workflows.accounts.sessions import Sessions, SignedIn
from workflows.alike import Alike
from workflows.audit import Act, AuditLog
from workflows.audit.reading import AuditReader
from workflows.claim.service import Claims
from workflows.clock import Clock
from workflows.effect import Effects
from workflows.exports import Exports, Shelf
from workflows.ledger import Ledger
from workflows.measures import Measures
from workflows.office import Office
from workflows.privacy import Registers
from workflows.report import Reports
from workflows.reviewing import Reviewing
from workflows.reviewing.arrivals import Arrivals
from workflows.reviewing.drafting import Drafts
from workflows.reviewing.finding import Finding
from workflows.reviewing.history import Histories
from workflows.reviewing.missing import Missing
from workflows.reviewing.originals import Originals
from workflows.reviewing.overview import Overview
from workflows.reviewing.rereading import Rereading
from workflows.reviewing.sending_back import SendingBack
from workflows.reviewing.settling import Settling
from workflows.reviewing.sight import Sight
from workflows.reviewing.waiting import Waiting
from workflows.second_looks.services import SecondLooks
from workflows.stacks.sheets import Separators
from workflows.templates import Templates

COOKIE = "utsushi_review"
_DIGITS = 18  # of a number that every database can hold
UNATTENDED = "x-unattended"  # a page that keeps itself up to date, with nobody at the keys


def cookie_name(request: Request) -> str:
    """Under https no other host or path, and no page under http, can set it."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def vouched_for(request: Request, settings: ReviewSettings) -> str:
    """The login that a trusted proxy names; empty where none does (see `review.proxies`)."""
    return request.headers.get(settings.user_header, "") if settings.user_header else ""


@dataclass(frozen=True, slots=True)
class Room:
    """One running server. The store stands behind most; nothing here keeps state."""

    desk: Reviewing
    waiting: Waiting
    finding: Finding
    drafts: Drafts
    sending: SendingBack
    rereading: Rereading
    settling: Settling
    overview: Overview
    histories: Histories
    originals: Originals
    sight: Sight
    arrivals: Arrivals
    templates: Templates
    second: SecondLooks
    separators: Separators
    measures: Measures
    effects: Effects
    ledger: Ledger
    claims: Claims
    reports: Reports
    office: Office
    audit: AuditLog
    audit_reader: AuditReader
    accounts: Accounts
    sessions: Sessions
    door: Door
    provider: Provider | None
    alike: Alike
    crops: Crops
    exports: Exports
    layouts: Shelf
    registers: Registers
    signer: Signer
    settings: ReviewSettings
    clock: Clock

    @property
    def now(self) -> int:
        """Epoch seconds."""
        return int(self.clock().timestamp())

    def session_of(self, request: Request) -> Session | None:
        """Whose browser this is; looked up once a request."""
        if not hasattr(request.state, "session"):
            request.state.session = self._find(request)
        known: Session | None = request.state.session
        return known

    def _find(self, request: Request) -> Session | None:
        text = request.cookies.get(cookie_name(request), "")
        if not text:
            return None
        if "." in text:
            return self.signer.unseal(text, self.now, self.settings.sign_in_hours * 3600)
        signed = self.sessions.of(text, attended=UNATTENDED not in request.headers)
        if signed is None or not self._is_still(request, signed):
            return None
        return Session(signed.key, int(signed.began_at.timestamp()), signed)

    def _is_still(self, request: Request, signed: SignedIn) -> bool:
        """A session that a proxy vouched for holds while the proxy names the same person."""
        if signed.via != "proxy":
            return True
        return login_key(vouched_for(request, self.settings)) == signed.account.login

    def account_of(self, session: Session) -> Account | None:
        """Who has signed in there, if anybody."""
        return session.account

    def noting(
        self, person: Account, act: Act, *, record: int, field: str = "", what: str = ""
    ) -> Callable[[Any], None]:
        """A line of the audit log in the transaction of the deed itself (see `reviewing.hand`)."""
        return lambda session: self.audit.note_in(
            session, person.name, act, record=record, field=field, what=what
        )

    def check_token(self, session: Session | None, token: str) -> None:
        """Raises Forged where the request does not come from a page of ours."""
        if session is None or not self.signer.is_token(session, token):
            raise Forged


# What only looks into memory is asked in the event loop itself: each plain function costs a change
# of threads there and back.
async def room_of(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


InRoom = Annotated[Room, Depends(room_of)]


def signed_of(request: Request, room: InRoom) -> Session:
    """The browser of somebody who has signed in. Raises NotSignedIn."""
    room.templates.refresh()
    session = room.session_of(request)
    if session is None or not session.name:
        raise NotSignedIn
    return session


Signed = Annotated[Session, Depends(signed_of)]


async def person_of(room: InRoom, session: Signed) -> Account:
    """Who works here, whatever the role. Raises NotSignedIn, and PasswordDue before the first
    password is changed."""
    person = room.account_of(session)
    if person is None:
        raise NotSignedIn
    if session.signed and session.signed.must_change:
        raise PasswordDue
    return person


Person = Annotated[Account, Depends(person_of)]


def needs(right: Right) -> Callable[[Request, Room, Account], Account]:
    """For pages: `Annotated[Account, Depends(needs(Right.REVIEW))]`. Raises Forbidden, and
    Missing for a record or document that the person does not see."""

    def allowed(request: Request, room: InRoom, person: Person) -> Account:
        if not person.may(right):
            raise Forbidden
        _check_sight(request, room, person)
        return person

    return allowed


def _check_sight(request: Request, room: Room, person: Account) -> None:
    """Whatever page names a record or a document by number is not there for those who do not see
    it. Raises Missing, also for a number that is too large for the store."""
    parts = request.path_params
    numbers = (text.lstrip("+-") for text in map(str, parts.values()))
    if any(text.isdigit() and len(text) > _DIGITS for text in numbers):
        raise Missing("このページはありません。")
    if "record_id" in parts:
        room.sight.check_record(_number(parts["record_id"]), person.scope)
    if "document_id" in parts:
        room.sight.check_document(_number(parts["document_id"]), person.scope)


def _number(text: str) -> int:
    """0, which nothing has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() else 0


def acting(right: Right) -> Callable[[InRoom, Signed, Account, str], Awaitable[Account]]:
    """The same for calls of our scripts that change something. Raises Forged too."""

    async def allowed(
        room: InRoom,
        session: Signed,
        person: Annotated[Account, Depends(needs(right))],
        x_csrf_token: Annotated[str, Header()] = "",
    ) -> Account:
        room.check_token(session, x_csrf_token)
        return person

    return allowed


Reader = Annotated[Account, Depends(needs(Right.READ_WORK))]
Reviewer = Annotated[Account, Depends(needs(Right.REVIEW))]
Acting = Annotated[Account, Depends(acting(Right.REVIEW))]
