"""Where Prefect keeps its own data: in its home folder, or in a PostgreSQL database of its own.

The address holds a password. The server alone is given it, by its environment: it stands in no
command line, no setting of a work pool and no log.
"""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from forms.errors import SetupError
from workflows.settings import Settings

_NAME = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
_ADVICE = "postgresql://利用者:パスワード@サーバー/データベース の形で指定してください。"


def database_environment(settings: Settings) -> dict[str, str]:
    """What the server is given beside `prefect_env.environment`; nothing where it keeps to itself.

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
    query = {("ssl" if name == "sslmode" else name): each for name, each in url.query.items()}
    theirs = url.set(drivername="postgresql+asyncpg", query=query)
    return {_NAME: theirs.render_as_string(hide_password=False)}


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
