"""On an empty machine a backup gives the same records, evidence and audit chain."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import UtsushiError
from tests.workflows.backup.conftest import NAME, Drop, contents, rows
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import Target, filled, scan
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.backup import restoring
from workflows.backup.errors import BadBackup, BadPassphrase, HalfRestored, NoBackup, NotEmpty
from workflows.backup.making import Made
from workflows.backup.repository import Repository
from workflows.backup.restoring import restore
from workflows.keys import installation_key, there
from workflows.sealing import NoKey, handing
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow

Back = Callable[..., Made]
PASSPHRASE = "correct horse battery"


def test_records_evidence_and_audit_chain_are_the_same(
    office_app: Utsushi, backed: Back, place: Path, settings: Settings, elsewhere: Settings,
    other_app: Utsushi, clock: FakeClock, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before = rows(office_app.store)
    assert before["evidence"]
    backed()
    monkeypatch.setattr(restoring, "_PASSING", ())  # so that every row can be compared
    done = restore(elsewhere, place, "係長", clock)
    assert (done.checked.findings, done.checked.is_whole) == ((), True)
    after = rows(other_app.store)
    extra = [row for row in after["audit_lines"] if row not in before["audit_lines"]]
    assert len(extra) == 1  # that it was restored
    for name in set(before) - {"audit_lines", "audit_head"}:
        assert after[name] == before[name], name
    assert contents(elsewhere.home_path) == contents(settings.home_path)
    assert other_app.audit.verified().is_intact
    assert (elsewhere.shared_path / "layouts" / "mine.yaml").is_file()


def test_that_it_was_restored_stands_in_the_audit_log(
    backed: Back, place: Path, elsewhere: Settings, other_app: Utsushi, clock: FakeClock
) -> None:
    made = backed()
    restore(elsewhere, place, "係長", clock)
    (line,) = AuditReader(other_app.store).latest(Wanted(act=Act.RESTORED), 5)
    assert (line.by, line.what) == ("係長", f"backup={made.head.id}")


def test_the_work_goes_on_and_nothing_is_entered_twice(
    office_app: Utsushi, backed: Back, place: Path, elsewhere: Settings, other_app: Utsushi,
    clock: FakeClock, drop: Drop, target: Target,
) -> None:  # fmt: skip
    """It was entered after the backup was made, which knows nothing of it."""
    office_app.take_in(drop("3.pdf", scan(filled(name="林　三"))))
    backed()
    office_app.enter()
    assert len(target.rows()) == 2
    restore(elsewhere, place, "係長", clock)
    assert other_app.status()[State.READY] == 1
    clock.advance(3600)
    other_app.enter()
    assert other_app.status()[State.READY] == 0
    assert len(target.rows()) == 2


@pytest.mark.parametrize("name", ["utsushi.db", "originals", "readme.txt", "logs/audit-marks.txt"])
def test_a_place_where_something_lies_is_refused(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock, name: str
) -> None:
    backed()
    path = elsewhere.home_path / name
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(NotEmpty):
        restore(elsewhere, place, "係長", clock)
    assert [each.name for each in elsewhere.home_path.iterdir()] == [name.split("/", maxsplit=1)[0]]


def test_keys_that_were_brought_along_are_no_hindrance(
    backed: Back, place: Path, settings: Settings, elsewhere: Settings, clock: FakeClock
) -> None:
    backed()
    elsewhere.home_path.mkdir()
    key = installation_key(settings.shared_path)
    (elsewhere.home_path / "review.key").write_bytes(key)
    assert restore(elsewhere, place, "係長", clock).checked.is_sealed is True


def test_one_that_was_cut_short_is_carried_on_and_nothing_starts_before(
    backed: Back, place: Path, elsewhere: Settings, other_app: Utsushi, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    backed()

    def killed(self: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restoring._Work, "put_store", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(elsewhere, place, "係長", clock)
    with pytest.raises(HalfRestored, match="途中"):
        other_app.status()
    assert restore(elsewhere, place, "係長", clock).checked.is_whole
    assert sum(other_app.status().values()) == 2


def test_another_backup_is_not_put_over_one_that_was_cut_short(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first = backed()
    backed()
    monkeypatch.setattr(restoring._Work, "put_store", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore(elsewhere, place, "係長", clock)
    with pytest.raises(HalfRestored):
        restore(elsewhere, place, "係長", clock, snapshot=first.head.id)


def test_a_spoilt_backup_is_not_taken_for_whole(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock
) -> None:
    backed()
    path = max((place / "objects").rglob("*"), key=lambda p: p.stat().st_size * p.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(BadBackup):
        restore(elsewhere, place, "係長", clock)


def test_the_keys_go_along_only_under_a_passphrase(
    backed: Back, place: Path, settings: Settings, elsewhere: Settings, clock: FakeClock
) -> None:
    keyless = elsewhere.model_copy(update={"key_file": None})
    backed(passphrase=PASSPHRASE)
    with pytest.raises(BadPassphrase):
        restore(keyless, place, "係長", clock, passphrase="something else")
    done = restore(keyless, place, "係長", clock, passphrase=PASSPHRASE)
    assert there(keyless.shared_path) == installation_key(settings.shared_path)
    assert keyless.main_key_path.read_bytes() == settings.main_key_path.read_bytes()
    assert done.checked.is_sealed is True


def test_without_the_main_key_nothing_is_begun(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock
) -> None:
    keyless = elsewhere.model_copy(update={"key_file": None})
    backed()
    with pytest.raises(NoKey, match="主鍵"):
        restore(keyless, place, "係長", clock)
    assert not keyless.home_path.exists()


def test_the_copy_of_the_keys_that_the_office_keeps_opens_a_backup(
    backed: Back, place: Path, settings: Settings, elsewhere: Settings, clock: FakeClock
) -> None:
    keyless = elsewhere.model_copy(update={"key_file": None})
    exported = handing.closed(settings, PASSPHRASE)
    backed()
    done = restore(keyless, place, "係長", clock, passphrase=PASSPHRASE, exported=exported)
    assert (done.checked.is_whole, done.checked.is_sealed) == (True, True)
    assert keyless.main_key_path.read_bytes() == settings.main_key_path.read_bytes()


def test_papers_are_read_with_the_key_on_the_other_machine(
    office_app: Utsushi, backed: Back, place: Path, elsewhere: Settings, other_app: Utsushi,
    clock: FakeClock,
) -> None:  # fmt: skip
    backed()
    restore(elsewhere, place, "係長", clock)
    with other_app.store.read() as session:
        document = session.get_one(DocumentRow, 1)
        assert document.name == "1.pdf"
    assert NAME.encode() in other_app.files.read(document.stored_path or "")


def test_a_short_passphrase_is_refused(backed: Back) -> None:
    with pytest.raises(UtsushiError, match="12 文字以上"):
        backed(passphrase="short")


def test_a_backup_of_a_newer_version_is_refused(
    backed: Back, place: Path, elsewhere: Settings, clock: FakeClock
) -> None:
    made = backed()
    repository = Repository.open(place)
    newer = made.head.model_copy(update={"id": "newer", "revision": "9999"})
    repository.add(newer, repository.items(made.head).values())
    with pytest.raises(NoBackup, match="新しい版"):
        restore(elsewhere, place, "係長", clock, snapshot="newer")
    assert not elsewhere.home_path.exists()
