"""Opening the store: migrations, two processes at once, what SQLite is told."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from forms.errors import IllegalTransition, SetupError, StoreError
from tests.workflows.conftest import START
from workflows.store import records
from workflows.store.database import Store
from workflows.store.migrate import head
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import Base, DocumentRow, RecordRow, TransitionRow

ROOT = Path(__file__).parents[2]
MARK = Mark("試験", START)


def url(path: Path) -> str:
    return f"sqlite:///{path / 'utsushi.db'}"


def document(store: Store) -> None:
    """A received document with its record."""
    with store.write() as session:
        row = DocumentRow(
            sha256="0" * 64,
            name="a.pdf",
            arrival_path="/a.pdf",
            arrival_key="k",
            size=1,
            received_at=START,
        )
        session.add(row)
        session.flush()
        records.add(session, row, 1, State.RECEIVED, MARK)


def test_migrations_make_exactly_the_declared_tables(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    with store.read() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == head()
    store.close()


def test_several_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = f"from workflows.store.database import Store; Store.open({url(tmp_path)!r})"
    command = [sys.executable, "-W", "error", "-c", code]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    with Store.open(url(tmp_path)).read() as session:
        assert session.scalars(text("SELECT version_num FROM alembic_version")).all() == [head()]


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)]
)
def test_sqlite_is_told_to_be_safe(tmp_path: Path, pragma: str, value: object) -> None:
    store = Store.open(url(tmp_path))
    with store.read() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value
    store.close()


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))

    def fail() -> None:
        with store.write() as session:
            session.add(
                DocumentRow(sha256=None, name="a", arrival_path="a", size=0, received_at=START)
            )
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.read() as session:
        assert session.scalars(select(DocumentRow)).all() == []
    store.close()


def test_a_database_error_names_no_value_of_a_row(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    document(store)

    def add_again() -> None:
        with store.write() as session:
            session.add(
                DocumentRow(
                    sha256="0" * 64, name="山田.pdf", arrival_path="/a.pdf", arrival_key="k",
                    size=1, received_at=START,
                )
            )  # fmt: skip

    with pytest.raises(StoreError) as caught:
        add_again()
    assert "山田" not in str(caught.value) + str(caught.value.__cause__)
    store.close()


def test_times_come_back_aware_and_in_utc(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    document(store)
    with store.read() as session:
        assert session.get_one(DocumentRow, 1).received_at == START
    store.close()


def test_an_illegal_move_raises_and_changes_nothing(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    document(store)

    def jump() -> None:
        with store.write() as session:
            records.move(session, records.get(session, 1), State.VERIFIED, MARK)

    with pytest.raises(IllegalTransition):
        jump()
    with store.read() as session:
        assert session.get_one(RecordRow, 1).state == State.RECEIVED
        assert len(session.scalars(select(TransitionRow)).all()) == 1
    store.close()


def test_of_two_workers_one_gets_the_lease(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    document(store)
    with store.write() as session:
        row = records.get(session, 1)
        assert records.lease(session, row, State.RECEIVED, Mark("a", START), 60)
        assert not records.lease(session, row, State.RECEIVED, Mark("b", START), 60)
        assert not records.lease(session, row, State.READY, Mark("a", START), 60)
        assert records.lease(session, row, State.RECEIVED, Mark("a", START), 60)
        records.release(session, 1, "b")
        assert row.lease_owner == "a"
        records.release(session, 1, "a")
        assert records.lease(session, row, State.RECEIVED, Mark("b", START), 60)
    store.close()


@pytest.mark.parametrize("bad", ["nonsense", "sqlite", "oracle9://x", "mysql+nothing://x/y"])
def test_a_bad_url_is_a_setup_error(bad: str) -> None:
    with pytest.raises(SetupError, match="UTSUSHI_STORE_URL"):
        Store.open(bad)


def test_a_store_that_cannot_be_opened_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "utsushi.db").mkdir()
    with pytest.raises(StoreError, match="データベース"):
        Store.open(url(tmp_path))
