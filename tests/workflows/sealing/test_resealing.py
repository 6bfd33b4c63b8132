"""From clear to sealed, from one key to the next: nothing is lost, whatever was cut short."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bots import drawers
from forms.errors import SetupError
from tests.traces import traces
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, FakeReader, Target, filled, scan
from workflows import resealing
from workflows.app import Utsushi
from workflows.intake import names
from workflows.resealing import database, shelves
from workflows.resealing.rotation import GRACE
from workflows.sealing import NoKey, main_key, ring_file
from workflows.sealing.opening import _ring as ring_of_this
from workflows.settings import Settings
from workflows.store import past, readings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, ReadingRow, RecordRow
from workflows.trials.drawers import CHECKS, drawer_of

PEOPLE = ("山田　太郎", "佐藤　花子", "高橋　一郎")
MY_NUMBER = "123456789018"

Make = Callable[..., Utsushi]


@pytest.fixture
def make(settings: Settings, clock: FakeClock, tmp_path: Path) -> Make:
    from forms.catalogue import Catalogue
    from tests.workflows.conftest import FORMS

    catalogue = Catalogue.load(FORMS)

    def made(**changes: object) -> Utsushi:
        return Utsushi(
            settings.model_copy(update=changes),
            make_reader=lambda s, c: FakeReader(c),
            make_bot=lambda s, c: FakeBot(Target(tmp_path / "target.jsonl")),
            catalogue=catalogue,
            clock=clock,
        )

    return made


def work(app: Utsushi) -> None:
    """One entered, one in doubt, one that is held, one of them read again as before."""
    inbox = app.settings.inbox_path
    inbox.mkdir(parents=True, exist_ok=True)
    doubts = {"name": "uncertain", "my_number": "check_digit"}
    papers = (
        scan(filled(name=PEOPLE[0])),
        scan(filled(doubts, name=PEOPLE[1], my_number=MY_NUMBER)),
        scan(raises="UnknownForm", note=PEOPLE[2]),
    )
    for number, paper in enumerate(papers):
        path = inbox / f"{PEOPLE[number]}.pdf"
        path.write_text(paper, encoding="utf-8")
        app.take_in(path)
    app.enter()


def told(app: Utsushi) -> list[object]:
    """All that the store and the files say."""
    with app.store.read() as session:
        documents = session.scalars(select(DocumentRow).order_by(DocumentRow.id)).all()
        said: list[object] = [(each.name, each.arrival_path, each.sha256) for each in documents]
        said += [app.files.read(each.stored_path or "") for each in documents]
        for row in session.scalars(select(RecordRow).order_by(RecordRow.id)):
            said.append((row.state, row.reason, row.receipt_number))
            said += [readings.machine(each) for each in row.readings]
            said += [app.files.read(each.image_path) for each in row.pages if each.image_path]
    return said


@pytest.fixture
def clear(make: Make) -> list[object]:
    """What an installation in clear says, which was there before."""
    with make(encryption=False) as app:
        work(app)
        return told(app)


def test_what_was_in_clear_is_sealed_in_place(
    make: Make, clear: list[object], settings: Settings
) -> None:
    folders = (settings.home_path,)  # the inbox lies in it
    assert traces(folders, [*PEOPLE, MY_NUMBER])
    with make(shelf="remove") as app:
        assert told(app) == clear  # read as it is, before
        found = resealing.count(app.office)
        assert (found.is_strict, found.files) == (False, 4)
        assert found.rows > 3
        done = resealing.seal_all(app.office)
        assert (done.broken, done.originals) == (0, 3)
        after = resealing.count(app.office)
        assert (after.rows, after.files, after.is_strict) == (0, 0, True)
        assert told(app) == clear
    assert traces(folders, [*PEOPLE, MY_NUMBER]) == []


def test_the_same_paper_is_still_known_after_sealing(
    make: Make, clear: list[object], settings: Settings
) -> None:
    with make() as app:
        resealing.seal_all(app.office)
        path = settings.inbox_path / "once more.pdf"
        path.write_text(scan(filled(name=PEOPLE[0])), encoding="utf-8")
        again = app.take_in(path)
        assert again
        assert [state for _, state in again.records] == [State.DUPLICATE]
        other = settings.inbox_path / "other.pdf"
        other.write_text(scan(filled(name=PEOPLE[0]), note="another scan"), encoding="utf-8")
        app.take_in(other)
        assert [each.state for each in app.enter().attempted] == [State.VERIFIED]
    assert len((settings.home_path.parent / "target.jsonl").read_text().splitlines()) == 1


class Cut(BaseException):
    """As a kill: nothing of ours catches it."""


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("where", ["rows", "files"])
def test_sealing_that_was_cut_short_is_carried_on(
    make: Make, clear: list[object], monkeypatch: pytest.MonkeyPatch, after: int, where: str
) -> None:
    module, name = (database, "store_as_is") if where == "rows" else (shelves, "_key_of")
    original, calls = getattr(module, name), [0]

    def dying(*given: object) -> object:
        calls[0] += 1
        if calls[0] > after:
            raise Cut
        return original(*given)

    monkeypatch.setattr(module, name, dying)
    with make() as app, pytest.raises(Cut):
        resealing.seal_all(app.office)
    monkeypatch.undo()
    with make() as app:
        assert told(app) == clear
        resealing.seal_all(app.office)
        assert told(app) == clear
        assert resealing.count(app.office).is_strict


def test_a_new_key_opens_everything_and_the_old_one_goes_after_its_time(
    make: Make, clock: FakeClock
) -> None:
    with make() as app:
        work(app)
        before, old = told(app), resealing.count(app.office)
        main = app.settings.main_key_path.read_bytes()
        first = resealing.rotate(app.office)
        assert first.waits_until == clock.now + GRACE
        assert (first.forgotten, first.broken) == (0, 0)
        found = resealing.count(app.office)
        assert found.active != old.active
        assert (found.rows, found.files) == (0, 0)
        assert app.settings.main_key_path.read_bytes() != main
        assert told(app) == before
        clock.advance(GRACE.total_seconds())
        second = resealing.rotate(app.office)
        assert (second.rows, second.files, second.forgotten) == (0, 0, 1)
        assert resealing.count(app.office).active == found.active
        assert told(app) == before
        third = resealing.rotate(app.office)
        assert third.rows > 0


def test_papers_come_in_while_the_keys_are_changed(
    make: Make, settings: Settings, clock: FakeClock
) -> None:
    names = [f"人{number}番" for number in range(12)]

    def take_in() -> None:
        with make() as other:
            for name in names:
                path = settings.inbox_path / f"{name}.pdf"
                path.write_text(scan(filled(name=name), note=name), encoding="utf-8")
                other.take_in(path)

    with make() as app:
        work(app)
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(take_in)
            done = resealing.rotate(app.office)
            while not coming.done():
                resealing.rotate(app.office)
            coming.result()
        assert done.broken == 0
        said = str(told(app))
        assert all(name in said for name in names)
        clock.advance(GRACE.total_seconds())
        assert resealing.rotate(app.office).forgotten == 1
        assert str(told(app)) == said


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_new_key_that_was_cut_short_locks_nobody_out(
    make: Make, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Before the ring names the new main key, before that is put down, before the old one goes."""
    with make() as app:
        work(app)
        before = told(app)
        old = app.settings.main_key_path.read_bytes()
    original, made = main_key.write_whole, [0]

    def dying(path: Path, content: bytes) -> None:
        made[0] += 1
        if made[0] > calls:
            raise Cut
        original(path, content)

    with make() as app:
        app.status()
        for module in (main_key, ring_file):
            monkeypatch.setattr(module, "write_whole", dying)
        with pytest.raises(Cut):
            resealing.rotate(app.office)
    monkeypatch.undo()
    ring_of_this.cache_clear()  # as a new process
    with make() as app:
        assert told(app) == before
        resealing.rotate(app.office)
        assert told(app) == before
        assert resealing.count(app.office).rows == 0
        assert app.settings.main_key_path.read_bytes() != old
        assert len((app.settings.keys_path / "ring.json").read_bytes().splitlines()) == 1


def test_the_old_key_stays_while_anything_needs_it(
    make: Make, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make() as app:
        work(app)
        before = told(app)
        monkeypatch.setattr(shelves, "reseal", lambda *_: (0, 0))
        resealing.rotate(app.office)
        clock.advance(2 * GRACE.total_seconds())
        assert resealing.rotate(app.office).forgotten == 0
        assert told(app) == before
        monkeypatch.undo()
        assert resealing.rotate(app.office).forgotten == 1
        assert told(app) == before


def test_a_value_that_was_changed_is_left_counted_and_keeps_the_old_key(
    make: Make, clock: FakeClock
) -> None:
    with make() as app:
        work(app)
        with app.store.write() as session:
            session.execute(text("UPDATE readings SET raw = 'u1.00000000.AAAA' WHERE id = 1"))
            session.execute(
                text("UPDATE readings SET value = (SELECT value FROM readings WHERE id = 1)"
                     " WHERE id = 2")
            )  # fmt: skip
        assert resealing.rotate(app.office).broken >= 1
        clock.advance(2 * GRACE.total_seconds())
        assert resealing.rotate(app.office).forgotten == 0


def test_a_file_that_was_changed_is_left_as_it_is(make: Make) -> None:
    with make() as app:
        work(app)
        (name, *_) = app.files.names("pages")
        path = app.settings.home_path / name
        spoilt = path.read_bytes()[:-1]
        path.write_bytes(spoilt)
        assert resealing.rotate(app.office).broken == 1
        assert path.read_bytes() == spoilt


def test_a_store_without_its_keys_is_not_opened_and_no_new_ones_are_made(
    make: Make, settings: Settings
) -> None:
    with make() as app:
        work(app)
        before = told(app)
    kept = settings.keys_path.with_name("elsewhere")
    settings.keys_path.rename(kept)
    with make() as app, pytest.raises(SetupError, match="鍵が、"):
        app.status()
    assert not settings.keys_path.exists()
    kept.rename(settings.keys_path)
    with make() as app:
        assert told(app) == before


def test_another_installations_keys_do_not_open_it(make: Make, settings: Settings) -> None:
    with make() as app:
        work(app)
    shutil.rmtree(settings.keys_path)
    home = settings.home_path.with_name("other")
    other = settings.model_copy(update={"home": home, "store_url": f"sqlite:///{home}/other.db"})
    with Utsushi(other) as stranger:
        stranger.status()
    shutil.copytree(other.keys_path, settings.keys_path)
    with make() as app, pytest.raises(SetupError, match="鍵が、"):
        app.status()


def test_where_nothing_is_encrypted_there_is_no_key_to_change(make: Make) -> None:
    with make(encryption=False) as app:
        with pytest.raises(SetupError, match="暗号化していません"):
            resealing.rotate(app.office)
        assert not resealing.count(app.office).is_on


def test_readings_of_an_earlier_form_are_sealed_too(make: Make) -> None:
    with make() as app:
        work(app)
        with app.store.write() as session:
            row = session.get_one(RecordRow, 2)
            past.put_away(session, row, app.clock())
        with app.store.read() as session:
            (earlier,) = past.of_record(session, 2)
            assert dict(earlier.values)["name"] == PEOPLE[1]
            assert session.scalars(select(ReadingRow).where(ReadingRow.record_id == 2)).all() == []
            stored = session.scalar(text("SELECT CAST(readings AS TEXT) FROM past_readings"))
            assert str(stored).startswith('"u1.')


def test_a_main_key_in_the_environment_is_changed_by_the_office(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UTSUSHI_MAIN_KEY", "ab" * 32)
    other = {"key_place": "environment", "shared": tmp_path / "keys of one machine"}
    with make(**other) as app:
        work(app)
        before = told(app)
        with pytest.raises(NoKey, match="UTSUSHI_NEXT_MAIN_KEY"):
            resealing.rotate(app.office)
        monkeypatch.setenv("UTSUSHI_NEXT_MAIN_KEY", "cd" * 32)
        resealing.rotate(app.office)
        assert told(app) == before
    monkeypatch.setenv("UTSUSHI_MAIN_KEY", "cd" * 32)
    with make(**other) as app:
        ring = app.store.ring
        assert ring
        ring.change(replace)  # read again with the new one
        assert told(app) == before


def test_a_main_key_that_the_office_has_not_put_in_place_yet_is_not_forgotten(
    make: Make, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    """It is carried on, and all is sealed, before the office changes the variable."""
    monkeypatch.setenv("UTSUSHI_MAIN_KEY", "ab" * 32)
    monkeypatch.setenv("UTSUSHI_NEXT_MAIN_KEY", "cd" * 32)
    with make(key_place="environment") as app:
        work(app)
        before = told(app)
        resealing.rotate(app.office)
        clock.advance(GRACE.total_seconds())
        monkeypatch.delenv("UTSUSHI_NEXT_MAIN_KEY")
        with pytest.raises(NoKey, match="UTSUSHI_NEXT_MAIN_KEY"):
            resealing.rotate(app.office)
        monkeypatch.setenv("UTSUSHI_NEXT_MAIN_KEY", "cd" * 32)
        assert resealing.rotate(app.office).forgotten == 1
        resealing.seal_all(app.office)
    monkeypatch.setenv("UTSUSHI_MAIN_KEY", "cd" * 32)
    ring_of_this.cache_clear()
    with make(key_place="environment") as app:
        assert told(app) == before
        resealing.seal_all(app.office)
        monkeypatch.setenv("UTSUSHI_MAIN_KEY", "ab" * 32)
        ring_of_this.cache_clear()
    with make(key_place="environment") as app, pytest.raises(NoKey):
        app.status()


def test_names_of_the_inbox_stay(make: Make, settings: Settings) -> None:
    """What comes after: papers of before that still lay there are shelved as ever."""
    with make(encryption=False) as app:
        path = settings.inbox_path / "late.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(scan(filled()), encoding="utf-8")
        assert app.receive(path) == 1
    with make() as app:
        app.clock.advance(timedelta(hours=1).total_seconds())  # type: ignore[attr-defined]
        assert [each.document_id for each in app.take_up()] == [1]
    assert (settings.inbox_path / names.RECEIVED / "late.pdf").is_file()


def test_what_trials_left_goes_along_with_the_keys(make: Make, clock: FakeClock) -> None:
    """In clear from an older version, sealed, under a new key; the old key waits for it."""
    with make(encryption=False) as app:
        kept = drawer_of(app.office.home, CHECKS, None)
        drawers.put(kept, "a.html", PEOPLE[0].encode())
    with make() as app:
        office = app.office
        ring = office.store.ring
        assert ring is not None
        assert resealing.count(office).files == 1
        assert resealing.seal_all(office).files == 1
        assert traces([office.home / CHECKS], PEOPLE) == []
        assert resealing.rotate(office).files == 1
        drawer = drawer_of(office.home, CHECKS, ring)
        assert drawers.read(drawer, "a.html") == PEOPLE[0].encode()
        path = office.home / CHECKS / "a.html"
        path.write_bytes(path.read_bytes()[:-1])
        assert resealing.count(office).files == 0  # it is under the key of now, though damaged
        clock.advance(GRACE.total_seconds() + 1)
        assert resealing.rotate(office).forgotten == 1
