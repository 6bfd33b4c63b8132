"""Records put straight into the store, as they stand after intake, review and entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TimingRow

APRIL = datetime(2026, 4, 10, 3, tzinfo=UTC)


@dataclass
class Filling:
    store: Store
    documents: list[int] = field(default_factory=list)

    def add(
        self, form: str | None = "chosa", state: State = State.VERIFIED, *,
        at: datetime = APRIL, review: float = 0, read: float = 1, enter: float = 0,
        fields: int = 10, accepted: int | None = None, records: int = 1, pages: int = 1,
        forms: Sequence[str | None] = (), department: str | None = None,
    ) -> int:  # fmt: skip
        """One document with `records` records of `pages` pages each. The id of the document."""
        number = len(self.documents) + 1
        with self.store.write() as session:
            document = DocumentRow(
                sha256=f"{number:064x}", name="x", arrival_path=f"/{number}", size=1,
                stored_path=None, received_at=at, page_count=pages * records,
                department=department,
            )  # fmt: skip
            session.add(document)
            session.flush()
            if read:
                session.add(_timing(document.id, None, "read", read, at))
            for ordinal, each in enumerate(forms or [form] * records, start=1):
                record = RecordRow(
                    document_id=document.id, ordinal=ordinal, state=state, received_at=at,
                    form=each, fields=fields if each else 0,
                    fields_accepted=(fields if accepted is None else accepted) if each else 0,
                    changed_at=at,
                )  # fmt: skip
                session.add(record)
                session.flush()
                for page in range(pages):
                    session.add(PageRow(
                        record_id=record.id, number=page + 1, form_page=1, fit=0.9, width=1,
                        height=1,
                    ))  # fmt: skip
                for kind, seconds in (("review", review), ("enter", enter)):
                    if seconds:
                        session.add(_timing(document.id, record.id, kind, seconds, at))
            self.documents.append(document.id)
            return document.id


def _timing(
    document: int, record: int | None, kind: str, seconds: float, at: datetime
) -> TimingRow:
    return TimingRow(
        document_id=document, record_id=record, kind=kind, step=kind, seconds=seconds, at=at
    )
