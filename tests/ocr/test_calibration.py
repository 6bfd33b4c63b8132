"""Confidence that can be believed: curves that keep the order, and promise what they can."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadDeclaration
from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Candidate, Figures
from ocr.calibration import Calibration, Trust, shipped
from ocr.calibration.bounds import lower_bound, needed, upper_bound
from ocr.calibration.curve import as_data, load
from ocr.calibration.figures import kind_of, kinds, margin_of
from ocr.calibration.learning import LEASTS, Sample, cross_validated, learn, least_for
from ocr.calibration.trust import CALIBRATION_FILE, THRESHOLDS_FILE
from ocr.guess import Guess

BOX = Box(0.1, 0.1, 0.2, 0.05)
SURE = Figures("name", 0.999, 0.99, 0.99, 8.0, 900, True, "t")
shares = st.floats(0.0, 1.0)


def figures(kind: str) -> st.SearchStrategy[Figures]:
    return st.builds(
        Figures, st.just(kind), shares, shares, shares, st.floats(0, 12), st.integers(0, 20000),
        st.booleans(), st.just("t"), st.booleans(), st.booleans(),
    )  # fmt: skip


def invented(count: int, seed: int, kind: str = "name", power: float = 0.3) -> list[Sample]:
    """Samples of which the share `s ** power` is right where the decoder says `s`."""
    rng = Random(seed)
    samples = []
    for _ in range(count):
        share = 1 - rng.random() ** 3
        made = replace(SURE, kind=kind, probability=share, weakest=share)
        samples.append(Sample(made, rng.random() < share**power))
    return samples


@given(data=st.data(), kind=st.sampled_from(kinds()))
def test_better_figures_never_give_less_confidence(data: st.DataObject, kind: str) -> None:
    worse = data.draw(figures(kind))
    better = replace(
        worse,
        probability=data.draw(st.floats(worse.probability, 1.0)),
        support=data.draw(st.floats(worse.support, 1.0)),
        weakest=data.draw(st.floats(worse.weakest, 1.0)),
        margin=data.draw(st.floats(worse.margin, 12.0)),
        clear=worse.clear or data.draw(st.booleans()),
        known=worse.known or data.draw(st.booleans()),
        agreed=worse.agreed or data.draw(st.booleans()),
    )
    calibration = shipped()
    assert 0.0 <= calibration.probability(worse) <= calibration.probability(better) <= 1.0


@given(seed=st.integers(0, 10**6), count=st.integers(1, 60), wrong=st.floats(0, 1))
def test_whatever_is_learnt_keeps_the_order(seed: int, count: int, wrong: float) -> None:
    rng = Random(seed)
    samples = [
        Sample(
            Figures("kana", rng.random(), rng.random(), rng.random(), rng.random() * 12,
                    rng.randrange(9999), rng.random() < 0.8, "t"),
            rng.random() >= wrong,
        )
        for _ in range(count)
    ]  # fmt: skip
    curve = learn(samples)["kana"]
    assert all(weight >= 0 for weight in curve.weights[1:])
    assert 0 < curve.ceiling < 1


def test_what_is_learnt_holds_on_other_samples() -> None:
    calibration = Calibration("t", "e", "m", learn(invented(3000, 1)))
    fresh = invented(3000, 2)
    said = [calibration.probability(each.figures) for each in fresh]
    for low, high in ((0.0, 0.8), (0.8, 0.95), (0.95, 1.0)):
        inside = [n for n, p in enumerate(said) if low <= p < high]
        told = sum(said[n] for n in inside) / len(inside)
        right = sum(fresh[n].right for n in inside) / len(inside)
        assert right == pytest.approx(told, abs=0.04)


def test_the_threshold_is_the_lowest_that_keeps_the_error() -> None:
    samples = invented(2000, 8)
    said = cross_validated(samples)
    least = least_for(samples, 0.02)
    accepted = [each for p, each in zip(said, samples, strict=True) if p >= least]
    assert sum(not each.right for each in accepted) <= 0.02 * len(samples)
    assert least_for(samples, 1.0) == min(LEASTS)
    blind_spot = [*[Sample(SURE, True)] * 2000, *[Sample(SURE, False)] * 3]
    assert least_for(blind_spot, 0.0) == min(LEASTS), "no threshold helps: none is asked for"


def test_a_few_samples_teach_little_and_promise_little() -> None:
    few = learn(invented(10, 3, power=0.0))["name"]
    many = learn(invented(3000, 3, power=0.0))["name"]
    assert few.ceiling < 0.96
    assert many.ceiling > 0.999


def test_a_kind_with_few_samples_leans_on_its_group() -> None:
    letters = invented(2000, 4, "name") + invented(5, 5, "address")
    alone = learn(invented(5, 5, "address"))["address"]
    together = learn(letters)
    assert together["address"].weights != alone.weights
    assert together["address"].weights == pytest.approx(together["name"].weights, abs=0.8)


def test_a_curve_of_one_s_own_starts_from_the_given_one() -> None:
    start = learn(invented(2000, 6))
    bent = learn(invented(3, 7), start, pull=50.0)
    assert bent["name"].weights == pytest.approx(start["name"].weights, abs=0.1)


def test_a_candidate_without_the_space_is_no_runner_up() -> None:
    best, next_one = Candidate("山田太郎", 0.9), Candidate("山口太郎", 0.09)
    guess = Guess("山田\u3000太郎", 0.9, "e", candidates=(best, next_one))
    assert margin_of(guess) == pytest.approx(2.302, abs=0.01)
    assert margin_of(replace(guess, candidates=(best,))) == 12.0


@pytest.mark.parametrize(
    ("kind", "raw", "name"),
    [
        (FieldType.NUMBER, "4", "free_number"),
        (FieldType.PHONE, "0312345678", "phone"),
        (FieldType.NAME, "山田", "name"),
        (FieldType.NAME, "", "blank"),
        (FieldType.CHOICE, "", "no_mark"),
        (FieldType.CHOICE, "男", "choice"),
    ],
)
def test_blanks_and_free_digits_are_kinds_of_their_own(
    kind: FieldType, raw: str, name: str
) -> None:
    assert kind_of(Field("f", "項目", kind, 1, BOX), Guess(raw, 1.0, "e")) == name


def test_digits_in_boxes_are_no_free_number() -> None:
    field = Field("f", "項目", FieldType.NUMBER, 1, BOX, cells=4)
    assert kind_of(field, Guess("0123", 1.0, "e")) == "number"


def test_a_calibration_reads_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump(as_data(shipped())), encoding="utf-8")
    assert load(path) == shipped()


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ({"name": {"weights": {"probability": -0.1}, "ceiling": 0.9}}, "負"),
        ({"name": {"weights": {"luck": 1.0}, "ceiling": 0.9}}, "重み"),
        ({"nome": {"weights": {}, "ceiling": 0.9}}, "種類"),
        ({"name": {"weights": {}, "ceiling": 1.5}}, "大きすぎます"),
    ],
)
def test_a_calibration_that_cannot_hold_is_refused(
    tmp_path: Path, curve: dict[str, dict[str, object]], words: str
) -> None:
    for each in curve.values():
        each |= {"samples": 1, "wrong": 0}
    path = tmp_path / "c.yaml"
    text = yaml.safe_dump({"id": "1", "engine": "e", "model": "m", "curves": curve})
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDeclaration, match=words):
        load(path)


@pytest.mark.parametrize(
    ("wrong", "checked", "bound"),
    [(0, 2995, 0.001), (0, 59, 0.0495), (5, 100, 0.10225), (1, 10, 0.39416), (10, 10, 1.0)],
)
def test_bounds_are_those_of_the_tables(wrong: int, checked: int, bound: float) -> None:
    assert upper_bound(wrong, checked) == pytest.approx(bound, abs=5e-5)


def test_a_lower_bound_is_the_upper_one_from_the_other_side() -> None:
    assert lower_bound(0, 50) == 0.0
    assert lower_bound(5, 100) == pytest.approx(0.01991, abs=5e-5)


def test_the_rule_of_three_says_how_many_are_needed() -> None:
    assert needed(0.001) == 2995
    assert needed(0.01) == 299
    assert needed(0.001, wrong=1) == 4742


@given(wrong=st.integers(0, 5), checked=st.integers(6, 4000))
def test_a_bound_is_above_what_was_seen_and_falls_with_more(wrong: int, checked: int) -> None:
    bound = upper_bound(wrong, checked)
    assert wrong / checked < bound <= 1.0
    assert upper_bound(wrong, checked + 50) < bound
    assert upper_bound(wrong + 1, checked) > bound


THRESHOLDS = """\
basis: "{basis}"
learnt_at: "2026-04-01T09:00:00+09:00"
error: 0.001
certainty: 0.95
types:
  name: {{confidence: 0.9, checked: 4000, wrong: 0, bound: 0.0008, source: own}}
"""


def test_an_office_without_files_of_its_own_has_what_is_shipped(tmp_path: Path) -> None:
    assert Trust.open(tmp_path) == Trust.open(None) == Trust.shipped()


def test_an_office_s_thresholds_are_taken(tmp_path: Path) -> None:
    text = THRESHOLDS.format(basis=shipped().id)
    (tmp_path / THRESHOLDS_FILE).write_text(text, encoding="utf-8")
    learnt = Trust.open(tmp_path).learnt[FieldType.NAME]
    assert (learnt.confidence, learnt.is_own, learnt.certainty) == (0.9, True, 0.95)


def test_thresholds_from_before_an_update_are_not_used(tmp_path: Path) -> None:
    (tmp_path / THRESHOLDS_FILE).write_text(THRESHOLDS.format(basis="old"), encoding="utf-8")
    assert Trust.open(tmp_path).learnt == {}


def test_an_office_s_own_calibration_overrides_the_shipped_one(tmp_path: Path) -> None:
    data = as_data(replace(shipped(), id=f"{shipped().id}+2026-04", curves={}))
    (tmp_path / CALIBRATION_FILE).write_text(yaml.safe_dump(data), encoding="utf-8")
    trust = Trust.open(tmp_path)
    assert trust.calibration.curves == {}
    assert trust.basis == shipped().id


def test_a_mistake_in_an_office_s_file_is_named(tmp_path: Path) -> None:
    text = THRESHOLDS.format(basis="1").replace("  name:", "  nome:")
    (tmp_path / THRESHOLDS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadDeclaration, match=THRESHOLDS_FILE):
        Trust.open(tmp_path)
