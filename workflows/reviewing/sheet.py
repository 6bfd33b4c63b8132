"""One record as a person works on it: what was read, what was said, how it stands now."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from forms.errors import RuleBroken
from forms.form import Field, Form
from forms.record import Reading, Record, Value
from forms.values import normalise
from workflows.electronic import keeping as electronic
from workflows.electronic.result import Arrived
from workflows.reviewing.views import (
    FieldView,
    Opened,
    PageView,
    as_text,
    broken_rule,
    field_view,
    reason_of,
)
from workflows.shared_files import Files
from workflows.store import readings
from workflows.store.readings import Answer
from workflows.store.states import State
from workflows.store.tables import RecordRow


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word on a field. `text` None accepts what it shows; `override` lets a broken rule
    between fields, or a blank required field, stand."""

    text: str | None
    by: str
    seconds: float = 0.0
    override: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Loaded once a call. `record`: the answers laid over the readings, rules checked."""

    row: RecordRow
    form: Form
    machine: tuple[Reading, ...]
    answers: dict[str, Answer]
    record: Record
    arrived: Arrived | None = None  # how it came as data

    @classmethod
    def load(cls, session: Session, row: RecordRow, form: Form) -> "Sheet":
        machine = tuple(readings.machine(each) for each in row.readings)
        said = dict(readings.answers(session, row.id))
        record = readings.lay_over(form, row, machine, said)
        arrived = electronic.arrived_of(session, row.id) if row.electronic else None
        return cls(row, form, machine, said, record, arrived)

    def answer_of(self, field: Field, said: Said) -> Answer:
        """What is to be kept of it. Raises DoubtError where it is no value of the field."""
        value, kind, raw = self._value(field, said)
        if field.required and value is None and not said.override:
            raise RuleBroken(
                f"{field.label}は必須です。原本が空欄なら、空欄のまま確定してください。"
            )
        earlier = self.answers.get(field.id)
        by_two = earlier is not None and earlier.by_two
        answer = Answer(field.id, kind, raw, value, None, said.by, by_two)
        if said.override:
            shown = self.with_answer(answer).record.reading(field.id)
            answer = replace(answer, overrides=broken_rule(shown))
        return answer

    def with_answer(self, answer: Answer) -> "Sheet":
        answers = {**self.answers, answer.field: answer}
        record = readings.lay_over(self.form, self.row, self.machine, answers)
        return replace(self, answers=answers, record=record)

    def view(self, field_id: str) -> FieldView:
        return next(each for each in self.views() if each.field.id == field_id)

    def views(self) -> tuple[FieldView, ...]:
        pairs = zip(self.record.readings, self.machine, strict=True)
        return tuple(
            field_view(self.form, now, before, self.answers.get(now.field)) for now, before in pairs
        )

    def opened(self, files: Files) -> Opened:
        row = self.row
        pages = tuple(
            PageView(
                page.number, page.form_page, files.stored(page.image_path), page.width, page.height
            )
            for page in row.pages
            if page.image_path
        )
        return Opened(
            row.id, State(row.state), self.form, row.document.received_at, pages, self.views(),
            reason_of(row), row.document_id, self.arrived,
        )  # fmt: skip

    def _value(self, field: Field, said: Said) -> tuple[Value, str, str]:
        if said.text is not None:
            return normalise(field, said.text), "corrected", said.text
        reading = self.record.reading(field.id)
        if reading.value is None and reading.raw.strip():
            raise RuleBroken(f"{field.label}は読み取れていません。値を入力してください。")
        return normalise(field, as_text(reading.value)), "accepted", reading.raw
