"""Several sessions at once: none enters what another has in hand, and no login too many."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import select

from forms.errors import AcceptedUnseen, MissingBrowser, NotReady, SetupError, StoreAway
from tests.waiting import WAIT_SECONDS
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows.app import Utsushi
from workflows.entry import attempt, slots
from workflows.store.states import State
from workflows.store.tables import LockRow, RecordRow

Drop = Callable[[str, str], Path]
MakeApp = Callable[..., Utsushi]
NAMES = [f"{family}　{given}" for family in "林森岡原" for given in "一二三"]


@dataclass
class Opened:
    """Counts the bots that are open at one time."""

    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def change(self, by: int) -> None:
        with self.lock:
            self.now += by
            self.most = max(self.most, self.now)


@dataclass
class CountedBot(FakeBot):
    counter: Opened = field(default_factory=Opened)

    def __enter__(self) -> Self:
        self.counter.change(1)
        return self

    def __exit__(self, *_: object) -> None:
        self.counter.change(-1)


@pytest.fixture
def papers(make_app: MakeApp, drop: Drop) -> int:
    """Records that are ready to be entered; how many."""
    app = make_app()
    for number, name in enumerate(NAMES):
        app.take_in(drop(f"{number}.pdf", scan(filled(name=name))))
    return len(NAMES)


def states(app: Utsushi) -> list[str]:
    with app.store.read() as session:
        return list(session.scalars(select(RecordRow.state).order_by(RecordRow.id)))


def test_sessions_work_at_the_same_time(make_app: MakeApp, papers: int, target: Target) -> None:
    together = threading.Barrier(3, timeout=WAIT_SECONDS)

    def at(step: str) -> None:
        if step == "fill":
            together.wait()

    app = make_app(bot=FakeBot(target, at, sessions=3))
    result = app.enter()
    assert len(result.attempted) == papers
    assert sorted(row["name"] for row in target.rows()) == sorted(NAMES)


@pytest.mark.parametrize(("sessions", "most"), [(1, 1), (2, 2), (9, 2)])
def test_no_more_sessions_than_the_system_allows(
    make_app: MakeApp, papers: int, target: Target, sessions: int, most: int
) -> None:
    counter = Opened()
    app = make_app(bot=CountedBot(target, sessions=2, counter=counter))
    app.enter(sessions=sessions)
    assert counter.most <= most
    assert app.status()[State.VERIFIED] == papers


def test_the_limit_holds_over_all_workers(make_app: MakeApp, papers: int, target: Target) -> None:
    counter = Opened()
    bot = CountedBot(target, sessions=2, counter=counter)
    workers = [make_app(bot=bot) for _ in range(4)]
    for worker in workers:
        worker.store  # noqa: B018  (open before the race)
    threads = [threading.Thread(target=worker.enter) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.most <= 2
    assert sorted(row["name"] for row in target.rows()) == sorted(NAMES)


def test_with_every_login_taken_nothing_is_done_and_nothing_lost(
    make_app: MakeApp, papers: int
) -> None:
    app, other = make_app(), make_app()
    with slots.held(other.office, 1) as slot:
        assert slot
        assert app.enter().attempted == []
    assert len(app.enter().attempted) == papers


def test_the_login_of_a_killed_worker_is_free_after_a_while(
    make_app: MakeApp, papers: int, clock: FakeClock
) -> None:
    app, killed = make_app(), make_app()
    left_open = ExitStack()
    assert left_open.enter_context(slots.held(killed.office, 1))
    clock.advance(app.settings.lease_seconds + 1)
    assert len(app.enter().attempted) == papers
    left_open.close()


def test_a_session_that_stood_still_too_long_gives_way(make_app: MakeApp, clock: FakeClock) -> None:
    slow, quick = make_app(), make_app()
    with slots.held(slow.office, 1) as first:
        clock.advance(slow.settings.lease_seconds + 1)
        with slots.held(quick.office, 1) as second:
            assert first
            assert second
            assert first.name == second.name
            assert not slots.is_kept(slow.office, first)
        assert not first.is_ours
        with quick.store.read() as session:
            assert session.scalars(select(LockRow)).all() == []


def test_errors_in_a_row_are_counted_over_the_sessions(
    make_app: MakeApp, papers: int, target: Target
) -> None:
    app = make_app(bot=FakeBot(target, failing("find", NotReady), sessions=3))
    result = app.enter()
    limit = app.settings.system_error_limit
    assert result.stopped
    assert limit <= len(result.attempted) < limit + 3
    assert states(app) == [State.READY] * papers


def test_what_a_session_raises_comes_out_when_all_have_ended(
    make_app: MakeApp, papers: int, target: Target
) -> None:
    @dataclass
    class Broken(CountedBot):
        def __enter__(self) -> Self:
            super().__enter__()
            if self.counter.most > 1:
                self.counter.change(-1)
                second_opened.set()
                raise MissingBrowser("Chromium が見つかりません。")
            return self

    second_opened = threading.Event()

    def at(step: str) -> None:
        second_opened.wait(
            WAIT_SECONDS
        )  # else a quick first session leaves the second nothing to open for

    counter = Opened()
    app = make_app(bot=Broken(target, at, sessions=2, counter=counter))
    with pytest.raises(MissingBrowser):
        app.enter()
    assert counter.now == 0


def test_a_stop_ends_every_session_after_the_record_in_hand(
    make_app: MakeApp, papers: int, target: Target
) -> None:
    stop = threading.Event()
    app = make_app(bot=FakeBot(target, lambda step: stop.set(), sessions=3))
    assert 1 <= len(app.enter(stop.is_set).attempted) <= 3
    assert set(states(app)) == {State.READY, State.VERIFIED}


@pytest.mark.parametrize(
    ("second", "outcome"), [({}, "verified"), ({"phone": "0311112222"}, "rejected")]
)
def test_two_records_of_one_key_do_not_pass_each_other(
    make_app: MakeApp, drop: Drop, target: Target, clock: FakeClock, second: dict[str, str],
    outcome: str,
) -> None:  # fmt: skip
    both_found = threading.Barrier(2)

    def at(step: str) -> None:
        if step == "fill":
            with pytest.raises(threading.BrokenBarrierError):
                both_found.wait(0.5)  # the other must not be here too

    app = make_app(bot=FakeBot(target, at, sessions=2))
    app.take_in(drop("a.pdf", scan(filled())))
    app.take_in(drop("b.pdf", scan(filled(None, **second), rescanned=True)))
    for _ in range(2):
        app.enter()
        clock.advance(app.settings.retry_seconds)
    assert sorted(states(app)) == sorted(["verified", outcome])
    assert len(target.rows()) == 1


@pytest.mark.parametrize("step", ["fill", "submit"])  # before the click, or after it
def test_what_the_target_said_it_accepted_is_never_entered_again_without_a_person(
    make_app: MakeApp, drop: Drop, target: Target, clock: FakeClock, step: str
) -> None:
    app = make_app(bot=FakeBot(target, failing(step, AcceptedUnseen)))
    app.take_in(drop("a.pdf", scan(filled())))
    for _ in range(app.settings.return_limit + 2):
        app.enter()
        clock.advance(3600)
        app.resolve()
        assert states(app) == ["unconfirmed"]
    with app.store.read() as session:
        assert session.scalars(select(RecordRow.reason_code)).one() == "NeedsPerson"


def test_what_shows_late_is_verified_after_all(
    make_app: MakeApp, drop: Drop, target: Target, clock: FakeClock
) -> None:
    app = make_app(bot=FakeBot(target, failing("submit", AcceptedUnseen)))
    app.take_in(drop("a.pdf", scan(filled())))
    app.enter()
    clock.advance(3600)
    app.resolve()
    target.add({"name": "山田　太郎"})
    clock.advance(3600)
    app.resolve()
    assert states(app) == ["verified"]


def test_the_scenario_may_upload_the_paper(make_app: MakeApp, drop: Drop, target: Target) -> None:
    bot = FakeBot(target)
    app = make_app(bot=bot)
    content = scan(filled())
    app.take_in(drop("a.pdf", content))
    app.enter()
    (files,) = bot.files
    assert files["original"].decode("utf-8") == content


def test_the_click_has_a_last_moment(make_app: MakeApp, drop: Drop, target: Target) -> None:
    bot = FakeBot(target)
    app = make_app(bot=bot)
    app.take_in(drop("a.pdf", scan(filled())))
    app.enter()
    assert bot.allowed == [app.settings.click_seconds]


def test_a_record_without_a_scenario_waits_and_stops_nothing(
    make_app: MakeApp, papers: int, target: Target
) -> None:
    @dataclass
    class Lost(FakeBot):
        def natural_key(self, record: object) -> tuple[str, ...]:
            raise SetupError("シナリオがありません。")

    app = make_app(bot=Lost(target))
    assert app.enter().attempted == []
    with app.store.read() as session:
        assert set(session.scalars(select(RecordRow.reason_code))) == {"SetupError"}


def test_what_a_session_held_while_the_store_was_away_is_free_when_it_is_back(
    make_app: MakeApp, drop: Drop, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(bot=FakeBot(target, failing("fill", KeyError, times=1)))
    app.take_in(drop("a.pdf", scan(filled())))
    away = Away()
    monkeypatch.setattr(slots.locks, "release", away)
    monkeypatch.setattr(attempt, "_failed", away)
    monkeypatch.setattr(slots, "_AGAIN_SECONDS", 0.0)
    with pytest.raises(StoreAway):
        app.enter()
    monkeypatch.undo()
    for thread in threading.enumerate():
        if thread.name == "leaving":
            thread.join()
    with app.store.read() as session:
        assert not session.scalars(select(LockRow)).all()
    assert [each.state for each in app.enter().attempted] == [State.VERIFIED]
    assert len(target.rows()) == 1


class Away:
    """In place of what asks the store, while it is away."""

    def __call__(self, *_: object) -> None:
        raise StoreAway("保存先のデータベースを使えませんでした。")
