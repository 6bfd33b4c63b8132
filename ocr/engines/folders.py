"""Which weights an engine runs: the installed ones, or any other folder of a PP-OCR model."""

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from forms.errors import MissingModel
from ocr.engines.engine import Vocabulary
from ocr.models import places as weights

RECOGNISER = "UTSUSHI_RECOGNISER"
DETECTOR = "UTSUSHI_DETECTOR"


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders of the two models, as PaddleOCR lays them out: `inference.onnx` (or Paddle's own
    files, for the PaddleOCR engine) and `inference.yml`; `characters.txt` spares reading it."""

    recogniser: Path
    detector: Path


def folders(models: Path | None = None) -> Folders:
    """`$UTSUSHI_RECOGNISER` and `$UTSUSHI_DETECTOR`, else the installed weights in `models`.

    Raises MissingModel.
    """
    return Folders(
        _named(RECOGNISER) or weights.find(weights.READER.name, models),
        _named(DETECTOR) or weights.find(weights.DETECTION.name, models),
    )


def _named(variable: str) -> Path | None:
    said = os.environ.get(variable)
    if not said:
        return None
    path = Path(said).absolute()
    if not path.is_dir():
        raise MissingModel(
            f"設定 {variable} のフォルダ {path} がありません。",
            advice="PP-OCR のモデルのフォルダ (inference.onnx と inference.yml) を指定します。",
        )
    return path


def vocabulary_of(recogniser: Path) -> Vocabulary:
    """The characters that a recogniser knows, from `characters.txt`, else from its
    `inference.yml`. Raises MissingModel where neither says."""
    short = recogniser / "characters.txt"
    if short.is_file():
        text = short.read_text(encoding="utf-8")
        return Vocabulary.of(text.removesuffix("\n").split("\n"))
    characters = settings_of(recogniser).get("PostProcess", {}).get("character_dict")
    if not isinstance(characters, list) or not characters:
        raise MissingModel(f"文字認識のモデル {recogniser} に文字の一覧がありません。")
    return Vocabulary.of([str(each) for each in characters])


def check_width(recogniser: Path, columns: object, vocabulary: Vocabulary) -> None:
    """Raises MissingModel where a model's output is not as wide as its list of characters says;
    `columns` is no number where the model does not tell."""
    if isinstance(columns, int) and columns != len(vocabulary):
        raise MissingModel(f"文字認識のモデル {recogniser} の文字の一覧が、重みと合いません。")


def model_name(folder: Path) -> str:
    """Name of the architecture as PaddleOCR knows it; that of the folder where nothing is said."""
    return str(settings_of(folder).get("Global", {}).get("model_name") or folder.name)


def settings_of(folder: Path) -> dict[str, dict[str, object]]:
    """The model's `inference.yml`. Raises MissingModel where it cannot be read."""
    path = folder / "inference.yml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MissingModel(f"文字認識のモデルの設定 {path} を読み込めません。") from error
    if not isinstance(read, dict) or not all(isinstance(v, dict) for v in read.values()):
        raise MissingModel(f"文字認識のモデルの設定 {path} の形式が違います。")
    return read
