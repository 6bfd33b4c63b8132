"""An empty store in memory, for tests that need many."""

from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.effect.filling import Filling
from workflows.audit import AuditLog
from workflows.effect import Effects
from workflows.store.database import Store
from workflows.store.tables import Base


def effects_in_memory() -> tuple[Effects, Filling]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    store = Store(engine)
    audit = AuditLog(store, Path(gettempdir()))
    return Effects(store, Catalogue.load(FORMS), audit), Filling(store)
