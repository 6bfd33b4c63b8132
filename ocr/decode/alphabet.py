"""What may stand in a field, as columns of a model's vocabulary put together by symbol."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Emissions, Vocabulary

LEAST = 2e-5  # a symbol that is nowhere more likely than this is left out of the search


@dataclass(frozen=True, slots=True)
class Frames:
    """Emissions in an alphabet. `blank`: T; `symbols`: T × K; `names`: K. `support`: natural log
    of how much of the model's belief the alphabet holds (0 all of it)."""

    blank: NDArray[np.float64]
    symbols: NDArray[np.float64]
    names: tuple[str, ...]
    support: float


@dataclass(frozen=True)
class Alphabet:
    """Columns, the symbol that each stands for, and a weight. A column may stand for several."""

    columns: NDArray[np.int64]
    owners: NDArray[np.int64]
    weights: NDArray[np.float64]
    names: tuple[str, ...]
    ignored: NDArray[np.int64]

    @classmethod
    def make(
        cls,
        vocabulary: Vocabulary,
        symbols: Mapping[str, Mapping[str, float]],
        ignored: Iterable[str] = (" ", "\u3000"),
    ) -> "Alphabet":
        """`symbols`: symbol → {character of the model: weight}; characters that the model does
        not know are passed over. `ignored` characters count as nothing written."""
        names = tuple(symbols)
        known = vocabulary.columns
        rows = [
            (known[character], owner, weight)
            for owner, name in enumerate(names)
            for character, weight in symbols[name].items()
            if character in known
        ]
        columns, owners, weights = zip(*rows, strict=True)
        return cls(
            np.array(columns, np.int64),
            np.array(owners, np.int64),
            np.array(weights, np.float64),
            names,
            np.array([known[c] for c in ignored if c in known], np.int64),
        )

    def project(self, emissions: Emissions) -> Frames:
        """Emissions with everything else taken away."""
        rows = emissions.probabilities
        blank = rows[:, 0].astype(np.float64) + rows[:, self.ignored].sum(axis=1)
        part = rows[:, self.columns]
        total = blank + part.sum(axis=1)
        likely = np.flatnonzero(part.max(axis=0) > LEAST) if len(part) else np.array([], np.int64)
        owners, places = np.unique(self.owners[likely], return_inverse=True)
        symbols = np.zeros((len(rows), len(owners)))
        for column, place in zip(likely, places, strict=True):
            symbols[:, place] += part[:, column] * self.weights[column]
        support = float(np.log(np.clip(total, 1e-9, 1.0)).sum())
        return Frames(blank, symbols, tuple(self.names[o] for o in owners), support)
