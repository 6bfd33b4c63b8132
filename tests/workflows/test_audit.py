"""The audit log: what a changed, missing, added, moved or cut line looks like to `verify`."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflows.conftest import FakeClock
from workflows.audit import Act, AuditLog
from workflows.audit.acts import TITLES
from workflows.audit.marks import printed
from workflows.audit.reading import AuditReader, Wanted, csv_text
from workflows.audit.seals import KEY_FILE
from workflows.audit.verifying import verify
from workflows.clock import TOKYO
from workflows.settings import Settings
from workflows.store.database import Store

ROOT = Path(__file__).parents[2]
DAY = 86_400


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = Store.open(settings.database_url)
    yield made
    made.close()


@pytest.fixture
def log(store: Store, settings: Settings, clock: FakeClock) -> AuditLog:
    """With ten lines."""
    made = AuditLog(store, settings.home_path, clock)
    for number in range(10):
        clock.advance(60)
        made.note("田中", Act.OPENED, record=number, what=f"step={number}")
    return made


@pytest.fixture
def found(store: Store, settings: Settings) -> Callable[[], list[str]]:
    return lambda: [each.message for each in verify(store, settings.home_path).findings]


def spoil(store: Store, *statements: str) -> None:
    """As somebody with the database file and no key would."""
    with store.write() as session:
        for each in statements:
            session.execute(text(each))


def test_an_untouched_log_is_intact(log: AuditLog, found: Callable[[], list[str]]) -> None:
    assert found() == []


def test_an_empty_log_is_intact(found: Callable[[], list[str]]) -> None:
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        "\"by\" = '佐藤'", "what = 'step=99'", "record_id = 5", "record_id = NULL",
        "act = 'revealed'", "field = 'name'", "at = '2026-04-01 00:00:00.000000'",
        "seal = '" + "0" * 64 + "'",
    ],
)  # fmt: skip
def test_an_altered_line_is_named(
    log: AuditLog, store: Store, found: Callable[[], list[str]], change: str
) -> None:
    spoil(store, f"UPDATE audit_lines SET {change} WHERE number = 4")
    assert found()[0] == "4 行目の内容か順序が、書かれたときと違います。"


def test_an_altered_line_is_the_only_one_that_is_named(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    spoil(store, "UPDATE audit_lines SET what = '' WHERE number = 4")
    assert len(found()) == 1


def test_a_removed_line_shows(log: AuditLog, store: Store, found: Callable[[], list[str]]) -> None:
    spoil(store, "DELETE FROM audit_lines WHERE number IN (4, 5)")
    assert found() == ["4 行目から 5 行目までがありません。"]


def test_a_removed_line_shows_though_the_rest_is_numbered_anew(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    spoil(
        store, "DELETE FROM audit_lines WHERE number = 4",
        "UPDATE audit_lines SET number = -number WHERE number > 4",
        "UPDATE audit_lines SET number = -number - 1 WHERE number < 0",
    )  # fmt: skip
    assert "4 行目の内容か順序が、書かれたときと違います。" in found()


def test_an_added_line_shows(log: AuditLog, store: Store, found: Callable[[], list[str]]) -> None:
    spoil(
        store, "INSERT INTO audit_lines SELECT 11, at, \"by\", act, record_id, field, what, seal"
        " FROM audit_lines WHERE number = 10",
    )  # fmt: skip
    assert found() == [
        "11 行目の内容か順序が、書かれたときと違います。",
        "最後の行 (11 行目) が終わりの印と合いません。",
    ]


def test_lines_that_changed_places_show(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    spoil(
        store, "UPDATE audit_lines SET number = -4 WHERE number = 4",
        "UPDATE audit_lines SET number = 4 WHERE number = 5",
        "UPDATE audit_lines SET number = 5 WHERE number = -4",
    )  # fmt: skip
    assert {"4 行目の内容か順序が、書かれたときと違います。",
            "5 行目の内容か順序が、書かれたときと違います。"} <= set(found())  # fmt: skip


def test_a_cut_tail_shows(log: AuditLog, store: Store, found: Callable[[], list[str]]) -> None:
    spoil(store, "DELETE FROM audit_lines WHERE number > 7")
    assert found() == ["8 行目から 10 行目までがありません。"]


def test_a_cut_tail_shows_though_its_end_was_written_anew(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    """Without the key nobody can seal another end."""
    spoil(
        store, "DELETE FROM audit_lines WHERE number > 7",
        "UPDATE audit_head SET count = 7, last = (SELECT seal FROM audit_lines WHERE number = 7)",
    )  # fmt: skip
    assert found() == ["ログの終わりの印が、書かれたときと違います。"]


def test_a_cut_tail_shows_when_the_log_went_on_after_its_end_was_taken_away(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    spoil(store, "DELETE FROM audit_lines WHERE number > 7", "DELETE FROM audit_head")
    assert found() == ["ログの終わりの印がありません。"]
    log.note("田中", Act.OPENED)
    assert found() == ["8 行目の前で、ログの終わりの印が失われていました。"]


def test_an_older_copy_of_the_whole_log_shows_by_the_mark_beside_it(
    log: AuditLog, store: Store, found: Callable[[], list[str]]
) -> None:
    """Its seals are all right; only the file of marks knows that there was more."""
    with store.read() as session:
        head = session.execute(text("SELECT count, last, seal FROM audit_head")).one()
    log.note("田中", Act.REVEALED, record=1)
    log.mark()
    spoil(
        store, "DELETE FROM audit_lines WHERE number > 10",
        f"UPDATE audit_head SET count = {head[0]}, last = '{head[1]}', seal = '{head[2]}'",
    )  # fmt: skip
    assert found() == ["audit-marks.txt の印にある 11 行目がありません。"]


def test_another_chain_under_the_same_key_shows_by_the_mark_from_the_safe(
    log: AuditLog, store: Store, settings: Settings, clock: FakeClock
) -> None:
    """Somebody who has the key and all files can write it anew, but not what is in the safe."""
    kept = printed(log.mark().printed)
    spoil(store, "DELETE FROM audit_lines", "DELETE FROM audit_head")
    (settings.home_path / "logs" / "audit-marks.txt").unlink()
    for number in range(10):
        log.note("田中", Act.OPENED, record=number)
    assert verify(store, settings.home_path).is_intact
    (finding,) = verify(store, settings.home_path, kept).findings
    assert "控えの印と 10 行目が合いません" in finding.message


def test_another_key_is_said_to_be_one(
    log: AuditLog, settings: Settings, found: Callable[[], list[str]]
) -> None:
    (settings.home_path / KEY_FILE).unlink()
    assert "鍵" in found()[0]


def test_a_new_day_leaves_a_mark_of_the_day_before(
    log: AuditLog, settings: Settings, clock: FakeClock, found: Callable[[], list[str]]
) -> None:
    marks = settings.home_path / "logs" / "audit-marks.txt"
    assert not marks.exists()
    clock.advance(DAY)
    log.note("田中", Act.OPENED)
    log.note("田中", Act.OPENED)
    assert [line.split()[0] for line in marks.read_text().splitlines()] == ["10"]
    assert found() == []


def test_a_deed_that_is_undone_leaves_no_line(log: AuditLog, store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            log.note_in(session, "田中", Act.MOVED)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert AuditReader(store).count(Wanted()) == 10


def test_processes_that_write_at_once_make_one_chain(
    store: Store, settings: Settings, found: Callable[[], list[str]]
) -> None:
    code = (
        "import sys; from pathlib import Path; from workflows.audit import Act, AuditLog;"
        "from workflows.store.database import Store;"
        "log = AuditLog(Store.open(sys.argv[1]), Path(sys.argv[2]));"
        "[log.note(sys.argv[3], Act.OPENED, record=n) for n in range(15)]"
    )
    command = [sys.executable, "-c", code, settings.database_url, str(settings.home_path)]
    processes = [subprocess.Popen([*command, f"人{n}"], cwd=ROOT) for n in range(2)]
    assert [process.wait(120) for process in processes] == [0, 0]
    assert AuditReader(store).count(Wanted()) == 30
    assert found() == []


def test_lines_are_found_by_person_kind_record_and_day(
    log: AuditLog, store: Store, clock: FakeClock
) -> None:
    clock.advance(DAY)
    log.note("佐藤", Act.REVEALED, record=3, field="name")
    reader, today = AuditReader(store), clock.now.astimezone(TOKYO).date()
    for wanted, count in (
        (Wanted(by="佐藤"), 1), (Wanted(by="田中"), 10), (Wanted(act=Act.REVEALED), 1),
        (Wanted(record=3), 2), (Wanted(first=today), 1), (Wanted(last=today), 11),
        (Wanted(by="田中", record=3), 1), (Wanted(first=today, by="田中"), 0),
        (Wanted(by="' OR 1=1 --"), 0),
    ):  # fmt: skip
        assert reader.count(wanted) == count == len(reader.latest(wanted, 100)), wanted
    assert [each.number for each in reader.latest(Wanted(), 3)] == [11, 10, 9]


def test_what_a_spreadsheet_would_run_is_text_in_the_csv(log: AuditLog, store: Store) -> None:
    log.note("=cmd()", Act.UPLOADED, what="@SUM(1)")
    rows = "".join(csv_text(AuditReader(store).each(Wanted(act=Act.UPLOADED)))).splitlines()
    assert rows[0].startswith("\ufeff番号,")
    assert ",'=cmd()," in rows[1]
    assert ",'@SUM(1)," in rows[1]


def test_every_kind_has_a_title() -> None:
    assert set(TITLES) == set(Act)
