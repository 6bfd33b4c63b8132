"""What is only printed: lines, heads, texts of `blank.yaml`."""

from forms.printed import Head, Layout, Page, Text
from samples.blanks.pen import POINT, THICK, THIN, Pen


def draw_printed(pen: Pen, page: Page, layout: Layout) -> None:
    """Lines first, then heads, then frames over them, then texts."""
    for box in page.cells:
        pen.rect(box)
    for head in page.heads:
        _head(pen, head, layout)
    for box in page.dashed:
        pen.rect(box, dash=True)
    for box in page.rounds:
        pen.ellipse(box, dash=True)
    for ends in page.rules:
        pen.line(ends, THIN)
    for box in page.frames:
        pen.rect(box, THICK)
    for text in page.texts:
        _text(pen, text, layout)


def _head(pen: Pen, head: Head, layout: Layout) -> None:
    face = head.face or layout.face
    pen.rect(head.box, shade=layout.shade if head.shade else 1.0)
    x, y, w, h = head.box
    if head.vertical:
        _downwards(pen, head, face)
        return
    lines = head.text.split("\n")
    step = head.size * POINT * 1.3
    top = y + h / 2 - step * (len(lines) - 1) / 2
    for n, line in enumerate(lines):
        middle = top + step * n
        if head.spread and len(line) > 1:
            pen.spread(x + w * 0.1, middle, w * 0.8, line, head.size, face)
        else:
            pen.text((x + w / 2, middle), line, head.size, face, "center")


def _downwards(pen: Pen, head: Head, face: str) -> None:
    """Vertical text over the height of the cell; a line break starts a new column leftwards."""
    x, y, w, h = head.box
    columns = head.text.split("\n")
    for n, column in enumerate(columns):
        across = x + w * (len(columns) - n - 0.5) / len(columns)
        step = min(h / (len(column) + 0.3), head.size * POINT * 2.4)
        top = y + h / 2 - step * (len(column) - 1) / 2
        for i, ch in enumerate(column):
            pen.text((across, top + step * i), ch, head.size, face, "center")


def _text(pen: Pen, text: Text, layout: Layout) -> None:
    face = text.face or layout.face
    x, y = text.at
    for n, line in enumerate(text.text.rstrip("\n").split("\n")):
        middle = y + text.leading * n
        if text.width:
            pen.spread(x - text.width / 2, middle, text.width, line, text.size, face)
        else:
            pen.text((x, middle), line, text.size, face, text.align)
