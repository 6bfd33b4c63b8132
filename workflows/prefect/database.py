"""Where Prefect keeps its own data: in its home folder, or in a PostgreSQL database of its own.

The address holds a password. The server alone is given it, by its environment: it stands in no
command line, no setting of a work pool and no log.
"""

from typing import Any

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from forms.errors import SetupError
from workflows.settings import Settings

_NAME = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
_TLS = "PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_"
_FILES = {"sslrootcert": "CA_FILE", "sslcert": "CERT_FILE", "sslkey": "KEY_FILE"}
_LIBPQ_ONLY = frozenset({"options", "connect_timeout", "application_name"})
_ADVICE = "postgresql://利用者:パスワード@サーバー/データベース の形で指定してください。"


def database_environment(settings: Settings) -> dict[str, str]:
    """What the server is given beside `prefect.env.environment`; nothing where it keeps to itself.

    Raises SetupError for a bad address, or that of our own store: both keep the state of their
    migrations in a table of the same name.
    """
    if not settings.prefect_database_url:
        return {}
    url = _parsed(settings.prefect_database_url)
    if _place(url) == _place_of_store(settings):
        raise SetupError(
            "保存先 (UTSUSHI_STORE_URL) と Prefect の保存先 (UTSUSHI_PREFECT_DATABASE_URL) に、"
            "同じデータベースが指定されています。",
            advice="Prefect 用に別のデータベースを作って指定してください。",
        )
    query, tls = _tls_of(url)
    theirs = url.set(drivername="postgresql+asyncpg", query=query)
    return {_NAME: theirs.render_as_string(hide_password=False), **tls}


def _tls_of(url: URL) -> tuple[dict[str, Any], dict[str, str]]:
    """What libpq is told of TLS in an address, as asyncpg and Prefect are told it: the rest of the
    address's query, and settings."""
    query = {name: each for name, each in url.query.items() if name not in _LIBPQ_ONLY}
    mode = query.pop("sslmode", None)
    files = {
        f"{_TLS}{_FILES[name]}": str(query.pop(name)) for name in list(query) if name in _FILES
    }
    if not files and mode not in ("verify-ca", "verify-full"):
        return (query if mode is None else {**query, "ssl": mode}), {}
    check = "true" if mode == "verify-full" else "false"
    return query, {f"{_TLS}ENABLED": "true", f"{_TLS}CHECK_HOSTNAME": check, **files}


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.drivername.split("+")[0] not in ("postgresql", "postgres"):
        raise SetupError(
            "Prefect の保存先 (UTSUSHI_PREFECT_DATABASE_URL) の指定が正しくありません。",
            advice=_ADVICE,
        )
    return url


def _place_of_store(settings: Settings) -> tuple[str | None, int, str | None] | None:
    try:
        return _place(make_url(settings.database_url))
    except ArgumentError:
        return None


def _place(url: URL) -> tuple[str | None, int, str | None]:
    return url.host, url.port or 5432, url.database
