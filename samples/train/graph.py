"""An ONNX model as a function on torch tensors, whole or between two of its tensors.

PP-OCR's graphs use some thirty operators. Weights stay under their names of the file, so that what
was trained can be put back into it.
"""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Tensor = Any
Tensors = dict[str, Tensor]


def torch() -> Any:
    """PyTorch. Raises ImportError where the training set-up (requirements-train) is not there."""
    return importlib.import_module("torch")


class Graph:
    """`weights`: float tensors by name; those to train have `requires_grad` set by the caller."""

    def __init__(self, file: Path) -> None:
        onnx = importlib.import_module("onnx")
        self._numpy = importlib.import_module("onnx.numpy_helper").to_array
        model = onnx.load(str(file))
        values = {each.name: self._tensor(each) for each in model.graph.initializer}
        self.weights: Tensors = {k: v for k, v in values.items() if v.is_floating_point()}
        self._constants = {k: v for k, v in values.items() if not v.is_floating_point()}
        self._steps = _with_gelu([_Step(node, onnx) for node in model.graph.node])

    def _tensor(self, value: Any) -> Tensor:
        return torch().from_numpy(self._numpy(value).copy())

    def to(self, device: str) -> None:
        self.weights = {k: v.to(device) for k, v in self.weights.items()}

    def run(self, given: Mapping[str, Tensor], *wanted: str) -> list[Tensor]:
        """The `wanted` tensors from the `given` ones; only what leads from these to those runs."""
        values: Tensors = {**self.weights, **self._constants, **given}
        for step in self._between(set(given), set(wanted)):
            made = _OPERATORS[step.kind](step, *[values[each] for each in step.inputs])
            values[step.output] = made
        return [values[each] for each in wanted]

    def between(self, begin: str, end: str) -> set[str]:
        """Names of the weights with more than one number on the way from `begin` to `end`."""
        used = {name for step in self._between({begin}, {end}) for name in step.inputs}
        return {name for name in used if name in self.weights and self.weights[name].numel() > 1}

    def _between(self, begin: set[str], end: set[str]) -> list["_Step"]:
        needed, kept = set(end), []
        for step in reversed(self._steps):
            if step.output in needed and step.output not in begin:
                kept.append(step)
                needed |= set(step.inputs)
        return kept[::-1]


class _Step:
    """One node. `has(name, default)` gives an attribute."""

    def __init__(self, node: Any, onnx: Any) -> None:
        self.kind: str = node.op_type
        self.inputs: list[str] = [each for each in node.input if each]
        self.output: str = node.output[0]
        read = onnx.helper.get_attribute_value
        self._attributes: dict[str, Any] = {each.name: read(each) for each in node.attribute}

    def has(self, name: str, default: Any = None) -> Any:
        value = self._attributes.get(name, default)
        return value.decode() if isinstance(value, bytes) else value


def _with_gelu(steps: list[_Step]) -> list[_Step]:
    """x · (1 + erf(x / √2)) / 2, spelled out in five nodes, as the one operator that it is."""
    out: list[_Step] = []
    for step in steps:
        out.append(step)
        last = out[-5:]
        if [each.kind for each in last] == ["Div", "Erf", "Add", "Mul", "Mul"]:
            start, end = last[0], last[-1]
            end.kind, end.inputs = "Gelu", [start.inputs[0]]
            out[-5:] = [end]
    return out


def _conv(step: _Step, x: Tensor, weight: Tensor) -> Tensor:
    functional = torch().nn.functional
    pads = list(step.has("pads", [0, 0, 0, 0]))
    size = list(step.has("kernel_shape"))
    strides = list(step.has("strides", [1, 1]))
    if step.has("auto_pad") == "SAME_UPPER":
        pads = _same_upper(list(x.shape[2:]), size, strides)
    if any(pads):
        x = functional.pad(x, (pads[1], pads[3], pads[0], pads[2]))
    return functional.conv2d(x, weight, None, strides, 0, 1, step.has("group", 1))


def _same_upper(shape: list[int], size: list[int], strides: list[int]) -> list[int]:
    begin, end = [], []
    for length, kernel, stride in zip(shape, size, strides, strict=True):
        whole = max((-(-length // stride) - 1) * stride + kernel - length, 0)
        begin.append(whole // 2)
        end.append(whole - whole // 2)
    return [*begin, *end]


def _max_pool(step: _Step, x: Tensor) -> Tensor:
    functional, size = torch().nn.functional, list(step.has("kernel_shape"))
    strides, pads = list(step.has("strides")), list(step.has("pads", [0, 0, 0, 0]))
    if step.has("auto_pad") == "SAME_UPPER":
        pads = _same_upper(list(x.shape[2:]), size, strides)
    lowest = float("-inf")
    padded = functional.pad(x, (pads[1], pads[3], pads[0], pads[2]), value=lowest)
    return functional.max_pool2d(padded, size, strides)


def _average_pool(step: _Step, x: Tensor) -> Tensor:
    return torch().nn.functional.avg_pool2d(x, step.has("kernel_shape"), step.has("strides"))


def _batch_norm(
    step: _Step, x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, variance: Tensor
) -> Tensor:
    functional = torch().nn.functional
    return functional.batch_norm(
        x, mean.detach(), variance.detach(), scale, bias, False, 0, step.has("epsilon")
    )


def _slice(step: _Step, x: Tensor, *at: Tensor) -> Tensor:
    starts, ends, axes = (each.tolist() for each in at[:3])
    for start, end, axis in zip(starts, ends, axes, strict=True):
        x = x.narrow(axis, start, min(end, x.shape[axis]) - start)
    return x


def _squeeze(step: _Step, x: Tensor) -> Tensor:
    for axis in sorted(step.has("axes"), reverse=True):
        x = x.squeeze(axis)
    return x


def _unsqueeze(step: _Step, x: Tensor) -> Tensor:
    for axis in sorted(step.has("axes")):
        x = x.unsqueeze(axis)
    return x


def _reshape(step: _Step, x: Tensor, shape: Tensor) -> Tensor:
    wanted = [x.shape[i] if n == 0 else n for i, n in enumerate(shape.tolist())]
    return x.reshape(wanted)


_OPERATORS: dict[str, Callable[..., Tensor]] = {
    "Identity": lambda s, x: x,
    "Add": lambda s, a, b: a + b,
    "Sub": lambda s, a, b: a - b,
    "Mul": lambda s, a, b: a * b,
    "Div": lambda s, a, b: a / b,
    "Pow": lambda s, a, b: a**b,
    "Sqrt": lambda s, x: x.sqrt(),
    "Erf": lambda s, x: x.erf(),
    "Gelu": lambda s, x: torch().nn.functional.gelu(x),
    "Relu": lambda s, x: x.relu(),
    "Sigmoid": lambda s, x: x.sigmoid(),
    "HardSigmoid": lambda s, x: (x * s.has("alpha", 0.2) + s.has("beta", 0.5)).clamp(0, 1),
    "Softmax": lambda s, x: x.softmax(s.has("axis", -1)),
    "ReduceMean": lambda s, x: x.mean(list(s.has("axes")), bool(s.has("keepdims", 1))),
    "MatMul": lambda s, a, b: a @ b,
    "Transpose": lambda s, x: x.permute(list(s.has("perm"))),
    "Concat": lambda s, *x: torch().cat(x, s.has("axis")),
    "Shape": lambda s, x: torch().tensor(x.shape),
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Reshape": _reshape,
    "Conv": _conv,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "BatchNormalization": _batch_norm,
}
