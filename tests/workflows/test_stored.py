"""Entering one record of the store while a person watches: the journal is never gone round."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bots.trial.stepping import GivenUp
from forms.errors import AcceptedUnseen, SetupError, Unconfirmed
from forms.record import Record
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from workflows.app import Utsushi
from workflows.cli.bots.asking import AskingBot
from workflows.cli.bots.stored import enter_stored
from workflows.cli.bots.trials import Trials, check_not_in_store
from workflows.entry.claims import entry_key
from workflows.office import find_form
from workflows.store import readings
from workflows.store.states import State
from workflows.store.tables import RecordRow

Drop = Callable[[str, str], Path]


@pytest.fixture
def ready(app: Utsushi, drop: Drop) -> int:
    taken = app.take_in(drop("a.pdf", scan(filled(phone="0312345678", damage=["屋根"]))))
    assert taken
    return taken.records[0][0]


def state(app: Utsushi, record_id: int) -> str:
    with app.store.read() as session:
        return session.get_one(RecordRow, record_id).state


def no() -> None:
    raise GivenUp("登録しませんでした。")


def yes() -> None:
    """May enter."""


def test_after_a_yes_the_record_is_journalled_and_verified(
    app: Utsushi, ready: int, target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def look(step: str) -> None:
        if step == "submit":
            seen.append(state(app, ready))

    assert enter_stored(app, AskingBot(FakeBot(target, look), yes), ready) == 0
    assert seen == [State.SUBMITTING]
    assert state(app, ready) == State.VERIFIED
    assert "受付番号 R1" in capsys.readouterr().out
    with pytest.raises(SetupError, match="いま登録できません"):
        enter_stored(app, AskingBot(FakeBot(target), yes), ready)
    assert len(target.rows()) == 1


def test_after_a_no_nothing_was_journalled_and_the_record_waits(
    app: Utsushi, ready: int, target: Target
) -> None:
    assert enter_stored(app, AskingBot(FakeBot(target), no), ready) == 1
    assert state(app, ready) == State.READY
    assert target.rows() == []


def test_an_unknown_outcome_is_left_to_the_look_up(
    app: Utsushi, ready: int, target: Target
) -> None:
    bot = FakeBot(target, failing("verify", Unconfirmed))
    assert enter_stored(app, AskingBot(bot, yes), ready) == 1
    assert state(app, ready) == State.UNCONFIRMED
    with pytest.raises(SetupError):
        enter_stored(app, AskingBot(FakeBot(target), yes), ready)
    assert len(target.rows()) == 1


def test_a_loose_record_is_refused_while_the_store_has_it_on_its_way(
    app: Utsushi, ready: int, target: Target
) -> None:
    bot = FakeBot(target, failing("verify", Unconfirmed))
    enter_stored(app, AskingBot(bot, yes), ready)
    record = bot_record(app, ready)
    key = entry_key(bot, record)
    with pytest.raises(SetupError, match=f"記録 {ready}"):
        check_not_in_store(app.store, record.form, key)


def test_a_loose_record_whose_end_nobody_saw_is_only_looked_up(
    app: Utsushi, ready: int, target: Target, tmp_path: Path
) -> None:
    record = bot_record(app, ready)
    trials = Trials(tmp_path / "trials", "practice")
    with pytest.raises(Unconfirmed):
        trials.put_in(FakeBot(target, failing("submit", Unconfirmed)), record)
    assert target.rows() == []
    with pytest.raises(SetupError, match="結果が分からないまま"):
        trials.put_in(FakeBot(target), record)
    target.add(record.values)  # it came late
    assert trials.put_in(FakeBot(target), record).existing
    assert len(target.rows()) == 1


def test_the_name_of_a_mark_hangs_on_the_key_and_one_of_before_still_holds(
    app: Utsushi, ready: int, target: Target, tmp_path: Path
) -> None:
    record, folder = bot_record(app, ready), tmp_path / "trials"
    plain = Trials(folder, "practice")
    keyed = Trials(folder, "practice", app.store.tag)
    for trials in (plain, keyed):
        with pytest.raises(Unconfirmed):
            trials.put_in(FakeBot(target, failing("submit", Unconfirmed)), record)
        (mark,) = folder.iterdir()
        with pytest.raises(SetupError, match="結果が分からないまま"):
            keyed.put_in(FakeBot(target), record)
        guessed = hashlib.sha256(
            "\n".join((record.form, *FakeBot(target).natural_key(record))).encode()
        )
        assert (guessed.hexdigest()[:32] in mark.name) is (trials is plain)
        mark.unlink()


def test_a_mark_of_before_the_encryption_still_holds(
    app: Utsushi, ready: int, target: Target, tmp_path: Path
) -> None:
    record, folder = bot_record(app, ready), tmp_path / "trials"

    def unkeyed(said: str) -> str:  # as `Store.tag` without keys
        return hashlib.sha256(said.encode()).hexdigest()

    before = Trials(folder, "practice", unkeyed)
    with pytest.raises(Unconfirmed):
        before.put_in(FakeBot(target, failing("submit", Unconfirmed)), record)
    with pytest.raises(SetupError, match="結果が分からないまま"):
        Trials(folder, "practice", app.store.tag).put_in(FakeBot(target), record)
    assert target.rows() == []


def test_what_registered_before_the_click_is_not_entered_again(
    app: Utsushi, ready: int, target: Target, tmp_path: Path
) -> None:
    record = bot_record(app, ready)
    trials = Trials(tmp_path / "trials", "practice", app.store.tag)
    with pytest.raises(AcceptedUnseen):
        trials.put_in(FakeBot(target, failing("fill", AcceptedUnseen)), record)
    with pytest.raises(SetupError, match="結果が分からないまま"):
        trials.put_in(FakeBot(target), record)
    assert target.rows() == []


def bot_record(app: Utsushi, record_id: int) -> Record:
    with app.store.read() as session:
        row = session.get_one(RecordRow, record_id)
        form = find_form(app.catalogue, row.form, row.version)
        assert form is not None
        return readings.effective(session, row, form)
