"""One attempt to put a record into the target system."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from forms.errors import Different, NotReady, Rejected, TargetError, Unconfirmed, UtsushiError
from workflows.approvals import holding as approvals
from workflows.entry.claims import Claim, claim, keep_evidence
from workflows.office import Office
from workflows.seams import Bot, Evidence, Receipt
from workflows.store import records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import EntryRow, RecordRow, TimingRow

_log = logging.getLogger(__name__)
MAX_BACKOFF_SECONDS = 3600.0
_UNDER_WAY = frozenset({State.READY, State.SUBMITTING, State.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Attempted:
    """What an attempt came to. `is_system_error`: the target, not the record, was at fault."""

    record_id: int
    state: State
    is_system_error: bool = False


def put_in(office: Office, bot: Bot, record_id: int) -> Attempted | None:
    """Enter a ready record. None where it is not ours to enter now.

    `submitting` is committed by the bot's call of `before_submit`, right before the click; a
    worker that has lost its lease is stopped there.
    """
    taken = claim(office, bot, record_id, State.READY, "put_in")
    if taken is None:
        return None
    if taken.record.is_doubted:
        return _back_to_review(office, taken)
    try:
        seconds = office.settings.submit_lease_seconds
        with office.keeping(record_id, seconds), taken.files.closing():
            receipt = bot.put_in(taken.record, lambda: _submitting(office, taken), taken.files)
    except UtsushiError as error:
        return _failed(office, taken, error, bot.evidence)
    except Exception as error:  # noqa: BLE001  (the door: an unknown error is never retried blind)
        kind = type(error).__name__
        _log.error("record %d: entry failed with %s", record_id, kind)
        hidden = NotReady(f"入力中に予期しない問題が起きました ({kind})。")
        return _failed(office, taken, hidden, bot.evidence)
    return Attempted(record_id, verify(office, taken, receipt))


def verify(office: Office, taken: Claim, receipt: Receipt) -> State:
    """The record stands in the target system: keep what it showed, whoever has it now."""
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        if row.state not in _UNDER_WAY:
            close(session, office, taken, "late", "")
            return State(row.state)
        if row.state == State.READY and not receipt.existing:
            _submit(session, office, row, taken)  # a bot that pressed without telling us
        approvals.use(session, row.id, office.clock())
        note = "登録済みのものを確認" if receipt.existing else "登録して確認"
        records.move(session, row, State.VERIFIED, office.mark(), note=note)
        row.receipt_number, row.next_try_at = receipt.number, None
        entry = close(session, office, taken, "existing" if receipt.existing else "verified", "")
        entry.receipt_number, entry.values = receipt.number, dict(receipt.values)
        keep_evidence(session, office, taken.entry_id, receipt.evidence)
        _time(session, office, row, receipt.seconds)
        return State.VERIFIED


def close(session: Session, office: Office, taken: Claim, outcome: str, message: str) -> EntryRow:
    """End the attempt's row."""
    entry = session.get_one(EntryRow, taken.entry_id)
    entry.ended_at, entry.outcome, entry.message = office.clock(), outcome, message or None
    return entry


def back_off(office: Office, row: RecordRow) -> None:
    """Let the record wait: `retry_seconds`, doubled with each attempt, an hour at most."""
    seconds = office.settings.retry_seconds * 2.0 ** min(max(row.attempts - 1, 0), 20)
    row.next_try_at = office.clock() + timedelta(seconds=min(seconds, MAX_BACKOFF_SECONDS))


def _submitting(office: Office, taken: Claim) -> float:
    """The journal commit before the click; the seconds in which the click may be made.

    Raises NotReady where the record is no longer ours.
    """
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        if not records.is_mine(row, State.READY, office.owner):
            raise NotReady("この記録は、ほかの処理が引き継いでいます。")
        _submit(session, office, row, taken)
    return office.settings.click_seconds


def _submit(session: Session, office: Office, row: RecordRow, taken: Claim) -> None:
    now = office.clock()
    approvals.use(session, row.id, now)
    records.move(session, row, State.SUBMITTING, office.mark())
    seconds = office.settings.submit_lease_seconds
    records.lease(session, row, State.SUBMITTING, office.mark(), seconds)
    row.submitted_at = session.get_one(EntryRow, taken.entry_id).submitted_at = now


def _failed(
    office: Office, taken: Claim, error: UtsushiError, pieces: Sequence[Evidence]
) -> Attempted:
    """Decide by what happened and by whether the click may have been."""
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        close(session, office, taken, error.code, error.message)
        keep_evidence(session, office, taken.entry_id, pieces)
        if row.lease_owner != office.owner:  # taken over; the new owner decides
            return Attempted(row.id, State(row.state), is_system_error=True)
        if isinstance(error, Rejected | Different):
            records.move(session, row, State.REJECTED, office.mark(), reason=Reason.of(error))
            return Attempted(row.id, State.REJECTED)
        if isinstance(error, Unconfirmed) and row.state == State.READY:
            _submit(session, office, row, taken)  # a bot that pressed without telling us
        if row.state == State.SUBMITTING:
            reason = Reason.of(_unknown(error))
            records.move(session, row, State.UNCONFIRMED, office.mark(), reason=reason)
            return Attempted(row.id, State.UNCONFIRMED, is_system_error=True)
        row.reason_code, row.reason, row.advice = error.code, error.message, error.advice
        row.lease_owner = row.lease_until = None
        back_off(office, row)
        return Attempted(row.id, State.READY, is_system_error=True)


def _unknown(error: UtsushiError) -> TargetError:
    if isinstance(error, Unconfirmed):
        return error
    return Unconfirmed(f"登録ボタンを押した後で問題が起きました ({error.code})。")


def _back_to_review(office: Office, taken: Claim) -> Attempted:
    """A form's rules may have changed since the record became ready."""
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        close(session, office, taken, "Doubted", "")
        records.move(session, row, State.DOUBTED, office.mark(), note="確認の要る項目がある")
    return Attempted(taken.record_id, State.DOUBTED)


def _time(session: Session, office: Office, row: RecordRow, seconds: Mapping[str, float]) -> None:
    session.add_all(
        TimingRow(
            document_id=row.document_id, record_id=row.id, kind="enter", step=step, seconds=each,
            at=office.clock(),
        )
        for step, each in seconds.items()
    )  # fmt: skip
