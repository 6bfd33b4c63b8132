"""What marks are made of: ellipses, checks, crosses and zigzags by the pen, in page pixels."""

from samples.generate import curves, marks
from samples.generate.curves import Point, Points
from samples.generate.page import Hand, Page, Px


def middle(box: Px) -> Point:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def pen(page: Page) -> float:
    return page.rng.uniform(0.3, 0.65)


def radii_of(page: Page, box: Px, low: float, high: float) -> tuple[float, float]:
    """Half the word and `low` to `high` mm more, less of it upwards."""
    more = page.rng.uniform(low, high) * page.scale
    return box[2] / 2 + more, box[3] / 2 + more * page.rng.uniform(0.4, 0.9)


def off_middle(page: Page, box: Px, mm: float) -> Point:
    x, y = middle(box)
    reach = mm * page.scale
    return x + page.rng.uniform(-reach, reach), y + page.rng.uniform(-reach, reach) * 0.7


def ellipse(
    page: Page,
    hand: Hand,
    box: Px,
    *,
    low: float = 0.0,
    high: float = 1.0,
    off: float = 0.5,
    **how: float,
) -> None:
    rng = page.rng
    how.setdefault("start", rng.uniform(-150, 30))
    how.setdefault("sweep", rng.choice((-1, 1)) * rng.uniform(345, 400))
    how.setdefault("drift", rng.uniform(-0.08, 0.08))
    how.setdefault("slant", rng.uniform(-8, 8))
    points = curves.arc(off_middle(page, box, off), radii_of(page, box, low, high), rng, **how)
    marks.stroke(page, hand, points, pen(page))


def tick_at(page: Page, hand: Hand, corner: Point, size: float) -> None:
    """A check whose lower corner is at `corner`; `size`: its height in pixels."""
    rng, (x, y) = page.rng, corner
    points: Points = [
        (x - size * rng.uniform(0.25, 0.45), y - size * rng.uniform(0.25, 0.5)),
        (x, y),
        (x + size * rng.uniform(0.5, 0.95), y - size * rng.uniform(0.8, 1.1)),
    ]
    marks.stroke(page, hand, points, pen(page))


def cross_at(page: Page, hand: Hand, box: Px) -> None:
    rng, (x, y, w, h) = page.rng, box
    jitter = 0.08

    def at(fx: float, fy: float) -> Point:
        dx, dy = rng.uniform(-jitter, jitter), rng.uniform(-jitter, jitter)
        return x + (fx + dx) * w, y + (fy + dy) * h

    for a, b in ((at(0, 0), at(1, 1)), (at(1, 0), at(0, 1))):
        marks.stroke(page, hand, curves.straight(a, b, rng), pen(page))


def zigzag(page: Page, box: Px, inset: float, turns: int) -> Points:
    rng, (x, y, w, h) = page.rng, box
    return [
        (
            x + w * (inset + (1 - 2 * inset) * (n % 2)) + rng.uniform(-1, 1),
            y + h * (inset + (1 - 2 * inset) * n / turns) + rng.uniform(-1, 1),
        )
        for n in range(turns + 1)
    ]
