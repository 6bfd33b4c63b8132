"""`python -m benchmarks.memory --pages N FILE…`: what one reader process takes, page after page.

Reads the files again and again until N pages are read and prints one JSON line: `peak_mb`, the
highest resident size, and `series`, pairs of (pages read, resident MB). A reader that keeps nothing
has a flat series.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Self

import psutil

from forms.catalogue import Catalogue
from ocr.engines.threads import VARIABLE
from ocr.reader import Reader

_STEPS = 20  # samples of the resident size over a run
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes. `growth`: the highest of the last quarter less the highest of the first."""

    peak: float
    growth: float
    series: tuple[tuple[int, float], ...]


class MemoryRun:
    """A reader in a process of its own, which runs while others measure what no clock decides."""

    def __init__(self, files: Sequence[Path], pages: int) -> None:
        command = [sys.executable, "-m", "benchmarks.memory", "--pages", str(pages)]
        self._child = subprocess.Popen(
            [*command, *map(str, files)],
            stdout=subprocess.PIPE,
            env=os.environ | {VARIABLE: "1"},
            cwd=Path(__file__).parents[1],
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends it where it still runs."""
        self._child.kill()
        self._child.wait()
        if self._child.stdout:
            self._child.stdout.close()

    def result(self) -> Memory:
        """Waits for it. Raises RuntimeError where it failed."""
        out, _ = self._child.communicate()
        if self._child.returncode:
            raise RuntimeError(f"the memory run ended with {self._child.returncode}")
        found = json.loads(out.splitlines()[-1])
        series = tuple((int(pages), float(size)) for pages, size in found["series"])
        return Memory(float(found["peak_mb"]), growth(series), series)


def growth(series: Sequence[tuple[int, float]]) -> float:
    """How much higher the last quarter of a series stands than its first."""
    part = max(1, len(series) // 4)
    first, last = series[:part], series[-part:]
    return round(max(size for _, size in last) - max(size for _, size in first), 1)


def measure(files: Sequence[Path], pages: int) -> dict[str, object]:
    """Read until `pages` pages are read, in this process."""
    reader, process = Reader.open(Catalogue.load()), psutil.Process()
    series: list[tuple[int, float]] = []
    done = 0
    for path in cycle(files):
        done += reader.read(path).page_count
        if not series or done - series[-1][0] >= pages / _STEPS or done >= pages:
            series.append((done, round(process.memory_info().rss / _MB, 1)))
        if done >= pages:
            break
    return {"peak_mb": round(_peak(process), 1), "series": series}


def _peak(process: psutil.Process) -> float:
    """The highest resident size so far, where the system keeps it; else the present one."""
    try:
        import resource
    except ImportError:  # Windows
        return float(getattr(process.memory_info(), "peak_wset", process.memory_info().rss)) / _MB
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MB


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(measure(options.files, options.pages)) + "\n")


if __name__ == "__main__":
    main()
