"""Engines: the same weights give the same emissions, whichever library runs them."""

import cv2
import numpy as np
import pytest

from forms.errors import MissingModel, SetupError
from ocr.engines import Engine, open_engine
from ocr.engines.boxes import boxes_from_map
from ocr.engines.engine import Emissions, Image
from ocr.engines.onnx import same_width
from ocr.engines.preparing import fit_line, line_tensor


def _line(text: str) -> Image:
    image = np.full((60, 30 + 24 * len(text)), 255, np.uint8)
    cv2.putText(image, text, (12, 44), 0, 1.2, 0, 3, cv2.LINE_AA)
    return image


def _read(each: Emissions) -> str:
    best = each.probabilities.argmax(axis=1)
    kept = [b for n, b in enumerate(best) if b and (n == 0 or b != best[n - 1])]
    return "".join(each.vocabulary.characters[b] for b in kept)


LINES = ["0312345678", "7", "2024-05-16", "123456789018 0312345678 2024", "A-203"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine("onnx")


@pytest.mark.models
def test_light_engine_reads_lines_of_every_width(engine: Engine) -> None:
    read = [_read(each).replace(" ", "") for each in engine.recognise([_line(t) for t in LINES])]
    assert read == [text.replace(" ", "") for text in LINES]


@pytest.mark.models
def test_frames_are_probabilities_over_the_vocabulary(engine: Engine) -> None:
    (each,) = engine.recognise([_line("2024")])
    assert each.probabilities.dtype == np.float32
    assert each.probabilities.shape[1] == len(engine.vocabulary)
    assert each.probabilities.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert len(each.probabilities) * each.step >= _line("2024").shape[1] - each.step


@pytest.mark.models
def test_emissions_do_not_depend_on_what_shares_the_batch(engine: Engine) -> None:
    alone = engine.recognise([_line(LINES[0])])[0]
    among = engine.recognise([_line(text) for text in LINES])[0]
    assert np.allclose(alone.probabilities, among.probabilities, atol=1e-4)


@pytest.mark.models
def test_nothing_to_read_gives_nothing(engine: Engine) -> None:
    assert engine.recognise([]) == []


@pytest.mark.models
def test_detector_finds_the_text(engine: Engine) -> None:
    page = np.full((400, 600), 255, np.uint8)
    page[150:210, 100 : 100 + _line("2024-05-16").shape[1]] = _line("2024-05-16")
    (box,) = engine.detect(page)
    assert box.corners[:, 1].min() == pytest.approx(155, abs=20)
    assert box.corners[:, 1].max() == pytest.approx(200, abs=20)


@pytest.mark.models
@pytest.mark.filterwarnings("ignore")
def test_paddleocr_and_the_light_engine_agree(engine: Engine) -> None:
    crops = [_line(text) for text in LINES]
    other = open_engine("paddle").recognise(crops)
    for one, two in zip(engine.recognise(crops), other, strict=True):
        assert one.probabilities.shape == two.probabilities.shape
        assert np.allclose(one.probabilities, two.probabilities, atol=1e-3)


def test_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SetupError) as caught:
        open_engine("abacus")
    assert "onnx" in caught.value.advice


def test_missing_weights_are_an_error_before_work(tmp_path: object) -> None:
    with pytest.raises(MissingModel):
        open_engine("onnx", tmp_path)  # type: ignore[arg-type]


def test_lines_become_48_high_in_full_steps() -> None:
    assert fit_line(_line("7")).shape[0] == 48
    assert line_tensor(fit_line(_line("7"))).shape == (3, 48, 320)
    assert fit_line(_line("7" * 30)).shape[1] % 64 == 0


def test_batches_share_one_width_and_keep_everything() -> None:
    widths = [100, 700, 320, 384, 384, 90, 5000]
    batches = list(same_width(widths, 768))
    assert sorted(i for batch in batches for i in batch) == list(range(len(widths)))
    assert all(len({max(320, widths[i]) for i in batch}) == 1 for batch in batches)


def test_boxes_come_from_bright_parts_of_the_map() -> None:
    score = np.zeros((100, 200), np.float32)
    score[40:50, 20:120] = 0.9
    score[80:82, 20:22] = 0.9
    (box,) = boxes_from_map(score, 400, 200)
    assert box.score > 0.8
    assert box.corners[0, 0] < 40 < box.corners[1, 0]
