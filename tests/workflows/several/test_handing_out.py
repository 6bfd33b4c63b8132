"""Handing out, over a store and a Prefect that is played: what nobody has done is handed out again,
and what somebody has is not."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from forms.errors import SetupError
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, filled, scan
from tests.workflows.several.fake_runs import FakeRuns
from workflows.app import Utsushi
from workflows.dispatch import HandingOut, hand_out_documents, hand_out_entries
from workflows.dispatch.standing import Kind, Stage
from workflows.intake import names
from workflows.settings import Settings
from workflows.store.states import State

Drop = Callable[[str, str], Path]
READ = {"form": "", "limit": 50}


@pytest.fixture
def runs(clock: FakeClock) -> FakeRuns:
    return FakeRuns(clock)


@pytest.fixture
def received(app: Utsushi, drop: Drop) -> Callable[[int], None]:
    """That many papers are received and not read."""

    def receive(count: int) -> None:
        for number in range(count):
            values = filled(name=f"山田　{number}")
            assert app.receive(drop(f"{number}.pdf", scan(values, note=str(number))))

    return receive


def given(runs: FakeRuns, kind: Kind = Kind.TAKE_IN) -> list[list[int]]:
    return [list(p.get("documents", ())) for each, p in runs.started if each is kind]


def test_what_waits_is_handed_out_once(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None]
) -> None:
    received(3)
    assert hand_out_documents(app.office, runs) == 3
    assert hand_out_documents(app.office, runs) == 0
    assert given(runs) == [[1, 2, 3]]


def test_what_comes_later_goes_into_another_batch(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], drop: Drop
) -> None:
    received(2)
    hand_out_documents(app.office, runs)
    app.receive(drop("late.pdf", scan(filled(name="後から"))))
    assert hand_out_documents(app.office, runs) == 0, "a batch waits: more may come"
    runs.go("run-1", Stage.RUNNING)
    assert hand_out_documents(app.office, runs) == 1
    assert given(runs) == [[1, 2], [3]]


def test_no_more_than_so_many_batches_wait_for_a_worker(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None]
) -> None:
    small = app.settings.model_copy(update={"batch_size": 2, "dispatch_waiting": 2})
    office = Utsushi(small, catalogue=app.catalogue, clock=app.clock).office
    received(14)
    assert hand_out_documents(office, runs) == 4
    assert hand_out_documents(office, runs) == 0
    runs.go("run-1", Stage.RUNNING)
    assert hand_out_documents(office, runs) == 2
    assert given(runs) == [[1, 2], [3, 4], [5, 6]]


@pytest.mark.parametrize("end", ["cancelled", "deleted"])
def test_a_batch_that_came_to_nothing_is_handed_out_again(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], end: str
) -> None:
    received(2)
    hand_out_documents(app.office, runs)
    if end == "cancelled":
        runs.go("run-1", Stage.OVER)
    else:
        del runs.stages["run-1"]
    assert hand_out_documents(app.office, runs) == 2
    assert given(runs) == [[1, 2], [1, 2]]


def test_what_cannot_be_done_rests_before_it_is_tried_again(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], clock: FakeClock
) -> None:
    received(2)
    hand_out_documents(app.office, runs)
    runs.go("run-1", Stage.FAILED)
    assert hand_out_documents(app.office, runs) == 0
    clock.advance(61)
    assert hand_out_documents(app.office, runs) == 2


def test_a_run_that_stands_still_is_not_waited_for_for_ever(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], clock: FakeClock
) -> None:
    received(2)
    hand_out_documents(app.office, runs)
    runs.go("run-1", Stage.RUNNING)
    clock.advance(app.settings.dispatch_seconds - 1)
    assert hand_out_documents(app.office, runs) == 0
    clock.advance(2)
    assert hand_out_documents(app.office, runs) == 2


def test_what_was_read_is_not_handed_out(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None]
) -> None:
    received(2)
    hand_out_documents(app.office, runs)
    app.process(1)
    runs.go("run-1", Stage.OVER)
    hand_out_documents(app.office, runs)
    assert given(runs) == [[1, 2], [2]]


def test_while_prefect_is_away_papers_wait(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], clock: FakeClock
) -> None:
    received(2)
    runs.away = True
    assert hand_out_documents(app.office, runs) == 0
    runs.away = False
    assert hand_out_documents(app.office, runs) == 2


def test_a_prefect_that_goes_between_note_and_start_loses_nothing(
    app: Utsushi,
    runs: FakeRuns,
    received: Callable[[int], None],
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received(2)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "start", FakeRuns(clock, away=True).start)
        assert hand_out_documents(app.office, runs) == 0
    clock.advance(121)
    assert hand_out_documents(app.office, runs) == 2


def test_the_watcher_receives_hands_out_and_puts_away_what_others_have_read(
    app: Utsushi, runs: FakeRuns, drop: Drop, settings: Settings, make_app: Callable[..., Utsushi]
) -> None:
    eager = settings.model_copy(update={"settle_seconds": 0.0})
    watcher = HandingOut(Utsushi(eager, catalogue=app.catalogue, clock=app.clock), runs, monotonic)
    path = drop("a.pdf", scan(filled()))
    watcher.look()
    assert watcher.look() == 1
    assert given(runs) == [[1]]
    assert app.status()[State.RECEIVED] == 1
    worker = Utsushi(
        settings.model_copy(update={"inbox": Path("/nowhere")}),
        make_reader=app._make_reader,
        catalogue=app.catalogue,
        clock=app.clock,
        keeps_inbox=False,
    )
    path.rename(path.with_suffix(".away"))  # the worker's machine does not see the inbox
    worker.process(1)
    worker.close()
    path.with_suffix(".away").rename(path)
    runs.go("run-1", Stage.OVER)
    watcher.look()
    assert not path.exists()
    assert (settings.inbox_path / names.RECEIVED / "a.pdf").is_file()
    assert len(given(runs)) == 1


def test_entries_are_handed_out_while_something_is_due_and_no_run_for_it_waits(
    app: Utsushi, runs: FakeRuns, drop: Drop
) -> None:
    assert hand_out_entries(app.office, runs) == 0
    app.take_in(drop("a.pdf", scan(filled())))
    assert hand_out_entries(app.office, runs) == 1
    assert hand_out_entries(app.office, runs) == 0
    runs.go("run-1", Stage.OVER)
    assert hand_out_entries(app.office, runs) == 1
    assert [kind for kind, _ in runs.started] == [Kind.ENTER, Kind.ENTER]


def test_a_second_run_helps_where_much_is_due(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], drop: Drop
) -> None:
    received(9)
    app.take_up()
    hand_out_entries(app.office, runs)
    runs.go("run-1", Stage.RUNNING)
    assert hand_out_entries(app.office, runs) == 0
    app.take_in(drop("more.pdf", scan(filled(name="もう一人"))))
    assert hand_out_entries(app.office, runs) == 1


def test_a_run_that_waits_for_what_is_done_already_is_withdrawn(
    app: Utsushi, runs: FakeRuns, drop: Drop
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    hand_out_entries(app.office, runs)
    app.enter()
    hand_out_entries(app.office, runs)
    assert runs.stages == {}


def test_nothing_is_entered_while_entry_stands_still(
    app: Utsushi, runs: FakeRuns, drop: Drop
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    assert hand_out_entries(app.office, runs, lambda: True) == 0
    assert hand_out_entries(app.office, runs) == 1


def test_what_is_unconfirmed_is_looked_up_by_a_run_of_its_own(
    make_app: Callable[..., Utsushi], target: object, runs: FakeRuns, drop: Drop
) -> None:
    from forms.errors import Unconfirmed
    from tests.workflows.fakes import Target, failing

    assert isinstance(target, Target)
    app = make_app(bot=FakeBot(target, failing("verify", Unconfirmed)))
    app.take_in(drop("a.pdf", scan(filled())))
    app.enter()
    assert app.status()[State.UNCONFIRMED] == 1
    assert hand_out_entries(app.office, runs) == 1
    assert [kind for kind, _ in runs.started] == [Kind.RESOLVE]


def test_a_failing_target_is_not_asked_again_and_again(
    app: Utsushi, runs: FakeRuns, drop: Drop, clock: FakeClock
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    hand_out_entries(app.office, runs)
    runs.go("run-1", Stage.FAILED)
    assert hand_out_entries(app.office, runs) == 0
    clock.advance(61)
    assert hand_out_entries(app.office, runs) == 1


def test_a_deployment_that_is_missing_does_not_stop_the_receiving(
    app: Utsushi, runs: FakeRuns, received: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> str:
        raise SetupError("Prefect に「取込」が登録されていません。")

    monkeypatch.setattr(runs, "start", missing)
    received(2)
    assert hand_out_documents(app.office, runs) == 0
    assert app.status()[State.RECEIVED] == 2
