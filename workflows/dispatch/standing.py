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
    OVER = "over"  # ended in whatever way, or not there any more


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
    over: tuple[HandedOut, ...] = ()
    documents: frozenset[int] = field(default_factory=frozenset)
    """In a batch that waits or has begun."""


START_SECONDS = 120.0
"""A run that a worker took and did not begin for so long has lost its worker."""


def standing(
    handed_out: Iterable[HandedOut], seen: Mapping[str, Seen], now: datetime, patience: timedelta
) -> Standing:
    """`seen` by flow run: those that are missing there are not there any more. A run that is at it
    for longer than `patience` counts as over: handing its work out twice does no harm, the leases
    see to that."""
    waiting, begun, over = [], [], []
    for each in handed_out:
        match _stage(each, seen, now, patience):
            case Stage.WAITING:
                waiting.append(each)
            case Stage.OVER:
                over.append(each)
            case _:
                begun.append(each)
    live = frozenset(doc for each in (*waiting, *begun) for doc in each.documents)
    return Standing(tuple(waiting), tuple(begun), tuple(over), live)


def _stage(batch: HandedOut, seen: Mapping[str, Seen], now: datetime, patience: timedelta) -> Stage:
    starting = timedelta(seconds=START_SECONDS)
    if batch.flow_run is None:  # we were killed between the row and Prefect's answer
        return Stage.OVER if now - batch.at > starting else Stage.WAITING
    run = seen.get(batch.flow_run)
    if run is None:
        return Stage.OVER
    limits = {Stage.STARTING: starting, Stage.RUNNING: patience}
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
