"""The many ways in which people mark a word or a square, by name.

Each style is a function `(page, hand, box)`; chance comes from `page.rng`, so the same seed draws
the same mark. Three families draw alike things with different curves: ellipses, curves through
uneven points, and (`KEPT_APART`, not looked at while the reading of marks is developed) spirals
and polygons. `box` is the printed word or square, in pixels.
"""

from collections.abc import Callable, Mapping

from samples.generate import square_marks, word_marks
from samples.generate.page import Hand, Page, Px

Draw = Callable[[Page, Hand, Px], None]

RINGS: Mapping[str, Draw] = {
    "ring": word_marks.ring,
    "ring_loose": word_marks.ring_loose,
    "ring_open": word_marks.ring_open,
    "ring_off_centre": word_marks.ring_off_centre,
    "ring_cutting": word_marks.ring_cutting,
    "ring_slanted": word_marks.ring_slanted,
    "ring_two_strokes": word_marks.ring_two_strokes,
    "ring_double": word_marks.ring_double,
    "ring_uneven": word_marks.ring_uneven,
    "ring_uneven_loose": word_marks.ring_uneven_loose,
    "ring_spiral": word_marks.ring_spiral,
    "ring_polygon": word_marks.ring_polygon,
    "word_check": word_marks.word_check,
    "word_check_beside": word_marks.word_check_beside,
    "word_underline": word_marks.word_underline,
    "word_fill": word_marks.word_fill,
}
CHECKS: Mapping[str, Draw] = {
    "square_tick": square_marks.square_tick,
    "square_big_tick": square_marks.square_big_tick,
    "square_tick_from_outside": square_marks.square_tick_from_outside,
    "square_cross": square_marks.square_cross,
    "square_fill": square_marks.square_fill,
    "square_ring": square_marks.square_ring,
    "square_ring_inside": square_marks.square_ring_inside,
    "square_dot": square_marks.square_dot,
    "square_slash": square_marks.square_slash,
    "square_hook": square_marks.square_hook,
    "square_scrawl": square_marks.square_scrawl,
}
STRIKES: Mapping[str, Draw] = {
    "strike_double": word_marks.strike_double,
    "strike_single": word_marks.strike_single,
    "strike_cross": word_marks.strike_cross,
}
KEPT_APART = frozenset({"ring_spiral", "ring_polygon", "square_hook", "square_scrawl"})
