"""Names, furigana, addresses, free text: one or more lines of writing."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forms.form import Field, FieldType
from forms.record import Candidate, Doubt
from ocr import kana_size
from ocr.decode import Alphabet, classes, context, search
from ocr.decode.alphabet import Frames
from ocr.decode.beam import Text
from ocr.decode.places import Place, places
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.lines import has_unread_ink, ink_by_frame, is_struck, lines_of, picture_of, split_by_gap
from ocr.written import Strokes

LEAST_INK = 30  # px; a field with less is blank
FAINT_INK = 70  # px; with less, and nothing readable in it, it is blank too
KEPT = 5
NO_INK = 0.03  # of a symbol's probability is left in a frame without ink


@dataclass(frozen=True, slots=True)
class Script:
    """What may be written: alphabets tried against each other, and the prior on readings."""

    alphabets: tuple[Callable[[Vocabulary], Alphabet], ...]
    prior: context.Prior
    has_space: bool


_SCRIPTS = {
    FieldType.KANA: Script((classes.katakana,), context.furigana, True),
    FieldType.NAME: Script((classes.names, classes.latin), context.script, True),
    FieldType.ADDRESS: Script((classes.mixed,), context.address, False),
    FieldType.TEXT: Script((classes.mixed,), context.address, False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read. `total`: natural log of all that the alphabet could say there."""

    best: tuple[Text, ...]
    total: float
    support: float
    found: tuple[Place, ...]
    gap: int | None
    step: float

    @property
    def text(self) -> str:
        text = self.best[0].text
        return text if self.gap is None else f"{text[: self.gap]}\u3000{text[self.gap :]}"


@dataclass(frozen=True, slots=True)
class TextPlan:
    field: Field
    sheet: Sheet
    lines: tuple[Strokes, ...]
    crops: tuple[Image, ...]
    ink: int

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        script = _SCRIPTS[self.field.type]
        read = [_line(e, line, script) for e, line in zip(emissions, self.lines, strict=True)]
        kept = [line for line in read if line is not None and line.best[0].text]
        if not kept:
            return self._nothing()
        posterior = math.exp(sum(line.best[0].log - line.total for line in kept))
        peaks = [place.peak for line in kept for place in line.found] or [0.0]
        count = sum(len(line.best[0].symbols) for line in kept)
        return Guess(
            "".join(line.text for line in kept),
            min(1.0, posterior),
            self.sheet.engine,
            support=math.exp(sum(line.support for line in kept) / count),
            weakest=min(peaks),
            ink=self.ink,
            candidates=_candidates(kept),
            doubts=(*self._struck(), *self._unread(read)),
        )

    def _struck(self) -> tuple[Doubt, ...]:
        if not any(is_struck(line) for line in self.lines):
            return ()
        return (Doubt("uncertain", f"{self.field.label}に線で消した跡があるようです。"),)

    def _unread(self, read: Sequence[Line | None]) -> tuple[Doubt, ...]:
        pairs = zip(read, self.lines, strict=True)
        if not any(
            line is None or has_unread_ink(ink, line.found, line.step) for line, ink in pairs
        ):
            return ()
        message = f"{self.field.label}に読めない文字 (外字など) があるかもしれません。"
        return (Doubt("outside_vocabulary", message),)

    def _nothing(self) -> Guess:
        if self.ink < FAINT_INK:
            return blank(self.sheet.engine, self.ink, 0.97)
        doubt = Doubt("unreadable", f"{self.field.label}に何か書かれていますが、読めません。")
        return Guess("", 0.0, self.sheet.engine, ink=self.ink, doubts=(doubt,))


def plan(field: Field, sheet: Sheet) -> Plan:
    """Cut the field's ink into lines."""
    strokes = sheet.written.of_box(field.box)
    if strokes.amount < LEAST_INK:
        return Known(blank(sheet.engine, strokes.amount, strokes.blank_sure))
    lines = tuple(lines_of(strokes))
    return TextPlan(field, sheet, lines, tuple(picture_of(each) for each in lines), strokes.amount)


def _line(emissions: Emissions, line: Strokes, script: Script) -> Line | None:
    """The best reading over the alphabets, or None where there is none."""
    tries = [
        frames
        for made in script.alphabets
        if len((frames := _with_ink(made, emissions, line)).names)
    ]
    ranked, totals = [], []
    for frames in tries:
        found = _with_repairs(search(frames))
        weighed = [Text(t.symbols, t.log + script.prior(t.text)) for t in found]
        ranked += [(text, frames) for text in weighed]
        totals.append(_total(frames, found, weighed))
    if not ranked:
        return None
    ranked.sort(key=lambda each: -each[0].log)
    best, frames = ranked[0]
    where = tuple(places(frames, best.symbols))
    gap = split_by_gap(line, where, emissions.step) if script.has_space else None
    total = max(float(np.logaddexp.reduce(totals)), best.log)
    if where:
        symbols, change = kana_size.settled(line, frames, where, emissions.step)
        best = Text(symbols, min(best.log + change, total))
        ranked = [(best, frames), *(each for each in ranked if each[0].symbols != symbols)]
    return Line(
        tuple(t for t, _ in ranked[:KEPT]), total, frames.support, where, gap, emissions.step
    )


def _with_ink(
    made: Callable[[Vocabulary], Alphabet], emissions: Emissions, line: Strokes
) -> Frames:
    """The line's frames; where there is no ink, hardly any symbol can stand."""
    frames = made(emissions.vocabulary).project(emissions)
    has_ink = ink_by_frame(line, len(frames.blank), emissions.step)
    factor = np.where(has_ink, 1.0, NO_INK)[:, None]
    taken = (frames.symbols * (1 - factor)).sum(axis=1)
    return Frames(frames.blank + taken, frames.symbols * factor, frames.names, frames.support)


def _with_repairs(found: list[Text]) -> list[Text]:
    """The readings, with those that the context mends beside them, as unlikely as a hint is."""
    mended = [
        Text(tuple(better), text.log + math.log(classes.HINT))
        for text in found
        if (better := context.repaired(text.text)) != text.text
    ]
    known = {text.symbols for text in found}
    return [*found, *(each for each in mended if each.symbols not in known)]


def _total(frames: Frames, found: Sequence[Text], weighed: Sequence[Text]) -> float:
    """Log of everything that the alphabet can say over the frames, weighed by the prior.

    What the search has not kept is weighed as the kept readings are on average, the best aside.
    """
    all_of_it = float(np.log(np.maximum(frames.blank + frames.symbols.sum(axis=1), 1e-12)).sum())
    kept, kept_weighed = (
        float(np.logaddexp.reduce([t.log for t in each])) for each in (found, weighed)
    )
    rest = -math.expm1(min(0.0, kept - all_of_it))
    best = max(range(len(weighed)), key=lambda i: weighed[i].log)
    others = [each for i, each in enumerate(found) if i != best]
    if not others or rest <= 0.0:
        return kept_weighed
    ratio = _sum([each for i, each in enumerate(weighed) if i != best]) - _sum(others)
    return float(np.logaddexp(kept_weighed, all_of_it + math.log(rest) + min(0.0, ratio)))


def _sum(texts: Sequence[Text]) -> float:
    """Log of the sum of their probabilities."""
    return float(np.logaddexp.reduce([text.log for text in texts]))


def _candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """Other readings, each with one line read otherwise."""
    found: dict[str, float] = {}
    for n, line in enumerate(lines):
        for text in line.best:
            whole = "".join(text.text if i == n else other.text for i, other in enumerate(lines))
            found.setdefault(whole, min(1.0, math.exp(text.log - line.total)))
    ranked = sorted(found.items(), key=lambda item: -item[1])[:KEPT]
    return tuple(Candidate(text, round(p, 4)) for text, p in ranked)
