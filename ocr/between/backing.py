"""What speaks for a reading besides its own ink: a list that knows it, or a field that agrees.

Two inks that say the same by different words (furigana and kanji, postal code and town) are hardly
ever both misread in ways that still go together; a misread name is seldom one that people bear. The
ink alone cannot tell: on hard writing the engine is now and then very sure of a wrong character.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from forms.compare import is_same
from forms.form import FieldType, Form
from ocr.between import cross
from ocr.calibration.figures import TYPED
from ocr.guess import Guess
from ocr.lexicon import spelling
from ocr.lexicon.addresses import front
from ocr.lexicon.names import names

Fits = Callable[[str, str], bool | None]
_AGREEING: Mapping[str, Fits] = {
    "reading_of": cross.is_usual_reading,
    "postal_of": cross.is_postal,
    "bank_of": cross.is_bank,
    "same": is_same,
}


def backed(form: Form, guesses: Mapping[str, Guess]) -> dict[str, Guess]:
    """The guesses of one page by field, each with whether a list knows it (`known`) and whether
    another field that was read from ink agrees (`agreed`)."""
    out = {
        name: replace(each, known=is_known(form.field(name).type, each.raw))
        for name, each in guesses.items()
    }
    for rule in form.rules:
        pair = [name for name in rule.fields[:2] if name in out and _is_ink(out[name])]
        fits = _AGREEING.get(rule.kind)
        if fits and len(pair) == 2 and fits(out[pair[0]].raw, out[pair[1]].raw):
            out |= {name: replace(out[name], agreed=True) for name in pair}
    return out


def is_known(kind: FieldType, text: str) -> bool:
    """Whether a list has all of a name, or an address down to the town. No other type has one."""
    if kind is FieldType.NAME:
        return _parts(text, lambda each: each in names().surnames, _is_given)
    if kind is FieldType.KANA:
        heard = names()
        return _parts(text, heard.surname_kana.__contains__, heard.given_kana.__contains__)
    return kind is FieldType.ADDRESS and bool(text) and bool(front(text).town)


def _is_given(text: str) -> bool:
    return names().given(text) > 0


def _parts(text: str, is_front: Callable[[str], bool], is_back: Callable[[str], bool]) -> bool:
    """Whether both parts are listed, at the space or wherever the name may part."""
    first, _, last = text.partition(cross.SPACE)
    ways = [(first, last)] if last else [(text[:n], text[n:]) for n in range(1, len(text))]
    return any(
        is_front(spelling.of_name(one)) and is_back(spelling.of_name(other)) for one, other in ways
    )


def _is_ink(guess: Guess) -> bool:
    return bool(guess.raw) and guess.source not in TYPED
