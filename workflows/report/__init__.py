"""The monthly report: the same figures as on the pages, as Markdown, HTML and PDF.

`figures` gathers, `markdown` and `document` write, `keeping` makes it and keeps its files by hash.
"""

from workflows.report.figures import Figures, Waiting, figures_of
from workflows.report.keeping import MadeReport, NoSuchReport, Report, Reports, make_report

__all__ = [
    "Figures",
    "MadeReport",
    "NoSuchReport",
    "Report",
    "Reports",
    "Waiting",
    "figures_of",
    "make_report",
]
