"""`python -m benchmarks.drafting [form …]`: how much of a form is proposed rightly from its blank.

Every form of the catalogue, from the file of its blank and from scans and photos of it that are
made here. A declared field counts as *there* when a proposal lies on it (overlap by union ≥ 0.5, or
either's middle in the other), *typed* when its type is right too, and *right* when the number of
boxes, every printed choice (word and place), the parts of a date and its eras are right as well.
*extra*: proposals that lie on no declared field. Prints a table and writes
`build/bench-drafting.json`.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.drafting_score import Score, rendered, score_of
from forms.catalogue import Catalogue
from forms.form import Form
from ocr.drafting import Drafter
from samples import moved
from samples.moved import Pixels

OUT = Path("build/bench-drafting.json")

Case = Callable[[Pixels, int], Pixels]
CASES: dict[str, tuple[int, Case, float | None]] = {  # dpi, what is done, dpi that the file says
    "image 200 dpi": (200, lambda page, n: page, 200),
    "image 300 dpi": (300, lambda page, n: page, 300),
    "scan": (200, lambda page, n: moved.turned(page).scanned(n).image, 200),
    "skewed 2.5°": (200, lambda page, n: moved.turned(page, 2.5).scanned(n).image, 200),
    "noise": (200, lambda page, n: moved.turned(page, -1).scanned(n, 22).image, 200),
    "black and white": (200, lambda page, n: moved.turned(page, 1).black(n).image, 200),
    "upside down": (200, lambda page, n: moved.turned(page, 180.7).scanned(n).image, 200),
    "photo": (200, lambda page, n: moved.photographed(page, n, 0.1).image, None),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting")
    parser.add_argument("forms", nargs="*")
    parser.add_argument("--case", action="append", help="file, image 200 dpi, photo, … (several)")
    chosen = parser.parse_args(arguments)
    drafter = Drafter()
    scores = []
    for form in Catalogue.load():
        if chosen.forms and form.id not in chosen.forms:
            continue
        for score in scored(form, drafter, chosen.case):
            print(_line(score), flush=True)
            scores.append(score)
    _print_totals(scores)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(each) for each in scores], ensure_ascii=False, indent=1))
    return 0


def scored(form: Form, drafter: Drafter, cases: list[str] | None = None) -> Iterator[Score]:
    """The score of the blank's own file, then of each way in which it may be scanned; only of
    `cases`, where they are given."""
    if not cases or "file" in cases:
        yield score_of(form, "file", drafter.propose(form.blank))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.tif"
        for name, (dpi, spoil, said) in CASES.items():
            if not cases or name in cases:
                pages = [spoil(page, n) for n, page in enumerate(rendered(form, dpi))]
                _save(pages, path, said)
                yield score_of(form, name, drafter.propose(path))


def _save(pages: list[Pixels], path: Path, dpi: float | None) -> None:
    made = [
        Image.fromarray(p if p.ndim == 2 else np.ascontiguousarray(p[..., ::-1])) for p in pages
    ]
    said = {"dpi": (dpi, dpi)} if dpi else {}
    made[0].save(path, save_all=True, append_images=made[1:], **said)


def _line(score: Score) -> str:
    share = score.right / score.declared
    head = (
        f"{score.form:20} {score.case:16} {score.declared:4} declared  {score.there:4} there"
        f"  {score.typed:4} typed  {score.right:4} right  {100 * share:5.1f} %"
        f"  {score.extra:3} extra"
    )
    return "\n".join([head, *(f"      {each}" for each in score.missed)])


def _print_totals(scores: list[Score]) -> None:
    print()
    for case in dict.fromkeys(each.case for each in scores):
        own = [each for each in scores if each.case == case]
        declared_, right = sum(s.declared for s in own), sum(s.right for s in own)
        extra = sum(s.extra for s in own)
        print(f"{case:16} {right:4} of {declared_:4} right  {100 * right / declared_:5.1f} %"
              f"  {extra:3} extra")  # fmt: skip
    total: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for score in scores:
        for kind, (right, count) in score.by_type.items():
            good[kind] += right
            total[kind] += count
    print()
    for kind, count in sorted(total.items()):
        print(f"{kind:16} {good[kind]:4} of {count:4} right  {100 * good[kind] / count:5.1f} %")


if __name__ == "__main__":
    sys.exit(main())
