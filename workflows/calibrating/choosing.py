"""The lowest threshold that keeps the error an office can bear, with a guarantee.

Thresholds are tried from the strictest to the most generous, and the first that fails ends it: so
the certainty holds for the chosen one although several were tried (fixed-sequence testing; A. N.
Angelopoulos et al., Learn then Test, 2021). Those with too few readings above them to be tested, or
hardly any that the last one did not have, are passed over, which depends on no answer: nothing is
opened where nobody looked.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms.form import FieldType
from ocr.calibration.bounds import CERTAINTY, needed, upper_bound
from ocr.calibration.figures import GROUPS
from ocr.calibration.trust import OWN, Learnt
from workflows.calibrating.checked import Checked, Seen

CANDIDATES = (
    0.9998, 0.9995, 0.999, 0.9985, 0.998, 0.997, 0.996, 0.995, 0.993, 0.99, 0.985, 0.98, 0.97,
    0.95, 0.93, 0.9,
)  # fmt: skip
LEAST_NEW = 30  # checked readings that a lower threshold must bring in before it is considered
ALL = "all"


class Verdict(StrEnum):
    LEARNT = "learnt"
    BORROWED = "borrowed"  # from the group or from all types: may only be stricter
    TOO_FEW = "too_few"
    TOO_WRONG = "too_wrong"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found for one type. `needed`: how many checked readings it takes with as many
    errors as were seen; shares are of all readings of the type, before and after."""

    type: FieldType
    verdict: Verdict
    learnt: Learnt | None
    checked: int
    wrong: int
    needed: int
    unseen: int
    before: float
    after: float


def choose(
    seen: Mapping[FieldType, Seen], error: float, certainty: float = CERTAINTY
) -> tuple[Choice, ...]:
    """One choice for each type of which anything was read, in the order of FieldType."""
    everything: Counter[Checked] = Counter()
    groups: dict[str, Counter[Checked]] = defaultdict(Counter)
    for kind, own in seen.items():
        everything.update(own.checked)
        groups[GROUPS[kind]].update(own.checked)
    choices = []
    for kind in FieldType:
        if kind in seen:
            pools = ((OWN, seen[kind].checked), (GROUPS[kind], groups[GROUPS[kind]]),
                     (ALL, everything))  # fmt: skip
            choices.append(_choice(kind, seen[kind], pools, error, certainty))
    return tuple(choices)


def threshold(
    checked: Counter[Checked], error: float, certainty: float, source: str
) -> Learnt | None:
    """The lowest candidate that keeps `error`; None where none does, or too few were checked."""
    least, tested, found = needed(error, 0, certainty), 0, None
    for confidence in CANDIDATES:
        count, wrong = _counts(checked, confidence)
        if count < max(least, tested + LEAST_NEW):
            continue
        tested, bound = count, upper_bound(wrong, count, certainty)
        if bound > error:
            break
        found = Learnt(confidence, count, wrong, bound, certainty, source)
    return found


def _counts(checked: Counter[Checked], confidence: float = 0.0) -> tuple[int, int]:
    """How many were checked at or above `confidence`, and how many of them were wrong."""
    above = [(each.right, n) for each, n in checked.items() if each.confidence >= confidence]
    return sum(n for _, n in above), sum(n for right, n in above if not right)


def _choice(
    kind: FieldType,
    seen: Seen,
    pools: Sequence[tuple[str, Counter[Checked]]],
    error: float,
    certainty: float,
) -> Choice:
    checked, wrong = _counts(seen.checked)
    least = needed(error, 0, certainty)
    has_enough = checked >= least
    usable = pools[:1] if has_enough else pools[1:]
    learnt = next(
        (found for name, pool in usable if (found := threshold(pool, error, certainty, name))), None
    )
    if learnt is not None:
        verdict = Verdict.LEARNT if learnt.is_own else Verdict.BORROWED
    else:
        verdict = Verdict.TOO_WRONG if has_enough else Verdict.TOO_FEW
    whole = max(1, seen.readings)
    after = _accepted(seen, learnt) if learnt else seen.accepted
    return Choice(
        kind, verdict, learnt, checked, wrong, least, seen.unseen, seen.accepted / whole,
        after / whole,
    )  # fmt: skip


def _accepted(seen: Seen, learnt: Learnt) -> int:
    """How many of the type would be accepted: by its own threshold alone, or by a borrowed one
    on top of what was asked before."""
    return seen.fixed + sum(
        count
        for (confidence, was_accepted), count in seen.open.items()
        if confidence >= learnt.confidence and (learnt.is_own or was_accepted)
    )
