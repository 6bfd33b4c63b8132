"""Papers full of marks, with what each mark means: the material of `benchmarks.marks`.

Every field that is marked (choices, eras, seals) of our three forms and of a sheet of tight options
is marked in a style drawn by chance, other fields are written in, and the page is spoiled as a
scan. The same seed gives the same papers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forms.catalogue import DEFINITIONS, Catalogue
from forms.form import Field, FieldType, Form, Mark, Option
from samples import fonts
from samples.blanks.draw import draw_blank
from samples.generate import marks, seal_marks, square_marks, word_marks
from samples.generate.fill import Paper, fill_field
from samples.generate.hand import HandWriter
from samples.generate.mark_styles import CHECKS, RINGS, STRIKES
from samples.generate.page import INKS, Colour, Hand, Page, render
from samples.generate.people import Town
from samples.generate.spoil import spoil
from samples.generate.values import MAKERS

SHEET = "marks-sheet"
FORMS = Path(__file__).parent / "forms"
DPI = 200
PENCIL: Colour = (132, 132, 134)
SPOILS: Mapping[str, tuple[str, ...]] = {
    "clean": (),
    "noise": ("noise",),
    "fax": ("fax",),
    "black": ("black",),
    "skew": ("turn", "noise"),
    "pencil": ("noise",),
    "blur": ("blur", "jpeg"),
    "grey": ("grey", "noise"),
    "moved": ("scale", "turn"),
}
# (form, page, how many of every 20 papers)
PAGES = (
    (SHEET, 1, 5), ("jido-teate-nintei", 1, 6), ("kaigo-nintei", 1, 5), ("risai-shomei", 1, 4),
)  # fmt: skip
USUAL = 0.6  # of the marked words are ringed in the commonest ways
NOTHING, AMBIGUOUS = 0.12, 0.1  # of all fields
_RINGS_OFTEN = ("ring", "ring_uneven", "ring_loose", "ring_open", "ring_two_strokes")
_SEALS = tuple(seal_marks.SEALS)
_SEALS_IN_BLACK = tuple(style for style in _SEALS if style != "seal_faint")  # nothing is left of it


@dataclass(frozen=True, slots=True)
class Intent:
    """What the person meant in one field. `chosen` as the reading's raw text, empty for nothing;
    `is_ambiguous`: nobody can say, so that right means doubted."""

    field: str
    style: str
    chosen: str
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """One page, gray or BGR, as it comes from the scanner."""

    form: str
    number: int
    image: NDArray[np.uint8]
    spoil: str
    intents: tuple[Intent, ...]


def catalogue(folder: Path) -> Catalogue:
    """Our forms and the sheet, whose blank is drawn into `folder`."""
    declared = Catalogue.load(DEFINITIONS, FORMS)
    sheet = declared[SHEET]
    draw_blank(sheet, folder / "blank.pdf")
    return Catalogue([replace(sheet, folder=folder), *(f for f in declared if f.id != SHEET)])


def papers(known: Catalogue, seed: int, numbers: Sequence[int]) -> Iterator[MarkedPaper]:
    """The papers of these numbers; each depends on the seed and its number alone."""
    order = [page[:2] for page in PAGES for _ in range(page[2])]
    blanks = {form.id: render(form.blank, DPI) for form in known}
    for n in numbers:
        form_id, number = order[n % len(order)]
        rng = Random(f"{seed}/{n}")
        yield _paper(known[form_id], number, blanks[form_id][number - 1], rng)


def _paper(form: Form, number: int, blank: Image.Image, rng: Random) -> MarkedPaper:
    spoiled = rng.choice(tuple(SPOILS))
    ink = PENCIL if spoiled == "pencil" else rng.choice(INKS)
    hand = Hand(rng.choice(fonts.HANDWRITTEN[:5]), ink, rng.uniform(0.7, 1.1), 1.0)
    page = Page(blank.copy(), form.pages[number - 1], rng)
    if rng.random() < 0.6:
        _write_texts(page, hand, form, number)
    seals = _SEALS_IN_BLACK if spoiled in ("black", "fax") else _SEALS
    fields = [each for each in form.on_page(number) if _is_marked(each)]
    intents = tuple(_mark(page, hand, each, seals) for each in fields)
    image = _scanned(page.image, SPOILS[spoiled], rng)
    return MarkedPaper(form.id, number, image, spoiled, intents)


def _is_marked(field: Field) -> bool:
    has_eras = field.date is not None and bool(field.date.eras)
    return bool(field.options) or has_eras or field.type is FieldType.SEAL


def _write_texts(page: Page, hand: Hand, form: Form, number: int) -> None:
    """All that is no mark: names, addresses, numbers, the digits of dates."""
    writer = HandWriter(page, hand)
    if form.id == SHEET:
        values: Mapping[str, object] = {"name1": "山田　太郎", "name2": "佐藤　花子"}
    else:
        values = MAKERS[form.id](Town(Random(7)), page.rng, date(2024, 6, 3))
    for field in form.on_page(number):
        if field.options or field.type is FieldType.SEAL:
            continue
        bare = replace(field.date, eras=()) if field.date is not None else None
        fill_field(writer, replace(field, date=bare), Paper(values))  # type: ignore[arg-type]


def _mark(page: Page, hand: Hand, field: Field, seals: Sequence[str]) -> Intent:
    if field.type is FieldType.SEAL:
        return _seal(page, hand, field, seals)
    if field.mark is Mark.CHECK:
        return _check(page, hand, field)
    options = field.options or (field.date.eras if field.date else ())
    return _ring(page, hand, field.id, options)


def _seal(page: Page, hand: Hand, field: Field, seals: Sequence[str]) -> Intent:
    rng, box = page.rng, page.px(field.box)
    family = rng.choice(("山田", "佐々木", "林", "小野寺", "鈴木"))
    chance = rng.random()
    if chance < 0.22:
        return Intent(field.id, "no_seal", "なし")
    if chance < 0.34:
        style = rng.choice(tuple(seal_marks.NO_SEALS))
        seal_marks.NO_SEALS[style](page, hand, box, family)
        return Intent(field.id, style, "なし")
    style = rng.choice(seals)
    seal_marks.SEALS[style](page, hand, box, family)
    return Intent(field.id, style, "あり")


def _ring(page: Page, hand: Hand, name: str, options: Sequence[Option]) -> Intent:
    rng, chance = page.rng, page.rng.random()
    if chance < NOTHING:
        if rng.random() < 0.3:
            _stray(page, hand, page.px(options[0].box))
            return Intent(name, "stray", "")
        return Intent(name, "nothing", "")
    if chance < NOTHING + AMBIGUOUS:
        style = rng.choice(tuple(_AMBIGUOUS))
        _AMBIGUOUS[style](page, hand, options)
        return Intent(name, style, "", is_ambiguous=True)
    option = rng.choice(options)
    style = rng.choice(_RINGS_OFTEN if rng.random() < USUAL else tuple(RINGS))
    RINGS[style](page, hand, page.px(option.box))
    return Intent(name, style, option.value)


def _two_rings(page: Page, hand: Hand, options: Sequence[Option]) -> None:
    for option in page.rng.sample(options, 2):
        word_marks.ring(page, hand, page.px(option.box))


def _around_two(page: Page, hand: Hand, options: Sequence[Option]) -> None:
    """One ring around two neighbours."""
    n = page.rng.randrange(len(options) - 1)
    a, b = page.px(options[n].box), page.px(options[n + 1].box)
    left, top = min(a[0], b[0]), min(a[1], b[1])
    right, bottom = max(a[0] + a[2], b[0] + b[2]), max(a[1] + a[3], b[1] + b[3])
    word_marks.ring(page, hand, (left, top, right - left, bottom - top))


def _struck_others(page: Page, hand: Hand, options: Sequence[Option]) -> None:
    """What does not apply is struck out: all but one."""
    kept = page.rng.randrange(len(options))
    for n, option in enumerate(options):
        if n != kept:
            word_marks.strike_double(page, hand, page.px(option.box))


def _corrected(page: Page, hand: Hand, options: Sequence[Option]) -> None:
    """A ring is struck out, with or without a seal on it, and another word ringed."""
    wrong, right = page.rng.sample(options, 2)
    word_marks.ring(page, hand, page.px(wrong.box))
    STRIKES[page.rng.choice(tuple(STRIKES))](page, hand, page.px(wrong.box))
    word_marks.ring(page, hand, page.px(right.box))
    if page.rng.random() < 0.4:
        seal_marks.SEALS["seal_small"](page, hand, page.px(wrong.box), "林")


_AMBIGUOUS: Mapping[str, Callable[[Page, Hand, Sequence[Option]], None]] = {
    "two_rings": _two_rings,
    "around_two": _around_two,
    "struck_others": _struck_others,
    "corrected": _corrected,
}


def _stray(page: Page, hand: Hand, box: tuple[float, float, float, float]) -> None:
    """The end of a neighbour's stroke: a line from far off that touches the word's or square's
    lower corner."""
    rng, (x, y, w, h) = page.rng, box
    reach = page.scale * rng.uniform(6, 12)
    ends = (
        (x - reach, y + h + reach * rng.uniform(-0.2, 0.5)),
        (x + w * rng.uniform(0.02, 0.15), y + h * rng.uniform(0.8, 0.95)),
    )
    marks.stroke(page, hand, list(ends), rng.uniform(0.3, 0.5))


def _check(page: Page, hand: Hand, field: Field) -> Intent:
    rng, chance = page.rng, page.rng.random()
    if chance < NOTHING:
        if rng.random() < 0.3:
            _stray(page, hand, page.px(field.options[0].box))
            return Intent(field.id, "stray_square", "")
        return Intent(field.id, "no_tick", "")
    if chance < NOTHING + AMBIGUOUS:
        return _doubtful_check(page, hand, field)
    styles = tuple(CHECKS)
    if rng.random() < USUAL:
        styles = ("square_tick", "square_big_tick", "square_tick_from_outside", "square_cross")
    style = rng.choice(styles)
    count = rng.randint(1, max(1, len(field.options) - 2)) if field.multiple else 1
    chosen = rng.sample(field.options, count)
    for option in chosen:
        CHECKS[style](page, hand, page.px(option.box))
    values = [o.value for o in field.options if o in chosen]
    return Intent(field.id, style, "、".join(values))


def _doubtful_check(page: Page, hand: Hand, field: Field) -> Intent:
    rng, options = page.rng, field.options
    if not field.multiple and len(options) > 1 and rng.random() < 0.5:
        for option in rng.sample(options, 2):
            square_marks.square_tick(page, hand, page.px(option.box))
        return Intent(field.id, "two_ticks", "", is_ambiguous=True)
    option = rng.choice(options)
    x, y, w, h = page.px(option.box)
    square_marks.square_tick(page, hand, (x, y, w, h))
    wide = (x - 0.25 * w, y, w * 1.5, h)
    word_marks.strike_double(page, hand, wide)
    return Intent(field.id, "struck_tick", "", is_ambiguous=True)


def _scanned(image: Image.Image, names: Sequence[str], rng: Random) -> NDArray[np.uint8]:
    for name in names:
        image = _turned(image, rng) if name == "turn" else spoil(image, (name,), rng)
    if image.mode == "1":
        return np.asarray(image.convert("L"), np.uint8)
    if rng.random() < 0.5:
        return np.asarray(image.convert("L"), np.uint8)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1], np.uint8)


def _turned(image: Image.Image, rng: Random) -> Image.Image:
    """By up to 2°."""
    degrees = rng.uniform(-2, 2)
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
