"""Fields of digits: combs, and digits written freely (phones, counts)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forms import check_digits
from forms.form import Field, FieldType
from forms.record import Candidate, Doubt
from ocr import comb
from ocr.decode import Alphabet, classes, search
from ocr.decode.alphabet import Frames
from ocr.decode.cells import Digit, digit_of, numbers
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.lines import is_struck, lines_of, picture_of

LEAST_INK = 30  # px; a field with less is blank
FAINT_INK = 70  # px; with less, and nothing readable in it, it is blank too
_MOBILE = ("050", "060", "070", "080", "090")


def plan(field: Field, sheet: Sheet) -> Plan:
    if field.cells:
        line = comb.filled(sheet.written, field.box, field.cells)
        if line is None:
            sure = sheet.written.of_box(field.box).blank_sure
            return Known(blank(sheet.engine, 0, sure))
        return CombPlan(field, sheet, line)
    strokes = sheet.written.of_box(field.box)
    if strokes.amount < LEAST_INK:
        return Known(blank(sheet.engine, strokes.amount, strokes.blank_sure))
    lines = lines_of(strokes)
    crops = tuple(picture_of(line) for line in lines)
    return FreePlan(field, sheet, crops, strokes.amount, any(is_struck(line) for line in lines))


@dataclass(frozen=True, slots=True)
class CombPlan:
    field: Field
    sheet: Sheet
    filled: comb.Filled

    @property
    def crops(self) -> tuple[Image, ...]:
        return (self.filled.line.picture,)

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        digits = self._digits(emissions[0])
        free = numbers(digits)
        best = free[0]
        doubts: tuple[Doubt, ...] = ()
        ranked = free
        if self.field.type is FieldType.MY_NUMBER and len(digits) == self.field.cells:
            ranked = numbers(digits, check_digits.is_my_number) or free
            if ranked[0].text != best.text:
                message = f"{self.field.label}の検査数字が合いません。"
                doubts = (Doubt("check_digit", message),)
        return Guess(
            best.text,
            math.exp(best.log),
            self.sheet.engine,
            support=min(d.support for d in digits),
            weakest=min(math.exp(float(d.log.max())) for d in digits),
            ink=self.filled.ink,
            candidates=tuple(Candidate(n.text, round(math.exp(n.log), 4)) for n in ranked),
            doubts=doubts,
        )

    def _digits(self, emissions: Emissions) -> list[Digit]:
        frames = classes.digits(emissions.vocabulary).project(emissions)
        return [digit_of(part) for part in self.filled.line.cut(frames, emissions.step)]


@dataclass(frozen=True, slots=True)
class FreePlan:
    """Digits on a line: phones, numbers without boxes."""

    field: Field
    sheet: Sheet
    crops: tuple[Image, ...]
    ink: int
    is_struck: bool

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        made, rule = _rules(self.field)
        guess = free_digits(self.field.label, emissions, self.sheet.engine, made, rule, self.ink)
        if not self.is_struck:
            return guess
        doubt = Doubt("uncertain", f"{self.field.label}に線で消した跡があるようです。")
        return replace(guess, doubts=(*guess.doubts, doubt))


def free_digits(
    label: str,
    emissions: Sequence[Emissions],
    engine: str,
    alphabet: Callable[[Vocabulary], Alphabet],
    is_valid: Callable[[str], bool],
    ink: int,
) -> Guess:
    """The likeliest valid text of the lines together; the likeliest at all, with little
    confidence, where none is valid."""
    frames = _joined([alphabet(e.vocabulary).project(e) for e in emissions])
    found = [t for t in search(frames, width=32) if t.text] if frames.names else []
    if not found:
        if ink < FAINT_INK:
            return blank(engine, ink, 0.97)
        doubt = Doubt("unreadable", f"{label}に何か書かれていますが、読めません。")
        return Guess("", 0.0, engine, ink=ink, doubts=(doubt,))
    total = np.log(np.maximum(frames.blank + frames.symbols.sum(axis=1), 1e-12)).sum()
    valid = [t for t in found if is_valid(t.text)] or found
    best = valid[0]
    return Guess(
        best.text,
        min(1.0, math.exp(best.log - float(total))),
        engine,
        support=math.exp(frames.support / len(best.symbols)),
        ink=ink,
        candidates=tuple(
            Candidate(t.text, round(min(1.0, math.exp(t.log - float(total))), 4)) for t in valid[:5]
        ),
    )


def _joined(parts: Sequence[Frames]) -> Frames:
    """Lines one after the other, as one line."""
    if len(parts) == 1:
        return parts[0]
    names = tuple(sorted({name for part in parts for name in part.names}))
    rows = []
    for part in parts:
        wide = np.zeros((len(part.blank), len(names)))
        for place, name in enumerate(part.names):
            wide[:, names.index(name)] = part.symbols[:, place]
        rows.append(wide)
    blank_frames = np.concatenate([part.blank for part in parts])
    return Frames(blank_frames, np.concatenate(rows), names, sum(part.support for part in parts))


def _rules(field: Field) -> tuple[Callable[[Vocabulary], Alphabet], Callable[[str], bool]]:
    if field.type is FieldType.PHONE:
        return classes.phone, _is_phone
    if field.type is FieldType.POSTAL_CODE:
        return classes.phone, lambda text: len(text) == 7
    low, high = field.length or (1, 20)
    return classes.digits, lambda text: low <= len(text) <= high


def _is_phone(text: str) -> bool:
    is_mobile = len(text) == 11 and text[:3] in _MOBILE
    return is_mobile or (len(text) == 10 and text[0] == "0" and text[1] != "0")
