"""Opening the store and its two kinds of transactions."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import (
    TimeoutError as PoolTimeout,
)
from sqlalchemy.orm import Session, sessionmaker

from forms.errors import SetupError, StoreAway, StoreError, UtsushiError
from workflows.files import private_folder
from workflows.sealing import Ring
from workflows.store import postgres, sealing, texts
from workflows.store.compacting import compact, empty_log
from workflows.store.migrate import migrate

BUSY_SECONDS = 30


class Store:
    """Sessions on the office's database. Safe for threads and for several processes. With `ring`
    what stands on papers is sealed in it (`workflows.opening` says which)."""

    def __init__(self, engine: Engine, ring: Ring | None = None) -> None:
        self._engine, self.ring = engine, ring
        sealing.guard(engine, ring)
        reader, self._writer = _ways(engine)
        self._reads = sessionmaker(reader, expire_on_commit=False)
        self._writes = sessionmaker(self._writer, expire_on_commit=False)
        sealing.number_rows(self._writes)

    @classmethod
    def open(cls, url: str, ring: Ring | None = None) -> "Store":
        """Open the database at `url`, making it or bringing it up to date first.

        Raises SetupError for a bad URL, a missing driver or a database of another encoding than
        UTF-8, StoreError where it cannot be opened.
        """
        try:
            engine = _engine(url)
        except (ArgumentError, ImportError) as error:
            raise SetupError("保存先 (UTSUSHI_STORE_URL) の指定が正しくありません。") from error
        texts.guard(engine)
        store = cls(engine, ring)
        try:
            with _wrapped():
                if engine.dialect.name == "postgresql":
                    postgres.check(engine)
                migrate(store._writer)
        except UtsushiError:
            store.close()
            raise
        return store

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the store. Nothing is committed."""
        with _wrapped(), self._reads() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session committed at the end. Only one writer is inside at a time, over all processes
        and machines: what it has read stays true until it commits."""
        with _wrapped(), self._writes.begin() as session:
            yield session

    def tag(self, text: str) -> str:
        """What equal texts have in common in a column that can be asked for them: a keyed hash
        that nobody without the key can guess from; a plain one where nothing is encrypted."""
        plain = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return plain if self.ring is None else self.ring.tag(plain)

    def empty_log(self) -> bool:
        """See `compacting.empty_log`."""
        return empty_log(self._engine)

    def compact(self) -> None:
        """See `compacting.compact`."""
        compact(self._engine)

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _wrapped() -> Iterator[None]:
    try:
        yield
    except DataError as error:
        raise StoreError(
            "保存先のデータベースに入らない値がありました (長すぎる文字や大きすぎる数)。",
            advice="入力した内容を確かめて、短くしてからやり直してください。",
        ) from _without_values(error)
    except SQLAlchemyError as error:
        kind = StoreAway if _is_away(error) else StoreError
        raise kind(
            f"保存先のデータベースを使えませんでした ({type(error).__name__})。",
            advice="データベースが動いているか、ディスクの空きと保存先の設定を確かめて、"
            "もう一度実行してください。",
        ) from _without_values(error)


def _is_away(error: SQLAlchemyError) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)


def _without_values(error: SQLAlchemyError) -> Exception:
    """PostgreSQL names the values of the row that it refuses; they go no further than here."""
    told = getattr(getattr(error, "orig", None), "diag", None)
    if told is None:
        return error
    parts = (type(error).__name__, told.sqlstate, told.table_name, told.constraint_name)
    return RuntimeError(" ".join(part for part in parts if part))


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name().startswith("postgres"):
        return postgres.engine(parsed)
    if parsed.get_backend_name() != "sqlite":
        raise ArgumentError
    if parsed.database and parsed.database != ":memory:":
        private_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _ways(engine: Engine) -> tuple[Engine, Engine]:
    """The engine as those see it who read, and who write."""
    if engine.dialect.name == "postgresql":
        return postgres.reading(engine), postgres.writing(engine)
    return engine, engine.execution_options(utsushi_write=True)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that DDL is transactional too
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, too
    cursor.execute("PRAGMA synchronous=FULL")  # "submitting" must outlive a power cut
    cursor.close()


def _begin(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("utsushi_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
