"""Bringing a database up to date. Every process does it at opening; one at a time gets to."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def head() -> str:
    """The newest revision that we ship."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def migrate(engine: Engine) -> None:
    """Run what is missing, in one transaction. `engine` is that of writers, of which one is inside
    at a time: it keeps other processes out."""
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head():
            return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head():
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_known(revision: str) -> bool:
    """Ours, or older: a store of it can be brought up to date."""
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return any(each.revision == revision for each in found)
