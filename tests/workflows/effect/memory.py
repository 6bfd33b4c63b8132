"""An empty store in memory, for tests that need many."""

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from workflows.store.database import Store
from workflows.store.tables import Base


def store_in_memory() -> Store:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    return Store(engine)
