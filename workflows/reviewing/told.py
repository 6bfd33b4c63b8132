"""What a record's history tells: frozen views. Private values in them are masked."""

from dataclasses import dataclass
from datetime import datetime

from forms.form import Field, Form
from forms.record import Value
from workflows.approvals.sight import Asked
from workflows.electronic.result import Arrived
from workflows.reviewing.evidence import Piece
from workflows.reviewing.views import PageView
from workflows.store.records import Reason
from workflows.store.states import State


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the journal of states."""

    before: State | None
    after: State
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """That a person answered a field; the value itself is in `History.values`."""

    label: str
    kind: str
    at: datetime
    by: str
    overrides: str | None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A filled field's value, masked where the form says so."""

    field: Field
    value: Value


@dataclass(frozen=True, slots=True)
class Attempt:
    """One entry or look-up in the target system. `values` as read back there."""

    kind: str
    attempt: int
    started_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    message: str | None
    receipt_number: str | None
    values: tuple[FieldValue, ...]
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reading that was put away when the record was read again; nothing of it counts."""

    title: str
    ended_at: datetime
    values: tuple[FieldValue, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why a record went back, and to whom (`Receiver`)."""

    at: datetime
    receiver: str
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """The file: its name, `size` in bytes, and how it came. `first`: the document that it repeats.
    `is_kept`: there are bytes of it here. `deleted_at`: its time was over, nothing is left."""

    document_id: int
    file: str
    size: int
    page_count: int
    received_at: datetime
    department: str | None
    uploaded_by: str | None
    first: int | None
    is_kept: bool
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """`form` is None where the paper was not recognised; `values` as they now stand. Of `fields`,
    `doubted` were in doubt as first read."""

    record_id: int
    ordinal: int
    state: State
    form: Form | None
    received: Received
    fields: int
    doubted: int
    receipt_number: str | None
    reason: Reason | None
    pages: tuple[PageView, ...]
    values: tuple[FieldValue, ...]
    changes: tuple[Change, ...]
    said: tuple[Said, ...]
    attempts: tuple[Attempt, ...]
    earlier: tuple[Earlier, ...] = ()
    sent_back: tuple[SentBack, ...] = ()
    asked: tuple[Asked, ...] = ()  # whether it may be entered
    awaits_approval: bool = False
    arrived: Arrived | None = None  # how it came as data
