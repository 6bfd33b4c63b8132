"""`python -m benchmarks.stack [--sheets 100] [--forms 6] [--seed 1]`: a stack scanned in one go.

Invented applications, handwritten, under printed separator sheets, scanned at 200 dpi and spoiled
in turn (skewed, noisy, black and white, faxed, upside down); every tenth has an empty back. One
sheet of the first part is left out, and one of its form lies in the last part. Read whole by the
real reader: is every sheet under its separator, and are the missing and the foreign one named?
Exit code 1 where not.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from PIL import Image

from forms.catalogue import Catalogue
from forms.form import Form
from forms.separator import Kind, Separator
from ocr.pages import open_document
from ocr.reader import Reader
from samples.generate import files
from samples.generate.spoil import spoil
from samples.goldens.papers import DPI, filled, font_of
from workflows.clock import utc_now
from workflows.stacks.dividing import Part, divided, first_page
from workflows.stacks.outcome import Role
from workflows.stacks.printed import pdf_of_sheets
from workflows.stacks.sheets import Sheet

KEY = b"benchmark" * 4
WAYS = (("shift",), ("skew", "noise"), ("black",), ("skew", "fax"), ("upside_down", "jpeg"))
EVERY = 10  # applications: one with an empty back
QUALITY = 80  # of the JPEG


@dataclass(frozen=True, slots=True)
class Heap:
    """A part of the stack: `count` as announced, `forms` of the applications that lie in it."""

    form: Form
    count: int
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """`truth`: (form, form of its sheet) by first page in the file."""

    pages: tuple[Image.Image, ...]
    truth: dict[int, tuple[str, str]]


def heaps_of(forms: Sequence[Form], sheets: int) -> list[Heap]:
    """About so many sheets of paper in all; one of the first missing, one of them in the last."""
    each = max(2, sheets // sum(len(form.pages) for form in forms))
    whole = [Heap(form, each, (form,) * each) for form in forms]
    first, last = whole[0], whole[-1]
    whole[0] = Heap(first.form, each, first.forms[1:])
    middle = each // 2
    whole[-1] = Heap(
        last.form, each, (*last.forms[:middle], first.form, *last.forms[middle:])
    )  # fmt: skip
    return whole


def laid(heaps: Sequence[Heap], seed: int) -> Laid:
    """The scanned pages, the separators among them."""
    rng = Random(seed)
    *covers, end = _covers(heaps)
    pages: list[Image.Image] = []
    truth: dict[int, tuple[str, str]] = {}
    for cover, heap in zip(covers, heaps, strict=True):
        pages.append(_scanned(cover, len(truth), rng))
        for form in heap.forms:
            truth[len(pages) + 1] = (form.id, heap.form.id)
            paper = filled(form, font_of(form, handwritten=True), f"{seed}/{len(truth)}")
            pages += [_scanned(page, len(truth), rng) for page in paper.pages]
            if len(truth) % EVERY == 0:
                pages.append(Image.new("L", paper.pages[0].size, 255))
    return Laid((*pages, _scanned(end, 0, rng)), truth)


def wrongs(heaps: Sequence[Heap], truth: dict[int, tuple[str, str]], parts: Sequence[Part]) -> (
    Iterator[str]
):  # fmt: skip
    """What is not as it should be, in words."""
    under = {
        first_page(each): (each.form.id, part.outcome.form)
        for part in parts
        for each in (*part.own, *part.others)
    }
    for page in sorted({*truth, *under}):
        if under.get(page) != truth.get(page):
            yield f"page {page}: {truth.get(page)} became {under.get(page)}"
    counts = [(part.outcome.count, part.outcome.found) for part in parts[:-1]]
    should = [(heap.count, sum(form.id == heap.form.id for form in heap.forms)) for heap in heaps]
    if counts != should:
        yield f"counted {counts}, not {should}"
    if not parts[-2].outcome.of(Role.OTHER) or any(p.outcome.of(Role.OTHER) for p in parts[:-2]):
        yield "the foreign sheet is not named, or another one is"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stack", description=__doc__)
    parser.add_argument("--sheets", type=int, default=100)
    parser.add_argument("--forms", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    catalogue = Catalogue.load()
    forms = [form for form in catalogue if form.blank.exists()]
    chosen = Random(asked.seed).sample(forms, min(asked.forms, len(forms)))
    heaps = heaps_of(chosen, asked.sheets)
    stack = laid(heaps, asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.pdf"
        files.save(list(stack.pages), path, QUALITY, DPI)
        reader = Reader.open(catalogue, separator_key=KEY)
        begin = perf_counter()
        document = reader.read(path)
        seconds = perf_counter() - begin
    parts = divided(document)
    for part in parts:
        print(_line(part))
    print(f"{document.page_count} pages in {seconds:.1f} s")
    found = list(wrongs(heaps, stack.truth, parts))
    print("\n".join(found) or "all under their sheets; the missing and the foreign one named")
    return 1 if found else 0


def _line(part: Part) -> str:
    one = part.outcome
    counts = "  ".join(f"{role} {len(one.of(role))}" for role in Role if one.of(role))
    return f"{one.kind:<6} {one.form:<22} {one.found:>3} of {one.count:>3}  {counts}"


def _covers(heaps: Sequence[Heap]) -> list[Image.Image]:
    """The printed sheets at 200 dpi, the end last."""
    now = utc_now()
    sheets = [
        Sheet(
            Separator(n, Kind.PART, heap.form.id, heap.form.department, heap.count),
            heap.form.title, now, "benchmark",
        )
        for n, heap in enumerate(heaps, start=1)
    ]  # fmt: skip
    end = Sheet(Separator(len(sheets) + 1, Kind.END), "", now, "benchmark")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.pdf"
        path.write_bytes(pdf_of_sheets([*sheets, end], KEY))
        pages = [Image.fromarray(page.image) for page in open_document(path).pages()]
    size = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
    return [page.convert("RGB").resize(size) for page in pages]


def _scanned(page: Image.Image, number: int, rng: Random) -> Image.Image:
    return spoil(page, WAYS[number % len(WAYS)], rng).convert("L")


if __name__ == "__main__":
    sys.exit(main())
