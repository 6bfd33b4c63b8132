"""What an answer may be, and who may give it."""

from collections.abc import Callable

import pytest

from tests.workflows.approvals.test_holding import NO, YES, Ready, ask, gated
from workflows.accounts import Scope
from workflows.accounts.roles import Role
from workflows.app import Utsushi
from workflows.approvals import sight
from workflows.approvals.answer import Answer, BadAnswer, numbers, read
from workflows.approvals.deciding import decide
from workflows.approvals.holding import Decision
from workflows.audit import Act
from workflows.reviewing.history import Histories
from workflows.store.tables import AuditRow

from sqlalchemy import select  # isort: skip

PASSWORD = "correct horse battery"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("3", {3}),
        ("３、５", {3, 5}),
        ("3,5 7", {3, 5, 7}),
        ("3-5", {3, 4, 5}),
        ("３～５・７", {3, 4, 5, 7}),
        ("2 ー 4", {3, 4}),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, found: set[int]) -> None:
    assert numbers(text, range(3, 8)) == found


@pytest.mark.parametrize("text", ["99", "3番", "なし", "-3", "5-3", "3--5"])
def test_what_is_no_number_of_the_question_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer):
        numbers(text, range(3, 8))


@pytest.mark.parametrize("name", ["", " 　", "a" * 65, "係\x00長"])
def test_an_answer_needs_a_name(name: str) -> None:
    with pytest.raises(BadAnswer):
        read(name, is_approval=True, excluded="", note="", asked=[1])


def test_the_answer_stands_in_the_audit_log(app: Utsushi, ready: Ready) -> None:
    one, two = ready("一", "二")
    decide(app, ask(app, one, two), Answer("係長", True, frozenset({two}), "急ぎ"))
    with app.store.read() as session:
        (line,) = session.scalars(select(AuditRow).where(AuditRow.act == Act.APPROVED))
    assert (line.by, line.what) == ("係長", "approval 1: 1 approved, 1 left out")


def test_an_answer_that_was_given_stays(app: Utsushi, ready: Ready) -> None:
    (record,) = ready("一")
    asked = ask(app, record)
    assert decide(app, asked, YES) == (record,)
    assert decide(app, asked, NO) == (record,)


def test_an_answer_after_the_time_is_none(
    app: Utsushi, ready: Ready, clock: Callable[..., object]
) -> None:
    (record,) = ready("一")
    asked = ask(app, record)
    clock.advance(73 * 3600)  # type: ignore[attr-defined]
    with pytest.raises(BadAnswer, match="期限"):
        decide(app, asked, YES)


def test_where_there_are_supervisors_only_they_may_answer(app: Utsushi, ready: Ready) -> None:
    (record,) = ready("一")
    app.accounts.add("kacho", "課長 太郎", Role.SUPERVISOR, Scope(), "-", PASSWORD)
    app.accounts.add("tanto", "担当 花子", Role.CLERK, Scope(), "-", PASSWORD)
    asked = ask(app, record)
    for name in ("担当 花子", "誰か"):
        with pytest.raises(BadAnswer, match="管理者"):
            decide(app, asked, Answer(name, True, frozenset(), ""))
    assert decide(app, asked, Answer("ＫＡＣＨＯ", True, frozenset(), "")) == (record,)
    with app.store.read() as session:
        (row,) = sight.of_record(session, record)
    assert (row.by, row.decision) == ("課長 太郎", Decision.APPROVED)


def test_a_supervisor_answers_for_departments_that_he_sees(app: Utsushi, ready: Ready) -> None:
    (record,) = ready("一")
    scope = Scope(frozenset({"ほかの課"}))
    app.accounts.add("kacho", "課長 太郎", Role.SUPERVISOR, scope, "-", PASSWORD)
    with pytest.raises(BadAnswer, match=f"部署.*{record}"):
        decide(app, ask(app, record), Answer("課長太郎", True, frozenset(), ""))


def test_a_record_that_waits_for_approval_says_so(app: Utsushi, ready: Ready) -> None:
    one, two = ready("一", "二")
    app = gated(app)
    assert sight.awaiting(app.store, app.settings) == 2
    decide(app, ask(app, one), YES)
    assert sight.awaiting(app.store, app.settings) == 1
    histories = Histories(app.store, app.catalogue, app.settings)
    assert not histories.of(one).awaits_approval
    assert histories.of(two).awaits_approval
    ((question,), ()) = histories.of(one).asked, histories.of(two).asked
    assert question.by == "係長"
