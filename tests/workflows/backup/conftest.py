"""An office with papers, evidence and tables of its own, and a folder for its backups."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.postgres import ON_POSTGRES
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, FakeReceipt, Picture, Target, filled, scan
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.backup.making import Made, make
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.store.tables import Base

Drop = Callable[[str, str], Path]
NAME = "山田　控助"


@pytest.fixture(autouse=True)
def two_stores() -> None:
    """There and back takes two: `test_elsewhere.py` has databases of its own for PostgreSQL."""
    if ON_POSTGRES:
        pytest.skip("one database is not enough")


class Photographer(FakeBot):
    """Its receipts carry the evidence, too."""

    def put_in(self, *arguments: Any, **more: Any) -> FakeReceipt:
        done = super().put_in(*arguments, **more)
        return FakeReceipt(done.number, done.values, done.existing, self.evidence)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The main key lies in a safe that other machines have, too."""
    safe = tmp_path / "safe" / "main.key"
    return settings.model_copy(update={"retention": "5年", "key_file": safe})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def office_app(
    make_app: Callable[..., Utsushi], settings: Settings, target: Target, drop: Drop
) -> Utsushi:
    """One application that was entered, with a screen as evidence, one that waits for a person,
    and a layout of the office's own."""
    data = b"a screen"
    digest = hashlib.sha256(data).hexdigest()
    screen = settings.evidence_path / digest[:2] / f"{digest}.png"
    screen.parent.mkdir(parents=True)
    screen.write_bytes(data)
    app = make_app(bot=Photographer(target, evidence=(Picture("after", screen, digest),)))
    app.take_in(drop("1.pdf", scan(filled(name=NAME))))
    app.take_in(drop("2.pdf", scan(filled({"phone": "blank"}, name="森　二"))))
    app.enter()
    layouts = settings.shared_path / "layouts"
    layouts.mkdir()
    (layouts / "mine.yaml").write_text("layout: mine\n", encoding="utf-8")
    app.audit.note("係長", Act.OPENED, record=1)
    app.audit.mark()
    return app


@pytest.fixture
def backed(office_app: Utsushi, place: Path) -> Callable[..., Made]:
    """Makes a backup of the office, half an hour after the one before."""

    def back(**options: Any) -> Made:
        clock = office_app.clock
        assert isinstance(clock, FakeClock)
        clock.advance(1800)
        return make(office_app.office, place, "係長", **options)

    return back


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Settings:
    """The same office on another machine, where nothing lies."""
    return settings.model_copy(update={"home": tmp_path / "other", "inbox": tmp_path / "in"})


@pytest.fixture
def other_app(
    elsewhere: Settings, make_app: Callable[..., Utsushi], target: Target, clock: FakeClock
) -> Iterator[Utsushi]:
    app = make_app()
    other = Utsushi(
        elsewhere, make_reader=lambda settings, catalogue: app.reader,
        make_bot=lambda settings, catalogue: FakeBot(target), catalogue=app.catalogue, clock=clock,
    )  # fmt: skip
    yield other
    other.close()


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the store, as it stands there."""
    with store.read() as session:
        return {
            table.name: sorted(
                map(tuple, session.execute(text(f'SELECT * FROM "{table.name}"'))), key=repr
            )
            for table in Base.metadata.sorted_tables
        }


def contents(home: Path) -> dict[str, bytes]:
    """The papers, pictures and evidence that lie there."""
    folders = (home / name for name in ("originals", "pages", "evidence"))
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}
