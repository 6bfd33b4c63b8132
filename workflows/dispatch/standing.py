"""What became of the batches that were handed out. Pure: Prefect's answers are handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    TAKE_IN = "take_in"
    ENTER = "enter"
    RESOLVE = "resolve"


class Stage(StrEnum):
    """How far the flow run is."""

    WAITING = "waiting"  # for a worker
    STARTING = "starting"  # a worker has it
    RUNNING = "running"
    FAILED = "failed"  # it could not do its work
    OVER = "over"  # ended in any other way, or not there any more


@dataclass(frozen=True, slots=True)
class Seen:
    """A run at one look: its stage, and since when it is in it."""

    stage: Stage
    since: datetime


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A batch. `flow_run` is None before Prefect has answered."""

    id: int
    key: str
    flow_run: str | None
    at: datetime
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Batches by how far they are. `over` need not be remembered."""

    waiting: tuple[HandedOut, ...] = ()
    begun: tuple[HandedOut, ...] = ()
    failed: tuple[HandedOut, ...] = ()
    """A moment ago: their work rests for a while, so that what cannot be done (a missing model) is
    not tried again and again."""
    over: tuple[HandedOut, ...] = ()
    documents: frozenset[int] = field(default_factory=frozenset)
    """In a batch that waits, has begun, or rests."""


START_SECONDS = 120.0
"""A run that a worker took and did not begin for so long has lost its worker."""
REST_SECONDS = 60.0


def standing(
    handed_out: Iterable[HandedOut], seen: Mapping[str, Seen], now: datetime, patience: timedelta
) -> Standing:
    """`seen` by flow run: those that are missing there are not there any more. A run that is at it
    for longer than `patience` counts as over: handing its work out twice does no harm, the leases
    see to that."""
    at: dict[Stage, list[HandedOut]] = {stage: [] for stage in Stage}
    for each in handed_out:
        at[_stage(each, seen, now, patience)].append(each)
    begun = (*at[Stage.STARTING], *at[Stage.RUNNING])
    live = frozenset(
        document
        for each in (*at[Stage.WAITING], *begun, *at[Stage.FAILED])
        for document in each.documents
    )
    return Standing(
        tuple(at[Stage.WAITING]), begun, tuple(at[Stage.FAILED]), tuple(at[Stage.OVER]), live
    )


def _stage(batch: HandedOut, seen: Mapping[str, Seen], now: datetime, patience: timedelta) -> Stage:
    starting = timedelta(seconds=START_SECONDS)
    if batch.flow_run is None:  # we were killed between the row and Prefect's answer
        return Stage.OVER if now - batch.at > starting else Stage.WAITING
    run = seen.get(batch.flow_run)
    if run is None:
        return Stage.OVER
    resting = timedelta(seconds=REST_SECONDS)
    limits = {Stage.STARTING: starting, Stage.RUNNING: patience, Stage.FAILED: resting}
    if run.stage in limits and now - run.since > limits[run.stage]:
        return Stage.OVER
    return run.stage


SMALLEST = 10  # documents: a run of fewer is not worth the start of its process


def portions(documents: Iterable[int], runs: int, largest: int) -> list[tuple[int, ...]]:
    """Cut into batches for up to `runs` runs, none larger than `largest`; the rest waits."""
    left = list(documents)
    if not left or runs < 1:
        return []
    size = min(max(-(-len(left) // runs), min(SMALLEST, largest)), largest)
    cut = [tuple(left[start : start + size]) for start in range(0, len(left), size)]
    return cut[:runs]
