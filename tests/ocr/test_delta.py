"""Tuned weights travel as a delta over the base file."""

from pathlib import Path

import numpy as np
import pytest

from ocr.models import delta

BEFORE = {"one": np.arange(6, dtype=np.float32), "two": np.array([[0.5, -2.0]], np.float32)}
BASE = b"head" + BEFORE["one"].tobytes() + b"between" + BEFORE["two"].tobytes() + b"tail"


def test_a_delta_replaces_its_tensors_and_nothing_else(tmp_path: Path) -> None:
    after = {"two": np.array([[0.25, 8.0]], np.float32)}
    delta.save(BASE, BEFORE, after, tmp_path / "delta.npz")
    tuned = delta.apply(BASE, tmp_path / "delta.npz")
    assert tuned == BASE.replace(BEFORE["two"].tobytes(), after["two"].tobytes())


def test_several_tensors_keep_their_places(tmp_path: Path) -> None:
    after = {name: value * 2 for name, value in BEFORE.items()}
    delta.save(BASE, BEFORE, after, tmp_path / "delta.npz")
    tuned = delta.apply(BASE, tmp_path / "delta.npz")
    assert after["one"].tobytes() in tuned
    assert after["two"].tobytes() in tuned
    assert len(tuned) == len(BASE)


def test_numbers_are_kept_to_half_precision(tmp_path: Path) -> None:
    after = {"one": np.linspace(-1, 1, 6, dtype=np.float32)}
    delta.save(BASE, BEFORE, after, tmp_path / "delta.npz")
    tuned = delta.apply(BASE, tmp_path / "delta.npz")
    got = np.frombuffer(tuned[4:28], "<f4")
    assert np.allclose(got, after["one"], rtol=2**-11)


@pytest.mark.parametrize("base", [b"nothing of it", BASE + BASE], ids=["not there", "twice"])
def test_a_tensor_without_a_place_of_its_own_is_refused(tmp_path: Path, base: bytes) -> None:
    with pytest.raises(ValueError, match="one stands"):
        delta.save(base, BEFORE, {"one": BEFORE["one"]}, tmp_path / "delta.npz")
