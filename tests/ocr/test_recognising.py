"""Crops handed over early come back as theirs, whichever thread recognises them."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from ocr.engines.engine import Emissions, Image, TextBox, Vocabulary
from ocr.recognising import Recognising

VOCABULARY = Vocabulary.of("ab")


class Widths:
    """An engine that says of each crop how wide it is; waits for `gate` where there is one."""

    name, vocabulary = "widths", VOCABULARY

    def __init__(self, gate: threading.Event | None = None) -> None:
        self.gate, self.calls = gate, list[int]()

    def detect(self, image: Image) -> list[TextBox]:
        return []

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        if self.gate is not None:
            assert self.gate.wait(20)
        self.calls.append(len(crops))
        if any(crop.shape[1] == 13 for crop in crops):
            raise RuntimeError("no such width")
        made = np.zeros((1, len(VOCABULARY)), np.float32)
        return [Emissions(made, VOCABULARY, float(crop.shape[1])) for crop in crops]


def _crops(*widths: int) -> list[Image]:
    return [np.zeros((4, width), np.uint8) for width in widths]


@pytest.mark.parametrize("beside", [False, True])
def test_each_order_gets_its_own_emissions(beside: bool) -> None:
    with Recognising(Widths(), beside) as recognising:
        orders = [recognising.hand_over(_crops(*each)) for each in ((3, 5), (), (7,))]
        steps = [[e.step for e in recognising.emissions(order)] for order in reversed(orders)]
    assert steps == [[7.0], [], [3.0, 5.0]]


def test_what_waits_meanwhile_is_recognised_at_once() -> None:
    gate = threading.Event()
    engine = Widths(gate)
    with Recognising(engine, beside=True) as recognising:
        first = recognising.hand_over(_crops(1))
        rest = [recognising.hand_over(_crops(n, n)) for n in (2, 3, 4)]
        gate.set()
        for order in (first, *rest):
            recognising.emissions(order)
    assert sum(engine.calls) == 7
    assert len(engine.calls) <= 2


def test_with_one_core_nothing_is_done_before_it_is_asked_for() -> None:
    engine = Widths()
    with Recognising(engine, beside=False) as recognising:
        orders = [recognising.hand_over(_crops(n)) for n in (1, 2, 3)]
        assert engine.calls == []
        recognising.emissions(orders[0])
    assert engine.calls == [3]


@pytest.mark.parametrize("beside", [False, True])
def test_error_of_the_engine_reaches_who_asks(beside: bool) -> None:
    with Recognising(Widths(), beside) as recognising:
        order = recognising.hand_over(_crops(13))
        with pytest.raises(RuntimeError, match="no such width"):
            recognising.emissions(order)
        assert recognising.emissions(recognising.hand_over(_crops(2)))[0].step == 2.0


def _fail_inside() -> None:
    with Recognising(Widths(), beside=True) as recognising:
        recognising.hand_over(_crops(1))
        raise ValueError("stop")


def test_no_thread_is_left_behind_by_an_error() -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="stop"):
        _fail_inside()
    assert threading.active_count() == before
