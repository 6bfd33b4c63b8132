"""The question to a supervisor: which records, as they stand now. One flow run asks one question.

A flow run that is started again (after its answer, after a kill) finds the question that it asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forms.form import Form
from workflows.approvals.holding import Decision, Standing, version_of
from workflows.entry.claims import fingerprint
from workflows.office import Office, find_form
from workflows.store import readings
from workflows.store.states import State
from workflows.store.tables import ApprovalRecordRow, ApprovalRow, RecordRow


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `round` counts answers that could not be used."""

    id: int
    standing: Standing
    round: int
    until: datetime
    records: tuple[int, ...]
    approved: tuple[int, ...]  # not used yet


def question_of(office: Office, flow_run: str) -> Asked | None:
    """What this flow run has asked, if it has."""
    with office.store.read() as session:
        row = _of_run(session, flow_run)
        return _asked(session, row) if row else None


def ask(office: Office, flow_run: str, record_ids: Sequence[int]) -> Asked | None:
    """A question about those of `record_ids` (ready ones) that nobody is asked about and that are
    not approved as they now stand; None where none is left. Asked once, however often this is
    called. Raises StoreError."""
    now = office.clock()
    with office.store.write() as session:
        if row := _of_run(session, flow_run):
            return _asked(session, row)
        found = [
            (record_id, version)
            for record_id in record_ids
            if (version := _to_ask(session, office, record_id)) is not None
        ]
        if not found:
            return None
        row = ApprovalRow(
            flow_run=flow_run, system=office.settings.system, state=Standing.ASKED, round=0,
            asked_at=now, until=now + timedelta(hours=office.settings.approval_hours),
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(
            ApprovalRecordRow(
                approval_id=row.id, record_id=record_id, version=version, decision=Decision.ASKED
            )
            for record_id, version in found
        )
        session.flush()
        return _asked(session, row)


def ask_again(office: Office, asked: Asked) -> Asked:
    """The answer could not be used: the same question, in the next round."""
    with office.store.write() as session:
        row = session.get_one(ApprovalRow, asked.id)
        if row.round == asked.round:
            row.round += 1
        session.flush()
        return _asked(session, row)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A question that was closed without an answer. `is_over`: its time was over."""

    id: int
    flow_run: str
    is_over: bool


def lapse(office: Office, gone: Iterable[str] = ()) -> tuple[Lapsed, ...]:
    """Close every question whose time is over, and those of the flow runs `gone`. Gives those that
    were closed now; their records are asked about again by the next run."""
    over = ApprovalRow.until < office.clock()
    query = select(ApprovalRow).where(
        ApprovalRow.state == Standing.ASKED, over | ApprovalRow.flow_run.in_(tuple(gone))
    )
    with office.store.read() as session:
        if session.scalars(query).first() is None:
            return ()
    with office.store.write() as session:
        rows = session.scalars(query).all()
        for row in rows:
            row.state = Standing.LAPSED
            session.execute(
                update(ApprovalRecordRow)
                .where(ApprovalRecordRow.approval_id == row.id)
                .values(decision=Decision.LAPSED)
                .execution_options(synchronize_session=False)
            )
        return tuple(Lapsed(row.id, row.flow_run, row.until < office.clock()) for row in rows)


def open_runs(office: Office) -> tuple[str, ...]:
    """Flow runs whose question waits for an answer."""
    query = select(ApprovalRow.flow_run).where(ApprovalRow.state == Standing.ASKED)
    with office.store.read() as session:
        return tuple(session.scalars(query.order_by(ApprovalRow.id)))


def current_version(session: Session, office: Office, row: RecordRow) -> str | None:
    """None where its form has gone: nobody could enter it."""
    form: Form | None = find_form(office.catalogue, row.form, row.version)
    if form is None:
        return None
    now = fingerprint(form, readings.effective(session, row, form))
    return version_of(session, row.id, office.store.tag(now))


def _to_ask(session: Session, office: Office, record_id: int) -> str | None:
    """Its version, where it is to be asked about. An approval that no longer fits is closed."""
    row = session.get(RecordRow, record_id)
    if row is None or row.state != State.READY:
        return None
    version = current_version(session, office, row)
    open_ones = select(ApprovalRecordRow).where(
        ApprovalRecordRow.record_id == record_id,
        ApprovalRecordRow.decision.in_((Decision.ASKED, Decision.APPROVED)),
        ApprovalRecordRow.used_at.is_(None),
    )
    for earlier in session.scalars(open_ones):
        if earlier.decision == Decision.ASKED or earlier.version == version:
            return None
        earlier.decision = Decision.STALE
    return version


def _of_run(session: Session, flow_run: str) -> ApprovalRow | None:
    return session.scalars(select(ApprovalRow).where(ApprovalRow.flow_run == flow_run)).first()


def _asked(session: Session, row: ApprovalRow) -> Asked:
    query = (
        select(ApprovalRecordRow)
        .where(ApprovalRecordRow.approval_id == row.id)
        .order_by(ApprovalRecordRow.record_id)
    )
    records = session.scalars(query).all()
    approved = (each for each in records if each.decision == Decision.APPROVED)
    return Asked(
        row.id, Standing(row.state), row.round, row.until,
        tuple(each.record_id for each in records),
        tuple(each.record_id for each in approved if each.used_at is None),
    )  # fmt: skip
