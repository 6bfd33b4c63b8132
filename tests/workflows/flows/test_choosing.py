"""Which documents or records a run started from the UI is about."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from forms.errors import SetupError, Unconfirmed
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows.app import Utsushi
from workflows.deployments.parameters import Enter, Resolve, TakeIn
from workflows.flows.deployed.arriving import hold_folder, receive_all
from workflows.flows.deployed.choosing import documents, to_enter, to_resolve
from workflows.flows.deployed.reporting import month_asked
from workflows.flows.deployed.retaining import day_asked
from workflows.settings import Settings

Drop = Callable[[str, str], Path]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A file is settled at the second look, and the looks follow at once."""
    return settings.model_copy(update={"settle_seconds": 0.0, "poll_seconds": 0.01})


def receive(app: Utsushi, drop: Drop, *names: str) -> list[int]:
    found = [app.receive(drop(f"{name}.pdf", scan(filled(name=name)))) for name in names]
    return [each for each in found if each is not None]


def test_without_numbers_what_nobody_has_read_is_taken_the_oldest_first(
    app: Utsushi, drop: Drop
) -> None:
    ids = receive(app, drop, "一", "二", "三")
    app.process(ids[0])
    assert documents(app, TakeIn(limit=1)) == [ids[1]]
    assert documents(app, TakeIn()) == ids[1:]


def test_documents_asked_for_by_number_are_taken_once_each(app: Utsushi, drop: Drop) -> None:
    ids = receive(app, drop, "一", "二")
    assert documents(app, TakeIn(documents=(ids[1], ids[1]))) == [ids[1]]
    assert documents(app, TakeIn(documents=tuple(ids), limit=1)) == ids


def test_a_number_that_there_is_not_is_told_and_nothing_is_taken(app: Utsushi, drop: Drop) -> None:
    (there,) = receive(app, drop, "一")
    with pytest.raises(SetupError, match="書類 98・99 はありません"):
        documents(app, TakeIn(documents=(there, 98, 99)))


def test_a_department_takes_only_what_was_dropped_for_it(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    receive(app, drop, "一")
    folder = settings.inbox_path / "試験課"
    folder.mkdir()
    path = folder / "二.pdf"
    path.write_text(scan(filled(name="二")), encoding="utf-8")
    own = app.receive(path)
    assert documents(app, TakeIn(department="試 験課")) == [own]


@pytest.mark.parametrize("wanted", [TakeIn(department="宇宙課"), Enter(department="宇宙課")])
def test_an_unknown_department_is_told_with_those_that_there_are(
    app: Utsushi, wanted: TakeIn | Enter
) -> None:
    with pytest.raises(SetupError, match="宇宙課") as raised:
        documents(app, wanted) if isinstance(wanted, TakeIn) else to_enter(app, wanted)
    assert "試験課" in raised.value.advice


@pytest.mark.parametrize("named", ["chosa", "調査票", " 調査票 "])
def test_a_form_may_be_named_by_id_or_title(app: Utsushi, drop: Drop, named: str) -> None:
    taken = app.take_in(drop("1.pdf", scan(filled())))
    assert taken is not None
    assert to_enter(app, Enter(form=named)) == [taken.records[0][0]]


def test_an_unknown_form_is_told_with_those_that_there_are(app: Utsushi) -> None:
    with pytest.raises(SetupError, match="様式「ない」はありません") as raised:
        to_enter(app, Enter(form="ない"))
    assert "調査票 (chosa)" in raised.value.advice


def test_entry_takes_a_department_s_forms_and_what_was_dropped_for_it(
    app: Utsushi, drop: Drop
) -> None:
    taken = app.take_in(drop("1.pdf", scan(filled())))
    assert taken is not None
    assert to_enter(app, Enter(department="試験課")) == [taken.records[0][0]]


def test_no_more_records_are_taken_than_asked_for(app: Utsushi, drop: Drop) -> None:
    for name in ("一", "二", "三"):
        app.take_in(drop(f"{name}.pdf", scan(filled(name=name))))
    assert to_enter(app, Enter(limit=2)) == [1, 2]


def test_only_unconfirmed_records_may_be_resolved_by_number(
    make_app: Callable[..., Utsushi], target: Target, drop: Drop
) -> None:
    app = make_app(bot=FakeBot(target, failing("verify", Unconfirmed)))
    for name in ("一", "二"):
        app.take_in(drop(f"{name}.pdf", scan(filled(name=name))))
    app.enter()
    assert to_resolve(app, Resolve(records=(2, 1))) == [1, 2]
    with pytest.raises(SetupError, match="記録 3 は「登録未確認」ではありません"):
        to_resolve(app, Resolve(records=(1, 3)))


def test_what_lies_in_the_folder_is_received_unless_somebody_watches_it(
    make_app: Callable[..., Utsushi], drop: Drop, clock: FakeClock
) -> None:
    watching, other = make_app(), make_app()
    drop("1.pdf", scan(filled()))
    receive_all(other)
    assert documents(other, TakeIn()) == [1]
    with hold_folder(watching) as is_ours:
        assert is_ours
        drop("2.pdf", scan(filled(name="二")))
        receive_all(other)
    assert documents(other, TakeIn()) == [1]
    receive_all(other)
    assert documents(other, TakeIn()) == [1, 2]


def test_a_folder_that_is_not_on_this_machine_is_not_made(app: Utsushi, settings: Settings) -> None:
    receive_all(app)
    assert not settings.inbox_path.exists()


def test_the_report_is_of_the_month_before_in_tokyo(app: Utsushi, clock: FakeClock) -> None:
    clock.now = clock.now.replace(month=3, day=31, hour=15, minute=30)  # 1 April there
    assert month_asked(app, "") == "2026-03"
    assert month_asked(app, " 2026-04 ") == "2026-04"
    with pytest.raises(SetupError, match="先の月"):
        month_asked(app, "2026-05")


@pytest.mark.parametrize("text", ["2026-13", "先月", "2026", "令和8年4月"])
def test_no_month_is_told(app: Utsushi, text: str) -> None:
    with pytest.raises(SetupError, match="「年月」"):
        month_asked(app, text)


def test_the_day_of_deletion_is_today_in_tokyo_and_never_to_come(
    app: Utsushi, clock: FakeClock
) -> None:
    clock.now = clock.now.replace(month=3, day=31, hour=15, minute=30)
    assert day_asked(app, "") == date(2026, 4, 1)
    assert day_asked(app, "2026-01-31") == date(2026, 1, 31)
    with pytest.raises(SetupError, match="先の日"):
        day_asked(app, "2026-04-02")
    with pytest.raises(SetupError, match="「日付」"):
        day_asked(app, "きのう")
