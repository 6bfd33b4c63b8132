"""Leaving nothing of what was overwritten in the free pages and logs of a database."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from forms.errors import StoreAway

_SQLITE = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_POSTGRES = ("VACUUM FULL",)


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
