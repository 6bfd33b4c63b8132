"""Fields that two people type: blind, compared, settled by a third, never by one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.errors import DoubtError, RuleBroken, StoreError
from tests.workflows.conftest import FORMS, FakeClock
from tests.workflows.fakes import reading
from tests.workflows.second.conftest import (
    DOUBLE,
    OTHER,
    SATO,
    SUZUKI,
    TANAKA,
    Looking,
    doubled,
)
from workflows.accounts import Account, Role
from workflows.exports.rows import Selection, stream
from workflows.reviewing import Locked
from workflows.second_looks.blind import Typed
from workflows.second_looks.looks import SamePerson
from workflows.second_looks.stages import Purpose, Stage
from workflows.second_looks.tasks import NoSuchTask
from workflows.store import past, readings
from workflows.store.states import State
from workflows.store.tables import AnswerRow, RecordRow, SecondLookRow, SecondTaskRow, TimingRow

SAME: dict[str, str | None] = {
    "my_number": "123456789018", "phone": "03-1234-5678", "damage": "屋根",
}  # fmt: skip


def row(looking: Looking, record: int = 1) -> RecordRow:
    with looking.app.store.read() as session:
        return session.get_one(RecordRow, record)


def values(looking: Looking, record: int = 1) -> dict[str, object]:
    with looking.app.store.read() as session:
        found = session.get_one(RecordRow, record)
        form = looking.app.catalogue["chosa"]
        return dict(readings.effective(session, found, form).values)


def test_a_record_is_not_ready_before_its_double_fields_are_settled(looking: Looking) -> None:
    record = looking.read()
    assert (row(looking).state, row(looking).double_left) == (State.DOUBTED, 3)
    assert set(looking.type_all(TANAKA, SAME).values()) == {Stage.OPEN}
    assert row(looking).state == State.DOUBTED
    assert looking.app.reviewing.confirm(record, "佐藤") is State.DOUBTED
    assert set(looking.type_all(SUZUKI, SAME).values()) == {Stage.SETTLED}
    assert (row(looking).state, row(looking).double_left) == (State.READY, 0)
    assert values(looking)["phone"] == "0312345678"


def test_nothing_shows_what_was_read_until_two_have_typed_it(looking: Looking) -> None:
    record = looking.read({"name": "uncertain"})
    opened = looking.app.reviewing.open(record, "佐藤")
    for view in opened.fields:
        if view.field.id in DOUBLE:
            assert view.waits_for_two
            for reading in (view.reading, view.machine):
                assert (reading.value, reading.raw, reading.candidates) == (None, "", ())
    assert opened.field("name").machine.value == "山田　太郎"


def test_what_is_in_hand_is_out_of_sight_when_the_department_is_taken_away(
    looking: Looking,
) -> None:
    looking.read()
    task = looking.blind.next(Purpose.DOUBLE, TANAKA)
    assert task is not None
    assert looking.blind.in_hand(task.id, TANAKA).id == task.id
    with pytest.raises(NoSuchTask):
        looking.blind.in_hand(task.id, replace(TANAKA, scope=OTHER.scope))


@pytest.mark.parametrize(("fields", "doubts"), [((), 1), (("end",), 0), (("start",), 0)])
def test_a_rule_is_silent_while_a_field_that_it_names_is_hidden(
    fields: tuple[str, ...], doubts: int
) -> None:
    form = Catalogue.load(FORMS)["chosa"]
    dates = {"start": "2026-04-30", "end": "2026-04-01"}
    read = [reading(form, each.id, dates.get(each.id), None) for each in form.fields]
    row = RecordRow(form="chosa", version="1", double_fields=list(fields))
    laid = readings.lay_over(form, row, read, {})
    shown = [each for each in laid.readings if each.field not in fields and not each.accepted]
    assert len(shown) == 2 * doubts


def test_one_person_never_types_both(looking: Looking) -> None:
    looking.read()
    looking.type_all(TANAKA, SAME)
    assert looking.blind.next(Purpose.DOUBLE, TANAKA) is None
    assert looking.blind.left(Purpose.DOUBLE, TANAKA) == 0
    with pytest.raises(SamePerson):
        looking.blind.look(1, TANAKA, Typed("03-1234-5678"))


@pytest.mark.parametrize(
    "again",
    [
        replace(TANAKA, name="田中 (旧姓)", login="tanaka2"),
        Account(9, "new", "田中", Role.SUPERVISOR),
    ],
    ids=["renamed", "another account of the same name"],
)
def test_nor_does_the_same_person_under_another_name(looking: Looking, again: Account) -> None:
    looking.read()
    looking.type_all(TANAKA, SAME)
    assert looking.blind.next(Purpose.DOUBLE, again) is None
    with pytest.raises(SamePerson):
        looking.blind.look(1, again, Typed("03-1234-5678"))


def test_two_different_texts_go_to_a_third_who_typed_neither(looking: Looking) -> None:
    record = looking.read()
    looking.type_all(TANAKA, SAME)
    stages = looking.type_all(SUZUKI, {**SAME, "phone": "0312345679"})
    assert stages["phone"] is Stage.DIFFERS
    assert row(looking).state == State.DOUBTED
    assert looking.differences.left(TANAKA) == looking.differences.left(SUZUKI) == 0
    found = looking.differences.next(SATO)
    assert found
    assert (found.first, found.second) == ("0312345678", "0312345679")
    with pytest.raises(SamePerson):
        looking.differences.settle(found.task.id, SUZUKI, "0312345679")
    looking.differences.settle(found.task.id, SATO, "0312345679", 5.0)
    assert row(looking, record).state == State.READY
    assert values(looking)["phone"] == "0312345679"


def test_what_one_cannot_read_goes_to_a_third(looking: Looking) -> None:
    looking.read()
    looking.type_all(TANAKA, {**SAME, "phone": None})
    assert looking.type_all(SUZUKI, SAME)["phone"] is Stage.DIFFERS
    found = looking.differences.next(SATO)
    assert found
    assert (found.first, found.second) == (None, "0312345678")


def test_both_blank_is_alike(looking: Looking) -> None:
    looking.read()
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, {**SAME, "phone": "", "damage": " "})
    assert values(looking)["phone"] is None
    assert row(looking).state == State.READY


def test_a_text_that_is_no_value_is_refused_and_the_field_stays_in_hand(looking: Looking) -> None:
    looking.read()
    task = looking.blind.next(Purpose.DOUBLE, TANAKA)
    assert task
    with pytest.raises(DoubtError):
        looking.blind.look(task.id, TANAKA, Typed("abc"))
    assert looking.blind.in_hand(task.id, TANAKA).field.id == task.field.id


def test_two_people_are_never_handed_the_same_field(looking: Looking, clock: FakeClock) -> None:
    looking.read()
    mine = looking.blind.next(Purpose.DOUBLE, TANAKA)
    theirs = looking.blind.next(Purpose.DOUBLE, SUZUKI)
    assert mine
    assert theirs
    assert mine.id != theirs.id
    with pytest.raises(Locked):
        looking.blind.look(mine.id, SUZUKI, Typed("屋根"))
    clock.advance(looking.app.settings.review_lock_seconds + 1)
    after = looking.blind.next(Purpose.DOUBLE, SATO)
    assert after
    assert after.id == mine.id
    with pytest.raises(Locked):
        looking.blind.look(mine.id, TANAKA, Typed("屋根"))


def test_another_department_is_handed_nothing_and_may_answer_nothing(looking: Looking) -> None:
    looking.read()
    assert looking.blind.next(Purpose.DOUBLE, OTHER) is None
    with pytest.raises(NoSuchTask):
        looking.blind.look(1, OTHER, Typed("屋根"))
    with pytest.raises(NoSuchTask):
        looking.blind.in_hand(1, OTHER)
    looking.type_all(TANAKA, SAME)
    looking.type_all(SUZUKI, {**SAME, "phone": ""})
    assert looking.differences.left(OTHER) == 0
    with pytest.raises(NoSuchTask):
        looking.differences.settle(3, OTHER, "")


def test_the_record_page_answers_no_double_field(looking: Looking) -> None:
    record = looking.read()
    desk = looking.app.reviewing
    with pytest.raises(RuleBroken, match="二人入力"):
        desk.answer(record, "phone", "0312345678", "佐藤")
    with pytest.raises(RuleBroken, match="二人入力"):
        desk.accept(record, "phone", "佐藤")


def test_what_two_have_settled_one_may_confirm_but_not_change(looking: Looking) -> None:
    record = looking.read({"name": "uncertain"})
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, SAME)
    assert row(looking).state == State.DOUBTED
    desk = looking.app.reviewing
    assert desk.accept(record, "phone", "佐藤").reading.value == "0312345678"
    with pytest.raises(RuleBroken, match="一人では直せません"):
        desk.answer(record, "phone", "0399999999", "佐藤")
    desk.accept(record, "name", "佐藤")
    assert desk.confirm(record, "佐藤") is State.READY


def test_typing_begins_anew_on_request_and_the_old_value_counts_no_more(looking: Looking) -> None:
    record = looking.read({"name": "uncertain"})
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, SAME)
    (*_, settled) = sorted(looking.restarting.settled(TANAKA), key=lambda each: each.field.id)
    assert (settled.record_id, settled.field.id) == (record, "phone")
    assert looking.restarting.settled(OTHER) == ()
    with pytest.raises(NoSuchTask):
        looking.restarting.restart(record, "phone", OTHER)
    looking.restarting.restart(record, "phone", TANAKA)
    assert (row(looking).double_left, values(looking)["phone"]) == (1, None)
    for person in (SUZUKI, SATO):
        looking.type_all(person, {"phone": "0399998888"})
    assert values(looking)["phone"] == "0399998888"


def test_a_record_that_is_open_is_left_to_its_reviewer(looking: Looking) -> None:
    record = looking.read()
    looking.app.reviewing.open(record, "佐藤")
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, SAME)
    assert row(looking).state == State.DOUBTED
    assert looking.app.reviewing.confirm(record, "佐藤") is State.READY


@pytest.mark.parametrize(("reviewed", "after"), [(False, State.DOUBTED), (True, State.READY)])
def test_one_that_came_back_goes_on_once_a_reviewer_has_dealt_with_it(
    looking: Looking, reviewed: bool, after: State
) -> None:
    record = looking.read()
    with looking.app.store.write() as session:
        session.get_one(RecordRow, record).reason_code = "Rejected"
    if reviewed:
        looking.app.reviewing.confirm(record, "佐藤")
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, SAME)
    assert row(looking).state == after


def test_who_typed_what_is_kept_but_a_private_text_only_until_it_is_settled(
    looking: Looking,
) -> None:
    looking.read()
    looking.type_all(TANAKA, SAME)
    with looking.app.store.read() as session:
        assert "123456789018" in session.scalars(select(SecondLookRow.raw)).all()
    looking.type_all(SUZUKI, SAME)
    with looking.app.store.read() as session:
        query = select(SecondTaskRow.field, SecondLookRow.by, SecondLookRow.value)
        kept = session.execute(
            query.join(SecondLookRow, SecondLookRow.task_id == SecondTaskRow.id)
        ).all()
        by = session.scalars(select(AnswerRow.by).where(AnswerRow.field == "phone")).all()
        seconds = session.scalars(select(TimingRow.seconds).where(TimingRow.kind == "review")).all()
    assert ("phone", "田中", "0312345678") in kept
    assert ("phone", "鈴木", "0312345678") in kept
    assert ("my_number", "田中", None) in kept
    assert by == ["田中・鈴木"]
    assert sum(seconds) == 3.0 * 6


def test_a_form_read_anew_begins_anew(looking: Looking) -> None:
    record = looking.read()
    looking.type_all(TANAKA, SAME)
    form = looking.app.catalogue["chosa"]
    with looking.app.store.write() as session:
        found = session.get_one(RecordRow, record)
        read = readings.effective(session, found, form)
        past.put_away(session, found, looking.app.clock())
        readings.save(session, found, form, read, 0.9)
    assert looking.blind.left(Purpose.DOUBLE, TANAKA) == 3


def test_a_field_in_hand_may_be_given_back(looking: Looking) -> None:
    looking.read()
    mine = looking.blind.next(Purpose.DOUBLE, TANAKA)
    looking.blind.release(TANAKA)
    theirs = looking.blind.next(Purpose.DOUBLE, SUZUKI)
    assert mine
    assert theirs
    assert mine.id == theirs.id


@pytest.mark.parametrize("field", ["phone", "name"])
def test_what_is_still_being_typed_or_never_was_is_not_begun_anew(
    looking: Looking, field: str
) -> None:
    record = looking.read()
    with pytest.raises(StoreError):
        looking.restarting.restart(record, field, TANAKA)


def test_a_form_marked_afterwards_asks_nothing_of_what_was_read_before(
    looking: Looking,
) -> None:
    record = looking.read()
    for person in (TANAKA, SUZUKI):
        looking.type_all(person, SAME)
    looking.app.reviewing.reopen(record, "佐藤")
    marked = doubled(Catalogue.load(FORMS), DOUBLE | {"name"})
    with looking.app.store.read() as session:
        found = session.get_one(RecordRow, record)
        assert not readings.effective(session, found, marked["chosa"]).is_doubted


def test_an_export_shows_nothing_of_a_field_that_two_have_yet_to_type(looking: Looking) -> None:
    looking.read()
    wanted = Selection("chosa", states=(State.DOUBTED,))
    with looking.app.store.read() as session:
        (row,) = stream(session, wanted, "調査票", ["name", "phone", "my_number"])
    assert dict(row.values) == {"name": "山田　太郎"}


def test_what_was_typed_slowly_is_taken_while_nobody_else_has_the_field(
    looking: Looking, clock: FakeClock
) -> None:
    looking.read()
    task = looking.blind.next(Purpose.DOUBLE, TANAKA)
    assert task
    clock.advance(looking.app.settings.review_lock_seconds + 1)
    text = SAME[task.field.id]
    assert looking.blind.look(task.id, TANAKA, Typed(text)) is Stage.OPEN


def test_a_field_that_its_form_has_no_more_holds_nobody_up(looking: Looking) -> None:
    looking.read()
    with looking.app.store.write() as session:
        first = session.scalars(select(SecondTaskRow).order_by(SecondTaskRow.id)).first()
        assert first
        first.field = "gone"
    task = looking.blind.next(Purpose.DOUBLE, TANAKA)
    assert task
    assert task.id == first.id + 1
