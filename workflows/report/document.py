"""The report as one HTML document: charts and styles are in it, nothing is fetched."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from workflows.clock import tokyo_text
from workflows.effect.pictures import pictures_of
from workflows.effect.words import month
from workflows.report.figures import Figures
from workflows.report.tables import headline, not_over, tables_of


def document_of(figures: Figures) -> str:
    return _template().render(
        month=month(figures.month), headline=headline(figures), not_over=not_over(figures),
        tables=tables_of(figures), pictures=pictures_of(figures.trail),
        method=figures.effect.method.split("\n"), made_at=tokyo_text(figures.made_at),
    )  # fmt: skip


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent, encoding="utf-8")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("monthly.html")
