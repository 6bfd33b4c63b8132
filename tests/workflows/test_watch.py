"""When a file is taken out of the watched folder."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.errors import SetupError
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from tests.workflows.test_intake import inbox, states
from workflows import watch
from workflows.app import Utsushi
from workflows.intake import names
from workflows.settings import Settings
from workflows.store import records
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import RecordRow
from workflows.watch import PATIENCE_SECONDS, Settling, Watcher, list_files

Drop = Callable[[str, str], Path]
MakeApp = Callable[..., Utsushi]
A, B = Path("a.pdf"), Path("b.pdf")


class Steps:
    """A steady clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def watcher(app: Utsushi, steps: Steps) -> Watcher:
    def batch(document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            app.process(document_id)

    app.settings.inbox_path.mkdir(parents=True, exist_ok=True)
    return Watcher(app, batch, steps)


@pytest.mark.parametrize(
    ("looks", "settled"),
    [
        ([(0, {A: (5, 1)})], []),
        ([(0, {A: (5, 1)}), (1, {A: (5, 1)})], []),
        ([(0, {A: (5, 1)}), (2, {A: (5, 1)})], [A]),
        ([(0, {A: (5, 1)}), (2, {A: (9, 1)})], []),
        ([(0, {A: (5, 1)}), (2, {A: (5, 2)})], []),
        ([(0, {A: (5, 1)}), (1, {A: (9, 2)}), (3, {A: (9, 2)})], [A]),
        ([(0, {A: (5, 1)}), (1, {}), (2, {A: (5, 1)})], []),
        ([(0, {A: (5, 1)}), (1, {A: (5, 1), B: (1, 1)}), (2, {A: (5, 1), B: (1, 1)})], [A]),
        ([(0, {A: (0, 1)}), (2, {A: (0, 1)})], [A]),
    ],
    ids=["new", "too-soon", "still", "grown", "touched", "grown-then-still", "came-back",
         "one-of-two", "empty"],
)  # fmt: skip
def test_a_file_is_settled_when_it_stood_still_over_two_looks(
    looks: list[tuple[float, dict[Path, tuple[int, int]]]], settled: list[Path]
) -> None:
    settling = Settling(2.0)
    results = [settling.look(files, now) for now, files in looks]
    assert results[-1] == settled


def test_even_without_a_settle_time_two_looks_are_needed() -> None:
    settling = Settling(0.0)
    assert settling.look({A: (1, 1)}, 0) == []
    assert settling.look({A: (1, 1)}, 0) == [A]


def test_a_file_that_could_not_be_moved_rests_until_it_changes_or_time_is_over() -> None:
    settling = Settling(0.0)
    settling.rest(A, (1, 1), 0)
    assert settling.look({A: (1, 1)}, 1) == settling.look({A: (1, 1)}, 2) == []
    assert not settling.is_waiting()
    settling.look({A: (1, 1)}, PATIENCE_SECONDS)
    assert settling.look({A: (1, 1)}, PATIENCE_SECONDS) == [A]
    settling.rest(A, (1, 1), 100)
    settling.look({A: (2, 2)}, 101)
    assert settling.look({A: (2, 2)}, 102) == [A]


def test_only_files_of_the_inbox_itself_are_candidates(tmp_path: Path) -> None:
    for name in ("a.pdf", "~$a.docx", ".DS_Store", "Thumbs.db", "b.tmp", "c.pdf.part"):
        (tmp_path / name).touch()
    (tmp_path / names.RECEIVED).mkdir()
    (tmp_path / names.RECEIVED / "old.pdf").touch()
    (tmp_path / "link.pdf").symlink_to(tmp_path / "a.pdf")
    assert list(list_files(tmp_path)) == [tmp_path / "a.pdf"]


def test_settled_files_go_through_as_one_batch(
    app: Utsushi, drop: Drop, steps: Steps, settings: Settings
) -> None:
    batches: list[Sequence[int]] = []
    watcher = Watcher(app, batches.append, steps)
    for name in ("一", "二", "三"):
        drop(f"{name}.pdf", scan(filled(name=f"山田{name}")))
    assert watcher.look() == 0
    steps.now = 2.0
    assert watcher.look() == 3
    assert batches == [[1, 2, 3]]


def test_a_file_still_written_waits_while_others_go(
    watcher: Watcher, drop: Drop, steps: Steps, app: Utsushi, settings: Settings
) -> None:
    drop("done.pdf", scan(filled()))
    growing = drop("growing.pdf", "half")
    watcher.look()
    steps.now = 2.0
    growing.write_text(scan(filled(name="林　一")), encoding="utf-8")
    assert watcher.look() == 1
    assert inbox(settings)[""] == ["growing.pdf"]
    steps.now = 4.0
    watcher.look()
    assert [state for _, _, state, _ in states(app)] == ["ready", "ready"]


def test_what_an_earlier_watcher_left_is_taken_up(
    make_app: MakeApp, watcher: Watcher, drop: Drop, app: Utsushi
) -> None:
    make_app().receive(drop("a.pdf", scan(filled())))
    assert watcher.look() == 1
    assert states(app) == [(1, 1, "ready", None)]


def test_a_document_that_cannot_be_shelved_is_not_tried_at_every_look(
    watcher: Watcher, drop: Drop, steps: Steps, app: Utsushi, monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:  # fmt: skip
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "open elsewhere")

    drop("a.pdf", scan(filled()))
    with monkeypatch.context() as patch:
        patch.setattr("workflows.intake.shelf.move_into", refuse)
        processed = []
        for steps.now in (0.0, 2.0, 4.0, 6.0, 8.0):
            processed.append(watcher.look())
    assert processed == [0, 1, 0, 0, 0]
    steps.now = 3.0 + PATIENCE_SECONDS
    assert watcher.look() == 1
    assert inbox(settings)[""] == []
    assert states(app) == [(1, 1, "ready", None)]


def test_what_another_was_reading_is_taken_up_when_its_lease_has_run_out(
    app: Utsushi, watcher: Watcher, steps: Steps, drop: Drop, clock: FakeClock
) -> None:
    document_id = app.receive(drop("a.pdf", scan(filled())))
    with app.store.write() as session:
        row = session.scalars(select(RecordRow)).one()
        another = Mark("another machine", clock())
        records.move(session, row, State.READING, another)
        records.lease(session, row, State.READING, another, 40)
    watcher.look()
    steps.now += 10
    watcher.look()
    assert app.status()[State.READING] == 1
    clock.advance(41)
    steps.now += 1
    watcher.look()
    assert document_id is not None
    assert app.status()[State.READY] == 1


def test_a_share_that_is_away_stops_nothing(
    watcher: Watcher, settings: Settings, drop: Drop, steps: Steps
) -> None:
    settings.inbox_path.rmdir()
    assert watcher.look() == 0
    drop("a.pdf", scan(filled()))
    watcher.look()
    steps.now = 2.0
    assert watcher.look() == 1


def test_one_run_takes_everything_that_lies_there(app: Utsushi, drop: Drop) -> None:
    from time import monotonic

    def batch(document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            app.process(document_id)

    quick = Utsushi(
        app.settings.model_copy(update={"settle_seconds": 0.05}),
        make_reader=lambda s, c: app.reader,
        catalogue=app.catalogue,
    )
    for name in ("一", "二"):
        drop(f"{name}.pdf", scan(filled(name=f"山田{name}")))
    assert Watcher(quick, batch, monotonic).run_once(threading.Event()) == 2
    quick.close()


def test_a_second_watcher_of_the_same_inbox_is_refused(make_app: MakeApp, watcher: Watcher) -> None:
    stop = threading.Event()
    stop.set()  # nobody waits for the first to end
    with watcher.alone(stop):
        second = Watcher(make_app(), lambda ids: None, lambda: 0.0)
        with pytest.raises(SetupError, match="別の"), second.alone(stop):
            pass
    with Watcher(make_app(), lambda ids: None, lambda: 0.0).alone(stop):
        pass


def test_a_stale_lock_falls_to_the_next(
    make_app: MakeApp, settings: Settings, clock: FakeClock
) -> None:
    first = Watcher(make_app(), lambda ids: None, lambda: 0.0)
    assert first._take("inbox")
    second = Watcher(make_app(), lambda ids: None, lambda: 0.0)
    assert not second._take("inbox")
    clock.advance(watch.LOCK_SECONDS + 1)
    assert second._take("inbox")
    assert not first._take("inbox")
