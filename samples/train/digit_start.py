"""The weights that the product ships, as the start of more training, in a net that may be wider.

The wider net answers as the narrow one does until it learns more: a new channel is a copy of an
old one, nearly, and what both are worth further on is shared out between them.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

APART = 0.03  # copies differ by this share of each weight, so that they can learn apart

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution or the last, full layer: outputs first."""

    weight: Weights
    bias: Weights


def shipped(path: Path) -> list[Layer]:
    """The layers of `digits.onnx`, in their order."""
    onnx = importlib.import_module("onnx")
    numpy_of = importlib.import_module("onnx.numpy_helper").to_array
    graph = onnx.load(str(path)).graph
    values = {each.name: np.array(numpy_of(each), np.float32) for each in graph.initializer}
    return [
        Layer(values[node.input[1]], values[node.input[2]])
        for node in graph.node
        if node.op_type in ("Conv", "Gemm")
    ]


def blend(path: Path, other: Sequence[Layer], share: float) -> None:
    """Make a written file the mean of itself and of other weights of the same shapes, `share` of
    them. Weights that were trained on from those lie so near them that the mean of both is a net
    too, and errs less than either."""
    onnx, helper = (importlib.import_module(name) for name in ("onnx", "onnx.numpy_helper"))
    model = onnx.load(str(path))
    values = {each.name: each for each in model.graph.initializer}
    nodes = [node for node in model.graph.node if node.op_type in ("Conv", "Gemm")]
    for node, layer in zip(nodes, other, strict=True):
        for name, old in ((node.input[1], layer.weight), (node.input[2], layer.bias)):
            new = np.array(helper.to_array(values[name]), np.float32)
            mean = np.asarray((1 - share) * new + share * old, np.float32)
            values[name].CopyFrom(helper.from_array(mean, name))
    onnx.save(model, str(path))


def widened(
    layers: Sequence[Layer], widths: Sequence[int], rng: np.random.Generator
) -> list[Layer]:
    """The layers with `widths` outputs each. No layer may become narrower. A layer that looks at
    each of its inputs alone (as wide as the one before) keeps to that one's copies."""
    out: list[Layer] = []
    before = np.arange(layers[0].weight.shape[1])
    for layer, width in zip(layers, widths, strict=True):
        old = len(layer.bias)
        is_alone = len(out) > 0 and layer.weight.ndim == 4 and layer.weight.shape[1] == 1
        added = rng.integers(0, old, width - old)
        mine = before if is_alone else np.concatenate([np.arange(old), added])
        weight = layer.weight[mine]
        if not is_alone:
            share = 1 / np.bincount(before)[before]
            weight = weight[:, before] * share.reshape(1, -1, *[1] * (weight.ndim - 2))
        copies = weight[old:]
        weight[old:] = copies * (1 + APART * rng.standard_normal(copies.shape))
        out.append(Layer(weight.astype(np.float32), layer.bias[mine]))
        before = mine
    return out


def fill(net: Any, path: Path, pictures: Weights, rng: np.random.Generator) -> None:
    """Put what ships into a net of `digit_net`. `pictures` (count × 28 × 28) tell how its channels
    are spread, which the file does not hold."""
    torch = importlib.import_module("torch")
    parts = list(net)
    own = [part for part in parts if hasattr(part, "out_channels") or hasattr(part, "out_features")]
    widths = [part.weight.shape[0] for part in own]
    layers = dict(zip(own, widened(shipped(path), widths, rng), strict=True))
    with torch.no_grad():
        x, bias = torch.from_numpy(pictures[:, None]), None
        for part in parts:
            if part in layers:
                part.weight.copy_(torch.from_numpy(layers[part].weight))
                bias = torch.from_numpy(layers[part].bias)
                if part.bias is not None:
                    part.bias.copy_(bias)
            elif isinstance(part, torch.nn.BatchNorm2d):
                _pass_on(part, x, bias)
            x = part.eval()(x)


def _pass_on(norm: Any, x: Any, bias: Any) -> None:
    """A normalisation that only adds the bias, as long as the channels are spread as they are."""
    mean, variance = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), unbiased=False)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.copy_(mean + bias)
