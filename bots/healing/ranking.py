"""Which words of a screen may be meant by one that is gone: by likeness and by place."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from bots.healing.order import Pointed, said, word_keys
from bots.healing.screen import Word
from bots.healing.words import likeness, plain
from bots.locate import Want
from bots.scenario.scenario import Loc
from bots.scenario.targets import Target
from bots.stage import Stage

LOOKED_AT = 10
"""So many of the likeliest candidates are tried on the screen; the rest are further away."""

LEAST = 0.45
"""Below this a proposal would be a guess: likeness and place together say too little."""

LIKENESS, PLACE = 0.6, 0.4
"""Weights. A word that is much like the old one is proposed wherever it stands (0.75 × 0.6); a word
quite unlike it only where it alone stands between the same neighbours (`PLACE` and `ALONE`)."""

ALONE = 0.15
"""More where no other word that may be meant stands between the same neighbours."""

KINDS = {
    Want.CLICK: ("button", "link", "title", "alt"),
    Want.SEE: ("text", "heading", "label", "button", "link", "title", "alt"),
    Want.READ: ("heading", "label", "title", "text"),
}
TYPED = ("label", "heading", "placeholder", "title", "text")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may stand for `old` under `key`. `alike` 0 to 1; `place` what its place adds."""

    key: str
    old: str
    word: Word
    alike: float
    place: float

    @property
    def score(self) -> float:
        return min(1.0, LIKENESS * self.alike + self.place)


def ranked(
    target: Target, stage: Stage, want: Want, words: Sequence[Word], order: Sequence[Pointed]
) -> list[Candidate]:
    """The likeliest first, no more than `LOOKED_AT`; none that is a value of the record."""
    found: list[Candidate] = []
    for key in word_keys(target):
        old = said(getattr(target, key), stage.values)
        if not old:
            continue
        kinds = TYPED if key == "heading" else KINDS.get(want, TYPED)
        kinds = ("text", *kinds) if key in ("text", "contains") else kinds
        some = [each for each in words if each.kind in kinds]
        bounds = _between(old, stage.loc, order, words)
        found += _candidates(key, old, some, {plain(each.words) for each in order}, bounds)
    found = [each for each in found if each.score >= LEAST and not _is_personal(each, stage)]
    return sorted(found, key=lambda each: -each.score)[:LOOKED_AT]


def _candidates(
    key: str, old: str, some: Sequence[Word], claimed: Set[str], bounds: tuple[int, int]
) -> Iterator[Candidate]:
    """Each word once. What another step points at is not what this one means."""
    taken = claimed - {plain(old)}
    free = {plain(each.words): each for each in reversed(some) if plain(each.words) not in taken}
    low, high = bounds
    inside = {text for text, each in free.items() if low < each.place < high}
    bounded = low >= 0 or high < BEYOND
    for text, each in free.items():
        place = 0.0
        if bounded and text in inside:
            place = PLACE + (ALONE if len(inside) == 1 else 0.0)
        yield Candidate(key, old, each, likeness(old, each.words), place)


BEYOND = 10**9
NEAR = 6
"""So many steps before and after tell on which screen a word was used."""


def _between(
    old: str, loc: Loc, order: Sequence[Pointed], words: Sequence[Word]
) -> tuple[int, int]:
    """The places of the nearest boxes before and after that are still on the screen.

    Where the scenario uses the word several times (次へ), it is the step at `loc`, else the time
    whose neighbours are here.
    """
    places = {plain(each.words): each.place for each in reversed(words)}
    here = [None if each.pressed else places.get(plain(each.words)) for each in order]
    times = [n for n, each in enumerate(order) if plain(each.words) == plain(old)]
    if not times:
        return -1, BEYOND
    times = [n for n in times if order[n].loc == loc[: len(order[n].loc)]] or times
    at = max(times, key=lambda n: sum(p is not None for p in here[max(0, n - NEAR) : n + NEAR + 1]))
    mine = [n for n, each in enumerate(order) if each.section == order[at].section]
    low = next((p for n in reversed(mine) if n < at and (p := here[n]) is not None), -1)
    if order[at].pressed:  # a button that ends a screen stands after its last box
        return low, BEYOND
    after = (p for n in mine if n > at and (p := here[n]) is not None and p > low)
    return low, min(after, default=BEYOND)


def why(found: Candidate) -> str:
    """In Japanese, for the person who decides."""
    said = (
        "言葉が同じです" if found.alike == 1 else "言葉が似ています" if found.alike >= 0.5 else ""
    )
    stands = "前後の欄との並びが同じです" if found.place else ""
    if found.place > PLACE:
        stands += " (ほかに当たるものがありません)"
    return "。".join(each for each in (said, stands) if each)


def _is_personal(found: Candidate, stage: Stage) -> bool:
    """Whether the word is a value of the record: it must stand in no message or file."""
    values = (v for value in stage.values.record.values() for v in _each(value))
    return any(plain(value) == plain(found.word.words) for value in values if value)


def _each(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()
