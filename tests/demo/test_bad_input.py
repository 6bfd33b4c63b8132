"""Every kind of bad file ends in エラー with its own message, and the rest of the batch goes on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from samples import bad
from workflows.app import Utsushi
from workflows.intake.names import RECEIVED, REFUSED
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Utsushi]:
    """An office that took in one of each kind, and one file that vanished."""
    home = tmp_path_factory.mktemp("office")
    settings = Settings.load(home=home / "home", inbox=home / "受付", shelf="keep")
    settings.inbox_path.mkdir(parents=True)
    files = bad.make_all(settings.inbox_path)
    with Utsushi(settings) as office:
        for path in sorted(files.values()):
            office.take_in(path)
        office.take_in(settings.inbox_path / "消えた.pdf")
        yield office


def reasons(office: Utsushi) -> dict[str, tuple[str, str | None]]:
    """By file name: the state of the document's first record, and the code of its reason."""
    with office.store.read() as session:
        return {
            row.name: (row.records[0].state, row.records[0].reason_code)
            for row in session.scalars(select(DocumentRow))
        }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.pdf", "UnreadableFile"),
        ("truncated.pdf", "UnreadableFile"),
        ("encrypted.pdf", "UnreadableFile"),
        ("many-pages.pdf", "UnreadableFile"),
        ("photo.jpg", "UnknownForm"),
        ("unknown-form.pdf", "UnknownForm"),
        ("消えた.pdf", "VanishedFile"),
    ],
)
def test_bad_input_is_held_with_its_reason(taken: Utsushi, name: str, code: str) -> None:
    assert reasons(taken)[name] == (State.HELD, code)


def test_each_note_is_its_own_and_says_what_to_do(taken: Utsushi) -> None:
    notes = {
        path.name: path.read_text(encoding="utf-8-sig")
        for path in (taken.settings.inbox_path / REFUSED).glob("*.txt")
    }
    refused = [name for name, (state, _) in reasons(taken).items() if state == State.HELD]
    assert {f"{name}.txt" for name in refused} == set(notes)
    bodies = [note.replace(name.removesuffix(".txt"), "") for name, note in notes.items()]
    assert len(set(bodies)) == len(bodies) >= len(bad.KINDS)
    assert all("。" in note for note in bodies)


def test_a_good_scan_with_an_odd_name_goes_on(taken: Utsushi) -> None:
    state, _ = reasons(taken)[bad.ODD_NAME]
    assert state in {State.READY, State.DOUBTED}
    assert (taken.settings.inbox_path / RECEIVED / bad.ODD_NAME).is_file()


def test_the_inbox_is_empty_afterwards_and_nothing_is_lost(taken: Utsushi) -> None:
    left = [path.name for path in taken.settings.inbox_path.iterdir() if path.is_file()]
    assert left == []
    assert len(reasons(taken)) == len(bad.KINDS) + 1
