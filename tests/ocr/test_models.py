"""Weights: found, installed from a local wheel or folder, refused when they are other ones."""

import shutil
import zipfile
from pathlib import Path

import pytest

from forms.errors import MissingModel
from ocr.models import places as models


def _wheel(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


def _members(data: bytes) -> dict[str, bytes]:
    return {each.member: data for each in models.ALL}


def test_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UTSUSHI_MODELS", str(tmp_path))
    assert models.folder() == tmp_path


def test_missing_weights_are_named_with_advice(tmp_path: Path) -> None:
    with pytest.raises(MissingModel) as caught:
        models.find(models.RECOGNITION.name, tmp_path)
    assert models.RECOGNITION.name in caught.value.message
    assert "utsushi models install" in caught.value.advice


def test_unknown_model_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="ありません"):
        models.find("PP-OCRv9", tmp_path)


def test_wheel_with_other_weights_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "rapidocr-3.10.0-py3-none-any.whl", _members(b"other weights"))
    with pytest.raises(MissingModel, match="SHA-256"):
        models.install(wheel, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("contents", [{}, {"rapidocr/models/other.onnx": b""}])
def test_wheel_without_the_weights_is_refused(tmp_path: Path, contents: dict[str, bytes]) -> None:
    wheel = _wheel(tmp_path / "a.whl", contents)
    with pytest.raises(MissingModel, match="取り出せません"):
        models.install(wheel, tmp_path / "models")


def test_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.whl"
    path.write_bytes(b"no archive")
    with pytest.raises(MissingModel, match="取り出せません"):
        models.install(path, tmp_path / "models")


def test_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="ありません"):
        models.install(tmp_path / "nowhere", tmp_path / "models")


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingModel, match=r"PP-OCRv6_det_small\.onnx"):
        models.install(tmp_path / "empty", tmp_path / "models")


@pytest.mark.models
def test_install_from_a_local_wheel_and_again(tmp_path: Path) -> None:
    contents = {w.member: (models.find(w.name) / "inference.onnx").read_bytes() for w in models.ALL}
    wheel = _wheel(tmp_path / "rapidocr-3.10.0-py3-none-any.whl", contents)
    target = tmp_path / "models"
    placed = models.install(wheel, target)
    assert [path.name for path in placed] == [w.name for w in models.ALL]
    there = sorted(path.name for path in target.iterdir())
    assert there == sorted(w.name for w in models.INSTALLED)
    assert models.is_installed(target)
    before = (target / models.RECOGNITION.name / "inference.onnx").stat().st_mtime_ns
    models.install(tmp_path / "gone.whl", target)  # nothing to do: the source is not even opened
    assert (target / models.RECOGNITION.name / "inference.onnx").stat().st_mtime_ns == before


@pytest.mark.models
def test_install_from_a_folder_mends_broken_weights(tmp_path: Path) -> None:
    source, target = tmp_path / "usb", tmp_path / "models"
    source.mkdir()
    for w in models.ALL:
        data = (models.find(w.name) / "inference.onnx").read_bytes()
        (source / Path(w.member).name).write_bytes(data)
    models.install(source, target)
    broken = target / models.DETECTION.name / "inference.onnx"
    broken.write_bytes(broken.read_bytes()[:-1] + b"\x00")
    assert not models.is_installed(target)
    models.install(source, target)
    assert models.is_installed(target)


@pytest.mark.models
def test_a_missing_tuning_is_laid_over_the_weights_that_are_there(tmp_path: Path) -> None:
    target = tmp_path / "models"
    for w in models.ALL:
        shutil.copytree(models.find(w.name), target / w.name)
    models.install(tmp_path / "gone.whl", target)  # the source is not even opened
    assert models.is_installed(target)
    named = (target / models.TUNED.name / "inference.yml").read_text(encoding="utf-8")
    assert "model_name: PP-OCRv6_small_rec\n" in named


@pytest.mark.models
def test_the_tuning_changes_no_more_than_its_numbers() -> None:
    base, tuned = (
        (models.find(w.name) / "inference.onnx").read_bytes()
        for w in (models.RECOGNITION, models.TUNED)
    )
    assert len(base) == len(tuned)
    assert base[:1000] == tuned[:1000]
    assert base != tuned
