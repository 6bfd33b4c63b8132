"""`python -m benchmarks.digits`: real digits on our forms, read the whole way from the scan.

A digit of a comb is right when it stands in its box as it was written; it is accepted with its
field. Dates and phone numbers count as one each.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.digits_papers import DigitPaper, papers
from forms.catalogue import Catalogue
from forms.errors import PaperError
from forms.form import Field, FieldType
from ocr import gate
from ocr.align.blank import Blanks
from ocr.align.page import Aligner
from ocr.engines import Engine, open_engine
from ocr.fields import plan_field
from ocr.fields.plan import Sheet
from ocr.ink.written import written_on
from ocr.pages.page import Page

SEED = 7


@dataclass(frozen=True, slots=True)
class Seen:
    """One field: what was written, what was read. `kind` is comb, date or phone."""

    field: str
    kind: str
    spoil: str
    wanted: str
    found: str
    confidence: float
    doubts: tuple[str, ...]


def measure_digits(
    engine: Engine | None = None, most: int | None = None, seed: int = SEED
) -> dict[str, object]:
    """`fields` (single digits in combs), and as shares of them `right`, `accepted`,
    `wrong_accepted`; then `by_digit`, `dates` and `phones`."""
    every = list(seen(engine or open_engine(), most, seed))
    return summed(every)


def seen(engine: Engine, most: int | None = None, seed: int = SEED) -> Iterator[Seen]:
    """Every field of digits on the papers, as it is read."""
    aligner = Aligner(Blanks(Catalogue.load()))
    for paper in papers(seed, most):
        yield from _read(paper, aligner, engine)


def summed(every: list[Seen]) -> dict[str, object]:
    combs = [each for each in every if each.kind == "comb"]
    digits = [
        (wanted, is_right, not each.doubts)
        for each in combs
        for wanted, is_right in zip(each.wanted, _hits(each), strict=True)
    ]
    by_digit: dict[str, Counter[bool]] = defaultdict(Counter)
    for wanted, is_right, _ in digits:
        by_digit[wanted][is_right] += 1
    count = max(len(digits), 1)
    return {
        "fields": len(digits),
        "right": sum(r for _, r, _ in digits) / count,
        "accepted": sum(a for _, _, a in digits) / count,
        "wrong_accepted": sum(a and not r for _, r, a in digits) / count,
        "by_digit": {d: c[True] / (c[True] + c[False]) for d, c in sorted(by_digit.items())},
        "combs": _whole(combs),
        "dates": _whole([each for each in every if each.kind == "date"]),
        "phones": _whole([each for each in every if each.kind == "phone"]),
    }


def _hits(each: Seen) -> list[bool]:
    if len(each.found) != len(each.wanted):
        return [False] * len(each.wanted)
    return [a == b for a, b in zip(each.wanted, each.found, strict=True)]


def _whole(fields: list[Seen]) -> Mapping[str, float]:
    count = max(len(fields), 1)
    return {
        "fields": len(fields),
        "right": sum(f.wanted == f.found for f in fields) / count,
        "accepted": sum(not f.doubts for f in fields) / count,
        "wrong_accepted": sum(not f.doubts and f.wanted != f.found for f in fields) / count,
    }


def _read(paper: DigitPaper, aligner: Aligner, engine: Engine) -> Iterator[Seen]:
    fields = {each.id: each for each in paper.form.on_page(paper.page)}
    try:
        aligned = aligner.align(Page(paper.page, paper.image, paper.dpi))
    except PaperError as error:
        for name, text in paper.written.items():
            yield Seen(name, _kind(fields[name]), paper.spoil, text, "", 0.0, (str(error),))
        return
    sheet = Sheet(aligned, written_on(aligned), engine.vocabulary, engine.name)
    for name, text in paper.written.items():
        plan = plan_field(fields[name], sheet)
        guess = plan.guess(engine.recognise(plan.crops))
        reading = gate.judge(fields[name], guess, paper.page, fields[name].box)
        doubts = tuple(d.code for d in reading.doubts)
        kind = _kind(fields[name])
        yield Seen(name, kind, paper.spoil, text, reading.raw, reading.confidence, doubts)


def _kind(field: Field) -> str:
    if field.type is FieldType.DATE:
        return "date"
    return "phone" if field.type is FieldType.PHONE else "comb"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=None, help="fewer papers, for a quick look")
    parser.add_argument("--wrong", action="store_true", help="list the fields read wrong")
    chosen = parser.parse_args()
    every = list(seen(open_engine(), chosen.papers))
    print(json.dumps(summed(every), indent=1, ensure_ascii=False))
    for each in every:
        if chosen.wrong and each.wanted != each.found:
            print(each)


if __name__ == "__main__":
    main()
