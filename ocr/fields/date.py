"""和暦 dates: the era ringed or printed, and the digits before 年 月 日."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from forms.era import EraDate, to_date
from forms.errors import RuleBroken
from forms.form import DateParts, Field
from forms.geometry import Box
from forms.record import Candidate, Doubt
from ocr.decode import classes, search
from ocr.decode.alphabet import Frames
from ocr.engines.engine import Emissions, Image
from ocr.fields.plan import Known, Plan, Sheet
from ocr.glue import Glued, glue
from ocr.guess import Guess, blank
from ocr.marks import Marked, rings
from ocr.written import Strokes

LEAST_INK = 22  # px; a part with less is blank
KEPT = 6
FIRST_YEAR = "元"


@dataclass(frozen=True, slots=True)
class Part:
    """Readings of one part, likeliest first: (text, log probability)."""

    ways: tuple[tuple[str, float], ...]
    support: float


def plan(field: Field, sheet: Sheet) -> Plan:
    parts = field.date
    if parts is None:
        return Known(blank(sheet.engine))
    strokes = [_part_ink(sheet, box) for box in (parts.year, parts.month, parts.day)]
    era = None if parts.era else rings(sheet.written, parts.eras)
    ink = sum(each.amount for each in strokes)
    is_written = [each.amount >= LEAST_INK for each in strokes]
    if not any(is_written) and (era is None or era.is_nothing):
        return Known(blank(sheet.engine, ink))
    if not all(is_written):
        return Known(_incomplete(field, sheet, ink))
    return DatePlan(field, sheet, parts, era, glue(strokes), ink)


def _part_ink(sheet: Sheet, box: Box) -> Strokes:
    return sheet.written.of_box(box, 1.0)


def _incomplete(field: Field, sheet: Sheet, ink: int) -> Guess:
    doubt = Doubt("unreadable", f"{field.label}の年・月・日がそろっていません。")
    return Guess("", 0.0, sheet.engine, ink=ink, doubts=(doubt,))


@dataclass(frozen=True, slots=True)
class DatePlan:
    field: Field
    sheet: Sheet
    parts: DateParts
    era: Marked | None
    line: Glued
    ink: int

    @property
    def crops(self) -> tuple[Image, ...]:
        return (self.line.picture,)

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        frames = classes.year_digits(emissions[0].vocabulary).project(emissions[0])
        parts = self.line.cut(frames, emissions[0].step)
        read = [_part(part, n == 0) for n, part in enumerate(parts)]
        if not all(part.ways for part in read):
            return _incomplete(self.field, self.sheet, self.ink)
        eras = self._eras()
        ways = self._ways(eras, read)
        valid = [way for way in ways if _is_day(way[0])]
        best = (valid or ways)[0]
        doubts = self._doubts(bool(valid))
        return Guess(
            str(best[0]),
            min(1.0, math.exp(best[1])),
            self.sheet.engine,
            support=min(part.support for part in read),
            ink=self.ink,
            candidates=tuple(
                Candidate(str(day), round(min(1.0, math.exp(log)), 4))
                for day, log in (valid or ways)[:5]
            ),
            doubts=doubts,
        )

    def _eras(self) -> list[tuple[str, float]]:
        """Eras with the log of how likely each is marked."""
        if self.parts.era:
            return [(self.parts.era, 0.0)]
        if self.era is None or not self.era.chosen:
            return [(option.value, math.log(0.3)) for option in self.parts.eras]
        first = self.era.chosen[0]
        rest = (1 - self.era.confidence) / max(1, len(self.parts.eras) - 1)
        return [
            (o.value, math.log(max(1e-6, self.era.confidence if o.value == first else rest)))
            for o in self.parts.eras
        ]

    def _ways(
        self, eras: Sequence[tuple[str, float]], read: Sequence[Part]
    ) -> list[tuple[EraDate, float]]:
        ways = []
        for (era, e), (y, a), (m, b), (d, c) in product(eras, *(part.ways for part in read)):
            year = 1 if y == FIRST_YEAR else int(y)
            ways.append((EraDate(era, year, int(m), int(d)), e + a + b + c))
        return sorted(ways, key=lambda way: -way[1])

    def _doubts(self, is_valid: bool) -> tuple[Doubt, ...]:
        label = self.field.label
        doubts = []
        if not self.parts.era and (self.era is None or not self.era.chosen):
            doubts.append(Doubt("no_mark", f"{label}の元号に印がありません。"))
        elif self.era is not None and len(self.era.chosen) > 1:
            doubts.append(Doubt("two_marks", f"{label}の元号に印が二つあります。"))
        if not is_valid:
            doubts.append(Doubt("rule", f"{label}が暦にない日付です。"))
        return tuple(doubts)


def _is_day(written: EraDate) -> bool:
    try:
        to_date(written)
    except RuleBroken:
        return False
    return True


def _part(frames: Frames, is_year: bool) -> Part:
    """One or two digits, or 元 for a year."""
    found = (
        [t for t in search(frames, longest=3) if _is_part(t.text, is_year)] if frames.names else []
    )
    if not found:
        return Part((), 0.0)
    total = float(np.logaddexp.reduce([t.log for t in found]))
    ways = tuple((t.text, t.log - total) for t in found[:KEPT])
    return Part(ways, math.exp(min(0.0, total) / len(found[0].symbols)))


def _is_part(text: str, is_year: bool) -> bool:
    if text == FIRST_YEAR:
        return is_year
    return 0 < len(text) <= 2 and text.isdigit() and int(text) > 0
