"""Readings that should look the same, settled together: what is offered, what an Enter does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from forms.catalogue import Catalogue
from forms.form import FieldType
from forms.record import Doubt, Value
from tests.review.seeding import JIDO, RISAI, START, UNCERTAIN, Office
from workflows.accounts import Account, Role, Scope
from workflows.alike import Alike, Decision, Group, Item, Key
from workflows.audit import AuditLog
from workflows.reviewing import Reviewing
from workflows.reviewing.missing import Missing
from workflows.store.states import State
from workflows.store.tables import AlikeCellRow, AnswerRow, AuditRow, TimingRow

TANAKA = Account(1, "tanaka", "田中", Role.CLERK)
SUZUKI = Account(2, "suzuki", "鈴木", Role.CLERK)
ELSEWHERE = Account(3, "kimura", "木村", Role.CLERK, Scope(frozenset({"介護保険課"})))
NAMES = Group("risai-shomei", "name")
POSTAL = Group("risai-shomei", "postal", figure="8")


def clock() -> datetime:
    return START


@pytest.fixture
def desk(office: Office) -> Reviewing:
    return Reviewing(office.store, office.catalogue, office.settings, clock)


@pytest.fixture
def alike(office: Office, desk: Reviewing) -> Alike:
    audit = AuditLog(office.store, office.settings.home_path, clock)
    return Alike(office.store, office.catalogue, office.settings, desk, audit, clock)


def add(office: Office, *doubted: str, **values: Value) -> int:
    doubts = dict.fromkeys(doubted, UNCERTAIN)
    return office.add("risai-shomei", {**RISAI, **values}, doubts, picture=False)


def items(alike: Alike, group: Group = NAMES, person: Account = TANAKA) -> tuple[Item, ...]:
    return alike.items(group, person, 100).items


def keys(found: Sequence[Item]) -> tuple[Key, ...]:
    made = tuple(Key.of(each.key) for each in found)
    return tuple(key for key in made if key is not None)


def decide(right: Sequence[Item], wrong: Sequence[Item] = (), seconds: float = 6.0) -> Decision:
    return Decision(keys(right), keys(wrong), seconds)


def test_what_waits_is_counted_by_field(alike: Alike, office: Office) -> None:
    add(office, "name", "address")
    add(office, "name")
    counts = {heap.field.id: heap.count for heap in alike.heaps(TANAKA)}
    assert counts == {"name": 2, "address": 1}


@pytest.mark.parametrize("code", ["lexicon", "struck", "check_digit", "rule", "two_marks"])
def test_what_a_look_cannot_settle_is_not_offered(alike: Alike, office: Office, code: str) -> None:
    office.add("risai-shomei", RISAI, {"name": Doubt(code, "…")}, picture=False)
    assert alike.heaps(TANAKA) == ()
    assert items(alike) == ()


def test_private_fields_are_never_in_a_grid(alike: Alike, office: Office) -> None:
    doubts = {"seikyusha_my_number": UNCERTAIN, "seikyusha_name": UNCERTAIN}
    number = office.add("jido-teate-nintei", JIDO, doubts)
    assert [heap.field.id for heap in alike.heaps(TANAKA)] == ["seikyusha_name"]
    assert items(alike, Group("jido-teate-nintei", "seikyusha_my_number")) == ()
    assert items(alike, Group(type=FieldType.MY_NUMBER)) == ()
    with pytest.raises(Missing):
        alike.place(number, "seikyusha_my_number")
    assert alike.place(number, "seikyusha_name")[2]  # private places of the page to be painted over


@pytest.mark.parametrize("mark", ["private", "double"])
def test_a_field_that_any_revision_hides_is_never_in_a_grid(
    office: Office, desk: Reviewing, mark: str
) -> None:
    """The paper may be one of that revision, whatever the newest one says."""
    add(office, "name")
    newest = office.catalogue["risai-shomei"]
    fields = tuple(
        replace(each, private=mark == "private", double=mark == "double")
        if each.id == "name" else each
        for each in newest.fields
    )  # fmt: skip
    older = replace(newest, version="0", fields=fields)
    audit = AuditLog(office.store, office.settings.home_path, clock)
    known = Catalogue(office.catalogue, [older])
    looking = Alike(office.store, known, office.settings, desk, audit, clock)
    assert looking.heaps(TANAKA) == ()
    assert items(looking) == ()


def test_another_departments_papers_are_not_there(alike: Alike, office: Office) -> None:
    add(office, "name")
    shown = items(alike)
    assert alike.heaps(ELSEWHERE) == ()
    assert items(alike, person=ELSEWHERE) == ()
    outcome = alike.settle(decide(shown), ELSEWHERE, confirm=True)
    assert (outcome.accepted, outcome.skipped) == (0, 1)


def test_a_day_keeps_to_what_arrived_on_it(alike: Alike, office: Office) -> None:
    add(office, "name")
    day = START.date()
    assert [heap.count for heap in alike.heaps(TANAKA, day)] == [1]
    assert alike.heaps(TANAKA, day + timedelta(days=1)) == ()
    assert len(items(alike, replace(NAMES, day=day))) == 1
    assert items(alike, replace(NAMES, day=day - timedelta(days=1))) == ()


def test_the_least_certain_come_first(alike: Alike, office: Office) -> None:
    sure, unsure = add(office, "phone"), add(office, "name")
    both = Group("risai-shomei", "name", accepted=True)
    assert [each.record_id for each in items(alike, both)] == [unsure, sure]
    assert [each.record_id for each in items(alike)] == [unsure]


def test_a_group_may_be_one_value_of_a_type_over_all_forms(alike: Alike, office: Office) -> None:
    add(office, "photo", "copies")
    doubts = {"child1_custody": UNCERTAIN, "haigusha_umu": UNCERTAIN}
    office.add("jido-teate-nintei", JIDO, doubts, picture=False)
    every = Group(type=FieldType.CHOICE)
    assert alike.values(every, TANAKA) == {"有": 2, "無": 1}
    found = items(alike, Group(type=FieldType.CHOICE, value="有"))
    assert {each.field.id for each in found} == {"photo", "child1_custody"}


def test_one_enter_accepts_the_rest_and_leaves_what_was_marked(
    alike: Alike, office: Office, desk: Reviewing
) -> None:
    numbers = [add(office, "name", "phone") for _ in range(3)]
    shown = items(alike)
    wrong = [each for each in shown if each.record_id == numbers[1]]
    outcome = alike.settle(
        decide([e for e in shown if e not in wrong], wrong), TANAKA, confirm=True
    )
    assert (outcome.accepted, outcome.marked, outcome.confirmed) == (2, 1, 0)
    doubted = {n: [each.field.id for each in desk.open(n, "田中").doubted] for n in numbers}
    assert doubted == {
        numbers[0]: ["phone"],
        numbers[1]: ["name", "phone"],
        numbers[2]: ["phone"],
    }
    marked = desk.open(numbers[1], "田中").field("name").reading
    assert "誤りの印" in " ".join(doubt.message for doubt in marked.doubts)
    assert marked.value == "山田　花子"
    assert items(alike) == ()


def test_a_marked_field_is_settled_by_an_answer_at_the_record(
    alike: Alike, office: Office, desk: Reviewing
) -> None:
    number = add(office, "name")
    alike.settle(decide([], items(alike)), TANAKA, confirm=True)
    assert office.state(number) is State.DOUBTED
    desk.answer(number, "name", "山田　華子", "鈴木")
    assert desk.confirm(number, "鈴木") is State.READY
    assert office.values(number)["name"] == "山田　華子"


def test_the_time_is_divided_among_what_was_shown(alike: Alike, office: Office) -> None:
    for _ in range(3):
        add(office, "name")
    shown = items(alike)
    alike.settle(decide(shown[1:], shown[:1], seconds=6.0), TANAKA, confirm=False)
    with office.store.read() as session:
        assert [row.seconds for row in session.query(TimingRow)] == [2.0, 2.0, 2.0]
        said = {row.kind: row.seconds for row in session.query(AnswerRow)}
    assert said == {"accepted": 2.0, "marked": 0.0}


def test_a_large_grid_is_settled_in_portions_with_the_same_result(
    alike: Alike, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.alike.desk.PORTION", 2)
    for _ in range(5):
        add(office, "name", "phone")
    shown = items(alike)
    missing = (Key(99_999, None, "0" * 16),)
    decision = Decision(keys(shown[1:]) + missing, keys(shown[:1]), 12.0)
    outcome = alike.settle(decision, TANAKA, confirm=True)
    assert (outcome.accepted, outcome.marked, outcome.skipped) == (4, 1, 1)
    with office.store.read() as session:
        assert [row.seconds for row in session.query(TimingRow)] == pytest.approx([2.0] * 5)


def test_a_record_without_a_doubt_left_goes_on_where_that_is_wished(
    alike: Alike, office: Office
) -> None:
    first = add(office, "name")
    alike.settle(decide(items(alike)), TANAKA, confirm=False)
    second = add(office, "name")
    outcome = alike.settle(decide(items(alike)), TANAKA, confirm=True)
    assert (office.state(first), office.state(second)) == (State.DOUBTED, State.READY)
    assert outcome.confirmed == 1
    assert office.last_by(second) == "田中"


def test_a_record_that_another_has_in_hand_is_neither_shown_nor_touched(
    alike: Alike, office: Office, desk: Reviewing
) -> None:
    number = add(office, "name")
    shown = items(alike)
    desk.open(number, "鈴木")
    assert items(alike) == ()
    assert alike.heaps(TANAKA) == ()
    outcome = alike.settle(decide(shown), TANAKA, confirm=True)
    assert (outcome.accepted, outcome.skipped) == (0, 1)
    assert desk.open(number, "鈴木").field("name").is_doubted


def test_what_was_answered_meanwhile_is_left_as_it_is(
    alike: Alike, office: Office, desk: Reviewing
) -> None:
    number = add(office, "name", "phone")
    shown = items(alike)
    desk.answer(number, "name", "山田　華子", "田中")
    assert alike.settle(decide(shown), TANAKA, confirm=True).skipped == 1
    assert office.values(number)["name"] == "山田　華子"


def test_the_same_decision_twice_does_nothing_more(alike: Alike, office: Office) -> None:
    add(office, "name", "phone")
    decision = decide(items(alike))
    assert alike.settle(decision, TANAKA, confirm=True).accepted == 1
    assert alike.settle(decision, TANAKA, confirm=True).accepted == 0
    with office.store.read() as session:
        assert session.query(AnswerRow).count() == 1


def test_a_reading_that_is_not_the_one_shown_is_not_settled(alike: Alike, office: Office) -> None:
    add(office, "name")
    forged = Decision((Key(items(alike)[0].reading_id, None, "0" * 16),), (), 1.0)
    assert alike.settle(forged, TANAKA, confirm=True).skipped == 1
    missing = Decision((Key(99_999, None, "0" * 16),), (), 1.0)
    assert alike.settle(missing, TANAKA, confirm=True).skipped == 1


def test_a_field_of_figures_is_accepted_once_all_its_figures_were_seen(
    alike: Alike, office: Office
) -> None:
    number = add(office, "postal", postal="9218155")
    every = Group("risai-shomei", "postal")
    assert alike.figures(every, TANAKA) == {"1": 2, "2": 1, "5": 2, "8": 1, "9": 1}
    for figure in "1259":
        part = items(alike, Group("risai-shomei", "postal", figure=figure))
        assert alike.settle(decide(part, seconds=1.0), TANAKA, confirm=True).accepted == 0
    assert alike.figures(every, TANAKA) == {"8": 1}
    assert alike.figures(every, SUZUKI) == {"1": 2, "2": 1, "5": 2, "8": 1, "9": 1}
    outcome = alike.settle(decide(items(alike, POSTAL), seconds=1.0), TANAKA, confirm=True)
    assert (outcome.accepted, outcome.confirmed) == (1, 1)
    assert office.state(number) is State.READY
    with office.store.read() as session:
        assert session.query(AnswerRow).one().seconds == pytest.approx(5.0)
        assert session.query(AlikeCellRow).count() == 0


def test_a_figure_that_is_wrong_marks_its_field(alike: Alike, office: Office) -> None:
    number = add(office, "postal")
    alike.settle(
        decide(items(alike, Group("risai-shomei", "postal", figure="1"))), TANAKA, confirm=True
    )
    alike.settle(decide([], items(alike, POSTAL)), TANAKA, confirm=True)
    assert office.state(number) is State.DOUBTED
    assert items(alike, POSTAL) == ()
    with office.store.read() as session:
        assert session.query(AlikeCellRow).count() == 0


def test_only_a_comb_has_figures(alike: Alike, office: Office) -> None:
    add(office, "phone", "name")
    assert items(alike, Group("risai-shomei", "phone", figure="7")) == ()
    shown = items(alike)[0]
    forged = Decision((Key(shown.reading_id, 0, shown.seal),), (), 1.0)
    assert alike.settle(forged, TANAKA, confirm=True).skipped == 1


def test_looking_and_settling_are_lines_of_the_audit_log(alike: Alike, office: Office) -> None:
    number = add(office, "name")
    shown = items(alike)
    alike.note_seen(shown, TANAKA)
    alike.settle(decide(shown), TANAKA, confirm=True)
    with office.store.read() as session:
        lines = [(row.act, row.record_id, row.field, row.what) for row in session.query(AuditRow)]
    assert lines == [
        ("picture_seen", number, "name", "alike"),
        ("answered", number, "name", "alike accepted"),
        ("moved", number, "", "alike ready"),
    ]


@pytest.mark.parametrize("text", ["", "1", "1.2", "a.-1.b", "1.x.b", "1.-1.b.c", "9" * 30 + ".0.a"])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    assert Key.of(text) is None
