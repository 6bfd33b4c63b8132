"""What every page is handed: the desk, the overview, the signer, who is working."""

import logging
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from review.problems import Forged, NotSignedIn
from review.settings import ReviewSettings
from review.signing import Session, Signer
from workflows.clock import Clock
from workflows.reviewing import Reviewing
from workflows.reviewing.history import Histories
from workflows.reviewing.overview import Overview

COOKIE = "utsushi_review"
audit = logging.getLogger("utsushi.audit")


@dataclass(frozen=True, slots=True)
class Room:
    """One running server. The store stands behind the first three; nothing here keeps state."""

    desk: Reviewing
    overview: Overview
    histories: Histories
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

    def check_token(self, session: Session | None, token: str) -> None:
        """Raises Forged where the request does not come from a page of ours."""
        if session is None or not self.signer.is_token(session, token):
            raise Forged


def room_of(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


InRoom = Annotated[Room, Depends(room_of)]


def person_of(request: Request, room: InRoom) -> Session:
    """Who works here. Raises NotSignedIn before a name was given."""
    session = room.session_of(request)
    if session is None or not session.name:
        raise NotSignedIn
    return session


Person = Annotated[Session, Depends(person_of)]


def acting_person(
    room: InRoom, person: Person, x_csrf_token: Annotated[str, Header()] = ""
) -> Session:
    """Who works here, for calls of our scripts that change something. Raises Forged."""
    room.check_token(person, x_csrf_token)
    return person


Acting = Annotated[Session, Depends(acting_person)]
