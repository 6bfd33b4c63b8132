"""What makes a hand: the habits of one writer, drawn once and then kept."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Habits:
    """Lengths are parts of a character's side (em), angles radians, `loose` 0 neat to 1 careless.

    `slant` leans to the right, `climb` raises the right end of level strokes, `wide` is the width
    of a character against its height. `kana` and `digit` are sizes against kanji. `gap` stands
    between characters; `even` is how far they keep to equal squares. `round` is how far a corner is
    cut, `join` how often two strokes become one, where the pen travels no more than `reach`. `over`
    is how far ends fall short or shoot over (of a stroke's length), `shift` and `turn` how far a
    stroke strays, `warp` how far parts of a character stray together. `drift` is how the line
    wanders, `swing` how sizes vary, `tremble` how the pen shakes. `pen` is the width of a stroke,
    `press` how much pressure changes it, `tail` how often a stroke thins out at its end, `ink` how
    dark it is (0 to 1) and `grain` how much the paper shows through.
    """

    loose: float
    slant: float
    climb: float
    wide: float
    kana: float
    digit: float
    gap: float
    even: float
    round: float
    join: float
    reach: float
    over: float
    shift: float
    turn: float
    warp: float
    drift: float
    swing: float
    tremble: float
    pen: float
    press: float
    tail: float
    ink: float
    grain: float


def habits(chance: np.random.Generator, loose: float | None = None) -> Habits:
    """A writer met by chance. Most people fill in a form with some care: half of them are below
    0.35 in looseness. Spreads come from looking at filled forms, not from measuring a crowd."""
    draw = chance.uniform
    how = float(chance.beta(1.5, 2.4)) if loose is None else loose
    pencil = chance.random() < 0.15
    return Habits(
        loose=how,
        slant=float(chance.normal(0.02, 0.08)),
        climb=float(chance.normal(0.05, 0.05)),
        wide=float(np.exp(chance.normal(0, 0.10))),
        kana=draw(0.70, 1.0),
        digit=draw(0.66, 1.0),
        gap=float(draw(-0.06, 0.30) if chance.random() < 0.9 else draw(0.3, 0.9)),
        even=draw(0.0, 1.0),
        round=0.006 + how * draw(0.0, 0.055),
        join=how * draw(0.1, 1.0),
        reach=0.12 + 0.38 * how,
        over=0.02 + how * draw(0.02, 0.10),
        shift=0.004 + how * draw(0.008, 0.030),
        turn=0.02 + how * draw(0.03, 0.11),
        warp=0.008 + how * draw(0.012, 0.050),
        drift=0.008 + how * draw(0.01, 0.05),
        swing=0.02 + how * draw(0.02, 0.10),
        tremble=float(draw(0, 0.002) if chance.random() < 0.85 else draw(0.003, 0.009)),
        pen=float(np.exp(draw(np.log(0.024), np.log(0.095)))),
        press=draw(0.02, 0.45),
        tail=draw(0.0, 0.8),
        ink=draw(0.35, 0.75) if pencil else draw(0.72, 1.0),
        grain=draw(0.2, 0.6) if pencil else draw(0.0, 0.15),
    )
