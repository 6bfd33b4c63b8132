"""What the review pages show: frozen views of records, fields and page images."""

from dataclasses import dataclass
from datetime import datetime

from forms.errors import StoreError
from forms.form import Field, Form
from forms.record import Reading, Value
from workflows.electronic.result import Arrived
from workflows.shared_files import Stored
from workflows.store.readings import Answer, is_hidden
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import RecordRow


class Locked(StoreError):
    """Another person has the record open."""

    default_advice = "別の記録を選ぶか、しばらく待ってから開いてください。"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One record that waits for a person. `doubts` counts fields as first read."""

    record_id: int
    form: str
    title: str
    received_at: datetime
    doubts: int
    answered: int
    locked_by: str | None


@dataclass(frozen=True, slots=True)
class PageView:
    """One page image, fetched when it is shown. `form_page`: the same number as `Reading.page`."""

    number: int
    form_page: int
    image: Stored
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: as it stands now, as the machine read it, and who answered."""

    field: Field
    reading: Reading
    machine: Reading
    answered_by: str | None

    @property
    def is_doubted(self) -> bool:
        return not self.reading.accepted

    @property
    def waits_for_two(self) -> bool:
        """Two people have yet to type it (二人入力): nothing of it is shown or answered here."""
        return is_hidden(self.reading)


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything to show of one record. `reason` is set where it came back from the target;
    `arrived` where it came as data."""

    record_id: int
    state: State
    form: Form
    received_at: datetime
    pages: tuple[PageView, ...]
    fields: tuple[FieldView, ...]
    reason: Reason | None
    document_id: int
    arrived: Arrived | None = None

    def field(self, field_id: str) -> FieldView:
        """Raises SetupError where the form has no such field."""
        self.form.field(field_id)
        return next(each for each in self.fields if each.field.id == field_id)

    @property
    def doubted(self) -> tuple[FieldView, ...]:
        return tuple(each for each in self.fields if each.is_doubted)


def as_text(value: Value) -> str:
    """A value as `answer` takes it: several options joined by `、`, blank as empty text."""
    return "、".join(value) if isinstance(value, tuple) else value or ""


def owner(by: str) -> str:
    return f"review:{by}"


def broken_rule(reading: Reading) -> str | None:
    return next((doubt.message for doubt in reading.doubts if doubt.code == "rule"), None)


def reason_of(row: RecordRow) -> Reason | None:
    if row.reason_code is None:
        return None
    return Reason(row.reason_code, row.reason or "", row.advice or "")


def field_view(form: Form, now: Reading, before: Reading, said: Answer | None) -> FieldView:
    """`machine` shows nothing either while two people have yet to type the field."""
    before = now if is_hidden(now) else before
    return FieldView(form.field(now.field), now, before, said.by if said else None)
