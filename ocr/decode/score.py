"""What given texts are worth on frames: their exact CTC probability (Graves 2006, forward pass)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.decode.alphabet import Frames
from ocr.decode.beam import Text

NEVER = -1e9


def scored(frames: Frames, texts: Sequence[Sequence[str]]) -> list[Text]:
    """Each text with the natural log of its probability over all alignments, in the order given.
    Texts with a symbol that the frames do not have, or too long for them, are left out."""
    columns = {name: place + 1 for place, name in enumerate(frames.names)}
    sayable = [tuple(text) for text in texts if text and all(symbol in columns for symbol in text)]
    if not sayable:
        return []
    short = frames.condensed()
    rows = np.concatenate([short.blank[:, None], short.symbols], axis=1)
    logs = _forward(rows, [[columns[symbol] for symbol in text] for text in sayable])
    return [Text(text, float(log)) for text, log in zip(sayable, logs, strict=True) if log > NEVER]


def _forward(rows: NDArray[Any], texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """All texts at once. `rows`: frames × (blank, symbols); texts as columns of it."""
    longest = 2 * max(map(len, texts)) + 1
    states = np.zeros((len(texts), longest), np.int64)
    may_skip = np.zeros((len(texts), longest))
    for n, text in enumerate(texts):
        states[n, 1 : 2 * len(text) : 2] = text
        may_skip[n, 3 : 2 * len(text) : 2] = np.diff(text) != 0
    alpha = np.zeros((len(texts), longest))
    alpha[:, :2] = rows[0][states[:, :2]]
    shift = np.zeros(len(texts))
    for row in rows[1:]:
        grown = alpha.copy()
        grown[:, 1:] += alpha[:, :-1]
        grown[:, 2:] += alpha[:, :-2] * may_skip[:, 2:]
        alpha = grown * row[states]
        top = np.maximum(alpha.max(axis=1), 1e-300)
        alpha /= top[:, None]
        shift += np.log(top)
    ends = np.array([2 * len(text) for text in texts])
    both = alpha[np.arange(len(texts)), ends] + alpha[np.arange(len(texts)), ends - 1]
    with np.errstate(divide="ignore"):
        return np.where(both > 0, np.log(both) + shift, NEVER)
