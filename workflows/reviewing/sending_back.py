"""差戻し: a paper goes back to whom it came from, with a slip that names what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from forms.form import Field, FieldType, Form
from forms.record import Record
from workflows.reviewing.hand import Along, Hand, alone
from workflows.reviewing.missing import Missing
from workflows.store import readings
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import RecordRow, SendBackRow


class Receiver(StrEnum):
    """Who mends the paper. Values are stored."""

    APPLICANT = "applicant"
    DEPARTMENT = "department"


RECEIVERS = {Receiver.APPLICANT: "申請者", Receiver.DEPARTMENT: "担当課"}
_ADVICE = (
    "差戻し票を印刷して渡してください。直った書類は新しく受け付けるか、"
    "この記録を確認へ戻してください。"
)


@dataclass(frozen=True, slots=True)
class Lack:
    """What is wrong with a field, in words for whoever mends it. Never its value."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What the printed slip says. `name` of the applicant, where it is not in doubt itself."""

    record_id: int
    document_id: int
    form: Form
    file: str
    received_at: datetime
    name: str
    receiver: Receiver
    reason: str
    missing: tuple[tuple[Field, str], ...]
    by: str
    at: datetime


class SendingBack:
    """Records go back, and their slips are read."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def send_back(
        self, record_id: int, receiver: Receiver, reason: str, missing: Sequence[Lack], by: str,
        along: Along = alone,
    ) -> State:  # fmt: skip
        """Raises StoreError where the record is not in review, or in another's hand."""
        hand = self._hand
        with hand.store.write() as session:
            row = hand.take(session, record_id, by)
            form = hand.form(row)
            lacks = [{"field": form.field(e.field).id, "words": e.words} for e in missing]
            session.add(
                SendBackRow(
                    record_id=row.id, receiver=receiver, reason=reason, missing=lacks, by=by,
                    at=hand.clock(),
                )
            )  # fmt: skip
            told = Reason("SentBack", f"{RECEIVERS[receiver]}へ差戻し: {reason}", _ADVICE)
            hand.put_down(session, row, State.RETURNED, by, reason=told)
            along(session)
            return State.RETURNED

    def slip(self, record_id: int) -> Slip:
        """The latest one. Raises Missing where the record was never sent back."""
        hand = self._hand
        query = select(SendBackRow).where(SendBackRow.record_id == record_id)
        with hand.store.read() as session:
            sent = session.scalars(query.order_by(SendBackRow.id.desc())).first()
            if sent is None:
                raise Missing(f"記録 {record_id} に差戻し票はありません。")
            row = session.get_one(RecordRow, record_id)
            form, record = hand.form(row), readings.effective(session, row, hand.form(row))
            return Slip(
                row.id, row.document_id, form, row.document.name, row.document.received_at,
                _applicant(form, record), Receiver(sent.receiver), sent.reason,
                _lacks(form, sent), sent.by, sent.at,
            )  # fmt: skip


def _lacks(form: Form, sent: SendBackRow) -> tuple[tuple[Field, str], ...]:
    """Fields that the form still has: it may have been read as another one since."""
    fields = {field.id: field for field in form.fields}
    return tuple(
        (fields[each["field"]], each["words"]) for each in sent.missing if each["field"] in fields
    )


def _applicant(form: Form, record: Record) -> str:
    """The first name on the paper."""
    first = next((f for f in form.fields if f.type is FieldType.NAME and not f.private), None)
    if first is None:
        return ""
    reading = record.reading(first.id)
    return reading.value if reading.accepted and isinstance(reading.value, str) else ""
