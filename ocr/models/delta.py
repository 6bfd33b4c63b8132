"""A model file with some of its numbers replaced: how our tuning of others' weights travels.

A delta holds where in the base file the tuned numbers stand and what they become, in half
precision. It is applied to the very file it was made from, which the caller has checked.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


def apply(base: bytes, delta: Path) -> bytes:
    """The tuned file. The same bytes give the same bytes on every machine."""
    out = bytearray(base)
    with np.load(delta) as stored:
        ends = np.cumsum(stored["counts"])
        pieces = np.split(stored["values"].astype("<f4"), ends[:-1])
        for place, piece in zip(stored["places"].tolist(), pieces, strict=True):
            data = piece.tobytes()
            out[place : place + len(data)] = data
    return bytes(out)


def save(base: bytes, before: Mapping[str, Any], after: Mapping[str, Numbers], file: Path) -> None:
    """Write the delta that turns the numbers `before` into `after`, both by the name of a tensor.

    Raises ValueError where a tensor does not stand in `base` exactly once.
    """
    places, values = [], []
    for name in sorted(after):
        data = np.asarray(before[name], "<f4").tobytes()
        if base.count(data) != 1:
            raise ValueError(f"{name} stands {base.count(data)} times in the model")
        places.append(base.index(data))
        values.append(np.asarray(after[name], np.float16).ravel())
    np.savez_compressed(
        file,
        places=np.array(places, np.int64),
        counts=np.array([len(each) for each in values], np.int64),
        values=np.concatenate(values),
    )
