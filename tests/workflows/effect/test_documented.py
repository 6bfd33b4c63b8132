"""The example in the documents is what the office would get."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.ours import OURS
from tests.workflows.conftest import FakeClock
from tests.workflows.effect.filling import Filling
from workflows.app import Utsushi
from workflows.effect import Baselines, effect_of
from workflows.fiscal import FiscalYear
from workflows.store.states import State

DOCS = Path(__file__).parents[3] / "docs"
YEAR = FiscalYear(2026)


def rows(name: str) -> list[list[str]]:
    """The cells of the tables of the example, headings and rules left out."""
    text = (DOCS / name).read_text(encoding="utf-8")
    lines = re.findall(r"^\|(.+)\|$", text, flags=re.M)
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [row for row in cells if re.fullmatch(r"-?\d+", row[1])]


@pytest.mark.parametrize("name", ["effect.md", "effect.ja.md"])
def test_the_example_holds(app: Utsushi, clock: FakeClock, filling: Filling, name: str) -> None:
    catalogue = OURS
    baselines = Baselines(app.store, catalogue, app.audit, clock)
    baselines.set_rate(YEAR, 2_680, source="例", by="佐藤")
    given = [row for row in rows(name) if row[0] in {form.id for form in catalogue}]
    for form, documents, entered, people, typing, basis in given:
        if basis in ("計測", "measured"):
            baselines.measure(
                form, date(2026, 4, 1), records=20, seconds=20 * int(typing), people=2, note="",
                by="佐藤",
            )  # fmt: skip
        filling.add(form, records=int(entered), review=int(people) / int(entered))
        for _ in range(int(entered), int(documents)):
            filling.add(form, State.HELD)
    effect = effect_of(app.store, catalogue, YEAR)
    lines = [(e.work_field, e.manual_seconds, e.saved_seconds, e.saved_yen) for e in effect.by_work]
    total = effect.total
    lines.append(("", total.manual_seconds, total.saved_seconds, effect.saved_yen))
    told = [[str(cell) for cell in line[1:]] for line in lines]
    assert told == [row[1:] for row in rows(name) if row not in given]
    assert len(given) == 2
