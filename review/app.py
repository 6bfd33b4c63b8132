"""The application: pages, calls, scripts and styles, all served from here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from forms.catalogue import Catalogue
from review import problems
from review.crops import Crops
from review.draining import Draining
from review.guard import Guard
from review.pages import (
    accounts,
    alike,
    audit,
    claim,
    cost,
    cost_files,
    costs,
    differences,
    effect,
    export_layouts,
    exports,
    first_account,
    history,
    intake,
    keeping,
    list_templates,
    measures,
    originals,
    other_form,
    pictures,
    procedures,
    queue,
    record,
    reports,
    reveal,
    sampling,
    second,
    sending_back,
    separators,
    settling,
    sign_in,
    single_sign_on,
    template_bench,
    template_tries,
    templates,
    thumbnails,
    upload,
)
from review.proxies import Proxies
from review.room import Room
from review.settings import ReviewSettings
from review.signing import Signer, load_key
from workflows.accounts.book import Accounts
from workflows.accounts.door import Door
from workflows.accounts.oidc import Provider
from workflows.accounts.sessions import Limits, Sessions
from workflows.accounts.tries import Tries
from workflows.alike import Alike
from workflows.audit import AuditLog
from workflows.audit.reading import AuditReader
from workflows.claim.service import Claims
from workflows.clock import Clock, utc_now
from workflows.effect import Effects
from workflows.exports import Exports, Shelf
from workflows.intake.uploads import MEGABYTE
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
from workflows.reviewing.originals import Originals
from workflows.reviewing.overview import Overview
from workflows.reviewing.rereading import Rereading
from workflows.reviewing.sending_back import SendingBack
from workflows.reviewing.settling import Settling
from workflows.reviewing.sight import Sight
from workflows.reviewing.waiting import Waiting
from workflows.second_looks.services import SecondLooks
from workflows.settings import Settings
from workflows.stacks.sheets import Separators
from workflows.store.database import Store
from workflows.templates import Templates

PAGES = (
    sign_in, single_sign_on, first_account, accounts, audit,
    queue, record, keeping, sending_back, other_form, reveal, pictures,
    history, settling, originals, thumbnails, intake, list_templates, upload, separators,
    templates, template_bench, template_tries,
    second, differences, sampling, measures, effect, reports, claim,
    exports, export_layouts, alike, procedures,
    costs, cost_files, cost,
)  # fmt: skip
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
    app = FastAPI(
        title="Utsushi", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_running
    )
    app.state.room = _room(store, catalogue, settings, served, clock)
    for page in PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    larger = {
        upload.PATH: settings.upload_megabytes * MEGABYTE,
        **template_bench.LARGER,
        **cost_files.LARGER,
    }
    app.add_middleware(Draining, paths=larger)
    app.add_middleware(Guard, hosts=served.known_hosts, larger=larger)
    app.add_middleware(Proxies, known=served.known_proxies, user_header=served.user_header)
    problems.install(app)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.room.templates.close)


def _provider(served: ReviewSettings, clock: Clock) -> Provider | None:
    """Raises SetupError for an address that is none, and for a file that cannot be read."""
    client = served.oidc
    return Provider(client, clock) if client else None


def _limits(served: ReviewSettings) -> Limits:
    return Limits(served.idle_minutes * 60, served.sign_in_hours * 3600)


def _room(
    store: Store, catalogue: Catalogue, settings: Settings, served: ReviewSettings, clock: Clock
) -> Room:
    audit_log = AuditLog(store, settings.shared_path, clock)
    sessions = Sessions(store, clock, _limits(served))
    desk = Reviewing(store, catalogue, settings, clock)
    office = Office(store, settings, catalogue, clock)
    ledger = Ledger(store, audit_log, office.files, clock, settings.shared_path)
    return Room(
        desk=desk,
        waiting=Waiting(store, catalogue, clock),
        finding=Finding(store, catalogue),
        drafts=Drafts(desk.hand),
        sending=SendingBack(desk.hand),
        rereading=Rereading(desk.hand),
        settling=Settling(desk.hand),
        overview=Overview(store, catalogue),
        histories=Histories(store, catalogue, settings),
        originals=Originals(store, catalogue, settings),
        sight=Sight(store, catalogue),
        arrivals=Arrivals(office),
        templates=Templates(store, catalogue, settings, clock),
        second=SecondLooks.over(store, catalogue, settings, clock),
        separators=Separators(store, catalogue, clock),
        measures=Measures(store, catalogue, clock),
        effects=Effects(store, catalogue, audit_log, clock),
        ledger=ledger,
        claims=Claims(store, catalogue, ledger, audit_log, clock),
        reports=Reports(store, office.files),
        office=office,
        audit=audit_log,
        audit_reader=AuditReader(store),
        accounts=Accounts(store, audit_log, clock),
        sessions=sessions,
        door=Door(store, settings.home_path, sessions, Tries(store, clock), audit_log),
        provider=_provider(served, clock),
        alike=Alike(store, catalogue, settings, desk, audit_log, clock),
        crops=Crops(),
        exports=Exports(store, catalogue, settings, audit_log, clock),
        layouts=Shelf(settings.shared_path, catalogue),
        registers=Registers(store, catalogue, settings.shared_path, clock),
        signer=Signer(load_key(settings.shared_path)),
        settings=served,
        clock=clock,
    )
