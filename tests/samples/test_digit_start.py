"""A wider net begins by answering as the narrow one. Nothing here needs PyTorch."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samples.train import digit_start
from samples.train.digit_start import Layer, widened


def _layer(rng: np.random.Generator, *shape: int) -> Layer:
    weight = rng.standard_normal(shape).astype(np.float32)
    return Layer(weight, rng.standard_normal(shape[0]).astype(np.float32))


def _answer(layers: list[Layer], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of layers that look at one place only: weights outputs × inputs × 1 × 1."""
    for layer in layers[:-1]:
        weight = layer.weight[..., 0, 0]
        each_alone = weight.shape[1] == 1 and len(x) > 1
        x = np.maximum((weight[:, 0] * x if each_alone else weight @ x) + layer.bias, 0)
    return np.asarray(layers[-1].weight @ x + layers[-1].bias)


@pytest.mark.parametrize("widths", [(3, 4, 4, 2), (5, 6, 6, 2), (3, 9, 9, 2)])
def test_a_wider_net_answers_as_the_narrow_one(
    widths: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digit_start, "APART", 0.0)
    rng = np.random.default_rng(3)
    narrow = [_layer(rng, 3, 1, 1, 1), _layer(rng, 4, 3, 1, 1), _layer(rng, 4, 1, 1, 1)]
    narrow.append(_layer(rng, 2, 4))
    wide = widened(narrow, widths, rng)
    assert tuple(len(layer.bias) for layer in wide) == widths
    for value in (-1.0, 0.2, 2.5):
        x = np.array([value])
        assert _answer(wide, x) == pytest.approx(_answer(narrow, x), abs=1e-4)


def test_copies_of_a_channel_differ_so_that_they_can_learn_apart() -> None:
    rng = np.random.default_rng(3)
    wide = widened([_layer(rng, 2, 1, 3, 3), _layer(rng, 2, 2)], (4, 2), rng)
    assert len(np.unique(wide[0].weight.reshape(4, -1), axis=0)) == 4
