"""A field on an aligned page → what an engine must see, and how its answer is understood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from forms.form import Field, FieldType
from forms.record import Doubt
from ocr.align.page import AlignedPage
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.guess import Guess
from ocr.ink.struck import doubts
from ocr.ink.written import Written


class Plan(Protocol):
    """`crops` go to the engine; `guess` gets their emissions in the same order."""

    @property
    def crops(self) -> tuple[Image, ...]: ...

    def guess(self, emissions: Sequence[Emissions]) -> Guess: ...


@dataclass(frozen=True, slots=True)
class Known:
    """Nothing to recognise: the answer is there already."""

    answer: Guess
    crops: tuple[Image, ...] = ()

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        return self.answer


@dataclass(frozen=True, slots=True)
class Doubted:
    """A plan whose answer a person must see whatever it is."""

    plan: Plan
    doubts: tuple[Doubt, ...]

    @property
    def crops(self) -> tuple[Image, ...]:
        return self.plan.crops

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        guess = self.plan.guess(emissions)
        return replace(guess, doubts=(*self.doubts, *guess.doubts))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One aligned page with its added ink, as the planners see it."""

    page: AlignedPage
    written: Written
    vocabulary: Vocabulary
    engine: str


Planner = Callable[[Field, Sheet], Plan]


def plan_field(field: Field, sheet: Sheet) -> Plan:
    """The plan for one field of the page."""
    from ocr.fields import choice, date, number, qr, seal, text

    planners: dict[FieldType, Planner] = {
        FieldType.CHOICE: choice.plan,
        FieldType.SEAL: seal.plan,
        FieldType.QR: qr.plan,
        FieldType.DATE: date.plan,
        FieldType.NUMBER: number.plan,
        FieldType.MY_NUMBER: number.plan,
        FieldType.POSTAL_CODE: number.plan,
        FieldType.PHONE: number.plan,
    }
    plan = planners.get(field.type, text.plan)(field, sheet)
    struck = doubts(field, sheet.written)
    return Doubted(plan, struck) if struck else plan
