"""Kill the process at every step, start again: nothing is lost, nothing is doubled."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forms.catalogue import Catalogue
from tests.workflows.fakes import FakeBot, FakeReader, Target, filled, scan
from tests.workflows.mother import Run
from tests.workflows.sending import send
from tests.workflows.test_intake import inbox
from tests.workflows.victim import UPLOADED
from workflows.app import Utsushi
from workflows.clock import utc_now
from workflows.health.burial import bury_the_dead
from workflows.intake import names
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, ReadingRow, RecordRow

Drop = Callable[[str, str], Path]

INTAKE = [
    "workflows.shared_files.growing:Growing.write:after",
    "workflows.shared_files.growing:Growing.move_to:after",
    "workflows.store.records:add:after",  # inside the transaction of the row
    "workflows.intake.reception:enrol:after",
    "workflows.intake.reading:_start:after",
    "read",
    "workflows.intake.passing:keep_images:after",
    "workflows.store.readings:save:after",  # inside the transaction of the readings
    "workflows.intake.reading:_finish:after",
    "workflows.intake.shelf:_target:after",
    "workflows.intake.shelf:_words:after",
    "workflows.intake.shelf:_reserve:after",
    "workflows.intake.shelf:move_into:after",
    "workflows.intake.way:shelve:after",
]
UPLOAD = [
    "workflows.shared_files.growing:_private:after",
    "workflows.shared_files.growing:Growing.move_to:before",
    "workflows.shared_files.growing:Growing.move_to:after",
    "workflows.store.records:add:after",  # inside the transaction of the row
    "workflows.intake.uploads:enrol:after",
]
ENTRY = [
    "workflows.entry.attempt:claim:after",
    "bot:find",
    "bot:fill",
    "workflows.entry.attempt:_submitting:before",
    "workflows.entry.attempt:_submit:after",  # inside the transaction of "submitting"
    "workflows.entry.attempt:_submitting:after",
    "bot:submit",
    "bot:verify",
    "workflows.entry.attempt:verify:before",
    "workflows.entry.attempt:close:after",  # inside the transaction of "verified"
    "workflows.entry.attempt:verify:after",
]


@pytest.fixture
def at_once(settings: Settings, catalogue: Catalogue, tmp_path: Path) -> Iterator[Utsushi]:
    """A worker of the same home that starts right after: no lease has run out."""
    with Utsushi(
        settings,
        make_reader=lambda s, c: FakeReader(c),
        make_bot=lambda s, c: FakeBot(Target(tmp_path / "target.jsonl")),
        catalogue=catalogue,
    ) as app:
        yield app


@pytest.fixture
def later(settings: Settings, catalogue: Catalogue, tmp_path: Path) -> Utsushi:
    """A worker that starts an hour later, when every lease has run out."""
    return Utsushi(
        settings,
        make_reader=lambda s, c: FakeReader(c),
        make_bot=lambda s, c: FakeBot(Target(tmp_path / "target.jsonl")),
        catalogue=catalogue,
        clock=lambda: utc_now() + timedelta(hours=1),
    )


@pytest.mark.parametrize("point", INTAKE)
def test_an_intake_killed_anywhere_loses_and_doubles_nothing(
    settings: Settings, later: Utsushi, drop: Drop, run: Run, tmp_path: Path, point: str
) -> None:
    drop("1.pdf", scan(filled(), filled({"phone": "blank"}), refused={"3": "UnknownForm"}))
    drop("2.pdf", scan(raises="UnknownForm"))
    assert run(settings, tmp_path / "target.jsonl", "intake", point) not in (0, 1)
    later.take_up()
    for path in sorted(settings.inbox_path.glob("*.pdf")):
        later.take_in(path)
    with later.store.read() as session:
        documents = sorted(session.scalars(select(DocumentRow.name)))
        states = sorted(session.scalars(select(RecordRow.state)))
        readings = session.scalar(select(func.count(ReadingRow.id)))
    assert documents == ["1.pdf", "2.pdf"]
    assert states == ["doubted", "held", "held", "ready"]
    assert readings == 14
    assert inbox(settings) == {
        "": [],
        names.RECEIVED: ["1.pdf"],
        names.REFUSED: ["1.pdf.txt", "2.pdf", "2.pdf.txt"],
    }
    later.close()


@pytest.mark.parametrize("point", UPLOAD)
def test_an_upload_killed_anywhere_and_sent_again_is_there_once(
    settings: Settings, later: Utsushi, run: Run, tmp_path: Path, point: str
) -> None:
    assert run(settings, tmp_path / "target.jsonl", "upload", point) not in (0, 1)
    send(later, UPLOADED)
    later.take_up()
    with later.store.read() as session:
        (document,) = session.scalars(select(DocumentRow)).all()
    assert later.status()[State.READY] == 1
    assert later.files.read(document.stored_path or "") == UPLOADED
    later.close()


@pytest.mark.parametrize("point", ENTRY)
def test_an_entry_killed_anywhere_loses_and_doubles_nothing(
    settings: Settings, later: Utsushi, drop: Drop, run: Run, tmp_path: Path, point: str
) -> None:
    target = Target(tmp_path / "target.jsonl")
    for number, name in enumerate(["林　一", "森　二"]):
        later.take_in(drop(f"{number}.pdf", scan(filled(name=name))))
    assert run(settings, tmp_path / "target.jsonl", "entry", point) not in (0, 1)
    for _ in range(3):
        later.resolve()
        later.enter()
    assert later.status()[State.VERIFIED] == 2
    assert sorted(row["name"] for row in target.rows()) == ["林　一", "森　二"]
    later.close()


@pytest.mark.parametrize("point", ["read", "workflows.store.readings:save:after"])
def test_an_intake_killed_in_a_reading_goes_on_at_once(
    settings: Settings, at_once: Utsushi, drop: Drop, run: Run, tmp_path: Path, point: str
) -> None:
    drop("1.pdf", scan(filled()))
    assert run(settings, tmp_path / "target.jsonl", "intake", point) not in (0, 1)
    assert at_once.take_up() == ()
    bury_the_dead(at_once.office)
    at_once.take_up()
    assert at_once.status()[State.READY] == 1


def test_an_entry_killed_before_its_click_goes_on_at_once(
    settings: Settings, at_once: Utsushi, drop: Drop, run: Run, tmp_path: Path
) -> None:
    for number, name in enumerate(["林　一", "森　二"]):
        at_once.take_in(drop(f"{number}.pdf", scan(filled(name=name))))
    assert run(settings, tmp_path / "target.jsonl", "entry", "bot:fill") not in (0, 1)
    bury_the_dead(at_once.office)
    at_once.enter()
    assert at_once.status()[State.VERIFIED] == 2


def test_an_entry_killed_at_its_click_is_looked_up_at_once_and_the_others_go_on(
    settings: Settings, at_once: Utsushi, drop: Drop, run: Run, tmp_path: Path
) -> None:
    for number, name in enumerate(["林　一", "森　二"]):
        at_once.take_in(drop(f"{number}.pdf", scan(filled(name=name))))
    assert run(settings, tmp_path / "target.jsonl", "entry", "bot:submit") not in (0, 1)
    bury_the_dead(at_once.office)
    at_once.resolve()
    at_once.enter()
    counts = at_once.status()
    assert (counts[State.VERIFIED], counts[State.UNCONFIRMED]) == (1, 1)
    assert len(Target(tmp_path / "target.jsonl").rows()) == 1


def test_the_victim_lives_when_no_point_is_named(
    settings: Settings, later: Utsushi, drop: Drop, run: Run, tmp_path: Path
) -> None:
    drop("1.pdf", scan(filled()))
    for what in ("intake", "entry"):
        assert run(settings, tmp_path / "target.jsonl", what, "") == 0
    assert later.status()[State.VERIFIED] == 1
    later.close()
