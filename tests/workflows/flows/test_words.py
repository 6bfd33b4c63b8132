"""What the supervisor reads of a batch: names, states, reasons, the summary."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import workflows
from forms.errors import PaperError, TargetError
from workflows.flows.outcome import run_name, run_state, task_state
from workflows.flows.rows import Row, tags_of
from workflows.flows.summary import MOST_NAMED, markdown
from workflows.flows.words import NEXT, OTHER, REASONS, reason_in_words
from workflows.store.states import State

BASE = "http://kakunin.example:8710"


def row(record: int, state: State, form: str = "調査票", department: str = "試験課") -> Row:
    return Row(record, record, form, department, state, reason_in_words(None))


def _errors(kind: type[Exception]) -> Iterator[type[Exception]]:
    for each in kind.__subclasses__():
        yield each
        yield from _errors(each)


@pytest.mark.parametrize("kind", [PaperError, TargetError])
def test_every_error_that_stops_a_record_has_a_reason_in_words(kind: type[Exception]) -> None:
    named = {each.__name__ for each in _errors(kind) if each.__module__ == "forms.errors"}
    assert named <= set(REASONS)


def test_every_reason_that_our_code_gives_has_words() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("intake", "entry", "reviewing", "second_looks", "store")
        for path in (Path(workflows.__file__).parent / folder).rglob("*.py")
    )
    given = set(re.findall(r"\bReason\(\s*\"(\w+)\"|reason_code = \"(\w+)\"", source))
    codes = {code for pair in given for code in pair if code}
    assert {"UnknownForm", "HeldByPerson", "NeedsPerson"} <= codes
    assert codes <= set(REASONS)


def test_an_unknown_reason_sends_to_the_history_and_shows_no_code() -> None:
    assert reason_in_words("SomethingNew") == OTHER


def test_every_state_says_what_to_do_next() -> None:
    assert set(NEXT) == set(State)


def test_a_run_is_named_after_what_it_did() -> None:
    states = [State.READY] * 9 + [State.DOUBTED] * 3
    assert run_name("取込", states) == "取込 12 件: 確認待ち 3・入力待ち 9"
    assert run_name("取込", []) == "取込 対象なし"


@pytest.mark.parametrize("state", [State.HELD, State.REJECTED, State.UNCONFIRMED])
def test_a_batch_with_one_record_that_needs_a_person_is_shown_as_failed(state: State) -> None:
    made = run_state([State.READY, state])
    assert made.is_failed()
    assert made.name == "要確認あり"
    assert task_state([state]).is_failed()


def test_a_batch_that_the_target_system_did_not_take_is_not_green() -> None:
    made = run_state([State.READY, State.VERIFIED], system_errors=1)
    assert (made.is_failed(), made.name) == (True, "やり直しあり")
    assert "業務システムの不具合 1 件は、あとで自動でもう一度試します。" in (made.message or "")
    assert task_state([State.READY], is_system_error=True).is_failed()
    assert run_name("入力", [State.READY], 1) == "入力 1 件: 入力待ち 1 (業務システムの不具合 1)"


@pytest.mark.parametrize("state", [State.READY, State.DOUBTED, State.VERIFIED, State.DUPLICATE])
def test_a_batch_where_all_is_in_order_is_completed(state: State) -> None:
    assert run_state([state, state]).is_completed()
    assert task_state([state]).is_completed()


def test_tags_are_those_of_what_the_batch_held() -> None:
    rows = [row(1, State.READY), row(2, State.HELD, "", ""), row(3, State.READY, "請求書")]
    assert tags_of(rows, "practice") == [
        "システム: practice",
        "様式: 調査票",
        "様式: 請求書",
        "部署: 試験課",
    ]


def test_the_summary_counts_says_what_is_next_and_links_to_what_a_person_must_see() -> None:
    text = markdown("入力", [row(1, State.VERIFIED), row(2, State.UNCONFIRMED)], 90.0, BASE)
    assert text.startswith("## 入力 2 件\n")
    assert f"| 登録未確認 | 1 | {NEXT[State.UNCONFIRMED]} |" in text
    assert "かかった時間: 1 分 30 秒 (1 件あたり 45.0 秒)" in text
    assert f"| [記録 2]({BASE}/records/2/history) | 調査票 | 試験課 | 登録未確認 |" in text
    assert f"{BASE}/records/1/history" not in text
    assert f"[確認画面を開く]({BASE}/)" in text


def test_the_summary_of_nothing_says_so() -> None:
    assert "対象になる書類・記録はありませんでした" in markdown("取込", [], 0.1, BASE)


def test_a_summary_of_very_many_troubles_stays_short() -> None:
    text = markdown("取込", [row(each, State.HELD) for each in range(1, 10_001)], 60.0, BASE)
    assert text.count("/history)") == MOST_NAMED
    assert f"ほか {10_000 - MOST_NAMED} 件" in text


def test_a_title_with_a_bar_does_not_break_the_table() -> None:
    text = markdown("取込", [row(1, State.HELD, "甲|乙")], 1.0, BASE)
    assert "甲\\|乙" in text
