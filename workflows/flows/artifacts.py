"""What the supervisor sees of a batch in the Prefect UI: a table of its records, how far it is,
a summary, links to the review pages. Numbers, states and reasons in words; no personal data.

All of it is only shown: where the server does not answer, the work goes on without.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from workflows.app import Utsushi
from workflows.flows.door import name_run, only_shown
from workflows.flows.rows import Row
from workflows.flows.summary import markdown

__all__ = [
    "Batch",
    "Progress",
    "name_run",
    "only_shown",
    "progress",
    "show",
    "show_markdown",
    "show_table",
]
MOST_ROWS = 200
_PROGRESS_SECONDS = 1.0  # between two tellings: the server is slow at writing


@dataclass(frozen=True, slots=True)
class Batch:
    """`key`: lower case and dashes, the same for every run of the kind, so that the UI lists one
    artifact with its history. `title`: 取込, 入力 …"""

    key: str
    title: str


class Progress:
    """How far the run is, told by `tell` in percent, not at every step. Safe for threads.

    `now`: seconds of any steady clock."""

    def __init__(
        self, total: int, tell: Callable[[float], object], now: Callable[[], float] = monotonic
    ) -> None:
        self._total, self._tell, self._now = total, tell, now
        self._done, self._told_at = 0, now()
        self._lock = Lock()

    def step(self) -> None:
        """One more document or record is done."""
        with self._lock:
            self._done += 1
            if self._now() - self._told_at >= _PROGRESS_SECONDS and self._done < self._total:
                self._told_at = self._now()
                self._tell(self._percent())

    def end(self) -> None:
        """Full only where all was done: a batch may have been stopped."""
        with self._lock:
            self._tell(self._percent())

    def _percent(self) -> float:
        return round(100.0 * self._done / self._total, 1) if self._total else 100.0


@contextmanager
def progress(batch: Batch, total: int) -> Iterator[Progress]:
    """A progress artifact that moves with `step`."""
    shown: list[UUID] = []

    def tell(percent: float) -> None:
        for artifact in shown:
            with only_shown():
                update_progress_artifact(artifact, progress=percent)

    with only_shown():
        made = create_progress_artifact(
            progress=0.0, key=f"utsushi-{batch.key}-progress",
            description=f"{batch.title} {total} 件の進み具合",
        )  # fmt: skip
        shown.extend([made] if isinstance(made, UUID) else [])
    told = Progress(total, tell)
    yield told
    told.end()


def show(app: Utsushi, batch: Batch, rows: Sequence[Row], seconds: float) -> None:
    """The table and the summary of one run, at its end."""
    base = app.settings.review_base
    with only_shown():
        if rows:
            show_table(batch.key, [row.cells(base) for row in rows], f"{batch.title}の結果")
        show_markdown(batch.key, markdown(batch.title, rows, seconds, base), f"{batch.title}の要約")


def show_table(key: str, cells: Sequence[Mapping[str, Any]], description: str) -> None:
    """One row a record, the first `MOST_ROWS`: a longer table is of no use in a browser."""
    shown = [dict(each) for each in cells[:MOST_ROWS]]
    if len(cells) > len(shown):
        description += f" (全 {len(cells)} 件のうち {len(shown)} 件)"
    create_table_artifact(table=shown, key=f"utsushi-{key}-table", description=description)


def show_markdown(key: str, text: str, description: str) -> None:
    create_markdown_artifact(text, key=f"utsushi-{key}-summary", description=description)
