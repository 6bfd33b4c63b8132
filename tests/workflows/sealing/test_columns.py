"""What the store holds of papers is sealed, column by column, each value bound to its row."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, String, Text, select, text, update
from sqlalchemy.orm import Session

from forms.errors import StoreError
from tests.workflows.conftest import START
from workflows.clock import utc_now
from workflows.opening import open_store
from workflows.sealing import CannotOpen
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.store.tables import AlikeCellRow, Base, DocumentRow, ReadingRow, RecordRow
from workflows.store.tables.sealed import DAMAGED, Sealed

NAME = "山田　太郎"

STAFF = "a member of staff, who signs what he does"
CODE = "a code of ours, from a closed list"
HASH = "a hash or a random number"
MONEY = "the office's own costs and claims: companies, invoices, reasons; no application"
NUMBERS = "numbers, and ids of ours"
CONFIGURED = "a name that the office gave: a form, department, system, layout"

CLEAR: Mapping[str, str] = {
    "accounts.departments": CONFIGURED,
    "accounts.password": HASH,
    "alike_cells.by": STAFF,
    "answers.by": STAFF,
    "approvals.decided_by": STAFF,
    "audit_lines.by": STAFF,
    "audit_lines.what": "codes, counts and hashes (a test of the log says so)",
    "backups.by": STAFF,
    "baselines.by": STAFF,
    "baselines.note": MONEY,
    "baselines.struck_because": MONEY,
    "baselines.struck_by": STAFF,
    "deletions.by": STAFF,
    "documents.department": CONFIGURED,
    "documents.stored_path": HASH,
    "documents.uploaded_by": STAFF,
    "drafts.by": STAFF,
    "entries.by": "host and process of a worker",
    "entries.receipt_number": "the target's own number of the entry, which people search by",
    "evidence.path": HASH,
    "exports.by": STAFF,
    "exports.path": HASH,
    "exports.private": CONFIGURED,
    "exports.replaced": "single characters, and how often",
    "exports.states": CODE,
    "exports.title": CONFIGURED,
    "hand_outs.documents": NUMBERS,
    "locks.name": "the folder that is watched",
    "locks.owner": "host and process of a worker",
    "monthly_reports.by": STAFF,
    "monthly_reports.html_path": HASH,
    "monthly_reports.pdf_path": HASH,
    "pages.image_path": HASH,
    "past_readings.pages": "numbers, and names of files: hashes",
    "readings.box": NUMBERS,
    "readings.figures": NUMBERS,
    "records.department": CONFIGURED,
    "records.double_fields": CONFIGURED,
    "records.lease_owner": "host and process of a worker, or staff",
    "records.receipt_number": "the target's own number of the entry, which people search by",
    "sampling_rates.by": STAFF,
    "second_looks.by": STAFF,
    "second_tasks.corrected_by": STAFF,
    "second_tasks.first_by": STAFF,
    "second_tasks.settled_by": STAFF,
    "send_backs.by": STAFF,
    "separators.department": CONFIGURED,
    "separators.made_by": STAFF,
    "stack_parts.department": CONFIGURED,
    "stack_parts.pages": NUMBERS,
    "switches.name": CODE,
    "switches.note": "why entry stands still, in words of ours",
    "transitions.by": STAFF,
    "transitions.note": "words of ours, from a closed list",
    "workers.host": "host of a worker",
}
"""Columns in clear that may hold text of more than a code's length, each with the reason."""

MONEY_TABLES = (
    "claims", "claim_notes", "costs", "cost_vouchers", "cost_journal", "cost_imports",
    "cost_strengths", "cost_locks", "hourly_rates", "review_costs",
)  # fmt: skip
SHORT = 64
"""Columns no longer than this hold ids, codes and hashes."""


def of_text() -> list[Column[object]]:
    """All columns that can hold text or JSON, other than short ones."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type
            is_long = isinstance(kind, Text | JSON | Sealed) or (
                isinstance(kind, String) and (kind.length or SHORT + 1) > SHORT
            )
            if is_long and table.name not in MONEY_TABLES:
                found.append(column)
    return found


def test_each_column_that_can_hold_words_is_sealed_or_surely_not_personal() -> None:
    clear = {
        f"{column.table.name}.{column.name}"
        for column in of_text()
        if not isinstance(column.type, Sealed)
    }
    assert clear - set(CLEAR) == set(), "seal it, or say why not"
    assert set(CLEAR) - clear == set(), "a line that no longer holds"


def test_each_sealed_column_knows_its_place_and_its_row() -> None:
    places = [
        (column.type.place, f"{column.table.name}.{column.name}", "id" in column.table.columns)
        for column in of_text()
        if isinstance(column.type, Sealed)
    ]
    assert len(places) > 20
    assert all(said == place and has_id for said, place, has_id in places)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(Settings.load(home=tmp_path), utc_now)
    yield made
    made.close()


def fill(session: Session, *names: str) -> None:
    """A document and a record for each name, with two readings."""
    for name in names:
        document = DocumentRow(
            name=f"{name}.pdf", arrival_path=f"/{name}.pdf", size=1, received_at=START
        )
        session.add(document)
        session.flush()
        record = RecordRow(
            document_id=document.id, ordinal=1, state="doubted", received_at=START,
            changed_at=START, reason=name, disputed={"name": name},
        )  # fmt: skip
        session.add(record)
        session.flush()
        session.add_all(reading(record.id, field, name) for field in ("name", "other"))


def reading(record: int, field: str, value: str) -> ReadingRow:
    return ReadingRow(
        record_id=record, position=0, field=field, raw=value, value=value, confidence=0.5, page=1,
        box=[0, 0, 1, 1], source="x", accepted=False, candidates=[{"value": value}],
        doubts=[{"code": "uncertain", "message": f"{value}?"}, {"code": "rule", "message": value}],
    )  # fmt: skip


def test_what_goes_in_comes_out_and_nothing_of_it_lies_there(store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        fill(session, NAME, "佐藤　花")
    with store.read() as session:
        one, two = session.scalars(select(RecordRow).order_by(RecordRow.id))
        assert (one.reason, two.disputed) == (NAME, {"name": "佐藤　花"})
        assert [each.raw for each in one.readings] == [NAME, NAME]
        first = one.readings[0]
        assert (first.value, first.candidates) == (NAME, [{"value": NAME}])
        assert [each["message"] for each in first.doubts] == [f"{NAME}?", NAME]
        assert session.scalars(select(DocumentRow.name)).all() == [f"{NAME}.pdf", "佐藤　花.pdf"]
    store.close()
    held = b"".join(each.read_bytes() for each in tmp_path.glob("utsushi.db*"))
    for words in (NAME, "山田", "佐藤"):
        assert words.encode() not in held
        assert words.encode("unicode-escape") not in held


def test_blank_stays_blank_and_can_be_asked_for(store: Store) -> None:
    with store.write() as session:
        fill(session, NAME)
        row = session.scalars(select(ReadingRow)).first()
        assert row
        row.value = None
    with store.read() as session:
        filled = select(ReadingRow.field).where(ReadingRow.value.is_not(None))
        assert session.scalars(filled).all() == ["other"]


@pytest.mark.parametrize("column", ["raw", "value", "doubts", "candidates"])
def test_a_value_that_was_moved_to_another_row_is_refused(store: Store, column: str) -> None:
    with store.write() as session:
        fill(session, NAME, "佐藤　花")
        moved = f"(SELECT {column} FROM readings WHERE id = 1)"
        session.execute(text(f"UPDATE readings SET {column} = {moved} WHERE id = 3"))
    with store.read() as session, pytest.raises(CannotOpen):
        session.get(ReadingRow, 3)


def test_a_value_that_was_moved_to_another_column_is_refused(store: Store) -> None:
    with store.write() as session:
        fill(session, NAME)
        session.execute(text("UPDATE records SET advice = reason"))
    with store.read() as session:
        row = session.get_one(RecordRow, 1)
        assert (row.reason, row.advice) == (NAME, DAMAGED)


@pytest.mark.parametrize(
    ("column", "forged"),
    [("raw", "他人"), ("value", '"他人"'), ("doubts", '[{"code": "x", "message": "他人"}]')],
)
def test_a_value_that_somebody_put_there_in_clear_is_refused(
    store: Store, column: str, forged: str
) -> None:
    with store.write() as session:
        fill(session, NAME)
        session.execute(
            text(f"UPDATE readings SET {column} = :forged WHERE id = 1"), {"forged": forged}
        )
    with store.read() as session, pytest.raises(CannotOpen):
        session.get(ReadingRow, 1)


def test_a_query_that_compares_what_is_sealed_is_refused(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as session:
        session.scalars(select(ReadingRow).where(ReadingRow.raw == NAME)).all()


def test_rows_cannot_be_given_one_value_all_at_once(store: Store) -> None:
    with store.write() as session:
        fill(session, NAME)
    with pytest.raises(StoreError), store.write() as session:
        session.execute(update(RecordRow).values(reason="x"))
    with store.write() as session:
        session.execute(update(RecordRow).values(reason=None))


def test_a_figure_of_a_comb_is_sealed_too(store: Store) -> None:
    with store.write() as session:
        fill(session, NAME)
        session.add(
            AlikeCellRow(
                record_id=1, field="name", position=0, figure="7", by="x", at=START, seconds=1
            )
        )
    with store.read() as session:
        assert session.scalars(select(AlikeCellRow.figure)).all() == ["7"]
        assert str(session.scalar(text("SELECT figure FROM alike_cells"))).startswith("u1.")


def test_new_rows_are_numbered_as_they_were_before(store: Store) -> None:
    with store.write() as session:
        fill(session, *(f"人{n}" for n in range(5)))
        assert session.scalars(select(ReadingRow.id).order_by(ReadingRow.id)).all() == [
            *range(1, 11)
        ]
        found = session.execute(
            select(ReadingRow.record_id, ReadingRow.raw).order_by(ReadingRow.id)
        )
        assert [tuple(row) for row in found][:4] == [(1, "人0"), (1, "人0"), (2, "人1"), (2, "人1")]


def test_without_keys_a_store_is_as_it_was(tmp_path: Path) -> None:
    store = open_store(Settings.load(home=tmp_path, encryption=False), utc_now)
    with store.write() as session:
        fill(session, NAME)
    with store.read() as session:
        assert session.scalars(select(ReadingRow.raw)).all() == [NAME, NAME]
        assert session.scalar(text("SELECT raw FROM readings")) == NAME
    store.close()
