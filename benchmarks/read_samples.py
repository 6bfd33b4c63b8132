"""`python -m benchmarks.read_samples [FOLDER]`: read scans that have a truth beside them.

By type of field: how many, read right before anybody looks, doubted, accepted, and accepted though
wrong. `benchmarks.scoring` says what counts as right. For one folder and a quick look;
`python -m benchmarks.read` is the whole measurement.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.printing import table
from benchmarks.scoring import ReadPaper, Scored, read_papers, score, truths
from forms.catalogue import Catalogue
from forms.record import Reading
from ocr.engines import DEFAULT, ENGINES
from ocr.reader import Reader

SCANS = Path(__file__).parents[1] / "samples" / "scans"


def main() -> None:
    options = _arguments()
    catalogue = Catalogue.load()
    reader = Reader.open(catalogue, options.engine)
    scored: list[Scored] = []
    steps: Counter[str] = Counter()
    pages = 0
    for paper in read_papers(reader, truths(options.folder, options.match)):
        scored += score(catalogue, paper)
        steps.update(paper.seconds)
        pages += paper.pages
        if options.wrong:
            _show(_wrong(catalogue, paper))
    _show(table(scored))
    _show([_speed(pages, steps)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read_samples", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SCANS)
    parser.add_argument("--engine", choices=sorted(ENGINES), default=DEFAULT)
    parser.add_argument("--match", default="*", help="only names that match, e.g. *fax*")
    parser.add_argument("--wrong", action="store_true", help="list what was read wrong")
    return parser.parse_args()


def _wrong(catalogue: Catalogue, paper: ReadPaper) -> Iterator[str]:
    if paper.error:
        yield f"{paper.truth.file}: {paper.error}"
    for each in score(catalogue, paper):
        if not each.is_right:
            yield f"{each.file}: {each.field.id}: {each.wanted!r} → {_shown(each.reading)}"


def _shown(reading: Reading | None) -> str:
    if reading is None:
        return "refused"
    doubts = ",".join(each.code for each in reading.doubts) or "ACCEPTED"
    return f"{reading.raw!r} ({reading.confidence:.3f} {doubts})"


def _speed(pages: int, steps: Counter[str]) -> str:
    each = ", ".join(f"{k} {v / max(pages, 1):.2f}" for k, v in steps.items())
    minute = 60 * pages / (sum(steps.values()) or 1.0)
    return f"{minute:.0f} pages a minute; seconds a page: {each}"


def _show(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
