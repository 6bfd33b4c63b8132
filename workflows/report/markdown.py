"""The report as Markdown: for the terminal, and with its charts for the artifact of a flow run."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

from workflows.effect.pictures import Picture
from workflows.effect.words import month
from workflows.report.figures import Figures
from workflows.report.tables import Table, headline, not_over, tables_of


def markdown_of(figures: Figures, pictures: Sequence[Picture] = ()) -> str:
    """`pictures` stand in it as images without an address of their own, which Prefect shows."""
    return "\n\n".join(_parts(figures, pictures)) + "\n"


def _parts(figures: Figures, pictures: Sequence[Picture]) -> Iterator[str]:
    yield f"# 月次報告 {month(figures.month)}"
    yield headline(figures)
    if said := not_over(figures):
        yield f"**{said}**"
    for table in tables_of(figures):
        yield f"## {table.title}"
        yield _table(table) if table.rows else table.empty
        if table.note:
            yield table.note
    if pictures:
        yield "## 12 か月の動き"
    for picture in pictures:
        inside = b64encode(picture.svg.encode("utf-8")).decode("ascii")
        yield f"![{_plain(picture.title)}](data:image/svg+xml;base64,{inside})"
    yield "## 計算の方法"
    yield "\n".join(f"- {_plain(line)}" for line in figures.effect.method.split("\n"))


def _table(table: Table) -> str:
    lines = [table.head, ("---", *("---:" for _ in table.head[1:])), *table.rows]
    return "\n".join(f"| {' | '.join(_plain(cell) for cell in line)} |" for line in lines)


def _plain(text: str) -> str:
    """Nothing in a title or a note means anything to Markdown or to a browser."""
    kept = text.replace("\\", "\\\\")
    for sign in "|`*_[]<>#!":
        kept = kept.replace(sign, f"\\{sign}")
    return " ".join(kept.split())
