"""While the place of the files is away nothing is lost; and nobody moves what lies in an inbox of
another machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, FakeReader, FakeReceipt, Picture, Target, filled, scan
from workflows import intake
from workflows.app import Utsushi
from workflows.reviewing.evidence import Condition
from workflows.reviewing.history import Histories
from workflows.settings import Settings
from workflows.shared_files import Files, FilesAway
from workflows.store.states import State
from workflows.store.tables import DocumentRow, EvidenceRow

Drop = Callable[[str, str], Path]
DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of b"abc"


class PhotographingBot(FakeBot):
    """Leaves one picture in the folder of the home, as the real one does."""

    folder: Path

    def put_in(self, *arguments: object) -> FakeReceipt:
        done = super().put_in(*arguments)  # type: ignore[arg-type]
        path = self.folder / DIGEST[:2] / f"{DIGEST}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"abc")
        return FakeReceipt(
            done.number, done.values, done.existing, (Picture("after", path, DIGEST),)
        )


@pytest.fixture
def share(tmp_path: Path) -> Path:
    return tmp_path / "share"


@pytest.fixture
def sharing(settings: Settings, share: Path) -> Settings:
    made = settings.model_copy(update={"files": str(share)})
    Files.of(made).lay_mark()
    return made


@pytest.fixture
def app(sharing: Settings, catalogue: Catalogue, clock: FakeClock, target: Target) -> Utsushi:
    bot = PhotographingBot(target)
    bot.folder = sharing.evidence_path
    return Utsushi(
        sharing,
        make_reader=lambda settings, catalogue: FakeReader(catalogue),
        make_bot=lambda settings, catalogue: bot,
        catalogue=catalogue,
        clock=clock,
    )


@contextmanager
def away(share: Path) -> Iterator[None]:
    """The share is not mounted: its folder is empty."""
    hidden = share.with_name("hidden")
    share.rename(hidden)
    share.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(share)
        hidden.rename(share)


def test_a_paper_stays_in_the_inbox_until_it_can_be_kept(
    app: Utsushi, drop: Drop, share: Path
) -> None:
    path = drop("a.pdf", scan(filled()))
    app.status()  # the store is open, and knows the place
    with away(share), pytest.raises(FilesAway):
        app.receive(path)
    assert path.is_file()
    assert sum(app.status().values()) == 0
    assert app.take_in(path)
    assert app.status()[State.READY] == 1


def test_a_paper_that_cannot_be_fetched_waits_as_received(
    app: Utsushi, drop: Drop, share: Path
) -> None:
    document = app.receive(drop("a.pdf", scan(filled())))
    assert document
    with away(share), pytest.raises(FilesAway):
        app.process(document)
    assert app.status()[State.RECEIVED] == 1
    app.process(document)
    assert app.status()[State.READY] == 1
    with app.store.read() as session:
        assert session.scalars(select(DocumentRow.read_starts)).one() == 1


def test_a_paper_that_is_no_longer_what_arrived_is_held(
    app: Utsushi, drop: Drop, share: Path
) -> None:
    document = app.receive(drop("a.pdf", scan(filled())))
    assert document
    (original,) = share.glob("originals/*/*.pdf")
    original.write_text(scan(filled(name="他人")), encoding="utf-8")
    app.process(document)
    assert app.status()[State.HELD] == 1


def test_an_entry_is_verified_though_its_evidence_cannot_be_carried_up(
    app: Utsushi, drop: Drop, share: Path, sharing: Settings, target: Target
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    histories = Histories(app.store, app.catalogue, sharing)
    app.office.files.near(_original(app))  # what a scenario may send is here already
    with away(share):
        app.enter()
        assert app.status()[State.VERIFIED] == 1
    assert len(target.rows()) == 1
    (piece,) = histories.of(1).attempts[0].evidence
    assert piece.condition is Condition.MISSING
    app.take_in(drop("b.pdf", scan(filled(name="次の人"))))
    app.enter()
    (piece,) = histories.of(1).attempts[0].evidence
    assert piece.condition is Condition.INTACT
    with app.store.read() as session:
        assert set(session.scalars(select(EvidenceRow.path))) == {f"evidence/ba/{DIGEST}.png"}
    assert not list(sharing.evidence_path.rglob("*.png"))


def _original(app: Utsushi) -> str:
    with app.store.read() as session:
        return session.scalars(select(DocumentRow.stored_path)).one() or ""


def elsewhere(app: Utsushi, inbox: Path, *, keeps_inbox: bool) -> Utsushi:
    """Another machine on the same store, whose inbox is another folder."""
    return Utsushi(
        app.settings.model_copy(update={"inbox": inbox}),
        make_reader=lambda settings, catalogue: FakeReader(catalogue),
        catalogue=app.catalogue,
        clock=app.clock,
        keeps_inbox=keeps_inbox,
    )


@pytest.mark.parametrize("keeps_inbox", [False, True])
def test_what_lies_in_an_inbox_of_another_machine_is_read_and_left_there(
    app: Utsushi, drop: Drop, tmp_path: Path, keeps_inbox: bool
) -> None:
    path = drop("a.pdf", scan(filled()))
    document = app.receive(path)
    assert document
    with elsewhere(app, tmp_path / "other", keeps_inbox=keeps_inbox) as other:
        real = app.settings.inbox_path
        real.rename(tmp_path / "unseen")  # that machine does not see our folder
        other.process(document)
        (tmp_path / "unseen").rename(real)
        assert intake.pending(other.office) == ()
    assert path.is_file()
    assert intake.unshelved(app.office) == (document,)
    app.process(document)
    assert not path.exists()


def test_two_machines_watch_two_inboxes(app: Utsushi, drop: Drop, tmp_path: Path) -> None:
    first = app.receive(drop("a.pdf", scan(filled())))
    with elsewhere(app, tmp_path / "other", keeps_inbox=True) as other:
        other.settings.inbox_path.mkdir()
        path = other.settings.inbox_path / "b.pdf"
        path.write_text(scan(filled(name="別の人")), encoding="utf-8")
        second = other.receive(path)
        assert second
        assert intake.pending(other.office) == (first, second)
        other.process(second)
        assert not path.exists()
        assert (other.settings.inbox_path / "受付済" / "b.pdf").is_file()
