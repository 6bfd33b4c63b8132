"""What retention takes out is gone from the pages of the database as well, sealed as it was, while
the office works on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.postgres import ON_POSTGRES
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.retention import delete
from workflows.settings import Settings
from workflows.store.sealing import sealed_columns
from workflows.store.tables import ApprovalRecordRow, ApprovalRow, Base

Drop = Callable[[str, str], Path]


@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL's own pages are its vacuum's")
def test_no_sealed_value_of_a_deleted_paper_is_left_in_pages_or_logs(
    settings: Settings, make_app: Callable[..., Utsushi], drop: Drop, clock: FakeClock
) -> None:
    app = make_app()
    app.settings = settings.model_copy(update={"retention": "5年"})
    app.take_in(drop("1.pdf", scan(filled(name="山田　秘密"))))
    app.enter()
    values = sealed_values(app)
    assert len(values) > 10
    assert left(settings, values)
    clock.now = datetime(2032, 4, 1, 3, tzinfo=UTC)
    with app.store.read() as looking:
        looking.execute(text("SELECT count(*) FROM records")).all()
    assert delete(app.office, app.audit, "係長").document_ids == (1,)
    assert left(settings, values) == set()


def test_what_a_supervisor_noted_about_it_goes_too(
    settings: Settings, make_app: Callable[..., Utsushi], drop: Drop, clock: FakeClock
) -> None:
    app = make_app()
    app.settings = settings.model_copy(update={"retention": "5年"})
    app.take_in(drop("1.pdf", scan(filled())))
    app.enter()
    day = clock()
    with app.store.write() as session:
        for number, record in ((1, 1), (2, None)):
            session.add(
                ApprovalRow(
                    flow_run=str(number), system="x", state="declined", asked_at=day, until=day,
                    note="山田　秘密 様の件",
                )
            )  # fmt: skip
            session.flush()
            if record:
                session.add(
                    ApprovalRecordRow(
                        approval_id=number, record_id=record, version="x", decision="asked"
                    )
                )
    clock.now = datetime(2032, 4, 1, 3, tzinfo=UTC)
    assert delete(app.office, app.audit, "係長").document_ids == (1,)
    with app.store.read() as session:
        notes = session.scalars(select(ApprovalRow.note).order_by(ApprovalRow.id)).all()
    assert notes == [None, "山田　秘密 様の件"]


def sealed_values(app: Utsushi) -> set[str]:
    """As they are stored."""
    with app.store.read() as session:
        return {
            str(value).strip('"')
            for table in Base.metadata.sorted_tables
            for name in sealed_columns(table)
            for (value,) in session.execute(
                text(f'SELECT "{name}" FROM "{table.name}" WHERE "{name}" LIKE \'%u1.%\'')
            )
            if table.name not in ("deletions",)
        }


def left(settings: Settings, values: set[str]) -> set[str]:
    found = b"".join(path.read_bytes() for path in settings.home_path.glob("utsushi.db*"))
    return {each for each in values if each[-40:].strip('"}]').encode() in found}
