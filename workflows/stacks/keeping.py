"""Parts of stacks in the store, and what the store knows about a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.stacks.outcome import Outcome, PartKind, Role
from workflows.store.tables import SeparatorRow, StackPartRow


def keep(session: Session, document_id: int, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Write down the parts of a file, each with what is known about its sheet. What was written of
    that file before goes."""
    mine = delete(StackPartRow).where(StackPartRow.document_id == document_id)
    session.execute(mine.execution_options(synchronize_session=False))
    known = []
    for outcome in outcomes:
        one = _known(session, outcome)
        session.add(_row(document_id, one))
        session.flush()
        known.append(one)
    return tuple(known)


def of_documents(
    session: Session, document_ids: Sequence[int]
) -> Mapping[int, tuple[Outcome, ...]]:
    """Parts by document, in their order; nothing of files without sheets."""
    query = select(StackPartRow).where(StackPartRow.document_id.in_(document_ids))
    found: dict[int, tuple[Outcome, ...]] = {}
    for row in session.scalars(query.order_by(StackPartRow.document_id, StackPartRow.ordinal)):
        found[row.document_id] = (*found.get(row.document_id, ()), outcome_of(row))
    return found


def outcome_of(row: StackPartRow) -> Outcome:
    pages = {Role(role): tuple(numbers) for role, numbers in row.pages.items()}
    return Outcome(
        row.ordinal, PartKind(row.kind), row.serial, row.form, row.department, row.count,
        row.found, pages, row.announced, row.before_id,
    )  # fmt: skip


def _known(session: Session, outcome: Outcome) -> Outcome:
    """An END sheet may be used again and again, a sheet with a count once."""
    if outcome.kind is not PartKind.PART:
        return outcome
    sheet = session.get(SeparatorRow, outcome.serial)
    said = (outcome.form, outcome.department, outcome.count)
    is_announced = sheet is not None and (sheet.form, sheet.department, sheet.count) == said
    before = select(StackPartRow.document_id).where(
        StackPartRow.serial == outcome.serial,
        StackPartRow.kind == PartKind.PART,
        StackPartRow.found > 0,
    )
    first = session.scalars(before.order_by(StackPartRow.id)).first()
    return replace(outcome, is_announced=is_announced, before=first)


def _row(document_id: int, outcome: Outcome) -> StackPartRow:
    pages = {role.value: list(numbers) for role, numbers in outcome.pages.items()}
    return StackPartRow(
        document_id=document_id, ordinal=outcome.ordinal, kind=outcome.kind, serial=outcome.serial,
        form=outcome.form, department=outcome.department, count=outcome.count,
        found=outcome.found, pages=pages, announced=outcome.is_announced, before_id=outcome.before,
    )  # fmt: skip
