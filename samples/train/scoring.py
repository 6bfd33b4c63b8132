"""The score card: a recogniser on lines it was not trained on, read freely and by class."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np

from ocr.decode import classes
from ocr.decode.alphabet import Alphabet
from ocr.decode.beam import search
from ocr.engines.engine import Emissions, Engine, Vocabulary
from samples import fonts
from samples.train import real_ink
from samples.train.lines import FIRST_SEED, held_out, written
from samples.train.real_ink import Line

_SEED = 424_242
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of lines. `free` reads with the whole vocabulary, `by_class` with what may stand
    there; wrong characters by edit distance."""

    lines: int
    characters: int
    free_wrong: int
    free_whole: int
    by_class_wrong: int
    by_class_whole: int


def card(engine: Engine, sets: dict[str, list[Line]]) -> dict[str, dict[str, int]]:
    """Scores of every set, as JSON takes them."""
    return {name: asdict(score(engine, lines)) for name, lines in sets.items() if lines}


def sets(count: int, archive: Path | None, folder: Path | None) -> dict[str, list[Line]]:
    """Lines by kind: `count` each of print, of handwriting fonts and of writers that training never
    saw, and of real digits; the photographs' lines where `folder` has them."""
    found = {
        "print": _made("print", count, fonts.PRINTED),
        "font": _made("font", count, held_out()),
        "stroke": _made("stroke", count, ()),
    }
    if archive is not None:
        found["digits (real)"] = real_ink.digit_lines(archive, count, _SEED)
    for line in real_ink.photographs(folder) if folder else []:
        found.setdefault(f"{line.source} (real)", []).append(line)
    return found


def _made(kind: str, count: int, faces: Sequence[fonts.Font]) -> list[Line]:
    out = []
    for number in range(count):
        chance = Random(f"{_SEED}:{kind}:{number}")
        example = written(kind, chance, number % FIRST_SEED, faces)
        out.append(Line(kind, example.picture, example.text))
    return out


def score(engine: Engine, lines: list[Line]) -> Score:
    total = np.zeros(5, int)
    for start in range(0, len(lines), _BATCH):
        part = lines[start : start + _BATCH]
        for line, read in zip(part, engine.recognise([e.picture for e in part]), strict=True):
            own = freely(read), by_class(read, _alphabet(line))
            wrong = [distance(text, line.text) for text in own]
            total += (len(line.text), wrong[0], wrong[0] == 0, wrong[1], wrong[1] == 0)
    return Score(len(lines), *(int(each) for each in total))


def freely(emissions: Emissions) -> str:
    """The likeliest column of every frame, repeats and blanks left out."""
    columns = emissions.probabilities.argmax(axis=1)
    kept = [c for c, before in zip(columns, [0, *columns[:-1]], strict=True) if c and c != before]
    return "".join(emissions.vocabulary.characters[c] for c in kept).replace(" ", "")


def by_class(emissions: Emissions, alphabet: Callable[[Vocabulary], Alphabet]) -> str:
    read = search(alphabet(emissions.vocabulary).project(emissions))
    return read[0].text if read else ""


def _alphabet(line: Line) -> Callable[[Vocabulary], Alphabet]:
    return classes.digits if line.source == "mnist" else classes.mixed


def distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
