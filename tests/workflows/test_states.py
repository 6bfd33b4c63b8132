"""The transition table, whole."""

import pytest

from forms.errors import IllegalTransition
from workflows.store import states
from workflows.store.states import FIRST, TITLES, TRANSITIONS, State

# One line a state: what may follow, written out by hand so that a change of the table is seen.
EXPECTED = {
    "received": "reading duplicate held",
    "reading": "received doubted ready held duplicate",
    "doubted": "ready held returned received",
    "ready": "submitting verified rejected doubted held",
    "submitting": "verified rejected unconfirmed",
    "verified": "",
    "duplicate": "doubted",
    "held": "doubted received settled duplicate",
    "returned": "doubted held",
    "rejected": "doubted held",
    "unconfirmed": "verified ready rejected",
    "settled": "",
}
ALL = [(before, after) for before in State for after in State]


@pytest.mark.parametrize(("before", "after"), ALL, ids=lambda state: state.value)
def test_the_table_allows_exactly_the_ways_of_the_design(before: State, after: State) -> None:
    if after.value in EXPECTED[before.value].split():
        states.check(before, after)
    else:
        with pytest.raises(IllegalTransition, match=TITLES[after]):
            states.check(before, after)


@pytest.mark.parametrize("state", State)
def test_a_record_starts_only_as_received_or_split_off_while_read(state: State) -> None:
    if state in {State.RECEIVED, State.READING}:
        states.check(None, state)
    else:
        with pytest.raises(IllegalTransition):
            states.check(None, state)


def test_every_state_has_a_line_and_a_title_and_can_be_reached() -> None:
    reached = set(FIRST).union(*TRANSITIONS.values())
    assert set(TRANSITIONS) == set(TITLES) == reached == set(State)


def test_nothing_leads_out_of_unconfirmed_to_a_second_click_but_through_ready() -> None:
    assert State.SUBMITTING not in TRANSITIONS[State.UNCONFIRMED]
    assert [state for state in State if State.SUBMITTING in TRANSITIONS[state]] == [State.READY]
