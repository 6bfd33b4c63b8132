"""How good the small net is: shares right by digit, confusion, and whether its figures hold."""

import numpy as np
from numpy.typing import NDArray

from samples.train.digit_glyphs import NONE

BINS = 15  # of the calibration error


def log_softmax(logits: NDArray[np.float64], temperature: float = 1.0) -> NDArray[np.float64]:
    scaled = logits / temperature
    return np.asarray(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))


def temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The one under which the labels are likeliest, to a hundredth."""
    tried = np.arange(0.5, 3.0, 0.01)
    return float(round(tried[int(np.argmin([_loss(logits, labels, float(t)) for t in tried]))], 2))


def card(logits: NDArray[np.float64], labels: NDArray[np.int64], heat: float) -> dict[str, object]:
    """Figures of one set of examples, each share to five places."""
    logs = log_softmax(logits, heat)
    is_digit = labels < NONE
    read = logs[:, :NONE].argmax(axis=1)
    right = read[is_digit] == labels[is_digit]
    confusion = np.zeros((NONE, NONE), np.int64)
    np.add.at(confusion, (labels[is_digit], read[is_digit]), 1)
    support = 1 - np.exp(logs[:, NONE])
    figures: dict[str, object] = {
        "digits": int(is_digit.sum()),
        "right": _share(right),
        "right_by_digit": [_share(read[labels == d] == d) for d in range(NONE)],
        "confusion": confusion.tolist(),
        "loss": round(_loss(logits, labels, heat), 5),
        "calibration_error": round(_calibration(logs, labels), 5),
        "digits_taken_for_none": _share(support[is_digit] < 0.5),
    }
    if not is_digit.all():
        figures["none"] = int((~is_digit).sum())
        figures["none_seen"] = _share(support[~is_digit] < 0.5)
    return figures


def _share(hits: NDArray[np.bool_]) -> float:
    return round(float(hits.mean()), 5) if len(hits) else 0.0


def _loss(logits: NDArray[np.float64], labels: NDArray[np.int64], heat: float) -> float:
    return float(-log_softmax(logits, heat)[np.arange(len(labels)), labels].mean())


def _calibration(logs: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Expected calibration error: the mean gap between belief and truth over BINS bins."""
    belief, right = np.exp(logs.max(axis=1)), logs.argmax(axis=1) == labels
    bins = np.minimum((belief * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == b).mean() * abs(belief[bins == b].mean() - right[bins == b].mean())
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))
