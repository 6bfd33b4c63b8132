"""The reviewer's desk: the queue of doubted records, answers, and the way on."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import RuleBroken, StoreError
from forms.form import Field, Form
from forms.record import Record, Value
from forms.values import normalise
from workflows.clock import Clock, utc_now
from workflows.office import find_form
from workflows.reviewing.views import (
    FieldView,
    Locked,
    Opened,
    PageView,
    QueueItem,
    as_text,
    broken_rule,
    field_view,
    owner,
    reason_of,
)
from workflows.settings import Settings
from workflows.store import readings, records
from workflows.store.database import Store
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, ReadingRow, RecordRow, TimingRow


class Reviewing:
    """All calls raise StoreError for a record that is missing, locked or in another state."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._clock = clock

    def queue(self) -> tuple[QueueItem, ...]:
        """Doubted records, the oldest first."""
        answered = (
            select(AnswerRow.record_id, func.count(AnswerRow.field.distinct()).label("n"))
            .group_by(AnswerRow.record_id)
            .subquery()
        )
        query = (
            select(RecordRow, DocumentRow.received_at, answered.c.n)
            .join(DocumentRow)
            .outerjoin(answered, answered.c.record_id == RecordRow.id)
            .where(RecordRow.state == State.DOUBTED)
            .order_by(DocumentRow.received_at, RecordRow.id)
        )
        with self._store.read() as session:
            return tuple(self._item(*row) for row in session.execute(query))

    def open(self, record_id: int, by: str) -> Opened:
        """Lock the record for `by` and give what to show. Raises Locked."""
        with self._store.write() as session:
            return self._opened(session, self._mine(session, record_id, by))

    def release(self, record_id: int, by: str) -> None:
        """Give the record back unfinished; answers stay."""
        with self._store.write() as session:
            records.release(session, record_id, owner(by))

    def answer(
        self, record_id: int, field_id: str, text: str, by: str,
        seconds: float = 0.0, override: bool = False,
    ) -> FieldView:  # fmt: skip
        """Set the field to what a person typed; blank text means blank on the paper.

        Options are given by value, several joined by `、`. `override` lets a broken rule between
        fields, or a blank required field, stand. Raises DoubtError, and stores nothing, where the
        text is no value of the field. A rule that is still broken shows as a doubt of the result.
        """
        with self._store.write() as session:
            row = self._mine(session, record_id, by)
            field = self._form(row).field(field_id)
            value = normalise(field, text)
            return self._store_answer(
                session, row, field, "corrected", text, value, by, seconds, override
            )

    def accept(
        self, record_id: int, field_id: str, by: str, seconds: float = 0.0, override: bool = False
    ) -> FieldView:
        """Confirm the value that the field shows. Raises DoubtError where it cannot be one."""
        with self._store.write() as session:
            row = self._mine(session, record_id, by)
            field = self._form(row).field(field_id)
            reading = self._record(session, row).reading(field_id)
            if reading.value is None and reading.raw.strip():
                raise RuleBroken(f"{field.label}は読み取れていません。値を入力してください。")
            value = normalise(field, as_text(reading.value))
            return self._store_answer(
                session, row, field, "accepted", reading.raw, value, by, seconds, override
            )

    def confirm(self, record_id: int, by: str) -> State:
        """Send the record on to entry. Raises RuleBroken naming the fields still in doubt."""
        with self._store.write() as session:
            row = self._mine(session, record_id, by)
            form = self._form(row)
            left = [each for each in self._record(session, row).readings if not each.accepted]
            if left:
                names = "、".join(form.field(each.field).label for each in left[:5])
                raise RuleBroken(f"確認の済んでいない項目が {len(left)} 件あります ({names})。")
            records.move(session, row, State.READY, self._mark(by), note="確認済み")
            row.attempts, row.next_try_at = 0, None
            return State.READY

    def hold(self, record_id: int, reason: str, by: str) -> State:
        """Put the record aside with a person's words."""
        with self._store.write() as session:
            row = self._mine(session, record_id, by)
            why = Reason("HeldByPerson", reason, "担当者が保留にしました。理由を確かめてください。")
            records.move(session, row, State.HELD, self._mark(by), reason=why)
            return State.HELD

    def reopen(self, record_id: int, by: str) -> State:
        """Take a rejected, held or waiting record (one that was read) back to review."""
        with self._store.write() as session:
            row = records.get(session, record_id)
            if not row.readings:
                raise StoreError(
                    f"記録 {record_id} は読み取れていないため、確認できません。",
                    advice="原本を確かめて、スキャンし直してください。",
                )
            if row.lease_owner and row.lease_until and row.lease_until >= self._clock():
                raise Locked(f"記録 {record_id} は処理中です。")
            kept = reason_of(row)
            records.move(session, row, State.DOUBTED, self._mark(by), reason=kept)
            return State.DOUBTED

    def _item(self, row: RecordRow, received_at: datetime, answered: int | None) -> QueueItem:
        form = find_form(self._catalogue, row.form)
        title = form.title if form else row.form or ""
        is_locked = row.lease_until is not None and row.lease_until >= self._clock()
        holder = (row.lease_owner or "").removeprefix(owner("")) if is_locked else None
        return QueueItem(
            row.id, row.form or "", title, received_at, row.fields_doubted, answered or 0, holder
        )

    def _mine(self, session: Session, record_id: int, by: str) -> RecordRow:
        """The doubted record, locked for `by` from now on."""
        row = records.get(session, record_id)
        if row.state != State.DOUBTED:
            raise StoreError(
                f"記録 {record_id} は確認待ちではありません。",
                advice="一覧を開き直してください。ほかの人が確認を終えた可能性があります。",
            )
        seconds = self._settings.review_lock_seconds
        if not records.lease(session, row, State.DOUBTED, self._mark(owner(by)), seconds):
            holder = (row.lease_owner or "").removeprefix(owner(""))
            raise Locked(f"記録 {record_id} は {holder} さんが確認中です。")
        return row

    def _opened(self, session: Session, row: RecordRow) -> Opened:
        form = self._form(row)
        said = readings.answers(session, row.id)
        machine = [readings.machine(each) for each in row.readings]
        record = readings.lay_over(form, row, machine, said)
        fields = tuple(
            field_view(form, now, before, said.get(now.field))
            for now, before in zip(record.readings, machine, strict=True)
        )
        home = self._settings.home_path
        pages = tuple(
            PageView(page.number, page.form_page, home / page.image_path, page.width, page.height)
            for page in row.pages
            if page.image_path
        )
        received = row.document.received_at
        return Opened(row.id, State(row.state), form, received, pages, fields, reason_of(row))

    def _store_answer(
        self, session: Session, row: RecordRow, field: Field, kind: str, raw: str, value: Value,
        by: str, seconds: float, override: bool,
    ) -> FieldView:  # fmt: skip
        if field.required and value is None and not override:
            raise RuleBroken(
                f"{field.label}は必須です。原本が空欄なら、空欄のまま確定してください。"
            )
        answer = AnswerRow(
            record_id=row.id, field=field.id, kind=kind, raw=raw, value=readings.to_json(value),
            by=by, at=self._clock(), seconds=seconds,
        )  # fmt: skip
        session.add(answer)
        session.flush()
        if override:
            answer.overrides = broken_rule(self._record(session, row).reading(field.id))
            session.flush()
        session.add(
            TimingRow(
                document_id=row.document_id, record_id=row.id, kind="review", step=kind,
                seconds=seconds, at=self._clock(),
            )
        )  # fmt: skip
        now = self._record(session, row).reading(field.id)
        before = session.scalars(
            select(ReadingRow).where(ReadingRow.record_id == row.id, ReadingRow.field == field.id)
        ).one()
        return FieldView(field, now, readings.machine(before), by)

    def _form(self, row: RecordRow) -> Form:
        return self._catalogue.revision(row.form or "", row.version or "")

    def _record(self, session: Session, row: RecordRow) -> Record:
        return readings.effective(session, row, self._form(row))

    def _mark(self, by: str) -> Mark:
        return Mark(by, self._clock())
