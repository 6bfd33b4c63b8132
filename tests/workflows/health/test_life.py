"""Whether a process has gone is known at once, however it went."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows import entry
from workflows.app import Utsushi
from workflows.health import life, roster
from workflows.health.burial import bury_the_dead
from workflows.office import new_owner
from workflows.store import locks, records
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import LockRow, RecordRow, RunInHandRow

Drop = Callable[[str, str], Path]
_ALIVE = """
import sys
from pathlib import Path
from workflows.health.life import Life
life = Life(Path(sys.argv[1]))
print(life.id, flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that is alive in `home`, and the id of its life."""
    process = subprocess.Popen(
        [sys.executable, "-c", _ALIVE, str(home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def killed(home: Path) -> str:
    """The life of a process that was killed."""
    with another_process(home) as (process, its_life):
        process.send_signal(signal.SIGKILL)
        process.wait()
        return its_life


def test_a_living_process_is_not_buried(tmp_path: Path) -> None:
    with another_process(tmp_path) as (_, its_life):
        assert life.is_alive(tmp_path, its_life)
        assert life.bury(tmp_path, lambda gone: None) == ()


def test_a_killed_process_is_buried_once(tmp_path: Path) -> None:
    its_life = killed(tmp_path)
    assert life.is_alive(tmp_path, its_life) is False
    settled: list[str] = []
    assert life.bury(tmp_path, settled.append) == (its_life,)
    assert life.bury(tmp_path, settled.append) == ()
    assert settled == [its_life]


def test_what_could_not_be_settled_is_settled_the_next_time(tmp_path: Path) -> None:
    its_life = killed(tmp_path)

    def fail(gone: str) -> None:
        raise RuntimeError(gone)

    with pytest.raises(RuntimeError):
        life.bury(tmp_path, fail)
    assert life.bury(tmp_path, lambda gone: None) == (its_life,)


def test_of_another_home_nothing_is_known(tmp_path: Path) -> None:
    its_life = killed(tmp_path / "theirs")
    assert life.is_alive(tmp_path / "ours", its_life) is None


def test_a_process_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    ours = life.Life(tmp_path)
    ours.end()
    assert list((tmp_path / life.FOLDER).iterdir()) == []


def test_where_nothing_can_be_locked_only_the_leases_tell(tmp_path: Path) -> None:
    (tmp_path / life.FOLDER).write_text("a file where the folder should be")
    assert life.Life(tmp_path).id == ""


def test_the_owner_of_a_lease_names_its_life() -> None:
    assert life.life_of(new_owner("0123456789ab")) == "0123456789ab"
    assert life.life_of(new_owner()) == ""
    assert life.life_of("review:山田") == ""


def test_sessions_of_one_process_share_its_life_and_no_name(app: Utsushi) -> None:
    one, other = app.office, app.office.another()
    assert one.owner != other.owner
    assert life.life_of(one.owner) == life.life_of(other.owner) == app.life.id


def test_a_killed_reader_s_paper_is_read_at_once_by_the_next(app: Utsushi, drop: Drop) -> None:
    document = app.receive(drop("1.pdf", scan(filled())))
    assert document is not None
    gone = killed(app.settings.home_path)
    with app.store.write() as session:
        row = session.scalars(select(RecordRow)).one()
        mark = Mark(new_owner(gone), app.clock())
        records.move(session, row, State.READING, mark)
        records.lease(session, row, State.READING, mark, 40)
    assert app.take_up() == ()
    assert bury_the_dead(app.office) == (gone,)
    assert [each.document_id for each in app.take_up()] == [document]
    assert app.status()[State.READY] == 1


@pytest.mark.parametrize("state", [State.READY, State.SUBMITTING])
def test_what_a_killed_session_had_in_hand_goes_on_at_once(
    app: Utsushi, drop: Drop, clock: FakeClock, state: State
) -> None:
    record = _leased_by(app, drop, killed(app.settings.home_path), state)
    assert entry.due(app.office) == []
    bury_the_dead(app.office)
    entry.recover(app.office)
    waiting = entry.due(app.office) if state is State.READY else entry.unsettled(app.office)
    assert waiting == [record]


def test_a_living_session_keeps_its_record_and_its_login(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    with another_process(app.settings.home_path) as (_, living):
        record = _leased_by(app, drop, living, State.READY)
        assert bury_the_dead(app.office) == ()
        with app.store.read() as session:
            assert session.get_one(RecordRow, record).lease_until is not None
        assert entry.due(app.office) == []


def test_a_killed_process_s_locks_are_free_at_once(app: Utsushi, clock: FakeClock) -> None:
    name = "session:practice:1"
    gone = killed(app.settings.home_path)
    with app.store.write() as session:
        assert locks.take(session, name, Mark(new_owner(gone), clock()), 40)
        assert not locks.take(session, name, app.office.mark(), 40)
    bury_the_dead(app.office)
    with app.store.write() as session:
        assert session.get(LockRow, name) is None
        assert locks.take(session, name, app.office.mark(), 40)


def test_a_click_is_looked_up_at_once_but_not_there_counts_only_when_it_would_show(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    record = _leased_by(app, drop, killed(app.settings.home_path), State.SUBMITTING)
    bury_the_dead(app.office)
    assert [each.state for each in app.resolve().attempted] == [State.UNCONFIRMED]
    clock.advance(app.settings.click_seconds + app.settings.find_settle_seconds - 1)
    assert app.resolve().attempted == []
    clock.advance(1)
    assert [each.state for each in app.resolve().attempted] == [State.READY]
    assert app.enter().attempted[0].record_id == record


def test_the_roster_shows_who_is_at_work_until_he_ends(app: Utsushi, clock: FakeClock) -> None:
    with roster.at_work(app.office, "watch"):
        with app.store.read() as session:
            (worker,) = roster.workers(session, clock())
        assert (worker.kind, worker.is_stale) == ("watch", False)
        clock.advance(roster.STALE_SECONDS + 1)
        with app.store.read() as session:
            assert roster.workers(session, clock())[0].is_stale
    with app.store.read() as session:
        assert roster.workers(session, clock()) == ()


def test_a_run_is_abandoned_when_its_process_is_silent_or_buried(
    app: Utsushi, clock: FakeClock
) -> None:
    with roster.in_hand(app.office, "run-1"), app.store.read() as session:
        assert roster.abandoned(session, clock()) == ()
    gone = killed(app.settings.home_path)
    with app.store.write() as session:
        session.add(RunInHandRow(id="run-2", life=gone, started_at=clock(), seen_at=clock()))
    bury_the_dead(app.office)
    with app.store.read() as session:
        assert roster.abandoned(session, clock()) == ("run-2",)
    clock.advance(roster.STALE_SECONDS + 1)
    with app.store.read() as session:
        assert set(roster.abandoned(session, clock())) == {"run-1", "run-2"}


def _leased_by(app: Utsushi, drop: Drop, its_life: str, state: State) -> int:
    """A record in the hands of a session of that life."""
    app.take_in(drop("1.pdf", scan(filled())))
    with app.store.write() as session:
        row = session.scalars(select(RecordRow)).one()
        mark = Mark(new_owner(its_life), app.clock())
        records.lease(session, row, State.READY, mark, 45)
        if state is State.SUBMITTING:
            records.move(session, row, State.SUBMITTING, mark)
            records.lease(session, row, State.SUBMITTING, mark, 45)
            row.submitted_at = app.clock()
        return row.id
