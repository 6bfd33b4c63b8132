"""財政力指数 and the coefficient (財政力補正) that follows from it, by dated tables.

The index is the mean of three years (基準財政収入額 ÷ 基準財政需要額), each year's figure and
the mean rounded half up to two decimals (特別交付税に関する省令 2条:
当該年度前三年度内の各年度の別に … 小数点以下二位未満は、四捨五入する).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from forms import yaml_source
from forms.errors import SetupError
from forms.values.text import half_width
from workflows.fiscal import FiscalYear
from workflows.ledger.errors import BadCost

HERE = Path(__file__).parent
FOLDER = "strength"
TWO_PLACES = Decimal("0.01")


class Kind(StrEnum):
    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"


KIND_TITLES: Mapping[Kind, str] = {Kind.MUNICIPALITY: "市町村", Kind.PREFECTURE: "道府県"}


@dataclass(frozen=True, slots=True)
class Strength:
    """The index of an office for a fiscal year, as entered. `yearly`: the figures of three years,
    or one figure, the published mean. `source`: where the office has them from."""

    year: FiscalYear
    kind: Kind
    yearly: tuple[Decimal, ...]
    source: str
    by: str
    at: datetime

    @property
    def index(self) -> Decimal:
        return mean(self.yearly)

    @property
    def coefficient(self) -> Decimal:
        """By the table that we ship; `coefficient` takes the office's own too."""
        return coefficient(self.year, self.kind, self.index)


def mean(yearly: Sequence[Decimal]) -> Decimal:
    """Half up to two decimals, each figure and the mean."""
    rounded = [each.quantize(TWO_PLACES, ROUND_HALF_UP) for each in yearly]
    return (sum(rounded, Decimal(0)) / len(rounded)).quantize(TWO_PLACES, ROUND_HALF_UP)


def figures_of(text: str) -> tuple[Decimal, ...]:
    """Figures between spaces, commas or 、. Raises BadCost."""
    plain = "".join(half_width(ch) for ch in text).replace("．", ".")
    parts = [part for part in re.split(r"[\s,、，・/]+", plain) if part]
    if not all(re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", part) for part in parts):
        raise BadCost(
            "財政力指数を数として読めません。", field="yearly", advice="例: 0.45 0.46 0.47"
        )
    return tuple(Decimal(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Steps:
    """One dated table: pairs of (lowest index, coefficient) by kind, the highest index first."""

    first: FiscalYear
    source: str
    confirm: str
    by_kind: Mapping[Kind, tuple[tuple[Decimal, Decimal], ...]]


def load(year: FiscalYear, own: Path | None = None) -> Steps:
    """The table that holds for that year. Raises SetupError, BadDeclaration."""
    files = [_steps(path) for folder in (HERE, own) for path in _files(folder)]
    valid = [each for each in files if each.first <= year]
    if not valid:
        raise SetupError(
            f"{year}の財政力補正の表は登録されていません。",
            advice="年度を確かめてください。あるなら、データフォルダの strength に加えてください。",
        )
    newest = max(each.first for each in valid)
    return [each for each in valid if each.first == newest][-1]


def coefficient(year: FiscalYear, kind: Kind, index: Decimal, own: Path | None = None) -> Decimal:
    """The coefficient for an index (0 or more). Raises SetupError."""
    for lowest, factor in load(year, own).by_kind[kind]:
        if index >= lowest:
            return factor
    raise SetupError(
        f"財政力指数 {index} は正しくありません。", advice="0 以上の数で入れてください。"
    )


def _year(text: str) -> str:
    try:
        FiscalYear.parse(text)
    except SetupError as error:
        raise ValueError(error.message) from error
    return text


_Number = Annotated[str, Field(pattern=r"^[0-9](\.[0-9]{1,4})?$")]


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lowest: _Number = Field(alias="from")
    municipality: _Number
    prefecture: _Number


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    begins: Annotated[str, AfterValidator(_year)] = Field(alias="from")
    source: str = Field(min_length=1)
    confirm: str = ""
    steps: tuple[_Step, ...] = Field(min_length=1)


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else []


def _steps(path: Path) -> Steps:
    read = yaml_source.load(path, _File)
    ordered = sorted(read.steps, key=lambda step: Decimal(step.lowest), reverse=True)
    by_kind = {
        kind: tuple((Decimal(s.lowest), Decimal(getattr(s, kind.value))) for s in ordered)
        for kind in Kind
    }
    return Steps(FiscalYear.parse(read.begins), read.source, read.confirm, by_kind)
