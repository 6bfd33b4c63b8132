"""The queue's questions are answered from its indexes, however many records there are."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event

from forms.catalogue import Catalogue
from tests.postgres import ON_POSTGRES
from tests.workflows.conftest import FakeClock
from workflows.accounts import EVERYTHING, Scope
from workflows.app import Utsushi
from workflows.reviewing.waiting import Age, Waiting, Wanted
from workflows.store.database import Store

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="SQLite's plans are looked at")
SOME = Scope(frozenset({"試験課"}))


def plan_of(store: Store, ask: Callable[[], object]) -> str:
    """How SQLite goes about the first question that `ask` puts to it."""
    plans: list[str] = []

    def explain(
        connection: Connection, cursor: Any, statement: str, parameters: Any, *_: object
    ) -> None:
        if statement.startswith("SELECT") and not plans:
            plans.append("")
            raw = connection.connection.cursor()
            lines = raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans[0] = "\n".join(str(line[3]) for line in lines)

    engine = store._engine
    event.listen(engine, "before_cursor_execute", explain)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", explain)
    return plans[0]


@pytest.fixture
def waiting(app: Utsushi, catalogue: Catalogue, clock: FakeClock) -> Waiting:
    return Waiting(app.store, catalogue, clock)


@pytest.mark.parametrize("scope", [EVERYTHING, SOME])
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(form="chosa"), Wanted(age=Age.WEEK), Wanted("chosa", "", Age.TODAY)]
)
def test_neither_the_list_nor_the_next_record_is_sorted_or_scanned(
    app: Utsushi, waiting: Waiting, scope: Scope, wanted: Wanted
) -> None:
    for ask in (
        lambda: waiting.items(scope, wanted, 100),
        lambda: waiting.next("佐藤", scope, wanted),
    ):
        plan = plan_of(app.store, ask)
        assert "SCAN records" not in plan
        assert "TEMP B-TREE" not in plan or wanted.form, plan
        assert "USING INDEX records_" in plan, plan


def test_the_parts_are_counted_in_the_index_alone(app: Utsushi, waiting: Waiting) -> None:
    plan = plan_of(app.store, lambda: waiting.parts(EVERYTHING, Wanted()))
    assert "USING COVERING INDEX records_by_form" in plan
