"""Bringing a database up to date. Every process does it at opening; one at a time gets to."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_KEY = 7_583_787_463  # PostgreSQL advisory lock of the migration


@cache
def head() -> str:
    """The newest revision that we ship."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def migrate(engine: Engine) -> None:
    """Run what is missing, in one transaction that keeps other processes out."""
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head():
            return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if MigrationContext.configure(connection).get_current_revision() == head():
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
