"""The states of a record and the one table of ways between them.

received → reading → doubted → ready → submitting → verified
ways out: duplicate, held, returned, rejected, unconfirmed, settled
A record that a person wants to be read as another form goes back to received.
"""

from collections.abc import Mapping
from enum import StrEnum

from forms.errors import IllegalTransition


class State(StrEnum):
    """Where a record (one application) is. Values are stored: never rename one."""

    RECEIVED = "received"
    READING = "reading"
    DOUBTED = "doubted"
    READY = "ready"
    SUBMITTING = "submitting"
    VERIFIED = "verified"
    DUPLICATE = "duplicate"
    HELD = "held"
    RETURNED = "returned"
    REJECTED = "rejected"
    UNCONFIRMED = "unconfirmed"
    SETTLED = "settled"


TITLES: Mapping[State, str] = {
    State.RECEIVED: "受付済み",
    State.READING: "読み取り中",
    State.DOUBTED: "確認待ち",
    State.READY: "入力待ち",
    State.SUBMITTING: "登録中",
    State.VERIFIED: "登録確認済み",
    State.DUPLICATE: "重複",
    State.HELD: "保留",
    State.RETURNED: "差戻し",
    State.REJECTED: "登録できず",
    State.UNCONFIRMED: "登録未確認",
    State.SETTLED: "確かめ済み",
}

FIRST = frozenset({State.RECEIVED, State.READING})
"""A record starts as received; one split off a file that is being read starts as reading."""

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READING, State.DUPLICATE, State.HELD}),
    State.READING: frozenset(
        {
            State.RECEIVED,  # the reader died; read again
            State.DOUBTED,
            State.READY,
            State.HELD,
            State.DUPLICATE,  # an application in a list that came before
        }
    ),
    State.DOUBTED: frozenset(
        {
            State.READY,
            State.HELD,
            State.RETURNED,  # to the applicant or the department, with a slip
            State.RECEIVED,  # to be read as another form
        }
    ),
    State.READY: frozenset(
        {
            State.SUBMITTING,
            State.VERIFIED,  # found in the target system before any entry
            State.REJECTED,  # refused, or there with other values, before the click
            State.DOUBTED,  # a person takes it back
            State.HELD,
        }
    ),
    State.SUBMITTING: frozenset({State.VERIFIED, State.REJECTED, State.UNCONFIRMED}),
    State.UNCONFIRMED: frozenset(
        {
            State.VERIFIED,  # found there
            State.READY,  # looked up after the settle window, and not there
            State.REJECTED,  # there with other values
        }
    ),
    State.REJECTED: frozenset({State.DOUBTED, State.HELD}),  # a person corrects it, or gives up
    State.HELD: frozenset(
        {
            State.DOUBTED,  # reviewed after all
            State.RECEIVED,  # read again
            State.SETTLED,  # a separator sheet whose paper a person has looked at
            State.DUPLICATE,  # an application of a stack that was scanned twice
        }
    ),
    State.RETURNED: frozenset({State.DOUBTED, State.HELD}),  # taken up again, or put aside
    State.DUPLICATE: frozenset({State.DOUBTED}),  # a person says that it is another application
    State.VERIFIED: frozenset(),
    State.SETTLED: frozenset(),  # a sheet holds no application
}


def check(before: State | None, after: State) -> None:
    """Raises IllegalTransition where the table has no way from `before` (None: a new row)."""
    allowed = FIRST if before is None else TRANSITIONS[before]
    if after not in allowed:
        start = TITLES[before] if before else "新規"
        raise IllegalTransition(f"「{start}」から「{TITLES[after]}」へは進めません。")
