"""A small office for tests: a store with records, put there as the intake puts them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import rules
from forms.catalogue import Catalogue
from forms.era import to_era
from forms.form import Field, FieldType, Form
from forms.record import Candidate, Doubt, Reading, Record, Value
from tests.ours import OURS
from tests.review.paper import drawn
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Line, Wanted
from workflows.clock import utc_now
from workflows.intake.images import keep_image
from workflows.opening import open_store
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store import readings, records
from workflows.store.database import Store
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TransitionRow

START = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)  # 9:05 in Tokyo
MACHINE = "host:1:abcd"


@cache
def catalogue() -> Catalogue:
    return OURS


@dataclass(frozen=True)
class Office:
    store: Store
    catalogue: Catalogue
    settings: Settings
    received: list[int] = field(default_factory=list)

    @classmethod
    def open(cls, home: Path) -> "Office":
        settings = Settings.load(home=home)
        return cls(open_store(settings, utc_now), catalogue(), settings)

    def state(self, record_id: int) -> State:
        with self.store.read() as session:
            return State(session.get_one(RecordRow, record_id).state)

    def values(self, record_id: int) -> Mapping[str, Value]:
        with self.store.read() as session:
            row = session.get_one(RecordRow, record_id)
            return readings.effective(session, row, self.catalogue[row.form or ""]).values

    def audited(self, act: Act | None = None) -> list[Line]:
        """The lines of the audit log, the oldest first; of one kind."""
        return list(AuditReader(self.store).each(Wanted(act=act or "")))

    def holder(self, record_id: int) -> str | None:
        with self.store.read() as session:
            return session.get_one(RecordRow, record_id).lease_owner

    def reason(self, record_id: int) -> str | None:
        with self.store.read() as session:
            return session.get_one(RecordRow, record_id).reason

    def last_by(self, record_id: int) -> str:
        with self.store.read() as session:
            query = select(TransitionRow.by).where(TransitionRow.record_id == record_id)
            return session.scalars(query.order_by(TransitionRow.id.desc())).first() or ""

    def add(
        self, form_id: str, values: Mapping[str, Value],
        doubts: Mapping[str, Doubt] | None = None,
        candidates: Mapping[str, list[str]] | None = None,
        raw: Mapping[str, str] | None = None, *, picture: bool = True,
    ) -> int:  # fmt: skip
        """A record as read. A doubt makes the field doubted; `raw` stands where it differs."""
        form = self.catalogue[form_id]
        made = tuple(
            _reading(each, values.get(each.id), doubts or {}, candidates or {}, raw or {})
            for each in form.fields
        )
        record = rules.check(form, Record(form.id, form.version, made))
        at = START + timedelta(minutes=7 * len(self.received))
        with self.store.write() as session:
            row = self._row(session, at)
            readings.save(session, row, form, record, 0.98)
            if picture:
                self._pages(session, row, form, values, raw or {})
            is_doubted = record.is_doubted or row.double_left > 0
            after = State.DOUBTED if is_doubted else State.READY
            records.move(session, row, after, Mark(MACHINE, at))
            self.received.append(row.id)
            return row.id

    def add_held(self, reason: Reason, form_page: int = 0) -> int:
        """A paper that no form explains, with its picture."""
        at = START + timedelta(minutes=7 * len(self.received))
        with self.store.write() as session:
            row = self._row(session, at)
            image = drawn(self.catalogue["jido-teate-nintei"], 1, {})
            kept = keep_image(image, Files.of(self.settings))
            session.add(
                PageRow(
                    record_id=row.id, number=1, form_page=form_page, fit=0.0,
                    image_path=kept.path, image_sha256=kept.sha256,
                    width=kept.width, height=kept.height,
                )
            )  # fmt: skip
            records.move(session, row, State.HELD, Mark(MACHINE, at), reason=reason)
            self.received.append(row.id)
            return row.id

    def go_through(self, record_id: int, *states: State, reason: Reason | None = None) -> None:
        with self.store.write() as session:
            row = records.get(session, record_id)
            for state in states:
                last = reason if state is states[-1] else None
                records.move(session, row, state, Mark(MACHINE, START), reason=last)

    def _row(self, session: Session, at: datetime) -> RecordRow:
        number = len(self.received) + 1
        document = DocumentRow(
            sha256=f"{number:064x}", name=f"scan_{number:03d}.pdf",
            arrival_path=f"/inbox/scan_{number:03d}.pdf", size=1, stored_path=None,
            received_at=at, duplicate_of=None, page_count=1,
            shelf_path=None, shelved_at=None,
        )  # fmt: skip
        session.add(document)
        session.flush()
        return records.add(session, document, 1, State.READING, Mark(MACHINE, at))

    def _pages(
        self, session: Session, row: RecordRow, form: Form,
        values: Mapping[str, Value], raw: Mapping[str, str],
    ) -> None:  # fmt: skip
        written = {each.id: _written(each, values.get(each.id)) for each in form.fields}
        written |= dict(raw)
        written = {name: text for name, text in written.items() if text}
        for number in range(1, len(form.pages) + 1):
            kept = keep_image(drawn(form, number, written), Files.of(self.settings))
            session.add(
                PageRow(
                    record_id=row.id, number=number, form_page=number, fit=0.98,
                    image_path=kept.path, image_sha256=kept.sha256,
                    width=kept.width, height=kept.height,
                )
            )  # fmt: skip


def _reading(
    field: Field, value: Value, doubts: Mapping[str, Doubt],
    candidates: Mapping[str, list[str]], raw: Mapping[str, str],
) -> Reading:  # fmt: skip
    text = "、".join(value) if isinstance(value, tuple) else value or ""
    doubt = doubts.get(field.id)
    others = candidates.get(field.id, [])
    return Reading(
        field.id, raw.get(field.id, text), value, 0.71 if doubt else 0.999, field.page, field.box,
        "test", (doubt,) if doubt else (),
        tuple(Candidate(each, 0.7 / (n + 1)) for n, each in enumerate(others)),
    )  # fmt: skip


def _written(field: Field, value: Value) -> str:
    text = "、".join(value) if isinstance(value, tuple) else value or ""
    if field.type is not FieldType.DATE or not text:
        return text
    day = to_era(datetime.fromisoformat(text).date())
    return f"{day.year}.{day.month}.{day.day}"


RISAI: Mapping[str, Value] = {
    "shinsei_date": "2026-03-30", "kana": "ヤマダ　ハナコ", "name": "山田　花子",
    "postal": "9218155", "address": "架空市みなと町3-5-12", "phone": "0761234567",
    "relation": "本人", "setai_nushi": "山田　太郎", "setai_ninzu": "4",
    "house_address": "架空市みなと町3-5-12", "house_kind": "持家", "risai_date": "2026-03-14",
    "cause": "風水害", "damage": ("屋根", "床下浸水"), "damage_text": "屋根瓦がずれ、床下に浸水",
    "photo": "有", "copies": "2",
}  # fmt: skip
JIDO: Mapping[str, Value] = {
    "teishutsu_date": "2026-03-30", "seikyusha_kana": "サトウ　ケンイチ",
    "seikyusha_name": "佐藤　健一", "seikyusha_my_number": "123456789018", "seikyusha_sex": "男",
    "seikyusha_birth": "1985-04-03", "seikyusha_postal": "9218155",
    "seikyusha_address": "架空市さくら台1-2-3", "seikyusha_phone": "09012345678",
    "haigusha_umu": "無", "shokugyo": "会社員", "bank_name": "架空", "bank_kind": "銀行",
    "bank_branch": "中央", "bank_code": "0123", "branch_code": "045", "account_type": "普通",
    "account_number": "0012345", "account_holder_kana": "サトウ　ケンイチ",
    "child1_name": "佐藤　さくら", "child1_relation": "子", "child1_birth": "2020-05-01",
    "child1_live": "同居", "child1_custody": "有", "pension_kind": "厚生年金",
}  # fmt: skip
UNCERTAIN = Doubt("uncertain", "読み取りの確かさが足りません。")
BLANK = Doubt("blank", "必須の項目が空欄です。")
TWO_MARKS = Doubt("two_marks", "二つ以上に印があります。")
