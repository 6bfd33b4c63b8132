"""How people mark one of several printed words, and how they strike words out."""

import math

from samples.generate import curves, marks
from samples.generate.page import Hand, Page, Px
from samples.generate.strokes_of_marks import (
    cross_at,
    ellipse,
    off_middle,
    pen,
    radii_of,
    tick_at,
    zigzag,
)


def ring(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box)


def ring_loose(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box, low=1.2, high=2.6, off=0.8)


def ring_open(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box, sweep=360 - page.rng.uniform(45, 100), drift=0.0)


def ring_off_centre(page: Page, hand: Hand, box: Px) -> None:
    turn = page.rng.uniform(0, math.tau)
    shift = 0.28 * math.cos(turn) * box[2], 0.3 * math.sin(turn) * box[3]
    moved = (box[0] + shift[0], box[1] + shift[1], box[2], box[3])
    ellipse(page, hand, moved, low=0.2, high=1.0, off=0.2)


def ring_cutting(page: Page, hand: Hand, box: Px) -> None:
    """Smaller than the word: it goes through the letters."""
    share = page.rng.uniform(0.62, 0.85)
    inner = (
        box[0] + box[2] * (1 - share) / 2, box[1] + box[3] * (1 - share) / 2,
        box[2] * share, box[3] * share,
    )  # fmt: skip
    ellipse(page, hand, inner, low=0.0, high=0.3, off=0.4)


def ring_slanted(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box, slant=page.rng.choice((-1, 1)) * page.rng.uniform(12, 28))


def ring_two_strokes(page: Page, hand: Hand, box: Px) -> None:
    """Two half rings that meet badly."""
    rng, centre, radii = page.rng, off_middle(page, box, 0.4), radii_of(page, box, 0.1, 1.2)
    first = rng.uniform(-130, -60)
    for start in (first, first + 180):
        gap = rng.uniform(-12, 18)
        shifted = (centre[0] + rng.uniform(-3, 3), centre[1] + rng.uniform(-3, 3))
        points = curves.arc(shifted, radii, rng, start=start, sweep=180 - gap)
        marks.stroke(page, hand, points, pen(page))


def ring_double(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box, high=0.6, sweep=page.rng.uniform(650, 740), drift=0.12)


def ring_uneven(page: Page, hand: Hand, box: Px) -> None:
    """A curve through uneven points."""
    points = curves.blob(off_middle(page, box, 0.5), radii_of(page, box, 0.3, 1.3), page.rng)
    marks.stroke(page, hand, points, pen(page))


def ring_uneven_loose(page: Page, hand: Hand, box: Px) -> None:
    points = curves.blob(off_middle(page, box, 0.8), radii_of(page, box, 1.2, 2.4), page.rng, 0.22)
    marks.stroke(page, hand, points, pen(page))


def ring_spiral(page: Page, hand: Hand, box: Px) -> None:
    """Begun inside the word, opening outwards, with a tail."""
    rng = page.rng
    sweep, start = rng.choice((-1, 1)) * rng.uniform(400, 520), rng.uniform(0, 360)
    radii = tuple(r * 0.72 for r in radii_of(page, box, 0.3, 1.0))
    points = curves.arc(
        off_middle(page, box, 0.4), (radii[0], radii[1]), rng, start=start, sweep=sweep, drift=0.6
    )
    marks.stroke(page, hand, points, pen(page))


def ring_polygon(page: Page, hand: Hand, box: Px) -> None:
    """A box with rounded corners, drawn around the word."""
    rng, (x, y) = page.rng, off_middle(page, box, 0.4)
    wide, high = radii_of(page, box, 0.2, 1.3)
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1), (-0.5, -1.05)]
    through = [
        (x + wide * cx * rng.uniform(0.88, 1.08), y + high * cy * rng.uniform(0.85, 1.1))
        for cx, cy in corners
    ]
    marks.stroke(page, hand, curves.smooth(through), pen(page))


def word_check(page: Page, hand: Hand, box: Px) -> None:
    """A check (レ) over the word instead of a ring."""
    rng, (x, y) = page.rng, off_middle(page, box, 0.6)
    size = page.scale * rng.uniform(3.0, 6.0)
    tick_at(page, hand, (x - size * 0.15, y + size * 0.35), size)


def word_check_beside(page: Page, hand: Hand, box: Px) -> None:
    """A check on the word's left edge or just above its beginning."""
    rng, size = page.rng, page.scale * page.rng.uniform(2.6, 4.2)
    at = (
        box[0] + page.scale * rng.uniform(-0.6, 0.8),
        box[1] + box[3] * rng.uniform(0.45, 0.8),
    )
    tick_at(page, hand, at, size)


def word_underline(page: Page, hand: Hand, box: Px) -> None:
    rng = page.rng
    y = box[1] + box[3] * rng.uniform(0.86, 1.02)
    tilt = rng.uniform(-0.4, 0.4) * page.scale
    ends = (box[0] + rng.uniform(-0.5, 1) * page.scale, y), (
        box[0] + box[2] + rng.uniform(-1, 0.8) * page.scale, y + tilt,
    )  # fmt: skip
    marks.stroke(page, hand, curves.straight(*ends, rng, 0.015), pen(page))


def word_fill(page: Page, hand: Hand, box: Px) -> None:
    """Scribbled over."""
    marks.stroke(page, hand, zigzag(page, box, 0.1, 9), page.rng.uniform(0.5, 0.8))


def strike_double(page: Page, hand: Hand, box: Px) -> None:
    """二重線: what does not apply is struck out."""
    rng, (x, y, w, h) = page.rng, box
    over = page.scale * rng.uniform(-0.3, 1.0)
    gap = min(page.scale * rng.uniform(0.8, 1.4), 0.45 * h)
    middle, tilt = y + h * rng.uniform(0.42, 0.58), h * rng.uniform(-0.13, 0.13)
    for side in (-0.5, 0.5):
        ends = (x - over, middle + side * gap - tilt), (x + w + over, middle + side * gap + tilt)
        marks.stroke(page, hand, curves.straight(*ends, rng, 0.01), rng.uniform(0.3, 0.5))


def strike_single(page: Page, hand: Hand, box: Px) -> None:
    rng, (x, y, w, h) = page.rng, box
    over, middle = page.scale * rng.uniform(0, 1.0), y + h * rng.uniform(0.42, 0.58)
    tilt = page.scale * rng.uniform(-0.8, 0.8)
    ends = (x - over, middle - tilt), (x + w + over, middle + tilt)
    marks.stroke(page, hand, curves.straight(*ends, rng, 0.015), pen(page))


def strike_cross(page: Page, hand: Hand, box: Px) -> None:
    """A large × over the word or the mark."""
    cross_at(page, hand, (box[0] - 2, box[1] - 2, box[2] + 4, box[3] + 4))
