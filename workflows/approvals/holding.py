"""Whether a record may be entered: the conditions, and the use of an approval.

A record needs an approval where the gate is on, and where it was asked about and not approved since
(somebody looked at it and did not say yes). Of the latter a question that ran out is no sign.
"""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from workflows.store.tables import AnswerRow, ApprovalRecordRow, RecordRow, TransitionRow


class Standing(StrEnum):
    """Of a question as a whole. Values are stored: never rename one."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"  # nobody answered in time, or the flow run has gone


class Decision(StrEnum):
    """Of one record within a question. Values are stored: never rename one."""

    ASKED = "asked"
    APPROVED = "approved"
    EXCLUDED = "excluded"
    LAPSED = "lapsed"
    STALE = "stale"  # approved, and changed since


_UNSETTLED = (Decision.ASKED, Decision.EXCLUDED, Decision.STALE)


def is_approved() -> ColumnElement[bool]:
    """A condition on `RecordRow`: an approval that is not used yet. `may_enter` looks closer."""
    return _has(Decision.APPROVED)


def is_asked() -> ColumnElement[bool]:
    """A condition on `RecordRow`: somebody is being asked about it."""
    return _has(Decision.ASKED)


def is_free(is_gated: bool) -> ColumnElement[bool]:
    """A condition on `RecordRow`: nothing about approvals keeps it from being entered."""
    if is_gated:
        return is_approved()
    return or_(is_approved(), ~_has(*_UNSETTLED))


def version_of(session: Session, record_id: int, fingerprint: str) -> str:
    """Hash of what a record holds now: its values, what people said of it, its way so far.

    `fingerprint`: the tag (`Store.tag`) of what `entry.claims.fingerprint` gives. My Numbers are no
    part of it: who corrects one leaves an answer, and that is.
    """
    answer = select(func.max(AnswerRow.id)).where(AnswerRow.record_id == record_id)
    moved = select(func.max(TransitionRow.id)).where(TransitionRow.record_id == record_id)
    parts = (fingerprint, session.scalar(answer), session.scalar(moved))
    return hashlib.sha256("/".join(str(each) for each in parts).encode("ascii")).hexdigest()


def may_enter(session: Session, record_id: int, fingerprint: str, is_gated: bool) -> bool:
    """The last word, where a record is claimed for entry. An approval of what the record no longer
    holds becomes stale."""
    approval = _unused(session, record_id)
    if approval is None:
        free = select(RecordRow.id).where(RecordRow.id == record_id, is_free(is_gated))
        return session.scalar(free) is not None
    if approval.version == version_of(session, record_id, fingerprint):
        return True
    approval.decision = Decision.STALE
    return False


def use(session: Session, record_id: int, at: datetime) -> None:
    """The record goes into the target system: its approval is spent."""
    session.execute(
        update(ApprovalRecordRow)
        .where(
            ApprovalRecordRow.record_id == record_id,
            ApprovalRecordRow.decision == Decision.APPROVED,
            ApprovalRecordRow.used_at.is_(None),
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )


def _unused(session: Session, record_id: int) -> ApprovalRecordRow | None:
    query = select(ApprovalRecordRow).where(
        ApprovalRecordRow.record_id == record_id,
        ApprovalRecordRow.decision == Decision.APPROVED,
        ApprovalRecordRow.used_at.is_(None),
    )
    return session.scalars(query).first()


def _has(*decisions: Decision) -> ColumnElement[bool]:
    unused = ApprovalRecordRow.used_at.is_(None) if Decision.APPROVED in decisions else true()
    return (
        select(ApprovalRecordRow.record_id)
        .where(
            ApprovalRecordRow.record_id == RecordRow.id,
            ApprovalRecordRow.decision.in_(decisions),
            unused,
        )
        .exists()
    )
