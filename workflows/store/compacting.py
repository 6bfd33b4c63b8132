"""Leaving nothing of what was overwritten in the free pages and logs of a database."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from forms.errors import StoreAway

_SQLITE = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_POSTGRES = ("VACUUM FULL",)


def empty_log(engine: Engine) -> bool:
    """What SQLite's log still holds of rows that were taken out, once everything in it lies in the
    database, whose free pages are overwritten. False where somebody is reading, and on PostgreSQL,
    which keeps such rows until its own vacuum."""
    if engine.dialect.name == "postgresql":
        return False
    raw = engine.raw_connection()
    try:
        is_busy, *_ = raw.cursor().execute(_SQLITE[0]).fetchone()
    except engine.dialect.loaded_dbapi.Error:
        return False
    finally:
        raw.close()
    return not is_busy


def compact(engine: Engine) -> None:
    """Takes a while, and keeps others out meanwhile. Raises StoreAway where they keep us out."""
    is_postgres = engine.dialect.name == "postgresql"
    errors = (engine.dialect.loaded_dbapi.Error, SQLAlchemyError)
    try:
        raw = engine.raw_connection()
        try:
            if is_postgres:
                raw.driver_connection.autocommit = True  # type: ignore[union-attr]
            cursor = raw.cursor()
            for words in _POSTGRES if is_postgres else _SQLITE:
                cursor.execute(words)
            cursor.close()
        finally:
            raw.invalidate()
    except errors as error:
        raise StoreAway(
            f"データベースの空き領域を消せませんでした ({type(error).__name__})。",
            advice="ほかの utsushi を止めてから、もう一度実行してください。",
        ) from None
