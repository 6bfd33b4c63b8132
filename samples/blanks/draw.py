"""One form → its `blank.pdf`."""

from pathlib import Path

from forms.errors import BadDeclaration
from forms.form import Form
from forms.printed import Layout, load_layout
from forms.source import load_drawn
from samples.blanks.fields import draw_field
from samples.blanks.pen import Pen
from samples.blanks.printed import draw_printed


def draw_blank(form: Form, target: Path) -> None:
    """Write the blank of `form` to `target`: the same bytes for the same sources.

    Raises BadDeclaration where `blank.yaml` has not as many pages as the form, SetupError where
    the fonts are missing.
    """
    source = form.folder / "blank.yaml"
    layout = load_drawn(form.folder / "form.yaml").layout or load_layout(source)
    if len(layout.pages) != len(form.pages):
        raise BadDeclaration(str(source), 0, "pages", "様式とページ数が違います。")
    pen = Pen(target, form.title, form.pages[0].width, form.pages[0].height)
    draw_pages(pen, form, layout)
    pen.save()


def draw_pages(pen: Pen, form: Form, layout: Layout) -> None:
    """Every page of the blank, each ended by a page break."""
    for number, page in enumerate(layout.pages, start=1):
        draw_printed(pen, page, layout)
        for field in form.on_page(number):
            draw_field(pen, field, form.pages[number - 1], layout.face, layout.separator)
        pen.next_page()
