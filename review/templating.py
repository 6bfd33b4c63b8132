"""Jinja templates: everything is escaped, a missing name is an error."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forms.errors import StoreError
from review.navigation import links_for
from review.shown import deeds, words
from workflows.store.states import TITLES

HERE = Path(__file__).parent


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "when": words.when,
        "day": words.day,
        "worker": words.worker,
        "in_words": words.of_value,
        "screen": words.screen,
        "moment": words.moment,
        "deed": deeds.in_words,
        "role": words.role,
        "departments": words.departments,
    }
    made.globals |= {"state_titles": TITLES}
    return made


_ENVIRONMENT = _environment()


def render(template: str, values: Mapping[str, Any]) -> str:
    return _ENVIRONMENT.get_template(template).render(values)


def _session(request: Request) -> Any:
    """None where the store cannot be asked either: a page about that must still be shown."""
    try:
        return request.app.state.room.session_of(request)
    except StoreError:
        return None


def page(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """A whole page, with the name of who works here and the token for its calls."""
    room = request.app.state.room
    session = _session(request)
    person = room.account_of(session) if session else None
    common = {
        "links": links_for(person),
        "path": request.url.path,
        "person": session.name if session else "",
        "token": room.signer.token(session) if session else "",
    }
    return Response(render(template, {**common, **values}), status, media_type="text/html")
