"""The monthly reports in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflows.effect.words import month
from workflows.report import MadeReport


@dataclass(frozen=True, slots=True)
class ReportLine:
    """`is_latest`: no later one of the same month."""

    id: int
    title: str
    at: datetime
    by: str
    pdf: str
    html: str
    is_latest: bool
    sha256: str


def lines(found: Iterable[MadeReport]) -> tuple[ReportLine, ...]:
    """As they come: the latest month first, in it the one made last."""
    made, seen = [], set()
    for each in found:
        made.append(
            ReportLine(
                each.id, month(each.month), each.at, each.by, _size(each.pdf.size),
                _size(each.html.size), each.month not in seen, each.pdf.sha256,
            )
        )  # fmt: skip
        seen.add(each.month)
    return tuple(made)


def _size(count: int) -> str:
    return f"{max(1, round(count / 1024)):,} KB"
