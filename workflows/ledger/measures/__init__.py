"""The measures of the special local allocation tax, as dated data: a file for the years from its
`from` on, until a newer file. An office puts its own, newer ones into the folder `measures`
of its data folder."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from forms import yaml_source
from forms.errors import SetupError
from workflows.fiscal import FiscalYear
from workflows.ledger.item import Measure

HERE = Path(__file__).parent
FOLDER = "measures"


@dataclass(frozen=True, slots=True)
class MeasureDeclaration:
    """`rate`: of the eligible costs (0.3, 0.5). `corrected`: multiplied by the coefficient of
    financial strength. `categories`: in the ministry's words. `confirm`: what is not certain."""

    id: Measure
    title: str
    rate: Decimal
    categories: tuple[str, ...]
    source: str
    corrected: bool
    confirm: str = ""


def load(year: FiscalYear, own: Path | None = None) -> tuple[MeasureDeclaration, ...]:
    """What holds for that fiscal year. `own`: the office's folder, whose files win over ours of the
    same year. Raises SetupError before the first year, BadDeclaration for a file with a mistake."""
    files = [_load(path) for folder in (HERE, own) for path in _files(folder)]
    valid = [each for each in files if each.first <= year]
    if not valid:
        raise SetupError(
            f"{year}の特別交付税措置は登録されていません。",
            advice="年度を確かめてください。あるなら、データフォルダの measures に加えてください。",
        )
    newest = max(valid, key=lambda each: each.first.begins)  # the last of several: the office's
    chosen = [each for each in valid if each.first == newest.first][-1]
    return chosen.declared()


def find(
    measures: tuple[MeasureDeclaration, ...], id_: Measure | None
) -> MeasureDeclaration | None:
    return next((each for each in measures if each.id == id_), None)


def _year(text: str) -> str:
    try:
        FiscalYear.parse(text)
    except SetupError as error:
        raise ValueError(error.message) from error
    return text


class _Measure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Measure
    title: str = Field(min_length=1)
    rate: str = Field(pattern=r"^(0\.[0-9]{1,4}|1(\.0+)?)$")
    corrected: bool
    categories: tuple[str, ...] = Field(min_length=1)

    @field_validator("categories")
    @classmethod
    def _once(cls, titles: tuple[str, ...]) -> tuple[str, ...]:
        """One that stood twice would be summed twice."""
        if len(set(titles)) < len(titles):
            raise ValueError("同じ区分が二つあります。")
        return titles


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    begins: Annotated[str, AfterValidator(_year)] = Field(alias="from")
    source: str = Field(min_length=1)
    confirm: str = ""
    measures: tuple[_Measure, ...] = Field(min_length=1)

    @field_validator("measures")
    @classmethod
    def _once(cls, measures: tuple[_Measure, ...]) -> tuple[_Measure, ...]:
        """The same twice would be claimed twice."""
        if len({each.id for each in measures}) < len(measures):
            raise ValueError("同じ措置が二つあります。")
        return measures

    @property
    def first(self) -> FiscalYear:
        return FiscalYear.parse(self.begins)

    def declared(self) -> tuple[MeasureDeclaration, ...]:
        return tuple(
            MeasureDeclaration(
                each.id, each.title, Decimal(each.rate), each.categories, self.source,
                each.corrected, self.confirm,
            )
            for each in self.measures
        )  # fmt: skip


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else []


def _load(path: Path) -> _File:
    return yaml_source.load(path, _File)
