"""The backup by schedule: made, checked, thinned out; and told where it does not come."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.errors import SetupError
from tests.workflows.conftest import FakeClock
from workflows.alerts.backups import late_backup
from workflows.alerts.happenings import Event, mark_told
from workflows.app import Utsushi
from workflows.backup.last import age_in_words, last_of
from workflows.backup.making import make
from workflows.backup.regular import back_up
from workflows.backup.repository import Repository
from workflows.health.checkup import check_up
from workflows.settings import Settings
from workflows.store.tables import BackupRow


@pytest.fixture
def settings(settings: Settings, place: Path) -> Settings:
    return settings.model_copy(update={"backup_place": place, "backup_keep": 2, "backup_days": 3})


def spoil(place: Path, *, papers: bool = False) -> int:
    """The disk turns a bit round in every piece that is there (of papers alone); how many."""
    pieces = [path for path in (place / "objects").rglob("*") if path.is_file()]
    if papers:
        repository = Repository.open(place)
        items = repository.items(repository.head(repository.ids()[-1])).values()
        of_papers = {part for item in items if item.area == "files" for part in item.parts}
        pieces = [path for path in pieces if path.name in of_papers]
    for path in pieces:
        path.chmod(0o600)
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return len(pieces)


def test_it_is_made_checked_and_only_the_newest_stay(
    office_app: Utsushi, place: Path, clock: FakeClock
) -> None:
    for _ in range(3):
        clock.advance(86_400)
        done = back_up(office_app.office, "prefect", read_all=False)
        assert done.made.checked.is_whole
    assert done.pruned is not None
    assert len(done.pruned.removed) == 1
    assert len(Repository.open(place).ids()) == 2
    assert Repository.open(place).ids()[-1] == done.made.head.id


def test_where_everything_is_read_what_rotted_is_found_and_nothing_older_goes(
    office_app: Utsushi, place: Path, clock: FakeClock
) -> None:
    for _ in range(2):
        clock.advance(86_400)
        back_up(office_app.office, "prefect", read_all=False)
    good = last_of(office_app.store, whole=True)
    assert spoil(place) > 3
    clock.advance(86_400)
    done = back_up(office_app.office, "prefect", read_all=True)
    assert not done.made.checked.is_whole
    assert done.pruned is None
    assert len(Repository.open(place).ids()) == 3
    with office_app.store.read() as session:
        rows = session.scalars(select(BackupRow).order_by(BackupRow.id)).all()
        assert [each.findings > 0 for each in rows] == [False, False, True]
    assert last_of(office_app.store, whole=True) == good
    assert "異常がありました" in " ".join(check_up(office_app.office).troubles())


def test_after_something_rotten_was_found_all_is_read_until_it_is_well_again(
    office_app: Utsushi, place: Path, clock: FakeClock
) -> None:
    office = office_app.office
    back_up(office, "prefect", read_all=False)
    assert spoil(place, papers=True) > 1
    for read_all in (True, False, False):
        clock.advance(86_400)
        done = back_up(office, "prefect", read_all=read_all)
        assert (done.made.read_all, done.made.checked.is_whole, done.pruned) == (True, False, None)
        clock.advance(3600)
        assert not make(office, place, "係長").checked.is_whole  # nor does one by hand hide it
        clock.advance(3600)
        assert make(office, place.with_name("elsewhere"), "係長").checked.is_whole
    assert len(Repository.open(place).ids()) == 7


def test_without_a_place_nothing_is_made(office_app: Utsushi) -> None:
    office = office_app.office
    bare = office.settings.model_copy(update={"backup_place": None})
    object.__setattr__(office, "settings", bare)
    with pytest.raises(SetupError, match="控え先"):
        back_up(office, "prefect", read_all=False)
    assert late_backup(office) is None


def test_health_tells_how_old_the_last_good_one_is(office_app: Utsushi, clock: FakeClock) -> None:
    assert check_up(office_app.office).whole is None
    back_up(office_app.office, "prefect", read_all=False)
    clock.advance(30 * 3600)
    found = check_up(office_app.office)
    assert found.whole is not None
    assert found.whole_age == "30 時間前"
    assert not found.is_backup_late
    clock.advance(3 * 86_400)
    found = check_up(office_app.office)
    assert (found.whole_age, found.is_backup_late) == ("4 日前", True)


def test_one_that_does_not_come_is_told_once_a_day(office_app: Utsushi, clock: FakeClock) -> None:
    office = office_app.office
    back_up(office, "prefect", read_all=False)
    assert late_backup(office) is None
    clock.advance(4 * 86_400)
    first = late_backup(office)
    assert first is not None
    assert (first.event, first.details) == (Event.BACKUP_LATE, {"age": "4 日前"})
    again = late_backup(office)
    assert again is not None
    assert again.id == first.id  # told twice, it is one event
    mark_told(office, [first])
    assert late_backup(office) is None
    clock.advance(86_400)
    assert late_backup(office) is not None
    back_up(office, "prefect", read_all=False)
    assert late_backup(office) is None


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "1 時間以内"), (1, "1 時間前"), (47, "47 時間前"), (48, "2 日前"), (100, "4 日前")],
)
def test_an_age_is_said_in_hours_and_days(hours: int, words: str) -> None:
    assert age_in_words(timedelta(hours=hours)) == words
