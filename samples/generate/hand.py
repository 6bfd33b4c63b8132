"""The writer of paper: by hand, or by a word processor and then by hand for the rings."""

from random import Random

from PIL import Image

from forms.form import Form
from forms.geometry import Box
from samples.generate import marks
from samples.generate.codes import print_code
from samples.generate.fill import Paper, fill_field
from samples.generate.page import Hand, Page, render
from samples.generate.write import write_cells, write_line


class HandWriter:
    """Draws on the image of one page."""

    def __init__(self, page: Page, hand: Hand) -> None:
        self._page, self._hand = page, hand

    def line(self, box: Box, text: str, *, centred: bool = False) -> None:
        align = "center" if centred else "left"
        write_line(self._page, self._hand, self._page.px(box), text, align)

    def cells(self, box: Box, text: str, count: int) -> None:
        write_cells(self._page, self._hand, self._page.px(box), text, count)

    def ring(self, box: Box) -> None:
        marks.ring(self._page, self._hand, self._page.px(box))

    def check(self, box: Box) -> None:
        marks.check(self._page, self._hand, self._page.px(box))

    def seal(self, box: Box, family: str) -> None:
        marks.seal(self._page, self._page.px(box), family)

    def strike(self, box: Box) -> None:
        marks.strike(self._page, self._hand, self._page.px(box))

    def code(self, box: Box, text: str) -> None:
        print_code(self._page, self._page.px(box), text)


def fill(form: Form, paper: Paper, hand: Hand, rng: Random, dpi: int) -> list[Image.Image]:
    """RGB images of all pages of `form` at `dpi`, filled by `hand`, before any scanner."""
    filled = []
    for number, image in enumerate(render(form.blank, dpi), start=1):
        page = Page(image, form.pages[number - 1], rng)
        writer = HandWriter(page, hand)
        for form_field in form.on_page(number):
            fill_field(writer, form_field, paper)
        filled.append(page.image)
    return filled
