"""Retention reaches backups, too: by taking the old ones away."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.workflows.backup.conftest import NAME
from tests.workflows.conftest import FakeClock
from workflows.app import Utsushi
from workflows.backup.errors import BadBackup
from workflows.backup.making import Made
from workflows.backup.pruning import look_through, prune
from workflows.backup.repository import Repository
from workflows.resealing.copies import MARK, is_uncopied
from workflows.retention import delete
from workflows.store.tables import CommonRow

Back = Callable[..., Made]


@pytest.fixture
def old(office_app: Utsushi, backed: Back, place: Path, clock: FakeClock) -> Repository:
    """One backup, and the time of its papers is over."""
    backed()
    clock.now = clock.now.replace(year=2040)
    return Repository.open(place)


def holds(place: Path, words: str) -> bool:
    found = (path for path in (place / "objects").rglob("*") if path.is_file())
    return any(words.encode() in path.read_bytes() for path in found)


def test_a_backup_with_papers_past_their_time_is_told(office_app: Utsushi, old: Repository) -> None:
    (kept,) = look_through(office_app.office, old)
    assert (kept.deleted, kept.due) == (0, 1)
    delete(office_app.office, office_app.audit, "係長", date(2040, 1, 1))
    (kept,) = look_through(office_app.office, old)
    assert (kept.deleted, kept.due) == (1, 0)


def test_the_last_one_stays_until_there_is_a_newer(
    office_app: Utsushi, old: Repository, backed: Back, place: Path
) -> None:
    delete(office_app.office, office_app.audit, "係長", date(2040, 1, 1))
    (first,) = old.ids()
    done = prune(office_app.office, old, "係長")
    assert (done.removed, done.waits) == ((), (first,))
    second = backed()
    done = prune(office_app.office, old, "係長")
    assert (done.removed, done.waits) == ((first,), ())
    assert old.ids() == (second.head.id,)


def test_of_what_was_deleted_nothing_is_left_in_the_folder(
    office_app: Utsushi, old: Repository, backed: Back, place: Path
) -> None:
    delete(office_app.office, office_app.audit, "係長", date(2040, 1, 1))
    backed()
    assert prune(office_app.office, old, "係長").freed > 0
    assert not holds(place, NAME)
    assert not list((place / "tmp").glob("*")) if (place / "tmp").is_dir() else True


def test_papers_may_lie_in_backups_for_some_days_longer(
    office_app: Utsushi, old: Repository, backed: Back, clock: FakeClock
) -> None:
    delete(office_app.office, office_app.audit, "係長", date(2040, 1, 1))
    backed()
    assert prune(office_app.office, old, "係長", days=30).removed == ()
    clock.advance(31 * 86_400)
    assert len(prune(office_app.office, old, "係長", days=30).removed) == 1


def test_only_the_latest_are_kept_where_that_is_asked(
    office_app: Utsushi, backed: Back, place: Path
) -> None:
    made = [backed().head.id for _ in range(3)]
    done = prune(office_app.office, Repository.open(place), "係長", most=2)
    assert done.removed == (made[0],)


def test_where_one_cannot_be_read_no_piece_is_taken_away(
    office_app: Utsushi, backed: Back, place: Path
) -> None:
    made = [backed().head.id for _ in range(3)]
    (place / "snapshots" / made[1] / "head.json").write_text("{}", encoding="utf-8")
    pieces = sorted((place / "objects").rglob("*"))
    with pytest.raises(BadBackup):
        prune(office_app.office, Repository.open(place), "係長", most=1)
    assert sorted((place / "objects").rglob("*")) == pieces


def test_papers_that_every_backup_holds_because_nobody_deletes_them_cost_none(
    office_app: Utsushi, backed: Back, place: Path, clock: FakeClock
) -> None:
    for _ in range(3):
        backed()
    clock.now = clock.now.replace(year=2040)
    backed()
    kept = look_through(office_app.office, Repository.open(place))
    assert [each.due for each in kept] == [1, 1, 1, 1]
    done = prune(office_app.office, Repository.open(place), "prefect", most=14, days=30)
    assert done.removed == ()
    assert len(done.waits) == 4


def test_the_last_one_with_the_keys_outlives_those_that_are_only_old(
    office_app: Utsushi, backed: Back, place: Path
) -> None:
    with_keys = [backed(passphrase="correct horse battery").head.id for _ in range(2)]
    others = [backed().head.id for _ in range(3)]
    repository = Repository.open(place)
    assert prune(office_app.office, repository, "prefect", most=2).removed == (
        with_keys[0], others[0],
    )  # fmt: skip
    assert repository.ids() == (with_keys[1], *others[1:])


def test_where_the_last_copy_of_the_keys_goes_it_is_told(
    office_app: Utsushi, backed: Back, place: Path, clock: FakeClock
) -> None:
    backed(passphrase="correct horse battery")
    clock.now = clock.now.replace(year=2040)
    office = office_app.office
    assert not is_uncopied(office)
    delete(office, office_app.audit, "係長", date(2040, 1, 1))
    backed()
    office_app.audit.mark()
    assert len(prune(office, Repository.open(place), "prefect", most=14).removed) == 1
    with office.store.read() as session:
        assert session.get(CommonRow, MARK) is None
