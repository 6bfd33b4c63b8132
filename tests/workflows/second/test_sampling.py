"""Samples of what passed by itself: drawn, looked at blind, stopped or flagged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.errors import RuleBroken, Unconfirmed
from forms.form import FieldType
from ocr.calibration import Trust
from tests.workflows.conftest import FORMS, FakeClock
from tests.workflows.fakes import FakeBot, Target, failing
from tests.workflows.second.conftest import OTHER, SATO, SUZUKI, TANAKA, Looking
from workflows.accounts import EVERYTHING, Scope
from workflows.app import Utsushi
from workflows.calibrating import Checked, gather
from workflows.clock import tokyo_month
from workflows.second_looks import rates
from workflows.second_looks.blind import Typed
from workflows.second_looks.drawing import fraction, sampling_key
from workflows.second_looks.silent import Silent, silent_errors
from workflows.second_looks.stages import Purpose, Stage
from workflows.second_looks.tasks import NoSuchTask
from workflows.store import readings
from workflows.store.states import State
from workflows.store.tables import RecordRow, SecondLookRow, SecondTaskRow

READ = {"name": "山田　太郎", "my_number": "123456789018", "phone": "0312345678", "damage": "屋根"}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(FORMS)


def sampled(looking: Looking, share: float = 1.0, *, holding: bool = False) -> None:
    with looking.app.store.write() as session:
        rates.put(session, rates.OTHERS, share, holding, "佐藤", looking.app.clock())


def row(looking: Looking, record: int = 1) -> RecordRow:
    with looking.app.store.read() as session:
        return session.get_one(RecordRow, record)


def drawn(looking: Looking) -> set[tuple[int, str]]:
    with looking.app.store.read() as session:
        query = select(SecondTaskRow.record_id, SecondTaskRow.field)
        return {(each[0], each[1]) for each in session.execute(query)}


def look_at_all(looking: Looking, **other: str | None) -> dict[str, Stage]:
    """Somebody types what stands on the paper, but for `other`."""
    stages = {}
    while task := looking.blind.next(Purpose.SAMPLE, TANAKA):
        text = {**READ, **other}.get(task.field.id, "")
        stages[task.field.id] = looking.blind.look(task.id, TANAKA, Typed(text, 2.0))
    return stages


def test_what_passed_by_itself_is_drawn_when_the_record_becomes_ready(looking: Looking) -> None:
    sampled(looking)
    ready = looking.read()
    assert drawn(looking) == {(ready, field.id) for field in looking.app.catalogue["chosa"].fields}
    doubted = looking.read({"phone": "uncertain"}, name="山田　花子")
    assert doubted not in {record for record, _ in drawn(looking)}
    looking.app.reviewing.answer(doubted, "phone", "0312345679", "鈴木")
    looking.app.reviewing.confirm(doubted, "鈴木")
    fields = {field for record, field in drawn(looking) if record == doubted}
    assert "phone" not in fields
    assert "name" in fields


def test_nothing_is_drawn_at_a_rate_of_nothing(looking: Looking) -> None:
    sampled(looking, 0.0)
    looking.read()
    assert drawn(looking) == set()


def test_the_draw_is_the_same_whenever_it_is_made_and_another_with_another_key(
    looking: Looking, tmp_path: Path
) -> None:
    key = sampling_key(looking.app.settings.home_path)
    places = [(record, f"field{n}") for record in range(200) for n in range(20)]
    once = [fraction(key, *place) for place in places]
    assert once == [fraction(key, *place) for place in places]
    other = sampling_key(tmp_path / "another")
    assert once != [fraction(other, *place) for place in places]
    share = sum(each < 0.1 for each in once) / len(once)
    assert abs(share - 0.1) < 5 * (0.1 * 0.9 / len(once)) ** 0.5
    assert all(0 <= each < 1 for each in once)


def test_the_same_reading_is_drawn_once_however_often_it_becomes_ready(looking: Looking) -> None:
    sampled(looking)
    record = looking.read()
    before = drawn(looking)
    looking.app.reviewing.reopen(record, "佐藤")
    looking.app.reviewing.confirm(record, "佐藤")
    with looking.app.store.read() as session:
        assert len(session.scalars(select(SecondTaskRow.id)).all()) == len(before)


def test_the_same_text_ends_a_sample_and_stops_nothing(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    assert set(look_at_all(looking).values()) == {Stage.SAME}
    assert row(looking).state == State.READY
    with looking.app.store.read() as session:
        query = select(SecondLookRow.value).join(SecondTaskRow)
        kept = session.scalars(query.where(SecondTaskRow.field == "my_number")).all()
    assert kept == [None]


def test_a_difference_stops_a_record_that_is_not_entered_yet(looking: Looking) -> None:
    sampled(looking)
    record = looking.read()
    assert look_at_all(looking, phone="0312345679")["phone"] is Stage.DIFFERS
    assert row(looking).state == State.DOUBTED
    assert "電話" in (row(looking).reason or "")
    looking.app.enter()
    assert row(looking).state == State.DOUBTED
    opened = looking.app.reviewing.open(record, "鈴木")
    ((doubt,),) = [each.reading.doubts for each in opened.doubted]
    assert "「0312345679」" in doubt.message
    assert opened.doubted[0].field.id == "phone"
    with pytest.raises(RuleBroken):
        looking.app.reviewing.confirm(record, "鈴木")
    looking.app.reviewing.answer(record, "phone", "0312345679", "鈴木")
    assert looking.app.reviewing.confirm(record, "鈴木") is State.READY
    assert looking.samples.flagged(SATO) == ()
    (whole, *_) = silent(looking)
    assert (whole.wrong, whole.pending, whole.looked) == (1, 0, 7)


def test_a_private_text_that_differs_is_in_no_message(looking: Looking) -> None:
    sampled(looking)
    record = looking.read()
    look_at_all(looking, my_number="987654321093")
    opened = looking.app.reviewing.open(record, "鈴木")
    ((doubt,),) = [each.reading.doubts for each in opened.doubted]
    assert "987654321093" not in doubt.message
    assert "987654321093" not in str(row(looking).disputed)


def test_a_look_that_was_wrong_itself_counts_for_the_machine(looking: Looking) -> None:
    sampled(looking)
    record = looking.read()
    look_at_all(looking, phone="0312345679")
    looking.app.reviewing.accept(record, "phone", "鈴木")
    assert looking.app.reviewing.confirm(record, "鈴木") is State.READY
    (whole, *_) = silent(looking)
    assert (whole.wrong, whole.right) == (0, 7)


def test_a_difference_in_an_entered_record_is_flagged_until_it_is_corrected(
    looking: Looking,
) -> None:
    sampled(looking)
    record = looking.read()
    looking.app.enter()
    assert row(looking).state == State.VERIFIED
    look_at_all(looking, phone="0312345679")
    assert row(looking).state == State.VERIFIED
    (flag,) = looking.samples.flagged(SATO)
    assert (flag.typed, flag.read, flag.is_wrong) == ("0312345679", "0312345678", None)
    assert looking.samples.flagged(OTHER) == ()
    with pytest.raises(NoSuchTask):
        looking.samples.settle(flag.task.id, OTHER, "0312345679")
    with pytest.raises(NoSuchTask):
        looking.samples.corrected(flag.task.id, SATO)
    assert looking.samples.settle(flag.task.id, SATO, "0312345679") is Stage.WRONG
    (flag,) = looking.samples.flagged(SATO)
    assert flag.is_wrong is True
    with looking.app.store.read() as session:
        found = session.get_one(RecordRow, record)
        now = readings.effective(session, found, looking.app.catalogue["chosa"])
    assert now.values["phone"] == "0312345679"
    assert not now.is_doubted
    looking.samples.corrected(flag.task.id, SATO)
    assert looking.samples.flagged(SATO) == ()


def test_a_flag_goes_where_the_machine_was_right(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    looking.app.enter()
    look_at_all(looking, phone="")
    (flag,) = looking.samples.flagged(SATO)
    assert looking.samples.settle(flag.task.id, SATO, "03-1234-5678") is Stage.RIGHT
    assert looking.samples.flagged(SATO) == ()


def test_what_nobody_can_read_counts_neither_way(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    assert look_at_all(looking, phone=None)["phone"] is Stage.UNREAD
    (whole, *_) = silent(looking)
    assert (whole.looked, whole.unread) == (6, 1)


def test_a_record_held_back_is_entered_after_the_look(looking: Looking) -> None:
    sampled(looking, holding=True)
    looking.read()
    looking.app.enter()
    assert row(looking).state == State.READY
    look_at_all(looking)
    looking.app.enter()
    assert row(looking).state == State.VERIFIED


def test_sampling_holds_up_nothing_unless_asked(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    looking.app.enter()
    assert row(looking).state == State.VERIFIED


def test_a_field_answered_by_one_who_saw_the_reading_is_no_sample_any_more(
    looking: Looking,
) -> None:
    sampled(looking)
    record = looking.read()
    looking.app.reviewing.reopen(record, "佐藤")
    looking.app.reviewing.accept(record, "phone", "佐藤")
    assert "phone" not in look_at_all(looking)


def silent(looking: Looking, month: str | None = None) -> tuple:  # type: ignore[type-arg]
    return silent_errors(looking.app.store, looking.app.catalogue, EVERYTHING, month)


def test_the_silent_error_is_told_by_form_and_type_with_its_interval(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    looking.app.enter()
    look_at_all(looking, phone="0312345679")
    by_kind = {each.kind: each for each in silent(looking) if not each.whole}
    assert set(by_kind) == {
        FieldType.NAME, FieldType.PHONE, FieldType.MY_NUMBER, FieldType.CHOICE, None
    }  # fmt: skip
    phone = by_kind[FieldType.PHONE]
    assert (phone.looked, phone.pending, phone.share) == (1, 1, None)
    assert phone.bounds == (0.0, 1.0)
    assert by_kind[None].right == 3
    assert by_kind[None].bounds[0] == 0.0
    assert by_kind[None].bounds[1] == pytest.approx(1 - 0.025 ** (1 / 3), abs=1e-6)
    month = tokyo_month(looking.app.clock())
    assert len(silent(looking, month)) == len(silent(looking))
    assert silent(looking, "2020-01") == ()
    elsewhere = Scope(frozenset({"別の課"}))
    assert silent_errors(looking.app.store, looking.app.catalogue, elsewhere) == ()


def test_the_latest_rate_of_a_form_counts_before_that_of_the_others(looking: Looking) -> None:
    now = looking.app.clock()
    with looking.app.store.write() as session:
        assert rates.of_form(session, "chosa").share == 0.01
        rates.put(session, "chosa", 0.5, True, "佐藤", now)
        rates.put(session, "chosa", 0.2, False, "佐藤", now)
        rates.put(session, rates.OTHERS, 0.0, False, "佐藤", now)
        assert rates.of_form(session, "chosa").share == 0.2
        assert rates.of_form(session, "another").share == 0.0
        for share in (-0.1, 1.1):
            with pytest.raises(RuleBroken):
                rates.put(session, "chosa", share, False, "佐藤", now)


def test_calibrating_learns_from_samples_that_nobody_doubted(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    looking.app.enter()
    look_at_all(looking, phone="0312345679")
    trust = Trust.shipped()

    def seen(kind: FieldType) -> dict[Checked, int]:
        evidence = gather(looking.app.store, looking.app.catalogue, trust)
        return dict(evidence.types[kind].checked)

    assert seen(FieldType.NAME) == {Checked(0.99, True): 1}
    assert seen(FieldType.PHONE) == {}
    (flag,) = looking.samples.flagged(SATO)
    looking.samples.settle(flag.task.id, SATO, "0312345679")
    assert seen(FieldType.PHONE) == {Checked(0.99, False): 1}
    assert gather(looking.app.store, looking.app.catalogue, trust).types[FieldType.NAME].unseen == 0


def test_another_person_s_department_sees_no_sample(looking: Looking) -> None:
    sampled(looking)
    looking.read()
    assert looking.blind.left(Purpose.SAMPLE, OTHER) == 0
    assert looking.blind.left(Purpose.SAMPLE, SUZUKI) == 7


def test_a_difference_found_while_the_record_is_being_entered_stops_the_click(
    looking: Looking, make_app: Callable[..., Utsushi], target: Target
) -> None:
    sampled(looking)
    record = looking.read()

    def meanwhile(step: str) -> None:
        if step == "fill":
            look_at_all(looking, phone="0312345679")

    make_app(bot=FakeBot(target, meanwhile)).enter()
    assert target.rows() == []
    assert row(looking, record).state == State.DOUBTED


def test_a_difference_in_a_record_of_which_nobody_knows_keeps_it_from_being_entered_again(
    looking: Looking, make_app: Callable[..., Utsushi], target: Target, clock: FakeClock
) -> None:
    sampled(looking)
    record = looking.read()
    make_app(bot=FakeBot(target, failing("submit", Unconfirmed))).enter()
    assert row(looking, record).state == State.UNCONFIRMED
    look_at_all(looking, phone="0312345679")
    settings = looking.app.settings
    clock.advance(settings.click_seconds + settings.find_settle_seconds + 1)
    app = make_app()
    app.resolve()
    app.enter()
    assert target.rows() == []
    assert row(looking, record).state == State.DOUBTED


@pytest.mark.parametrize(
    ("right", "wrong", "pending", "lower", "upper"),
    [
        (0, 0, 0, 0.0, 1.0),
        (100, 0, 0, 0.0, 0.0362),
        (97, 3, 0, 0.0062, 0.0852),
        (97, 0, 3, 0.0, 0.0852),
        (0, 5, 0, 0.4782, 1.0),
        (3688, 0, 0, 0.0, 0.001),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(
    right: int, wrong: int, pending: int, lower: float, upper: float
) -> None:
    found = Silent("chosa", right=right, wrong=wrong, pending=pending).bounds
    assert found == pytest.approx((lower, upper), abs=5e-5)
