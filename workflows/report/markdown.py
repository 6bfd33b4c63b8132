"""The report as Markdown: for the terminal, and with its charts for the artifact of a flow run."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workflows.effect.pictures import Picture
from workflows.effect.words import month, yen
from workflows.report.figures import Figures
from workflows.report.tables import Table, headline, not_over, tables_of


def text_of(figures: Figures) -> str:
    """Everything, without charts."""
    return _whole((*_head(figures), *_tables(figures), *_method(figures)))


def artifact_of(figures: Figures, pictures: Sequence[Picture]) -> str:
    """For Prefect: charts as images without an address of their own, which its interface shows,
    and nothing that people of the office wrote in words of their own: it might name somebody."""
    bare = replace(figures, costs=None)
    spent = f"## この月に支払った費用\n\n{len(figures.costs or ())} 件、合計 {yen(figures.spent)}"
    end = "費用の内訳と計算の方法は、報告書 (PDF) にあります。"
    return _whole((*_head(figures), *_tables(bare), spent, *_charts(pictures), end))


def _whole(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _head(figures: Figures) -> Iterator[str]:
    yield f"# 月次報告 {month(figures.month)}"
    yield headline(figures)
    if said := not_over(figures):
        yield f"**{said}**"


def _tables(figures: Figures) -> Iterator[str]:
    for table in tables_of(figures):
        yield f"## {table.title}"
        yield _table(table) if table.rows else table.empty
        if table.note:
            yield table.note


def _charts(pictures: Sequence[Picture]) -> Iterator[str]:
    yield "## 12 か月の動き"
    for picture in pictures:
        inside = b64encode(picture.svg.encode("utf-8")).decode("ascii")
        yield f"![{_plain(picture.title)}](data:image/svg+xml;base64,{inside})"


def _method(figures: Figures) -> Iterator[str]:
    yield "## 計算の方法"
    yield "\n".join(f"- {_plain(line)}" for line in figures.effect.method.split("\n"))


def _table(table: Table) -> str:
    lines = [table.head, tuple("---" if each else "---:" for each in table.words), *table.rows]
    return "\n".join(f"| {' | '.join(_plain(cell) for cell in line)} |" for line in lines)


def _plain(text: str) -> str:
    """Nothing in a title or a note means anything to Markdown or to a browser."""
    kept = text.replace("\\", "\\\\")
    for sign in "|`*_[]<>#!":
        kept = kept.replace(sign, f"\\{sign}")
    return " ".join(kept.split())
