"""The store on PostgreSQL: sessions that behave as those on SQLite do (ADR 0029).

One writer at a time: each write transaction begins by taking an advisory lock that is bound to the
database and the schema, and reads what is committed after it has it. A read transaction sees one
state throughout. A writer that has fallen silent (a machine without power) is cut off by the server
after `SILENT_SECONDS`, and the lock is free again.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext

from forms.errors import SetupError

CONNECT_SECONDS = 10
SILENT_SECONDS = 60  # longer than any write of ours stands still between two statements
LOCK_SECONDS = 120  # waiting for the other writers
ENCODING = "UTF8"

_OURS = 758_378_746  # the first half of our advisory locks; the second tells schemas apart
_SETTINGS = {
    "application_name": "utsushi",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "client_encoding": "utf8",
    "timezone": "UTC",
    # The server finds out within half a minute that we have gone without a word, ...
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
# ... and we that it has.
_KEEPALIVES = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
# What the server says before it hangs up: idle for too long, told to end, crashed, starting.
_HANGS_UP = frozenset({"25P03", "25P04", "57P01", "57P02", "57P03", "57P05"})
_LOCK = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :silent, true),"
    " pg_advisory_xact_lock(:ours, hashtext(coalesce(current_schema(), '')))"
)


def engine(url: URL) -> Engine:
    """An engine for `url`. Nothing is connected yet. Raises SetupError for another driver's URL."""
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise SetupError(
            "保存先 (UTSUSHI_STORE_URL) の指定が正しくありません。",
            advice="postgresql://利用者:パスワード@サーバー/データベース の形で指定してください。",
        )
    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    theirs = url.query.get("options", "")
    options = " ".join((settings, *([theirs] if isinstance(theirs, str) else theirs)))
    arguments: dict[str, Any] = {
        **{name: value for name, value in _KEEPALIVES.items() if name not in url.query},
        "options": options.strip(),
    }
    plain = url.set(drivername="postgresql+psycopg").difference_update_query(["options"])
    made = create_engine(plain, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)
    event.listen(made, "handle_error", _tell_hang_up)
    return made


def reading(engine: Engine) -> Engine:
    """Its transactions see one state, and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """One of its transactions at a time, over all processes and machines."""
    made = engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)
    event.listen(made, "begin", _lock)
    return made


def check(engine: Engine) -> None:
    """Raises SetupError where the database keeps text in another encoding than UTF-8."""
    with engine.connect() as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != ENCODING:
        raise SetupError(
            f"保存先のデータベースの文字コードが {encoding} です。",
            advice="文字コードを UTF8 にしてデータベースを作り直してください (ENCODING 'UTF8')。",
        )


def _lock(connection: Connection) -> None:
    connection.execute(_LOCK, {"silent": f"{SILENT_SECONDS}s", "ours": _OURS})


def _tell_hang_up(context: ExceptionContext) -> None:
    """The connection is over, though our side of it does not know yet."""
    if getattr(context.original_exception, "sqlstate", None) in _HANGS_UP:
        context.is_disconnect = True
