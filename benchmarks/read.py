"""`python -m benchmarks.read [--quick]` (`make bench-read`): how well and how fast papers are read.

Prints tables and writes `build/bench-read.json`. In this order: accuracy on the easy and the hard
half of the samples (`samples/scans`, `samples/scans-hard`), with PaddleOCR's own recognition on the
same crops; marks; single digits; beside all that a reader that goes on page after page, for its
memory; then, with nothing else running, pages a minute, PaddleOCR's own pipeline on the same pages,
and the start of `utsushi read`. `--quick` takes a few papers and pages: its figures mean nothing.
"""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import paddle, speed
from benchmarks.memory import Memory, MemoryRun
from benchmarks.paddle import PaddleCrops
from benchmarks.printing import block, groups, shares, table
from benchmarks.scoring import (
    Scored,
    Tally,
    by_hand,
    by_spoiled,
    by_type,
    read_papers,
    score,
    tally,
    truths,
)
from forms.catalogue import Catalogue
from ocr.reader import Reader

ROOT = Path(__file__).parents[1]
EASY, HARD = ROOT / "samples" / "scans", ROOT / "samples" / "scans-hard"
OUT = ROOT / "build" / "bench-read.json"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of everything; 0 papers, marks or digits are all of them. `paddle_dpi` is the size
    at which PaddleOCR's pipeline gets its pages; `paddle_side` (px) limits its text detection in a
    second measurement, 0 for none."""

    papers: int = 0
    memory_pages: int = 1_000
    speed_pages: int = 10
    rounds: int = 3
    paddle_pages: int = 3
    starts: int = 3
    marks: int = 0
    digits: int = 0
    paddle_dpi: int = 300
    paddle_side: int = 1280


QUICK = Effort(1, 4, 1, 1, 1, 1, 1, 1, paddle_dpi=100, paddle_side=0)
Figures = dict[str, object]


def measure(effort: Effort) -> Figures:
    """Everything, as the summary file has it; tables go to stdout on the way."""
    start = time.perf_counter()
    with MemoryRun(_memory_files(), effort.memory_pages) as memory:
        found = _accuracy(effort)
        found |= _memory(memory.result())
    found |= _speed(effort)
    found["seconds"] = round(time.perf_counter() - start, 1)
    return found


def _accuracy(effort: Effort) -> Figures:
    catalogue, reader = Catalogue.load(), Reader.open(Catalogue.load())
    found: Figures = {}
    for name, folder in (("easy", EASY), ("hard", HARD)):
        found[name] = _half(catalogue, reader, folder, effort)
    few = {"count": effort.marks, "workers": 1} if effort.marks else {}
    found["marks"] = _other("benchmarks.marks", "measure_marks", few)
    few = {"most": effort.digits} if effort.digits else {}
    found["digits"] = _other("benchmarks.digits", "measure_digits", few)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few papers and pages only")
    parser.add_argument("--out", type=Path, default=OUT, help="the summary file")
    parser.add_argument("--memory-pages", type=int, default=Effort().memory_pages, metavar="N",
                        help="pages that the reader watched for its memory reads")  # fmt: skip
    options = parser.parse_args()
    found = measure(QUICK if options.quick else Effort(memory_pages=options.memory_pages))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    _show(["", f"written: {options.out} ({found['seconds']} s)"])
    return 0


def _half(catalogue: Catalogue, reader: Reader, folder: Path, effort: Effort) -> Figures:
    scored: list[Scored] = []
    crops = PaddleCrops()
    paths = truths(folder)
    if effort.papers:
        paths = paths[:: max(1, len(paths) // effort.papers)][: effort.papers]
    for paper in read_papers(reader, paths):
        fields = list(score(catalogue, paper))
        scored += fields
        crops.add(paper, fields)
    _show(block(f"{folder.name}: {len(paths)} papers", table(scored)))
    _show(block(f"{folder.name} by hand", groups("hand", by_hand(scored))))
    _show(block(f"{folder.name} by what happened", groups("what", by_spoiled(scored))))
    same = crops.shares()
    _show(
        [
            f"{same['fields']} fields of one line of text, same crops: right {same['right']:.2%}, "
            f"PaddleOCR's own recognition {same['paddleocr_right']:.2%}"
        ]
    )
    return {
        **tally(scored).shares(),
        "by_type": _shares(by_type(scored)),
        "by_hand": _shares(by_hand(scored)),
        "by_spoiled": _shares(by_spoiled(scored)),
        "same_crops": same,
    }


def _shares(tallies: Mapping[str, Tally]) -> Figures:
    return {name: each.shares() for name, each in tallies.items()}


def _other(module: str, function: str, few: Mapping[str, int]) -> Mapping[str, object]:
    """A measurement that another module makes; `few` are arguments that make it short. Raises
    ImportError, AttributeError where it is not there."""
    call: Callable[..., Mapping[str, object]] = getattr(importlib.import_module(module), function)
    found = call(**few)
    _show(block(module, [shares(function.removeprefix("measure_"), found)]))
    return found


def _memory(found: Memory) -> Figures:
    pages = found.series[-1][0]
    line = (
        f"highest {found.peak:.0f} MB over {pages} pages; last quarter against the first: "
        f"{found.growth:+.1f} MB"
    )
    series = " ".join(f"{done}:{size:.0f}" for done, size in found.series)
    _show(block("memory of one reader process", [line, f"pages:MB {series}"]))
    return {
        "peak_mb": found.peak,
        "memory": {"pages": pages, "growth_mb": found.growth, "series": found.series},
    }


def _speed(effort: Effort) -> Figures:
    with TemporaryDirectory() as folder:
        pages = speed.speed_set(EASY, Path(folder), effort.speed_pages)
        one = speed.pages_per_minute(pages, speed.Way(1, 2), effort.rounds)
        two = speed.pages_per_minute(pages, speed.Way(2, 1), effort.rounds)
        some = pages[: effort.paddle_pages]
        whole = paddle.pages_per_minute(some, effort.paddle_dpi)
        limited = 0.0
        if effort.paddle_side:
            limited = paddle.pages_per_minute(some, effort.paddle_dpi, effort.paddle_side)
        start = speed.startup_seconds(pages[0], effort.starts)
    best = max(one, two)
    lines = [
        f"{len(pages)} 罹災証明 papers of 21 fields, A4, 300 dpi, median of {effort.rounds} rounds",
        f"1 process, 2 threads: {one:.0f} pages a minute; 2 processes, 1 thread each: {two:.0f}",
        f"PaddleOCR's pipeline on {len(some)} of them: {whole:.1f} at its default size "
        f"(ours {best / whole:.1f} ×), {limited:.1f} with detection at {effort.paddle_side} px",
        f"`utsushi read` of one page, a fresh process: {start:.2f} s",
    ]
    _show(block("speed", lines))
    return {
        "pages_per_minute": round(best, 1),
        "pages_per_minute_1_process": round(one, 1),
        "pages_per_minute_2_processes": round(two, 1),
        "paddleocr_pages_per_minute": round(whole, 2),
        "paddleocr_limited_pages_per_minute": round(limited, 2) or None,
        "startup_s": round(start, 2),
    }


def _memory_files() -> list[Path]:
    """Four papers of different kinds, read over and over."""
    kinds = ("003-*.jpg", "009-*.png", "018-*.jpg", "036-*.pdf")
    return [next(EASY.glob(kind)) for kind in kinds]


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
