"""What the review pages rely on."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from forms.errors import DoubtError, RuleBroken, StoreError, Unreadable
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.reviewing import Locked
from workflows.store.states import State
from workflows.store.tables import ReadingRow

Drop = Callable[[str, str], Path]
DATES = {"start": "2026-04-01", "end": "2026-04-30"}


@pytest.fixture
def doubted(app: Utsushi, drop: Drop) -> int:
    """A record with the phone and the name in doubt."""
    content = filled({"phone": "uncertain", "name": "lexicon"}, phone="0312345678", **DATES)
    taken = app.take_in(drop("a.pdf", scan(content)))
    assert taken
    ((record_id, state),) = taken.records
    assert state is State.DOUBTED
    return record_id


def test_the_queue_lists_doubted_records_oldest_first(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    for number in range(3):
        app.take_in(
            drop(f"{number}.pdf", scan(filled({"phone": "blank"}, phone=f"031234567{number}")))
        )
        clock.advance(60)
    app.take_in(drop("sure.pdf", scan(filled())))
    queue = app.reviewing.queue()
    assert [each.record_id for each in queue] == [1, 2, 3]
    assert [each.doubts for each in queue] == [1, 1, 1]
    assert queue[0].received_at < queue[1].received_at < queue[2].received_at
    assert queue[0].title == "調査票"


def test_open_shows_pages_fields_and_doubts(app: Utsushi, doubted: int) -> None:
    opened = app.reviewing.open(doubted, "佐藤")
    assert [each.field.id for each in opened.doubted] == ["name", "phone"]
    assert [each.field.id for each in opened.fields] == [f.id for f in opened.form.fields]
    (page,) = opened.pages
    with Image.open(BytesIO(page.image.read())) as image:
        assert image.size == (page.width, page.height) == (40, 60)


def test_another_reviewer_is_locked_out_until_the_time_is_over(
    app: Utsushi, doubted: int, clock: FakeClock
) -> None:
    app.reviewing.open(doubted, "佐藤")
    with pytest.raises(Locked, match="佐藤"):
        app.reviewing.open(doubted, "鈴木")
    assert app.reviewing.queue()[0].locked_by == "佐藤"
    clock.advance(app.settings.review_lock_seconds + 1)
    assert app.reviewing.open(doubted, "鈴木").record_id == doubted


def test_release_gives_the_record_to_the_next_at_once(app: Utsushi, doubted: int) -> None:
    app.reviewing.open(doubted, "佐藤")
    app.reviewing.release(doubted, "佐藤")
    assert app.reviewing.open(doubted, "鈴木").record_id == doubted


def test_an_answer_is_normalised_and_kept_beside_the_machine_s(app: Utsushi, doubted: int) -> None:
    view = app.reviewing.answer(doubted, "phone", "０３－１１１１－２２２２", "佐藤", seconds=4)
    assert (view.reading.value, view.reading.source) == ("0311112222", "person")
    assert (view.machine.value, view.machine.source) == ("0312345678", "fake")
    assert view.answered_by == "佐藤"
    assert not view.is_doubted


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("phone", "電話なし", Unreadable),
        ("my_number", "123456789012", RuleBroken),
        ("start", "令和8年2月30日", RuleBroken),
        ("sex", "不明", Unreadable),
        ("name", "  ", RuleBroken),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_nothing_is_stored(
    app: Utsushi, doubted: int, field: str, text: str, error: type[DoubtError]
) -> None:
    with pytest.raises(error):
        app.reviewing.answer(doubted, field, text, "佐藤")
    opened = app.reviewing.open(doubted, "佐藤")
    assert all(each.answered_by is None for each in opened.fields)


def test_a_record_goes_on_when_nothing_is_in_doubt(app: Utsushi, doubted: int) -> None:
    app.reviewing.accept(doubted, "phone", "佐藤")
    with pytest.raises(RuleBroken, match="氏名"):
        app.reviewing.confirm(doubted, "佐藤")
    app.reviewing.accept(doubted, "name", "佐藤")
    assert app.reviewing.confirm(doubted, "佐藤") is State.READY
    assert app.reviewing.queue() == ()


def test_rules_are_checked_again_after_an_answer(app: Utsushi, doubted: int) -> None:
    view = app.reviewing.answer(doubted, "end", "令和8年3月1日", "佐藤")
    assert [each.code for each in view.reading.doubts] == ["rule"]
    view = app.reviewing.answer(doubted, "end", "令和8年5月1日", "佐藤")
    assert view.reading.accepted


def test_a_person_may_let_a_broken_rule_stand(app: Utsushi, doubted: int) -> None:
    for field in ("name", "phone"):
        app.reviewing.accept(doubted, field, "佐藤")
    app.reviewing.answer(doubted, "end", "令和8年3月1日", "佐藤", override=True)
    with pytest.raises(RuleBroken, match="開始日"):
        app.reviewing.confirm(doubted, "佐藤")
    app.reviewing.accept(doubted, "start", "佐藤", override=True)
    assert app.reviewing.confirm(doubted, "佐藤") is State.READY


def test_a_blank_required_field_needs_an_explicit_word(app: Utsushi, doubted: int) -> None:
    view = app.reviewing.answer(doubted, "name", "", "佐藤", override=True)
    assert view.reading.value is None
    assert view.reading.accepted


def test_a_value_that_was_not_read_cannot_be_accepted_as_it_is(app: Utsushi, drop: Drop) -> None:
    content = filled({"phone": "unreadable"}, phone="O31234")
    app.take_in(drop("x.pdf", scan(content)))
    with pytest.raises(DoubtError):
        app.reviewing.accept(1, "phone", "佐藤")


def test_several_options_are_answered_with_a_comma(app: Utsushi, doubted: int) -> None:
    view = app.reviewing.answer(doubted, "damage", "屋根、外壁", "佐藤")
    assert view.reading.value == ("屋根", "外壁")


def test_a_held_record_keeps_the_words_and_can_be_reopened(app: Utsushi, doubted: int) -> None:
    assert app.reviewing.hold(doubted, "申請者に照会中", "佐藤") is State.HELD
    with pytest.raises(StoreError):
        app.reviewing.open(doubted, "佐藤")
    app.reviewing.reopen(doubted, "佐藤")
    opened = app.reviewing.open(doubted, "佐藤")
    assert opened.reason
    assert opened.reason.message == "申請者に照会中"


def test_a_held_record_that_was_never_read_cannot_be_reviewed(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("x.pdf", scan(raises="UnknownForm")))
    with pytest.raises(StoreError, match="読み取れていない"):
        app.reviewing.reopen(1, "佐藤")


def test_unknown_records_are_named(app: Utsushi) -> None:
    with pytest.raises(StoreError, match="記録 99"):
        app.reviewing.open(99, "佐藤")


def test_a_text_that_is_no_value_stays_in_doubt_until_somebody_answers(
    app: Utsushi, doubted: int
) -> None:
    """Its doubt has the code of a broken rule too, but no other field can mend it."""
    with app.store.write() as session:
        row = session.query(ReadingRow).filter_by(record_id=doubted, field="phone").one()
        row.raw, row.value = "123", None
        row.doubts = [{"code": "rule", "message": "電話番号は 10 桁か 11 桁です。"}]
    app.reviewing.accept(doubted, "name", "佐藤")
    with pytest.raises(RuleBroken, match="電話"):
        app.reviewing.confirm(doubted, "佐藤")
    app.reviewing.answer(doubted, "phone", "0312345678", "佐藤")
    assert app.reviewing.confirm(doubted, "佐藤") is State.READY
