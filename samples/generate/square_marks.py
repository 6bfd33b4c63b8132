"""How people mark a printed square."""

from samples.generate import curves, marks
from samples.generate.curves import Points
from samples.generate.page import Hand, Page, Px
from samples.generate.strokes_of_marks import (
    cross_at,
    ellipse,
    middle,
    off_middle,
    pen,
    tick_at,
    zigzag,
)


def square_tick(page: Page, hand: Hand, box: Px) -> None:
    x, y = middle(box)
    size = box[2] * page.rng.uniform(0.6, 0.9)
    tick_at(page, hand, (x - 0.1 * size, y + 0.35 * size), size)


def square_big_tick(page: Page, hand: Hand, box: Px) -> None:
    """From within the square far out of it."""
    x, y = middle(box)
    size = box[2] * page.rng.uniform(1.2, 2.0)
    tick_at(page, hand, (x + 0.05 * box[2], y + 0.3 * box[3]), size)


def square_tick_from_outside(page: Page, hand: Hand, box: Px) -> None:
    rng, (x, y, w, h) = page.rng, box
    through: Points = [
        (x - w * rng.uniform(0.25, 0.6), y + h * rng.uniform(0.1, 0.5)),
        (x + w * rng.uniform(0.35, 0.6), y + h * rng.uniform(0.8, 1.1)),
        (x + w * rng.uniform(0.95, 1.5), y - h * rng.uniform(0.0, 0.6)),
    ]
    marks.stroke(page, hand, through, pen(page))


def square_cross(page: Page, hand: Hand, box: Px) -> None:
    grow = page.rng.uniform(-0.18, 0.15)
    dx, dy = grow * box[2], grow * box[3]
    cross_at(page, hand, (box[0] - dx, box[1] - dy, box[2] + 2 * dx, box[3] + 2 * dy))


def square_fill(page: Page, hand: Hand, box: Px) -> None:
    marks.stroke(page, hand, zigzag(page, box, 0.14, 9), page.rng.uniform(0.55, 0.9))


def square_ring(page: Page, hand: Hand, box: Px) -> None:
    ellipse(page, hand, box, low=0.3, high=1.3, off=0.5)


def square_ring_inside(page: Page, hand: Hand, box: Px) -> None:
    """A circle drawn within the square."""
    half = box[2] * page.rng.uniform(0.26, 0.38)
    points = curves.arc(off_middle(page, box, 0.25), (half, half), page.rng, sweep=380)
    marks.stroke(page, hand, points, pen(page))


def square_dot(page: Page, hand: Hand, box: Px) -> None:
    x, y = off_middle(page, box, 0.6)
    size = page.scale * page.rng.uniform(0.35, 0.7)
    points = curves.arc((x, y), (size / 2, size / 2), page.rng, sweep=540)
    marks.stroke(page, hand, points, page.rng.uniform(0.7, 1.0))


def square_slash(page: Page, hand: Hand, box: Px) -> None:
    rng, (x, y, w, h) = page.rng, box
    over = rng.uniform(-0.2, 0.3)
    ends = (x - over * w, y + h * (1 + over)), (x + w * (1 + over), y - over * h)
    if rng.random() < 0.3:
        ends = (ends[0][0], ends[1][1]), (ends[1][0], ends[0][1])
    marks.stroke(page, hand, curves.straight(*ends, rng), pen(page))


def square_hook(page: Page, hand: Hand, box: Px) -> None:
    """A check in one curve, with a hook at its end."""
    rng, (x, y, w, h) = page.rng, box
    through = [
        (x + w * rng.uniform(0.0, 0.2), y + h * rng.uniform(0.3, 0.6)),
        (x + w * rng.uniform(0.3, 0.45), y + h * rng.uniform(0.75, 0.95)),
        (x + w * rng.uniform(0.6, 0.8), y + h * rng.uniform(0.2, 0.5)),
        (x + w * rng.uniform(1.1, 1.6), y - h * rng.uniform(0.2, 0.7)),
    ]
    marks.stroke(page, hand, curves.smooth(through), pen(page))


def square_scrawl(page: Page, hand: Hand, box: Px) -> None:
    """Filled by a spiral from the middle."""
    half = box[2] * page.rng.uniform(0.05, 0.1)
    points = curves.arc(middle(box), (half, half), page.rng, sweep=360 * 5, drift=4.0)
    marks.stroke(page, hand, points, page.rng.uniform(0.4, 0.7))
