"""What the gate goes by: the curves, and the thresholds that the office learnt from its papers."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source
from forms.form import FieldType
from forms.record import Figures
from ocr.calibration.curve import Calibration, load, shipped

THRESHOLDS_FILE = "thresholds.yaml"
CALIBRATION_FILE = "calibration.yaml"
OWN = "own"  # learnt on samples of the type itself, not of its group or of all types

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learnt:
    """A threshold on the calibrated confidence. `checked` readings at or above it were looked at
    by a person, `wrong` of them were wrong, so that with `certainty` no more than the share
    `bound` of all is. `source`: whose samples (`own`, a group, `all`)."""

    confidence: float
    checked: int
    wrong: int
    bound: float
    certainty: float
    source: str

    @property
    def is_own(self) -> bool:
        return self.source == OWN


@dataclass(frozen=True, slots=True)
class Trust:
    """`learnt` is empty until an office applied thresholds of its own (`utsushi calibrate`)."""

    calibration: Calibration
    learnt: Mapping[FieldType, Learnt] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        """The scale of the figures: the shipped calibration's, which changes with the decoders."""
        return shipped().id

    def confidence(self, figures: Figures) -> float:
        return self.calibration.probability(figures)

    @classmethod
    def shipped(cls) -> "Trust":
        return cls(shipped())

    @classmethod
    def open(cls, home: Path | None) -> "Trust":
        """The office's own files in `home` before what is shipped. Files learnt on another scale
        (before an update) are not used, and the log says so. Raises BadDeclaration."""
        if home is None:
            return cls.shipped()
        calibration = _own_calibration(home / CALIBRATION_FILE) or shipped()
        thresholds = load_thresholds(home / THRESHOLDS_FILE)
        if thresholds is None:
            return cls(calibration)
        if thresholds.basis != calibration.id:
            _log.warning("%s was learnt before an update and is not used", THRESHOLDS_FILE)
            return cls(calibration)
        return cls(calibration, thresholds.learnt())


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ThresholdDeclaration(_Strict):
    confidence: float = Key(ge=0.0, le=1.0)
    checked: int = Key(ge=1)
    wrong: int = Key(ge=0)
    bound: float = Key(gt=0.0, lt=1.0)
    source: str


class ThresholdsDeclaration(_Strict):
    """`thresholds.yaml` in the data folder. `error`: share of wrong ones that the office bears."""

    basis: str
    learnt_at: str
    error: float = Key(gt=0.0, lt=1.0)
    certainty: float = Key(gt=0.5, lt=1.0)
    types: dict[FieldType, ThresholdDeclaration]

    def learnt(self) -> dict[FieldType, Learnt]:
        return {
            kind: Learnt(
                each.confidence, each.checked, each.wrong, each.bound, self.certainty, each.source
            )
            for kind, each in self.types.items()
        }


def load_thresholds(path: Path) -> ThresholdsDeclaration | None:
    """None where the office has none. Raises BadDeclaration for a mistake in the file."""
    return yaml_source.load(path, ThresholdsDeclaration) if path.is_file() else None


def _own_calibration(path: Path) -> Calibration | None:
    if not path.is_file():
        return None
    own = load(path)
    if own.id.split("+")[0] != shipped().id:
        _log.warning("%s was learnt before an update and is not used", CALIBRATION_FILE)
        return None
    return own
