"""What becomes of the original in the inbox once our sealed copy was compared, and how it comes
back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.traces import traces
from tests.workflows.fakes import filled, scan
from tests.workflows.mother import Run
from workflows.app import Utsushi
from workflows.intake import names
from workflows.settings import Settings
from workflows.shared_files import NoSuchFile
from workflows.shared_files.opened import _starts
from workflows.store.states import State
from workflows.store.tables import DocumentRow

ROOT = Path(__file__).parents[3]
NAME = "山田　花子"
Drop = Callable[[str, str], Path]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"shelf": "remove"})


def inbox(settings: Settings) -> list[str]:
    found = settings.inbox_path.rglob("*")
    return sorted(
        each.relative_to(settings.inbox_path).as_posix() for each in found if each.is_file()
    )


def test_it_is_taken_away_and_can_be_had_again(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    content = scan(filled(name=NAME))
    app.take_in(drop(f"{NAME}.pdf", content))
    assert inbox(settings) == []
    with app.store.read() as session:
        row = session.get_one(DocumentRow, 1)
        assert (row.name, row.shelf_path) == (f"{NAME}.pdf", None)
        assert row.shelved_at is not None
    assert app.files.read(row.stored_path or "").decode() == content
    assert traces([settings.home_path], [NAME]) == []


def test_a_refused_one_leaves_a_note_without_its_name(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    app.take_in(drop(f"{NAME}.pdf", scan(raises="UnknownForm")))
    assert inbox(settings) == [f"{names.REFUSED}/受付番号1.txt"]
    note = (settings.inbox_path / names.REFUSED / "受付番号1.txt").read_text("utf-8-sig")
    assert "utsushi original 1" in note
    assert NAME not in note


def test_a_copy_that_cannot_be_opened_is_made_anew_before(
    app: Utsushi, drop: Drop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and shelving somebody spoils our copy."""

    def spoil(_: Path) -> None:
        (kept,) = (settings.home_path / "originals").rglob("*.pdf")
        kept.write_bytes(kept.read_bytes()[:-1])

    content = scan(filled())
    monkeypatch.setattr(app.reader, "hook", spoil)
    app.take_in(drop("a.pdf", content))
    assert inbox(settings) == []
    (name,) = app.files.names("originals")
    assert app.files.read(name).decode() == content


def test_it_stays_where_no_whole_copy_can_be_kept(
    app: Utsushi, drop: Drop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.shared_files.files.Files.is_intact", lambda *_: False)
    app.take_in(drop("a.pdf", scan(filled())))
    assert inbox(settings) == ["a.pdf"]
    assert app.status()[State.READY] == 1
    monkeypatch.undo()
    app.take_up()
    assert inbox(settings) == []


def test_what_was_put_in_its_place_stays(app: Utsushi, drop: Drop, settings: Settings) -> None:
    path = drop("a.pdf", scan(filled()))
    document = app.receive(path)
    assert document
    path.write_text(scan(filled(name="別の人")), encoding="utf-8")
    app.process(document)
    assert inbox(settings) == ["a.pdf"]


def test_what_lies_elsewhere_is_only_moved(
    app: Utsushi, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "mine" / "a.pdf"
    path.parent.mkdir()
    path.write_text(scan(filled()), encoding="utf-8")
    app.take_in(path)
    assert [each.name for each in (tmp_path / "mine" / names.RECEIVED).iterdir()] == ["a.pdf"]


def test_without_encryption_it_is_put_into_the_folder_as_before(
    settings: Settings, make_app: Callable[..., Utsushi], drop: Drop
) -> None:
    clear = settings.model_copy(update={"encryption": False})
    app = make_app()
    app.settings = clear
    app.take_in(drop("a.pdf", scan(filled())))
    assert inbox(settings) == [f"{names.RECEIVED}/a.pdf"]
    with pytest.raises(NoSuchFile):
        app.files.read("originals/00/nothing.pdf")


@pytest.fixture
def killed(settings: Settings, tmp_path: Path, run: Run) -> Callable[[str], None]:
    """A process that takes papers in, and is killed at a point."""

    def kill(point: str) -> None:
        assert run(settings, tmp_path / "target.jsonl", "remove", point) not in (0, 1)

    return kill


def test_a_kill_while_a_paper_is_read_leaves_nothing_open_after_the_next_start(
    settings: Settings, app: Utsushi, drop: Drop, killed: Callable[[str], None]
) -> None:
    drop("a.pdf", scan(filled(name=NAME)))
    killed("read")
    left = [path for start in _starts(settings.home_path) for path in beside(start)]
    assert any(path.is_dir() and list(path.iterdir()) for path in left)
    app.status()
    assert [path for start in _starts(settings.home_path) for path in beside(start)] == []


def beside(start: Path) -> list[Path]:
    return list(start.parent.glob(f"{start.name}*"))


@pytest.mark.parametrize(
    "point",
    [
        "workflows.intake.shelf:_write_note:after",
        "workflows.intake.shelf:_commit:after",
        "workflows.intake.shelf:take_away:before",
        "workflows.intake.shelf:take_away:after",
    ],
)
def test_a_kill_on_the_way_loses_and_doubles_nothing(
    settings: Settings, app: Utsushi, drop: Drop, killed: Callable[[str], None], point: str
) -> None:
    content = scan(filled(), refused={"2": "UnknownForm"})
    drop("a.pdf", content)
    killed(point)
    app.take_up()
    for path in sorted(settings.inbox_path.glob("*.pdf")):
        app.take_in(path)
    with app.store.read() as session:
        (document,) = session.query(DocumentRow).all()
    assert app.files.read(document.stored_path or "").decode() == content
    assert (app.status()[State.READY], app.status()[State.HELD]) == (1, 1)
    assert inbox(settings) == [f"{names.REFUSED}/受付番号1.txt"]
