"""Pages a minute, warm: one process with all cores, two processes with one core each.

The pages are the easy half's 罹災証明 papers (21 fields), each as one A4 page at 300 dpi: a grey
JPEG in a PDF, as an office scanner writes it. Opening the file, drawing the page out of it, finding
its form, reading and judging are all in the time; starting the process and loading models are not.
"""

import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

from PIL import Image

from forms.catalogue import Catalogue
from ocr.engines.threads import VARIABLE
from ocr.pages import open_document
from ocr.reader import Reader
from samples.generate import files
from samples.truth import all_truths

FORM = "risai-shomei"
_SIZE, _DPI, _QUALITY = (2480, 3508), 300, 75


@dataclass(frozen=True, slots=True)
class Way:
    """How many processes read at once, and how many threads each has."""

    processes: int
    threads: int


def speed_set(scans: Path, folder: Path, count: int) -> list[Path]:
    """Write up to `count` one-page PDFs made of the committed scans into `folder`."""
    made: list[Path] = []
    for truth in all_truths(scans):
        is_single = [each.form for each in truth.applications] == [FORM]
        if truth.kind != "scan" or not is_single or len(made) == count:
            continue
        page = next(iter(open_document(scans / truth.file).pages()))
        image = Image.fromarray(page.image).convert("L").resize(_SIZE, Image.Resampling.LANCZOS)
        path = folder / f"{Path(truth.file).stem}.pdf"
        files.save([image], path, _QUALITY, _DPI)
        made.append(path)
    return made


def pages_per_minute(paths: Sequence[Path], way: Way, rounds: int) -> float:
    """The median over rounds; in a round every process reads every page once."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(way.processes + 1)
    workers = [
        context.Process(target=_work, args=(list(paths), rounds, barrier, way.threads))
        for _ in range(way.processes)
    ]
    for worker in workers:
        worker.start()
    try:
        times = [_round(barrier) for _ in range(rounds)]
    finally:
        for worker in workers:
            worker.join(60)
    return 60 * len(paths) * way.processes / statistics.median(times)


def startup_seconds(path: Path, times: int) -> float:
    """`utsushi read` on a one-page file as a fresh process; the median of `times`."""
    command = [sys.executable, "-m", "workflows.cli", "read", str(path)]
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=_root())
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _round(barrier: Barrier) -> float:
    """From the moment when all workers are ready until all are done (seconds)."""
    barrier.wait(120)
    start = time.perf_counter()
    barrier.wait(600)
    return time.perf_counter() - start


def _work(paths: list[Path], rounds: int, barrier: Barrier, threads: int) -> None:
    os.environ[VARIABLE] = str(threads)
    reader = Reader.open(Catalogue.load())
    for path in paths[:2]:
        reader.read(path)
    for _ in range(rounds):
        barrier.wait(120)
        for path in paths:
            reader.read(path)
        barrier.wait(600)


def _root() -> Path:
    return Path(__file__).parents[1]
