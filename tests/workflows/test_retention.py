"""What is past its time goes, beyond recovery; that it went, stays."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from forms.errors import Rejected, SetupError
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.effect import effect_of
from workflows.exports.rows import Selection, stream
from workflows.fiscal import FiscalYear
from workflows.retention import delete, deletions, expired, overdue
from workflows.retention.deleting import carry_on
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.states import State
from workflows.store.tables import DocumentRow, ReadingRow, RecordRow, TimingRow

Drop = Callable[[str, str], Path]
SECRET = "山田　秘密"
PHONE = "0312345678"
START_YEAR_ENDS = date(2032, 3, 31)  # five years from the April after 2026-04-01


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"retention": "5年"})


def in_time(clock: FakeClock, day: date) -> None:
    clock.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def entered(app: Utsushi, drop: Drop, name: str = f"{SECRET}.pdf") -> int:
    taken = app.take_in(drop(name, scan(filled(name=SECRET, phone=PHONE))))
    assert taken is not None
    app.enter()
    return taken.document_id


def gone(app: Utsushi, on: date | None = None) -> tuple[int, ...]:
    return delete(app.office, app.audit, "係長", on).document_ids


def test_on_its_last_day_it_is_still_there_and_on_the_next_it_is_due(
    app: Utsushi, drop: Drop
) -> None:
    document_id = entered(app, drop)
    assert expired(app.office, START_YEAR_ENDS) == ()
    (due,) = expired(app.office, START_YEAR_ENDS + timedelta(days=1))
    assert (due.document_id, due.kept_until, str(due.rule)) == (document_id, START_YEAR_ENDS, "5年")


def test_the_effect_of_a_year_stays_what_it_was(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    entered(app, drop)
    year = FiscalYear.at(clock())
    before = effect_of(app.store, app.catalogue, year)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert gone(app) == (1,)
    assert before.total.entered == 1
    assert effect_of(app.store, app.catalogue, year) == before


def test_nothing_of_the_application_is_left_in_the_data_folder_and_the_inbox(
    app: Utsushi, drop: Drop, clock: FakeClock, settings: Settings
) -> None:
    entered(app, drop)
    folders = (settings.home_path, settings.inbox_path)
    assert found(folders, SECRET)
    assert found(folders, PHONE)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert gone(app) == (1,)
    app.close()
    assert found(folders, SECRET) == []
    assert found(folders, PHONE) == []


def found(folders: tuple[Path, ...], words: str) -> list[str]:
    """Files whose name or bytes hold the words, as text or as JSON writes it."""
    wanted = [words.encode(), json.dumps(words).strip('"').encode()]
    return [
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and (words in path.name or any(each in path.read_bytes() for each in wanted))
    ]


def test_that_it_was_deleted_is_kept_and_sealed(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    gone(app)
    (deletion,) = deletions(app.store)
    assert (deletion.document_id, deletion.records, deletion.rule) == (1, 1, "5年")
    assert (deletion.completed_on, deletion.kept_until) == (date(2026, 4, 1), START_YEAR_ENDS)
    assert (deletion.by, deletion.files_left, deletion.finished_at) == ("係長", 0, clock.now)
    assert deletion.files >= 2  # the original here, the one in 受付済
    lines = [line for line in audited(app) if line[0] == Act.DELETED]
    words = f"document 1 records=1 files={deletion.files} rule=5年 completed=2026-04-01"
    (deleted, gone_too) = [line for _, line in lines]
    assert deleted.startswith(f"{words} until=2032-03-31 sha256=")
    assert gone_too == "document 1 files=gone"
    assert app.audit.verified().is_intact


def audited(app: Utsushi) -> list[tuple[str, str]]:
    from workflows.store.tables import AuditRow

    with app.store.read() as session:
        rows = session.query(AuditRow).order_by(AuditRow.number).all()
        return [(row.act, row.what) for row in rows]


def test_counts_and_seconds_stay_for_the_figures(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    with app.store.read() as session:
        before = session.query(TimingRow).count()
    gone(app)
    with app.store.read() as session:
        row = session.get_one(RecordRow, 1)
        assert (row.state, row.fields > 0, row.receipt_number) == (State.VERIFIED, True, None)
        assert session.query(ReadingRow).count() == 0
        assert session.query(TimingRow).count() == before


def test_the_same_bytes_are_still_known_and_not_entered_again(
    app: Utsushi, drop: Drop, clock: FakeClock, target: Target
) -> None:
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    gone(app)
    entered(app, drop, "again.pdf")
    assert app.status()[State.DUPLICATE] == 1
    assert len(target.rows()) == 1


def test_bytes_that_came_twice_stay_until_the_second_is_past_its_time(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    entered(app, drop)
    with app.store.read() as session:
        kept = session.get_one(DocumentRow, 1).stored_path or ""
    clock.advance(400 * 86400)
    entered(app, drop, "again.pdf")
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert gone(app) == (1,)
    assert app.files.exists(kept)
    in_time(clock, date(2033, 4, 1))
    assert gone(app) == (2,)
    assert not app.files.exists(kept)


def test_bytes_that_are_deleted_while_they_arrive_anew_are_copied_again(
    app: Utsushi, drop: Drop, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    again = drop("again.pdf", scan(filled(name=SECRET, phone=PHONE)))
    keep = Files.keep_copy

    def keep_and_lose(self: Files, *arguments: Any) -> Any:
        kept = keep(self, *arguments)
        gone(app)
        return kept

    with monkeypatch.context() as patched:
        patched.setattr(Files, "keep_copy", keep_and_lose)
        assert app.receive(again) is None
    document_id = app.receive(again)
    with app.store.read() as session:
        kept_path = session.get_one(DocumentRow, document_id).stored_path or ""
    assert app.files.exists(kept_path)


def test_what_is_not_completed_stays_and_is_told(
    make_app: Callable[..., Utsushi], drop: Drop, clock: FakeClock, target: Target
) -> None:
    app = make_app(bot=FakeBot(target, failing("submit", Rejected)))
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert gone(app) == ()
    (late,) = overdue(app.office, START_YEAR_ENDS + timedelta(days=1))
    assert (late.record_id, late.state) == (1, State.REJECTED)


def test_without_a_period_nothing_is_ever_due(
    settings: Settings, make_app: Callable[..., Utsushi], drop: Drop
) -> None:
    app = make_app()
    entered(app, drop)
    object.__setattr__(app.office.settings, "retention", "")
    assert expired(app.office, date.max) == ()


def test_nobody_deletes_what_is_due_only_tomorrow(app: Utsushi, drop: Drop) -> None:
    entered(app, drop)
    assert gone(app, START_YEAR_ENDS + timedelta(days=1)) == ()


def test_a_file_that_could_not_be_deleted_is_tried_again(
    app: Utsushi, drop: Drop, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Files, name: str) -> bool:
        raise OSError(13, "denied")

    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    with monkeypatch.context() as patched:
        patched.setattr(Files, "delete", refuse)
        assert delete(app.office, app.audit, "係長").files_left >= 1
        assert deletions(app.store)[0].finished_at is None
    assert carry_on(app.office, app.audit) == 0
    assert deletions(app.store)[0].finished_at is not None


def test_what_somebody_put_on_the_shelf_in_its_place_is_left_alone(
    app: Utsushi, drop: Drop, clock: FakeClock, settings: Settings
) -> None:
    entered(app, drop, "a.pdf")
    shelved = settings.inbox_path / "受付済" / "a.pdf"
    shelved.write_text("another", encoding="utf-8")
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert gone(app) == (1,)
    assert shelved.read_text(encoding="utf-8") == "another"


def test_it_is_in_no_export(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    entered(app, drop)
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    with app.store.read() as session:
        form = session.get_one(RecordRow, 1).form or ""
    gone(app)
    with app.store.read() as session:
        assert list(stream(session, Selection(form), "", [])) == []


def test_a_period_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_RETENTION", "五年")
    with pytest.raises(SetupError, match="UTSUSHI_RETENTION"):
        Settings.load()


def test_deleted_pages_of_the_database_are_overwritten(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    entered(app, drop)
    with app.store.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_an_original_of_which_nobody_knows_where_it_lies_is_not_told_as_deleted(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    entered(app, drop)
    with app.store.write() as session:
        session.execute(text("UPDATE documents SET shelf_path = substr(shelf_path, 1, 20)"))
    in_time(clock, START_YEAR_ENDS + timedelta(days=1))
    assert delete(app.office, app.audit, "係長").files_left == 1
    assert carry_on(app.office, app.audit) == 1
    assert deletions(app.store)[0].finished_at is None
