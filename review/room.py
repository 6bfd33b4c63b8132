"""What every page is handed: the desk, the overview, the signer, who is working."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from review.problems import Forbidden, Forged, NotSignedIn
from review.settings import ReviewSettings
from review.signing import Session, Signer
from workflows.accounts import EVERYTHING, Account, Right, Role
from workflows.audit import AuditLog
from workflows.clock import Clock
from workflows.reviewing import Reviewing
from workflows.reviewing.history import Histories
from workflows.reviewing.overview import Overview

COOKIE = "utsushi_review"


@dataclass(frozen=True, slots=True)
class Room:
    """One running server. The store stands behind the first four; nothing here keeps state."""

    desk: Reviewing
    overview: Overview
    histories: Histories
    audit: AuditLog
    signer: Signer
    settings: ReviewSettings
    clock: Clock

    @property
    def now(self) -> int:
        """Epoch seconds."""
        return int(self.clock().timestamp())

    def session_of(self, request: Request) -> Session | None:
        seconds = self.settings.sign_in_hours * 3600
        return self.signer.unseal(request.cookies.get(COOKIE, ""), self.now, seconds)

    def account_of(self, session: Session) -> Account | None:
        """Who has signed in there, if anybody."""
        if not session.name:
            return None
        return Account(0, session.name, session.name, Role.SUPERVISOR, EVERYTHING)

    def check_token(self, session: Session | None, token: str) -> None:
        """Raises Forged where the request does not come from a page of ours."""
        if session is None or not self.signer.is_token(session, token):
            raise Forged


def room_of(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


InRoom = Annotated[Room, Depends(room_of)]


def signed_of(request: Request, room: InRoom) -> Session:
    """The browser of somebody who has signed in. Raises NotSignedIn."""
    session = room.session_of(request)
    if session is None or not session.name:
        raise NotSignedIn
    return session


Signed = Annotated[Session, Depends(signed_of)]


def person_of(room: InRoom, session: Signed) -> Account:
    """Who works here, whatever the role. Raises NotSignedIn."""
    person = room.account_of(session)
    if person is None:
        raise NotSignedIn
    return person


Person = Annotated[Account, Depends(person_of)]


def needs(right: Right) -> Callable[[Account], Account]:
    """For pages: `Annotated[Account, Depends(needs(Right.REVIEW))]`. Raises Forbidden."""

    def allowed(person: Person) -> Account:
        if not person.may(right):
            raise Forbidden
        return person

    return allowed


def acting(right: Right) -> Callable[[InRoom, Signed, Account, str], Account]:
    """The same for calls of our scripts that change something. Raises Forged too."""

    def allowed(
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
