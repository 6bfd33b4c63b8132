"""What the gate lets through: by the store alone, whoever enters."""

from collections.abc import Callable

import pytest

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, Target, failing
from workflows import entry
from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.approvals.answer import Answer
from workflows.approvals.asking import Asked
from workflows.approvals.deciding import decide
from workflows.approvals.holding import Standing
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import AnswerRow

from forms.errors import NotReady, Unconfirmed  # isort: skip

Ready = Callable[..., list[int]]
YES = Answer("係長", is_approval=True, excluded=frozenset(), note="")
NO = Answer("係長", is_approval=False, excluded=frozenset(), note="")


def ask(app: Utsushi, *record_ids: int, run: str = "run") -> Asked:
    asked = asking.ask(app.office, run, record_ids)
    assert asked is not None
    return asked


def gated(app: Utsushi) -> Utsushi:
    """The same with the gate on from now."""
    app.settings = app.settings.model_copy(update={"approval": True})
    app.__dict__.pop("office", None)  # made anew when it is next asked for
    return app


def test_with_the_gate_on_nothing_is_entered_unasked(app: Utsushi, ready: Ready) -> None:
    (record,) = ready("一")
    app = gated(app)
    assert app.enter().attempted == []
    with app.bot() as bot:  # nor by whoever knows its number
        assert entry.put_in(app.office, bot, record) is None
    assert app.status()[State.READY] == 1


def test_what_was_approved_is_entered_and_nothing_else(app: Utsushi, ready: Ready) -> None:
    one, two, three = ready("一", "二", "三")
    app = gated(app)
    asked = ask(app, one, two)
    answer = Answer("係長", is_approval=True, excluded=frozenset({two}), note="")
    assert decide(app, asked, answer) == (one,)
    assert [each.record_id for each in app.enter().attempted] == [one]
    assert app.status()[State.READY] == 2
    assert set(entry.due(app.office, to_ask=True)) == {two, three}


def test_a_record_changed_since_is_not_entered_and_asked_about_again(
    app: Utsushi, ready: Ready
) -> None:
    (record,) = ready("一")
    app = gated(app)
    decide(app, ask(app, record), YES)
    with app.store.write() as session:
        session.add(
            AnswerRow(
                record_id=record, field="name", kind="corrected", raw="別人", value="別人",
                by="誰か", at=app.clock(), seconds=1.0,
            )
        )  # fmt: skip
    assert app.enter().attempted == []
    assert ask(app, record, run="another").records == (record,)
    assert app.enter().attempted == []


def test_an_approval_is_used_once(
    make_app: Callable[..., Utsushi], target: Target, clock: FakeClock, ready: Ready
) -> None:
    """The click may not have gone through: whether to press again is asked again."""
    (record,) = ready("一")
    app = gated(make_app(bot=FakeBot(target, failing("submit", Unconfirmed))))
    decide(app, ask(app, record), YES)
    assert [each.state for each in app.enter().attempted] == [State.UNCONFIRMED]
    clock.advance(3600)
    after = gated(make_app())
    assert [each.state for each in after.resolve().attempted] == [State.READY]
    assert after.enter().attempted == []
    assert entry.due(after.office, to_ask=True) == [record]


def test_an_approval_outlives_a_target_that_was_not_ready(
    make_app: Callable[..., Utsushi], target: Target, clock: FakeClock, ready: Ready
) -> None:
    (record,) = ready("一")
    app = gated(make_app(bot=FakeBot(target, failing("find", NotReady))))
    decide(app, ask(app, record), YES)
    assert [each.state for each in app.enter().attempted] == [State.READY]
    clock.advance(3600)
    assert [each.state for each in gated(make_app()).enter().attempted] == [State.VERIFIED]


@pytest.mark.parametrize("answer", [None, NO])
def test_without_the_gate_a_record_that_somebody_is_asked_about_waits(
    app: Utsushi, ready: Ready, answer: Answer | None
) -> None:
    one, two = ready("一", "二")
    asked = ask(app, one)
    if answer is not None:
        decide(app, asked, answer)
    assert [each.record_id for each in app.enter().attempted] == [two]


def test_a_question_that_nobody_answered_is_asked_again(
    app: Utsushi, ready: Ready, clock: FakeClock
) -> None:
    (record,) = ready("一")
    app = gated(app)
    asked = ask(app, record)
    assert asking.ask(app.office, "another", [record]) is None
    clock.advance(73 * 3600)
    assert [each.id for each in asking.lapse(app.office)] == [asked.id]
    assert asking.lapse(app.office) == ()
    question = asking.question_of(app.office, "run")
    assert question is not None
    assert question.standing is Standing.LAPSED
    assert app.enter().attempted == []
    assert ask(app, record, run="another").records == (record,)


def test_a_question_of_a_run_that_has_gone_is_closed(app: Utsushi, ready: Ready) -> None:
    (record,) = ready("一")
    ask(app, record)
    assert asking.open_runs(app.office) == ("run",)
    asking.lapse(app.office, gone=["run"])
    assert asking.open_runs(app.office) == ()
    assert [each.record_id for each in app.enter().attempted] == [record]  # the gate is off


def test_a_run_that_was_killed_after_its_answer_finds_what_is_left_to_enter(
    app: Utsushi, ready: Ready
) -> None:
    one, two = ready("一", "二")
    decide(app, ask(app, one, two), YES)
    with app.bot() as bot:
        entry.put_in(app.office, bot, one)
    again = asking.question_of(app.office, "run")
    assert again is not None
    assert (again.standing, again.approved) == (Standing.APPROVED, (two,))


def test_a_run_asks_once(app: Utsushi, ready: Ready) -> None:
    one, two = ready("一", "二")
    asked = ask(app, one)
    assert ask(app, one, two) == asked


def test_the_system_may_ask_for_approvals_too(
    app: Utsushi, ready: Ready, tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    ready("一")
    folder = tmp_path_factory.mktemp("systems")
    (folder / "mine").mkdir()
    (folder / "mine" / "system.yaml").write_text(
        "system: mine\ntitle: 試し\nurl: http://127.0.0.1:9/\napproval: true\n", encoding="utf-8"
    )
    changed = settings.model_copy(update={"system": "mine", "scenarios": (folder,)})
    mine = Utsushi(changed, make_bot=app._make_bot, catalogue=app.catalogue, clock=app.clock)
    assert mine.office.is_gated()
    assert mine.enter().attempted == []
    mine.close()
