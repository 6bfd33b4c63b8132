"""Backups of an office on PostgreSQL, and of files that lie on a share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.workflows.backup.conftest import rows
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, FakeReader, Target, filled, scan
from workflows.app import Utsushi
from workflows.backup import restoring
from workflows.backup.checking import check
from workflows.backup.making import make
from workflows.backup.repository import Repository
from workflows.backup.restoring import restore
from workflows.settings import Settings

Open = Callable[[Settings], Utsushi]


@pytest.fixture
def opened(app: Utsushi, target: Target, clock: FakeClock) -> Iterator[Open]:
    made: list[Utsushi] = []

    def open_(settings: Settings) -> Utsushi:
        made.append(
            Utsushi(
                settings, make_reader=lambda _, catalogue: FakeReader(catalogue),
                make_bot=lambda _, catalogue: FakeBot(target), catalogue=app.catalogue,
                clock=clock,
            )
        )  # fmt: skip
        return made[-1]

    yield open_
    for each in made:
        each.close()


def take_in(app: Utsushi) -> None:
    inbox = app.settings.inbox_path
    inbox.mkdir(parents=True)
    (inbox / "1.pdf").write_text(scan(filled(name="山田　太郎")), encoding="utf-8")
    app.take_in(inbox / "1.pdf")
    app.enter()


def there_and_back(opened: Open, one: Settings, other: Settings, place: Path, clock: FakeClock,
                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """What was restored is what was backed up."""
    app = opened(one)
    take_in(app)
    before = rows(app.store)
    made = make(app.office, place, "係長")
    assert made.checked.findings == ()
    assert check(one, Repository.open(place), made.head).is_whole
    monkeypatch.setattr(restoring, "_PASSING", ())
    assert restore(other, place, "係長", clock).checked.findings == ()
    there = opened(other)
    after = rows(there.store)
    for name in set(before) - {"audit_lines", "audit_head", "workers"}:
        assert after[name] == before[name], name
    assert there.audit.verified().is_intact
    with there.store.read() as session:
        from workflows.store.tables import DocumentRow

        stored = session.get_one(DocumentRow, 1).stored_path
    assert "山田".encode() in there.files.read(stored or "") or there.files.exists(stored or "")


def test_a_store_on_postgresql_comes_back_as_it_was(
    opened: Open, postgres: Cluster, tmp_path: Path, place: Path, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    urls = [postgres.url(), postgres.url()]
    one, other = (
        Settings.load(
            home=tmp_path / name,
            store_url=url,
            inbox=tmp_path / f"in-{name}",
            key_file=tmp_path / "main.key",
        )
        for name, url in zip(("one", "two"), urls, strict=True)
    )
    try:
        there_and_back(opened, one, other, place, clock, monkeypatch)
    finally:
        for url in urls:
            postgres.drop(url)


@pytest.mark.parametrize("scheme", ["", "local://"])
def test_files_on_a_share_come_back_to_another(
    opened: Open, tmp_path: Path, place: Path, clock: FakeClock, scheme: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    one, other = (
        Settings.load(
            home=tmp_path / name, files=f"{scheme}{tmp_path / name}-share",
            inbox=tmp_path / f"in-{name}", key_file=tmp_path / "main.key",
        )
        for name in ("one", "two")
    )  # fmt: skip
    there_and_back(opened, one, other, place, clock, monkeypatch)
