"""Accept or doubt: the one place that decides. A reading in doubt goes to a person.

Three things must agree before nobody looks: the reading raised no doubt of its own; its raw figures
pass the guards below, by type of field (`probability` is the reading's share of all that may stand
in the field; `support` how much of the engine's belief lies in what may stand there, per character;
`weakest` the least sure character); and its calibrated confidence is high enough. An office that
has checked enough of its own papers puts thresholds on the confidence in the guards' place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.errors import RuleBroken, Unreadable
from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Doubt, Figures, Reading, Value
from forms.values import normalise
from ocr.calibration import Trust, figures_of
from ocr.calibration.figures import TYPED
from ocr.guess import Guess


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least that is accepted without a person. `probability` is the guess's own, lessened by
    its support; it is no confidence."""

    probability: float
    support: float
    weakest: float = 0.0


_TEXT = Threshold(0.95, 0.80, 0.60)
_DIGITS = Threshold(0.97, 0.15, 0.60)
GUARDS: Mapping[FieldType, Threshold] = {
    FieldType.NAME: Threshold(0.95, 0.85, 0.60),
    FieldType.KANA: Threshold(0.94, 0.70, 0.60),
    FieldType.ADDRESS: _TEXT,
    FieldType.TEXT: _TEXT,
    FieldType.POSTAL_CODE: _DIGITS,
    FieldType.PHONE: Threshold(0.97, 0.60),
    FieldType.NUMBER: _DIGITS,
    FieldType.MY_NUMBER: Threshold(0.96, 0.10, 0.50),
    FieldType.DATE: Threshold(0.96, 0.30),
    FieldType.CHOICE: Threshold(0.95, 0.0),
    FieldType.SEAL: Threshold(0.90, 0.0),
    FieldType.QR: Threshold(0.90, 0.0),
}
FREE_DIGITS = Threshold(0.99, 0.80, 0.80)  # digits in free text: nothing says how many or which
OUTSIDE = 0.5  # a character less sure than this may be one that the engine does not know
_LETTERS = (FieldType.NAME, FieldType.KANA, FieldType.ADDRESS, FieldType.TEXT)
_CODES = {RuleBroken: "rule", Unreadable: "unreadable"}


def judge(field: Field, guess: Guess, page: int, box: Box, trust: Trust | None = None) -> Reading:
    """The reading with every reason for doubt that its own ink and value give.

    Its confidence is the calibrated probability that the value is what stands on the paper: 0
    where something is written that is no value, the guess's own word where nothing had to be
    recognised.
    """
    trust = trust or Trust.shipped()
    value, doubts = _value(field, guess)
    figures = _figures(field, guess, not (guess.doubts or doubts), trust)
    if value is None and guess.raw:
        confidence = 0.0
    else:
        confidence = round(trust.confidence(figures) if figures else guess.probability, 4)
    reading = Reading(
        field.id, guess.raw, value, confidence, page, box, guess.source,
        candidates=guess.candidates if value is not None else (), figures=figures,
    )  # fmt: skip
    for doubt in (*guess.doubts, *doubts, *_weak(field, guess, confidence, trust)):
        reading = reading.doubted(doubt.code, doubt.message)
    if value is None and field.required and reading.accepted:
        reading = reading.doubted("blank", f"{field.label}が書かれていません (必須)。")
    return reading


def missing(field: Field, box: Box) -> Reading:
    """A field whose page is not in the file."""
    reading = Reading(field.id, "", None, 0.0, field.page, box, "none")
    if not field.required:
        return reading
    return reading.doubted("missing_page", f"{field.label}のページがありません。")


def unseen(field: Field, box: Box) -> Reading:
    """A field that is cut off the scan, or whose surroundings do not lie on the blank."""
    reading = Reading(field.id, "", None, 0.0, field.page, box, "none")
    return reading.doubted(
        "unreadable", f"{field.label}の枠が、切れているかずれています。用紙を見て入力してください。"
    )


def _value(field: Field, guess: Guess) -> tuple[Value, tuple[Doubt, ...]]:
    if not guess.raw or any(each.code == "two_marks" for each in guess.doubts):
        return None, ()
    try:
        return normalise(field, guess.raw), ()
    except (RuleBroken, Unreadable) as error:
        is_checked = "検査数字" in error.message
        code = "check_digit" if is_checked else _CODES[type(error)]
        return None, (Doubt(code, error.message),)


def _figures(field: Field, guess: Guess, clear: bool, trust: Trust) -> Figures | None:
    return None if guess.source in TYPED else figures_of(field, guess, clear, trust.basis)


def _weak(field: Field, guess: Guess, confidence: float, trust: Trust) -> tuple[Doubt, ...]:
    """Doubts from the figures. Text that somebody typed has none."""
    if guess.source in TYPED:
        return ()
    if not guess.raw:
        is_sure = guess.probability >= _guard(field, guess).probability or bool(guess.doubts)
        return () if is_sure else (_uncertain(field),)
    if field.type in _LETTERS and guess.weakest < OUTSIDE:
        message = f"{field.label}に読めない文字 (外字など) があるかもしれません。"
        return (Doubt("outside_vocabulary", message),)
    learnt = trust.learnt.get(field.type)
    if learnt is not None and learnt.is_own:
        is_sure = confidence >= learnt.confidence
    else:  # what others' samples taught may only be stricter
        usual = trust.calibration.least
        least = max(usual, learnt.confidence) if learnt else usual
        is_sure = confidence >= least and _passes(field, guess)
    return () if is_sure else (_uncertain(field),)


def _passes(field: Field, guess: Guess) -> bool:
    least = _guard(field, guess)
    weight = 0.5 if field.type in _LETTERS else 0.15  # a digit that looks like a letter is a digit
    lessened = guess.probability * min(1.0, guess.support) ** weight
    return (
        lessened >= least.probability
        and guess.support >= least.support
        and guess.weakest >= least.weakest
    )


def _guard(field: Field, guess: Guess) -> Threshold:
    is_free_number = field.type is FieldType.TEXT and guess.raw.isascii() and guess.raw.isdigit()
    return FREE_DIGITS if is_free_number else GUARDS[field.type]


def _uncertain(field: Field) -> Doubt:
    return Doubt("uncertain", f"{field.label}の読み取りに自信がありません。")
