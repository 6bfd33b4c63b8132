"""What is told, and that it is told once."""

from collections.abc import Callable
from pathlib import Path

from forms.errors import Unconfirmed
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows.alerts import happenings, standing, switches
from workflows.alerts.happenings import Event, Happening
from workflows.alerts.switches import Name
from workflows.app import Utsushi

Drop = Callable[[str, str], Path]


def told(app: Utsushi, happened: tuple[Happening, ...]) -> list[Event]:
    happenings.mark_told(app.office, happened)
    return [each.event for each in happened]


def held(app: Utsushi, drop: Drop, name: str = "1") -> int:
    taken = app.take_in(drop(f"{name}.pdf", scan(raises="UnknownForm", note=name)))
    assert taken is not None
    return taken.records[0][0]


def test_a_batch_tells_of_its_own_records_once(app: Utsushi, drop: Drop) -> None:
    mine, other = held(app, drop), held(app, drop, "2")
    assert told(app, happenings.of_records(app.office, [mine])) == [Event.HELD]
    assert happenings.of_records(app.office, [mine]) == ()
    assert [each.resource for each in happenings.of_records(app.office, [mine, other])] == [
        f"utsushi.record.{other}"
    ]


def test_what_a_killed_batch_left_is_told_by_the_next_who_looks(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    held(app, drop)
    assert happenings.missed(app.office) == ()  # its batch may still tell
    clock.advance(180)
    (happening,) = happenings.missed(app.office)
    assert (happening.event, happening.details["code"]) == (Event.HELD, "UnknownForm")
    assert told(app, (happening,)) == [Event.HELD]
    assert happenings.missed(app.office) == ()


def test_the_same_happening_has_the_same_number_for_whoever_tells_it(
    app: Utsushi, drop: Drop
) -> None:
    record = held(app, drop)
    (one,), (two,) = (happenings.of_records(app.office, [record]) for _ in range(2))
    assert one.id == two.id


def test_what_happened_before_yesterday_is_nobodys_news(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    held(app, drop)
    clock.advance(25 * 3600)
    assert happenings.missed(app.office) == ()


def unsure(make_app: Callable[..., Utsushi], target: Target, drop: Drop, count: int) -> Utsushi:
    """An app whose office has `count` unconfirmed records and bears 2."""
    app = make_app(bot=FakeBot(target, failing("submit", Unconfirmed)))
    app.settings = app.settings.model_copy(update={"unconfirmed_limit": 2})
    more_unsure(app, drop, count)
    return app


def more_unsure(app: Utsushi, drop: Drop, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        app.take_in(drop(f"u{number}.pdf", scan(filled(name=f"人{number}"))))
    with app.bot() as bot:
        from workflows import entry

        for record in entry.due(app.office):
            entry.put_in(app.office, bot, record)


def test_unconfirmed_records_that_pile_up_are_told_at_each_further_limit(
    make_app: Callable[..., Utsushi], target: Target, drop: Drop
) -> None:
    app = unsure(make_app, target, drop, 1)
    assert happenings.piled(app.office) is None
    more_unsure(app, drop, 1, 1)
    pile = happenings.piled(app.office)
    assert pile is not None
    assert pile.details == {"count": 2, "limit": 2}
    told(app, (pile,))
    more_unsure(app, drop, 1, 2)
    assert happenings.piled(app.office) is None
    more_unsure(app, drop, 1, 3)
    assert happenings.piled(app.office) is not None


def test_an_old_queue_is_told_once_a_day(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    app.take_in(drop("1.pdf", scan(filled({"phone": "blank"}))))
    assert happenings.old_queue(app.office) is None
    clock.advance(25 * 3600)
    first = happenings.old_queue(app.office)
    assert first is not None
    assert (first.details["hours"], first.details["waiting"]) == (25.0, 1)
    told(app, (first,))
    assert happenings.old_queue(app.office) is None
    clock.advance(24 * 3600)
    again = happenings.old_queue(app.office)
    assert again is not None
    assert again.id != first.id


def test_without_prefect_entry_waits_while_too_many_are_unconfirmed(
    make_app: Callable[..., Utsushi], target: Target, drop: Drop
) -> None:
    app = unsure(make_app, target, drop, 2)
    app.take_in(drop("more.pdf", scan(filled(name="次"))))
    assert app.enter().attempted == []
    still = standing.still(app.office, None)
    assert still is not None
    assert "2 件" in still.message


def test_what_prefect_said_last_holds_while_it_is_away(app: Utsushi) -> None:
    assert standing.still(app.office, is_paused=True) is standing.PAUSED
    assert standing.still(app.office, None) is standing.PAUSED
    assert standing.told(app.office) is standing.PAUSED
    assert standing.still(app.office, is_paused=False) is None
    assert standing.still(app.office, None) is None


def test_a_pile_holds_entry_until_the_automation_has_had_its_time(
    make_app: Callable[..., Utsushi], target: Target, drop: Drop, clock: FakeClock
) -> None:
    app = unsure(make_app, target, drop, 2)
    pile = happenings.piled(app.office)
    assert pile is not None
    told(app, (pile,))
    assert standing.still(app.office, is_paused=False) is not None
    clock.advance(standing.PAUSE_SECONDS + 1)
    assert standing.still(app.office, is_paused=False) is None  # the office does not want it
    assert switches.read(app.office, Name.PILED) is not None


def test_the_brake_stops_a_batch_at_the_limit(
    make_app: Callable[..., Utsushi], target: Target, drop: Drop
) -> None:
    app = unsure(make_app, target, drop, 1)
    brake = standing.Brake(app.office)
    assert not brake()
    more_unsure(app, drop, 1, 1)
    assert brake()
    again = standing.Brake(app.office)  # somebody lets entry go on all the same
    assert not again()
