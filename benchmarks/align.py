"""`python -m benchmarks.align [--each N] [case …]`: how exactly pages are laid over their blanks.

Filled-in pages, moved by known maps (`samples.moved`). A page is right when the corners of its
fields are within 0.5 mm in the median and 1 mm at most; partly, when fields that are further off
are known not to fit and are not read; wrong when another form was taken or a field would be read
where it is not. Then pages of forms that are not declared: how many are refused. Medians and worst
cases are those of the worst page; seconds are of one core.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from forms.catalogue import Catalogue
from forms.errors import PaperError
from ocr.align import AlignedPage, Aligner, Blanks
from ocr.pages import Page, open_document
from ocr.reader import LEAST_FIT
from samples import moved
from samples.moved import Moved, Pixels

SCANS = Path(__file__).parents[1] / "samples" / "scans"
# Files that were not moved when they were made: form, then pages.
EXACT = (
    ("jido-teate-nintei", "022-jido-hand-black.pdf"),
    ("kaigo-nintei", "029-kaigo-hand-black.pdf"),
    ("risai-shomei", "033-risai-hand-noise.pdf"),
)
HALF_MM, MOST_MM = 0.5, 1.0

Case = Callable[[Pixels, int], Moved]


def _sign(seed: int) -> int:
    return 1 if seed % 2 else -1


def _cut(share: float) -> Case:
    sides = ("left", "top", "right", "bottom")
    return lambda page, n: moved.turned(page, 1).scanned(n).cut(**{sides[n % 4]: share})


CASES: dict[str, Case] = {
    "as it is": lambda page, n: moved.turned(page).scanned(n),
    "quarter turns": lambda page, n: moved.turned(page, 90 * (n % 3 + 1)).scanned(n),
    "skew 3": lambda page, n: moved.turned(page, 3 * _sign(n)).scanned(n),
    "skew 10": lambda page, n: moved.turned(page, 10 * _sign(n)).scanned(n),
    "scale 70 %": lambda page, n: moved.turned(page, 1, 0.7).scanned(n),
    "scale 130 %": lambda page, n: moved.turned(page, -1, 1.3).scanned(n),
    "black and white": lambda page, n: moved.turned(page, 1).black(n),
    "coarse fax": lambda page, n: moved.turned(page, 0.7).faxed(n),
    "coarse fax, scale 70 %": lambda page, n: moved.turned(page, 1, 0.7).faxed(n),
    "much grain": lambda page, n: moved.turned(page, 1).scanned(n, 25),
    "photo, lean 10 %": lambda page, n: moved.photographed(page, n, 0.1),
    "photo, lean 20 %": lambda page, n: moved.photographed(page, n, 0.2),
    "photo, lean 30 %": lambda page, n: moved.photographed(page, n, 0.3),
    "photo from afar": lambda page, n: moved.photographed(page, n, 0.1, None, 0.6),
    "photo, curled 5 mm": lambda page, n: moved.photographed(page, n, 0.1, moved.curled(5)),
    "photo, folded 3 mm": lambda page, n: moved.photographed(page, n, 0.1, moved.folded(3)),
    "cut 5 %": _cut(0.05),
    "cut 10 %": _cut(0.10),
    "cut 15 %": _cut(0.15),
    "curled 2 mm": lambda page, n: moved.turned(page, 1, 1, moved.curled(2)).scanned(n),
    "curled 8 mm": lambda page, n: moved.turned(page, 1, 1, moved.curled(8)).scanned(n),
    "rolled 4 mm": lambda page, n: moved.turned(page, 1, 1, moved.rolled(4)).scanned(n),
    "rolled 8 mm": lambda page, n: moved.turned(page, 1, 1, moved.rolled(8)).scanned(n),
    "folded 3 mm": lambda page, n: moved.turned(page, 1, 1, moved.folded(3)).scanned(n),
    "folded 5 mm": lambda page, n: moved.turned(page, 1, 1, moved.folded(5)).scanned(n),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled-in page that lies exactly; 200 dpi."""

    form: str
    number: int
    image: Pixels


def sheets() -> list[Sheet]:
    """Of every form and page that we ship."""
    found = []
    for form, file in EXACT:
        for page in open_document(SCANS / file).pages():
            image = cv2.resize(page.image, (1654, 2339), interpolation=cv2.INTER_AREA)
            found.append(Sheet(form, page.number, np.asarray(image, np.uint8)))
    return found


def errors_mm(aligned: AlignedPage, page: Moved, *, believed: bool = False) -> np.ndarray:
    """By corner of a field that is on the picture: how far off it is on the blank. `believed`
    leaves out fields whose surroundings fit so badly that they are not read."""
    if aligned.lay is None:
        raise ValueError("a page that nobody laid")
    height, width = aligned.blank.image.shape
    corners = []
    for field in aligned.blank.form.on_page(aligned.blank.number):
        if not believed or aligned.fit.around(field.box) >= LEAST_FIT:
            left, top, right, bottom = field.box.to_px(width, height)
            corners += [(left, top), (right, top), (left, bottom), (right, bottom)]
    places = np.array(corners, np.float64).reshape(-1, 2)
    true, found = page.to_picture(places), aligned.lay.to_page(places)
    size = (page.image.shape[1] - 1, page.image.shape[0] - 1)
    is_seen = ((true >= 0) & (true <= size)).all(axis=1)
    scale = np.linalg.norm(page.to_picture(places + np.array([10, 0])) - true, axis=1) / 10
    off = np.linalg.norm(found - true, axis=1) / scale / moved.MM
    return np.asarray(off[is_seen])


@dataclass
class Tally:
    """Of one case."""

    right: int = 0
    partly: int = 0
    refused: int = 0
    wrong: int = 0
    seconds: float = 0.0
    median: float = 0.0
    worst: float = 0.0

    def line(self, name: str) -> str:
        count = max(self.right + self.partly + self.refused + self.wrong, 1)
        return (
            f"{name:24s} right {self.right:3d}  partly {self.partly:3d}  "
            f"refused {self.refused:3d}  wrong {self.wrong:3d}  "
            f"median {self.median:.2f} mm  worst {self.worst:.2f} mm  {self.seconds / count:.2f} s"
        )


def run(aligner: Aligner, case: Case, papers: Sequence[Sheet], each: int) -> Tally:
    tally = Tally()
    for n in range(each):
        sheet = papers[n % len(papers)]
        page = case(sheet.image, n)
        start = time.process_time()
        try:
            aligned = aligner.align(Page(1, page.image, 200.0))
        except PaperError:
            tally.refused += 1
            continue
        finally:
            tally.seconds += time.process_time() - start
        off = errors_mm(aligned, page)
        read = errors_mm(aligned, page, believed=True)
        tally.median = max(tally.median, float(np.median(off)))
        tally.worst = max(tally.worst, float(read.max(initial=0.0)))
        is_known = aligned.blank.key == (sheet.form, sheet.number)
        if not is_known or read.max(initial=0.0) > MOST_MM:
            tally.wrong += 1
        elif np.median(off) <= HALF_MM and off.max() <= MOST_MM:
            tally.right += 1
        else:
            tally.partly += 1
    return tally


def foreign(aligner: Aligner, papers: Sequence[Sheet], each: int) -> Tally:
    """Pages in the same print whose parts stand in another order."""
    tally = Tally()
    for n in range(each):
        page = moved.turned(moved.reordered(papers[n % len(papers)].image, n), n % 5 - 2).scanned(n)
        start = time.process_time()
        try:
            aligner.align(Page(1, page.image, 200.0))
            tally.wrong += 1
        except PaperError:
            tally.refused += 1
        tally.seconds += time.process_time() - start
    return tally


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.align")
    parser.add_argument("--each", type=int, default=8, help="pages a case")
    parser.add_argument("cases", nargs="*", metavar="case", default=[])
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    aligner, papers = Aligner(Blanks(Catalogue.load())), sheets()
    for name in options.cases or CASES:
        print(run(aligner, CASES[name], papers, options.each).line(name), flush=True)
    if not options.cases:
        print(foreign(aligner, papers, 4 * options.each).line("not declared"), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
