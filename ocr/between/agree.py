"""Two fields that must agree, read together: their likeliest pair, before anybody accepts either.

P(pair | ink) = P(one | its ink) × P(other | its ink) × how well they go together. What a field's
candidates leave open counts as text that goes with nothing. As with any lexicon, ink that is clear
keeps its reading; where the pair would have another, a doubt says so.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.form import Form, Rule
from forms.record import Candidate, Doubt
from ocr.between import cross
from ocr.decode.weighing import CLEAR
from ocr.engines.engine import Emissions
from ocr.fields.plan import Plan
from ocr.fields.text import TextPlan
from ocr.guess import Guess
from ocr.lexicon.places import places

MATCH, UNKNOWN, CLASH = 1.0, 0.05, 0.01
"""How well two values go together: a person's own pair nearly always does, one that the lists do
not know is rare, one that they contradict (an old code, a slip of the pen) rarer."""

TYPED = ("pdf-text", "acroform", "mark", "person")
Fits = Callable[[str, str], bool | None]
_KINDS: Mapping[str, Fits] = {
    "reading_of": cross.is_usual_reading,
    "postal_of": cross.is_postal,
    "bank_of": cross.is_bank,
}


def agreed(form: Form, guesses: Mapping[str, Guess]) -> dict[str, Guess]:
    """The guesses of one page by field, each pair that a rule of the form names read together."""
    out = dict(guesses)
    for rule in form.rules:
        if rule.kind in _KINDS and len(rule.fields) >= 2:
            first, second = rule.fields[:2]
            if first in out and second in out and _is_open(out[first]) and _is_open(out[second]):
                out |= _together(form, rule, out[first], out[second])
    return out


def located(
    form: Form, read: Mapping[str, tuple[Plan, Sequence[Emissions]]], guesses: Mapping[str, Guess]
) -> dict[str, Guess]:
    """The guesses with each address that does not go with its postal code read a second time: what
    the code stands for is then one of the texts that its ink may be."""
    out = dict(guesses)
    for code, address in (rule.fields[:2] for rule in form.rules if rule.kind == "postal_of"):
        plan, emissions = read.get(address, (None, ()))
        if code not in out or not isinstance(plan, TextPlan) or not out[address].raw:
            continue
        areas = places().of_postal(out[code].raw)
        if areas and not cross.is_postal(out[code].raw, out[address].raw):
            out[address] = plan.at(areas).guess(emissions)
    return out


def _is_open(guess: Guess) -> bool:
    """Whether a guess has something to say and something to learn."""
    return bool(guess.raw and guess.candidates) and guess.source not in TYPED


@dataclass(frozen=True, slots=True)
class _Side:
    """The values of one field with their shares; `rest` is what is left of 1."""

    values: tuple[str, ...]
    shares: tuple[float, ...]
    rest: float


def _together(form: Form, rule: Rule, one: Guess, other: Guess) -> dict[str, Guess]:
    a, b = _side(one), _side(other)
    fits = _KINDS[rule.kind]
    table = [[_goes(fits(x, y)) for y in b.values] for x in a.values]
    loose = UNKNOWN if rule.kind == "reading_of" else CLASH
    # What an address leaves open is mostly its end, which goes with the code as its front does.
    ends = [row[0] if rule.kind == "postal_of" else loose for row in table]
    joint = [[p * q * table[i][j] for j, q in enumerate(b.shares)] for i, p in enumerate(a.shares)]
    open_end = [b.rest * p * end for p, end in zip(a.shares, ends, strict=True)]
    total = sum(map(sum, joint)) + sum(open_end) + loose * a.rest
    first = [(sum(row) + end) / total for row, end in zip(joint, open_end, strict=True)]
    second = [
        (sum(row[j] for row in joint) + loose * a.rest * q) / total for j, q in enumerate(b.shares)
    ]
    names = rule.fields[:2]
    labels = [form.field(name).label for name in names]
    return {
        names[0]: _settled(one, a, first, labels[0], labels[1]),
        names[1]: _settled(other, b, second, labels[1], labels[0]),
    }


def _side(guess: Guess) -> _Side:
    """The guess's own reading first, with its space; then the other candidates."""
    bare = guess.raw.replace(cross.SPACE, "")
    others = [c for c in guess.candidates if c.value not in (guess.raw, bare)]
    values = [guess.raw, *(_spaced(c.value, guess.raw) for c in others)]
    shares = [guess.probability, *(c.probability for c in others)]
    excess = max(1.0, sum(shares))
    shares = [share / excess for share in shares]
    return _Side(tuple(values), tuple(shares), max(0.0, 1.0 - sum(shares)))


def _spaced(text: str, like: str) -> str:
    """`text` with the space where `like` has one, when they are equally long without it."""
    at = like.find(cross.SPACE)
    if at < 0 or cross.SPACE in text or len(text) != len(like) - 1:
        return text
    return text[:at] + cross.SPACE + text[at:]


def _goes(fits: bool | None) -> float:
    return UNKNOWN if fits is None else MATCH if fits else CLASH


def _settled(guess: Guess, side: _Side, shares: Sequence[float], label: str, beside: str) -> Guess:
    best = max(range(len(shares)), key=lambda i: shares[i])
    ranked = sorted(zip(side.values, shares, strict=True), key=lambda each: -each[1])
    candidates = tuple(Candidate(value, round(share, 4)) for value, share in ranked)
    if best == 0:
        return replace(guess, probability=min(1.0, shares[0]), candidates=candidates)
    is_clear = math.log(max(side.shares[0], 1e-12) / max(side.shares[best], 1e-12)) >= CLEAR
    if not is_clear:
        chosen = min(1.0, shares[best])
        return replace(
            guess, raw=side.values[best], probability=chosen, candidates=candidates,
            weakest=min(guess.weakest, chosen),
        )  # fmt: skip
    message = f"{label}は、{beside}とあわせると違う読みかもしれません。候補と比べてください。"
    doubts = (*guess.doubts, Doubt("lexicon", message))
    return replace(guess, probability=shares[0], candidates=candidates, doubts=doubts)
