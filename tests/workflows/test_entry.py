"""From ready to verified: what each answer of the target system leads to."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.errors import Different, NotReady, Rejected, SetupError, StoreError, Unconfirmed
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows import entry
from workflows.app import Utsushi
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import EntryRow, RecordRow, TimingRow, TransitionRow

Drop = Callable[[str, str], Path]
MakeApp = Callable[..., Utsushi]


@pytest.fixture
def ready(app: Utsushi, drop: Drop) -> int:
    """A record that is ready to be entered."""
    taken = app.take_in(drop("a.pdf", scan(filled(phone="0312345678", damage=["屋根", "外壁"]))))
    assert taken
    return taken.records[0][0]


def row(app: Utsushi, record_id: int = 1) -> RecordRow:
    with app.store.read() as session:
        return session.get_one(RecordRow, record_id)


def window(app: Utsushi) -> float:
    """Seconds after the journal before "not there" is believed: the click may come late."""
    return app.settings.click_seconds + app.settings.find_settle_seconds


def notes(app: Utsushi, record_id: int) -> list[tuple[str, str]]:
    query = select(TransitionRow).where(TransitionRow.record_id == record_id)
    with app.store.read() as session:
        rows = session.scalars(query.order_by(TransitionRow.id))
        return [(each.after, each.note) for each in rows]


def test_a_ready_record_is_entered_once_and_verified(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    app = make_app()
    app.enter()
    app.enter()
    assert len(target.rows()) == 1
    done = row(app)
    assert (done.state, done.receipt_number, done.attempts) == ("verified", "R1", 1)
    assert [state for state, _ in notes(app, ready)][-2:] == ["submitting", "verified"]


def test_submitting_is_committed_before_the_click(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    seen: list[str] = []
    watcher = make_app()

    def look(step: str) -> None:
        if step == "submit":
            seen.append(row(watcher).state)

    make_app(bot=FakeBot(target, look)).enter()
    assert seen == ["submitting"]


def test_what_is_there_and_equal_is_verified_without_a_second_entry(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    target.add({"name": "山田　太郎", "phone": "0312345678", "damage": ("屋根", "外壁")})
    app = make_app()
    app.enter()
    assert row(app).state == "verified"
    assert len(target.rows()) == 1
    with app.store.read() as session:
        assert session.scalars(select(EntryRow.outcome)).one() == "existing"


@pytest.mark.parametrize(
    ("step", "error", "state", "rows"),
    [
        ("find", Different, State.REJECTED, 0),
        ("fill", Rejected, State.REJECTED, 0),
        ("submit", Rejected, State.REJECTED, 0),
        ("find", NotReady, State.READY, 0),
        ("fill", SetupError, State.READY, 0),
        ("fill", KeyError, State.READY, 0),
        ("submit", Unconfirmed, State.UNCONFIRMED, 0),
        ("verify", Unconfirmed, State.UNCONFIRMED, 1),
        ("verify", NotReady, State.UNCONFIRMED, 1),
        ("verify", KeyError, State.UNCONFIRMED, 1),
        ("fill", Unconfirmed, State.UNCONFIRMED, 0),
    ],
)
def test_an_error_leads_where_the_click_allows(
    make_app: MakeApp, ready: int, target: Target, step: str, error: type[Exception],
    state: State, rows: int,
) -> None:  # fmt: skip
    app = make_app(bot=FakeBot(target, failing(step, error)))
    (attempted,) = app.enter().attempted
    after = row(app)
    assert attempted.state == after.state == state
    assert len(target.rows()) == rows
    assert after.lease_owner is None
    assert after.reason


def test_the_target_s_words_are_kept_on_a_rejected_record(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    app = make_app(bot=FakeBot(target, failing("submit", Rejected)))
    app.enter()
    assert row(app).reason == "業務システムの問題です。"
    app.reviewing.reopen(ready, "佐藤")
    opened = app.reviewing.open(ready, "佐藤")
    assert opened.reason
    assert opened.reason.code == "Rejected"


def test_a_record_that_waits_is_tried_again_after_its_back_off(
    make_app: MakeApp, ready: int, target: Target, clock: FakeClock
) -> None:
    app = make_app(bot=FakeBot(target, failing("fill", NotReady, times=2)))
    app.enter()
    assert app.enter().attempted == []
    clock.advance(app.settings.retry_seconds)
    app.enter()
    clock.advance(app.settings.retry_seconds)
    assert app.enter().attempted == []
    clock.advance(app.settings.retry_seconds)
    app.enter()
    assert (row(app).state, row(app).attempts) == ("verified", 3)


def test_the_batch_stops_after_system_errors_in_a_row(
    make_app: MakeApp, drop: Drop, target: Target
) -> None:
    app = make_app(bot=FakeBot(target, failing("find", NotReady)))
    for number in range(8):
        app.take_in(drop(f"{number}.pdf", scan(filled(name=f"山田{'一二三四五六七八'[number]}"))))
    result = app.enter()
    assert result.stopped
    assert len(result.attempted) == app.settings.system_error_limit


def test_an_unconfirmed_record_that_is_there_is_verified(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    make_app(bot=FakeBot(target, failing("verify", Unconfirmed))).enter()
    app = make_app()
    app.resolve()
    assert (row(app).state, row(app).receipt_number) == ("verified", "R1")
    assert len(target.rows()) == 1


def test_an_unconfirmed_record_is_entered_again_only_after_the_settle_window(
    make_app: MakeApp, ready: int, target: Target, clock: FakeClock
) -> None:
    make_app(bot=FakeBot(target, failing("submit", Unconfirmed))).enter()
    app = make_app()
    app.resolve()
    app.enter()
    assert row(app).state == "unconfirmed"
    clock.advance(window(app) - 1)
    app.resolve()
    assert row(app).state == "unconfirmed"
    clock.advance(1)
    app.resolve()
    assert row(app).state == "ready"
    assert notes(app, ready)[-1] == ("ready", "照会の結果、登録されていないことを確認")
    app.enter()
    assert row(app).state == "verified"
    assert len(target.rows()) == 1


def test_an_unconfirmed_record_with_other_values_there_goes_to_a_person(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    make_app(bot=FakeBot(target, failing("submit", Unconfirmed))).enter()
    target.add({"name": "山田　太郎", "phone": "0399999999"})
    app = make_app()
    app.resolve()
    assert (row(app).state, row(app).reason_code) == ("rejected", "Different")


def test_after_a_number_of_returns_a_person_decides(
    make_app: MakeApp, ready: int, target: Target, clock: FakeClock
) -> None:
    app = make_app(bot=FakeBot(target, failing("submit", Unconfirmed)))
    for _ in range(app.settings.return_limit + 2):
        app.enter()
        clock.advance(window(app))
        app.resolve()
    assert (row(app).state, row(app).reason_code) == ("unconfirmed", "NeedsPerson")
    assert app.resolve().attempted == []
    entry.settle_by_hand(app.office, ready, "係長", None)
    assert row(app).state == "ready"
    with pytest.raises(StoreError):
        entry.settle_by_hand(app.office, ready, "係長", "R9")


def test_a_person_may_say_that_it_is_entered(make_app: MakeApp, ready: int, target: Target) -> None:
    app = make_app(bot=FakeBot(target, failing("verify", Unconfirmed)))
    app.enter()
    entry.settle_by_hand(app.office, ready, "係長", "A-123")
    assert (row(app).state, row(app).receipt_number) == ("verified", "A-123")


def test_a_worker_that_lost_its_lease_never_clicks(
    make_app: MakeApp, ready: int, target: Target, clock: FakeClock
) -> None:
    other = make_app()

    def slow(step: str) -> None:
        if step == "fill":
            clock.advance(other.settings.submit_lease_seconds + 1)
            other.enter()

    make_app(bot=FakeBot(target, slow)).enter()
    assert row(other).state == "verified"
    assert len(target.rows()) == 1


def test_a_worker_that_died_while_submitting_is_found_out_after_its_lease(
    make_app: MakeApp, ready: int, target: Target, clock: FakeClock
) -> None:
    def die(step: str) -> None:
        if step == "verify":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_app(bot=FakeBot(target, die)).enter()
    app = make_app()
    app.resolve()
    assert row(app).state == "submitting"
    clock.advance(app.settings.submit_lease_seconds + 1)
    app.resolve()
    assert row(app).state == "verified"
    assert len(target.rows()) == 1


def test_two_scans_of_one_paper_do_not_pass_each_other(
    make_app: MakeApp, drop: Drop, target: Target, clock: FakeClock
) -> None:
    first = make_app(bot=FakeBot(target, failing("submit", Unconfirmed)))
    first.take_in(drop("a.pdf", scan(filled())))
    first.take_in(drop("b.pdf", scan(filled(), rescanned=True)))
    first.enter()
    assert [row(first, 1).state, row(first, 2).state] == ["unconfirmed", "ready"]
    assert row(first, 2).reason_code == "TwinUnderWay"
    app = make_app()
    clock.advance(3600)
    app.resolve()
    app.enter()
    app.enter()
    assert {row(app, 1).state, row(app, 2).state} == {"verified"}
    assert len(target.rows()) == 1


def test_competing_workers_enter_each_record_once(
    make_app: MakeApp, drop: Drop, target: Target
) -> None:
    app = make_app()
    names = [f"{family}　{given}" for family in "林森岡原" for given in "一二三四五"]
    for number, name in enumerate(names):
        app.take_in(drop(f"{number}.pdf", scan(filled(name=name))))
    workers = [make_app() for _ in range(4)]
    for worker in workers:
        worker.store  # noqa: B018  (open before the race)
    threads = [threading.Thread(target=worker.enter) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each["name"] for each in target.rows()) == sorted(names)
    assert app.status()[State.VERIFIED] == len(names)


def test_evidence_and_seconds_are_written_down(
    make_app: MakeApp, ready: int, target: Target
) -> None:
    app = make_app()
    app.enter()
    query = select(TimingRow.step, TimingRow.seconds).where(TimingRow.kind == "enter")
    with app.store.read() as session:
        steps = [(each.step, each.seconds) for each in session.execute(query)]
    assert dict(steps) == {"fill": 1.0, "submit": 0.5}


def test_corrections_of_a_person_are_what_is_entered(
    make_app: MakeApp, drop: Drop, target: Target
) -> None:
    app = make_app()
    app.take_in(drop("a.pdf", scan(filled({"phone": "uncertain"}, phone="0312345678"))))
    app.reviewing.answer(1, "phone", "03-1111-2222", "佐藤")
    app.reviewing.confirm(1, "佐藤")
    app.enter()
    assert target.rows()[0]["phone"] == "0311112222"


def test_a_record_of_a_form_that_is_gone_waits_and_stops_nothing(
    make_app: MakeApp, ready: int, drop: Drop, settings: Settings, target: Target, clock: FakeClock
) -> None:
    app = Utsushi(settings, make_bot=lambda s, c: FakeBot(target), catalogue=Catalogue([]),
                  clock=clock)  # fmt: skip
    assert app.enter().attempted == []
    assert (row(app).state, row(app).reason_code) == ("ready", "UnknownForm")
    app.close()
    clock.advance(settings.retry_seconds)
    later = make_app()
    later.enter()
    assert row(later).state == "verified"
