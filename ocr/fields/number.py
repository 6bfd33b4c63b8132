"""Fields of digits in boxes: each box by the small net, and by the engine where that is unsure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.check_digits import CHECKS
from forms.form import Field, FieldType
from forms.record import Candidate, Doubt
from ocr.decode import classes
from ocr.decode.cells import Digit, both, digit_of, numbers
from ocr.digits import digit_net
from ocr.engines.engine import Emissions, Image
from ocr.fields import free_number
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.ink import comb
from ocr.ink.glue import Glued

SURE = 0.995  # of the whole number: nobody else is asked
LIKE_A_DIGIT = 0.98  # support from which the small net's word is enough
NO_DIGIT = 0.5  # support below which a box more likely holds something else than a digit


def plan(field: Field, sheet: Sheet) -> Plan:
    if not field.cells:
        return free_number.plan(field, sheet)
    filled = comb.filled(sheet.written, field.box, field.cells, digit_net().worth)
    if filled is None:
        sure = sheet.written.of_box(field.box).blank_sure
        return Known(blank(sheet.engine, 0, sure))
    digits = tuple(digit_net().of_strokes(filled.parts))
    whole = math.exp(sum(float(d.log.max()) for d in digits))
    is_sure = whole >= SURE and all(d.support >= LIKE_A_DIGIT for d in digits)
    return CombPlan(field, sheet.engine, filled, digits, None if is_sure else filled.line)


@dataclass(frozen=True, slots=True)
class CombPlan:
    """`small`: the boxes as the small net reads them; `line`: what the engine is to see too."""

    field: Field
    engine: str
    filled: comb.Filled
    small: tuple[Digit, ...]
    line: Glued | None

    @property
    def crops(self) -> tuple[Image, ...]:
        return (self.line.picture,) if self.line else ()

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        digits = self._digits(emissions)
        is_valid = _check_of(self.field)
        ranked = numbers(digits, is_valid)
        best = ranked[0]
        return Guess(
            best.text,
            math.exp(best.log),
            self.engine,
            support=min(d.support for d in digits),
            weakest=min(
                math.exp(float(d.log[int(n)])) for d, n in zip(digits, best.text, strict=True)
            ),
            ink=self.filled.ink,
            candidates=tuple(Candidate(n.text, round(math.exp(n.log), 4)) for n in ranked),
            doubts=self._doubts(best.text, digits, is_valid),
        )

    def _digits(self, emissions: Sequence[Emissions]) -> Sequence[Digit]:
        if self.line is None:
            return self.small
        frames = classes.digits(emissions[0].vocabulary).project(emissions[0])
        big = [digit_of(part) for part in self.line.cut(frames, emissions[0].step)]
        return [both(one, other) for one, other in zip(self.small, big, strict=True)]

    def _doubts(
        self, text: str, digits: Sequence[Digit], is_valid: Callable[[str], bool] | None
    ) -> tuple[Doubt, ...]:
        label, cells = self.field.label, self.filled.cells
        doubts = []
        if cells[-1] - cells[0] >= len(cells):
            doubts.append(Doubt("unreadable", f"{label}の途中に、空いている枠があります。"))
        if any(digit.support < NO_DIGIT for digit in digits):
            doubts.append(Doubt("uncertain", f"{label}に、数字と読めない枠があります。"))
        if is_valid is not None and len(cells) == self.field.cells and not is_valid(text):
            doubts.append(Doubt("check_digit", f"{label}の検査数字が合いません。"))
        return tuple(doubts)


def _check_of(field: Field) -> Callable[[str], bool] | None:
    """The check digit's rule, where the field's number has one."""
    if field.type is FieldType.MY_NUMBER:
        return CHECKS["my_number"]
    return CHECKS[field.check] if field.check else None
