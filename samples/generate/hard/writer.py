"""The hand that fills a hard paper: on a sheet of its own, laid on the form afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image

from forms.form import Field, Form
from forms.geometry import Box
from samples import fonts
from samples.generate import mark_styles, marks, seal_marks
from samples.generate.codes import print_code
from samples.generate.fill import Paper, as_written, family_of, fill_field
from samples.generate.hard import tools
from samples.generate.hard.text import Style, Text
from samples.generate.mark_styles import Draw
from samples.generate.page import Hand, Page, Px, render

_WHITE = (255, 255, 255)
_INK = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: how and with what. `rings`, `checks` and `strikes` are how they mark words and
    squares and strike out, by names of `mark_styles`, one by chance each time. `seed` is a stroke
    writer's."""

    style: Style
    tool: str
    rings: tuple[str, ...]
    checks: tuple[str, ...]
    strikes: tuple[str, ...]
    seed: int = 0


class HardWriter:
    """Draws the ink of one page (black on white) and its seals (in red, on a second sheet)."""

    def __init__(self, ink: Page, seals: Page, person: Person) -> None:
        self._ink, self._seals, self._person = ink, seals, person
        self._text = Text(ink, person.style, person.seed)
        self._hand = Hand(fonts.MINCHO, _INK, 1.0)

    def line(self, box: Box, text: str, *, centred: bool = False) -> None:
        self._text.line(self._ink.px(box), text, centred=centred)

    def cells(self, box: Box, text: str, count: int) -> None:
        self._text.cells(self._ink.px(box), text, count)

    def ring(self, box: Box) -> None:
        self._mark(mark_styles.RINGS, self._person.rings, self._ink.px(box))

    def check(self, box: Box) -> None:
        self._mark(mark_styles.CHECKS, self._person.checks, self._ink.px(box))

    def seal(self, box: Box, family: str) -> None:
        marks.seal(self._seals, self._seals.px(box), family)

    def code(self, box: Box, text: str) -> None:
        print_code(self._ink, self._ink.px(box), text)

    def strike(self, box: Box) -> None:
        """What was written last is struck out, from end to end."""
        self._strike(self._text.last)

    def correct(self, field: Field, old: str, new: str, family: str) -> None:
        """`old` written, struck out by two lines, `new` beside or above it, often with a seal."""
        box = self._ink.px(field.box)
        first, second = self._text.two_places(box, old, new, field.cells)
        if field.cells:
            self._text.cells(box, old, field.cells)
        else:
            self._text.line(first, old, size=first[3])
        self._strike(first)
        self._text.line(second, new, size=second[3])
        if family and self._ink.rng.random() < 0.6:
            self._small_seal(first, family)

    def correct_choice(self, wrong: Box, right: Box) -> None:
        """A ring round the wrong word struck out, another round the right one."""
        self.ring(wrong)
        self._strike(self._ink.px(wrong))
        self.ring(right)

    def _strike(self, box: Px) -> None:
        self._mark(mark_styles.STRIKES, self._person.strikes, box)

    def _mark(self, styles: Mapping[str, Draw], own: tuple[str, ...], box: Px) -> None:
        styles[self._ink.rng.choice(own)](self._ink, self._hand, box)

    def _small_seal(self, near: Px, family: str) -> None:
        """訂正印: a small oval seal over the end of the struck-out text."""
        x, y, w, h = near
        side = 6.0 * self._seals.scale
        left = x + w + self._seals.rng.uniform(-0.5, 0.3) * side
        seal_marks.oval_seal(
            self._seals, self._hand, (left, y + h / 2 - side / 2, side, side), family
        )


def fill(form: Form, paper: Paper, person: Person, rng: Random, dpi: int) -> list[Image.Image]:
    """RGB images of all pages of `form` at `dpi`, filled by `person`, before any scanner."""
    filled = []
    tool = tools.TOOLS[person.tool]
    for number, blank in enumerate(render(form.blank, dpi), start=1):
        size = form.pages[number - 1]
        ink = Page(Image.new("RGB", blank.size, _WHITE), size, rng)
        seals = Page(Image.new("RGB", blank.size, _WHITE), size, rng)
        writer = HardWriter(ink, seals, person)
        for field in form.on_page(number):
            _fill_field(writer, field, paper)
        mask = 255 - np.asarray(ink.image.convert("L"))
        written = tools.lay(blank, mask, tool, rng)
        filled.append(_sealed(written, seals.image))
    return filled


def _fill_field(writer: HardWriter, field: Field, paper: Paper) -> None:
    old, value = paper.corrected.get(field.id), paper.values.get(field.id)
    if old is None or not isinstance(value, str):
        fill_field(writer, field, paper)
    elif field.options:
        boxes = {option.value: option.box for option in field.options}
        writer.correct_choice(boxes[old], boxes[value])
    else:
        text = paper.written.get(field.id) or as_written(field, value)
        writer.correct(field, as_written(field, old), text, family_of(paper.values))


def _sealed(paper: Image.Image, seals: Image.Image) -> Image.Image:
    light = np.asarray(paper, dtype=np.float32) * np.asarray(seals, dtype=np.float32) / 255
    return Image.fromarray(light.astype(np.uint8))
