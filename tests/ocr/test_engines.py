"""Engines: the same weights give the same emissions, whichever library runs them."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from forms.errors import MissingModel, SetupError
from ocr import engines
from ocr.engines import Engine, open_engine
from ocr.engines.batches import same_width
from ocr.engines.boxes import boxes_from_map
from ocr.engines.engine import Emissions, Image
from ocr.engines.folders import folders, vocabulary_of
from ocr.engines.paddle import PaddleEngine
from ocr.engines.preparing import fit_line, line_tensor, padded_width
from ocr.engines.threads import thread_count
from ocr.models import places as models
from ocr.pages import open_document


def _line(text: str) -> Image:
    image = np.full((60, 30 + 24 * len(text)), 255, np.uint8)
    cv2.putText(image, text, (12, 44), 0, 1.2, 0, 3, cv2.LINE_AA)
    return image


def _read(each: Emissions) -> str:
    best = each.probabilities.argmax(axis=1)
    kept = [b for n, b in enumerate(best) if b and (n == 0 or b != best[n - 1])]
    return "".join(each.vocabulary.characters[b] for b in kept)


LINES = ["0312345678", "7", "2024-05-16", "123456789018 0312345678 2024", "A-203"]
LIGHT = ("openvino", "onnx")


@pytest.fixture(scope="module")
def opened() -> Callable[[str], Engine]:
    """Engines by name, each opened once."""
    kept: dict[str, Engine] = {}

    def get(name: str) -> Engine:
        if name not in kept:
            kept[name] = open_engine(name)
        return kept[name]

    return get


@pytest.fixture(scope="module")
def printed_lines(scans: Path) -> list[Image]:
    """Pieces of a committed scan as wide and as narrow as fields are: print and writing."""
    (page,) = open_document(scans / "003-risai-print-noise.jpg").pages()
    gray = page.image if page.image.ndim == 2 else page.image[:, :, 2]
    scale = gray.shape[1] / 210
    boxes = [(20, y, width, 9) for y in range(40, 240, 50) for width in (12, 40, 60)]
    return [
        np.ascontiguousarray(
            gray[int(y * scale) : int((y + h) * scale), int(x * scale) : int((x + w) * scale)]
        )
        for x, y, w, h in boxes
    ]


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_light_engines_read_lines_of_every_width(
    opened: Callable[[str], Engine], name: str
) -> None:
    found = opened(name).recognise([_line(t) for t in LINES])
    assert [_read(e).replace(" ", "") for e in found] == [text.replace(" ", "") for text in LINES]


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_frames_are_probabilities_over_the_vocabulary(
    opened: Callable[[str], Engine], name: str
) -> None:
    (each,) = opened(name).recognise([_line("2024")])
    assert each.probabilities.dtype == np.float32
    assert each.probabilities.shape[1] == len(opened(name).vocabulary)
    assert each.probabilities.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert len(each.probabilities) * each.step >= _line("2024").shape[1] - each.step


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_emissions_do_not_depend_on_what_shares_the_batch(
    opened: Callable[[str], Engine], name: str
) -> None:
    alone = opened(name).recognise([_line(LINES[0])])[0]
    among = opened(name).recognise([_line(text) for text in (*LINES, LINES[0])])
    assert np.allclose(alone.probabilities, among[0].probabilities, atol=1e-4)
    assert np.allclose(alone.probabilities, among[-1].probabilities, atol=1e-4)


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_nothing_to_read_gives_nothing(opened: Callable[[str], Engine], name: str) -> None:
    assert opened(name).recognise([]) == []


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_detector_finds_the_text(opened: Callable[[str], Engine], name: str) -> None:
    page = np.full((400, 600), 255, np.uint8)
    page[150:210, 100 : 100 + _line("2024-05-16").shape[1]] = _line("2024-05-16")
    (box,) = opened(name).detect(page)
    assert box.corners[:, 1].min() == pytest.approx(155, abs=20)
    assert box.corners[:, 1].max() == pytest.approx(200, abs=20)


@pytest.mark.models
def test_the_default_engine_passes_the_parity_test(
    opened: Callable[[str], Engine], printed_lines: list[Image]
) -> None:
    """What makes an engine fit to be the default: on pieces of a scan it says what ONNX Runtime
    says, to a tenth of a per cent, and reads the same."""
    crops = [*printed_lines, *(_line(text) for text in LINES)]
    ours, theirs = (opened(name).recognise(crops) for name in (engines.DEFAULT, engines.FALLBACK))
    for one, two in zip(ours, theirs, strict=True):
        assert one.step == two.step
        assert one.probabilities.shape == two.probabilities.shape
        assert np.abs(one.probabilities - two.probabilities).max() < 1e-3
        assert _read(one) == _read(two)
    assert len({_read(each) for each in ours}) > 6  # the pieces do hold writing


@pytest.mark.models
@pytest.mark.filterwarnings("ignore")
def test_paddleocr_and_the_light_engine_agree(opened: Callable[[str], Engine]) -> None:
    crops = [_line(text) for text in LINES]
    other = open_engine("paddle").recognise(crops)
    for one, two in zip(opened("onnx").recognise(crops), other, strict=True):
        assert one.probabilities.shape == two.probabilities.shape
        assert np.allclose(one.probabilities, two.probabilities, atol=1e-3)


@pytest.mark.models
@pytest.mark.parametrize("name", LIGHT)
def test_another_recogniser_is_read_with_the_characters_of_its_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A fine-tuned model is a folder with `inference.onnx` and `inference.yml`, named so."""
    installed = models.find(models.READER.name)
    own = tmp_path / "手書き"
    own.mkdir()
    for file in ("inference.onnx", "inference.yml"):
        shutil.copyfile(installed / file, own / file)
    monkeypatch.setenv("UTSUSHI_RECOGNISER", str(own))
    engine = open_engine(name)
    assert engine.name.startswith("手書き/")
    assert engine.vocabulary == vocabulary_of(installed)
    assert _read(engine.recognise([_line("2024-05-16")])[0]) == "2024-05-16"


@pytest.mark.models
def test_prepared_model_says_the_same_and_a_spoiled_or_unwritable_one_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable[[str], Engine]
) -> None:
    installed = models.find(models.READER.name)
    own = tmp_path / "recogniser"
    shutil.copytree(installed, own, ignore=shutil.ignore_patterns("openvino"))
    monkeypatch.setenv("UTSUSHI_RECOGNISER", str(own))
    wanted = opened("openvino").recognise([_line("2024")])[0].probabilities
    open_engine("openvino")
    (kept,) = (own / "openvino").iterdir()
    again = open_engine("openvino").recognise([_line("2024")])[0].probabilities
    kept.write_bytes(b"spoiled")
    anew = open_engine("openvino").recognise([_line("2024")])[0].probabilities
    shutil.rmtree(own / "openvino")
    (own / "openvino").write_text("no folder can be made here")
    unkept = open_engine("openvino").recognise([_line("2024")])[0].probabilities
    for each in (again, anew, unkept):
        assert np.allclose(each, wanted, atol=1e-5)


@pytest.mark.models
def test_vocabulary_that_does_not_fit_the_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = models.find(models.READER.name)
    shutil.copyfile(installed / "inference.onnx", tmp_path / "inference.onnx")
    (tmp_path / "characters.txt").write_text("あ\nい\n", encoding="utf-8")
    monkeypatch.setenv("UTSUSHI_RECOGNISER", str(tmp_path))
    for name in LIGHT:
        with pytest.raises(MissingModel, match="合いません"):
            open_engine(name)


@pytest.mark.models
def test_without_openvino_the_stand_in_reads_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise ImportError("no such instruction")

    monkeypatch.setattr("ocr.engines.openvino.openvino", refuse)
    with caplog.at_level(logging.WARNING):
        assert open_engine().name.endswith("/onnxruntime")
    assert "no such instruction" in caplog.text
    with pytest.raises(SetupError, match="OpenVINO"):
        open_engine("openvino")


@pytest.mark.models
def test_openvino_comes_without_its_telemetry() -> None:
    code = (
        "import sys; from ocr.engines import open_engine; open_engine('openvino');"
        "print([n for n, m in sys.modules.items() if 'telemetry' in n and m is not None])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SetupError) as caught:
        open_engine("abacus")
    assert "onnx" in caught.value.advice


@pytest.mark.parametrize("name", [None, *LIGHT])
def test_missing_weights_are_an_error_before_work(tmp_path: Path, name: str | None) -> None:
    with pytest.raises(MissingModel):
        open_engine(name, tmp_path)


@pytest.mark.parametrize("variable", ["UTSUSHI_RECOGNISER", "UTSUSHI_DETECTOR"])
def test_model_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("UTSUSHI_RECOGNISER", str(tmp_path))
    monkeypatch.setenv(variable, str(tmp_path / "gone"))
    with pytest.raises(MissingModel, match=variable):
        folders()


@pytest.mark.parametrize("text", ["", "PostProcess: 3", "PostProcess: {name: CTC}", "a: [", "- 1"])
def test_model_without_a_list_of_characters_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "inference.yml").write_text(text, encoding="utf-8")
    with pytest.raises(MissingModel):
        vocabulary_of(tmp_path)


def test_unknown_backend_of_paddleocr_is_refused_with_the_known_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "characters.txt").write_text("あ\n", encoding="utf-8")
    monkeypatch.setenv("UTSUSHI_PADDLE_BACKEND", "abacus")
    with pytest.raises(SetupError, match="UTSUSHI_PADDLE_BACKEND") as caught:
        PaddleEngine(engines.Folders(tmp_path, tmp_path))
    assert "paddle" in caught.value.advice


@pytest.mark.parametrize(("said", "wanted"), [("3", 3), ("1", 1)])
def test_threads_are_what_the_setting_says(
    monkeypatch: pytest.MonkeyPatch, said: str, wanted: int
) -> None:
    monkeypatch.setenv("UTSUSHI_OCR_THREADS", said)
    assert thread_count() == wanted


@pytest.mark.parametrize("said", ["two", "-1", "1.5"])
def test_threads_that_are_no_number_are_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("UTSUSHI_OCR_THREADS", said)
    with pytest.raises(SetupError, match="UTSUSHI_OCR_THREADS"):
        thread_count()


@pytest.mark.parametrize("text", ["7", "7" * 30, "7" * 300])
def test_lines_become_48_high_and_are_padded_by_less_than_a_step(text: str) -> None:
    line = fit_line(_line(text))
    assert line.shape[0] == 48
    assert line_tensor(line).shape == (3, 48, padded_width(line))
    assert 0 <= padded_width(line) - line.shape[1] < 16
    assert line_tensor(line)[:, :, : line.shape[1]].max() == pytest.approx(1.0, abs=1e-6)
    assert not line_tensor(line)[:, :, line.shape[1] :].any()


def test_batches_share_one_width_and_keep_everything() -> None:
    widths = [100, 700, 320, 384, 384, 90, 5000]
    batches = list(same_width(widths, 768))
    assert sorted(i for batch in batches for i in batch) == list(range(len(widths)))
    assert all(len({widths[i] for i in batch}) == 1 for batch in batches)
    assert all(sum(widths[i] for i in batch) <= 768 or len(batch) == 1 for batch in batches)


def test_boxes_come_from_bright_parts_of_the_map() -> None:
    score = np.zeros((100, 200), np.float32)
    score[40:50, 20:120] = 0.9
    score[80:82, 20:22] = 0.9
    (box,) = boxes_from_map(score, 400, 200)
    assert box.score > 0.8
    assert box.corners[0, 0] < 40 < box.corners[1, 0]
