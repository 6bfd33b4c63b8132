"""`python -m benchmarks.marks`: marks drawn in many ways, read the whole way from the scan.

Right: the value is the one meant; where nobody could say which is meant (two rings, a mark struck
out), right is to doubt. Wrong and accepted: accepted without a person, but not right.
"""

import argparse
import json
import multiprocessing
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.marks_papers import Intent, MarkedPaper, catalogue, papers
from forms.errors import PaperError
from forms.form import FieldType
from ocr import gate
from ocr.align.blank import Blanks
from ocr.align.page import AlignedPage, Aligner
from ocr.engines.engine import Vocabulary
from ocr.fields import plan_field
from ocr.fields.plan import Sheet
from ocr.ink.written import Written, written_on
from ocr.pages.page import Page
from samples.generate.mark_styles import KEPT_APART

SEED, PAPERS, WORKERS = 20261125, 100, 2


@dataclass(frozen=True, slots=True)
class Seen:
    """One field as it was read. `box`: (left, top, right, bottom), px at 200 dpi."""

    paper: int
    form: str
    spoil: str
    intent: Intent
    raw: str
    confidence: float
    doubts: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        if self.intent.is_ambiguous:
            return bool(self.doubts)
        return self.raw == self.intent.chosen

    @property
    def is_accepted(self) -> bool:
        return not self.doubts


def measure_marks(
    count: int = PAPERS, seed: int = SEED, workers: int = WORKERS
) -> dict[str, object]:
    """`fields`, and as shares of them `right`, `accepted`, `wrong_accepted`; the same by style."""
    return summed(list(seen(range(count), seed, workers)))


def seen(numbers: Sequence[int], seed: int = SEED, workers: int = WORKERS) -> Iterator[Seen]:
    """Every field of these papers, read."""
    parts = [list(numbers)[n::workers] for n in range(workers)]
    if workers == 1:
        yield from _read(parts[0], seed)
        return
    # Spawned, because a process that has read already holds threads, which a fork does not carry.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(_read, parts, [seed] * workers):
            yield from found


def _read(numbers: Sequence[int], seed: int) -> list[Seen]:
    cv2.setNumThreads(1)
    with TemporaryDirectory() as folder:
        known = catalogue(Path(folder))
        aligner = Aligner(Blanks(known))
        found = []
        for number, paper in zip(numbers, papers(known, seed, numbers), strict=True):
            found += read_paper(aligner, number, paper)
        return found


def read_paper(aligner: Aligner, number: int, paper: MarkedPaper) -> list[Seen]:
    """A page that cannot be laid over its blank gives each of its fields as unread, in doubt."""
    try:
        page = aligner.align(Page(1, paper.image, 200.0))
    except PaperError:
        return [
            Seen(number, paper.form, paper.spoil, each, "?", 0.0, ("misaligned",))
            for each in paper.intents
        ]
    written = written_on(page)
    return [_field(number, paper, page, written, each) for each in paper.intents]


def _field(
    number: int, paper: MarkedPaper, page: AlignedPage, written: Written, intent: Intent
) -> Seen:
    field = page.blank.form.field(intent.field)
    sheet = Sheet(page, written, Vocabulary(("", " ")), "none")
    if field.date is not None:  # the era alone, judged like any other choice
        field = replace(field, type=FieldType.CHOICE, options=field.date.eras, date=None)
    guess = plan_field(field, sheet).guess([])
    reading = gate.judge(field, guess, field.page, field.box)
    # A forgotten mark that is asked for is rightly read, though it needs a person.
    codes = tuple(doubt.code for doubt in reading.doubts)
    return Seen(number, paper.form, paper.spoil, intent, reading.raw, reading.confidence, codes)


def summed(found: Sequence[Seen]) -> dict[str, object]:
    groups: dict[str, list[Seen]] = defaultdict(list)
    for each in found:
        groups[each.intent.style].append(each)
    apart = [each for each in found if each.intent.style in KEPT_APART]
    styles = {name: _shares(group) for name, group in sorted(groups.items())}
    spoils = {
        name: _shares([each for each in found if each.spoil == name])
        for name in sorted({each.spoil for each in found})
    }
    return {**_shares(found), "kept_apart": _shares(apart), "styles": styles, "spoils": spoils}


def _shares(found: Sequence[Seen]) -> dict[str, float]:
    count = max(len(found), 1)
    wrong = sum(each.is_accepted and not each.is_right for each in found)
    return {
        "fields": len(found),
        "right": round(sum(each.is_right for each in found) / count, 5),
        "accepted": round(sum(each.is_accepted for each in found) / count, 5),
        "wrong_accepted": round(wrong / count, 5),
    }


def table(result: Mapping[str, object]) -> Iterator[str]:
    yield f"{'':<26}{'fields':>7}{'right':>9}{'accepted':>10}{'wrong accepted':>16}"
    for part in ("styles", "spoils"):
        group = result[part]
        if isinstance(group, Mapping):
            yield from (_row(name, shares) for name, shares in group.items())
    kept = result["kept_apart"]
    if isinstance(kept, Mapping):
        yield _row("styles kept apart", kept)
    yield _row("all", result)


def _row(name: str, shares: Mapping[str, float] | Mapping[str, object]) -> str:
    right, accepted, wrong = (shares[key] for key in ("right", "accepted", "wrong_accepted"))
    return f"{name:<26}{shares['fields']:>7}{right:>9.2%}{accepted:>10.2%}{wrong:>16.2%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--wrong", action="store_true", help="list what was not read right")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    found = list(seen(range(options.papers), options.seed, options.workers))
    result = summed(found)
    for each in found if options.wrong else ():
        if not each.is_right:
            print(each)
    print(*table(result), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
