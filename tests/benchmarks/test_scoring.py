"""What counts as right, doubted, and wrong though accepted; and the calibration error."""

import json
from pathlib import Path

import pytest

from benchmarks.memory import growth
from benchmarks.printing import table
from benchmarks.scoring import (
    ReadPaper,
    Scored,
    by_type,
    calibration_error,
    score,
    tally,
    truths,
)
from forms.geometry import Box
from forms.record import Doubt, Reading, Value
from samples.truth import ApplicationTruth, Truth
from tests.ours import OURS

CATALOGUE = OURS
FIELD = CATALOGUE["risai-shomei"].field("name")


def scored(
    value: Value, wanted: Value, *, doubt: str = "", doubtful: bool = False, readable: bool = False
) -> Scored:
    doubts = (Doubt(doubt, "疑い"),) if doubt else ()
    reading = Reading("name", str(value or ""), value, 0.9, 1, Box(0, 0, 1, 1), "test", doubts)
    return Scored("a.pdf", "neat", (), FIELD, wanted, reading, doubtful, readable)


@pytest.mark.parametrize(
    ("made", "right", "wrong_accepted"),
    [
        (scored("谷　花", "谷 花"), True, False),
        (scored("谷　花", "谷　化"), False, True),
        (scored("谷　花", "谷　化", doubt="uncertain"), False, False),
        (scored("谷　花", "谷　花", doubt="uncertain"), True, False),
        (scored(None, None), True, False),
        (scored("谷", None), False, True),
        (scored("谷　花", "谷　花", doubtful=True), False, True),
        (scored("谷　花", "谷　化", doubt="rule", doubtful=True), True, False),
        (scored("谷　花", "谷　花", doubtful=True, readable=True), True, False),
        (scored("谷　花", "谷　化", doubtful=True, readable=True), False, True),
    ],
)
def test_a_field_is_right_as_the_truth_says(
    made: Scored, right: bool, wrong_accepted: bool
) -> None:
    assert (made.is_right, made.is_wrong_accepted) == (right, wrong_accepted)


def test_a_refused_page_is_wrong_and_never_accepted() -> None:
    lost = Scored("a.pdf", "neat", (), FIELD, "谷　花", None, is_doubtful=True)
    assert (lost.is_right, lost.is_accepted, lost.is_doubted) == (False, False, False)


def test_a_tally_counts_every_field_once() -> None:
    made = tally([scored("谷", "谷"), scored("谷", "各"), scored("谷", "各", doubt="uncertain")])
    assert (made.fields, made.right, made.doubted, made.accepted) == (3, 1, 1, 2)
    assert made.wrong_accepted == 1
    assert made.shares()["wrong_accepted"] == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([], 0.0),
        ([(1.0, True)] * 4, 0.0),
        ([(1.0, True), (1.0, False)], 0.5),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        ([(0.95, True), (0.05, False)], 0.05),
        ([(0.95, False), (0.05, True)], 0.95),
    ],
)
def test_calibration_error_is_the_mean_gap_between_confidence_and_truth(
    pairs: list[tuple[float, bool]], error: float
) -> None:
    assert calibration_error(pairs) == pytest.approx(error)


def test_a_refused_document_gives_every_field_of_its_form_as_wrong() -> None:
    form = CATALOGUE["risai-shomei"]
    values: dict[str, Value] = {field.id: None for field in form.fields}
    truth = Truth("a.pdf", "scan", "x", True, (), (ApplicationTruth(form.id, (1,), values),))
    found = list(score(CATALOGUE, ReadPaper(truth, (), 0, {}, "読めません")))
    assert len(found) == len(form.fields)
    assert not any(each.is_right for each in found)


def test_types_are_counted_apart_and_printed_with_their_sum() -> None:
    made = [scored("谷", "谷"), scored("谷", "各")]
    assert list(by_type(made)) == ["name"]
    lines = list(table(made))
    assert lines[-1].startswith("all")
    assert lines[1].split()[1] == "2"


def test_a_folder_without_truths_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"truth\.json"):
        truths(tmp_path)
    (tmp_path / "b.truth.json").write_text(json.dumps({}), encoding="utf-8")
    assert [path.name for path in truths(tmp_path)] == ["b.truth.json"]


@pytest.mark.parametrize(
    ("sizes", "grown"), [([100, 100, 100, 100], 0.0), ([100, 110, 120, 130], 30.0), ([100], 0.0)]
)
def test_growth_is_between_the_first_and_the_last_quarter(sizes: list[float], grown: float) -> None:
    assert growth([(n, size) for n, size in enumerate(sizes)]) == grown
