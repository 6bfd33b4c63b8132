"""What blanks are known by, kept on disk: the same as found anew, or found anew."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form
from ocr.align import Blanks
from ocr.align.kept import KeptFeatures
from ocr.align.points import Features

DAY = 86400


@pytest.fixture
def form(risai: Form, tmp_path: Path) -> Form:
    """One whose blank may be changed."""
    folder = tmp_path / "form"
    folder.mkdir()
    shutil.copyfile(risai.blank, folder / "blank.pdf")
    return replace(risai, folder=folder)


@pytest.fixture
def kept(tmp_path: Path) -> KeptFeatures:
    return KeptFeatures(tmp_path / "features")


@pytest.fixture
def few() -> Features:
    """So few that no blank has them: whoever gives them took them from the disk."""
    numbers = np.array([1], np.float32)
    return Features(np.ones((1, 2), np.float32), numbers, numbers, np.zeros((1, 32), np.uint8))


def of(form: Form, kept: KeptFeatures) -> Features:
    return Blanks(Catalogue([form]), kept).marking.features[0]


def size_of(form: Form) -> tuple[tuple[int, int], ...]:
    return Blanks(Catalogue([form])).marking.sizes


def files(kept: KeptFeatures) -> list[Path]:
    return sorted(kept.folder.iterdir())


def test_kept_features_are_those_that_were_found(form: Form, kept: KeptFeatures) -> None:
    found = of(form, kept)
    again = kept.get(form, size_of(form))
    assert again is not None
    for one, other in zip(astuple(found), astuple(again[0]), strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)


def test_a_start_takes_what_is_kept(form: Form, kept: KeptFeatures, few: Features) -> None:
    kept.put(form, size_of(form), (few,))
    assert len(of(form, kept).points) == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _pickled(path: Path) -> None:
    with path.open("wb") as out:
        np.save(out, np.array([{}], object), allow_pickle=True)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_cut, _flipped, _emptied, _pickled, _folder])
def test_a_file_that_is_not_whole_is_found_anew(
    form: Form, kept: KeptFeatures, few: Features, spoil: Callable[[Path], None]
) -> None:
    kept.put(form, size_of(form), (few,))
    spoil(files(kept)[0])
    assert len(of(form, kept).points) > 1


def test_a_spoiled_file_is_mended(form: Form, kept: KeptFeatures) -> None:
    of(form, kept)
    (path,) = files(kept)
    _flipped(path)
    of(form, kept)
    assert files(kept) == [path]
    assert kept.get(form, size_of(form)) is not None


def test_a_file_for_another_number_of_pages_is_not_taken(
    form: Form, kept: KeptFeatures, few: Features
) -> None:
    one = size_of(form)
    kept.put(form, one, (few,))
    (path,) = files(kept)
    shutil.copyfile(path, kept._path(form, one * 2))
    assert kept.get(form, one * 2) is None


def test_another_blank_has_features_of_its_own(
    form: Form, kept: KeptFeatures, few: Features
) -> None:
    kept.put(form, size_of(form), (few,))
    form.blank.write_bytes(form.blank.read_bytes() + b"\n")
    assert len(of(form, kept).points) > 1
    assert len(files(kept)) == 2


def test_a_place_that_cannot_be_written_to_is_no_error(
    form: Form, kept: KeptFeatures, caplog: pytest.LogCaptureFixture
) -> None:
    kept.folder.write_text("a file, not a folder")
    assert len(of(form, kept).points) > 1
    assert "are not kept" in caplog.text


def test_no_data_folder_comes_to_be_by_reading(form: Form, tmp_path: Path) -> None:
    of(form, KeptFeatures(tmp_path / "home" / "features"))
    assert not (tmp_path / "home").exists()


def test_a_missing_blank_is_told_as_without_what_is_kept(form: Form, kept: KeptFeatures) -> None:
    form.blank.unlink()
    with pytest.raises(SetupError, match="開けません"):
        of(form, kept)


def test_what_nobody_asked_for_in_months_goes(
    form: Form, kept: KeptFeatures, few: Features
) -> None:
    sizes = size_of(form)
    kept.put(form, sizes, (few,))
    (path,) = files(kept)
    os.utime(path, (0, time.time() - 100 * DAY))
    form.blank.write_bytes(form.blank.read_bytes() + b"\n")
    kept.put(form, sizes, (few,))
    assert path not in files(kept)


def test_what_is_asked_for_stays(form: Form, kept: KeptFeatures, few: Features) -> None:
    sizes = size_of(form)
    kept.put(form, sizes, (few,))
    (path,) = files(kept)
    os.utime(path, (0, time.time() - 80 * DAY))
    assert kept.get(form, sizes) is not None
    assert time.time() - path.stat().st_mtime < DAY
