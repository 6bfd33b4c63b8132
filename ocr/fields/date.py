"""和暦 dates: the era ringed or printed, and the digits before 年 月 日."""

import math
from collections.abc import Mapping, Sequence
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
from ocr.digits import digit_net
from ocr.digits.lattice import Lattice, lattice
from ocr.digits.weigh import is_certain, weighed
from ocr.engines.engine import Emissions, Image
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.ink.glue import Glued, glue
from ocr.ink.written import Strokes
from ocr.marks import Marked, rings

LEAST_INK = 22  # px; a part with less is blank
KEPT = 6
LONGEST = 2  # digits of a part
FIRST_YEAR = "元"
SURE = 0.995  # of a part: nobody else is asked
UNLIKELY = 0.5  # a digit that the small net itself rather holds for something else
DISPUTED = math.log(0.3)  # of the engine, for a reading that is not the chosen one
LIKE_DIGITS = 0.97  # support, an atom of ink, from which the small net's word is enough


@dataclass(frozen=True, slots=True)
class Part:
    """Readings of one part, likeliest first: (text, log probability). `is_disputed`: the engine
    would have another one than that."""

    ways: tuple[tuple[str, float], ...]
    support: float
    weakest: float = 1.0
    is_disputed: bool = False


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
        return Known(_incomplete(field, sheet.engine, ink))
    ways = tuple(_lattice(each) for each in strokes)
    is_sure = all(_is_sure(each, n == 0) for n, each in enumerate(ways))
    return DatePlan(field, sheet.engine, parts, era, ways, None if is_sure else glue(strokes), ink)


def _lattice(strokes: Strokes) -> Lattice:
    return lattice(strokes, digit_net().read)


def _is_sure(ways: Lattice, is_year: bool) -> bool:
    """Whether the small net alone may say what the part is. It does not know 元."""
    found = ways.best(lambda text: _is_part(text, is_year), LONGEST)
    return is_certain(found, SURE) and ways.support(found[0][0]) >= LIKE_DIGITS


def _part_ink(sheet: Sheet, box: Box) -> Strokes:
    return sheet.written.of_box(box, 1.0)


def _incomplete(field: Field, engine: str, ink: int) -> Guess:
    doubt = Doubt("unreadable", f"{field.label}の年・月・日がそろっていません。")
    return Guess("", 0.0, engine, ink=ink, doubts=(doubt,))


@dataclass(frozen=True, slots=True)
class DatePlan:
    """`line`: what the engine is to see too; None where the small net is sure of every part."""

    field: Field
    engine: str
    parts: DateParts
    era: Marked | None
    small: tuple[Lattice, ...]
    line: Glued | None
    ink: int

    @property
    def crops(self) -> tuple[Image, ...]:
        return (self.line.picture,) if self.line else ()

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        seen = self._frames(emissions)
        read = [
            _part(ways, frames, n == 0)
            for n, (ways, frames) in enumerate(zip(self.small, seen, strict=True))
        ]
        if not all(part.ways for part in read):
            return _incomplete(self.field, self.engine, self.ink)
        eras = self._eras()
        ways = self._ways(eras, read)
        valid = [way for way in ways if _is_day(way[0])]
        best = (valid or ways)[0]
        doubts = self._doubts(bool(valid), read)
        return Guess(
            str(best[0]),
            min(1.0, math.exp(best[1])),
            self.engine,
            support=min(part.support for part in read),
            ink=self.ink,
            candidates=tuple(
                Candidate(str(day), round(min(1.0, math.exp(log)), 4))
                for day, log in (valid or ways)[:5]
            ),
            doubts=doubts,
        )

    def _frames(self, emissions: Sequence[Emissions]) -> Sequence[Frames | None]:
        """What the engine saw of each part."""
        if self.line is None:
            return [None] * len(self.small)
        frames = classes.year_digits(emissions[0].vocabulary).project(emissions[0])
        return self.line.cut(frames, emissions[0].step)

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

    def _doubts(self, is_valid: bool, read: Sequence[Part]) -> tuple[Doubt, ...]:
        label = self.field.label
        doubts = []
        if any(part.weakest < UNLIKELY or part.is_disputed for part in read):
            doubts.append(Doubt("uncertain", f"{label}に、はっきりしない数字があります。"))
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


def _part(ways: Lattice, frames: Frames | None, is_year: bool) -> Part:
    """One or two digits, or 元 for a year."""
    small = dict(ways.best(lambda text: _is_part(text, is_year), LONGEST)[:KEPT])
    found = search(frames, longest=LONGEST + 1) if frames is not None and frames.names else []
    big = {t.text: t.log for t in found if _is_part(t.text, is_year)}
    if small and FIRST_YEAR in big:
        small[FIRST_YEAR] = ways.foreign
    ranked = weighed(small, big)
    if not ranked:
        return Part((), 0.0)
    first = ranked[0][0]
    engine = (
        math.exp(min(0.0, float(np.logaddexp.reduce(list(big.values())))) / len(first))
        if big
        else 0.0
    )
    if first == FIRST_YEAR:
        return Part(tuple(ranked[:KEPT]), engine)
    support = max(engine, ways.support(first))
    return Part(tuple(ranked[:KEPT]), support, ways.weakest(first), _is_disputed(first, big))


def _is_disputed(chosen: str, big: Mapping[str, float]) -> bool:
    """The small net is now and then very sure of a wrong digit; the engine's word on the same ink
    is then all that tells."""
    favourite = max(big, key=lambda text: big[text], default=chosen)
    return favourite != chosen and big[favourite] >= DISPUTED


def _is_part(text: str, is_year: bool) -> bool:
    if text == FIRST_YEAR:
        return is_year
    return 0 < len(text) <= 2 and text.isdigit() and int(text) > 0
