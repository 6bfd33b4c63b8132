"""Drawing the sample when a record becomes ready.

A field is drawn where the HMAC of record and field under the installation's key, as a fraction,
lies below the rate: nobody without the key can tell beforehand, and anybody with it can check
afterwards that nothing was picked or left out. What a higher rate draws contains what a lower one
would have.
"""

import hmac
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.form import Form
from workflows.keys import derived, installation_key
from workflows.second_looks import rates
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.tables import AnswerRow, ReadingRow, RecordRow, SecondTaskRow

_WHOLE = 2**64


def sampling_key(shared: Path) -> bytes:
    """With the key in the folder that all machines share."""
    return derived(installation_key(shared), "sampling")


def fraction(key: bytes, record_id: int, field: str) -> float:
    """Where the field of the record lies between 0 and 1."""
    digest = hmac.digest(key, f"{record_id}/{field}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") / _WHOLE


def draw(session: Session, shared: Path, row: RecordRow, form: Form, at: datetime) -> None:
    """Tasks for the drawn ones of the fields that nobody has looked at. Called again for the same
    reading, it adds nothing that was drawn before. What came as data has no silent error."""
    if row.electronic:
        return
    rate = rates.of_form(session, form.id)
    if rate.share <= 0:
        return
    key = sampling_key(shared)
    passed = _passed(session, row.id) - set(row.double_fields or ())
    lying = {each for each in passed if fraction(key, row.id, each) < rate.share}
    drawn = sorted(lying - _standing(session, row.id)) if lying else []
    rounds = _rounds(session, row.id) if drawn else {}
    session.add_all(
        SecondTaskRow(
            record_id=row.id, form=form.id, field=field, purpose=Purpose.SAMPLE, state=Stage.OPEN,
            round=rounds.get(field, 0) + 1, rate=rate.share, holding=rate.holding, made_at=at,
        )
        for field in drawn
    )  # fmt: skip
    session.flush()


def _passed(session: Session, record_id: int) -> frozenset[str]:
    """Fields that were accepted and that no person answered."""
    answered = select(AnswerRow.field).where(AnswerRow.record_id == record_id)
    query = select(ReadingRow.field).where(
        ReadingRow.record_id == record_id,
        ReadingRow.accepted.is_(True),
        ReadingRow.field.not_in(answered),
    )
    return frozenset(session.scalars(query))


def _rounds(session: Session, record_id: int) -> dict[str, int]:
    query = (
        select(SecondTaskRow.field, func.max(SecondTaskRow.round))
        .where(SecondTaskRow.record_id == record_id, SecondTaskRow.purpose == Purpose.SAMPLE)
        .group_by(SecondTaskRow.field)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _standing(session: Session, record_id: int) -> frozenset[str]:
    query = select(SecondTaskRow.field).where(
        SecondTaskRow.record_id == record_id,
        SecondTaskRow.purpose == Purpose.SAMPLE,
        SecondTaskRow.state != Stage.DROPPED,
    )
    return frozenset(session.scalars(query))
