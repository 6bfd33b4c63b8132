"""Bars and lines. All lengths are pixels of a sheet of 720 × 270."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from workflows.charts.scale import Scale, Series
from workflows.charts.words import figure

WIDTH, HEIGHT = 720, 270
LEFT, RIGHT, TOP, BOTTOM = 62, 708, 50, 226
FONTS = "'Noto Sans CJK JP','BIZ UDPGothic','Yu Gothic UI',Meiryo,IPAexGothic,sans-serif"
INK, SOFT, GRID = "#1c2530", "#55606e", "#d5dbe3"
DARK = "#1d4f91"
MOST_LABELLED = 13  # more points than this have no room for their figures
DIGIT = 0.55  # width of a digit, of its size
MARKERS = ("circle", "square")
DASHES = ("", "7 4", "2 3")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One chart that is being drawn. `key` keeps its names apart from those of others beside it."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str
    scale: Scale
    key: str

    @property
    def step(self) -> float:
        return (RIGHT - LEFT) / max(1, len(self.labels))

    def x(self, place: int) -> float:
        """The middle of a label's room."""
        return LEFT + self.step * (place + 0.5)

    def fill(self, number: int) -> str:
        """Dark, hatched, light: told apart without colours."""
        return (DARK, f"url(#{self.key}h)", "#ffffff")[number % 3]


def bars(title: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """Bars side by side, up to three series; what is below zero hangs down. `unit` stands at the
    axis; a second line of a label is set apart by a line break."""
    sheet = _sheet(title, labels, series, unit)
    return _whole(sheet, _bars(sheet))


def line(
    title: str, labels: Sequence[str], series: Sequence[Series], unit: str,
    most: float | None = None,
) -> str:  # fmt: skip
    """Lines with a mark at each figure; a gap where there is none. `unit` `%`: values are shares
    of 1. `most`: the end of the axis."""
    sheet = _sheet(title, labels, series, unit, most)
    return _whole(sheet, _lines(sheet))


def _sheet(
    title: str, labels: Sequence[str], series: Sequence[Series], unit: str,
    most: float | None = None,
) -> _Sheet:  # fmt: skip
    for each in series:
        if len(each.values) != len(labels):
            raise ValueError(f"{len(each.values)} values for {len(labels)} labels")
    told = repr((title, tuple(labels), [(e.name, tuple(e.values)) for e in series], unit))
    key = "c" + hashlib.sha256(told.encode()).hexdigest()[:10]
    return _Sheet(title, labels, series, unit, Scale.of(series, BOTTOM, TOP, most), key)


def _whole(sheet: _Sheet, marks: Iterator[str]) -> str:
    """The SVG: what it shows in words, the grid, the marks, the labels, the legend."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="{sheet.key}t {sheet.key}d" '
        f'font-family={quoteattr(FONTS)} font-size="12" fill="{INK}">'
    )
    return "".join((
        head,
        f'<title id="{sheet.key}t">{escape(sheet.title)}</title>',
        f'<desc id="{sheet.key}d">{escape(_told(sheet))}</desc>',
        f'<defs><pattern id="{sheet.key}h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<rect width="2.4" height="6" fill="{DARK}"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(12, 18, sheet.title, size=14, weight="bold"),
        *_grid(sheet), *marks, *_labels(sheet), *_legend(sheet), "</svg>",
    ))  # fmt: skip


def _told(sheet: _Sheet) -> str:
    """Every figure, for who hears the chart."""
    parts = []
    for each in sheet.series:
        said = "、".join(
            f"{label.split(chr(10))[0]} {_with_unit(value, sheet.unit)}"
            for label, value in zip(sheet.labels, each.values, strict=True)
        )
        parts.append(f"{each.name}: {said}")
    return "。".join(parts)


def _with_unit(value: float | None, unit: str) -> str:
    return "なし" if value is None else f"{figure(value, unit)}{unit}"


def _grid(sheet: _Sheet) -> Iterator[str]:
    for tick in sheet.scale.ticks():
        y = sheet.scale.y(tick)
        is_zero = abs(tick) < sheet.scale.step / 1e6
        colour, width = (INK, 1.2) if is_zero else (GRID, 1)
        yield _stroke(LEFT, y, RIGHT, y, colour, width)
        yield _text(LEFT - 6, y + 4, figure(tick, sheet.unit), anchor="end", colour=SOFT, size=11)
    yield _text(LEFT - 6, TOP - 14, f"({sheet.unit})", anchor="end", colour=SOFT, size=11)


def _labels(sheet: _Sheet) -> Iterator[str]:
    for place, label in enumerate(sheet.labels):
        for row, words in enumerate(label.split("\n")):
            y = BOTTOM + 17 + 15 * row
            yield _text(sheet.x(place), y, words, anchor="middle", colour=SOFT, size=11)


def _legend(sheet: _Sheet) -> Iterator[str]:
    if len(sheet.series) < 2:
        return
    x = float(RIGHT)
    for number, each in reversed(list(enumerate(sheet.series))):
        x -= 12 * len(each.name) + 34
        yield (
            f'<rect x="{x:g}" y="8" width="18" height="12" fill="{sheet.fill(number)}" '
            f'stroke="{DARK}"/>'
        )
        yield _text(x + 23, 18, each.name)


def _bars(sheet: _Sheet) -> Iterator[str]:
    width = sheet.step * 0.72 / max(1, len(sheet.series))
    width = min(width, 34.0)
    zero = sheet.scale.y(0)
    size = 11 if len(sheet.series) == 1 else 9
    has_room = _longest(sheet) * size * DIGIT <= width * 1.05
    for number, each in enumerate(sheet.series):
        for place, value in enumerate(each.values):
            if value is None:
                continue
            x = sheet.x(place) + width * (number - len(sheet.series) / 2)
            y = sheet.scale.y(value)
            yield (
                f'<rect x="{x:.1f}" y="{min(y, zero):.1f}" width="{width:.1f}" '
                f'height="{abs(y - zero):.1f}" fill="{sheet.fill(number)}" stroke="{DARK}"/>'
            )
            if has_room and value:
                at = y - 4 if value > 0 else y + 13
                said = figure(value, sheet.unit)
                yield _text(x + width / 2, at, said, anchor="middle", size=size)


def _longest(sheet: _Sheet) -> int:
    """Characters of the longest figure."""
    found = (v for each in sheet.series for v in each.values if v is not None)
    return max((len(figure(value, sheet.unit)) for value in found), default=0)


def _lines(sheet: _Sheet) -> Iterator[str]:
    for number, each in enumerate(sheet.series):
        for run in _runs(sheet, each):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            dash = DASHES[number % len(DASHES)]
            yield (
                f'<polyline points="{points}" fill="none" stroke="{DARK}" stroke-width="2"'
                + (f' stroke-dasharray="{dash}"' if dash else "")
                + "/>"
            )
            yield from (_marker(x, y, number, sheet.fill(number)) for x, y in run)
        if number == 0:
            yield from _figures(sheet, each)


def _figures(sheet: _Sheet, series: Series) -> Iterator[str]:
    if len(sheet.labels) > MOST_LABELLED:
        return
    for place, value in enumerate(series.values):
        if value is not None:
            y = sheet.scale.y(value)
            y += 20 if y + 20 < BOTTOM else -9
            said = figure(value, sheet.unit)
            yield _text(sheet.x(place), y, said, anchor="middle", size=11)


def _runs(sheet: _Sheet, series: Series) -> Iterator[list[tuple[float, float]]]:
    """The points without a gap between them."""
    run: list[tuple[float, float]] = []
    for place, value in enumerate(series.values):
        if value is not None:
            run.append((sheet.x(place), sheet.scale.y(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _marker(x: float, y: float, number: int, fill: str) -> str:
    if MARKERS[number % len(MARKERS)] == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{DARK}"/>'
    return (
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{fill}" '
        f'stroke="{DARK}"/>'
    )


def _stroke(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}"/>'
    )


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 12,
    weight: str = "normal", colour: str = INK,
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
    )
