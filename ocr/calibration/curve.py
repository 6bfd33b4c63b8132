"""Figures → the probability of being right: a curve for each kind of evidence, kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source
from forms.errors import BadDeclaration
from forms.record import Figures
from ocr.calibration.figures import NAMES, Numbers, kinds, numbers

LEAST = 0.99  # where no samples say otherwise
SHIPPED = Path(__file__).parent / "default.yaml"


@dataclass(frozen=True, slots=True)
class Curve:
    """σ(weights · numbers) × ceiling. `weights` follow NAMES; all but the first are not negative,
    so that better figures never give less. `ceiling` is the most that the samples can vouch for.
    """

    weights: tuple[float, ...]
    ceiling: float
    samples: int
    wrong: int

    def probabilities(self, rows: Numbers) -> Numbers:
        odds = np.clip(rows @ np.array(self.weights), -30, 30)
        return np.asarray(self.ceiling / (1.0 + np.exp(-odds)), np.float64)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curves by kind. `id` names the scale; `engine` and `model` (SHA-256 of the weights) say for
    which figures it was learnt. `least`: the confidence from which nobody needs to look."""

    id: str
    engine: str
    model: str
    curves: Mapping[str, Curve]
    least: float = LEAST

    def probability(self, figures: Figures) -> float:
        """Of being right, 0 to 1. A kind without a curve is taken at its own word."""
        curve = self.curves.get(figures.kind)
        if curve is None:
            return figures.probability
        return round(float(curve.probabilities(numbers([figures]))[0]), 5)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CurveDeclaration(_Strict):
    weights: dict[str, float]
    ceiling: float = Key(gt=0.0, le=1.0)
    samples: int = Key(ge=0)
    wrong: int = Key(ge=0)


class CalibrationDeclaration(_Strict):
    id: str
    engine: str
    model: str
    least: float = Key(default=LEAST, gt=0.0, lt=1.0)
    curves: dict[str, CurveDeclaration]


@cache
def shipped() -> Calibration:
    """The one that comes with the program, learnt on generated papers."""
    return load(SHIPPED)


def load(path: Path) -> Calibration:
    """Raises BadDeclaration for a mistake, among them a curve that could turn the order round."""
    source = yaml_source.load(path, CalibrationDeclaration)
    for kind, curve in source.curves.items():
        if kind not in kinds():
            raise BadDeclaration(str(path), 0, kind, "知らない種類です。")
        if set(curve.weights) - set(NAMES):
            raise BadDeclaration(str(path), 0, kind, "知らない重みです。")
        if any(value < 0 for name, value in curve.weights.items() if name != NAMES[0]):
            raise BadDeclaration(str(path), 0, kind, "重みが負です。順序が逆になります。")
    curves = {
        kind: Curve(
            tuple(each.weights.get(name, 0.0) for name in NAMES),
            each.ceiling,
            each.samples,
            each.wrong,
        )
        for kind, each in source.curves.items()
    }
    return Calibration(source.id, source.engine, source.model, curves, source.least)


def as_data(calibration: Calibration) -> dict[str, object]:
    """What `load` reads, for a YAML file."""
    return {
        "id": calibration.id,
        "engine": calibration.engine,
        "model": calibration.model,
        "least": calibration.least,
        "curves": {
            kind: {
                "weights": dict(zip(NAMES, curve.weights, strict=True)),
                "ceiling": curve.ceiling,
                "samples": curve.samples,
                "wrong": curve.wrong,
            }
            for kind, curve in calibration.curves.items()
        },
    }
