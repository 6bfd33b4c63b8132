"""A backup that somebody changed where it lies, with a list and a head to match."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.workflows.conftest import FakeClock
from workflows.backup import half
from workflows.backup.errors import BadBackup
from workflows.backup.making import Made
from workflows.backup.manifest import Item, Seals
from workflows.backup.repository import Repository, listed
from workflows.backup.restoring import restore
from workflows.keys import installation_key
from workflows.settings import Settings

Back = Callable[..., Made]
ID = "29990101T000000Z"
STRANGER = b"k" * 32


def forged(place: Path, made: Made, key: bytes, **more: bytes | None) -> None:
    """The newest backup there, with `more` in it (None: without), sealed by `key`."""
    repository = Repository.open(place)
    items = dict(repository.items(made.head))
    for name, content in more.items():
        if content is None:
            del items[name]
            continue
        put = repository.put(BytesIO(content))
        items[name] = Item(name, put.size, 0.0, put.parts)
    changes = {"id": ID, "listed": listed(items.values()), "files": len(items)}
    head = Seals(key).sealed(made.head.model_copy(update=changes))
    repository.add(head, items.values())


PLACES = (
    "shared/review.key", "files/review.key", "files/keys/main.key", "files/keys/ring.json",
    "shared/keys/main.key", "files/utsushi.db", "shared/utsushi.db-wal", "shared/prefect/x",
    "files/restoring.json", "shared/restoring.json", "shared/workers/x", "elsewhere/x",
    "files/../x", "files//x", "shared/logs/other.txt", "keys/main.key", "store/other",
)  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_put_where_no_backup_of_ours_has_anything(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock, name: str
) -> None:
    forged(place, backed(), STRANGER, **{name: STRANGER})
    with pytest.raises(BadBackup):
        restore(elsewhere, place, "係長", clock)
    assert not elsewhere.home_path.exists()


@pytest.mark.parametrize("lacking", [True, False])
def test_a_head_sealed_by_a_stranger_is_refused_where_our_own_key_can_tell(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock, lacking: bool
) -> None:
    more = {"keys/own.sealed": None} if lacking else {}
    forged(place, backed(), STRANGER, **more)
    with pytest.raises(BadBackup, match="書き換え"):
        restore(elsewhere, place, "係長", clock)
    assert half.said_of(elsewhere)  # nothing starts over it


def test_a_key_that_was_brought_tells_before_anything_is_written(
    backed: Back, place: Path, settings: Settings, elsewhere: Settings, clock: FakeClock
) -> None:
    made = backed()
    repository = Repository.open(place)
    longer = made.head.model_copy(update={"id": ID, "by": "somebody else"})
    repository.add(longer, repository.items(made.head).values())
    elsewhere.home_path.mkdir()
    (elsewhere.home_path / "review.key").write_bytes(installation_key(settings.shared_path))
    with pytest.raises(BadBackup, match="書き換え"):
        restore(elsewhere, place, "係長", clock)
    assert [each.name for each in elsewhere.home_path.iterdir()] == ["review.key"]


def test_an_older_backup_under_the_name_of_a_newer_is_refused(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock
) -> None:
    older, newer = backed(), backed()
    snapshots = place / "snapshots"
    shutil.rmtree(snapshots / newer.head.id)
    shutil.copytree(snapshots / older.head.id, snapshots / newer.head.id)
    with pytest.raises(BadBackup, match="別の控え"):
        restore(elsewhere, place, "係長", clock)
    assert not elsewhere.home_path.exists()
