"""A guess → the figures that say how far to trust it, and the numbers a curve weighs.

Every number grows with the trust that it deserves, so that a curve whose weights are not negative
can never hold the worse of two readings for the better.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forms.compare import fold
from forms.form import Field, FieldType
from forms.record import Figures
from ocr.guess import Guess

Numbers = NDArray[np.float64]

MARKS, DIGITS, LETTERS, BLANKS = "marks", "digits", "letters", "blanks"
BLANK = "blank"  # a field of writing without any
NO_MARK = "no_mark"  # a choice without any mark
FREE = "free_number"  # digits on a line instead of in boxes, a different thing to read
GROUPS = {
    FieldType.NAME: LETTERS,
    FieldType.KANA: LETTERS,
    FieldType.ADDRESS: LETTERS,
    FieldType.TEXT: LETTERS,
    FieldType.POSTAL_CODE: DIGITS,
    FieldType.PHONE: DIGITS,
    FieldType.NUMBER: DIGITS,
    FieldType.MY_NUMBER: DIGITS,
    FieldType.DATE: DIGITS,
    FieldType.CHOICE: MARKS,
    FieldType.SEAL: MARKS,
    FieldType.QR: MARKS,
}
_BOXED = (FieldType.NUMBER, FieldType.POSTAL_CODE, FieldType.MY_NUMBER)
TYPED = ("pdf-text", "acroform", "qr")  # sources in which nothing had to be recognised

NAMES = ("one", "probability", "support", "weakest", "margin", "clear", "ink", "known", "agreed")
_EDGE = 1e-4  # nearer to 0 or 1 than this, a probability of an engine says no more
_MARGIN = 12.0  # natural log; a runner-up less likely than e⁻¹² is none
_LEAST_SUPPORT = 1e-3


def figures_of(field: Field, guess: Guess, clear: bool, basis: str) -> Figures:
    """`clear`: neither the guess nor its value raised a doubt of its own."""
    return Figures(
        kind_of(field, guess),
        round(guess.probability, 6),
        round(guess.support, 6),
        round(guess.weakest, 6),
        round(margin_of(guess), 3),
        guess.ink,
        clear,
        basis,
        guess.known,
        guess.agreed,
    )


def kind_of(field: Field, guess: Guess) -> str:
    """What kind of evidence it is: the field's type, or that nothing is written there."""
    if guess.raw or field.type is FieldType.SEAL:
        return FREE if field.type in _BOXED and not field.cells else field.type.value
    return NO_MARK if field.type is FieldType.CHOICE else BLANK


def group_of(kind: str) -> str:
    """The kinds that a kind with few samples learns from."""
    if kind in (BLANK, NO_MARK):
        return BLANKS
    return DIGITS if kind == FREE else GROUPS[FieldType(kind)]


def kinds() -> tuple[str, ...]:
    return (*(each.value for each in FieldType), FREE, BLANK, NO_MARK)


def margin_of(guess: Guess) -> float:
    """Natural log of how much likelier the best reading is than the next; at most 12."""
    own = fold(guess.raw)  # a candidate is without the space between two names
    others = [each.probability for each in guess.candidates if fold(each.value) != own]
    if guess.probability <= 0.0:
        return 0.0
    if not others or max(others) <= 0.0:
        return _MARGIN
    return float(np.clip(math.log(guess.probability / max(others)), 0.0, _MARGIN))


def numbers(all_figures: Sequence[Figures]) -> Numbers:
    """Rows of NAMES, one a reading."""
    return np.array([_row(each) for each in all_figures], np.float64).reshape(-1, len(NAMES))


def _row(figures: Figures) -> tuple[float, ...]:
    return (
        1.0,
        _logit(figures.probability),
        math.log(max(figures.support, _LEAST_SUPPORT)),
        _logit(figures.weakest),
        figures.margin,
        float(figures.clear),
        -math.log1p(figures.ink) if figures.kind in (BLANK, NO_MARK) else 0.0,
        float(figures.known),
        float(figures.agreed),
    )


def _logit(probability: float) -> float:
    inside = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(inside / (1 - inside))
