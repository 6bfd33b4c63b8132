"""The reviewer's desk: the queue of doubted records, answers, and the way on."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import RuleBroken, StoreError
from workflows.clock import Clock, utc_now
from workflows.office import find_form
from workflows.reviewing.hand import Along, Hand, alone, holder_of
from workflows.reviewing.sheet import Said, Sheet
from workflows.reviewing.views import FieldView, Opened, QueueItem, owner, reason_of
from workflows.second_looks import answered
from workflows.second_looks.drawing import draw
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store import drafts, readings, records
from workflows.store.database import Store
from workflows.store.readings import Answer
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, RecordRow, TimingRow


class Reviewing:
    """All calls raise StoreError for a record that is missing, locked or in another state."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue = store, catalogue
        self._clock, self._files = clock, Files.of(settings)
        self._shared = settings.shared_path
        self.hand = Hand(store, catalogue, settings, clock)

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

    def open(self, record_id: int, by: str, along: Along = alone) -> Opened:
        """Lock the record for `by` and give what to show. Raises Locked."""
        with self._store.write() as session:
            opened = self._sheet(session, record_id, by).opened(self._files)
            along(session)
            return opened

    def keep(self, record_id: int, by: str) -> None:
        """Hold on to it: the lock ends later. Raises Locked where another has taken over."""
        with self._store.write() as session:
            self.hand.take(session, record_id, by)

    def last_holder(self, record_id: int) -> str:
        """Who had it in hand before and did not give it back; empty where nobody has."""
        with self._store.read() as session:
            row = session.get(RecordRow, record_id)
            return holder_of(row) if row else ""

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
        opened = self.settle(record_id, field_id, Said(text, by, seconds, override))
        return opened.field(field_id)

    def accept(
        self, record_id: int, field_id: str, by: str, seconds: float = 0.0, override: bool = False
    ) -> FieldView:
        """Confirm the value that the field shows. Raises DoubtError where it cannot be one."""
        opened = self.settle(record_id, field_id, Said(None, by, seconds, override))
        return opened.field(field_id)

    def settle(self, record_id: int, field_id: str, said: Said, along: Along = alone) -> Opened:
        """`answer` or `accept`, and the whole record as it stands after it."""
        with self._store.write() as session:
            sheet = self._sheet(session, record_id, said.by)
            field = sheet.form.field(field_id)
            before = sheet.answers.get(field_id)
            answered.check(sheet.row, field, before, is_new=said.text is not None)
            answer = sheet.answer_of(field, said)
            self._store_answer(session, sheet.row, answer, said)
            mark = self.hand.mark(said.by)
            answered.heard(session, sheet.row, field, answer.value, mark)
            along(session)
            return sheet.with_answer(answer).opened(self._files)

    def confirm(self, record_id: int, by: str, along: Along = alone) -> State:
        """Send the record on to entry. Raises RuleBroken naming the fields still in doubt.

        Where only two people's typing (二人入力) is left, it leaves this desk and stays in review:
        it goes on by itself when they have typed.
        """
        with self._store.write() as session:
            sheet = self._sheet(session, record_id, by)
            doubted = [each for each in sheet.record.readings if not each.accepted]
            left = [each for each in doubted if not readings.is_hidden(each)]
            if left:
                names = "、".join(sheet.form.field(each.field).label for each in left[:5])
                raise RuleBroken(f"確認の済んでいない項目が {len(left)} 件あります ({names})。")
            if doubted:
                sheet.row.reviewed = True
                self.hand.lay_aside(session, sheet.row, by)
                along(session)
                return State.DOUBTED
            self.hand.put_down(session, sheet.row, State.READY, by, note="確認済み")
            sheet.row.attempts, sheet.row.next_try_at = 0, None
            draw(session, self._shared, sheet.row, sheet.form, self._clock())
            along(session)
            return State.READY

    def hold(self, record_id: int, reason: str, by: str, along: Along = alone) -> State:
        """Put the record aside with a person's words."""
        with self._store.write() as session:
            row = self.hand.take(session, record_id, by)
            why = Reason("HeldByPerson", reason, "担当者が保留にしました。理由を確かめてください。")
            self.hand.put_down(session, row, State.HELD, by, reason=why)
            along(session)
            return State.HELD

    def reopen(self, record_id: int, by: str, along: Along = alone) -> State:
        """Take a rejected, held, returned or waiting record (one that was read) back to review."""
        with self._store.write() as session:
            row = records.get(session, record_id)
            if not row.readings:
                raise StoreError(
                    f"記録 {record_id} は読み取れていないため、確認できません。",
                    advice="原本を確かめて、スキャンし直してください。",
                )
            self.hand.check_free(row)
            kept = reason_of(row)
            records.move(session, row, State.DOUBTED, self.hand.mark(by), reason=kept)
            row.reviewed = False
            along(session)
            return State.DOUBTED

    def _sheet(self, session: Session, record_id: int, by: str) -> Sheet:
        row = self.hand.take(session, record_id, by)
        return Sheet.load(session, row, self.hand.form(row))

    def _item(self, row: RecordRow, received_at: datetime, answered: int | None) -> QueueItem:
        form = find_form(self._catalogue, row.form)
        title = form.title if form else row.form or ""
        is_locked = row.lease_until is not None and row.lease_until >= self._clock()
        holder = holder_of(row) if is_locked else None
        return QueueItem(
            row.id, row.form or "", title, received_at, row.fields_doubted, answered or 0, holder
        )

    def _store_answer(self, session: Session, row: RecordRow, answer: Answer, said: Said) -> None:
        now = self._clock()
        value = readings.to_json(answer.value)
        session.add(
            AnswerRow(
                record_id=row.id, field=answer.field, kind=answer.kind, raw=answer.raw, value=value,
                overrides=answer.overrides, by=said.by, at=now, seconds=said.seconds,
            )
        )  # fmt: skip
        session.add(
            TimingRow(
                document_id=row.document_id, record_id=row.id, kind="review", step=answer.kind,
                seconds=said.seconds, at=now,
            )
        )  # fmt: skip
        drafts.drop(session, row.id, answer.field, said.by)
