"""Examples as the frozen part of the recogniser sees them, computed once and kept in files.

On a CPU only the last layers are trained. What comes before them never changes, so each line goes
through it once.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines.batches import same_width
from ocr.engines.engine import Vocabulary
from ocr.engines.preparing import HEIGHT, fit_line, line_tensor
from ocr.engines.runtime import openvino
from samples.train.lines import Example, Examples

PICTURE = "x"
BLOCK = "p2o.pd_op.add.60.0"  # 384 × 3 × width / 4: where the last block begins
HIDDEN = "p2o.pd_op.transpose.8.0"  # frames × 120: what the head makes characters of
WIDEST = 640  # px; longer lines are left out: they cost much and teach little more
_AT_ONCE = 256  # examples made before they are sorted by width
_STEP = 32  # px; lines of about one width share a batch, padded with 0 as in PP-OCR's training
_BATCH = 16 * 256  # px of all lines of a batch together


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one width. `inputs`: what the trained part begins with; `hidden`: what the base
    model made of them (frames × 120); `labels`: columns of the vocabulary; `kinds` of the lines."""

    inputs: NDArray[Any]
    hidden: NDArray[Any]
    labels: list[list[int]]
    kinds: list[str]


class Base:
    """The base model, cut open: pictures in, inner tensors out. On OpenVINO, for it is cheapest."""

    def __init__(self, file: Path, begin: str = BLOCK) -> None:
        library = openvino()
        core = library.Core()
        whole = core.read_model(str(file))
        added = whole.add_outputs([begin, HIDDEN])
        # Without the model's own output, which is the costly head.
        model = library.Model([each.get_node() for each in added], whole.get_parameters())
        options = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        self._compiled = core.compile_model(model, "CPU", options)
        self._begin = begin

    def run(self, tensor: NDArray[np.float32]) -> tuple[NDArray[Any], NDArray[Any]]:
        out = self._compiled(tensor)
        inner, hidden = out[self._begin], out[HIDDEN]
        return inner.astype(np.float16), hidden.astype(np.float16)


def usable(example: Example, vocabulary: Vocabulary) -> list[int] | None:
    """The columns of its text; None where the model cannot write it or it is too long."""
    columns = [vocabulary.columns.get(ch) for ch in example.text]
    labels = [each for each in columns if each is not None]
    width = fit_line(example.picture).shape[1]
    # A repeated character needs a blank between; a frame is 8 px.
    doubles = sum(a == b for a, b in pairwise(labels))
    is_long = width > WIDEST or len(labels) + doubles > width // 8
    return None if len(labels) < len(columns) or not labels or is_long else labels


def batches(
    examples: Examples, start: int, count: int, vocabulary: Vocabulary
) -> Iterator[tuple[NDArray[np.float32], list[list[int]], list[str]]]:
    """(pictures n × 3 × 48 × width, labels, kinds) of examples `start` and on, by width."""
    for first in range(start, start + count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, start + count))
        made = [examples.example(number) for number in numbers]
        kept = [(e, labels) for e in made if (labels := usable(e, vocabulary))]
        lines = [fit_line(e.picture) for e, _ in kept]
        widths = [math.ceil(line.shape[1] / _STEP) * _STEP for line in lines]
        for group in same_width(widths, _BATCH):
            tensor = np.zeros((len(group), 3, HEIGHT, widths[group[0]]), np.float32)
            for row, i in zip(tensor, group, strict=True):
                line = line_tensor(lines[i])
                row[:, :, : line.shape[2]] = line
            yield tensor, [kept[i][1] for i in group], [kept[i][0].kind for i in group]


def prepare(
    examples: Examples,
    count: int,
    base: Base,
    vocabulary: Vocabulary,
    folder: Path,
    start: int = 0,
) -> Iterator[int]:
    """Write batches as numbered files; what is there already stays. Yields how many are done."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(start, count, _AT_ONCE):
        done = folder / f"{first:07d}.done"
        if not done.exists():
            made = batches(examples, first, min(_AT_ONCE, count - first), vocabulary)
            for number, (tensor, labels, kinds) in enumerate(made):
                stage, hidden = base.run(tensor)
                told = json.dumps({"labels": labels, "kinds": kinds})
                file = folder / f"{first:07d}-{number:02d}.npz"
                np.savez(file, inputs=stage, hidden=hidden, told=np.array(told))
            done.touch()
        yield min(first + _AT_ONCE, count)


def stored(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.npz"))


def load(file: Path) -> Batch:
    with np.load(file) as opened:
        told = json.loads(str(opened["told"]))
        return Batch(opened["inputs"], opened["hidden"], told["labels"], told["kinds"])
