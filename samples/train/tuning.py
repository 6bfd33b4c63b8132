"""Fine-tuning of the recogniser: CTC on lines of handwriting, held to the base model on print."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from samples.train.features import BLOCK, HIDDEN, PICTURE, Batch, load, stored
from samples.train.graph import Graph, Tensor, Tensors, torch

HEAD = ("linear_8.w_0", "linear_8.b_0")
BEGINS = {"block": BLOCK, "body": PICTURE}
"""What is trained: the last block and the neck, or everything but the head. The
head stays: it holds 18,710 characters, and those that no line shows must not be forgotten."""
HELD = {"print": 1.0, "font": 0.15}  # weight of staying like the base model, by kind of line
LEARNT = {"print": 0.3}  # weight of the line's own text; 1 for other kinds


@dataclass(frozen=True, slots=True)
class Plan:
    """`lines` of a step; `rate` at its highest; `warm` part of all steps until it is reached;
    `keep` of the running mean of weights, which is the result; `columns` of the head among which
    the text is told apart (None: all; fewer cost less, and print is still held in all)."""

    part: str = "block"
    steps: int = 470
    lines: int = 24
    rate: float = 2e-4
    warm: float = 0.08
    keep: float = 0.985
    device: str = "cpu"
    columns: tuple[int, ...] | None = None
    seed: int = 3


class Tuning:
    """The model in training. `weights` that may change, by name; `mean` of them over time."""

    def __init__(self, file: Path, plan: Plan) -> None:
        self.plan, self.graph = plan, Graph(file)
        self.graph.to(plan.device)
        self.begin = BEGINS[plan.part]
        names = sorted(self.graph.between(self.begin, HIDDEN))
        # Running statistics of a batch normalisation are not weights.
        self.names = [n for n in names if not n.endswith((".w_1", ".w_2"))]
        self.base: Tensors = dict(self.graph.weights)
        for name in self.names:
            self.graph.weights[name] = self.base[name].clone().requires_grad_(True)
        self.mean: Tensors = {n: self.base[n].clone() for n in self.names}
        trained = [self.graph.weights[n] for n in self.names]
        self._optimiser = torch().optim.AdamW(trained, plan.rate, weight_decay=0.0)
        self._done = 0
        chosen = plan.columns or range(len(self.base[HEAD[1]]))
        self._columns = torch().tensor(list(chosen), device=plan.device)
        self._place = {column: at for at, column in enumerate(chosen)}
        self._head = tuple(self.base[name][..., self._columns] for name in HEAD)

    def step(self, batches: list[Batch], share: float) -> dict[str, float]:
        """One step over some batches, `share` of the training being over; the mean loss of a line,
        by kind."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate(share)
        told: dict[str, list[float]] = {}
        whole = sum(len(batch.kinds) for batch in batches)
        for batch in batches:
            loss = self._loss(batch, told).sum() / whole
            loss.backward()
        torch().nn.utils.clip_grad_norm_([self.graph.weights[n] for n in self.names], 5.0)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self._done += 1
        self._average()
        return {kind: float(np.mean(losses)) for kind, losses in told.items()}

    def _rate(self, share: float) -> float:
        if share < self.plan.warm:
            return self.plan.rate * (share / self.plan.warm + 0.02)
        fall = (share - self.plan.warm) / (1 - self.plan.warm)
        return self.plan.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(fall, 1.0))))

    def _average(self) -> None:
        keep = min(self.plan.keep, self._done / (self._done + 10))
        with torch().no_grad():
            for name in self.names:
                self.mean[name].lerp_(self.graph.weights[name], 1 - keep)

    def _loss(self, batch: Batch, told: dict[str, list[float]]) -> Tensor:
        """Of each line: CTC over its length, and distance from the base model where it is held."""
        device, functional = self.plan.device, torch().nn.functional
        inputs = torch().from_numpy(batch.inputs).float().to(device)
        (hidden,) = self.graph.run({self.begin: inputs}, HIDDEN)
        logs = (hidden @ self._head[0] + self._head[1]).log_softmax(-1)
        sizes = torch().tensor([len(each) for each in batch.labels])
        flat = torch().tensor([self._place[column] for each in batch.labels for column in each])
        frames = torch().full((len(sizes),), logs.shape[1])
        ctc = functional.ctc_loss(
            logs.transpose(0, 1), flat, frames, sizes, reduction="none", zero_infinity=True
        )
        own = torch().tensor([LEARNT.get(kind, 1.0) for kind in batch.kinds], device=device)
        loss = ctc / sizes.to(device) * own
        for kind, value in zip(batch.kinds, loss.detach().tolist(), strict=True):
            told.setdefault(kind, []).append(value)
        held = [i for i, kind in enumerate(batch.kinds) if kind in HELD]
        if held:
            weight = torch().tensor([HELD[batch.kinds[i]] for i in held], device=device)
            far = self._far(hidden[held], torch().from_numpy(batch.hidden[held]).float().to(device))
            loss = loss.index_add(0, torch().tensor(held, device=device), weight * far)
        return loss

    def _spoken(self, hidden: Tensor) -> Tensor:
        weight, bias = (self.base[name] for name in HEAD)
        return (hidden @ weight + bias).log_softmax(-1)

    def _far(self, hidden: Tensor, before: Tensor) -> Tensor:
        """Kullback-Leibler divergence from the base model, mean over the frames of each line."""
        with torch().no_grad():
            base = self._spoken(before)
        return (base.exp() * (base - self._spoken(hidden))).sum(-1).mean(-1)

    def tuned(self) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
        return {name: value.cpu().numpy().astype(np.float32) for name, value in self.mean.items()}


def from_files(folder: Path, plan: Plan) -> Iterator[list[Batch]]:
    """Steps' worth of stored batches, in a new order each time round."""
    chance, taken, lines = Random(plan.seed), list[Batch](), 0
    while True:
        files = stored(folder)
        for file in chance.sample(files, len(files)):
            batch = load(file)
            taken.append(batch)
            lines += len(batch.kinds)
            if lines >= plan.lines:
                yield taken
                taken, lines = [], 0


def fit(tuning: Tuning, source: Iterator[list[Batch]], minutes: float) -> Iterator[str]:
    """Train until the plan's steps are done or the time is over, whichever comes first; yields
    lines of a log."""
    start, recent = time.monotonic(), list[dict[str, float]]()
    for number in range(1, tuning.plan.steps + 1):
        spent = (time.monotonic() - start) / 60 / minutes
        if spent >= 1:
            return
        recent.append(tuning.step(next(source), max(spent, number / tuning.plan.steps)))
        if number % 10 == 0:
            kinds = sorted({kind for each in recent for kind in each})
            means = {k: float(np.mean([r[k] for r in recent if k in r])) for k in kinds}
            told = " ".join(f"{kind} {mean:.4f}" for kind, mean in means.items())
            yield f"step {number} ({spent:.0%} of the time) {told}"
            recent = []
