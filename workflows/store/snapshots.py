"""One state of the whole store as a file, and back again, while the office works.

SQLite: its online backup, for which no writer waits. PostgreSQL: `pg_dump` and `pg_restore`, which
come with its client programs; the password goes by the environment, never by the command line.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from forms.errors import SetupError, StoreError
from workflows.files import PRIVATE, flush, private_folder
from workflows.store import postgres
from workflows.store.database import Store

SQLITE, POSTGRES = "sqlite", "postgresql"
_DEBIAN = Path("/usr/lib/postgresql")
_SCHEMA_ENTRIES = (" SCHEMA - ", " COMMENT - SCHEMA ", " ACL - SCHEMA ")


def kind_of(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return POSTGRES if make_url(url).get_backend_name().startswith("postgres") else SQLITE


@contextmanager
def taken(store: Store, url: str, target: Path) -> Iterator[Session]:
    """Write one state of the store to `target`, for the owner alone; the session sees that very
    state. Raises StoreError, SetupError where PostgreSQL's programs are missing."""
    target.touch(mode=PRIVATE)
    if kind_of(url) == POSTGRES:
        with store.read() as session:
            _dump(session, url, target)
            yield session
        return
    _copy(_path_of(url), target)
    with opened(target) as copy, copy.read() as session:
        yield session


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store in an SQLite file that is nobody's, brought up to date. Raises StoreError."""
    store = Store.open(f"sqlite:///{path.as_posix()}")
    try:
        yield store
    finally:
        store.close()


def damages(store: Store) -> Iterator[str]:
    """What SQLite itself finds wrong with the file, in its own words."""
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        yield from (str(row[0]) for row in ask("PRAGMA integrity_check(20)") if row[0] != "ok")
        yield from (f"foreign key: {row[0]}" for row in ask("PRAGMA foreign_key_check"))


def is_archive(path: Path) -> bool:
    """`pg_restore` can read its table of contents. Raises SetupError where that is missing."""
    return _run("pg_restore", ["--list", str(path)]).returncode == 0


def is_empty(url: str) -> bool:
    """Nothing lies there yet. Raises StoreError, SetupError."""
    if kind_of(url) == SQLITE:
        return not _path_of(url).exists()
    engine = postgres.engine(make_url(url))
    try:
        return not inspect(engine).get_table_names()
    except SQLAlchemyError:
        why = StoreError("保存先のデータベースにつながりません。")
    finally:
        engine.dispose()
    raise why  # without theirs, which names the address


def lay_down(url: str, source: Path) -> None:
    """Put what `taken` wrote where the store lies, over what lies there; whole or not at all.
    Raises StoreError, SetupError."""
    if kind_of(url) == SQLITE:
        _place(source, _path_of(url))
    else:
        _restore(url, source)


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except sqlite3.Error as error:
        raise StoreError(
            f"データベースの写しを作れませんでした ({type(error).__name__})。",
            advice="ディスクの空きを確かめて、もう一度実行してください。",
        ) from error


def _place(source: Path, target: Path) -> None:
    private_folder(target.parent)
    for old in (target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm")):
        old.unlink(missing_ok=True)
    part = target.with_name(f".{uuid4().hex}.part")
    part.touch(mode=PRIVATE)
    with source.open("rb") as readable, part.open("wb") as writable:
        shutil.copyfileobj(readable, writable, 1 << 20)
        flush(writable)
    part.replace(target)


def _dump(session: Session, url: str, target: Path) -> None:
    number = session.scalar(text("SELECT pg_export_snapshot()"))
    schema = session.scalar(text("SELECT current_schema()"))
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--schema={schema}")
    done = _run("pg_dump", [*options, f"--snapshot={number}", "--file", str(target)], url)
    _check(done, "データベースの写しを作れませんでした (pg_dump)。")


def _restore(url: str, source: Path) -> None:
    """In one transaction, over tables of ours that a restore left that was cut short."""
    listed = _run("pg_restore", ["--list", str(source)])
    _check(listed, "控えのデータベースを読めません (pg_restore)。")
    wanted = source.with_name(f"{source.name}.list")
    lines = listed.stdout.splitlines()
    wanted.write_text("\n".join(line for line in lines if not _is_schema(line)), encoding="utf-8")
    options = ("--no-owner", "--no-privileges", "--clean", "--if-exists", "--single-transaction")
    try:
        done = _run("pg_restore", [*options, "--use-list", str(wanted), str(source)], url)
    finally:
        wanted.unlink()
    _check(done, "データベースを復元できませんでした (pg_restore)。")


def _is_schema(line: str) -> bool:
    return any(each in line for each in _SCHEMA_ENTRIES)


def _run(name: str, arguments: Sequence[str], url: str = "") -> "subprocess.CompletedProcess[str]":
    """Without its words: they may hold what stands in a row."""
    environment, where = dict(os.environ), []
    if url:
        parsed = make_url(url).set(drivername="postgresql")
        if parsed.password:
            environment["PGPASSWORD"] = str(parsed.password)
        address = parsed.set(password=None)
        where = ["--dbname", address.render_as_string(hide_password=False)]
    return subprocess.run(
        [_program(name), *where, *arguments], env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip


def _program(name: str) -> str:
    """On PATH or in Debian's folders, the newest. Raises SetupError."""
    found = shutil.which(name)
    debian = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if found is None and not debian:
        raise SetupError(
            f"PostgreSQL の {name} が見つかりません。",
            advice="この機械に PostgreSQL のクライアント (サーバーと同じか新しい版) を入れ、"
            "PATH で見えるようにしてください。",
        )
    return str(debian[-1]) if debian else str(found)


def _check(done: "subprocess.CompletedProcess[str]", message: str) -> None:
    if done.returncode:
        raise StoreError(
            message,
            advice="データベースにつながるか、権限と空きがあるか、PostgreSQL のクライアントの版が"
            "サーバーより古くないかを確かめてください。",
        )


def _path_of(url: str) -> Path:
    return Path(make_url(url).database or "").absolute()
