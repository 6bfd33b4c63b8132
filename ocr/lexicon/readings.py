"""Whether kana can be the reading of a name.

What each kanji may be read as is learnt from the listed surnames: every way to part a reading
among the kanji is tried, and what recurs in many names is believed (expectation maximisation, as
in Knight and Graehl's transliteration models, 1998). Rare readings are many: nothing here says no
where the lists merely do not know.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from ocr.lexicon import spelling
from ocr.lexicon.names import names

LONGEST = 5  # kana of one kanji
ROUNDS = 4
BELIEVED = 0.02  # share of a kanji's readings from which one is believed

Split = tuple[str, ...]


def is_listed(kanji: str, kana: str) -> bool:
    """Whether a whole name in kana begins with a listed reading of the surname. Voice marks and
    sizes of kana are passed over."""
    heard = spelling.of_reading(kana)
    known = names().readings_of_surname(kanji)
    return any(heard.startswith(spelling.of_reading(each)) for each in known)


@lru_cache(1024)
def fits_surname(kanji: str, kana: str) -> bool | None:
    """Whether a whole name in kana can begin with a reading of the surname. None where the lists
    do not know the surname."""
    if not names().readings_of_surname(kanji):
        return None
    if is_listed(kanji, kana):
        return True
    heard, believed, ends = spelling.of_reading(kana), _believed(), {0}
    for each in spelling.of_name(kanji):
        ends = {
            end + len(part)
            for end in ends
            for part in believed.get(each, ())
            if heard.startswith(part, end)
        }
    return bool(ends)


def fits_given(kanji: str, kana: str) -> bool | None:
    """The same for a given name, which the kana must end with. None also where the list knows
    other readings of it: parents choose freely."""
    heard = spelling.of_reading(kana)
    known = names().readings_of_given(kanji)
    return any(heard.endswith(spelling.of_reading(each)) for each in known) or None


@cache
def _believed() -> dict[str, tuple[str, ...]]:
    pairs = [
        (kanji, spelling.of_reading(kana))
        for kanji, listed in names().readings.items()
        for kana in listed.split(",")
    ]
    shares: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        for kanji, kana in pairs:
            _count(kanji, kana, shares, counts)
        totals: dict[str, float] = defaultdict(float)
        for (each, _part), count in counts.items():
            totals[each] += count
        shares = {pair: count / totals[pair[0]] for pair, count in counts.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for (each, part), share in shares.items():
        if share >= BELIEVED:
            found[each].append(part)
    return {each: tuple(parts) for each, parts in found.items()}


def _count(
    kanji: str,
    kana: str,
    shares: dict[tuple[str, str], float],
    counts: dict[tuple[str, str], float],
) -> None:
    """Share one name out among the ways to part it."""
    weighed = []
    for split in _splits(len(kanji), kana):
        weight = 1.0
        for pair in zip(kanji, split, strict=True):
            weight *= shares.get(pair, 1e-6) if shares else 1.0
        weighed.append((split, weight))
    total = sum(weight for _, weight in weighed)
    for split, weight in weighed:
        for pair in zip(kanji, split, strict=True):
            counts[pair] += weight / total


def _splits(parts: int, kana: str) -> Iterator[Split]:
    if parts == 1:
        if 0 < len(kana) <= LONGEST:
            yield (kana,)
        return
    for end in range(1, min(LONGEST, len(kana) - parts + 1) + 1):
        for rest in _splits(parts - 1, kana[end:]):
            yield (kana[:end], *rest)
