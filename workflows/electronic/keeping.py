"""Applications that came as data, in the store: how each came, and whether it came before."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.electronic.item import Kind
from forms.form import Form
from forms.record import Record
from workflows.clock import tokyo_text
from workflows.electronic.limits import StrayFiles
from workflows.electronic.result import (
    Arrived,
    Attached,
    ElectronicApplication,
    ElectronicRefused,
)
from workflows.office import Office
from workflows.store import readings
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import ElectronicRow, RecordRow

SAME, AGAIN, INCOMPLETE = "SameApplication", "ReferenceAgain", "Incomplete"
"""Codes of the reasons for which an application that came as data goes no further by itself."""

ABOUT_DATA = frozenset({AGAIN, StrayFiles.__name__})
"""Codes of what reading again would not change."""

_NOT_ANOTHER = (State.DUPLICATE, State.RETURNED)
"""Of one in these states the same content is no second one: sent back, or never counted."""

_REOPEN = "別の申請なら「確認へ戻す」を押してください。"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an application goes whatever its values are, and why."""

    state: State
    reason: Reason


def keep(
    session: Session, office: Office, row: RecordRow, application: ElectronicApplication
) -> Verdict | None:
    """Write down how it came. Where the same content, or another content under the same number,
    came before: where it goes instead of to entry."""
    arrived = application.arrived
    digest = _digest(office, application.form, application.record)
    tag = _reference_tag(office, arrived) if arrived.reference else None
    _write(session, row, arrived, digest, tag)
    if earlier := _earlier(session, row, ElectronicRow.digest == digest):
        when = tokyo_text(earlier.received_at)
        message = f"{when}に受け付けた記録 {earlier.id} と同じ内容です。"
        return Verdict(State.DUPLICATE, Reason(SAME, message, f"二重には入力しません。{_REOPEN}"))
    if tag and (earlier := _earlier(session, row, ElectronicRow.reference_tag == tag)):
        message = f"同じ受付番号の申請を、別の内容で受け付けています (記録 {earlier.id})。"
        advice = f"どちらが正しいか確かめてください。{_REOPEN}"
        return Verdict(State.HELD, Reason(AGAIN, message, advice))
    if arrived.warnings:
        advice = "足りないものを確かめてから、確定してください。"
        return Verdict(State.DOUBTED, Reason(INCOMPLETE, " ".join(arrived.warnings), advice))
    return None


def keep_refused(session: Session, row: RecordRow, refused: ElectronicRefused) -> None:
    """What is no application: where it stood."""
    arrived = Arrived(Kind.XML, "", refused.number, "", attachments=refused.attachments)
    _write(session, row, arrived, None, None)


def arrived_of(session: Session, record_id: int) -> Arrived | None:
    """How a record came; None where it was read from paper."""
    query = select(ElectronicRow).where(ElectronicRow.record_id == record_id)
    row = session.scalars(query).first()
    if row is None:
        return None
    told: dict[str, Any] = dict(row.arrived)
    files = tuple(
        Attached(each["name"], tuple(each["pages"]), each["problem"])
        for each in told["attachments"]
    )
    return Arrived(
        Kind(row.kind), row.source, row.number, told["place"], told["reference"], told["places"],
        files, tuple(told["notes"]),
    )  # fmt: skip


def number_of(session: Session, record_id: int) -> int | None:
    """Which one of its file it is; None where it was read from paper."""
    query = select(ElectronicRow.number).where(ElectronicRow.record_id == record_id)
    return session.scalar(query)


def _write(
    session: Session, row: RecordRow, arrived: Arrived, digest: str | None, tag: str | None
) -> None:
    if row.electronic:  # read again
        session.execute(delete(ElectronicRow).where(ElectronicRow.record_id == row.id))
    row.electronic = True
    told = {
        "place": arrived.place,
        "reference": arrived.reference,
        "places": dict(arrived.places),
        "attachments": [asdict(each) for each in arrived.attachments],
        "notes": list(arrived.notes),
    }
    session.add(
        ElectronicRow(
            record_id=row.id, kind=arrived.kind.value, source=arrived.source,
            number=arrived.number, digest=digest, reference_tag=tag, arrived=told,
        )
    )  # fmt: skip


def _digest(office: Office, form: Form, record: Record) -> str:
    """Of what stands in the application, however its file wrote it."""
    values = {
        each.field: each.raw if each.value is None else readings.to_json(each.value)
        for each in record.readings
    }
    return office.store.tag(json.dumps([form.id, values], ensure_ascii=False, sort_keys=True))


def _reference_tag(office: Office, arrived: Arrived) -> str:
    return office.store.tag(json.dumps([arrived.source, arrived.reference], ensure_ascii=False))


def _earlier(session: Session, row: RecordRow, same: Any) -> RecordRow | None:
    query = (
        select(RecordRow)
        .join(ElectronicRow, ElectronicRow.record_id == RecordRow.id)
        .where(same, RecordRow.id != row.id, RecordRow.state.not_in(_NOT_ANOTHER))
        .order_by(RecordRow.id)
    )
    return session.scalars(query.limit(1)).first()
