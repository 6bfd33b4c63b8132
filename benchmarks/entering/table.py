"""What is printed, and what the summary file holds."""

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.entering.outcome import Outcome
from benchmarks.entering.trial import Ran
from benchmarks.printing import block
from workflows.store.states import State

Figures = dict[str, object]


def figures(runs: Mapping[str, Ran], overhead: Mapping[str, float]) -> Figures:
    """The summary file: sums over the systems, then each by itself."""
    whole = sum((ran.outcome for ran in runs.values()), Outcome())
    return {
        **_counts(whole),
        **{name: round(value, 3) for name, value in overhead.items()},
        "is_clean": whole.is_clean,
        "reasons": dict(whole.reasons),
        "systems": {name: _one(ran) for name, ran in runs.items()},
    }


def lines(runs: Mapping[str, Ran]) -> Iterator[str]:
    """For people."""
    for name, ran in runs.items():
        found = ran.outcome
        yield from block(f"{name}: entered in {ran.seconds / 60:.1f} min", _rows(_counts(found)))
        yield from block("papers", _rows(found.kinds))
        yield from block("why not verified", _rows(found.reasons))
        yield from block("attempts", _rows(found.attempts))
        yield from block("faults of the target system", _rows(ran.struck))
        yield from block("deaths of workers", _rows(ran.deaths))
        if found.odd:
            yield from block("to be looked into", found.odd)


def _counts(found: Outcome) -> dict[str, int]:
    return {
        "entries": found.entries,
        "verified": found.states[State.VERIFIED],
        "rejected": found.states[State.REJECTED],
        "unconfirmed": found.states[State.UNCONFIRMED],
        "doubled": found.doubled,
        "lost": found.lost,
        "half": found.half,
        "rows": found.rows,
        "unsettled": found.unsettled,
        "stray": found.stray,
        "unconfirmed_there": found.unconfirmed_there,
    }


def _one(ran: Ran) -> Figures:
    found = ran.outcome
    return {
        **_counts(found),
        "seconds": round(ran.seconds, 1),
        "per_minute": round(60 * found.entries / max(ran.seconds, 1e-9), 1),
        "papers": dict(found.kinds),
        "reasons": dict(found.reasons),
        "attempts": dict(found.attempts),
        "faults": dict(ran.struck),
        "deaths": dict(ran.deaths),
        "odd": found.odd,
    }


def _rows(counts: Mapping[str, int]) -> Iterable[str]:
    return [f"{name:<44}{count:>9}" for name, count in sorted(counts.items(), key=lambda e: -e[1])]
