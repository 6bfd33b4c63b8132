"""別の様式: a record's pages read again as what a person says they are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.errors import MissingModel, StoreError
from tests.workflows.conftest import FORMS, FakeClock
from tests.workflows.fakes import filled, scan
from workflows.accounts import EVERYTHING, Scope
from workflows.app import Utsushi
from workflows.reviewing import Locked
from workflows.reviewing.drafting import Drafts
from workflows.reviewing.rereading import Rereading
from workflows.store import past
from workflows.store.states import State
from workflows.store.tables import AnswerRow, RecordRow, TransitionRow

Drop = Callable[[str, str], Path]
DOUBTED = filled({"phone": "uncertain"}, phone="0312345678")


def as_other(**fields: str) -> dict[str, object]:
    """What the scan gives when it is read as the other form."""
    return {"applications": [{**filled({"name": "lexicon"}, **fields), "form": "betsu"}]}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    form = Catalogue.load(FORMS)["chosa"]
    other = replace(form, id="betsu", title="別紙", department="別課")
    return Catalogue([form, other])


@pytest.fixture
def rereading(app: Utsushi) -> Rereading:
    return Rereading(app.reviewing.hand)


@pytest.fixture
def doubted(app: Utsushi, drop: Drop) -> int:
    return taken(app, drop, scan(DOUBTED, **{"as": {"betsu": as_other(phone="0399999999")}}))


def taken(app: Utsushi, drop: Drop, content: str) -> int:
    found = app.take_in(drop("a.pdf", content))
    assert found
    return found.records[0][0]


def state(app: Utsushi, record_id: int) -> tuple[str, str | None, str | None]:
    with app.store.read() as session:
        row = session.get_one(RecordRow, record_id)
        return row.state, row.form, row.reason


def test_a_record_is_read_as_the_chosen_form_by_the_intake(
    app: Utsushi, rereading: Rereading, doubted: int
) -> None:
    rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")
    assert state(app, doubted)[:2] == (State.RECEIVED, "chosa")
    (again,) = app.take_up()
    assert again.records == ((doubted, State.DOUBTED),)
    opened = app.reviewing.open(doubted, "佐藤")
    assert opened.form.id == "betsu"
    assert opened.field("phone").reading.value == "0399999999"
    assert app.take_up() == ()


def test_what_was_read_and_said_before_is_kept_and_not_applied(
    app: Utsushi, rereading: Rereading, doubted: int
) -> None:
    app.reviewing.answer(doubted, "phone", "0311112222", "佐藤")
    rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")
    app.take_up()
    assert app.reviewing.open(doubted, "佐藤").field("phone").answered_by is None
    with app.store.read() as session:
        (before,) = past.of_record(session, doubted)
        assert session.scalars(select(AnswerRow)).all() == []
        notes = session.scalars(select(TransitionRow.note).order_by(TransitionRow.id)).all()
    assert (before.form, dict(before.values)["phone"]) == ("chosa", "0311112222")
    assert [(each.field, each.by) for each in before.answers] == [("phone", "佐藤")]
    assert "「別紙」として読み直し" in notes


def test_a_page_that_is_not_that_form_is_held_and_keeps_its_readings(
    app: Utsushi, rereading: Rereading, drop: Drop
) -> None:
    record = taken(app, drop, scan(DOUBTED))
    app.reviewing.answer(record, "phone", "0311112222", "佐藤")
    rereading.ask(record, "佐藤", EVERYTHING, "betsu")
    app.take_up()
    where, form, reason = state(app, record)
    assert (where, form) == (State.HELD, "chosa")
    assert reason is not None
    assert reason.startswith("「別紙」として読み直せませんでした")
    app.reviewing.reopen(record, "佐藤")
    assert app.reviewing.open(record, "佐藤").field("phone").reading.value == "0311112222"


def test_one_record_of_a_file_is_read_again_and_the_others_stay(
    app: Utsushi, rereading: Rereading, drop: Drop
) -> None:
    content = scan(DOUBTED, filled(phone="0322222222"), refused={"3": "UnknownForm"},
                   **{"as": {"chosa": {"applications": [{}, {}, DOUBTED]}}})  # fmt: skip
    app.take_in(drop("three.pdf", content))
    rereading.ask(3, "佐藤", EVERYTHING, "chosa")
    (again,) = app.take_up()
    assert again.records == ((1, State.DOUBTED), (2, State.READY), (3, State.DOUBTED))
    assert [page.number for page in app.reviewing.open(3, "佐藤").pages] == [3]


def test_a_paper_that_no_form_explained_is_read_afresh(
    app: Utsushi, rereading: Rereading, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("new.pdf", scan(raises="UnknownForm", pages=2))
    app.take_in(path)
    rereading.ask(1, "佐藤", EVERYTHING)

    def declared(clear: Path) -> None:
        """The form is declared by now."""
        clear.write_text(scan(DOUBTED, filled()), encoding="utf-8")

    monkeypatch.setattr(app.reader, "hook", declared)
    (again,) = app.take_up()
    assert again.records == ((1, State.DOUBTED), (2, State.READY))


def test_a_reader_that_dies_loses_neither_the_wish_nor_the_old_reading(
    app: Utsushi, rereading: Rereading, doubted: int, clock: FakeClock,
    make_app: Callable[..., Utsushi],
) -> None:  # fmt: skip
    def not_ready(path: Path) -> None:
        raise MissingModel("重みがありません。")

    rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")
    with pytest.raises(MissingModel):
        make_app(hook=not_ready).take_up()
    assert state(app, doubted)[:2] == (State.RECEIVED, "chosa")
    clock.advance(app.settings.lease_seconds + 1)
    (again,) = app.take_up()
    assert again.records == ((doubted, State.DOUBTED),)


def test_a_reading_that_never_ends_is_held(
    app: Utsushi, rereading: Rereading, doubted: int, clock: FakeClock,
    make_app: Callable[..., Utsushi],
) -> None:  # fmt: skip
    def dies(path: Path) -> None:
        raise KeyboardInterrupt

    rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")
    for _ in range(app.settings.read_limit):
        with pytest.raises(KeyboardInterrupt):
            make_app(hook=dies).take_up()
        clock.advance(app.settings.lease_seconds + 1)
    app.take_up()
    assert state(app, doubted)[:2] == (State.HELD, "chosa")


def test_only_forms_of_the_person_s_departments_can_be_chosen(
    rereading: Rereading, doubted: int
) -> None:
    own = Scope(frozenset({"試験課"}))
    assert [each.form for each in rereading.choices(own)] == ["chosa"]
    with pytest.raises(StoreError, match="様式はありません"):
        rereading.ask(doubted, "佐藤", own, "betsu")


def test_a_record_in_another_hand_cannot_be_read_again(
    app: Utsushi, rereading: Rereading, doubted: int
) -> None:
    app.reviewing.open(doubted, "鈴木")
    with pytest.raises(Locked, match="鈴木"):
        rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")


def test_unsent_typing_of_the_old_form_is_gone(
    app: Utsushi, rereading: Rereading, doubted: int
) -> None:
    drafts = Drafts(app.reviewing.hand)
    drafts.keep(doubted, "phone", "03", "佐藤")
    rereading.ask(doubted, "佐藤", EVERYTHING, "betsu")
    app.take_up()
    assert drafts.of(doubted, "佐藤") == {}
