"""Finding out what became of an unconfirmed record. The look-up decides, else a person."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.errors import AcceptedUnseen, Different, NotReady, StoreError, Unconfirmed, UtsushiError
from workflows.entry.attempt import Attempted, back_off, close, verify
from workflows.entry.claims import Claim, claim, keep_evidence
from workflows.office import Office
from workflows.seams import Bot, Evidence
from workflows.store import records
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import EntryRow, RecordRow

_log = logging.getLogger(__name__)


def recover(office: Office) -> None:
    """What a worker that has gone was submitting is unconfirmed."""
    with office.store.write() as session:
        for row in records.expired(session, State.SUBMITTING, office.clock()):
            error = Unconfirmed("登録の途中で処理が止まりました。")
            records.move(session, row, State.UNCONFIRMED, office.mark(), reason=Reason.of(error))


def unsettled(office: Office) -> Sequence[int]:
    """Unconfirmed records that are due for a look-up and not left to a person."""
    now = office.clock()
    query = (
        select(RecordRow.id)
        .where(RecordRow.state == State.UNCONFIRMED)
        .where(or_(RecordRow.next_try_at.is_(None), RecordRow.next_try_at <= now))
        .where(RecordRow.returns <= office.settings.return_limit)
        .order_by(RecordRow.id)
    )
    with office.store.read() as session:
        return session.scalars(query).all()


def resolve(office: Office, bot: Bot, record_id: int) -> Attempted | None:
    """Look an unconfirmed record up. None where it is not ours to look at now.

    Found equal: verified. There with other values: rejected, a person decides. Not there, in a
    look-up begun `find_settle_seconds` after the last moment for the click: back to ready,
    `return_limit` times. Where the target said that it had accepted: looked up that often, then a
    person.
    """
    taken = claim(office, bot, record_id, State.UNCONFIRMED, "find")
    if taken is None:
        return None
    is_settled = taken.submitted_at is None or office.clock() >= _settled_at(office, taken)
    try:
        with office.keeping(record_id, office.settings.submit_lease_seconds):
            receipt = bot.find(taken.record)
    except UtsushiError as error:
        return _failed(office, taken, error, bot.evidence)
    except Exception as error:  # noqa: BLE001  (the door: it stays unconfirmed)
        kind = type(error).__name__
        _log.error("record %d: look-up failed with %s", record_id, kind)
        hidden = NotReady(f"照会中に予期しない問題が起きました ({kind})。")
        return _failed(office, taken, hidden, bot.evidence)
    if receipt is not None:
        return Attempted(record_id, verify(office, taken, receipt))
    return _not_there(office, taken, is_settled)


def settle_by_hand(office: Office, record_id: int, by: str, receipt_number: str | None) -> State:
    """A person has looked: entered under `receipt_number`, or None: not there, enter it again.

    Raises StoreError unless the record is unconfirmed and nobody is looking it up.
    """
    with office.store.write() as session:
        row = records.get(session, record_id)
        now = office.clock()
        is_leased = row.lease_until is not None and row.lease_until >= now
        if row.state != State.UNCONFIRMED or is_leased:
            raise StoreError(
                f"記録 {record_id} は、いま手で確定できる状態ではありません。",
                advice="「utsushi status」で状態を確かめ、しばらく待ってからやり直してください。",
            )
        after = State.VERIFIED if receipt_number else State.READY
        note = "担当者が登録済みと確認" if receipt_number else "担当者が未登録と確認"
        records.move(session, row, after, Mark(by, now), note=note)
        row.receipt_number, row.next_try_at, row.returns = receipt_number, None, 0
        return after


def _settled_at(office: Office, taken: Claim) -> datetime:
    """From then on a click would show. `taken` must have been submitted before."""
    begun = taken.submitted_at or office.clock()
    settings = office.settings
    return begun + timedelta(seconds=settings.click_seconds + settings.find_settle_seconds)


def _is_accepted(session: Session, record_id: int) -> bool:
    """Whether the target said, at the last click, that it had taken the record."""
    query = (
        select(EntryRow.outcome)
        .where(EntryRow.record_id == record_id, EntryRow.submitted_at.is_not(None))
        .order_by(EntryRow.id.desc())
        .limit(1)
    )
    return session.scalars(query).first() == AcceptedUnseen.__name__


def _not_there(office: Office, taken: Claim, is_settled: bool) -> Attempted | None:
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        close(session, office, taken, "NotThere", "")
        if not records.is_mine(row, State.UNCONFIRMED, office.owner):
            return None
        row.lease_owner = row.lease_until = None
        if not is_settled:
            row.next_try_at = _settled_at(office, taken)
        elif row.returns >= office.settings.return_limit:
            row.returns += 1  # beyond the limit: left to a person
            row.reason = "照会しても見つからず、再入力の回数の上限に達しました。"
            row.reason_code = "NeedsPerson"
        elif _is_accepted(session, row.id):
            row.returns += 1
            back_off(office, row)
        else:
            note = "照会の結果、登録されていないことを確認"
            records.move(session, row, State.READY, office.mark(), note=note)
            row.returns, row.next_try_at = row.returns + 1, None
        return Attempted(taken.record_id, State(row.state))


def _failed(
    office: Office, taken: Claim, error: UtsushiError, pieces: Sequence[Evidence]
) -> Attempted | None:
    with office.store.write() as session:
        row = records.get(session, taken.record_id)
        close(session, office, taken, error.code, error.message)
        keep_evidence(session, office, taken.entry_id, pieces)
        if not records.is_mine(row, State.UNCONFIRMED, office.owner):
            return None
        if isinstance(error, Different):
            records.move(session, row, State.REJECTED, office.mark(), reason=Reason.of(error))
            return Attempted(row.id, State.REJECTED)
        row.lease_owner = row.lease_until = None
        row.reason_code, row.reason, row.advice = error.code, error.message, error.advice
        back_off(office, row)
        return Attempted(row.id, State.UNCONFIRMED, is_system_error=True)
