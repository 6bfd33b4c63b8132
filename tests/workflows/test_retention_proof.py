"""The ledger of deletions proves what was deleted and when, and shows where it was changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.cli.retention import verify_ledger
from workflows.retention import content, delete
from workflows.retention.sealed import parsed
from workflows.retention.verifying import Proved, verify
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.tables import Base

SECRET = "山田　秘密"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"retention": "5年"})


@pytest.fixture
def deleted(app: Utsushi, drop: Callable[[str, str], Path], clock: FakeClock) -> Utsushi:
    """An office that has deleted one paper."""
    app.take_in(drop(f"{SECRET}.pdf", scan(filled(name=SECRET))))
    app.enter()
    clock.now = datetime(2033, 1, 1, 3, tzinfo=UTC)
    assert delete(app.office, app.audit, "係長").document_ids == (1,)
    return app


def spoil(app: Utsushi, statement: str) -> None:
    """As somebody with the database and no key would."""
    with app.store.write() as session:
        session.execute(text(statement))


def test_an_untouched_ledger_proves_its_deletions(deleted: Utsushi) -> None:
    assert verify(deleted.office) == Proved(1, 0, ())


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE deletions SET records = 7", "監査ログの行と違います"),
        ("UPDATE deletions SET kept_until = '2020-01-01'", "監査ログの行と違います"),
        ("UPDATE deletions SET at = '2032-05-01 00:00:00.000000'", "監査ログの行と違います"),
        ("UPDATE deletions SET \"by\" = '部長'", "監査ログの行と違います"),
        ("UPDATE documents SET sha256 = 'ffffffffffffffffff'", "監査ログの行と違います"),
        ("UPDATE audit_lines SET what = 'x' WHERE act = 'deleted'", "監査ログに"),
        ("DELETE FROM deletions", "削除の記録がありません"),
        ("UPDATE documents SET deleted_at = NULL", "削除済みになっていません"),
    ],
)  # fmt: skip
def test_what_was_changed_in_it_shows(deleted: Utsushi, statement: str, words: str) -> None:
    spoil(deleted, statement)
    assert any(words in each for each in verify(deleted.office).findings)


def test_what_is_left_of_a_deleted_paper_shows(
    app: Utsushi, drop: Callable[[str, str], Path], clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    app.take_in(drop("1.pdf", scan(filled(name=SECRET))))
    app.enter()
    clock.now = datetime(2033, 1, 1, 3, tzinfo=UTC)
    with monkeypatch.context() as patched:
        patched.setattr(content, "_drop", lambda *arguments: None)
        delete(app.office, app.audit, "係長")
    (finding,) = verify(app.office).findings
    assert "readings" in finding


def test_files_that_wait_for_their_deletion_are_counted(
    app: Utsushi, drop: Callable[[str, str], Path], clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(self: Files, name: str) -> bool:
        raise OSError(13, "denied")

    app.take_in(drop("1.pdf", scan(filled(name=SECRET))))
    app.enter()
    clock.now = datetime(2033, 1, 1, 3, tzinfo=UTC)
    monkeypatch.setattr(Files, "delete", refuse)
    delete(app.office, app.audit, "係長", date(2033, 1, 1))
    assert verify(app.office) == Proved(1, 1, ())


def test_lines_of_before_say_less_and_are_believed(deleted: Utsushi) -> None:
    assert parsed("document 3 records=1 files=2 rule=5年") == {
        "document": "3", "records": "1", "files": "2", "rule": "5年",
    }  # fmt: skip
    assert parsed("document") is None
    assert parsed("golden 3") is None


def test_the_command_ends_with_1_where_something_is_wrong(
    deleted: Utsushi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(deleted.settings.home_path))
    assert verify_ledger() == 0
    spoil(deleted, "UPDATE deletions SET files = 99")
    assert verify_ledger() == 1
    assert "書類 1: 削除の記録が" in capsys.readouterr().out


STAYS = {
    "deletions": "the ledger itself",
    "transitions": "states and times; notes hold no personal data",
    "timings": "seconds, for the figures",
    "audit_lines": "who did what, never a value",
    "approval_records": "which records an approval covered",
    "review_costs": "seconds, for the figures",
    "stack_parts": "numbers, names of forms and departments",
    "entries": "emptied, its times and outcome stay",
    "send_backs": "emptied, that it was sent back stays",
    "records": "emptied, its state and counts stay",
}


def test_every_table_of_a_document_is_emptied_or_has_its_reason() -> None:
    """A new table that hangs on records or documents must be thought of."""
    source = Path(content.__file__).read_text(encoding="utf-8")
    classes = {each.class_.__tablename__: each.class_.__name__ for each in Base.registry.mappers}
    hanging = {
        classes[table.name]: table.name
        for table in Base.metadata.sorted_tables
        if {"record_id", "document_id"} & {column.name for column in table.columns}
    }
    unthought = {
        table for name, table in hanging.items() if name not in source and table not in STAYS
    }
    assert unthought == set()
