"""`python -m benchmarks.identify [--case …] [--form …] [--csv FILE]`: many forms told apart.

Every page of every form that we ship, filled in by hand and by type, spoiled in every way: which
form it is taken for. Then what nobody declared: the same pages where their form is not in the
catalogue, and papers that differ from a declared one in their title alone; all must be refused.
`right`: the form and the page of it; `wrong` is the figure that must be 0. Seconds are of one core,
for a page; first the start, with what blanks are known by found anew and as it is kept.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.align import CASES
from forms.catalogue import Catalogue
from forms.errors import PaperError, SetupError
from forms.form import Form
from ocr.align import Aligner, Blanks
from ocr.align.kept import KeptFeatures
from ocr.pages import Page
from samples.goldens.papers import filled, font_of
from samples.moved import Pixels
from samples.variants import variant

USUAL = (
    "as it is", "quarter turns", "skew 10", "scale 70 %", "scale 130 %", "black and white",
    "coarse fax", "coarse fax, scale 70 %", "much grain", "photo, lean 20 %", "photo from afar",
    "photo, curled 5 mm", "cut 10 %", "curled 2 mm", "folded 3 mm",
)  # fmt: skip
REFUSED = "(refused)"
RETITLED = "-retitled"
OTHER_TITLE = {"申請書": "届出書", "請求書": "届出書", "届": "票", "依頼書": "申出書"}
"""End of a title → another one, for a paper that is the same in all else."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled-in page that lies exactly; gray, 200 dpi."""

    form: Form
    number: int
    image: Pixels

    @property
    def name(self) -> str:
        return f"{self.form.id}/{self.number}"


@dataclass
class Tally:
    """Pages by what they are and what they were taken for."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.taken.update(other.taken)
        self.seconds += other.seconds

    @property
    def total(self) -> int:
        return sum(self.taken.values())

    @property
    def right(self) -> int:
        return sum(count for (true, taken), count in self.taken.items() if true == taken)

    @property
    def refused(self) -> int:
        return sum(count for (_, taken), count in self.taken.items() if taken == REFUSED)

    def line(self, name: str) -> str:
        wrong = self.total - self.right - self.refused
        middle, worst = (np.median(self.seconds), max(self.seconds)) if self.seconds else (0, 0)
        return (
            f"{name:28s} pages {self.total:5d}  right {self.right:5d}  refused {self.refused:5d}  "
            f"wrong {wrong:3d}  {middle:.2f} s a page, at most {worst:.2f} s"
        )


def sheets(forms: Sequence[Form], suffix: str = "") -> Iterator[Sheet]:
    """Every page, typed and in handwriting. `suffix`: what stands after the ids of variants."""
    for form in forms:
        for handwritten in (False, True):
            font, known = font_of(form, handwritten=handwritten), form.id.removesuffix(suffix)
            pages = filled(form, font, "identify", known).pages
            for number, page in enumerate(pages, start=1):
                yield Sheet(form, number, np.asarray(page.convert("L"), np.uint8))


def run(aligner: Aligner, case: str, papers: Sequence[Sheet]) -> Tally:
    tally = Tally()
    for n, sheet in enumerate(papers):
        page = Page(1, CASES[case](sheet.image, n).image, 200.0)
        start = time.process_time()
        try:
            blank = aligner.align(page).blank
            taken = f"{blank.form.id}/{blank.number}"
        except PaperError:
            taken = REFUSED
        tally.seconds.append(time.process_time() - start)
        tally.taken[sheet.name, taken] += 1
    return tally


def undeclared(catalogue: Catalogue, papers: Sequence[Sheet], kept: KeptFeatures) -> Tally:
    """Each page where all forms but its own are declared."""
    tally = Tally()
    for form in {each.form.id: each.form for each in papers}.values():
        others = Catalogue(each for each in catalogue if each.id != form.id)
        mine = [each for each in papers if each.form.id == form.id]
        for case in ("as it is", "coarse fax"):
            tally.add(run(Aligner(Blanks(others, kept)), case, mine))
    return tally


def retitled(aligner: Aligner, forms: Sequence[Form], folder: Path) -> Tally:
    """Papers that nobody declared: with the end of a declared form's title changed."""
    made = [each for form in forms if (each := _with_other_title(form, folder))]
    papers = [each for each in sheets(made, RETITLED) if each.number == 1]
    tally = Tally()
    for case in ("as it is", "coarse fax", "photo, lean 20 %"):
        tally.add(run(aligner, case, papers))
    return tally


def _with_other_title(form: Form, folder: Path) -> Form | None:
    end = next((each for each in OTHER_TITLE if form.title.endswith(each)), None)
    if end is None:
        return None
    title = form.title.removesuffix(end) + OTHER_TITLE[end]
    name = f"{form.id}{RETITLED}"
    try:
        return variant(form, folder / name, name, title, {form.title: title})
    except SetupError:
        return None  # what is printed on it is said otherwise


def start_up(catalogue: Catalogue, kept: KeptFeatures) -> str:
    """Seconds until blanks are known, found anew and kept."""
    seconds = []
    for _ in range(2):
        start = time.process_time()
        pages = len(Blanks(catalogue, kept).marking.owners)
        seconds.append(time.process_time() - start)
    anew, again = seconds
    return f"start: {pages} pages of {len(catalogue)} forms, {anew:.2f} s, kept {again:.2f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identify")
    parser.add_argument("--case", action="append", choices=list(CASES), metavar="CASE")
    parser.add_argument("--form", action="append", metavar="ID", help="of these forms alone")
    parser.add_argument("--csv", type=Path, help="the whole matrix as a file")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    catalogue, whole = Catalogue.load(), Tally()
    forms = [catalogue[each] for each in options.form] if options.form else list(catalogue)
    papers = list(sheets(forms))
    with tempfile.TemporaryDirectory() as folder:
        kept = KeptFeatures(Path(folder) / "features")
        print(start_up(catalogue, kept), flush=True)
        aligner = Aligner(Blanks(catalogue, kept))
        for case in options.case or USUAL:
            tally = run(aligner, case, papers)
            whole.add(tally)
            print(tally.line(case), flush=True)
        print(whole.line("all"), flush=True)
        _print_mistakes(whole)
        if not options.case:
            foreign = undeclared(catalogue, papers, kept)
            print(foreign.line("form not declared"), flush=True)
            other = retitled(aligner, forms, Path(folder))
            print(other.line("title not declared"), flush=True)
            _print_mistakes(foreign, other)
    if options.csv:
        _write(whole, options.csv)
    return 0


def _print_mistakes(*tallies: Tally) -> None:
    for tally in tallies:
        for (true, taken), count in sorted(tally.taken.items()):
            if taken not in (true, REFUSED):
                print(f"  {true} taken for {taken}: {count}")


def _write(tally: Tally, path: Path) -> None:
    """The confusion matrix: a row for what a page is, a column for what it was taken for."""
    rows = sorted({true for true, _ in tally.taken})
    columns = sorted({taken for _, taken in tally.taken} | set(rows))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["", *columns])
        writer.writerows([row, *(tally.taken[row, column] for column in columns)] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
