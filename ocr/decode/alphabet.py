"""What may stand in a field, as columns of a model's vocabulary put together by symbol."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Emissions, Vocabulary

EMPTY = 1e-4  # of belief in all symbols together: nothing stands in the frame
LEAST = 2e-5  # a symbol that is nowhere more likely than this is left out of the search


@dataclass(frozen=True, slots=True)
class Frames:
    """Emissions in an alphabet. `blank`: T; `symbols`: T × K; `names`: K. `support`: natural log
    of how much of the model's belief the alphabet holds (0 all of it)."""

    blank: NDArray[np.float64]
    symbols: NDArray[np.float64]
    names: tuple[str, ...]
    support: float

    def starts(self) -> NDArray[np.int64]:
        """The frames that `condensed` begins its own with."""
        is_empty = self.symbols.sum(axis=1) < EMPTY
        return np.flatnonzero(~(is_empty & np.concatenate([[False], is_empty[:-1]])))

    def condensed(self) -> "Frames":
        """The same with each run of frames in which nothing is written made one frame: what every
        reading is worth stays the same but for what stood in those frames at less than `EMPTY`."""
        starts = self.starts()
        if len(starts) == len(self.blank):
            return self
        blank = np.multiply.reduceat(self.blank, starts)
        return Frames(blank, self.symbols[starts], self.names, self.support)


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
        is_likely = rows.max(axis=0) > LEAST if len(rows) else np.zeros(rows.shape[1], bool)
        likely = np.flatnonzero(is_likely[self.columns])
        part = rows[:, self.columns[likely]].astype(np.float64)
        owners, places = np.unique(self.owners[likely], return_inverse=True)
        symbols = np.zeros((len(rows), len(owners)))
        for n, place in enumerate(places):
            symbols[:, place] += part[:, n] * self.weights[likely[n]]
        _, first = np.unique(self.columns[likely], return_index=True)
        total = blank + part[:, first].sum(axis=1)
        support = float(np.log(np.clip(total, 1e-9, 1.0)).sum())
        return Frames(blank, symbols, tuple(self.names[o] for o in owners), support)
