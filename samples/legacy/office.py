"""What every screen needs at hand, and what it is given for one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from starlette.responses import Response

from samples.legacy.pages import Pages
from samples.legacy.posted import Posted
from samples.legacy.session import Session, Sessions
from samples.legacy.sky import Sky
from samples.legacy.store import Store

JAPAN = timezone(timedelta(hours=9))


def japan_now() -> datetime:
    """The time in Japan, which all dates of the system mean."""
    return datetime.now(JAPAN)


@dataclass(frozen=True, slots=True)
class Office:
    """The system's parts. `accounts`: password by staff number; `now` is the clock on the wall."""

    store: Store
    sessions: Sessions
    pages: Pages
    accounts: Mapping[str, str]
    sky: Sky
    now: Callable[[], datetime] = japan_now


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a clerk who is logged in. `posted` is the body of a POST, else the query;
    `path` is the address without it."""

    office: Office
    session: Session
    posted: Posted
    is_post: bool
    path: str = "/"

    def page(self, template: str, **values: object) -> Response:
        """A page of the system."""
        return self.office.pages.page(template, 200, **values)

    def strikes(self, fault: str) -> bool:
        """Whether the weather strikes this request with a fault."""
        return self.office.sky.strikes(fault, self.path)


Screen = Callable[[Visit], Response]
