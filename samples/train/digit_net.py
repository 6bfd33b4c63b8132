"""The small net: its layers, how it is trained, how it becomes ONNX. The only file that needs
PyTorch, which neither the product nor its tests have."""

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.train import digit_start
from samples.train.digit_glyphs import NONE
from samples.train.digit_sheets import Examples

WIDTHS = (16, 28, 44, 48)
BATCH = 128
RATE = 4e-3  # AdamW's, at its highest
KEEP = 0.998  # of the running mean of the weights, a step
SPREAD = 2000  # examples that tell how channels are spread
TURN, STRETCH, SHIFT = 0.1, 0.1, 0.1  # radians and shares of the picture: small random moves


@dataclass(frozen=True, slots=True)
class Trained:
    net: Any
    steps: int
    cpu_seconds: float


def train(
    parts: Sequence[Callable[[], Examples]],
    size: int,
    passes: int,
    seed: int,
    folder: Path,
    start_from: Path | None = None,
    rate: float = RATE,
) -> Trained:
    """`passes` times over all parts (of `size` examples each), on one thread. What was reached so
    far is written to `folder` now and then (`net.pt`, from which a later run may go on)."""
    torch = _torch()
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net, start = _layers(), time.process_time()
    if start_from is not None:
        _begin(torch, net, start_from, parts[0], rng)
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=_drawn_near, use_buffers=True)
    steps = passes * len(parts) * (size // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), rate, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps, pct_start=0.2)
    for step, (pictures, labels) in enumerate(_batches(parts, passes, rng)):
        answer = net(_moved(torch, pictures, rng))
        loss = torch.nn.functional.cross_entropy(answer, torch.from_numpy(labels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
        mean.update_parameters(net)
        if step % 200 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.4f}", flush=True)
            torch.save(mean.module.state_dict(), folder / "net.pt")
    torch.save(mean.module.state_dict(), folder / "net.pt")
    return Trained(mean.module.eval(), steps, time.process_time() - start)


def logits(net: Any, pictures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Count × 11 before any temperature."""
    torch = _torch()
    out = []
    with torch.no_grad():
        for start in range(0, len(pictures), 500):
            part = torch.from_numpy(pictures[start : start + 500, None])
            out.append(net(part).numpy().astype(np.float64))
    return np.concatenate(out)


def export(net: Any, temperature: float, path: Path) -> None:
    """Write ONNX: `x` (n × 1 × 28 × 28) → `y` (n × 11) natural logs of probabilities."""
    torch = _torch()
    layers = torch.nn.utils.fusion
    folded: list[Any] = []
    for layer in net:
        if isinstance(layer, torch.nn.BatchNorm2d):
            folded[-1] = layers.fuse_conv_bn_eval(folded[-1], layer)
        else:
            folded.append(layer)
    last = folded[-1]
    with torch.no_grad():
        last.weight /= temperature
        last.bias /= temperature
    whole = torch.nn.Sequential(*folded, torch.nn.LogSoftmax(dim=1)).eval()
    example = torch.zeros(2, 1, 28, 28)
    torch.onnx.export(
        whole, (example,), str(path), input_names=["x"], output_names=["y"], dynamo=False,
        dynamic_axes={"x": {0: "n"}, "y": {0: "n"}}, opset_version=17,
    )  # fmt: skip


def _begin(
    torch: Any, net: Any, path: Path, part: Callable[[], Examples], rng: np.random.Generator
) -> None:
    """From an earlier run's `net.pt`, or from what ships, which may be narrower."""
    if path.suffix == ".onnx":
        digit_start.fill(net, path, part()[0][:SPREAD], rng)
        net.train()
    else:
        net.load_state_dict(torch.load(path, weights_only=True))


def _drawn_near(means: list[Any], now: list[Any], taken: Any) -> None:
    """The running mean of the weights, a short one at first, so that it forgets how they began."""
    count = int(taken)
    keep = min(KEEP, (1 + count) / (10 + count))
    for mean, value in zip(means, now, strict=True):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - keep)
        else:
            mean.copy_(value)


def load(path: Path) -> Any:
    """A net as `train` left it."""
    net = _layers()
    net.load_state_dict(_torch().load(path, weights_only=True))
    return net.eval()


def _layers() -> Any:
    nn = _torch().nn
    first, second, third, fourth = WIDTHS
    shapes = ((1, first, 5, 2), (first, second, 3, 1), (second, third, 3, 2),
              (third, fourth, 3, 1), (fourth, fourth, 3, 1))  # fmt: skip
    layers: list[Any] = []
    for before, after, size, step in shapes:
        layers += [nn.Conv2d(before, after, size, step, size // 2, bias=False),
                   nn.BatchNorm2d(after), nn.ReLU()]  # fmt: skip
    whole = nn.Conv2d(fourth, fourth, 7, groups=fourth)  # one weight a place instead of a mean
    net = nn.Sequential(*layers, whole, nn.Flatten(), nn.Linear(fourth, NONE + 1))
    return net.to(memory_format=_torch().channels_last)


def _batches(
    parts: Sequence[Callable[[], Examples]], passes: int, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    for _ in range(passes):
        for part in parts:
            pictures, labels = part()
            order = rng.permutation(len(labels))
            for start in range(0, len(order) - BATCH + 1, BATCH):
                chosen = order[start : start + BATCH]
                yield pictures[chosen], labels[chosen]


def _moved(torch: Any, pictures: NDArray[np.float32], rng: np.random.Generator) -> Any:
    """Turned, stretched and shifted a little, each on its own."""
    count = len(pictures)
    angle = rng.normal(0, TURN / 2, count)
    stretch = 1 + rng.uniform(-STRETCH, STRETCH, (2, count))
    shift = rng.uniform(-SHIFT, SHIFT, (2, count))
    cos, sin = np.cos(angle), np.sin(angle)
    moves = np.stack(
        [cos * stretch[0], -sin, shift[0], sin, cos * stretch[1], shift[1]], axis=1
    ).reshape(count, 2, 3)
    grid = torch.nn.functional.affine_grid(
        torch.from_numpy(moves.astype(np.float32)), (count, 1, *pictures.shape[1:]), False
    )
    source = torch.from_numpy(pictures[:, None])
    return torch.nn.functional.grid_sample(source, grid, align_corners=False)


def _torch() -> Any:
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    return torch
