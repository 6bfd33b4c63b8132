"""Makes `strokes.npz` out of KanjiVG: `python -m samples.handwriting.kanjivg [WHEEL]`.

KanjiVG (https://kanjivg.tagaini.net, © Ulrich Apel, CC BY-SA 3.0) comes as the package `kanjivg`,
installed or as its wheel. The made file is under the same licence. Only making it needs the
package.
"""

import re
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.handwriting.strokes import FILE, UNITS, Path2, save

_PATH = re.compile(r'<path\b[^>]*?\sd="([^"]+)"')
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_NAME = re.compile(r"kanji/([0-9a-f]{5})\.svg$")
_STEPS = 12  # points a Bézier curve is cut into before it is thinned
_TOLERANCE = 0.25  # of 109 units: how far a thinned stroke may be off
_PAIRS = {"M": 1, "L": 1, "C": 3, "S": 2}


def drawings(source: Path | None) -> Iterator[tuple[str, str]]:
    """(character, SVG) of every plain character in a wheel, or in the installed package."""
    if source is None:
        folder = Path(sysconfig.get_paths()["purelib"]) / "kanji"
        for file in sorted(folder.glob("*.svg")):
            if found := _NAME.search(f"kanji/{file.name}"):
                yield chr(int(found[1], 16)), file.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(source) as wheel:
        for name in sorted(wheel.namelist()):
            if found := _NAME.fullmatch(name):
                yield chr(int(found[1], 16)), wheel.read(name).decode("utf-8")


def strokes_in(svg: str) -> list[Path2]:
    """The strokes in writing order, each n × 2 in KanjiVG's units (0 to 109)."""
    return [_thin(_points(d)) for d in _PATH.findall(svg)]


def _points(d: str) -> NDArray[np.float32]:
    """Points along an SVG path of the commands M, L, C and S, absolute or relative."""
    at, pull = np.zeros(2), np.zeros(2)
    out: list[NDArray[np.float64]] = []
    for command, pairs in _commands(d):
        given = pairs + (at if command.islower() else 0)
        kind = command.upper()
        if kind in {"M", "L"}:
            out.append(given)
            at = pull = given[-1]
            continue
        one, two, end = (2 * at - pull, *given) if kind == "S" else given
        t = np.linspace(0, 1, _STEPS + 1)[1:, None]
        out.append(
            at * (1 - t) ** 3 + 3 * one * t * (1 - t) ** 2 + 3 * two * t**2 * (1 - t) + end * t**3
        )
        at, pull = end, two
    return np.concatenate(out).astype(np.float32)


def _commands(d: str) -> Iterator[tuple[str, NDArray[np.float64]]]:
    tokens = _TOKEN.findall(d)
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        count = 2 * _PAIRS[command.upper()]
        yield command, np.array(tokens[at : at + count], float).reshape(-1, 2)
        at += count
        command = {"M": "L", "m": "l"}.get(command, command)


def _thin(points: NDArray[np.float32]) -> Path2:
    thin = cv2.approxPolyDP(points.reshape(-1, 1, 2), _TOLERANCE, False)
    return np.asarray(thin, np.float32).reshape(-1, 2).clip(0, UNITS)


def main(arguments: list[str]) -> int:
    source = Path(arguments[0]) if arguments else None
    table = {ch: strokes_in(svg) for ch, svg in drawings(source)}
    if not table:
        sys.stderr.write("kanjivg is not installed: pip install kanjivg, or give its wheel\n")
        return 1
    save(table, FILE)
    sys.stdout.write(f"{len(table)} characters, {FILE.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
