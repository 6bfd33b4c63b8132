"""Digits on a line without boxes (phones, postal codes, counts): the small net over every way to
part the ink, and the engine over the line; both must think a reading likely."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forms.form import Field, FieldType
from forms.record import Candidate, Doubt
from ocr.decode import Alphabet, classes, search
from ocr.decode.alphabet import Frames
from ocr.decode.score import scored
from ocr.digits import digit_net
from ocr.digits.lattice import Lattice, joined, lattice
from ocr.digits.weigh import is_certain, weighed
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.ink.lines import is_struck, lines_of, picture_of

LEAST_INK = 30  # px; a field with less is blank
FAINT_INK = 70  # px; with less, and nothing readable in it, it is blank too
SURE = 0.995  # of the whole number: nobody else is asked
UNLIKELY = 0.5  # a digit that the small net itself rather holds for something else
LIKE_DIGITS = 0.97  # support, an atom of ink, from which the small net's word is enough
KEPT = 24  # readings of each of the two that are weighed
_MOBILE = ("050", "060", "070", "080", "090")


def plan(field: Field, sheet: Sheet) -> Plan:
    strokes = sheet.written.of_box(field.box)
    if strokes.amount < LEAST_INK:
        return Known(blank(sheet.engine, strokes.amount, strokes.blank_sure))
    lines = lines_of(strokes)
    ways = joined([lattice(line, digit_net().read) for line in lines])
    _, is_valid, longest = _rules(field)
    small = ways.best(is_valid, longest)[:KEPT]
    is_sure = is_certain(small, SURE) and ways.support(small[0][0]) >= LIKE_DIGITS
    crops = () if is_sure else tuple(picture_of(line) for line in lines)
    struck = any(is_struck(line) for line in lines)
    return FreePlan(field, sheet.engine, crops, ways, tuple(small), strokes.amount, struck)


@dataclass(frozen=True, slots=True)
class FreePlan:
    """`small`: what the small net reads, with natural logs; `crops` for the engine, none where
    the net is sure."""

    field: Field
    engine: str
    crops: tuple[Image, ...]
    ways: Lattice
    small: tuple[tuple[str, float], ...]
    ink: int
    is_struck: bool

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        guess = self._both(emissions) if emissions else self._guess(weighed(dict(self.small), {}))
        if not self.is_struck:
            return guess
        doubt = Doubt("uncertain", f"{self.field.label}に線で消した跡があるようです。")
        return replace(guess, doubts=(*guess.doubts, doubt))

    def _both(self, emissions: Sequence[Emissions]) -> Guess:
        """The likeliest valid text; the likeliest at all, with little confidence, where none is
        valid."""
        made, is_valid, _ = _rules(self.field)
        frames = _joined([made(e.vocabulary).project(e) for e in emissions])
        found = [t for t in search(frames, width=32) if t.text] if frames.names else []
        if not found and not self.small:
            return self._unread()
        valid = [t.text for t in found if is_valid(t.text)][:KEPT]
        likely = [*valid, *(t.text for t in found), *(text for text, _ in self.small)]
        engine = math.exp(frames.support / len(likely[0]))
        if not self.small and not valid:
            whole = np.log(np.maximum(frames.blank + frames.symbols.sum(axis=1), 1e-12)).sum()
            return self._guess([(found[0].text, found[0].log - float(whole))], engine)
        texts = list(dict.fromkeys([*(text for text, _ in self.small), *valid]))
        big = {t.text: t.log for t in scored(frames, texts)}
        return self._guess(weighed(dict(self.small), big), engine)

    def _guess(self, ranked: list[tuple[str, float]], engine: float = 0.0) -> Guess:
        text, log = ranked[0]
        weakest = self.ways.weakest(text)
        unclear = Doubt("uncertain", f"{self.field.label}に、はっきりしない数字があります。")
        return Guess(
            text,
            min(1.0, math.exp(log)),
            self.engine,
            support=min(1.0, max(engine, self.ways.support(text))),
            ink=self.ink,
            candidates=tuple(Candidate(t, round(min(1.0, math.exp(p)), 4)) for t, p in ranked[:5]),
            doubts=(unclear,) if weakest < UNLIKELY else (),
        )

    def _unread(self) -> Guess:
        if self.ink < FAINT_INK:
            return blank(self.engine, self.ink, 0.97)
        doubt = Doubt("unreadable", f"{self.field.label}に何か書かれていますが、読めません。")
        return Guess("", 0.0, self.engine, ink=self.ink, doubts=(doubt,))


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


def _rules(field: Field) -> tuple[Callable[[Vocabulary], Alphabet], Callable[[str], bool], int]:
    """The alphabet, what is valid, and the most digits."""
    if field.type is FieldType.PHONE:
        return classes.phone, _is_phone, 11
    if field.type is FieldType.POSTAL_CODE:
        return classes.phone, lambda text: len(text) == 7, 7
    low, high = field.length or (1, 20)
    return classes.digits, lambda text: low <= len(text) <= high, high


def _is_phone(text: str) -> bool:
    is_mobile = len(text) == 11 and text[:3] in _MOBILE
    is_fixed = len(text) == 10 and text[:3] not in _MOBILE
    return is_mobile or (is_fixed and text[0] == "0" and text[1] != "0")
