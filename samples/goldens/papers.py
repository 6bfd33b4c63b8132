"""An invented application of any form → its pages as images, and what stands on them."""

import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from PIL import Image

from forms.form import Form
from samples import fonts
from samples.fonts import Font
from samples.generate import hand
from samples.generate.fill import Paper
from samples.generate.marks import TICKS
from samples.generate.page import BLACK, INKS, Hand
from samples.generate.people import Town
from samples.generate.values import Values, values_of

DPI = 200
_FIRST_DAY, _DAYS = date(2025, 4, 1), 300  # when the invented applications were handed in


@dataclass(frozen=True, slots=True)
class Filled:
    """`pages` RGB at 200 dpi, as they lie before any scanner; `values` of every field."""

    values: Values
    pages: tuple[Image.Image, ...]


def filled(form: Form, font: Font, seed: str, form_id: str = "") -> Filled:
    """The same for the same form, font and seed. `form_id`: of the form that a variant is one of.
    Raises SetupError where the font is missing."""
    known = replace(form, id=form_id or form.id)
    rng = Random(f"{known.id}/{seed}")
    values = values_of(known, Town(rng), rng, _FIRST_DAY + timedelta(rng.randrange(_DAYS)))
    pages = hand.fill(form, Paper(values), _writer(font, rng), rng, DPI)
    return Filled(values, tuple(pages))


def _writer(font: Font, rng: Random) -> Hand:
    if font.handwritten:
        ink = rng.choice(INKS[:2])
        return Hand(font, ink, rng.uniform(0.6, 0.9), rng.uniform(0.7, 1.0), rng.choice(TICKS))
    return Hand(font, BLACK, 0.0, rng.uniform(0.5, 0.8), rng.choice(TICKS))


def font_of(form: Form, *, handwritten: bool) -> Font:
    """Another one for each form, so that many forms show many hands."""
    known = _HANDS if handwritten else fonts.PRINTED
    return known[zlib.crc32(form.id.encode()) % len(known)]


_HANDS = fonts.HANDWRITTEN[:5]  # the last one is a brush: not for the narrow rows of a form
