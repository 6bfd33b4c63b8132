"""Learning the curves: logistic regression whose weights may not be negative.

Few samples must not teach much: a kind starts from its group's curve and a group from the plain
word of the decoder (weight 1 on its log odds), and leaves them only as far as its samples pull.
A group's ceiling is the rule of succession: after n readings, all right, the next may be wrong with
1 / (n + 2).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forms.record import Figures
from ocr.calibration.curve import Calibration, Curve
from ocr.calibration.figures import BLANKS, NAMES, Numbers, group_of, numbers

PULL_OF_GROUP = 4.0  # samples at even odds that a kind's prior weighs as much as
PULL_OF_DECODER = 1.0  # the same of a group's prior
SCALES = np.array([1.0, 5.0, 1.0, 5.0, 5.0, 1.0, 5.0, 1.0, 1.0])  # usual distance of NAMES from 0
CEILING_SAMPLES = 200  # samples of its own that halve what its group's ceiling leaves open
FOLDS = 5
LEASTS = (0.97, 0.975, 0.98, 0.985, 0.99)  # above, a few thousand samples tell nothing apart
_STEPS, _STILL = 100, 1e-7


@dataclass(frozen=True, slots=True)
class Sample:
    """A reading's figures, and whether its value was what stands on the paper."""

    figures: Figures
    right: bool


def learn(
    samples: Sequence[Sample],
    start: Mapping[str, Curve] | None = None,
    pull: float = PULL_OF_GROUP,
) -> dict[str, Curve]:
    """A curve for each kind that has samples. With `start`, a kind that has a curve there starts
    from it (an office's own papers bend what was shipped) with `pull` as the prior's strength."""
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    by_group: dict[str, list[Sample]] = defaultdict(list)
    for each in samples:
        by_kind[each.figures.kind].append(each)
        by_group[group_of(each.figures.kind)].append(each)
    groups = {name: _group(own) for name, own in by_group.items()}
    curves = {}
    for kind, own in sorted(by_kind.items()):
        known = (start or {}).get(kind)
        curves[kind] = _kind(own, known or groups[group_of(kind)], pull)
    return curves


def cross_validated(samples: Sequence[Sample]) -> list[float]:
    """The confidence of each sample by curves that were learnt without it."""
    said = [0.0] * len(samples)
    for fold in range(FOLDS):
        others = [each for n, each in enumerate(samples) if n % FOLDS != fold]
        calibration = Calibration("", "", "", learn(others))
        for n in range(fold, len(samples), FOLDS):
            said[n] = calibration.probability(samples[n].figures)
    return said


def least_for(samples: Sequence[Sample], error: float) -> float:
    """The lowest of LEASTS from which on no more than the share `error` of all samples is wrong
    and accepted. What even the highest lets pass no threshold can help, so as few are enough.
    Blanks and readings with a doubt of their own are none that a threshold decides."""
    wrong = [
        p
        for p, each in zip(cross_validated(samples), samples, strict=True)
        if not each.right and each.figures.clear and group_of(each.figures.kind) != BLANKS
    ]
    passing = {least: sum(p >= least for p in wrong) for least in LEASTS}
    bearable = max(error * len(samples), passing[max(LEASTS)])
    return min(least for least, count in passing.items() if count <= bearable)


def _group(samples: Sequence[Sample]) -> Curve:
    prior = np.array([1.0 if name == "probability" else 0.0 for name in NAMES])
    weights = _fit(*_split(samples), prior, PULL_OF_DECODER)
    return Curve(tuple(weights.tolist()), 1.0 - 1.0 / (len(samples) + 2.0), len(samples), 0)


def _kind(samples: Sequence[Sample], group: Curve, pull: float) -> Curve:
    weights = _fit(*_split(samples), np.array(group.weights), pull)
    rest = CEILING_SAMPLES * (1.0 - group.ceiling) / (len(samples) + CEILING_SAMPLES)
    wrong = sum(not each.right for each in samples)
    rounded = tuple(round(weight, 4) for weight in weights.tolist())  # as files have them
    return Curve(rounded, round(1.0 - rest, 6), len(samples), wrong)


def _split(samples: Sequence[Sample]) -> tuple[Numbers, Numbers]:
    return (
        numbers([each.figures for each in samples]),
        np.array([each.right for each in samples], np.float64),
    )


def _fit(rows: Numbers, right: Numbers, prior: Numbers, samples: float) -> Numbers:
    """Least −log likelihood + Σ pull / 2 × (weights − prior)², no weight but the first below 0.

    The pull on a weight is what `samples` samples at even odds know of it (their Fisher
    information). Projected Newton steps (D. P. Bertsekas, SIAM J. Control Optim. 20, 1982): weights
    that the constraint holds at 0 are left out of the step, which is shortened until it helps.
    """
    bounded = np.arange(len(prior)) > 0
    pull = samples * 0.25 * SCALES**2
    weights, loss = prior.copy(), _loss(rows, right, prior, pull, prior)
    for _ in range(_STEPS):
        shown = _shown(rows @ weights)
        slope = rows.T @ (shown - right) + pull * (weights - prior)
        bend = (rows * (shown * (1 - shown))[:, None]).T @ rows + np.diag(pull)
        free = ~(bounded & (weights <= 0.0) & (slope > 0.0))
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        length, moved, better = 1.0, weights, loss
        while length > _STILL:
            moved = weights - length * step
            moved = np.where(bounded, np.maximum(0.0, moved), moved)
            better = _loss(rows, right, prior, pull, moved)
            if better < loss:
                break
            length /= 2
        if loss - better < _STILL:
            break
        weights, loss = moved, better
    return weights


def _shown(score: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))), np.float64)


def _loss(rows: Numbers, right: Numbers, prior: Numbers, pull: Numbers, weights: Numbers) -> float:
    score = rows @ weights
    apart = pull @ (weights - prior) ** 2
    return float(np.logaddexp(0.0, score).sum() - right @ score + apart / 2)
