"""What the machine took and people saved, by month and form."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.errors import SetupError
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.costs import CostLine, cost_lines

Drop = Callable[[str, str], Path]


def lines(app: Utsushi, month: str | None = None) -> list[CostLine]:
    found = cost_lines(app.store, app.catalogue, month)
    for line in found:
        line.read_seconds = round(line.read_seconds, 1)
    return found


def test_a_line_counts_what_a_month_and_form_took(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("a.pdf", scan(filled({"phone": "uncertain"}, phone="0312345678"))))
    app.take_in(drop("b.pdf", scan(filled(name="林　一"))))
    app.reviewing.accept(1, "phone", "佐藤", seconds=12)
    app.reviewing.confirm(1, "佐藤")
    app.enter()
    assert lines(app) == [
        CostLine(
            "2026-04", "chosa", documents=2, records=2, verified=2, pages=2, fields=14,
            fields_accepted=13, read_seconds=1.0, enter_seconds=3.0, review_seconds=12.0,
            manual_seconds=240.0,
        )
    ]  # fmt: skip
    assert lines(app)[0].saved_seconds == 228.0
    assert lines(app)[0].accepted_share == pytest.approx(13 / 14)


def test_a_review_longer_than_typing_shows_as_a_loss(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("a.pdf", scan(filled({"phone": "uncertain"}, phone="0312345678"))))
    app.reviewing.accept(1, "phone", "佐藤", seconds=300)
    assert lines(app)[0].saved_seconds == -300


def test_the_month_is_that_of_tokyo(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    clock.now = datetime(2026, 4, 30, 14, 59, tzinfo=UTC)
    app.take_in(drop("a.pdf", scan(filled())))
    clock.now = datetime(2026, 4, 30, 15, 0, tzinfo=UTC)
    app.take_in(drop("b.pdf", scan(filled(name="林　一"))))
    assert [line.month for line in lines(app)] == ["2026-04", "2026-05"]
    assert [line.documents for line in lines(app, "2026-05")] == [1]


def test_papers_of_no_form_stand_in_a_line_of_their_own(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("a.pdf", scan(filled(), refused={"2": "UnknownForm"})))
    app.take_in(drop("b.pdf", scan(raises="UnknownForm")))
    none, chosa = lines(app)
    assert (none.form, none.documents, none.records, none.accepted_share) == ("", 1, 2, None)
    assert (chosa.form, chosa.documents, chosa.records) == ("chosa", 1, 1)
    assert none.read_seconds + chosa.read_seconds == pytest.approx(0.5, abs=0.2)


@pytest.mark.parametrize("month", ["2026", "2026-13", "四月"])
def test_a_bad_month_is_named(app: Utsushi, month: str) -> None:
    with pytest.raises(SetupError, match=month):
        lines(app, month)
