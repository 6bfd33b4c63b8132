"""The recognition weights: where they are, and how they get there.

PP-OCRv6 small, detection and recognition (Apache-2.0), as the wheel `rapidocr` carries them. The
wheel is taken by name and version, only the weights are unpacked from it (installing it would
replace our OpenCV), and each file is checked by its SHA-256 before it is used. Our own tuning of
the recogniser (docs/adr/0011-training.md) is a delta in this repository, laid over those weights.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.errors import MissingModel
from ocr.models import delta
from ocr.models.beside import describe

WHEEL = "rapidocr"
WHEEL_VERSION = "3.10.0"


@dataclass(frozen=True, slots=True)
class Weights:
    """One model. `member` is its path in the wheel; `size` in bytes."""

    name: str
    member: str
    sha256: str
    size: int

    @property
    def architecture(self) -> str:
        """The model's name as PaddleOCR knows it."""
        return self.name.removesuffix("_tuned")


DETECTION = Weights(
    "PP-OCRv6_small_det",
    "rapidocr/models/PP-OCRv6_det_small.onnx",
    "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    9929594,
)
RECOGNITION = Weights(
    "PP-OCRv6_small_rec",
    "rapidocr/models/PP-OCRv6_rec_small.onnx",
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    21234383,
)
ALL = (DETECTION, RECOGNITION)
"""What the wheel carries."""
TUNED = Weights(
    "PP-OCRv6_small_rec_tuned",
    "",
    "e67da5cad82406ab2c2f1fad4d09aef28708c374cfbfafbcf781034960835c14",
    RECOGNITION.size,
)
DELTA = Path(__file__).parents[1] / "weights" / f"{TUNED.name}.npz"
INSTALLED = (*ALL, TUNED)
READER = TUNED
"""The recogniser that reads where no setting names another. The shipped calibration is for it."""


def folder() -> Path:
    """`$UTSUSHI_MODELS`, else `share/utsushi/models` of this Python."""
    named = os.environ.get("UTSUSHI_MODELS")
    return Path(named) if named else Path(sys.prefix) / "share" / "utsushi" / "models"


def find(name: str, models: Path | None = None) -> Path:
    """Folder of an installed model: `inference.onnx`, `inference.yml` and, for recognition,
    `characters.txt`. Raises MissingModel where it is not there whole."""
    weights = next((each for each in INSTALLED if each.name == name), None)
    if weights is None:
        known = "、".join(each.name for each in INSTALLED)
        raise MissingModel(
            f"文字認識のモデル「{name}」はありません。", advice=f"使えるもの: {known}"
        )
    path = (models or folder()) / name
    onnx = path / "inference.onnx"
    is_whole = onnx.is_file() and onnx.stat().st_size == weights.size
    if not is_whole or not (path / "inference.yml").is_file():
        raise MissingModel(f"文字認識の重み {name} が {path} にありません。")
    return path


def is_installed(models: Path | None = None, wanted: Sequence[Weights] = INSTALLED) -> bool:
    """Whether every model is there and each weight file has the right SHA-256."""
    try:
        found = [find(each.name, models) / "inference.onnx" for each in wanted]
    except MissingModel:
        return False
    return all(_sha256(p) == w.sha256 for p, w in zip(found, wanted, strict=True))


def install(source: Path | None = None, models: Path | None = None) -> tuple[Path, ...]:
    """Place the weights and return the folders of those taken from outside; nothing is done where
    all are there already.

    `source` is, on a closed network, the wheel itself or a folder with the wheel or the two .onnx
    files. Without it the wheel is taken by pip, which follows its own settings (index, proxy).
    Raises MissingModel when the source lacks a file or a file has another SHA-256.
    """
    target = models or folder()
    if not is_installed(target):
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="utsushi-", dir=target) as work:
            place = Path(work)
            if not is_installed(target, ALL):
                files = _collect(source if source is not None else _download(place), place)
                for weights in ALL:
                    _place(weights, files[weights.name], target, place)
            _place(TUNED, _tuned(target, place), target, place)
    return tuple(find(each.name, target) for each in ALL)


def _download(place: Path) -> Path:
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:",
        "--disable-pip-version-check", "--quiet", "--dest", str(place),
        f"{WHEEL}=={WHEEL_VERSION}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise MissingModel(
            f"重みを含むパッケージ {WHEEL} {WHEEL_VERSION} を取得できませんでした。",
            advice=(
                "ネットワークと pip の設定を確かめてください。閉じた網では、別の端末で取得した"
                f" {WHEEL}-{WHEEL_VERSION} の wheel を"
                "「utsushi models install ファイル」で渡します。"
            ),
        )
    return place


def _collect(source: Path, place: Path) -> dict[str, Path]:
    """Paths of unchecked weight files by model name, unpacked from a wheel where need be."""
    if not source.exists():
        raise MissingModel(f"{source} がありません。", advice="パスを確かめてください。")
    wheel = source if source.is_file() else _wheel_in(source)
    if wheel is not None:
        return {each.name: _unpack(wheel, each, place) for each in ALL}
    return {each.name: _loose(source, each) for each in ALL}


def _wheel_in(source: Path) -> Path | None:
    wheels = sorted(source.glob(f"{WHEEL}-{WHEEL_VERSION}-*.whl"))
    return wheels[0] if wheels else None


def _loose(source: Path, weights: Weights) -> Path:
    for name in (
        Path(weights.member).name,
        f"{weights.name}.onnx",
        f"{weights.name}/inference.onnx",
    ):
        if (source / name).is_file():
            return source / name
    raise MissingModel(
        f"{source} に {Path(weights.member).name} がありません。",
        advice=f"{WHEEL} {WHEEL_VERSION} の wheel か、その中の .onnx を置いてください。",
    )


def _unpack(wheel: Path, weights: Weights, place: Path) -> Path:
    out = place / f"{weights.name}.onnx"
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(weights.member) as member,
            out.open("wb") as file,
        ):
            shutil.copyfileobj(member, file)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise MissingModel(
            f"{wheel.name} から {Path(weights.member).name} を取り出せません。",
            advice=f"{WHEEL} {WHEEL_VERSION} の wheel を渡してください。",
        ) from error
    return out


def _tuned(target: Path, place: Path) -> Path:
    """The installed recogniser with our tuning laid over it, not yet in place."""
    base = (target / RECOGNITION.name / "inference.onnx").read_bytes()
    out = place / "tuned.onnx"
    out.write_bytes(delta.apply(base, DELTA))
    return out


def _place(weights: Weights, source: Path, target: Path, place: Path) -> None:
    """Check, complete and move into place in one rename, so that no half model is ever seen."""
    if _sha256(source) != weights.sha256:
        raise MissingModel(
            f"{source.name} の内容が想定と違います (SHA-256 の不一致)。",
            advice=f"{WHEEL} {WHEEL_VERSION} の wheel を入手し直してください。",
        )
    made = place / weights.name
    made.mkdir()
    shutil.copyfile(source, made / "inference.onnx")
    for name, text in describe(weights.architecture, made / "inference.onnx").items():
        (made / name).write_text(text, encoding="utf-8", newline="\n")
    final = target / weights.name
    if final.exists():
        final.rename(place / f"{weights.name}.old")
    made.rename(final)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
