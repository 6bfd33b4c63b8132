"""The frameset and what stands in its frames: header, menu, first page."""

from __future__ import annotations

from starlette.responses import Response

from samples.legacy import eras
from samples.legacy.office import Visit
from samples.legacy.procedures import PROCEDURES


def frame(visit: Visit) -> Response:
    """The frameset: HEAD above, MENU at the left, MAIN for the work."""
    return visit.page("frame.html")


def header(visit: Visit) -> Response:
    """The band with the system's name, the member of staff and the way out."""
    today = eras.to_text(*eras.of_day(visit.office.now().date()))
    return visit.page("header.html", staff=visit.session.staff, today=today)


def menu(visit: Visit) -> Response:
    """The menu of the procedures."""
    return visit.page("menu.html", procedures=PROCEDURES)


def first(visit: Visit) -> Response:
    """What stands in MAIN after login."""
    return visit.page("top.html")
