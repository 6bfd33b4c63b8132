"""What became of batches that were handed out, and how documents are cut into new ones."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.dispatch.standing import (
    REST_SECONDS,
    SMALLEST,
    START_SECONDS,
    HandedOut,
    Seen,
    Stage,
    portions,
    standing,
)

NOW = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)
PATIENCE = timedelta(seconds=600)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seen", "where"),
    [
        (Seen(Stage.WAITING, ago(10_000)), "waiting"),
        (Seen(Stage.STARTING, ago(START_SECONDS - 1)), "begun"),
        (Seen(Stage.STARTING, ago(START_SECONDS + 1)), "over"),
        (Seen(Stage.RUNNING, ago(599)), "begun"),
        (Seen(Stage.RUNNING, ago(601)), "over"),
        (Seen(Stage.FAILED, ago(REST_SECONDS - 1)), "failed"),
        (Seen(Stage.FAILED, ago(REST_SECONDS + 1)), "over"),
        (Seen(Stage.OVER, ago(0)), "over"),
        (None, "over"),
    ],
)
def test_a_batch_stands_as_its_run_does(seen: Seen | None, where: str) -> None:
    batch = HandedOut(1, "key", "run", ago(10_000), (7, 8))
    was = standing([batch], {"run": seen} if seen else {}, NOW, PATIENCE)
    assert getattr(was, where) == (batch,)
    assert was.documents == (frozenset() if where == "over" else {7, 8})


@pytest.mark.parametrize(("seconds", "where"), [(1, "waiting"), (START_SECONDS + 1, "over")])
def test_a_batch_that_prefect_never_heard_of_is_given_up_after_a_while(
    seconds: float, where: str
) -> None:
    batch = HandedOut(1, "key", None, ago(seconds))
    assert getattr(standing([batch], {}, NOW, PATIENCE), where) == (batch,)


@pytest.mark.parametrize(
    ("documents", "runs", "sizes"),
    [(0, 4, []), (3, 4, [3]), (24, 4, [10, 10, 4]), (80, 4, [20] * 4), (900, 4, [50] * 4)],
)
def test_documents_are_shared_out_among_the_runs_that_may_wait(
    documents: int, runs: int, sizes: list[int]
) -> None:
    assert [len(each) for each in portions(range(documents), runs, 50)] == sizes


@given(st.integers(0, 500), st.integers(0, 8), st.integers(1, 60))
def test_no_document_is_cut_into_two_batches(documents: int, runs: int, largest: int) -> None:
    cut = portions(range(documents), runs, largest)
    flat = [document for each in cut for document in each]
    assert flat == list(range(len(flat)))
    assert len(cut) <= runs
    assert all(0 < len(each) <= largest for each in cut)
    assert all(len(each) >= min(SMALLEST, largest) for each in cut[:-1])
