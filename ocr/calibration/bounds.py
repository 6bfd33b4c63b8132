"""How wrong it may be at most, from how often it was wrong: exact binomial bounds.

One-sided Clopper–Pearson: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413. With no
error among n the bound is 1 − (1 − certainty)^(1/n), about 3 / n at 95 %.
"""

import math

CERTAINTY = 0.95
_STEPS = 40


def upper_bound(wrong: int, checked: int, certainty: float = CERTAINTY) -> float:
    """The share of wrong ones that the truth exceeds in at most 1 − `certainty` of all cases."""
    if wrong >= checked:
        return 1.0
    low, high = wrong / checked, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(wrong, checked, middle) > 1 - certainty:
            low = middle
        else:
            high = middle
    return high


def lower_bound(wrong: int, checked: int, certainty: float = CERTAINTY) -> float:
    """The share of wrong ones that the truth falls short of in at most 1 − `certainty` of all."""
    return 1.0 - upper_bound(checked - wrong, checked, certainty)


def needed(error: float, wrong: int = 0, certainty: float = CERTAINTY) -> int:
    """How many must be checked, `wrong` of them wrong, until the bound is no more than `error`."""
    low, high = wrong, max(1, wrong)
    while upper_bound(wrong, high, certainty) > error:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if upper_bound(wrong, middle, certainty) > error:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, checked: int, share: float) -> float:
    """Probability of `wrong` or fewer among `checked`, each wrong with probability `share`."""
    yes, no = math.log(share), math.log1p(-share)
    whole = math.lgamma(checked + 1)
    logs = [
        whole - math.lgamma(k + 1) - math.lgamma(checked - k + 1) + k * yes + (checked - k) * no
        for k in range(wrong + 1)
    ]
    top = max(logs)
    return math.exp(top) * sum(math.exp(each - top) for each in logs)
