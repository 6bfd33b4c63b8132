"""Fresh lines for every step, made by several processes: the way for a GPU, which never waits long
enough to see a line twice."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines.folders import vocabulary_of
from samples.train import mnist
from samples.train.features import HIDDEN, PICTURE, Batch, batches
from samples.train.graph import torch
from samples.train.lines import Examples
from samples.train.tuning import Tuning

_POOL = 256  # lines made at a time by one process
_AHEAD = 3  # pools made in advance for each process

Made = list[tuple[NDArray[np.float32], list[list[int]], list[str]]]


def live(
    tuning: Tuning, model: Path, seed: int, archive: Path | None, workers: int
) -> Iterator[list[Batch]]:
    """Steps' worth of new lines, with what the base model makes of them."""
    with ProcessPoolExecutor(workers) as pool:
        waiting: list[Future[Made]] = []
        number = 0
        while True:
            while len(waiting) < workers * _AHEAD:
                waiting.append(pool.submit(_made, model, seed, archive, number * _POOL))
                number += 1
            yield from _steps(tuning, waiting.pop(0).result())


def _made(model: Path, seed: int, archive: Path | None, start: int) -> Made:
    digits: Any = mnist.load(archive, "train") if archive else None
    return list(batches(Examples(seed, digits), start, _POOL, vocabulary_of(model)))


def _steps(tuning: Tuning, made: Made) -> Iterator[list[Batch]]:
    taken: list[Batch] = []
    for pictures, labels, kinds in made:
        taken.append(Batch(pictures, _hidden(tuning, pictures), labels, kinds))
        if sum(len(batch.kinds) for batch in taken) >= tuning.plan.lines:
            yield taken
            taken = []


def _hidden(tuning: Tuning, pictures: NDArray[np.float32]) -> NDArray[Any]:
    """What the model made of the pictures before it was trained."""
    trained = tuning.graph.weights
    tuning.graph.weights = tuning.base
    try:
        with torch().no_grad():
            given = torch().from_numpy(pictures).to(tuning.plan.device)
            (hidden,) = tuning.graph.run({PICTURE: given}, HIDDEN)
    finally:
        tuning.graph.weights = trained
    return np.asarray(hidden.cpu().numpy())
