"""Unsent typing: kept with the lock, sealed, bound to one person, and gone in time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.reviewing import Locked
from workflows.reviewing.drafting import HOURS, PRIVATE_HOURS, Drafts
from workflows.reviewing.rereading import Rereading
from workflows.reviewing.sending_back import Lack, Receiver, SendingBack
from workflows.store.tables import DraftRow

Drop = Callable[[str, str], Path]
NUMBER = "123456789018"


@pytest.fixture
def record(app: Utsushi, drop: Drop) -> int:
    content = filled({"phone": "uncertain", "name": "lexicon"}, phone="0312345678")
    taken = app.take_in(drop("a.pdf", scan(content)))
    assert taken
    return taken.records[0][0]


@pytest.fixture
def drafts(app: Utsushi) -> Drafts:
    return Drafts(app.reviewing.hand)


def rows(app: Utsushi) -> int:
    with app.store.read() as session:
        return len(session.scalars(select(DraftRow)).all())


def test_the_last_typing_is_offered_again_and_a_blank_is_one(drafts: Drafts, record: int) -> None:
    drafts.keep(record, "name", "山田", "佐藤")
    drafts.keep(record, "name", "山田　花", "佐藤")
    drafts.keep(record, "phone", "", "佐藤")
    assert drafts.of(record, "佐藤") == {"name": "山田　花", "phone": ""}
    drafts.keep(record, "name", None, "佐藤")
    assert drafts.of(record, "佐藤") == {"phone": ""}


def test_it_outlives_the_process_and_is_for_that_person_alone(
    app: Utsushi, drafts: Drafts, record: int, make_app: Callable[..., Utsushi]
) -> None:
    drafts.keep(record, "name", "山田　花", "佐藤")
    again = Drafts(make_app().reviewing.hand)
    assert again.of(record, "佐藤") == {"name": "山田　花"}
    assert again.of(record, "鈴木") == {}


def test_nothing_that_was_typed_stands_readable_in_the_database(
    app: Utsushi, drafts: Drafts, record: int
) -> None:
    drafts.keep(record, "my_number", NUMBER, "佐藤")
    drafts.keep(record, "name", "まだ送らない名前", "佐藤")
    app.store.close()
    files = app.office.home.glob("utsushi.db*")
    content = b"".join(each.read_bytes() for each in files)
    assert NUMBER.encode() not in content
    assert "まだ送らない名前".encode() not in content


def test_what_was_sealed_for_one_field_opens_for_no_other(
    app: Utsushi, drafts: Drafts, record: int
) -> None:
    drafts.keep(record, "my_number", NUMBER, "佐藤")
    with app.store.write() as session:
        session.scalars(select(DraftRow)).one().field = "name"
    assert drafts.of(record, "佐藤") == {}


def test_a_private_field_s_typing_is_kept_for_less_long(
    drafts: Drafts, record: int, clock: FakeClock
) -> None:
    drafts.keep(record, "name", "山田", "佐藤")
    drafts.keep(record, "my_number", NUMBER, "佐藤")
    assert set(drafts.of(record, "佐藤")) == {"name", "my_number"}
    clock.advance(PRIVATE_HOURS * 3600 + 1)
    assert drafts.of(record, "佐藤") == {"name": "山田"}
    clock.advance(HOURS * 3600)
    assert drafts.of(record, "佐藤") == {}


def test_what_is_over_is_taken_away_by_the_next_that_is_kept(
    app: Utsushi, drafts: Drafts, record: int, clock: FakeClock
) -> None:
    drafts.keep(record, "name", "山田", "佐藤")
    clock.advance(HOURS * 3600 + 1)
    drafts.keep(record, "phone", "03", "佐藤")
    assert rows(app) == 1


def test_it_goes_when_the_field_is_answered(app: Utsushi, drafts: Drafts, record: int) -> None:
    drafts.keep(record, "name", "山田", "佐藤")
    app.reviewing.answer(record, "name", "山田　花子", "佐藤")
    assert drafts.of(record, "佐藤") == {}


@pytest.mark.parametrize("way", ["confirm", "hold", "send back", "other form"])
def test_all_of_it_goes_when_the_record_leaves_the_review(
    app: Utsushi, drafts: Drafts, record: int, clock: FakeClock, way: str
) -> None:
    drafts.keep(record, "name", "鈴木の字", "鈴木")
    clock.advance(app.settings.review_lock_seconds + 1)
    for field in ("name", "phone"):
        app.reviewing.accept(record, field, "佐藤")
    drafts.keep(record, "my_number", NUMBER, "佐藤")
    if way == "confirm":
        app.reviewing.confirm(record, "佐藤")
    elif way == "hold":
        app.reviewing.hold(record, "照会中", "佐藤")
    elif way == "send back":
        lacks = [Lack("name", "記入がありません")]
        SendingBack(app.reviewing.hand).send_back(
            record, Receiver.APPLICANT, "記入もれ", lacks, "佐藤"
        )
    else:
        Rereading(app.reviewing.hand).ask(record, "佐藤", EVERYTHING, "chosa")
    assert rows(app) == 0


def test_nothing_is_kept_for_a_record_in_another_hand(
    app: Utsushi, drafts: Drafts, record: int
) -> None:
    app.reviewing.open(record, "鈴木")
    with pytest.raises(Locked, match="鈴木"):
        drafts.keep(record, "name", "山田", "佐藤")
    assert rows(app) == 0
