"""The application: pages, calls, scripts and styles, all served from here."""

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from forms.catalogue import Catalogue
from review import problems
from review.guard import Guard
from review.pages import history, pictures, queue, record, reveal, sign_in
from review.room import Room
from review.settings import ReviewSettings
from review.signing import Signer, load_key
from workflows.audit import AuditLog
from workflows.clock import Clock, utc_now
from workflows.reviewing import Reviewing
from workflows.reviewing.history import Histories
from workflows.reviewing.overview import Overview
from workflows.settings import Settings
from workflows.store.database import Store

PAGES = (sign_in, queue, record, reveal, pictures, history)
STATIC = Path(__file__).parent / "static"


def create_app(
    store: Store,
    catalogue: Catalogue,
    settings: Settings,
    review: ReviewSettings | None = None,
    clock: Clock = utc_now,
) -> FastAPI:
    """The pages over an open store. The signing key is made in the home folder when missing."""
    served = review or ReviewSettings()
    app = FastAPI(title="Utsushi", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.room = Room(
        Reviewing(store, catalogue, settings, clock),
        Overview(store, catalogue, clock),
        Histories(store, catalogue, settings),
        AuditLog(store, clock),
        Signer(load_key(settings.home_path)),
        served,
        clock,
    )
    for page in PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, hosts=served.known_hosts)
    problems.install(app)
    return app
