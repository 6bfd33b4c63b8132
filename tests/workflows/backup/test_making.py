"""A backup holds all that the office needs, is checked, and grows by what is new."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.backup.conftest import NAME, Drop, contents
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.backup import areas, named
from workflows.backup.checking import check
from workflows.backup.errors import BadPlace, BusyPlace, NoBackup
from workflows.backup.last import last_of
from workflows.backup.making import Made, _Work, make
from workflows.backup.manifest import STORE, Item, is_safe, ranges
from workflows.backup.repository import STORE_PIECE, Repository
from workflows.health.checkup import check_up
from workflows.keys import installation_key
from workflows.retention import delete
from workflows.settings import Settings
from workflows.store.tables import Base, DocumentRow

Back = Callable[..., Made]


def items_of(place: Path, made: Made) -> dict[str, Item]:
    return dict(Repository.open(place).items(made.head))


def pieces(place: Path) -> list[Path]:
    return sorted(path for path in (place / "objects").rglob("*") if path.is_file())


def test_it_holds_papers_pictures_evidence_tables_and_the_store(
    office_app: Utsushi, backed: Back, place: Path, settings: Settings
) -> None:
    made = backed()
    names = set(items_of(place, made))
    assert {f"files/{name}" for name in contents(settings.home_path)} <= names
    assert {STORE, "shared/layouts/mine.yaml", "shared/audit.key"} <= names
    assert "shared/logs/audit-marks.txt" in names
    assert made.checked.is_whole
    assert made.checked.is_sealed


def test_the_second_writes_only_what_is_new(
    office_app: Utsushi, backed: Back, place: Path, drop: Drop
) -> None:
    first = backed()
    office_app.take_in(drop("3.pdf", scan(filled(name="林　三"))))
    second = backed()
    new = set(items_of(place, second)) - set(items_of(place, first))
    assert sorted(name.split("/")[1] for name in new) == ["originals"]  # its picture is known
    assert second.head.files == first.head.files + 1


def test_of_a_database_only_the_pieces_that_changed_are_written(tmp_path: Path) -> None:
    repository = Repository.new(tmp_path / "backups", "ours")
    data = bytearray(os.urandom(4 * STORE_PIECE))
    assert repository.put(BytesIO(data), STORE_PIECE).added == len(data)
    data[STORE_PIECE + 5] ^= 1
    put = repository.put(BytesIO(data), STORE_PIECE)
    assert (put.size, put.added) == (len(data), STORE_PIECE)
    item = Item("store/database", put.size, 0.0, put.parts)
    assert b"".join(repository.read(item)) == data


def test_a_file_that_was_written_anew_under_its_name_is_taken_anew(
    office_app: Utsushi, backed: Back, place: Path, settings: Settings
) -> None:
    """As the change of a key does."""
    backed()
    layout = settings.shared_path / "layouts" / "mine.yaml"
    layout.write_text("layout: other\n", encoding="utf-8")
    made = backed()
    item = items_of(place, made)["shared/layouts/mine.yaml"]
    assert b"".join(Repository.open(place).read(item)) == b"layout: other\n"


def test_what_is_deleted_while_it_is_made_is_neither_missed_nor_kept(
    office_app: Utsushi, backed: Back, place: Path, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with office_app.store.read() as session:
        stored = session.get_one(DocumentRow, 1).stored_path
    copy = _Work._copy
    deleted: list[Any] = []

    def copy_late(self: _Work, state: Any, name: str) -> None:
        if not deleted:
            clock.now = clock.now.replace(year=2040)
            deleted.append(delete(office_app.office, office_app.audit, "係長", date(2040, 1, 1)))
        copy(self, state, name)

    monkeypatch.setattr(_Work, "_copy", copy_late)
    made = backed()
    assert deleted[0].document_ids == (1,)
    assert (made.head.missing, made.head.documents) == ([], [(2, 2)])
    assert f"files/{stored}" not in items_of(place, made)
    assert made.checked.is_whole
    assert not any(NAME.encode() in path.read_bytes() for path in pieces(place))


def test_a_file_that_the_office_has_lost_is_told(
    office_app: Utsushi, backed: Back, settings: Settings
) -> None:
    (settings.home_path / next(iter(contents(settings.home_path)))).unlink()
    made = backed()
    assert len(made.head.missing) == 1
    assert "1 件が元の場所にありませんでした" in made.checked.findings[0]
    (trouble,) = [e for e in check_up(office_app.office).troubles() if "控え" in e]
    assert "最後の控えの確認で、異常がありました" in trouble


def test_no_key_but_that_of_the_audit_log_lies_in_it(
    backed: Back, place: Path, settings: Settings
) -> None:
    key = installation_key(settings.shared_path)
    backed()
    assert not any(key in path.read_bytes() for path in pieces(place))


def test_a_key_that_lies_among_the_tables_of_the_office_is_left_out(
    office_app: Utsushi, settings: Settings
) -> None:
    for name in ("layouts/secret", "word"):
        (settings.shared_path / name).write_text("a secret", encoding="utf-8")
    given = settings.model_copy(
        update={
            "key_file": settings.shared_path / "layouts" / "secret",
            "prefect_password_file": settings.shared_path / "word",
        }
    )
    names = {name for name, _ in areas.office_files(given)}
    assert "shared/layouts/mine.yaml" in names
    assert not {"shared/layouts/secret", "shared/word"} & names


def test_that_it_was_made_is_known_and_stands_in_the_audit_log(
    office_app: Utsushi, backed: Back
) -> None:
    assert last_of(office_app.store) is None
    made = backed()
    last = last_of(office_app.store)
    assert last
    assert (last.snapshot, last.is_whole) == (made.head.id, True)
    (line,) = AuditReader(office_app.store).latest(Wanted(act=Act.BACKED_UP), 5)
    assert line.by == "係長"
    assert office_app.audit.verified().is_intact


def test_an_office_without_a_backup_for_a_week_is_told(
    office_app: Utsushi, backed: Back, clock: FakeClock
) -> None:
    def is_told() -> bool:
        return any("作られていません" in each for each in check_up(office_app.office).troubles())

    assert not is_told()
    clock.advance(8 * 86_400)
    assert is_told()
    backed()
    assert not is_told()


@pytest.mark.parametrize("inside", ["home/backups", "home", "."])
def test_a_folder_in_or_around_the_data_folder_is_refused(
    office_app: Utsushi, tmp_path: Path, inside: str
) -> None:
    with pytest.raises(BadPlace):
        make(office_app.office, tmp_path / inside, "係長")


def test_a_folder_with_something_else_in_it_is_refused(office_app: Utsushi, place: Path) -> None:
    place.mkdir()
    (place / "photo.jpg").write_bytes(b"x")
    with pytest.raises(BadPlace, match="控えではないもの"):
        make(office_app.office, place, "係長")


def test_the_backups_of_another_office_are_left_alone(
    backed: Back, other_app: Utsushi, place: Path
) -> None:
    backed()
    with pytest.raises(BadPlace, match="別のデータフォルダ"):
        make(other_app.office, place, "係長")


def test_two_do_not_work_on_one_folder(office_app: Utsushi, backed: Back, place: Path) -> None:
    backed()
    with Repository.open(place).alone(), pytest.raises(BusyPlace):
        make(office_app.office, place, "係長")


def test_one_that_was_cut_short_is_not_there_and_the_next_clears_up(
    office_app: Utsushi, backed: Back, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Repository, *_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Repository, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            backed()
    assert Repository.open(place).ids() == ()
    stray = place / "objects" / "ff" / ("f" * 64)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left")
    assert backed().checked.is_whole
    assert not stray.exists()


def spoil_piece(place: Path) -> None:
    largest = max(pieces(place), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)


def remove_piece(place: Path) -> None:
    pieces(place)[0].unlink()


def alter_head(place: Path) -> None:
    (head,) = place.glob("snapshots/*/head.json")
    head.write_text(head.read_text("utf-8").replace("係長", "課長"), "utf-8")


def alter_list(place: Path) -> None:
    (listed,) = place.glob("snapshots/*/files.jsonl.gz")
    listed.write_bytes(listed.read_bytes()[:-20])


@pytest.mark.parametrize("spoil", [spoil_piece, remove_piece, alter_head, alter_list])
def test_what_happened_to_a_backup_is_found(
    backed: Back, place: Path, settings: Settings, spoil: Callable[[Path], None]
) -> None:
    made = backed()
    repository = Repository.open(place)
    assert check(settings, repository, made.head).is_whole
    spoil(place)
    assert not check(settings, repository, repository.head(made.head.id)).is_whole


def test_a_store_that_is_not_the_one_of_the_head_is_found(
    office_app: Utsushi, backed: Back, place: Path, settings: Settings, drop: Drop
) -> None:
    """Somebody put the store of one backup into another: every hash is right."""
    first = backed()
    office_app.take_in(drop("3.pdf", scan(filled(name="林　三"))))
    second = backed()
    repository = Repository.open(place)
    items = {**repository.items(second.head), STORE: repository.items(first.head)[STORE]}
    forged = second.head.model_copy(update={"id": "forged"})
    from workflows.backup.manifest import Seals
    from workflows.backup.repository import listed

    forged = forged.model_copy(update={"listed": listed(items.values())})
    forged = Seals.of(settings.shared_path).sealed(forged)
    repository.add(forged, items.values())
    found = check(settings, repository, forged).findings
    assert any("データベース" in each for each in found)


def test_a_backup_that_is_not_there_is_named(backed: Back, place: Path) -> None:
    backed()
    with pytest.raises(NoBackup, match="20200101"):
        Repository.open(place).head("20200101")


def test_every_column_with_a_path_is_in_a_backup_or_has_its_reason() -> None:
    known = {f"{c.class_.__tablename__}.{c.key}" for c in named.COLUMNS} | set(named.NO_FILES)
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "path" or column.name.endswith("_path")
    }
    assert found == known


def test_everything_in_the_data_folder_is_in_an_area_or_has_its_reason(
    office_app: Utsushi, settings: Settings
) -> None:
    office = {name.split("/")[1] for name, _ in areas.office_files(settings)}
    there = {each.name for each in settings.home_path.iterdir()} - {settings.inbox_path.name}
    passing = {name for name in there if name.startswith("utsushi.db") or name == "review.key"}
    assert there - office - set(areas.LEFT) - passing == set()


@pytest.mark.parametrize(
    ("name", "is_fine"),
    [
        ("files/originals/ab/cd.pdf", True), ("shared/様式/form.yaml", True),
        ("shared/../x", False), ("/etc/passwd", False), ("files//x", False),
        ("shared/..", False), ("shared\\x", False), ("shared/C:/x", False), ("C:/x", False),
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_none(name: str, is_fine: bool) -> None:
    assert is_safe(name) is is_fine


def test_numbers_become_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
    assert ranges([]) == []


def test_a_day_without_work_adds_next_to_nothing(backed: Back, clock: FakeClock) -> None:
    first = backed()
    clock.advance(timedelta(days=1).total_seconds())
    second = backed()
    assert second.head.files == first.head.files
