"""The store on PostgreSQL behaves as the one on SQLite does: one writer, no half truths."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, text

from forms.errors import SetupError, StoreAway, StoreError
from tests.postgres import PASSWORD, Cluster
from tests.workflows.conftest import START
from workflows.settings import Settings
from workflows.store import postgres as ours
from workflows.store.database import Store
from workflows.store.migrate import MIGRATIONS, head
from workflows.store.tables import Base, DocumentRow, LockRow


@pytest.fixture
def store(postgres_store: str) -> Iterator[Store]:
    made = Store.open(postgres_store)
    yield made
    made.close()


def add(store: Store, name: str, sha256: str | None = None) -> None:
    with store.write() as session:
        session.add(
            DocumentRow(
                sha256=sha256,
                name=name,
                arrival_path=f"/{name}",
                arrival_key=f"/{name}",
                size=1,
                received_at=START,
            )
        )


def count(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count(DocumentRow.id))) or 0


def test_migrations_make_exactly_the_declared_tables(store: Store) -> None:
    with store.read() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_migrations_lead_down_to_nothing_and_up_again(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else ""
    made = Store.open(where or request.getfixturevalue("postgres_url"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    for way, target in ((command.downgrade, "base"), (command.upgrade, "head")):
        with made._writer.begin() as connection:
            config.attributes["connection"] = connection
            way(config, target)
    with made.read() as session:
        context = MigrationContext.configure(session.connection())
        assert context.get_current_revision() == head()
        assert compare_metadata(context, Base.metadata) == []
    made.close()


def test_a_writer_waits_for_the_one_before_and_sees_what_it_committed(store: Store) -> None:
    is_inside, may_end, seen = Event(), Event(), []

    def first() -> None:
        with store.write() as session:
            session.add(LockRow(name="a", owner="first", until=START))
            session.flush()
            is_inside.set()
            may_end.wait(30)

    def second() -> None:
        with store.write() as session:
            seen.append(session.get_one(LockRow, "a").owner)

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    assert is_inside.wait(30)
    threads[1].start()
    threads[1].join(0.3)
    assert threads[1].is_alive()
    may_end.set()
    for thread in threads:
        thread.join(30)
    assert seen == ["first"]


def test_two_installations_in_one_database_do_not_wait_for_each_other(
    postgres: Cluster, postgres_url: str
) -> None:
    with postgres.connect(postgres_url.rpartition("/")[2]) as link:
        link.execute("CREATE SCHEMA machi")
    one = Store.open(postgres_url)
    other = Store.open(f"{postgres_url}?options=-c%20search_path%3Dmachi")
    with one.write() as session:
        add(other, "b.pdf")
        session.add(LockRow(name="a", owner="one", until=START))
    assert (count(one), count(other)) == (0, 1)
    one.close()
    other.close()


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    add(store, "a.pdf")
    names = select(DocumentRow.name)
    with store.read() as session:
        assert session.scalars(names).all() == ["a.pdf"]
        add(store, "b.pdf")
        assert session.scalars(names).all() == ["a.pdf"]
    assert count(store) == 2


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as session:
        session.execute(text("DELETE FROM documents"))


def test_a_connection_that_was_cut_is_told_and_the_next_call_works(store: Store) -> None:
    def write() -> None:
        with store.write() as session:
            session.add(LockRow(name="a", owner="a", until=START))
            session.flush()
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreAway):
        write()
    with store.read() as session:
        assert session.get(LockRow, "a") is None
    add(store, "a.pdf")
    assert count(store) == 1


def test_a_writer_that_fell_silent_is_cut_off_and_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "SILENT_SECONDS", 1)

    def write() -> None:
        with store.write() as session:
            session.add(LockRow(name="a", owner="silent", until=START))
            session.flush()
            add(store, "b.pdf")  # waits until the server has cut the silent one off

    with pytest.raises(StoreAway):
        write()
    with store.read() as session:
        assert session.get(LockRow, "a") is None
    assert count(store) == 1


def test_a_server_that_restarts_is_outlived(store: Store, postgres: Cluster) -> None:
    add(store, "a.pdf")
    postgres.kill()
    with pytest.raises(StoreAway):
        count(store)
    with pytest.raises(StoreAway):
        add(store, "b.pdf")
    postgres.start()
    assert count(store) == 1


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_text_with_a_nul_is_kept_with_a_sign_in_its_place(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else ""
    made = Store.open(where or request.getfixturevalue("postgres_store"))
    add(made, "山\x00田.pdf")
    with made.read() as session:
        assert session.scalars(select(DocumentRow.name)).all() == ["山\ufffd田.pdf"]
    made.close()


def test_an_error_names_no_value_of_a_row(store: Store) -> None:
    add(store, "山田.pdf", "0" * 64)
    with pytest.raises(StoreError) as caught:
        add(store, "山田.pdf", "0" * 64)
    assert "one_row_a_drop" in str(caught.value.__cause__)
    assert "山田" not in f"{caught.value} {caught.value.__cause__}"


def test_what_does_not_fit_is_an_error_of_ours(store: Store) -> None:
    with pytest.raises(StoreError, match="入らない値"):
        add(store, "a.pdf", "0" * 65)


def test_a_database_of_another_encoding_is_refused(postgres: Cluster) -> None:
    url = postgres.url()
    name = url.rpartition("/")[2]
    postgres.drop(url)
    with postgres.connect() as link:
        link.execute(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'SQL_ASCII'"
            " LOCALE_PROVIDER libc LOCALE 'C'"
        )
    with pytest.raises(SetupError, match="文字コード"):
        Store.open(url)
    postgres.drop(url)


def test_a_url_for_another_driver_is_a_setup_error() -> None:
    with pytest.raises(SetupError, match="UTSUSHI_STORE_URL"):
        Store.open("postgresql+asyncpg://a@b/c")


def test_settings_do_not_show_the_password() -> None:
    url = f"postgresql://a:{PASSWORD}@b/c"
    settings = Settings.load(store_url=url, prefect_database_url=url)
    assert PASSWORD not in repr(settings)
