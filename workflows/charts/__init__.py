"""Small charts as SVG: without script, style sheet or font of their own, readable in black and
white. Why not a library: docs/adr/0031.

A chart says in `title` and `desc` what it shows; beside it goes a table of the same figures for
those who do not see it.
"""

from workflows.charts.drawing import bars, line
from workflows.charts.scale import Series
from workflows.charts.words import month_labels

__all__ = ["Series", "bars", "line", "month_labels"]
