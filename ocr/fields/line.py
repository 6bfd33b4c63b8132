"""One line of writing → its likeliest readings, by the ink, the script and what is known."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.decode import Alphabet, classes, context
from ocr.decode.alphabet import Frames
from ocr.decode.beam import Text
from ocr.decode.places import Place, places
from ocr.decode.score import scored
from ocr.decode.twins import Suspect, suspects
from ocr.decode.weighing import Lexicon, Readings, Weighed, readings, resettled
from ocr.engines.engine import Emissions, Vocabulary
from ocr.ink import kana_size
from ocr.ink.lines import ink_by_frame, split_by_gap
from ocr.ink.written import Strokes
from ocr.lexicon.words import Worth

KEPT = 5
NO_INK = 0.03  # of a symbol's probability is left in a frame without ink

Made = Callable[[Vocabulary], Alphabet]
Opened = Callable[[], Lexicon]


@dataclass(frozen=True, slots=True)
class Script:
    """What may be written: alphabets tried against each other, each with what is often written in
    it, and the prior on readings."""

    alphabets: tuple[tuple[Made, Opened | None], ...]
    prior: context.Prior
    has_space: bool
    has_twins: bool = False  # no character may be changed into its like in silence
    is_closed: bool = False  # the lexicon holds all that there is


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read. `total`: natural log of all that the alphabet could say there."""

    best: tuple[Text, ...]
    total: float
    support: float
    found: tuple[Place, ...]
    gap: int | None
    step: float
    weakest: float
    is_contested: bool
    suspects: tuple[Suspect, ...]

    @property
    def text(self) -> str:
        text = self.best[0].text
        return text if self.gap is None else f"{text[: self.gap]}\u3000{text[self.gap :]}"


def read_line(emissions: Emissions, line: Strokes, script: Script) -> Line | None:
    """The best reading over the alphabets, or None where there is none."""
    tries = []
    for made, opened in script.alphabets:
        frames = _with_ink(made, emissions, line)
        if frames.names:
            lexicon = opened() if opened else None
            read = readings(
                frames, script.prior, lexicon, _with_repairs, is_closed=script.is_closed
            )
            if read.ranked:
                tries.append((frames, read, lexicon))
    if not tries:
        return None
    frames, chosen, lexicon = max(tries, key=lambda each: each[1].ranked[0].text.log)
    where = tuple(places(frames, chosen.ranked[0].text.symbols))
    if toward := kana_size.evidence(line, where, emissions.step):
        chosen = _sized(frames, chosen, toward, script.prior, lexicon)
    best = chosen.ranked[0].text
    where = tuple(replace(p, symbol=s) for p, s in zip(where, best.symbols, strict=False))
    reads = [chosen, *(read for each, read, _ in tries if each is not frames)]
    total = max(float(np.logaddexp.reduce([read.total for read in reads])), best.log)
    rivals = {w.text.symbols: w.text for read in reads for w in read.ranked}
    rivals.pop(best.symbols)
    kept = [best, *sorted(rivals.values(), key=lambda each: -each.log)][:KEPT]
    gap = split_by_gap(line, where, emissions.step) if script.has_space else None
    return Line(
        tuple(kept), total, frames.support, where, gap, emissions.step,
        _weakest(frames, where, kept, total), chosen.is_contested,
        suspects(line, where, emissions.step) if script.has_twins else (),
    )  # fmt: skip


def _sized(
    frames: Frames,
    read: Readings,
    toward: Mapping[int, float],
    prior: context.Prior,
    lexicon: Lexicon | None,
) -> Readings:
    """The readings with what the ink says of the sizes of their kana."""
    symbols = read.ranked[0].text.symbols
    variants = [w for w in read.ranked if kana_size.is_variant(w.text.symbols, symbols)]
    drawn = kana_size.as_drawn(symbols, toward)
    if all(w.text.symbols != drawn for w in variants):
        said = "".join(drawn)
        ink = next((text.log for text in scored(frames, [drawn])), -math.inf) + prior(said)
        known = lexicon.weigh(said) if lexicon else Worth()
        variants.append(Weighed(Text(drawn, ink + known.log), ink, known))
    return resettled(read, variants, kana_size.weighed(variants, toward))


def _weakest(frames: Frames, where: Sequence[Place], kept: Sequence[Text], total: float) -> float:
    """The least sure character. Where the ink says that it is one of a few and all the evidence
    together says which, that counts; where the ink leaves something else open, it does not."""
    if not where:
        return 0.0
    columns = {name: place for place, name in enumerate(frames.names)}
    sure = []
    for n, place in enumerate(where):
        share = sum(
            math.exp(each.log - total)
            for each in kept
            if len(each.symbols) == len(where) and each.symbols[n] == place.symbol
        )
        rivals = {t.symbols[n] for t in kept if len(t.symbols) == len(where)} & columns.keys()
        rows = frames.symbols[place.start : place.end]
        seen = float(rows[:, [columns[each] for each in rivals]].sum(axis=1).max(initial=0.0))
        sure.append(max(place.peak, min(1.0, seen) * min(1.0, share)))
    return min(sure)


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
