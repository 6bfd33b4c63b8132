"""The store's side: which batches are out."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from workflows.dispatch.standing import HandedOut, Kind
from workflows.office import Office
from workflows.store.tables import HandOutRow


def handed_out(session: Session, kind: Kind) -> tuple[HandedOut, ...]:
    """The oldest first."""
    query = select(HandOutRow).where(HandOutRow.kind == kind).order_by(HandOutRow.id)
    return tuple(
        HandedOut(row.id, row.key, row.flow_run, row.at, tuple(row.documents))
        for row in session.scalars(query)
    )


def write_down(
    session: Session, office: Office, kind: Kind, documents: Sequence[int] = ()
) -> HandedOut:
    """A batch that is about to be handed out."""
    row = HandOutRow(
        kind=kind, key=uuid4().hex, flow_run=None, at=office.clock(), documents=list(documents)
    )
    session.add(row)
    session.flush()
    return HandedOut(row.id, row.key, None, row.at, tuple(documents))


def begun(office: Office, batch: HandedOut, flow_run: str) -> None:
    """Prefect has it under this number."""
    with office.store.write() as session:
        session.execute(
            update(HandOutRow).where(HandOutRow.id == batch.id).values(flow_run=flow_run)
        )


def forget(session: Session, batches: Iterable[HandedOut]) -> None:
    ids = [each.id for each in batches]
    if ids:
        session.execute(delete(HandOutRow).where(HandOutRow.id.in_(ids)))
