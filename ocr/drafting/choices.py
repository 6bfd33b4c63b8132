"""Printed choices: words to ring, squares to tick."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.drafting.found import Choice, Found, Kind, Place
from ocr.drafting.geometry import Rect, around
from ocr.drafting.printed import Char, Word
from ocr.drafting.wording import CHOICES, SEPARATORS, is_note, number_of, without_number
from ocr.scale import px

LONGEST = 16  # characters of a choice
RIM_MM = 1.0  # of a word to ring
FAR_MM = 5.0  # from a square to the first character of its word
_IS_LABEL = re.compile(r"(?<=.)(の?別|の?有無|の?区分|の?種類|の?種別|の?要否|の?可否)$")
_FIGURES = re.compile(r"^[0-9]{1,2}$")
_OTHER = re.compile(r"^(.*?)[(（][)）]?$")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word between separators; `is_parted`: a separator stands before it."""

    chars: tuple[Char, ...]
    is_parted: bool

    @property
    def text(self) -> str:
        return Word(self.chars).text

    @property
    def rect(self) -> Rect:
        return around(char.rect for char in self.chars)


def take_ticks(place: Place) -> None:
    """Squares with the words right of them, all of a place as one field."""
    if not place.squares:
        return
    chosen, gone = [], []
    for square in sorted(place.squares, key=lambda s: (round(s.top / px(3)), s.left)):
        chars = _beside(place, square)
        if not chars:
            continue
        gone += chars
        text = Word(tuple(chars)).text.strip(SEPARATORS)
        chosen.append(Choice(_clean(text), text, square))
    if chosen:
        place.take(gone)
        rect = around(choice.rect for choice in chosen)
        place.found.append(Found(Kind.TICKS, rect, choices=distinct(chosen)))


def _beside(place: Place, square: Rect) -> list[Char]:
    """The characters of the word right of a square, up to the next square or a wide gap."""
    stops = [s.left for s in place.squares if s.left > square.left and s.down(square) > 0]
    stop = min(stops, default=place.rect.right)
    taken: list[Char] = []
    edge, most = square.right, px(FAR_MM)
    row = [c for c in place.chars if c.rect.top < square.middle[1] < c.rect.bottom]
    for char in sorted(row, key=lambda c: c.rect.left):
        if char.rect.left < square.middle[0] or char.rect.left >= stop:
            continue
        is_remark = char.text in "(（" and bool(taken) and char.rect.left - edge > px(1)
        if char.rect.left - edge > most or is_remark:
            break
        taken.append(char)
        edge, most = char.rect.right, 1.2 * char.rect.height
    return taken


def take_rings(place: Place) -> None:
    """Words to choose from by a ring."""
    tokens = _numbered([t for line in place.lines for t in _tokens(line)])
    run = [t for t in tokens if _may_be_choice(t.text)]
    if len(run) < 2 or _says_otherwise(place.text):
        return
    label, run = _unbracketed(run if _is_choice(run) else _parted(run))
    if not run:
        return
    chosen, head, heads = [], "", []
    for n, token in enumerate(run):
        following = run[n + 1] if n + 1 < len(run) else None
        if following and _is_head(token, following):
            head = token.text
            heads.append(token)
            continue
        value = head + token.text if _FIGURES.match(token.text) else _clean(token.text)
        chosen.append(Choice(value, token.text, _to_ring(token.rect, run, place)))
    if len(chosen) < 2:
        return
    place.take([char for token in run for char in token.chars])
    place.take([char for char in place.chars if char.text in SEPARATORS])
    rect = around(choice.rect for choice in chosen)
    place.found.append(Found(Kind.RINGS, rect, label, choices=distinct(chosen)))


def _unbracketed(run: Sequence[_Token]) -> tuple[str, list[_Token]]:
    """(label, choices) of 連絡先（自宅・勤務先）; no label where nothing is in brackets."""
    tokens = list(run)
    if not tokens or not tokens[-1].text.endswith(")"):
        return "", tokens
    first, last = tokens[0], tokens[-1]
    at = next((n for n, c in enumerate(first.chars) if c.text in "(（"), None)
    if not at or at + 1 == len(first.chars) or len(tokens) < 2:
        return "", tokens
    tokens[0] = _Token(first.chars[at + 1 :], first.is_parted)
    tokens[-1] = _Token(last.chars[:-1], last.is_parted)
    return Word(first.chars[:at]).text, tokens


def _parted(run: Sequence[_Token]) -> list[_Token]:
    """The last choices with ・ between them, after words that are none: 市町村民税 課税・非課税."""
    kept: list[_Token] = []
    for token in reversed(run):
        kept.insert(0, token)
        if not token.is_parted:
            break
    known = all(_clean(token.text) in CHOICES for token in kept)
    return kept if known and len(kept) > 1 else []


def _says_otherwise(text: str) -> bool:
    """Whether words with ・ between them name a field (同居・別居の別) or explain something."""
    return bool(_IS_LABEL.search(text)) or is_note(text)


def _tokens(line: Sequence[Word]) -> list[_Token]:
    tokens: list[_Token] = []
    is_parted = False
    for word in line:
        run: list[Char] = []
        for char in word.chars:
            if char.text in SEPARATORS:
                tokens += [_Token(tuple(run), is_parted)] if run else []
                run, is_parted = [], True
            else:
                run.append(char)
        if run:
            tokens.append(_Token(tuple(run), is_parted))
            is_parted = False
    return tokens


def _numbered(tokens: Sequence[_Token]) -> list[_Token]:
    """Numbers that count choices joined to the words behind them: 1 普通 2 当座."""
    if not tokens or not _FIGURES.match(tokens[0].text):
        return list(tokens)
    out: list[_Token] = []
    for token in tokens:
        if out and _FIGURES.match(out[-1].text) and not token.is_parted:
            out[-1] = _Token((*out[-1].chars, *token.chars), out[-1].is_parted)
        else:
            out.append(token)
    return out


def _may_be_choice(text: str) -> bool:
    return len(text) <= LONGEST and not is_note(text) and not text.startswith(("(", "（", ")"))


def _is_choice(run: Sequence[_Token]) -> bool:
    """Parted by ・ or /, or known words, or counted ones."""
    parted = sum(token.is_parted for token in run)
    heads = sum(_is_head(a, b) for a, b in pairwise(run))
    if parted and parted >= len(run) - 1 - heads - (len(run) > 4):
        return True
    words = [_clean(token.text) for token in run]
    numbers = [number_of(token.text) for token in run]
    return all(word in CHOICES for word in words) or (all(numbers) and len(set(numbers)) > 1)


def _is_head(token: _Token, following: _Token) -> bool:
    """要支援 before 1 ・ 2: what the figures choose from, itself no choice."""
    is_figure = bool(_FIGURES.match(following.text)) and not _FIGURES.match(token.text)
    return is_figure and not following.is_parted


def _to_ring(rect: Rect, run: Sequence[_Token], place: Place) -> Rect:
    """The word with a rim, as far as no neighbour and no line is met."""
    rim = px(RIM_MM)
    left, right = rect.left - rim, rect.right + rim
    for other in (token.rect for token in run):
        if other.down(rect) > 0 and other is not rect:
            if other.right <= rect.left:
                left = max(left, (other.right + rect.left) / 2)
            elif other.left >= rect.right:
                right = min(right, (rect.right + other.left) / 2)
    top, bottom = rect.top - rim, rect.bottom + rim
    if place.in_cell:
        top, bottom = max(top, place.rect.top + 1), min(bottom, place.rect.bottom - 1)
    return Rect(left, top, right, bottom)


def _clean(text: str) -> str:
    """A choice's value: without its number, and without the brackets for what else."""
    text = without_number(text) or text
    found = _OTHER.match(text)
    return (found[1] if found else text) or text


def distinct(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The same word twice cannot be told apart by its value: later ones are counted."""
    seen: dict[str, int] = {}
    out = []
    for choice in choices:
        seen[choice.value] = seen.get(choice.value, 0) + 1
        n = seen[choice.value]
        out.append(choice if n == 1 else Choice(f"{choice.value}{n}", choice.label, choice.rect))
    return tuple(out)
