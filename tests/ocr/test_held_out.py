"""The shipped confidence on papers that it was not learnt on, by the figures kept of them.

`python -m benchmarks.calibrate_default --write` wrote the figures and the card; nothing is read
here. A reading said to be right with 0.99 is right 99 times in 100.
"""

import json
from pathlib import Path

import pytest

from benchmarks.calibrate_default import CARD, FIXTURE, score
from benchmarks.read_figures import load, save
from ocr.calibration import shipped
from ocr.calibration.bounds import lower_bound
from ocr.calibration.learning import Sample

BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 0.99), (0.99, 1.01))


@pytest.fixture(scope="module")
def held_out() -> list[Sample]:
    return load(FIXTURE)


def test_the_figures_are_of_papers_of_every_kind(held_out: list[Sample]) -> None:
    assert len(held_out) > 500
    assert {"name", "kana", "address", "number", "date", "choice", "blank"} <= {
        each.figures.kind for each in held_out
    }
    assert any(not each.right for each in held_out)


def test_a_reading_accepted_at_99_percent_is_right_99_percent_of_the_time(
    held_out: list[Sample],
) -> None:
    """As far as samples tell: no more are wrong than chance allows at 99 %."""
    sure = [e.right for e in held_out if shipped().probability(e.figures) >= 0.99]
    assert len(sure) > len(held_out) / 2
    assert lower_bound(len(sure) - sum(sure), len(sure), 0.99) <= 0.01


@pytest.mark.parametrize(("low", "high"), BANDS)
def test_no_band_of_confidence_promises_more_than_it_keeps(
    held_out: list[Sample], low: float, high: float
) -> None:
    """What was wrong does not prove, at 99 %, that more is wrong than was said."""
    said = [(shipped().probability(e.figures), e.right) for e in held_out]
    inside = [(p, right) for p, right in said if low <= p < high]
    if inside:
        promised = 1 - sum(p for p, _ in inside) / len(inside)
        wrong = sum(not right for _, right in inside)
        assert lower_bound(wrong, len(inside), 0.99) <= promised


def test_calibration_says_more_than_the_decoder_s_own_word(held_out: list[Sample]) -> None:
    whole = score(shipped(), held_out)["all"]
    assert whole["loss_after"] < whole["loss_before"]
    assert whole["error_after"] < 0.03


def test_the_card_tells_the_figures_of_this_calibration(held_out: list[Sample]) -> None:
    card = json.loads(CARD.read_text(encoding="utf-8"))
    assert card["id"] == shipped().id
    assert card["held_out"]["scores"] == score(shipped(), held_out)


def test_figures_read_back_as_they_were_kept(held_out: list[Sample], tmp_path: Path) -> None:
    save(held_out[:50], tmp_path / "again.csv")
    assert load(tmp_path / "again.csv") == held_out[:50]
