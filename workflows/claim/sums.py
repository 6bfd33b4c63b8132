"""The claim, worked out: Σ (our eligible costs − 特定財源) × rate × 財政力補正, per measure.

Everything is in whole yen until the end of a measure, where it becomes thousands of yen, half up
(Source: facts of the field; 特別交付税に関する省令 speaks of thousands). Costs include the
consumption tax, which a municipality pays and cannot deduct.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workflows.fiscal import FiscalYear
from workflows.ledger.item import CostItem, Eligible
from workflows.ledger.measures import MeasureDeclaration

YEN_A_UNIT = 1000
NOT_CORRECTED = Decimal(1)


@dataclass(frozen=True, slots=True)
class CategoryClaim:
    """The eligible lines of one category. All in yen."""

    title: str
    items: tuple[CostItem, ...]

    @property
    def own(self) -> int:
        """Our part of the costs."""
        return sum(item.own_amount for item in self.items)

    @property
    def specific(self) -> int:
        """What others pay of it (特定財源)."""
        return sum(item.specific_funds for item in self.items)

    @property
    def base(self) -> int:
        return self.own - self.specific


@dataclass(frozen=True, slots=True)
class MeasureClaim:
    """One measure. `coefficient` is None where the office's index is not known yet."""

    measure: MeasureDeclaration
    categories: tuple[CategoryClaim, ...]
    coefficient: Decimal | None

    @property
    def items(self) -> tuple[CostItem, ...]:
        return tuple(item for each in self.categories for item in each.items)

    @property
    def own(self) -> int:
        return sum(each.own for each in self.categories)

    @property
    def specific(self) -> int:
        return sum(each.specific for each in self.categories)

    @property
    def base(self) -> int:
        """Yen that rate and coefficient are applied to."""
        return self.own - self.specific

    @property
    def thousands(self) -> int | None:
        """The estimate, in thousands of yen."""
        if self.coefficient is None:
            return None
        return thousands(self.base, self.measure.rate, self.coefficient)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fiscal year. `refused`: not eligible. `undecided`: 要確認, left out. `unplaced`: said to
    be eligible, but without a measure or category of the year, so left out too."""

    year: FiscalYear
    measures: tuple[MeasureClaim, ...]
    refused: tuple[CostItem, ...]
    undecided: tuple[CostItem, ...]
    unplaced: tuple[CostItem, ...]

    @property
    def total(self) -> int | None:
        """Thousands of yen; each measure was rounded by itself."""
        each = [claim.thousands for claim in self.measures]
        return None if None in each else sum(part for part in each if part is not None)

    @property
    def base(self) -> int:
        return sum(each.base for each in self.measures)

    @property
    def counted(self) -> tuple[CostItem, ...]:
        """The lines that the figures are made of."""
        return tuple(item for each in self.measures for item in each.items)

    @property
    def items(self) -> tuple[CostItem, ...]:
        """All lines of the year, in the order of the ledger."""
        listed = (*self.counted, *self.refused, *self.undecided, *self.unplaced)
        return tuple(sorted(listed, key=lambda item: item.id))


def claim_of(
    year: FiscalYear,
    items: Iterable[CostItem],
    measures: Sequence[MeasureDeclaration],
    coefficient: Decimal | None,
) -> Claim:
    """From the ledger's lines; those that were struck out do not count anywhere."""
    valid = [item for item in items if item.struck is None]
    by_standing = {each: [item for item in valid if item.eligible is each] for each in Eligible}
    eligible = by_standing[Eligible.YES]
    claims = tuple(_measure(each, eligible, coefficient) for each in measures)
    placed = {item.id for claim in claims for item in claim.items}
    return Claim(
        year,
        claims,
        tuple(by_standing[Eligible.NO]),
        tuple(by_standing[Eligible.UNDECIDED]),
        tuple(item for item in eligible if item.id not in placed),
    )


def _measure(
    measure: MeasureDeclaration, eligible: Sequence[CostItem], coefficient: Decimal | None
) -> MeasureClaim:
    own = [item for item in eligible if item.measure is measure.id]
    categories = tuple(
        CategoryClaim(title, tuple(item for item in own if item.category == title))
        for title in measure.categories
    )
    return MeasureClaim(measure, categories, coefficient if measure.corrected else NOT_CORRECTED)


def thousands(base: int, rate: Decimal, coefficient: Decimal) -> int:
    """Yen × rate × coefficient in thousands of yen: half up, below zero away from zero, as ROUND
    of a spreadsheet does."""
    exact = Decimal(base) * rate * coefficient / YEN_A_UNIT
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
